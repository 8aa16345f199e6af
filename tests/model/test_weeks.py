"""ISO weeks: written, read, counted on."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hyzs.model.week import Week

# Weeks

WEEKS = st.dates(date(1900, 1, 1), date(2999, 12, 22)).map(Week.of)


@pytest.mark.parametrize("text", ["2026-W47", "2026-W01", "2026-W53", "2020-W53", "2025-W52", "1900-W01", "2999-W52"])
def test_a_week_is_written_as_it_is_read(text):
    assert str(Week.parse(text)) == text


@pytest.mark.parametrize("year", [2025, 2027, 2028])
def test_a_year_of_52_weeks_has_no_53rd(year):
    with pytest.raises(ValueError, match=f"{year} 年没有第 53 周"):
        Week.parse(f"{year}-W53")


@pytest.mark.parametrize("text", ["2026-W00", "2026-W54"])
def test_a_week_that_no_calendar_has_is_refused(text):
    with pytest.raises(ValueError, match="年没有第"):
        Week.parse(text)


@pytest.mark.parametrize("text", ["9999-W52", "0000-W01", "0001-W01", "1899-W52", "3000-W01"])
def test_a_week_of_a_far_year_is_refused(text):
    with pytest.raises(ValueError, match="1900 到 2999"):
        Week.parse(text)


@pytest.mark.parametrize(
    "text", ["", "2026W47", "2026-47", "26-W47", "2026-w47", "2026-W7", "2026-W47-1", "２０２６-W47"]
)
def test_what_is_no_week_is_told_how_to_be_written(text):
    with pytest.raises(ValueError, match="要写成 2026-W47 的样子"):
        Week.parse(text)


@pytest.mark.parametrize(
    ("day", "week"),
    [("2026-11-22", "2026-W47"), ("2026-11-23", "2026-W48"), ("2027-01-01", "2026-W53"), ("2025-12-29", "2026-W01")],
)
def test_a_day_lies_in_its_iso_week(day, week):
    assert str(Week.of(date.fromisoformat(day))) == week


@given(WEEKS)
def test_a_week_survives_text_number_and_days(week):
    assert (
        Week.parse(str(week)) == Week.from_number(week.number) == Week.of(week.monday) == Week.of(week.sunday) == week
    )
    assert [Week.of(day) for day in week.days()] == [week] * 7


@given(WEEKS, WEEKS)
def test_weeks_sort_in_time_order_and_count_on_over_new_year(first, other):
    assert (first < other) == (first.monday < other.monday) == (first.number < other.number)
    assert first.plus(other.number - first.number) == other


@pytest.mark.parametrize(
    ("week", "heading"),
    [("2026-W47", "第47周(11.16—11.22)"), ("2026-W53", "第53周(12.28—1.3)"), ("2026-W01", "第1周(12.29—1.4)")],
)
def test_a_heading_names_the_week_and_its_days(week, heading):
    assert Week.parse(week).heading == heading
