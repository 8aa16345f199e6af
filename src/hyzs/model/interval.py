"""Reporting intervals: so many weeks, or a month, quarter, half-year or year; each ends in the week of its last day."""

from calendar import monthrange
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from hyzs.model.week import Week

#: Months in an interval of the calendar, and the words for reporting once in it.
_MONTHS = {"month": 1, "quarter": 3, "half-year": 6, "year": 12}
_WORDS = {"month": "每月末报", "quarter": "每季末报", "half-year": "每半年末报", "year": "每年末报"}
#: The intervals that settings may name besides a number of weeks.
NAMES = tuple(_MONTHS)


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
    months, monday = _MONTHS[every], week.monday
    month = (monday.month - 1) // months * months
    before = date(monday.year, month, _last_day(monday.year, month)) if month else date(monday.year - 1, 12, 31)
    end = month + months
    return Interval(Week.of(before).plus(1), Week.of(date(monday.year, end, _last_day(monday.year, end))))


def interval_words(every: str) -> str:
    """How often that is, as people say it: 每月末报, 每 2 周一报."""
    return _WORDS.get(every) or f"每 {every} 周一报"


def _last_day(year: int, month: int) -> int:
    return monthrange(year, month)[1]
