"""Order, groups and filters of the tracking list, and what it costs."""

import pytest

from hyzs.model.errors import BadUsage, NotFound
from hyzs.reports.track import TrackFilter, track
from support.stores import Watched
from support.track_stories import IN_PLAY, MONDAY, ids

# -- order, groups, filters


def test_rows_stand_by_tier_then_silence_then_who_owes(store):
    """
    {three}
    == data/projects/p26-d1.yaml
    name: 示例·丁项目
    sample: true
    tier: 一般
    county: 衡东县
    tracked: {since: 2026-11-02}
    == data/projects/p26-e1.yaml
    name: 示例·戊项目
    sample: true
    tier: 重大
    county: 衡东县
    tracked: {since: 2026-11-02}
    """
    assert ids(track(store, None, MONDAY)) == ["e1", "a1", "c1", "d1", "b1"]


@pytest.mark.parametrize(
    ("by", "groups"),
    [
        ("tier", ["重大(2 个)", "一般(1 个)"]),
        ("stage", ["在谈(1 个)", "签约(1 个)", "尚无阶段(1 个)"]),
        ("county", ["衡东县(1 个)", "衡南县(1 个)", "衡山县(1 个)"]),
        ("lead", ["市工信局(2 个)", "市商务局(1 个)"]),
        ("patron", ["示例·李副市长(1 个)", "无联系市领导(2 个)"]),
        ("牵头单位", ["市工信局(2 个)", "市商务局(1 个)"]),
    ],
)
def test_the_list_can_be_grouped(store, by, groups):
    """
    {three}
    """
    answer = track(store, None, MONDAY, TrackFilter(by=by))

    assert [group.label for block in answer.blocks for group in getattr(block, "groups", ())] == groups


@pytest.mark.parametrize(
    ("expected", "ids_left"),
    [
        (TrackFilter(unit="衡南县"), ["a1"]),
        (TrackFilter(unit="市工信局"), ["a1", "c1"]),
        (TrackFilter(unit="市商粮局"), ["b1"]),
        (TrackFilter(tier="重大"), ["a1", "c1"]),
        (TrackFilter(patron="示例·李副市长"), ["a1"]),
        (TrackFilter(status=["owed"]), ["a1"]),
        (TrackFilter(status=["未报", "迟报"]), ["a1", "c1"]),
        (TrackFilter(status=["已报"]), ["b1"]),
        (TrackFilter(silent=1), ["a1", "b1"]),
        (TrackFilter(silent=2), []),
        (TrackFilter(tier="重大", status=["late"]), ["c1"]),
    ],
)
def test_the_list_can_be_filtered(store, expected, ids_left):
    """
    {three}
    """
    assert ids(track(store, None, MONDAY, expected)) == ids_left


def test_the_summary_counts_the_rows_shown(store):
    """
    {three}
    """
    full, major = (
        track(store, None, MONDAY, track_filter).summary for track_filter in (TrackFilter(), TrackFilter(tier="重大"))
    )

    assert [full[key] for key in ("due", "pending", "heard", "late", "owed", "exempt")] == [3, 0, 1, 1, 1, 0]
    assert [major[key] for key in ("due", "pending", "heard", "late", "owed", "exempt")] == [2, 0, 0, 1, 1, 0]
    assert full["by_tier"]["重大"] == major["by_tier"]["重大"]
    assert major["by_tier"]["一般"]["due"] == 0


def test_with_a_filter_only_the_units_concerned_are_named_and_the_page_says_so(store):
    """
    {three}
    """
    answer = track(store, None, MONDAY, TrackFilter(unit="衡山县", status=["heard"], silent=1))

    assert [row["unit"] for row in answer.extra["units"]] == ["衡山县"]
    assert answer.stamp.filter == "衡山县、已报、连续 1 周未报或无变化"


def test_the_unit_that_is_asked_for_is_told_of_also_without_a_project(store):
    """
    == data/returns/2026-W47/hengnan.yaml
    submitted: 2026-11-20T09:00
    nil: true
    """
    answer = track(store, None, MONDAY, TrackFilter(unit="衡南县"))

    assert [(row["unit"], row["nil"]) for row in answer.extra["units"]] == [("衡南县", True)]


@pytest.mark.parametrize(
    ("expected", "error", "message", "hint"),
    [
        (TrackFilter(by="颜色"), BadUsage, "不能按“颜色”分组", "可以写：类别(tier)、阶段(stage)"),
        (TrackFilter(status=["报了"]), BadUsage, "没有“报了”这种状态", "可以写：未报(owed)、部分已报(partial)"),
        (TrackFilter(unit="衡南现"), NotFound, "没有这个单位：衡南现", "是不是：衡南县"),
        (TrackFilter(unit="示例·李副市长"), NotFound, "没有这个单位：示例·李副市长", ""),
        (TrackFilter(tier="特大"), NotFound, "没有这个项目类别：特大", ""),
        (TrackFilter(patron="示例·李副市张"), NotFound, "没有这个人员：示例·李副市张", "是不是：示例·李副市长"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_hint(store, expected, error, message, hint):
    """
    {in play}
    """
    with pytest.raises(error) as raised:
        track(store, None, MONDAY, expected)

    assert raised.value.message == message
    assert raised.value.hint.startswith(hint)


def test_the_heading_names_the_week_and_the_day(store):
    """
    {in play}
    """
    assert track(store, None, MONDAY).title == "招商引资项目周跟踪清单 第47周(11.16—11.22) 截至 2026-11-23"


# -- what it costs


def test_no_question_walks_through_all_entries_or_figures(store):
    """
    {three}
    """
    watched = Watched(store)
    track(watched, "W47", MONDAY)

    assert len(watched.selects_with(" entry e", "need n")) == 4
    assert watched.walks(" entry e", "need n") == []


def test_as_many_questions_are_asked_of_many_projects_as_of_few(stores):
    def statements_for(count):
        projects = "".join(IN_PLAY.replace("p26-a1", f"p26-a{n}").replace("甲", f"甲{n}") for n in range(1, count))
        index = stores(projects)
        before = index.statements
        track(index, "W47", MONDAY)
        return index.statements - before

    assert statements_for(3) == statements_for(40)
