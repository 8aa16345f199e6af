"""The five states of a week, and when a return is due."""

from datetime import datetime

import pytest

from hyzs.model.errors import BadUsage
from hyzs.reports.track import track
from support.track_stories import IN_PLAY, MONDAY, PLAIN, row_of, unit

# -- the five states


@pytest.mark.parametrize(
    ("submitted", "status"),
    [("2026-11-20T09:42", "heard"), ("2026-11-20T10:00", "heard"), ("2026-11-20T10:01", "late")],
)
def test_a_return_is_late_after_the_due_time(stores, submitted, status):
    text = f"submitted: {submitted}\nprojects: {{p26-a1: {{progress: 打桩}}}}\n"

    row = row_of(stores(f"{IN_PLAY}== data/returns/2026-W47/hengnan.yaml\n{text}"))

    assert row["status"] == status


def test_an_entry_with_a_time_of_its_own_is_late_by_itself(store):
    """
    {in play}
    == data/returns/2026-W47/hengnan.yaml
    submitted: 2026-11-20T09:00
    projects: {p26-a1: {progress: 打桩, submitted: 2026-11-21T08:00, late: 漏报}}
    """
    answer = track(store, None, MONDAY)

    assert (answer.rows[0]["status"], unit(answer, "衡南县")["status"]) == ("late", "late")


def test_no_change_is_heard(store):
    """
    {in play}
    == data/returns/2026-W47/hengnan.yaml
    submitted: 2026-11-20T09:00
    projects: {p26-a1: {no_change: true, reason: 等待批复}}
    """
    row = row_of(store)

    assert (row["status"], row["progress"], row["weeks_unchanged"]) == ("heard", "无变化：等待批复", 1)


def test_notes_of_another_unit_are_not_heard(store):
    """
    {in play}
    == data/returns/2026-W47/hengshan.yaml
    submitted: 2026-11-20T09:00
    notes: {p26-a1: 已协助选址}
    """
    assert row_of(store)["status"] == "owed"


def test_what_is_missing_is_pending_before_the_due_time_and_owed_after_it(store):
    """
    {in play}
    """
    statuses = [row_of(store, now=datetime(2026, 11, 20, 10, minute))["status"] for minute in (0, 1)]

    assert statuses == ["pending", "owed"]


def test_before_the_due_time_on_friday_everything_is_pending(store):
    """
    {move}
    """
    answer = track(store, None, datetime(2026, 11, 20, 9, 0))

    assert answer.extra["week"]["id"] == "2026-W47"
    assert {row["status"] for row in [*answer.rows, *answer.extra["units"]]} == {"pending"}
    assert (answer.summary["due"], answer.summary["pending"], answer.summary["owed"]) == (1, 1, 0)


@pytest.mark.parametrize(
    ("now", "week"),
    [
        (datetime(2026, 11, 18, 23, 59), "2026-W46"),
        (datetime(2026, 11, 19, 0, 0), "2026-W47"),
        (MONDAY, "2026-W47"),
        (datetime(2026, 11, 25, 23, 59), "2026-W47"),
    ],
)
@pytest.mark.parametrize("expected", [None, "本期"])
def test_a_bare_week_is_the_last_one_that_has_opened(store, now, week, expected):
    """
    {in play}
    """
    assert track(store, expected, now).extra["week"]["id"] == week


def test_this_week_on_monday_is_all_pending(store):
    """
    {in play}
    == data/returns/2026-W47/hengnan.yaml
    submitted: 2026-11-20T09:00
    projects: {p26-a1: {progress: 打桩}}
    """
    answer = track(store, "本周", MONDAY)

    assert answer.extra["week"]["id"] == "2026-W48"
    assert {row["status"] for row in [*answer.rows, *answer.extra["units"]]} == {"pending"}


@pytest.mark.parametrize(
    "expected", ["2026-W47", "2026-w47", "W47", "w47", "47", "2026-11-18", "2026-11-22", "上周", None]
)
def test_a_week_can_be_said_in_many_ways(store, expected):
    """
    {in play}
    """
    assert track(store, expected, MONDAY).params["week"] == "2026-W47"


@pytest.mark.parametrize("expected", ["W54", "2026-W54", "2025-W53", "2026-13-01", "下下周", "", "2026"])
def test_what_is_no_week_is_refused(store, expected):
    """
    {in play}
    """
    with pytest.raises(BadUsage, match="不是周"):
        track(store, expected, MONDAY)


def test_a_paused_project_is_exempt_until_its_review_and_owes_again_after_it(store):
    """
    {in play}
    states: [{state: 暂缓, since: 2026-11-04, reason: 等待用地, approved_by: 市商务局, review: 2026-11-15}]
    """
    rows = [row_of(store, week) for week in ("2026-W44", "2026-W45", "2026-W46", "2026-W47")]

    assert [(row["status"], row["exempt_reason"], row["weeks_silent"]) for row in rows] == [
        *[("owed", None, 1), ("exempt", "暂缓", 1), ("exempt", "暂缓", 1), ("owed", None, 2)]
    ]


def test_a_project_that_is_paused_this_week_still_shows_the_weeks_it_was_silent(store):
    """
    {in play}
    states: [{state: 暂缓, since: 2026-11-18, reason: 等待用地, approved_by: 市商务局, review: 2027-03-01}]
    == data/returns/2026-W44/hengnan.yaml
    submitted: 2026-10-30T09:00
    projects: {p26-a1: {progress: 打桩}}
    """
    answer = track(store, None, MONDAY)

    assert (answer.rows[0]["status"], answer.rows[0]["weeks_silent"]) == ("exempt", 2)
    assert [block.columns[1].value(answer.rows[0]) for block in answer.blocks if hasattr(block, "columns")] == [
        "免报(前 2 周未报)"
    ]


def test_a_lead_reports_every_second_week_from_the_week_it_is_tracked(store):
    """
    {in play}
    milestones: {线索: 2026-10-26}
    """
    rows = [row_of(store, week) for week in ("2026-W44", "2026-W45", "2026-W46", "2026-W47")]

    assert [(row["status"], row["exempt_reason"], row["weeks_silent"]) for row in rows] == [
        *[("owed", None, 1), ("exempt", "线索每 2 周一报", 1), ("owed", None, 2), ("exempt", "线索每 2 周一报", 2)]
    ]


def test_a_lead_that_is_talked_to_reports_every_week_from_then_on(store):
    """
    {in play}
    milestones: {线索: 2026-10-26, 在谈: 2026-11-16}
    """
    assert [row_of(store, week)["status"] for week in ("2026-W45", "2026-W47")] == ["exempt", "owed"]


def test_a_week_of_holidays_is_exempt(store):
    """
    {plain}
    tracked: {since: 2026-02-02}
    """
    answer = track(store, "2026-W08", MONDAY)

    assert (answer.extra["week"]["due"], answer.extra["week"]["note"]) == (None, "全周放假")
    assert (answer.rows[0]["status"], answer.rows[0]["exempt_reason"]) == ("exempt", "全周放假")
    assert {(row["status"], row["due"]) for row in answer.extra["units"]} == {("exempt", None)}


def test_a_week_of_an_unpublished_calendar_is_due_on_its_friday_and_says_how_that_was_counted(store):
    """
    {in play}
    """
    answer = track(store, "2026-W53", datetime(2027, 3, 1, 9, 0))

    note = "节假日安排未公布，按周一至周五计"
    assert (answer.extra["week"]["due"], answer.extra["week"]["note"]) == ("2027-01-01T10:00", note)
    assert {row["status"] for row in [*answer.rows, *answer.extra["units"]]} == {"owed"}
    assert (answer.stamp.note, note in [getattr(block, "text", "") for block in answer.blocks]) == (note, True)


def test_silence_over_an_unpublished_new_year_is_stamped_also_in_a_published_week(store):
    """
    {in play}
    == data/calendar/2028.yaml
    notice: 示例〔2027〕1号
    holidays: [{name: 元旦, since: 2028-01-01, until: 2028-01-03}]
    """
    answer = track(store, "2028-W02", datetime(2028, 1, 17, 9, 0))

    assert (answer.rows[0]["weeks_silent"], answer.stamp.note) == (64, "节假日安排未公布，按周一至周五计")


def test_a_calendar_that_came_late_moves_what_is_open_and_leaves_what_was_filed_as_it_was(store):
    """
    {in play}
    == data/calendar/2027.yaml
    notice: 示例〔2026〕1号
    adopted: 2027-01-02
    holidays: [{name: 元旦, since: 2026-12-31, until: 2027-01-02, work: [2027-01-03]}]
    == data/projects/p26-b1.yaml
    name: 示例·乙项目
    sample: true
    tier: 一般
    county: 衡山县
    lead: 市工信局
    {since W44}
    == data/returns/2026-W53/hengnan.yaml
    submitted: 2027-01-01T09:30
    projects: {p26-a1: {progress: 打桩}}
    == data/returns/2026-W53/hengshan.yaml
    submitted: 2027-01-02T09:30
    projects: {p26-b1: {progress: 打桩}}
    """
    answer = track(store, "2026-W53", datetime(2027, 1, 5, 9, 0))

    assert answer.extra["week"]["due"] == "2026-12-30T10:00"
    assert {row["id"]: row["status"] for row in answer.rows} == {"p26-a1": "heard", "p26-b1": "late"}
    assert [unit(answer, name)["status"] for name in ("衡东县", "衡南县", "衡山县")] == ["owed", "heard", "late"]


def test_before_a_holiday_the_return_is_due_earlier(store):
    """
    {plain}
    tracked: {since: 2026-09-28}
    """
    answer = track(store, "2026-W40", MONDAY)

    assert answer.extra["week"]["due"] == "2026-09-30T10:00"
    assert unit(answer, "衡南县")["due"] == "2026-09-30T10:00"


@pytest.mark.parametrize(("since", "status"), [("18", "owed"), ("20", "owed"), ("21", "exempt")])
def test_a_project_tracked_after_the_due_time_owes_from_the_next_week_on(since, status, stores):
    index = stores(f"{PLAIN}tracked: {{since: 2026-11-{since}}}\n")
    row = row_of(index)

    assert (row["status"], row["weeks_silent"]) == (status, int(status == "owed"))
    assert row["exempt_reason"] == (None if status == "owed" else "本周截止后才纳入跟踪")
    assert row_of(index, "2026-W48", datetime(2026, 11, 30))["status"] == "owed"
