"""Flows: what may follow what, and the clock of a case, with pauses, on the calendars of the base store."""

from dataclasses import replace
from datetime import date

import pytest

from hyzs.fields.reporting_week import load_schedule
from hyzs.model.flow import CALENDAR, CaseEvent, Clock, Flow, Limit, Pause, StepRule, done_steps, state
from support.stores import index_of, make_store

TODAY = date(2026, 11, 23)
REVIEW = Flow(
    name="核准",
    source="示例",
    steps=(
        StepRule("受理", first=True, after=("办结", "退回"), by="市发改委"),
        StepRule("对接", ("受理", "对接"), Limit(10)),
        StepRule("办结", ("受理", "对接", "恢复"), Limit(20, start="受理"), ends=True),
        StepRule("评审", ("受理", "对接"), pauses=True),
        StepRule("恢复", ("评审",), stays=True),
        StepRule("延长", ("受理", "对接"), stays=True, extends=True),
        StepRule("退回", ("受理",), note=True, ends=True),
    ),
)


@pytest.fixture(scope="module")
def clock(tmp_path_factory) -> Clock:
    schedule = load_schedule(index_of(make_store(tmp_path_factory.mktemp("base"))))
    return Clock(lambda: schedule)


def day(text: str) -> date:
    return date.fromisoformat(text)


def events(*texts: str) -> list[CaseEvent]:
    """Events told as ``2026-09-18 受理``, with ``due=…`` or ``until=…`` behind."""
    results = []
    for text in texts:
        on, do, *rest = text.split()
        days = {key: day(value) for key, _, value in (part.partition("=") for part in rest)}
        results.append(CaseEvent(day(on), do, **days))
    return results


@pytest.mark.parametrize(
    ("start", "limit", "pauses", "due"),
    [
        ("2026-09-18", Limit(20), [], "2026-10-22"),
        ("2026-09-18", Limit(20), [Pause(day("2026-09-28"), day("2026-10-09"))], "2026-10-29"),
        ("2026-12-20", Limit(20), [], "2027-01-15"),
        ("2026-11-16", Limit(60), [], "2027-02-08"),
        ("2026-11-09", Limit(7), [], "2026-11-18"),
        ("2026-03-02", Limit(60), [], "2026-05-28"),
        ("2026-11-09", Limit(7, CALENDAR), [], "2026-11-16"),
        ("2026-11-09", Limit(7, CALENDAR), [Pause(day("2026-11-11"), day("2026-11-12"))], "2026-11-18"),
        ("2026-11-09", Limit(7), [Pause(day("2026-11-11"), None)], None),
        ("2026-11-09", Limit(7), [Pause(day("2026-11-04"), day("2026-11-08"))], "2026-11-18"),
    ],
)
def test_the_last_day_of_a_limit(clock, start, limit, pauses, due):
    assert clock.due(day(start), limit, pauses) == (due and day(due))


@pytest.mark.parametrize(
    ("expected", "step", "due", "overdue", "paused"),
    [
        (["2026-09-18 受理"], "对接", "2026-10-09", 32, 0),
        (["2026-09-18 受理", "2026-09-20 对接"], "办结", "2026-10-22", 22, 0),
        (["2026-09-18 受理", "2026-09-20 对接", "2026-09-28 评审 until=2026-10-09"], "办结", "2026-10-29", 17, 12),
        (["2026-09-18 受理", "2026-09-20 对接", "2026-09-28 评审", "2026-10-10 恢复"], "办结", "2026-10-29", 17, 12),
        (["2026-09-18 受理", "2026-09-20 对接", "2026-11-16 评审"], "办结", "2026-10-22", 16, 8),
        (["2026-11-09 受理", "2026-11-10 对接", "2026-11-16 评审"], "办结", None, 0, 8),
        (["2026-09-18 受理", "2026-09-20 对接", "2026-10-20 延长 due=2026-11-19"], "办结", "2026-11-19", 2, 0),
        (["2026-09-18 受理", "2026-10-20 办结"], None, None, 0, 0),
        (["2026-09-18 受理", "2026-10-20 办结", "2026-11-18 受理"], "对接", "2026-12-02", 0, 0),
    ],
)
def test_a_case_as_it_stands(clock, expected, step, due, overdue, paused):
    case = state(REVIEW, events(*expected), clock, TODAY)

    result = (case.step and case.step.do, case.due, case.overdue, case.paused_days)
    assert result == (step, due and day(due), overdue, paused)


def test_an_act_repeated_never_resets_the_clock(clock):
    """The limit of 办结 runs from the first 受理, that of a step without ``start`` from the first act of its round."""
    flow = replace(
        REVIEW,
        steps=(StepRule("受理", first=True), StepRule("对接", ("受理", "对接")), StepRule("办结", ("对接",), Limit(5))),
    )

    case = state(flow, events("2026-11-09 受理", "2026-11-10 对接", "2026-11-20 对接"), clock, TODAY)

    assert (case.due, case.overdue) == (day("2026-11-17"), 4)


def test_lateness_of_what_is_done_stays_with_the_calendar_of_its_day(clock):
    result = done_steps(REVIEW, events("2026-09-18 受理", "2026-10-12 对接", "2026-10-22 办结"), clock)

    assert [(step.do, step.due and str(step.due), step.late) for step in result] == [
        ("受理", None, 0),
        ("对接", "2026-10-09", 2),
        ("办结", "2026-10-22", 0),
    ]


def test_an_unpublished_year_counts_monday_to_friday_and_says_so(clock):
    case = state(REVIEW, events("2026-12-20 受理", "2026-12-21 对接"), clock, day("2026-12-25"))

    assert (case.due, case.note) == (day("2027-01-15"), "节假日安排未公布，按周一至周五计")


@pytest.mark.parametrize(
    ("expected", "act", "follows"),
    [
        ([], "受理", True),
        ([], "对接", False),
        (["2026-09-18 受理"], "对接", True),
        (["2026-09-18 受理"], "受理", False),
        (["2026-09-18 受理", "2026-09-19 评审"], "恢复", True),
        (["2026-09-18 受理", "2026-09-19 延长"], "恢复", False),
        (["2026-09-18 受理", "2026-09-19 延长"], "办结", True),
        (["2026-09-18 受理", "2026-09-19 办结"], "受理", True),
        (["2026-09-18 受理"], "签收", False),
    ],
)
def test_which_act_may_follow(expected, act, follows):
    assert REVIEW.follows(act, events(*expected)) is follows
