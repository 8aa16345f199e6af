"""Lights follow from declared rules, at their very edges, and say why."""

from datetime import datetime

import pytest

from hyzs.reports.lights import Condition, Rule, light
from hyzs.reports.track import track
from hyzs.reports.why import why
from stores import BASE, Watched, index_of, make_store

RULES = [
    Rule("不亮灯", "white", None, [Condition("exempt", {"at_least": 1})]),
    Rule("红灯", "red", None, [Condition("points_behind", {"above": 30})]),
    Rule("红灯", "red", None, [Condition("overdue_days", {"above": 90})]),
    Rule("黄灯", "yellow", None, [Condition("points_behind", {"at_least": 10})]),
    Rule("黄灯", "yellow", None, [Condition("days_left", {"at_most": 3}), Condition("overdue_days", {"at_most": 0})]),
    Rule("绿灯", "green", None, [Condition("weeks_silent", {"at_most": 0})]),
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
    found = light(RULES, {**CALM, **facts})

    assert (found and found["name"]) == name


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

    assert len(watched.asked("entry e")) == 3
    assert watched.walks("entry e") == []


def test_a_store_without_rules_has_no_lights(tmp_path):
    [row] = track(city(tmp_path, 600, ""), "2026-W26", JUNE).rows

    assert row["light"] is None


def test_why_tells_each_rule_the_facts_and_where_they_stand(tmp_path):
    told = why(city(tmp_path, 600), "p26-a1", "2026-W26", JUNE)

    assert [row["holds"] for row in told.rows] == [True, True, True]
    assert told.summary["facts"]["points_behind"] == 39.0
    assert told.summary["light"]["reason"] == "落后序时进度(百分点)大于 30"
    assert told.summary["paths"] == ["data/projects/p26-a1.yaml", "data/returns/2026-W26/hengnan.yaml"]


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
    told = SILENT.lstrip() + f"== data/settings.yaml\n{settings}"
    index = index_of(make_store(tmp_path, told))

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
    from hyzs.desk import Desk

    root = make_store(tmp_path, SILENT.lstrip() + f"== data/settings.yaml\n{settings}")
    desk = Desk(str(root), "2026-11-23T09:00", quiet=True)

    answer = why(desk.index, "p26-a1", None, desk.now, desk.line)
    desk.close()

    assert answer.rows[0]["short"] == "现 22，超过 30 才算"
    facts = next(block for block in answer.blocks if getattr(block, "rows", None)).rows
    assert {row["fact"]: row["place"] for row in facts}["overdue_days"] == "data/projects/p26-a1.yaml:7"
