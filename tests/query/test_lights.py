"""Lights follow from declared rules, at their very edges, and say why."""

from datetime import datetime

import pytest

from hyzs.model.errors import BadUsage
from hyzs.query.lights import LightCondition, LightRule, light_of
from hyzs.reports.track import TrackFilter, track
from hyzs.reports.why import why
from support.stores import BASE, Watched, index_of, make_store

RULES = [
    LightRule("不亮灯", "white", None, [LightCondition("exempt", {"at_least": 1})]),
    LightRule("红灯", "red", None, [LightCondition("points_behind", {"above": 30})]),
    LightRule("红灯", "red", None, [LightCondition("overdue_days", {"above": 90})]),
    LightRule("黄灯", "yellow", None, [LightCondition("points_behind", {"at_least": 10})]),
    LightRule(
        "黄灯",
        "yellow",
        None,
        [LightCondition("days_left", {"at_most": 3}), LightCondition("overdue_days", {"at_most": 0})],
    ),
    LightRule("绿灯", "green", None, [LightCondition("weeks_silent", {"at_most": 0})]),
]
CALM = {"points_behind": None, "overdue_days": 0, "days_left": 60, "weeks_silent": 0, "exempt": 0}


@pytest.mark.parametrize(
    "facts,name",
    [
        ({"points_behind": 9.9}, "绿灯"),
        ({"points_behind": 10}, "黄灯"),
        ({"points_behind": 30}, "黄灯"),
        ({"points_behind": 30.1}, "红灯"),
        ({"points_behind": -5}, "绿灯"),
        ({"overdue_days": 90}, "绿灯"),
        ({"overdue_days": 91}, "红灯"),
        ({"days_left": 3}, "黄灯"),
        ({"days_left": 4}, "绿灯"),
        ({"points_behind": 99, "exempt": 1}, "不亮灯"),
        ({"weeks_silent": 1}, None),
        ({"weeks_silent": None, "points_behind": None}, None),
    ],
)
def test_the_first_rule_that_holds_gives_the_light(facts, name):
    result = light_of(RULES, {**CALM, **facts})

    assert (result and result["name"]) == name


STORE = """
== data/projects/p26-a1.yaml
name: 示例·甲项目
sample: true
tier: 一般
county: 衡南县
content: 建一条线
lead: 市商务局
yearly: {2026: {invested: 1000}}
tracked: {since: 2025-05-11}
== data/returns/2025-W50/hengnan.yaml
submitted: 2025-12-12T09:00
projects:
  p26-a1: {progress: 谈, figures: {invested: 500}}
== data/returns/2026-W26/hengnan.yaml
submitted: 2026-06-26T09:00
projects:
  p26-a1: {progress: 建, figures: {invested: %s}}
"""
LIGHTS = """
lights:
  - {name: 红牌, colour: red, meaning: 落后三成以上, when: [{fact: points_behind, above: 30}]}
  - {name: 黄牌, colour: yellow, when: [{fact: points_behind, at_least: 10}]}
  - {name: 好, colour: green}
"""
JUNE = datetime(2026, 6, 28, 9, 0)


def city(tmp_path, invested: int, lights: str = LIGHTS):
    settings = (BASE / "data" / "settings.yaml").read_text("utf-8") + lights
    return index_of(make_store(tmp_path, STORE.lstrip() % invested + f"== data/settings.yaml\n{settings}"))


@pytest.mark.parametrize("invested,name", [(900, "好"), (800, "黄牌"), (600, "红牌")])
def test_what_was_done_this_year_is_held_against_the_share_of_the_year_that_is_over(tmp_path, invested, name):
    """49 per cent of the year is over; of the plan of 1000 it is what came on top of last year's 500."""
    [row] = track(city(tmp_path, invested), "2026-W26", JUNE).rows

    assert row["light"]["name"] == name


def test_what_was_said_in_years_gone_by_is_looked_up_not_walked_through(tmp_path):
    watched = Watched(city(tmp_path, 600))
    track(watched, "2026-W26", JUNE)

    assert len(watched.selects_with(" entry e")) == 3
    assert watched.walks(" entry e") == []


def test_a_store_without_rules_has_no_lights(tmp_path):
    [row] = track(city(tmp_path, 600, ""), "2026-W26", JUNE).rows

    assert row["light"] is None


def test_why_tells_each_rule_the_facts_and_where_they_stand(tmp_path):
    text = why(city(tmp_path, 600), "p26-a1", "2026-W26", JUNE)

    assert [row["holds"] for row in text.rows] == [True, True, True]
    assert text.summary["facts"]["points_behind"] == 39.0
    assert text.summary["light"]["reason"] == "落后序时进度(百分点)大于 30"
    assert text.summary["paths"] == ["data/projects/p26-a1.yaml", "data/returns/2026-W26/hengnan.yaml"]


ESCALATING = """
lights:
  - {name: 黄灯, colour: yellow, when: [{fact: weeks_silent, at_least: 1}], after: 3, to: 红灯}
  - {name: 红灯, colour: red, when: [{fact: overdue_days, above: 999}]}
  - {name: 绿灯, colour: green}
"""


@pytest.mark.parametrize("week,name", [("2026-W45", "黄灯"), ("2026-W46", "黄灯"), ("2026-W47", "红灯")])
def test_a_light_that_is_on_too_long_becomes_a_graver_one(tmp_path, week, name):
    """Tracked since the Monday of W45, and nobody ever reported it."""
    settings = (BASE / "data/settings.yaml").read_text("utf-8") + ESCALATING
    text = SILENT.lstrip() + f"== data/settings.yaml\n{settings}"
    index = index_of(make_store(tmp_path, text))

    [row] = track(index, week, datetime(2026, 11, 23, 9, 0)).rows

    assert row["light"]["name"] == name


SILENT = """
== data/projects/p26-a1.yaml
name: 示例·甲项目
sample: true
tier: 一般
county: 衡南县
content: 建一条线
lead: 市商务局
promises: {签约: {by: 2026-10, set: 2026-05-20}}
tracked: {since: 2026-11-02}
"""


def test_why_says_how_far_the_next_light_is_and_in_which_line_the_fact_stands(tmp_path):
    settings = (BASE / "data/settings.yaml").read_text("utf-8") + (
        "lights:\n  - {name: 红灯, colour: red, when: [{fact: overdue_days, above: 30}]}\n"
        "  - {name: 绿灯, colour: green}\n"
    )
    from functools import partial

    from hyzs.session import Session
    from hyzs.store.source_lines import line_of

    root = make_store(tmp_path, SILENT.lstrip() + f"== data/settings.yaml\n{settings}")
    session = Session(str(root), "2026-11-23T09:00", quiet=True)

    answer = why(session.index, "p26-a1", None, session.now, partial(line_of, session.index.tree))
    session.close()

    assert answer.rows[0]["short"] == "现 22，超过 30 才算"
    facts = next(block for block in answer.blocks if getattr(block, "rows", None)).rows
    assert {row["fact"]: row["place"] for row in facts}["overdue_days"] == "data/projects/p26-a1.yaml:7"


MANY = """
lights:
  - {name: 红灯, colour: red, when: [{fact: weeks_silent, at_least: 3}]}
  - {name: 黄灯, colour: yellow, when: [{fact: weeks_silent, at_least: 1}], after: 2, to: 红灯}
  - {name: 绿灯, colour: green, when: [{fact: weeks_silent, at_most: 0}, {fact: exempt, at_most: 0}]}
"""


@pytest.fixture(scope="module")
def lit(tmp_path_factory):
    """A1 silent for 3 weeks, b1 for one, c1 heard, d1 paused and so without a light; e1 escalated from 黄 to 红."""
    settings = (BASE / "data/settings.yaml").read_text("utf-8") + MANY
    store_text = f"== data/settings.yaml\n{settings}"
    for name, since in (("a1", "2026-11-02"), ("b1", "2026-11-16"), ("c1", "2026-11-16"), ("e1", "2026-11-09")):
        store_text += SILENT.lstrip().replace("p26-a1", f"p26-{name}").replace("甲", name).replace("2026-11-02", since)
    store_text += SILENT.lstrip().replace("p26-a1", "p26-d1").replace("甲", "d1").replace("2026-11-02", "2026-11-16")
    store_text += (
        "states: [{state: 暂缓, since: 2026-11-17, reason: 等待用地, approved_by: 市商务局, review: 2027-03-01}]\n"
    )
    store_text += (
        "== data/returns/2026-W47/hengnan.yaml\nsubmitted: 2026-11-20T09:00\nprojects: {p26-c1: {progress: 打桩}}\n"
    )
    return index_of(make_store(tmp_path_factory.mktemp("lit"), store_text))


def lights_of(index, **options):
    answer = track(index, "2026-W47", datetime(2026, 11, 23, 9, 0), TrackFilter(**options))
    return answer, [row["id"].removeprefix("p26-") for row in answer.rows]


@pytest.mark.parametrize(
    ("lights", "ids"),
    [
        (["红灯"], ["a1", "e1"]),
        (["黄灯"], ["b1"]),
        (["红灯", "黄灯"], ["a1", "e1", "b1"]),
        (["绿灯"], ["c1"]),
        (["未亮灯"], ["d1"]),
    ],
)
def test_the_list_can_be_filtered_by_light_as_it_is_shown(lit, lights, ids):
    answer, rows = lights_of(lit, light=lights)

    assert rows == ids
    assert (answer.params["light"], answer.stamp.filter) == (lights, "、".join(lights))
    assert answer.summary["due"] == sum(row["status"] != "exempt" for row in answer.rows)


def test_the_list_can_be_grouped_by_light_in_the_order_of_the_rules(lit):
    answer, rows = lights_of(lit, by="亮灯")

    assert rows == ["a1", "e1", "b1", "c1", "d1"]
    assert [group.label for block in answer.blocks for group in getattr(block, "groups", ())] == [
        *("红灯(2 个)", "黄灯(1 个)", "绿灯(1 个)", "未亮灯(1 个)")
    ]


@pytest.mark.parametrize(
    ("text", "hint"),
    [("红登", ""), ("未亮", "是不是：未亮灯；"), ("亮红灯", "是不是：红灯；")],
)
def test_a_light_that_there_is_not_is_refused_with_a_near_one(lit, text, hint):
    with pytest.raises(BadUsage, match=f"没有“{text}”这种灯") as refused:
        lights_of(lit, light=[text])

    assert refused.value.hint == f"{hint}可以写：红灯、黄灯、绿灯、未亮灯"
