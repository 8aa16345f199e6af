"""The week's tracking list: its contract, and who is in play."""

from hyzs.query.track_row import TrackRow
from hyzs.reports.track import TrackFilter, track
from support.track_stories import MONDAY, ids, row_of

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


# -- the contract


def test_the_keys_of_rows_units_week_and_summary_are_pinned(store):
    """
    {in play}
    """
    answer = track(store, None, MONDAY)

    assert list(answer.rows[0]) == KEYS
    assert set(KEYS) == {*TrackRow.__annotations__, "invested", "paid_in"}
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
    expected = TrackFilter(
        unit="hengnan", tier="一般", patron="li", status=["未报", "late"], silent=2, by="属地", all=True
    )

    assert track(store, "W47", MONDAY, expected).params == {
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
