"""Tasks of measures: when each unit reports them, who owes, what state they are in, when they are overdue."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyzs.checking.tree_findings import findings
from hyzs.model.reporting_interval import INTERVAL_NAMES, interval
from hyzs.model.week import Week
from support.stores import BASE, index_of, make_store
from support.task_stories import BEGUN, DATED, EACH, LONG, MEASURE, WEEKLY, duties, entry, state


def stands(tmp_path, story: str, week: str, now: str = "") -> tuple[str, str | None, int]:
    """Status, why exempt and silent weeks of the one duty there is."""
    [row] = duties(tmp_path, MEASURE + story, week, now)
    return row["status"], row["exempt_reason"], row["weeks_silent"]


# Intervals


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)).map(Week.of), st.sampled_from((*INTERVAL_NAMES, "1", "2", "5")))
def test_every_week_lies_in_one_interval_and_the_next_begins_where_it_ends(week, every):
    since = Week(2026, 40)
    first, last = interval(every, week, since)

    assert first <= week <= last
    assert {interval(every, Week.from_number(n), since) for n in range(first.number, last.number + 1)} == {
        (first, last)
    }
    assert interval(every, last.plus(1), since).first == last.plus(1)


@pytest.mark.parametrize(
    ("every", "expected"),
    [
        ("month", "2026-W45—2026-W49"),
        ("quarter", "2026-W41—2026-W53"),
        ("half-year", "2026-W28—2026-W53"),
        ("year", "2026-W02—2026-W53"),
        ("2", "2026-W47—2026-W48"),
    ],
)
def test_an_interval_ends_in_the_week_of_its_last_day(every, expected):
    assert "—".join(map(str, interval(every, Week(2026, 47), Week(2026, 40)))) == expected


# When a task is asked about


def test_a_task_with_a_deadline_reports_in_the_last_week_of_the_month(tmp_path):
    assert stands(tmp_path / "a", DATED + BEGUN, "2026-W39") == ("exempt", "每月末报", 0)
    assert stands(tmp_path / "b", DATED + BEGUN, "2026-W40", "2026-09-30T09:00") == ("pending", None, 0)
    assert stands(tmp_path / "c", DATED + BEGUN, "2026-W40") == ("owed", None, 1)


def test_a_long_term_task_reports_in_the_last_week_of_the_quarter(tmp_path):
    assert stands(tmp_path, LONG + BEGUN + entry("2026-W40", "progress: 上线", task="m02-2"), "2026-W47") == (
        "exempt",
        "每季末报",
        0,
    )


def test_a_week_of_the_interval_in_which_it_was_reported_answers_the_whole_of_it(tmp_path):
    store_text = LONG + BEGUN + entry("2026-W39", "progress: 上线", task="m02-2")

    assert stands(tmp_path / "a", store_text, "2026-W39") == ("heard", None, 0)
    assert stands(tmp_path / "b", store_text, "2026-W40") == ("heard", None, 0)
    assert stands(tmp_path / "c", store_text, "2026-W41") == ("exempt", "每季末报", 0)


def test_what_was_not_reported_stays_owed_week_after_week(tmp_path):
    assert stands(tmp_path / "a", LONG + BEGUN, "2026-W47") == ("owed", None, 8)
    text = entry("2026-W46", "progress: 上线", task="m02-2")
    assert stands(tmp_path / "b", LONG + BEGUN + text, "2026-W47") == ("exempt", "每季末报", 0)


def test_a_weekly_task_reports_every_week_and_after_ten_on_friday_it_is_late(tmp_path):
    late = "== data/returns/2026-W47/swj.yaml\nsubmitted: 2026-11-20T11:00\ntasks: {m02-3: {progress: 晚了}}\n"

    assert stands(tmp_path / "a", WEEKLY + BEGUN, "2026-W47") == ("owed", None, 9)
    assert stands(tmp_path / "b", WEEKLY + BEGUN + late, "2026-W47") == ("late", None, 0)


def test_a_line_that_came_later_than_its_return_is_late_by_its_own_time(tmp_path):
    text = entry("2026-W47", "progress: 晚了, submitted: 2026-11-23T08:00", task="m02-3")

    assert stands(tmp_path, WEEKLY + BEGUN + text, "2026-W47") == ("late", None, 0)


def test_where_the_last_week_of_the_interval_is_a_holiday_the_one_before_it_reports(tmp_path):
    text = (
        LONG
        + BEGUN
        + (
            "== data/calendar/2026.yaml\nnotice: 示例\ntitle: 示例\n"
            "holidays: [{name: 示例假, since: 2026-09-28, until: 2026-10-04}]\n"
        )
    )

    assert stands(tmp_path / "a", text, "2026-W39") == ("owed", None, 1)
    assert stands(tmp_path / "b", text, "2026-W40") == ("exempt", "全周放假", 1)


def test_a_task_past_its_deadline_is_owed_every_week(tmp_path):
    due = "  - {id: m02-1, text: 出台办法, due: 2026-10}\n"
    store_text = MEASURE + due + BEGUN + entry("2026-W44", "state: 推进, progress: 送审")
    [then], [now] = duties(tmp_path / "a", store_text, "2026-W44"), duties(tmp_path / "b", store_text, "2026-W47")

    assert (then["status"], then["overdue_days"]) == ("heard", 1)
    assert (now["status"], now["weeks_silent"], now["overdue_days"]) == ("owed", 3, 22)


def test_where_each_reports_a_park_that_files_nothing_of_its_own_is_reported_by_its_county(tmp_path):
    rows = duties(tmp_path, MEASURE + EACH + BEGUN, "2026-W47")

    assert [row["unit"] for row in rows] == ["市商务局", "衡南县", "衡山县", "衡东县"]


def test_nobody_is_asked_for_what_other_records_answer(tmp_path):
    assert duties(tmp_path, MEASURE + WEEKLY.replace("每周", "每周, reports: derived") + BEGUN, "2026-W47") == []


def test_nobody_owes_before_the_plan_was_issued(tmp_path):
    early = BEGUN.replace("2026-W39", "2025-W50").replace("2026-09-25", "2025-12-12")

    assert stands(tmp_path, DATED + early, "2025-W52") == ("exempt", "方案尚未印发", 0)


def test_a_plan_that_has_ended_asks_for_no_more_but_what_was_owed_stays_owed(tmp_path):
    plan = (BASE / "data" / "plans" / "sz-2026-1.yaml").read_text("utf-8")
    ended = f"== data/plans/sz-2026-1.yaml\n{plan}until: 2026-11-15\n"
    answered = entry("2026-W46", "progress: 已报", task="m02-3")

    assert stands(tmp_path / "a", WEEKLY + BEGUN + ended, "2026-W47")[0] == "owed"
    assert stands(tmp_path / "b", WEEKLY + BEGUN + ended + answered, "2026-W47")[:2] == ("exempt", "方案已到期")


COMPLETE = entry("2026-W45", "state: 完成, progress: 已印发, result: {name: 示例办法}")


@pytest.mark.parametrize(
    ("expected", "confirmation", "state_then"),
    [
        ("", "", "未启动"),
        (entry("2026-W45", "no_change: true, reason: 等批复"), "", "未启动"),
        (entry("2026-W45", "progress: 起草"), "", "推进"),
        (entry("2026-W44", "state: 推进") + entry("2026-W45", "progress: 起草"), "", "推进"),
        (COMPLETE, "", "待核"),
        (COMPLETE, "by: 市发改委, on: 2026-11-10", "完成"),
        (COMPLETE, "by: 市发改委, on: 2026-11-30", "待核"),
        (COMPLETE, "by: 市发改委, on: 2026-11-10, refused: 没有盖章", "推进"),
        (COMPLETE + entry("2026-W46", "state: 推进"), "by: 市发改委, on: 2026-11-10", "推进"),
        (COMPLETE + entry("2026-W47", "state: 完成"), "by: 市发改委, on: 2026-11-10", "完成"),
        (COMPLETE + entry("2026-W47", "state: 完成"), "by: 市发改委, on: 2026-11-10, refused: 没有盖章", "待核"),
    ],
)
def test_the_state_is_the_last_one_reported_and_a_completion_holds_once_confirmed(
    tmp_path, expected, confirmation, state_then
):
    assert state(tmp_path, expected, confirmation=confirmation) == state_then


def test_a_completed_task_owes_nothing_more_and_is_never_overdue(tmp_path):
    [row] = duties(tmp_path, MEASURE + DATED + BEGUN + COMPLETE, "2027-W04")

    assert (row["status"], row["exempt_reason"], row["overdue_days"]) == ("exempt", "完成待核", 0)


def test_the_completion_of_what_recurs_is_that_of_its_interval(tmp_path):
    task = "  - {id: m02-1, text: 办一次培训, due: 长期, cadence: 每周}\n"
    store_text = MEASURE + task + BEGUN + entry("2026-W45", "state: 完成")

    assert duties(tmp_path / "a", store_text, "2026-W45")[0]["state"] == "待核"
    assert duties(tmp_path / "b", store_text, "2026-W46")[0]["state"] == "推进"


def test_where_each_reports_it_is_complete_when_all_are(tmp_path):
    units = ("swj", "hengnan", "hengshan", "hengdong")
    text = "".join(entry("2026-W45", "state: 完成", unit, "m02-4") for unit in units[:3])
    rows = duties(tmp_path, MEASURE + EACH + BEGUN + text, "2026-W47")

    assert [row["state"] for row in rows] == ["待核", "待核", "待核", "未启动"]
    assert [row["status"] for row in rows] == ["exempt", "exempt", "exempt", "owed"]


# What contradicts itself


def entry_states(tmp_path, story: str) -> list[tuple[str, str]]:
    """The findings of a store with that measure: code and message."""
    all_findings = findings(index_of(make_store(tmp_path, MEASURE + story)), date(2026, 11, 23))
    return [(finding.code, finding.message) for finding in all_findings]


def test_a_task_is_reported_by_its_lead_or_where_each_reports_by_members_and_their_parks(tmp_path):
    store_text = DATED + EACH + entry("2026-W45", "progress: 一", "fgw") + entry("2026-W45", "progress: 一", "swj")
    store_text += "".join(
        entry("2026-W46", "progress: 一", unit, "m02-4") for unit in ("swj", "hengnan", "lspyy", "gxj")
    )

    assert entry_states(tmp_path, store_text) == [
        ("task-reporter", "m02-1 不由市发改委填报"),
        ("task-reporter", "m02-4 不由市工信局填报"),
    ]


def test_what_a_confirmation_contradicts_is_told(tmp_path):
    task = "  - {id: m02-1, text: 出台办法, due: 2026-12, confirmation: {by: 市商务局, on: 2026-11-10}}\n"

    assert entry_states(tmp_path / "a", task) == [
        ("confirmed-unreported", "m02-1 到 2026-11-10 没有报过完成，不能确认"),
    ]
    assert entry_states(tmp_path / "b", task + entry("2026-W45", "state: 完成")) == [
        ("confirmed-own", "m02-1 的完成是市商务局自己报的，不能自己确认"),
    ]
