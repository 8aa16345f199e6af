"""Reporting intervals: so many weeks, or a month, quarter, half-year or year; each ends in the week of its last day."""

from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from hyzs.model.week import Week

#: Months in an interval of the calendar, and the words for reporting once in it.
_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_WORDS = {"month": "每月末报", "quarter": "每季末报", "half-year": "每半年末报", "year": "每年末报"}
#: The intervals that settings may name besides a number of weeks.
INTERVAL_NAMES = tuple(_MONTHS)


class Interval(NamedTuple):
    """The weeks from ``first`` to ``last``; whoever reports once in it reports in ``last``."""

    first: Week
    last: Week


@lru_cache(maxsize=1024)
def interval(every: str, week: Week, since: Week) -> Interval:
    """The interval that ``week`` lies in; a number of weeks counts from ``since``, whose own week ends an interval.

    A week with days of two months belongs to the month that ends in it.
    """
    if every.isdecimal():
        last = week.plus((since.number - week.number) % int(every))
        return Interval(last.plus(1 - int(every)), last)
    first, last_day = calendar_period(every, week.monday)
    return Interval(Week.of(first - timedelta(days=1)).plus(1), Week.of(last_day))


def calendar_period(every: str, day: date) -> tuple[date, date]:
    """The first and last day of the month, quarter, half-year or year that ``day`` lies in."""
    months = _MONTHS[every]
    first = (day.month - 1) // months * months + 1
    last = first + months - 1
    return date(day.year, first, 1), date(day.year, last, monthrange(day.year, last)[1])


def interval_label(every: str) -> str:
    """Words for the frequency: 每月末报, 每 2 周一报."""
    return _WORDS.get(every) or f"每 {every} 周一报"
