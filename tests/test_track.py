"""The week's tracking list: who is in play, who owes, who is silent, and what each value is as of the week."""

import inspect
from datetime import datetime

import pytest

from hyzs.checking.findings import findings
from hyzs.model.errors import BadUsage, NotFound
from hyzs.reports.track import TrackFilter, has_state, track
from stores import Watched, index_of, make_store

MONDAY = datetime(2026, 11, 23, 9, 0)
#: A project of 衡南县, in play since W44; what a test writes below it comes on top.
A1 = "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\nlead: 市工信局\n"
PLAIN = f"{A1}tier: 一般\ncounty: 衡南县\n"
IN_PLAY = f"{PLAIN}tracked: {{since: 2026-10-26}}\n"
TOLD = {
    "{a1}\n": A1,
    "{plain}\n": PLAIN,
    "{since W44}\n": "tracked: {since: 2026-10-26}\n",
    "{in play}\n": IN_PLAY,
}
#: What the story of the move tells: 衡山县 until W45, 衡东县 from W46 on.
MOVE = """
{a1}
tier: 重点
county: [{unit: 衡山县, until: 2026-11-08}, {unit: 衡东县, since: 2026-11-09}]
{since W44}
== data/returns/2026-W44/hengshan.yaml
submitted: 2026-10-30T09:00
projects: {p26-a1: {progress: 打桩}}
== data/returns/2026-W45/hengshan.yaml
submitted: 2026-11-06T09:00
projects: {p26-a1: {progress: 浇筑承台}}
"""
#: Three projects: one owes, one is heard, one is late.
THREE = """
{a1}
tier: 重大
county: 衡南县
patron: 示例·李副市长
milestones: {签约: 2026-03-02}
{since W44}
== data/projects/p26-b1.yaml
name: 示例·乙项目
sample: true
tier: 一般
county: 衡山县
lead: 市商务局
milestones: {在谈: 2026-03-02}
{since W44}
== data/projects/p26-c1.yaml
name: 示例·丙项目
sample: true
tier: 重大
county: 衡东县
lead: 市工信局
{since W44}
== data/returns/2026-W46/hengnan.yaml
submitted: 2026-11-13T09:00
projects: {p26-a1: {progress: 平整}}
== data/returns/2026-W47/hengshan.yaml
submitted: 2026-11-20T09:00
projects: {p26-b1: {no_change: true, reason: 等待批复}}
== data/returns/2026-W47/hengdong.yaml
submitted: 2026-11-20T10:01
projects: {p26-c1: {progress: 备案}}
"""


@pytest.fixture(scope="module")
def stores(tmp_path_factory):
    """The index of a store by its text; reports only read, so that one serves all who tell the same."""
    known = {}

    def index(told: str):
        if told not in known:
            known[told] = index_of(make_store(tmp_path_factory.mktemp("store"), told))
        return known[told]

    yield index
    for one in known.values():
        one.close()


@pytest.fixture
def store(request, stores):
    """The index of the store that the test's docstring tells."""
    told = inspect.cleandoc(request.function.__doc__ or "") + "\n"
    for short, text in {"{move}\n": MOVE, "{three}\n": THREE, "{partly}\n": PARTLY, **TOLD}.items():
        told = told.replace(short, text)
    return stores(told)


KEYS = [
    *(
        "id",
        "name",
        "public_name",
        "tier",
        "stage",
        "county",
        "park",
        "lead",
        "patron",
        "officer",
        "reporter",
        "investor",
    ),
    *("content", "total", "status", "exempt_reason", "weeks_silent", "weeks_unchanged", "last_week", "progress"),
    *(
        "needs",
        "matters",
        "next",
        "met",
        "next_node",
        "next_by",
        "overdue_days",
        "invested",
        "paid_in",
        "light",
        "sample",
    ),
]


def row_of(index, week="2026-W47", now=MONDAY, **wanted):
    [row] = track(index, week, now, TrackFilter(**wanted)).rows
    return row


def ids(answer):
    return [row["id"].removeprefix("p26-") for row in answer.rows]


def unit(answer, name):
    return next(row for row in answer.extra["units"] if row["unit"] == name)


# -- the contract


def test_the_keys_of_rows_units_week_and_summary_are_pinned(store):
    """
    {in play}
    """
    answer = track(store, None, MONDAY)

    assert list(answer.rows[0]) == KEYS
    assert list(answer.extra) == ["week", "units"]
    assert list(answer.extra["week"]) == ["id", "monday", "sunday", "due", "note"]
    assert list(answer.extra["units"][0]) == [
        *("unit", "due", "submitted", "status", "nil", "weeks_silent", "weeks", "items_due", "items_in", "missing")
    ]
    assert list(answer.extra["units"][1]["missing"][0]) == ["kind", "id", "name", "weeks_silent"]
    assert list(answer.summary) == [
        *("due", "pending", "heard", "late", "owed", "exempt", "by_tier", "units", "projects", "tasks")
    ]
    assert list(answer.summary["units"]) == [*("due", "heard", "partial", "late", "owed", "pending", "exempt", "nil")]
    assert list(answer.summary["projects"]) == ["due", "pending", "heard", "late", "owed", "exempt"]
    assert list(answer.summary["by_tier"]) == ["重大", "重点", "一般"]
    assert list(answer.summary["by_tier"]["重大"]) == ["due", "pending", "heard", "late", "owed", "exempt"]


def test_what_nobody_has_said_is_null_or_empty(store):
    """
    {in play}
    """
    row = row_of(store)

    assert {key for key, value in row.items() if value is None} == {
        *("stage", "park", "patron", "officer", "investor", "content", "total", "exempt_reason", "last_week"),
        *("progress", "next", "next_by", "invested", "paid_in", "light", "public_name"),
    }
    assert (row["needs"], row["matters"], row["sample"], row["overdue_days"]) == ([], [], True, 0)


def test_the_parameters_are_told_with_the_names_of_the_store(store):
    """
    {in play}
    """
    wanted = TrackFilter(
        unit="hengnan", tier="一般", patron="li", status=["未报", "late"], silent=2, by="属地", all=True
    )

    assert track(store, "W47", MONDAY, wanted).params == {
        **{"week": "2026-W47", "unit": "衡南县", "tier": "一般", "patron": "示例·李副市长"},
        **{"status": ["owed", "late"], "silent": 2, "by": "county", "all": True, "light": []},
    }


# -- which rows are in play


def test_a_project_is_in_play_from_the_week_in_which_it_is_tracked(store):
    """
    {plain}
    tracked: {since: 2026-11-18}
    """
    assert [ids(track(store, week, MONDAY)) for week in ("2026-W46", "2026-W47")] == [[], ["a1"]]


def test_a_project_that_nobody_tracks_is_not_in_play(store):
    """
    {plain}
    """
    assert ids(track(store, None, MONDAY)) == []
    assert row_of(store, all=True)["exempt_reason"] == "尚未纳入跟踪"


def test_an_ended_project_is_out_from_the_week_in_which_it_ended(store):
    """
    {in play}
    states: [{state: 终止, since: 2026-11-19, reason: 企业撤资}]
    """
    assert [ids(track(store, week, MONDAY)) for week in ("2026-W46", "2026-W47")] == [["a1"], []]
    assert row_of(store, all=True)["exempt_reason"] == "终止"


def test_a_project_taken_up_again_is_in_play_again(store):
    """
    {in play}
    states: [{state: 终止, since: 2026-11-05, reason: 企业撤资}, {state: 在推, since: 2026-11-17, reason: 重新洽谈}]
    """
    assert [ids(track(store, week, MONDAY)) for week in ("2026-W46", "2026-W47")] == [[], ["a1"]]


def test_a_project_is_listed_in_the_week_of_its_last_stage_and_no_longer(store):
    """
    {in play}
    milestones: {投产: 2026-03-02, 达产: 2026-11-11}
    """
    assert [ids(track(store, week, MONDAY)) for week in ("2026-W46", "2026-W47")] == [["a1"], []]
    assert row_of(store, all=True)["exempt_reason"] == "已完结"


def test_a_draft_is_listed_only_with_all_and_never_counted(store):
    """
    {in play}
    draft: true
    """
    answer = track(store, None, MONDAY, TrackFilter(all=True))

    assert ids(track(store, None, MONDAY)) == []
    assert [(row["status"], row["exempt_reason"], row["weeks_silent"]) for row in answer.rows] == [
        ("exempt", "草稿", 0)
    ]
    assert {answer.summary[key] for key in ("due", "pending", "heard", "late", "owed", "exempt")} == {0}
    assert [group.label for block in answer.blocks for group in getattr(block, "groups", ())] == [
        "一般(0 个，另列 1 个)"
    ]


def test_what_is_said_before_it_is_tracked_does_not_bring_it_into_play(store):
    """
    {plain}
    tracked: {since: 2026-11-23}
    == data/returns/2026-W47/hengnan.yaml
    submitted: 2026-11-20T09:00
    projects: {p26-a1: {progress: 初步接洽}}
    """
    assert ids(track(store, None, MONDAY)) == []


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
@pytest.mark.parametrize("said", [None, "本期"])
def test_a_bare_week_is_the_last_one_that_has_opened(store, now, week, said):
    """
    {in play}
    """
    assert track(store, said, now).extra["week"]["id"] == week


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


@pytest.mark.parametrize("said", ["2026-W47", "2026-w47", "W47", "w47", "47", "2026-11-18", "2026-11-22", "上周", None])
def test_a_week_can_be_said_in_many_ways(store, said):
    """
    {in play}
    """
    assert track(store, said, MONDAY).params["week"] == "2026-W47"


@pytest.mark.parametrize("said", ["W54", "2026-W54", "2025-W53", "2026-13-01", "下下周", "", "2026"])
def test_what_is_no_week_is_refused(store, said):
    """
    {in play}
    """
    with pytest.raises(BadUsage, match="不是周"):
        track(store, said, MONDAY)


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


# -- silence


def test_silence_counts_from_the_last_entry(store):
    """
    {in play}
    == data/returns/2026-W45/hengnan.yaml
    submitted: 2026-11-06T09:00
    projects: {p26-a1: {progress: 打桩}}
    """
    rows = [row_of(store, f"2026-W{week}") for week in (44, 45, 46, 47)]

    assert [row["weeks_silent"] for row in rows] == [1, 0, 1, 2]
    assert [row["last_week"] for row in rows] == [None, "2026-W45", "2026-W45", "2026-W45"]


def test_silence_counts_from_the_week_it_is_tracked_when_there_is_no_entry(store):
    """
    {in play}
    """
    assert row_of(store)["weeks_silent"] == 4


def test_a_week_that_is_not_yet_due_adds_no_silence(store):
    """
    {in play}
    """
    row = row_of(store, "本周")

    assert (row["status"], row["weeks_silent"]) == ("pending", 4)


def test_a_late_entry_counts_as_the_entry_of_its_week(store):
    """
    {in play}
    == data/returns/2026-W46/hengnan.yaml
    submitted: 2026-11-19T16:00
    projects: {p26-a1: {progress: 补报, late: 漏报}}
    """
    rows = [row_of(store, week) for week in ("2026-W46", "2026-W47")]

    assert [(row["status"], row["weeks_silent"], row["last_week"]) for row in rows] == [
        *[("late", 0, "2026-W46"), ("owed", 1, "2026-W46")]
    ]


def test_an_exempt_week_adds_no_silence(store):
    """
    {plain}
    tracked: {since: 2026-02-02}
    == data/returns/2026-W06/hengnan.yaml
    submitted: 2026-02-06T09:00
    projects: {p26-a1: {progress: 打桩}}
    """
    assert [row_of(store, f"2026-W{week:02}")["weeks_silent"] for week in (7, 8, 9)] == [1, 1, 2]


# -- nothing new


def test_no_change_and_the_same_words_again_are_weeks_without_change(store):
    """
    {in play}
    == data/returns/2026-W44/hengnan.yaml
    submitted: 2026-10-30T09:00
    projects: {p26-a1: {progress: 打桩}}
    == data/returns/2026-W45/hengnan.yaml
    submitted: 2026-11-06T09:00
    projects: {p26-a1: {no_change: true, reason: 停工}}
    == data/returns/2026-W46/hengnan.yaml
    submitted: 2026-11-13T09:00
    projects: {p26-a1: {progress: 打桩}}
    == data/returns/2026-W47/hengnan.yaml
    submitted: 2026-11-20T09:00
    projects: {p26-a1: {progress: 打桩完成}}
    """
    assert [row_of(store, f"2026-W{week}")["weeks_unchanged"] for week in (44, 45, 46, 47)] == [0, 1, 2, 0]


def test_six_weeks_on_end_without_change_are_six(stores):
    told = PLAIN + "tracked: {since: 2026-10-12}\n"
    for week, day in zip(range(42, 48), ("10-16", "10-23", "10-30", "11-06", "11-13", "11-20"), strict=True):
        told += f"== data/returns/2026-W{week}/hengnan.yaml\nsubmitted: 2026-{day}T09:00\n"
        told += "projects: {p26-a1: {no_change: true, reason: 等待批复}}\n"

    answer = track(stores(told), None, MONDAY)

    assert (answer.rows[0]["weeks_unchanged"], answer.rows[0]["weeks_silent"]) == (6, 0)
    assert [block.columns[1].value(answer.rows[0]) for block in answer.blocks if hasattr(block, "columns")] == [
        "无变化 6 周"
    ]


# -- what is said


def test_figures_are_the_last_known_up_to_the_week(store):
    """
    {in play}
    investment: {total: 9000}
    == data/returns/2026-W45/hengnan.yaml
    submitted: 2026-11-06T09:00
    projects: {p26-a1: {progress: 打桩, figures: {invested: 300, paid_in: 100}}}
    == data/returns/2026-W46/hengnan.yaml
    submitted: 2026-11-13T09:00
    projects: {p26-a1: {progress: 承台, figures: {invested: 450.5}}}
    == data/returns/2026-W47/hengnan.yaml
    submitted: 2026-11-20T09:00
    projects: {p26-a1: {no_change: true, reason: 停工}}
    """
    rows = [row_of(store, f"2026-W{week}") for week in (44, 45, 46, 47)]

    assert [(row["invested"], row["paid_in"]) for row in rows] == [
        *[(None, None), (300, 100), (450.5, 100), (450.5, 100)]
    ]
    assert {row["total"] for row in rows} == {9000}


def test_needs_stay_from_week_to_week_and_next_is_that_of_the_week(store):
    """
    {in play}
    == data/returns/2026-W46/hengnan.yaml
    submitted: 2026-11-13T09:00
    projects:
      p26-a1: {progress: 打桩, needs: [{text: 增容, to: 发改委, due: 2026-12-05}, {text: 招工}], next: 浇筑}
    == data/units/more.yaml
    - {id: dianli, name: 电力公司, aliases: [发改委], type: 政府部门}
    """
    before, now = row_of(store, "2026-W46"), row_of(store)

    raised = {
        "week": "2026-W46",
        "last_week": "2026-W46",
        "matter": None,
        "overdue_days": 0,
        "return": "2026-W46/hengnan",
    }
    assert before["needs"] == [
        {"text": "增容", "to": "电力公司", "due": "2026-12-05", "first_due": "2026-12-05", **raised},
        {"text": "招工", "to": None, "due": None, "first_due": None, **raised},
    ]
    assert (before["next"], now["needs"], now["next"], now["progress"]) == ("浇筑", before["needs"], None, None)


def test_when_two_units_speak_in_one_week_the_one_that_reports_it_counts(store):
    """
    {in play}
    == data/returns/2026-W46/hengnan.yaml
    submitted: 2026-11-13T11:00
    projects: {p26-a1: {progress: 县里说, figures: {invested: 300}}}
    == data/returns/2026-W46/gxj.yaml
    submitted: 2026-11-13T09:00
    projects: {p26-a1: {progress: 局里说, figures: {invested: 200, paid_in: 50}}}
    """
    then, now = row_of(store, "2026-W46"), row_of(store)

    assert (then["status"], then["progress"], then["weeks_unchanged"]) == ("late", "县里说", 0)
    assert (now["invested"], now["paid_in"]) == (300, 50)


# -- promises


def test_the_next_node_is_the_next_stage_that_was_promised(store):
    """
    {in play}
    milestones: {签约: 2026-03-02}
    promises: {投产: 2027-06, 竣工: 2026-10}
    """
    row = row_of(store)

    assert (row["next_node"], row["next_by"], row["overdue_days"]) == ("竣工", "2026-10", 22)


def test_without_a_promise_the_next_node_is_the_next_stage(store):
    """
    {in play}
    milestones: {签约: 2026-03-02}
    """
    row = row_of(store)

    assert (row["stage"], row["next_node"], row["next_by"], row["overdue_days"]) == ("签约", "开工", None, 0)


def test_stage_node_and_promise_are_as_of_the_week(store):
    """
    {in play}
    milestones: {签约: 2026-03-02, 开工: 2026-11-17}
    promises:
      开工: [{by: 2026-10, set: 2026-03-02}, {by: 2026-12, set: 2026-11-10, why: 用地}]
    """
    rows = [row_of(store, f"2026-W{week}") for week in (45, 46, 47)]

    assert [(row["stage"], row["next_node"], row["next_by"], row["overdue_days"]) for row in rows] == [
        *[("签约", "开工", "2026-10", 8), ("签约", "开工", "2026-12", 0), ("开工", "竣工", None, 0)]
    ]


def test_a_week_that_is_not_over_counts_overdue_days_up_to_today(store):
    """
    {in play}
    promises: {签约: 2026-11-20}
    """
    assert row_of(store, "本周")["overdue_days"] == 3


# -- who answers, as of the week


def test_officer_and_investors_are_named(store):
    """
    {in play}
    investors: [示例电气集团, {of: 示例二集团, share: 20}]
    content: 建设两条线
    == data/investors/more.yaml
    - {id: er, name: 示例二集团, sample: true}
    """
    row = row_of(store)

    assert (row["investor"], row["content"], row["officer"]) == ("示例电气集团、示例二集团", "建设两条线", None)


def test_the_officer_is_whoever_held_the_post_of_the_lead_in_that_week(store):
    """
    == data/units/more.yaml
    - id: xj
      name: 某局
      type: 政府部门
      officers:
        - {role: 分管负责人, person: li, until: 2026-11-15}
        - {role: 分管负责人, person: 示例·王局长, since: 2026-11-16}
    == data/people/more.yaml
    - {id: wang, name: 示例·王局长, sample: true, posts: [{post: 局长, since: 2026-11-16}]}
    == data/projects/p26-a1.yaml
    name: 示例·甲项目
    sample: true
    tier: 一般
    county: 衡南县
    lead: xj
    {since W44}
    """
    assert [row_of(store, f"2026-W{week}")["officer"] for week in (46, 47)] == ["示例·李副市长", "示例·王局长"]


def test_tier_county_lead_patron_and_reporter_are_those_of_the_week(store):
    """
    == data/projects/p26-a1.yaml
    name: 示例·甲项目
    sample: true
    tier: [{tier: 一般, until: 2026-11-10}, {tier: 重点, since: 2026-11-11}]
    county: [{unit: 衡山县, until: 2026-11-15}, {unit: 衡东县, since: 2026-11-16}]
    lead: [{unit: 市商粮局, until: 2026-11-12}, {unit: 市工信局, since: 2026-11-13}]
    patron: [{person: li, since: 2026-11-20}]
    {since W44}
    """
    rows = [row_of(store, f"2026-W{week}") for week in (45, 46, 47)]

    assert [[row[key] for key in ("tier", "county", "lead", "patron", "reporter")] for row in rows] == [
        ["一般", "衡山县", "市商务局", None, "衡山县"],
        ["重点", "衡山县", "市工信局", None, "衡山县"],
        ["重点", "衡东县", "市工信局", "示例·李副市长", "衡东县"],
    ]


def test_a_park_that_files_reports_its_projects(store):
    """
    {in play}
    park: 绿色食品产业园
    == data/units/more.yaml
    - {id: smy, name: 松木园, type: 园区, files: true}
    == data/projects/p26-b1.yaml
    name: 示例·乙项目
    sample: true
    tier: 一般
    county: 衡南县
    park: 松木园
    {since W44}
    """
    rows = track(store, None, MONDAY).rows

    assert [(row["id"], row["park"], row["reporter"]) for row in rows] == [
        *[("p26-a1", "绿色食品产业园", "衡南县"), ("p26-b1", "松木园", "松木园")]
    ]


def test_a_named_reporter_goes_before_park_and_county_and_the_lead_comes_last(store):
    """
    {in play}
    reporter: 市商务局
    == data/projects/p26-b1.yaml
    name: 示例·乙项目
    sample: true
    tier: 一般
    lead: 市工信局
    {since W44}
    """
    assert [row["reporter"] for row in track(store, None, MONDAY).rows] == ["市商务局", "市工信局"]


# -- the story of the move


def test_after_a_move_check_finds_nothing_wrong_with_the_old_returns(store):
    """
    {move}
    """
    assert [f for f in findings(store, MONDAY.date()) if f.path.startswith(("data/returns", "data/projects"))] == []


def test_after_a_move_the_new_county_owes_and_the_old_one_owes_nothing_on_it(store):
    """
    {move}
    """
    row, answer = row_of(store, "2026-W46"), track(store, "2026-W46", MONDAY)

    assert [row[key] for key in ("county", "reporter", "status", "weeks_silent")] == ["衡东县", "衡东县", "owed", 1]
    assert [r["id"] for r in answer.rows if "衡山县" in (r["county"], r["reporter"])] == []
    assert ids(track(store, "2026-W46", MONDAY, TrackFilter(unit="衡山县"))) == []


def test_before_a_move_the_old_county_is_heard(store):
    """
    {move}
    """
    answer = track(store, "2026-W45", MONDAY)

    assert (answer.rows[0]["county"], answer.rows[0]["status"]) == ("衡山县", "heard")
    assert unit(answer, "衡山县")["status"] == "heard"


def test_a_county_that_files_and_holds_no_project_owes_a_nil_return(store):
    """
    {move}
    == data/returns/2026-W47/hengshan.yaml
    submitted: 2026-11-20T09:00
    nil: true
    """
    states = [unit(track(store, f"2026-W{week}", MONDAY), "衡山县") for week in (46, 47)]

    assert [(row["status"], row["nil"], row["weeks_silent"]) for row in states] == [
        *[("owed", False, 1), ("heard", True, 0)]
    ]


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


#: 衡南县 reports three projects, in W47 only one of them; of the others one was silent in W46 too.
PARTLY = """
{in play}
== data/projects/p26-b1.yaml
name: 示例·乙项目
sample: true
tier: 一般
county: 衡南县
lead: 市工信局
{since W44}
== data/projects/p26-c1.yaml
name: 示例·丙项目
sample: true
tier: 一般
county: 衡南县
lead: 市工信局
{since W44}
== data/returns/2026-W45/hengnan.yaml
submitted: 2026-11-06T09:00
projects: {p26-a1: {progress: 打桩}, p26-b1: {progress: 打桩}, p26-c1: {progress: 打桩}}
== data/returns/2026-W46/hengnan.yaml
submitted: 2026-11-13T09:00
projects: {p26-a1: {progress: 承台}, p26-c1: {progress: 承台}}
== data/returns/2026-W47/hengnan.yaml
submitted: 2026-11-20T09:00
projects: {p26-a1: {progress: 封顶}}
"""


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
    ("state", "found"), [("部分已报", ["b1", "c1", "a1"]), ("未报", ["b1", "c1"]), ("已报", ["a1"])]
)
def test_the_projects_of_units_that_reported_partly_can_be_asked_for(store, state, found):
    """
    {partly}
    """
    assert ids(track(store, None, MONDAY, TrackFilter(status=[state]))) == found


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
    ("wanted", "found"),
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
def test_the_list_can_be_filtered(store, wanted, found):
    """
    {three}
    """
    assert ids(track(store, None, MONDAY, wanted)) == found


def test_the_summary_counts_the_rows_shown(store):
    """
    {three}
    """
    whole, major = (track(store, None, MONDAY, wanted).summary for wanted in (TrackFilter(), TrackFilter(tier="重大")))

    assert [whole[key] for key in ("due", "pending", "heard", "late", "owed", "exempt")] == [3, 0, 1, 1, 1, 0]
    assert [major[key] for key in ("due", "pending", "heard", "late", "owed", "exempt")] == [2, 0, 0, 1, 1, 0]
    assert whole["by_tier"]["重大"] == major["by_tier"]["重大"]
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
    ("wanted", "error", "message", "hint"),
    [
        (TrackFilter(by="颜色"), BadUsage, "不能按“颜色”分组", "可以写：类别(tier)、阶段(stage)"),
        (TrackFilter(status=["报了"]), BadUsage, "没有“报了”这种状态", "可以写：未报(owed)、部分已报(partial)"),
        (TrackFilter(unit="衡南现"), NotFound, "没有这个单位：衡南现", "是不是：衡南县"),
        (TrackFilter(unit="示例·李副市长"), NotFound, "没有这个单位：示例·李副市长", ""),
        (TrackFilter(tier="特大"), NotFound, "没有这个项目类别：特大", ""),
        (TrackFilter(patron="示例·李副市张"), NotFound, "没有这个人员：示例·李副市张", "是不是：示例·李副市长"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_hint(store, wanted, error, message, hint):
    """
    {in play}
    """
    with pytest.raises(error) as raised:
        track(store, None, MONDAY, wanted)

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

    assert len(watched.asked(" entry e", "need n")) == 4
    assert watched.walks(" entry e", "need n") == []


def test_as_many_questions_are_asked_of_many_projects_as_of_few(stores):
    def asked(count):
        projects = "".join(IN_PLAY.replace("p26-a1", f"p26-a{n}").replace("甲", f"甲{n}") for n in range(1, count))
        index = stores(projects)
        before = index.statements
        track(index, "W47", MONDAY)
        return index.statements - before

    assert asked(3) == asked(40)
