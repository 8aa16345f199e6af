"""Derived fields: worked out by the reports that know them, and asked for as stored ones are."""

import inspect
from datetime import datetime

import pytest

from hyzs.model.errors import BadUsage
from hyzs.query.derived_fields import SOURCES
from hyzs.query.fields.catalog import FieldCatalog
from hyzs.query.matters import matters
from hyzs.query.open_needs import needs_now
from hyzs.reports.list_ import list_
from hyzs.reports.open_matters import open_matters
from hyzs.reports.progress import progress
from hyzs.reports.track import TrackFilter, track
from stores import REPO, index_of, make_store

NOW = datetime(2026, 11, 23, 23, 59)


@pytest.fixture(scope="module")
def city():
    return index_of(REPO)


@pytest.fixture
def store(request, tmp_path):
    """The index of the store that the test's docstring tells."""
    index = index_of(make_store(tmp_path, inspect.cleandoc(request.function.__doc__ or "") + "\n"))
    yield index
    index.close()


def rows(index, kind, where=None, sort=None, columns="id"):
    return list(list_(index, kind, NOW, where, sort, columns).rows)


def ids(index, kind, where, sort=None):
    return [row["id"] for row in rows(index, kind, where, sort)]


def test_a_project_is_as_the_tracking_list_has_it(city):
    same = [
        "status",
        "exempt_reason",
        "weeks_silent",
        "weeks_unchanged",
        "last_week",
        "next_node",
        "next_by",
        "overdue_days",
        "progress",
        "officer",
        "invested",
        "paid_in",
    ]
    listed = {row["id"]: row for row in rows(city, "projects", columns=",".join(("id", "light", "open_needs", *same)))}

    tracked = track(city, None, NOW, TrackFilter(all=True)).rows

    assert len(listed) == len(tracked) > 20
    for row in tracked:
        found = listed[row["id"]]
        assert {key: found[key] for key in same} == {key: row[key] for key in same}
        assert (found["light"], found["open_needs"]) == (
            row["light"]["name"],
            len([need for need in row["needs"] if not need["matter"]]),
        )


def test_a_matter_is_as_its_events_make_it(city):
    listed = rows(city, "matters", columns="id,status,effective_due,overdue_days")

    stood = {row["id"]: row for row in matters(city, NOW.date())}

    assert {row["id"]: tuple(row.values())[1:] for row in listed} == {
        id: (row["status"], row["due"], row["overdue_days"]) for id, row in stood.items()
    }


def test_a_unit_is_as_the_week_has_it(city):
    units = {row["unit"]: row for row in track(city, None, NOW).extra["units"]}

    listed = rows(city, "units", "填报状态=未报", columns="name,status,weeks_silent")

    owing = [name for name, row in units.items() if row["status"] == "owed"]
    assert {row["name"]: row["weeks_silent"] for row in listed} == {name: units[name]["weeks_silent"] for name in owing}


def test_a_need_is_open_where_it_was_said_last(city):
    open_ = rows(city, "needs", "状态=未解决", columns="project,text,首提周,week,现限期,逾期天数")
    known = {need["text"]: need for need in needs_now(city, NOW)}

    assert {row["text"] for row in open_} == set(known)
    assert len(open_) == len(known)
    for row in open_:
        need = known[row["text"]]
        assert tuple(row.values())[2:] == tuple(need[key] for key in ("week", "last_week", "due", "overdue_days"))


def test_a_need_that_was_settled_or_handed_over_says_so(store):
    """
    == data/projects/p26-a1.yaml
    {name: 示例·甲, sample: true, tier: 一般, county: 衡南县, tracked: {since: 2026-05-11}}
    == data/matters/x26-a1.yaml
    text: 示例·用水
    sample: true
    origin: 企业诉求
    raised: {on: 2026-11-02}
    lead: 市商务局
    due: 2026-11-20
    events: [{on: 2026-11-03, do: 交办}]
    == data/returns/2026-W45/hengnan.yaml
    submitted: 2026-11-06T09:00
    projects: {p26-a1: {progress: 略, needs: [{text: 用电增容}, {text: 用水}, {text: 用地}, {text: 用气}]}}
    == data/returns/2026-W46/hengnan.yaml
    submitted: 2026-11-13T09:00
    projects:
      p26-a1:
        progress: 略
        needs:
          - {text: 用电 增容。}
          - {text: 用水, matter: x26-a1}
          - {text: 用地, state: 已解决}
          - {text: 用气, state: 撤回}
    == data/returns/2026-W47/hengnan.yaml
    submitted: 2026-11-20T09:00
    projects: {p26-a1: {progress: 略, needs: [{text: 用地}]}}
    """
    found = [(row["week"][-2:], row["text"], row["status"]) for row in rows(store, "needs", columns="week,text,status")]

    assert found == [
        ("45", "用电增容", "后来又提"),
        ("45", "用水", "后来又提"),
        ("45", "用地", "已了结"),
        ("45", "用气", "已了结"),
        ("46", "用电 增容。", "未解决"),
        ("46", "用水", "已转交办"),
        ("46", "用地", "已了结"),
        ("46", "用气", "已了结"),
        ("47", "用地", "未解决"),
    ]


def test_a_task_and_its_measure_are_as_the_progress_of_the_plan_has_them(city):
    answer = progress(city, NOW)
    listed = {
        row["id"]: row for row in rows(city, "tasks", columns="id,state,light,overdue_days,weeks_silent,欠报单位")
    }

    assert len(listed) == len(answer.rows) == 96
    for row in answer.rows:
        light = row["light"] and row["light"]["name"]
        owing = "、".join(row["owed"]) or None
        expected = (row["id"], row["state"], light, row["overdue_days"], row["weeks_silent"], owing)
        assert tuple(listed[row["id"]].values()) == expected

    measures = {row["number"]: row for row in answer.extra["measures"]}
    for row in rows(city, "measures", columns="number,tasks_done,tasks_overdue,tasks_owed"):
        counts = measures[row["number"]]
        assert tuple(row.values())[1:] == (counts["by_state"]["完成"], counts["overdue"], counts["owed"])


def test_tasks_of_a_measure_are_asked_through_it(city):
    assert [row["number"] for row in rows(city, "measures", "tasks.逾期天数>0", columns="number")] == [3]


MATTER = """
== data/matters/x26-a{n}.yaml
text: 示例·事项{n}
sample: true
origin: 企业诉求
raised: {{on: 2026-11-02}}
lead: 市商务局
due: {due}
events:
  - {{on: 2026-11-03, do: 交办}}
"""
SIGNED = "  - {on: 2026-11-04, do: 签收}\n"
MATTERS = (
    MATTER.format(n=1, due="2026-11-20")
    + SIGNED
    + MATTER.format(n=2, due="2026-11-10")
    + SIGNED
    + "  - {on: 2026-11-09, do: 延期, due: 2026-11-30}\n"
    + MATTER.format(n=3, due="2026-11-10")
    + SIGNED
    + "  - {on: 2026-11-09, do: 办结}\n"
    + "  - {on: 2026-11-10, do: 销号, by: 市发改委}\n"
    + MATTER.format(n=4, due="2026-11-13")
)


@pytest.fixture(scope="module")
def handed(tmp_path_factory):
    return index_of(make_store(tmp_path_factory.mktemp("handed"), MATTERS))


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("状态=在办", ["x26-a1", "x26-a2"]),
        ("状态=在办 and 逾期天数>0", ["x26-a1"]),
        ("状态 != 已销号", ["x26-a1", "x26-a2", "x26-a4"]),
        ("status in (待签收, 已销号)", ["x26-a3", "x26-a4"]),
        ("现期限 = 2026-11", ["x26-a1", "x26-a2", "x26-a3", "x26-a4"]),
        ("期限 != 现期限 or 现期限 > 2026-11-20", None),
        ("现期限 < 今天", ["x26-a1", "x26-a3", "x26-a4"]),
        ("最近动作=延期", ["x26-a2"]),
        ("状态 ~ 销", ["x26-a3"]),
    ],
)
def test_matters_are_asked_by_where_they_stand(handed, condition, found):
    if found is None:
        with pytest.raises(BadUsage, match="要和日期比较"):
            ids(handed, "matters", condition)
    else:
        assert ids(handed, "matters", condition) == found


def test_matters_sort_by_their_way_and_their_lateness(handed):
    assert ids(handed, "matters", None, "-逾期天数,id") == ["x26-a4", "x26-a1", "x26-a2", "x26-a3"]
    assert ids(handed, "matters", None, "状态,-id") == ["x26-a4", "x26-a2", "x26-a1", "x26-a3"]


def test_people_see_where_matters_stand_and_machines_the_fields_of_the_files(handed):
    looked = list_(handed, "matters", NOW, every=False)

    assert [column.key for column in looked.main.columns] == [
        "id",
        "text",
        "status",
        "lead",
        "effective_due",
        "overdue_days",
    ]
    whole = list_(handed, "matters", NOW).rows[0]
    assert "due" in whole and not {"status", "effective_due", "overdue_days"} & set(whole)


def test_open_matters_come_with_the_latest_first(handed):
    answer = open_matters(handed, NOW)

    assert [(row["id"], row["status"], row["overdue_days"]) for row in answer.rows] == [
        ("x26-a4", "待签收", 10),
        ("x26-a1", "在办", 3),
        ("x26-a2", "在办", 0),
    ]
    assert (answer.report, answer.summary) == ("matter", {"open": 3, "overdue": 2})
    assert answer.blocks[0].text == "没有销号的 3 件，逾期 2 件"


def test_a_return_says_whether_it_came_in_time(store):
    """
    == data/returns/2026-W46/hengnan.yaml
    {submitted: 2026-11-13T09:00, nil: true}
    == data/returns/2026-W47/hengnan.yaml
    {submitted: 2026-11-21T09:00, nil: true}
    """
    assert ids(store, "returns", "填报状态=迟报") == ["2026-W47/hengnan"]


LIGHTS = """
== data/projects/p26-a1.yaml
{name: 示例·甲, sample: true, tier: 一般, county: 衡南县, tracked: {since: 2026-05-11}}
== data/projects/p26-b1.yaml
{name: 示例·乙, sample: true, tier: 一般, county: 衡南县, tracked: {since: 2026-05-11}}
== data/projects/p26-c1.yaml
{name: 示例·丙, sample: true, tier: 一般, county: 衡南县, tracked: {since: 2026-05-11}, promises: {开工: 2026-10}}
== data/projects/p26-d1.yaml
{name: 示例·丁, sample: true, tier: 一般, draft: true}
== data/returns/2026-W47/hengnan.yaml
submitted: 2026-11-20T09:00
projects:
  p26-b1: {progress: 略, figures: {invested: 300}}
  p26-c1: {progress: 略, needs: [{text: 用电}]}
"""
RULES = """lights:
  - {name: 红灯, colour: red, when: [{fact: weeks_silent, at_least: 4}]}
  - {name: 黄灯, colour: yellow, when: [{fact: overdue_days, above: 0}]}
  - {name: 绿灯, colour: green}
"""


@pytest.fixture(scope="module")
def lit(tmp_path_factory):
    root = make_store(tmp_path_factory.mktemp("lit"), LIGHTS)
    settings = root / "data" / "settings.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + RULES, encoding="utf-8")
    return index_of(root)


@pytest.mark.parametrize(
    ("condition", "sort", "found"),
    [
        ("亮灯=红灯 and 未报周数>=2", None, ["p26-a1"]),
        ("亮灯 in (黄灯, 绿灯) and draft=否", "亮灯", ["p26-c1", "p26-b1"]),
        ("填报状态=未报", None, ["p26-a1"]),
        ("status=owed", None, ["p26-a1"]),
        ("免报原因=草稿", None, ["p26-d1"]),
        ("节点时限<2026-11", None, ["p26-c1"]),
        ("下一节点=开工", None, ["p26-c1"]),
        ("未解决诉求>0 or 累计完成投资>=300", "-累计完成投资", ["p26-b1", "p26-c1"]),
        ("draft=否", "-逾期天数", ["p26-c1", "p26-a1", "p26-b1"]),
    ],
)
def test_projects_are_asked_by_light_silence_and_lateness(lit, condition, sort, found):
    assert ids(lit, "projects", condition, sort) == found


def test_without_rules_there_is_no_light_to_ask_for(store):
    """
    == data/projects/p26-a1.yaml
    {name: 示例·甲, sample: true, tier: 一般, county: 衡南县}
    """
    with pytest.raises(BadUsage) as caught:
        ids(store, "projects", "亮灯=红灯")

    assert caught.value.hint == "设置里没有写有哪些"
    assert rows(store, "projects", columns="id,亮灯") == [{"id": "p26-a1", "light": None}]


def test_derived_fields_carry_who_may_see_them(city):
    answer = list_(
        city, "projects", NOW, None, None, "id,status,light,light_reason,next_by,overdue_days,open_needs,invested"
    )

    assert [column.level for column in answer.main.columns] == ["公开"] * 3 + ["内部"] * 5


def test_what_is_out_of_play_is_not_overdue(store):
    """
    == data/projects/p26-a1.yaml
    name: 示例·甲
    sample: true
    tier: 一般
    county: 衡南县
    tracked: {since: 2026-05-11}
    promises: {开工: 2026-08}
    states: [{state: 终止, since: 2026-10-01, reason: 企业撤资, approved_by: 市商务局}]
    == data/projects/p26-b1.yaml
    {name: 示例·乙, sample: true, tier: 一般, county: 衡南县, draft: true, promises: {开工: 2026-08}}
    == data/projects/p26-c1.yaml
    {name: 示例·丙, sample: true, tier: 一般, county: 衡南县, tracked: {since: 2026-05-11}, promises: {开工: 2026-08}}
    """
    assert ids(store, "projects", "逾期天数>0") == ["p26-c1"]
    assert ids(store, "projects", "节点时限=2026-08") == ["p26-a1", "p26-b1", "p26-c1"]


def test_people_read_the_word_and_programs_the_state(lit):
    answer = list_(lit, "projects", NOW, "id=p26-a1", None, "name,status,亮灯")

    assert answer.rows == [{"name": "示例·甲", "status": "owed", "light": "红灯"}]
    status = answer.main.columns[1]
    assert (status.label, status.type, status.value(answer.rows[0])) == ("填报状态", "light", "未报")


@pytest.mark.parametrize(
    ("condition", "message", "hint"),
    [
        ("填报状态=没报", "“填报状态”没有“没报”", "可以写：未报、迟报、待报、已报、免报"),
        ("状态=未报", "“状态”没有“未报”", "可以写：在推、暂缓、终止；“未报”要问 填报状态(status)"),
        ("亮灯=蓝灯", "“亮灯”没有“蓝灯”", "可以写：红灯、黄灯、绿灯"),
        ("亮灯>黄灯", "“亮灯”不分先后", ""),
        ("逾期天数=很多", "“逾期天数”要和数比较", "只用半角数字和小数点"),
        ("逾期天=1", "没有字段“逾期天”", "是不是：overdue_days(逾期天数)"),
        ("ligth=红灯", "没有字段“ligth”", "light(亮灯)"),
    ],
)
def test_a_word_that_cannot_be_is_pointed_at(lit, condition, message, hint):
    with pytest.raises(BadUsage) as caught:
        ids(lit, "projects", condition)

    assert message in caught.value.message.split("\n")[0]
    assert hint in caught.value.hint


def test_the_hint_names_what_can_be_derived(lit):
    hint = FieldCatalog(lit).hint("project", "颜色")

    assert "；推出来的有：status(填报状态)、" in hint and "、paid_in(累计到位资金)" in hint


def test_derived_fields_hide_no_stored_one(city):
    models = FieldCatalog(city)

    for kind in SOURCES:
        stored = {word for field in models.by_kind[kind] for word in (field.name, field.label)}
        derived = [word for field in models.derived(kind) for word in (field.name, field.label)]
        assert not stored & set(derived)
        assert len(derived) == len(set(derived))


def test_nothing_is_worked_out_unasked(city):
    def statements(columns):
        before = city.statements
        list_(city, "projects", NOW, None, None, columns)
        return city.statements - before

    assert statements("id,name") + 10 < statements("id,light") == statements("id,light,status,overdue_days")
