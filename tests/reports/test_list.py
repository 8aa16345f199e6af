"""Lists of any kind: rows with the model's own field names, in few statements, in every format."""

import inspect
import json
from datetime import datetime

import pytest

from hyzs.fields.field_catalog import FieldCatalog
from hyzs.model.errors import BadUsage
from hyzs.render import render
from hyzs.reports.list_ import list_
from support.fuzz import in_formats
from support.stores import index_of, make_store, repo_index

NOW = datetime(2026, 11, 23, 23, 59)


@pytest.fixture
def store(request, tmp_path):
    """The index of the store that the test's docstring tells."""
    index = index_of(make_store(tmp_path, inspect.cleandoc(request.function.__doc__ or "") + "\n"))
    yield index
    index.close()


@pytest.fixture(scope="module")
def plan():
    return repo_index()


def values(answer, key):
    return [row[key] for row in answer.rows]


def test_a_row_has_every_field_by_its_own_name(store):
    """
    == data/projects/p26-a1.yaml
    name: 示例·甲项目
    sample: true
    tier: [{tier: 一般, until: 2026-06-30}, {tier: 重大, since: 2026-07-01}]
    investors: [示例电气集团]
    investment: {total: {amount: 500, currency: 万美元, rate: 7.1}}
    yearly: {2026: {invested: 3000}}
    county: 衡南县
    lead: 市商粮局
    responsible: [市工信局, 衡南县]
    milestones: {签约: 2025-09-05, 在谈: 2025-07-20}
    promises: {开工: [{by: 2026-03, set: 2025-09-05}, {by: 2026-12, set: 2026-02-01, why: 雨}]}
    """
    [row] = list_(store, "projects", NOW).rows

    assert {key: row[key] for key in ("id", "sample", "draft", "tier", "county", "park", "lead", "stage")} == {
        "id": "p26-a1",
        "sample": True,
        "draft": False,
        "tier": "重大",
        "county": "衡南县",
        "park": None,
        "lead": "市商务局",
        "stage": "签约",
    }
    assert (row["investment.total"], row["investment.fixed"], row["yearly"]) == (3550, None, {"2026.invested": 3000})
    assert (row["investors"], row["responsible"], row["claims"]) == (["示例电气集团"], ["市工信局", "衡南县"], [])
    assert list(row["milestones"].items()) == [("在谈", "2025-07-20"), ("签约", "2025-09-05")]
    assert (row["promises"], row["permits"]) == ({"开工": "2026-12"}, {})


def test_measures_list_their_units_and_tasks_in_the_order_of_the_text(plan):
    row = list_(plan, "measures", NOW, "number=10").rows[0]

    assert row["lead"] == ["市自然资源和规划局"]
    assert row["responsible"][:3] + row["responsible"][5:7] == [
        "市发改委",
        "市工信局",
        "市财政局",
        "市直相关单位",
        "市城发集团",
    ]
    assert row["tasks"] == [f"m10-{n}" for n in range(1, len(row["tasks"]) + 1)]


def test_parts_that_are_duties_say_where_they_stand(store):
    """
    == data/projects/p26-a1.yaml
    name: 示例·甲项目
    sample: true
    tier: 一般
    == data/returns/2026-W47/hengnan.yaml
    submitted: 2026-11-20T09:42
    projects:
      p26-a1: {progress: 略, needs: [{text: 用电, to: 发展改革委, due: 2026-12-05}, {text: 用水}]}
    """
    rows = list_(store, "needs", NOW, columns="text,due,project,week,return").rows

    assert rows[0] | {"return": ""} == {
        "text": "用电",
        "due": "2026-12-05",
        "project": "示例·甲项目",
        "week": "2026-W47",
        "return": "",
    }
    assert [row["text"] for row in rows] == ["用电", "用水"]


def test_members_and_officers_are_those_of_the_day(store):
    """
    == data/units/more.yaml
    - {id: g, name: 某组, type: 群体, members: [{unit: 衡南县, until: 2026-01-01}, {unit: 衡东县, since: 2026-01-02}]}
    """
    [row] = list_(store, "units", NOW, "id=g").rows

    assert row["members"] == ["衡东县"]
    assert list_(store, "units", NOW, "members=衡南县 and id=g").rows == []
    assert len(list_(store, "units", NOW, "members.until=2026-01-01").rows) == 1


@pytest.mark.parametrize("kind", ["projects", "project", "项目"])
def test_a_kind_goes_by_its_folder_its_own_name_or_its_label(plan, kind):
    assert list_(plan, kind, NOW).params["kind"] == "project"


def test_a_wrong_kind_gets_the_near_one_and_all_there_are(plan):
    with pytest.raises(BadUsage) as caught:
        list_(plan, "projets", NOW)

    assert caught.value.hint.startswith("是不是：projects；可以写：measures(举措)、tasks(任务)")


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("tier,-investment.total", ["d", "c", "a", "b"]),
        ("-tier", ["a", "b", "c", "d"]),
        ("investment.total", ["a", "d", "c", "b"]),
        ("-总投资", ["c", "d", "a", "b"]),
        ("promises.开工", ["c", "a", "b", "d"]),
        ("county，-id", ["a", "c", "d", "b"]),
    ],
)
def test_rows_sort_as_settings_and_units_do_and_empty_ones_last(store, sort, expected):
    """
    == data/units/more.yaml
    - {id: u1, name: 甲县, type: 县市区, order: 2}
    - {id: u2, name: 乙县, type: 县市区, order: 1}
    == data/projects/a.yaml
    {name: 示例·a, sample: true, tier: 一般, investment: {total: 900}, promises: {开工: 2026-Q2}, county: 乙县}
    == data/projects/b.yaml
    {name: 示例·b, sample: true, tier: 一般}
    == data/projects/c.yaml
    {name: 示例·c, sample: true, tier: 重点, investment: {total: 10000}, promises: {开工: 2026-03}, county: 甲县}
    == data/projects/d.yaml
    {name: 示例·d, sample: true, tier: 重大, investment: {total: 1000}, county: 甲县}
    """
    if sort == "county，-id":
        expected = ["a", "d", "c", "b"]

    assert values(list_(store, "projects", NOW, sort=sort), "id") == expected


def test_columns_are_chosen_for_machines_and_people(plan):
    answer = list_(plan, "projects", NOW, columns="编号,milestones.签约,投资.总投资，county")

    assert list(answer.rows[0]) == ["id", "milestones.签约", "investment.total", "county"]
    assert [(c.key, c.label, c.unit) for c in answer.main.columns][2] == ("investment.total", "总投资", "万元")


def test_a_short_label_stands_after_that_of_its_part(plan):
    columns = list_(plan, "projects", NOW, columns="company.name,taskforce.local,county").main.columns

    assert [column.label for column in columns] == ["落地企业·名称", "专班·属地", "属地"]


def test_columns_carry_who_may_see_them(plan):
    answer = list_(plan, "projects", NOW, columns="id,name,investment.total,investment.fixed,promises.开工.why")

    assert [column.level for column in answer.main.columns] == ["公开", "内部", "公开", "内部", "内部"]


@pytest.mark.parametrize(
    ("question", "caret"), [({"sort": "tier,-总投"}, 8), ({"columns": "id, 名什么"}, 6), ({"columns": "\udcff"}, 2)]
)
def test_an_unknown_column_is_pointed_at(plan, question, caret):
    with pytest.raises(BadUsage) as caught:
        list_(plan, "projects", NOW, **question)

    assert caught.value.message.split("\n")[2].index("^") == caret


def test_drafts_are_listed_and_marked(store):
    """
    == data/projects/p26-a1.yaml
    {name: 示例·甲项目, sample: true, tier: 一般, draft: true}
    == data/projects/p26-b1.yaml
    {name: 示例·乙项目, sample: true, tier: 一般}
    """
    answer = list_(store, "projects", NOW)

    assert (answer.blocks[0].text, answer.summary) == ("项目 2 条，其中草稿 1 条", {"count": 2, "drafts": 1})
    name = next(column for column in answer.main.columns if column.key == "name")
    assert [name.value(row) for row in answer.rows] == ["示例·甲项目（草稿）", "示例·乙项目"]


def test_the_page_says_whether_its_own_rows_are_samples(plan):
    assert list_(plan, "projects", NOW).stamp.sample
    assert not list_(plan, "measures", NOW).stamp.sample


def test_an_empty_list_is_a_list(store):
    """
    == data/x.txt
    """
    answer = list_(store, "projects", NOW)

    assert (list(answer.rows), answer.blocks[0].text) == ([], "项目 0 条")


def test_the_number_of_statements_does_not_grow_with_the_rows(plan):
    def statements(condition):
        before = plan.statements
        list_(plan, "projects", NOW, condition, "tier,county")
        return plan.statements - before

    catalog = FieldCatalog(plan)
    lists = sum(bool(field.many) for field in catalog.fields("project"))  # a statement each
    parts = {field.tbl for field in catalog.by_kind["project"] if field.tbl}  # and one for the fields of each
    assert statements("tier=一般 or tier=重点 or tier=重大") - 2 == statements("tier=重大") <= lists + len(parts) + 12


LISTED = ["projects", "measures", "tasks", "needs", "units", "people", "returns", "plans", "settings"]


@pytest.mark.parametrize(("kind", "format"), in_formats(LISTED))
def test_every_kind_is_shown_in_every_format(plan, kind, format):
    text = render(list_(plan, kind, NOW), format, store={"id": "x"}, width=80, tty=True)

    assert text


def test_every_kind_of_the_index_has_a_list_whose_rows_are_json(plan):
    for kind in FieldCatalog(plan).kinds:
        assert json.dumps(list(list_(plan, kind.folder, NOW).rows), ensure_ascii=False)
