"""Formulas on days: 逾期, 推迟, the promise in force, the holder of a day."""

import sqlite3
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyzs.model.lateness import holder_on, in_force, is_in_force, overdue_days, postponed_days, promise_in_force
from hyzs.query.projects import PromiseRow

FIRST, MOVED = PromiseRow("2026-03", "2026-03-31", "2025-09-05"), PromiseRow("2026-06", "2026-06-30", "2026-02-27")
HANDED = [("衡山县", None, "2026-11-08"), ("衡东县", "2026-11-09", None)]


@pytest.mark.parametrize(("day", "days"), [("2026-06-01", 0), ("2026-06-30", 0), ("2026-07-01", 1), ("2026-07-31", 31)])
def test_overdue_begins_after_the_last_day(day, days):
    assert overdue_days(date(2026, 6, 30), date.fromisoformat(day)) == days


@pytest.mark.parametrize(("earlier", "later", "days"), [(3, 6, 91), (6, 6, 0), (6, 3, -91)])
def test_a_promise_is_postponed_by_days_or_brought_forward(earlier, later, days):
    last = {3: date(2026, 3, 31), 6: date(2026, 6, 30)}

    assert postponed_days(last[earlier], last[later]) == days


@pytest.mark.parametrize(
    ("day", "promise"),
    [("2025-09-04", None), ("2025-09-05", FIRST), ("2026-02-26", FIRST), ("2026-02-27", MOVED), ("2026-12-31", MOVED)],
)
def test_the_last_promise_made_by_a_day_is_in_force(day, promise):
    assert promise_in_force([FIRST, MOVED], day) == promise


def test_a_promise_without_a_day_was_in_force_from_the_start():
    assert promise_in_force([bare := PromiseRow("2026", "2026-12-31", None)], "2000-01-01") == bare


@pytest.mark.parametrize(
    ("day", "unit"),
    [("2020-01-01", "衡山县"), ("2026-11-08", "衡山县"), ("2026-11-09", "衡东县"), ("2030-01-01", "衡东县")],
)
def test_every_day_has_the_holder_of_that_day(day, unit):
    assert holder_on(HANDED, day) == unit


def test_in_a_gap_nobody_holds():
    assert holder_on([HANDED[0], ("衡东县", "2026-11-12", None)], "2026-11-10") is None


@given(st.lists(st.dates(date(2000, 1, 2), date(2040, 1, 1)), unique=True, max_size=5).map(sorted), st.dates())
def test_holders_who_hand_over_day_to_day_leave_no_day_without_one(days, day):
    starts = [None, *map(str, days)]
    ends = [*(str(start - timedelta(days=1)) for start in days), None]
    holdings = [(n, since, until) for n, (since, until) in enumerate(zip(starts, ends, strict=True))]

    assert holder_on(holdings, str(day)) == sum(start <= day for start in days)


DAYS = st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 9)).map(str)


@given(DAYS, DAYS, DAYS.filter(bool))
def test_sql_says_of_a_span_what_python_says(since, until, day):
    db = sqlite3.connect(":memory:")
    holds = db.execute(
        f"SELECT {in_force('h')} FROM (SELECT :since AS since, :until AS until) h",
        {"since": since, "until": until, "day": day},
    )

    assert holds.fetchone() == (is_in_force(since, until, day),)
