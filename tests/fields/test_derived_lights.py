"""Lights, silence and lateness asked for as stored fields are."""

import inspect

import pytest

from hyzs.fields.field_catalog import FieldCatalog
from hyzs.kinds import kinds
from hyzs.model.errors import BadUsage
from hyzs.reports.list_ import list_
from support.derived_rows import NOW, ids, rows
from support.stores import index_of, make_store, repo_index


@pytest.fixture(scope="module")
def city():
    return repo_index()


@pytest.fixture
def store(request, tmp_path):
    """The index of the store that the test's docstring tells."""
    index = index_of(make_store(tmp_path, inspect.cleandoc(request.function.__doc__ or "") + "\n"))
    yield index
    index.close()


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
    ("condition", "sort", "expected"),
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
def test_projects_are_asked_by_light_silence_and_lateness(lit, condition, sort, expected):
    assert ids(lit, "projects", condition, sort) == expected


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

    assert models.derived("project") and models.derived("return")
    for kind in kinds():
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
