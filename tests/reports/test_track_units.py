"""The units of the tracking list: due, heard, late, owed, partly."""

from datetime import datetime

import pytest

from hyzs.reports.track import TrackFilter, has_state, track
from support.track_stories import MONDAY, ids, unit

# -- the units


def test_units_are_due_heard_late_owed_and_exempt(store):
    """
    {three}
    == data/projects/p26-d1.yaml
    name: 示例·丁项目
    sample: true
    tier: 一般
    lead: 市商务局
    states: [{state: 暂缓, since: 2026-11-02, reason: 等待用地, approved_by: 市商务局, review: 2027-03-01}]
    {since W44}
    """
    answer = track(store, None, MONDAY)

    silent = {"kind": "project", "id": "p26-a1", "name": "示例·甲项目", "weeks_silent": 1}
    keys = ("unit", "due", "submitted", "status", "nil", "weeks_silent", "weeks", "items_due", "items_in", "missing")
    assert answer.extra["units"] == [
        dict(zip(keys, values, strict=True))
        for values in (
            ("衡东县", "2026-11-20T10:00", "2026-11-20T10:01", "late", False, 0, [], 1, 1, []),
            ("衡南县", "2026-11-20T10:00", None, "owed", False, 1, ["2026-W47"], 1, 0, [silent]),
            ("衡山县", "2026-11-20T10:00", "2026-11-20T09:00", "heard", False, 0, [], 1, 1, []),
            ("市商务局", None, None, "exempt", False, 1, ["2026-W44"], 0, 0, []),
        )
    ]
    assert [block.text for block in answer.blocks if hasattr(block, "tone")] == [
        *[
            "单位 应报 3：按时 1  迟报 1  部分已报 0  未报 1；另免报 1",
            "项目 应报 3：按时 1  迟报 1  未报 1；另免报 1",
            "未报 1：衡南县",
            "迟报 1：衡东县",
            "已报 1：衡山县",
            "免报 1：市商务局",
        ]
    ]


def test_a_unit_that_reported_one_of_three_has_reported_partly_and_the_others_are_named(store):
    """
    {partly}
    """
    answer = track(store, None, MONDAY)

    row = unit(answer, "衡南县")
    assert [row[key] for key in ("status", "items_in", "items_due", "weeks_silent", "submitted")] == [
        *("partial", 1, 3, 2, "2026-11-20T09:00")
    ]
    assert row["missing"] == [
        {"kind": "project", "id": "p26-b1", "name": "示例·乙项目", "weeks_silent": 2},
        {"kind": "project", "id": "p26-c1", "name": "示例·丙项目", "weeks_silent": 1},
    ]
    assert answer.summary["units"] == {
        **{"due": 3, "heard": 0, "partial": 1, "late": 0, "owed": 2, "pending": 0, "exempt": 0, "nil": 0}
    }
    texts = [getattr(block, "text", "") for block in answer.blocks]
    assert texts[:2] == ["单位 应报 3：按时 0  迟报 0  部分已报 1  未报 2", "项目 应报 3：按时 1  迟报 0  未报 2"]
    assert "部分已报 1：衡南县(1/3，缺 示例·乙项目、示例·丙项目，连续 2 周)" in texts


def test_before_the_due_time_a_unit_with_some_in_is_pending_and_its_share_is_told(store):
    """
    {partly}
    """
    answer = track(store, None, datetime(2026, 11, 20, 9, 30))

    row = unit(answer, "衡南县")
    assert [row[key] for key in ("status", "items_in", "items_due", "weeks_silent")] == ["pending", 1, 3, 1]
    assert "待报 3：衡东县(连续 2 周)、衡南县(1/3)、衡山县(连续 2 周)" in [
        getattr(block, "text", "") for block in answer.blocks
    ]


def test_what_came_late_makes_the_unit_late_once_all_is_in(store):
    """
    {partly}
    == data/returns/2026-W47/hengnan.yaml
    submitted: 2026-11-20T09:00
    projects:
      p26-a1: {progress: 封顶}
      p26-b1: {progress: 封顶, submitted: 2026-11-21T09:00, late: 漏报}
      p26-c1: {no_change: true, reason: 停工}
    """
    row = unit(track(store, None, MONDAY), "衡南县")

    assert [row[key] for key in ("status", "items_in", "items_due", "missing")] == ["late", 3, 3, []]


def test_an_exempt_project_does_not_keep_a_unit_from_having_reported_all(store):
    """
    {partly}
    == data/returns/2026-W47/hengnan.yaml
    submitted: 2026-11-20T09:00
    projects: {p26-a1: {progress: 封顶}, p26-b1: {progress: 封顶}}
    == data/projects/p26-c1.yaml
    name: 示例·丙项目
    sample: true
    tier: 一般
    county: 衡南县
    lead: 市工信局
    states: [{state: 暂缓, since: 2026-11-18, reason: 等待用地, approved_by: 市商务局, review: 2027-03-01}]
    {since W44}
    """
    row = unit(track(store, None, MONDAY), "衡南县")

    assert [row[key] for key in ("status", "items_in", "items_due")] == ["heard", 2, 2]


def test_a_return_without_any_of_what_is_owed_is_no_report(store):
    """
    {in play}
    == data/returns/2026-W47/hengnan.yaml
    submitted: 2026-11-20T09:00
    notes: {p26-a1: 已协助选址}
    """
    row = unit(track(store, None, MONDAY), "衡南县")

    assert [row[key] for key in ("status", "submitted", "items_in")] == ["owed", "2026-11-20T09:00", 0]


def test_a_unit_is_silent_only_for_the_weeks_in_which_it_was_the_one_to_report(store):
    """
    {move}
    """
    answer = track(store, "2026-W47", MONDAY)

    assert (answer.rows[0]["weeks_silent"], unit(answer, "衡东县")["weeks_silent"]) == (2, 2)


def test_what_another_unit_left_unreported_is_not_held_against_its_successor(store):
    """
    {a1}
    tier: 重点
    county: [{unit: 衡山县, until: 2026-11-08}, {unit: 衡东县, since: 2026-11-09}]
    {since W44}
    """
    answer = track(store, "2026-W47", MONDAY)

    assert (answer.rows[0]["weeks_silent"], unit(answer, "衡东县")["weeks_silent"]) == (4, 2)


@pytest.mark.parametrize(
    ("state", "expected"), [("部分已报", ["b1", "c1", "a1"]), ("未报", ["b1", "c1"]), ("已报", ["a1"])]
)
def test_the_projects_of_units_that_reported_partly_can_be_asked_for(store, state, expected):
    """
    {partly}
    """
    assert ids(track(store, None, MONDAY, TrackFilter(status=[state]))) == expected


def test_who_waits_for_what_is_owed_hears_of_units_too(store):
    """
    == data/returns/2026-W47/hengnan.yaml
    submitted: 2026-11-20T09:00
    nil: true
    """
    answer = track(store, None, MONDAY)

    assert [has_state(answer, [state]) for state in ("owed", "heard", "partial", "late")] == [True, True, False, False]


def test_units_stand_in_the_order_of_the_store(store):
    """
    == data/units/more.yaml
    - {id: a, name: 甲园, type: 园区, files: true, order: 20}
    - {id: b, name: 乙园, type: 园区, files: true, order: 3}
    """
    names = [row["unit"] for row in track(store, None, MONDAY).extra["units"]]

    assert names == ["乙园", "甲园", "衡东县", "衡南县", "衡山县"]


def test_a_unit_that_is_new_was_not_silent_before(store):
    """
    == data/units/more.yaml
    - {id: xin, name: 新区, type: 县市区, files: true, since: 2026-11-12}
    - {id: jiu, name: 旧区, type: 县市区, files: true, until: 2026-11-12}
    == data/returns/2026-W44/hengnan.yaml
    submitted: 2026-10-30T09:00
    nil: true
    """
    answer = track(store, None, MONDAY)

    assert unit(answer, "新区")["weeks_silent"] == 2
    assert "旧区" not in [row["unit"] for row in answer.extra["units"]]


def test_the_silence_of_a_unit_ends_with_its_last_return(store):
    """
    {in play}
    == data/returns/2026-W45/hengnan.yaml
    submitted: 2026-11-06T09:00
    projects: {p26-a1: {progress: 打桩}}
    """
    answer = track(store, None, MONDAY)

    assert [unit(answer, name)["weeks_silent"] for name in ("衡南县", "衡山县")] == [2, 3]
    assert "未报 3：衡东县(连续 3 周)、衡南县(连续 2 周)、衡山县(连续 3 周)" in [
        getattr(b, "text", "") for b in answer.blocks
    ]
