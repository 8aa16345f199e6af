"""When a week's return falls due: the store's rhythm on the working-day calendar."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from hyzs.model.interval import interval, interval_words
from hyzs.model.week import Week

_DAYS = "一二三四五六日"


class Due(NamedTuple):
    """The due time of a week; None with a reason when nothing is due."""

    at: datetime | None
    reason: str = ""

    @property
    def exempt(self) -> bool:
        """Nobody reports in that week (免报); an unpublished calendar is no exemption."""
        return self.at is None and self.reason != UNPUBLISHED


UNPUBLISHED = "节假日安排未公布"


class Unpublished(Exception):
    """The calendar of the ``year`` is not published, so its working days cannot be counted."""

    def __init__(self, year: int) -> None:
        super().__init__(year)
        self.year = year


@dataclass(frozen=True, slots=True)
class CadenceRule:
    """Projects of this tier and stage (None: any) report so often: every n weeks, or at the end of a month …"""

    tier: str | None
    stage: str | None
    every: str


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The weekly rhythm of a store. ``off`` and ``work`` are the days that differ from Monday to Friday."""

    opens: str
    due: str
    closes: str
    holiday: str
    rules: Sequence[CadenceRule]
    years: frozenset[int]
    off: frozenset[date]
    work: frozenset[date]

    def working(self, day: date) -> bool | None:
        """Whether people work that day; None while the year's calendar is not published."""
        if day.year not in self.years:
            return None
        return day in self.work or (day.weekday() < 5 and day not in self.off)

    def after(self, day: date, left: int) -> date:
        """The day so many working days after ``day``; Unpublished if that leads into a year without a calendar."""
        while left > 0:
            day += timedelta(days=1)
            works = self.working(day)
            if works is None:
                raise Unpublished(day.year)
            left -= works
        return day

    def due_of(self, week: Week) -> Due:
        """When the returns of ``week`` are due; on a holiday as the settings say (提前, 顺延, 并报)."""
        nominal = _moment(week, self.due)
        if nominal.date() <= week.sunday and week.monday.year in self.years and self.working(nominal.date()):
            return Due(nominal)  # nearly every week
        days = max(7, (nominal.date() - week.monday).days + 1)
        works = {day: self.working(day) for day in (week.monday + timedelta(days=n) for n in range(days))}
        if None in [works[day] for day in works if day <= nominal.date()]:
            return Due(None, UNPUBLISHED)
        if not any(works[day] for day in week.days()):
            return Due(None, UNPUBLISHED if None in works.values() else "全周放假")
        if works[nominal.date()]:
            return Due(nominal)
        if self.holiday == "并报":
            return Due(None, "并入下周")
        day = self._moved(nominal.date(), [day for day, works_then in works.items() if works_then])
        return Due(datetime.combine(day, nominal.time())) if day else Due(None, UNPUBLISHED)

    def _moved(self, nominal: date, working: list[date]) -> date | None:
        if self.holiday == "提前":
            return max((day for day in working if day < nominal), default=working[0])
        day = nominal
        while not self.working(day := day + timedelta(days=1)):
            if self.working(day) is None:
                return None
        return day

    def current(self, now: datetime) -> Week:
        """本期: the last week that has opened."""
        week = Week.of(now.date()).plus(1)
        while _moment(week, self.opens) > now:
            week = week.plus(-1)
        return week

    def closed(self, week: Week, now: datetime) -> bool:
        """Whether the week's returns are closed."""
        return now >= _moment(week, self.closes)

    def asks(self, week: Week, tier: str | None, stage: str | None, since: Week) -> str:
        """Why a project of that tier and stage, tracked from ``since`` on, need not report; empty when it must."""
        for rule in self.rules:
            if rule.tier in (None, tier) and rule.stage in (None, stage):
                reports = self.reporting_week(rule.every, week, since) == week
                return "" if reports else _cadence_reason(rule)
        return ""

    def reporting_week(self, every: str, week: Week, since: Week) -> Week:
        """The week in which whoever reports so often does so: the last of the interval round ``week`` that is due."""
        first, last = interval(every, week, since)
        while last > first and self.due_of(last).exempt:
            last = last.plus(-1)
        return last


def _cadence_reason(rule: CadenceRule) -> str:
    return f"{rule.tier or ''}{rule.stage or ''}{interval_words(rule.every)}"


def _moment(week: Week, written: str) -> datetime:
    """下周三 18:00 of a week, as a time."""
    days, clock = _read(written)
    return datetime.combine(week.monday + timedelta(days=days), clock)


@lru_cache(maxsize=16)
def _read(written: str) -> tuple[int, time]:
    """How many days after Monday, and at what time."""
    day, clock = written.rsplit(" ", 1)
    return _DAYS.index(day[-1]) + (7 if day.startswith("下") else 0), time.fromisoformat(clock)
