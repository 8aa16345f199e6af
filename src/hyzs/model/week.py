"""Weeks as people write them: 2026-W47, Monday to Sunday, ISO 8601."""

import re
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple, Self

from hyzs.model.nfkc import nfkc

#: The first and the last year that may be spoken of: the weeks before and after them must be dates too.
YEARS = (1900, 2999)
_WRITTEN = re.compile(r"([0-9]{4})-W([0-9]{2})")
#: 2026-W47, 2026W47, W47, 47, 第47周, 47周, 2026年第47周, 2026第47周.
_SPOKEN = re.compile(r"(?:(?P<year>[0-9]{4})(?:-?W|年?第|年|-(?=[0-9]+周)))?[W第]?(?P<week>[0-9]{1,2})周?")
#: Monday of the week that ``number`` 0 names.
_EPOCH = date(1, 1, 1)


def year_problem(year: int) -> str:
    """Reason why a year is out of range, as the end of a sentence; empty if it is in range."""
    return "" if YEARS[0] <= year <= YEARS[1] else f"年份要在 {YEARS[0]} 到 {YEARS[1]} 之间"


class Week(NamedTuple):
    """One ISO week. Weeks sort in time order; 2026 has 53 of them, 2025 has 52."""

    year: int
    week: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """The week written ``2026-W47``; ``ValueError`` for anything else, a W53 that the year has not, a far year."""
        match = _WRITTEN.fullmatch(text)
        if not match:
            raise ValueError(f"“{text}”不是周：要写成 2026-W47 的样子")
        week = cls(int(match[1]), int(match[2]))
        if problem := year_problem(week.year):
            raise ValueError(problem)
        try:
            date.fromisocalendar(week.year, week.week, 7)
        except ValueError:
            raise ValueError(f"{week.year} 年没有第 {week.week} 周") from None
        return week

    @classmethod
    def parse_informal(cls, text: str, year: int) -> Self:
        """The week as people say it, 第47周 or 2026年第47周; where they name no year, that of ``year``.

        Raises: ValueError where it is no week.
        """
        plain = nfkc(text).replace(" ", "").upper()
        match = _SPOKEN.fullmatch(plain)
        return cls.parse(f"{match['year'] or year}-W{int(match['week']):02}" if match else text)

    @classmethod
    def of(cls, day: date) -> Self:
        """The week that ``day`` lies in (2027-01-01 lies in 2026-W53)."""
        year, week, _ = day.isocalendar()
        return cls(year, week)

    @classmethod
    def from_number(cls, number: int) -> Self:
        """The week with that running number; the reverse of ``number``."""
        return cls(*_numbered(number))

    @property
    def number(self) -> int:
        """A running number: the next week has the next one, also over New Year."""
        return (self.monday - _EPOCH).days // 7

    @property
    def monday(self) -> date:
        """The first day."""
        return date.fromisocalendar(self.year, self.week, 1)

    @property
    def sunday(self) -> date:
        """The last day; whatever is asked about a week is asked as of this day."""
        return date.fromisocalendar(self.year, self.week, 7)

    @property
    def bounds(self) -> tuple[str, str]:
        """Monday and Sunday as they are written."""
        return _ends(self)

    def days(self) -> list[date]:
        """The seven days, Monday first."""
        return [self.monday + timedelta(days=n) for n in range(7)]

    def plus(self, weeks: int) -> "Week":
        """The week so many weeks later (or earlier)."""
        return Week.from_number(self.number + weeks)

    def __str__(self) -> str:
        return f"{self.year:04d}-W{self.week:02d}"

    @property
    def heading(self) -> str:
        """The week in a heading: 第47周(11.16—11.22)."""
        first, last = self.monday, self.sunday
        return f"第{self.week}周({first.month}.{first.day}—{last.month}.{last.day})"


@lru_cache(maxsize=1024)
def _ends(week: Week) -> tuple[str, str]:
    return str(week.monday), str(week.sunday)


@lru_cache(maxsize=1024)
def _numbered(number: int) -> tuple[int, int]:
    return (_EPOCH + timedelta(weeks=number)).isocalendar()[:2]
