"""Due times of weekly returns: the store's settings on the working-day calendar."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from hyzs.model.reporting_interval import interval, interval_label
from hyzs.model.week import Week

_DAYS = "一二三四五六日"
#: Stamp of whatever was counted in a year whose days off are not published: Monday to Friday are working days.
UNPUBLISHED = "节假日安排未公布，按周一至周五计"


class Due(NamedTuple):
    """The due time of a week; None with a reason when nothing is due. ``note`` says how the days were counted."""

    moment: datetime | None
    reason: str = ""
    note: str = ""

    @property
    def is_exempt(self) -> bool:
        """True if no unit has to report in that week (免报)."""
        return self.moment is None


class WorkingDay(NamedTuple):
    """A day that was found by counting working days; ``note`` says how they were counted."""

    day: date
    note: str = ""


class YearDays(NamedTuple):
    """The published days off of a year and the weekend days worked for them, in force here from ``adopted`` on."""

    year: int
    adopted: date
    off: frozenset[date]
    work: frozenset[date]


@dataclass(frozen=True, slots=True)
class ReportingInterval:
    """Projects of this tier and stage (None: any) report so often: every n weeks, or at the end of a month …"""

    tier: str | None
    stage: str | None
    every: str


@dataclass(frozen=True, slots=True)
class ReportingSchedule:
    """Due times of a store's weeks. ``off`` and ``work`` are the days that differ from Monday to Friday.

    ``years`` are those with a published calendar; ``late`` are those of them that were taken up on a known day.
    """

    opens: str
    due: str
    closes: str
    holiday: str
    rules: Sequence[ReportingInterval]
    years: frozenset[int]
    off: frozenset[date]
    work: frozenset[date]
    late: tuple[YearDays, ...] = ()

    def as_known_on(self, day: date) -> "ReportingSchedule":
        """The rhythm as it was counted on ``day``: without the calendars that were taken up later."""
        unknown = [year for year in self.late if year.adopted > day]
        if not unknown:
            return self
        return replace(
            self,
            years=self.years.difference(year.year for year in unknown),
            off=self.off.difference(*(year.off for year in unknown)),
            work=self.work.difference(*(year.work for year in unknown)),
            late=tuple(year for year in self.late if year not in unknown),
        )

    def is_working_day(self, day: date) -> bool:
        """True if people work that day; Monday to Friday while the year's calendar is not published."""
        return day in self.work or (day.weekday() < 5 and day not in self.off)

    def calendar_note(self, first: date, last: date) -> str:
        """The stamp of what was counted on these days; empty where the calendars of all of them are published."""
        return "" if self.years.issuperset(range(first.year, last.year + 1)) else UNPUBLISHED

    def add_working_days(self, day: date, left: int) -> WorkingDay:
        """The day so many working days after ``day``."""
        first = day
        while left > 0:
            day += timedelta(days=1)
            left -= self.is_working_day(day)
        return WorkingDay(day, self.calendar_note(first, day))

    def working_days(self, after: date, last: date) -> int:
        """The working days after ``after``, up to and with ``last``."""
        days = (after + timedelta(days=n) for n in range(1, (last - after).days + 1))
        return sum(map(self.is_working_day, days))

    def due_of(self, week: Week) -> Due:
        """Due time of the returns of ``week``; on a holiday by the settings (提前, 顺延, 并报)."""
        nominal = _moment(week, self.due)
        day, days = nominal.date(), week.days()
        if day <= week.sunday and self.is_working_day(day):
            return Due(nominal, note=self.calendar_note(day, day))  # nearly every week
        if not any(map(self.is_working_day, days)):
            return Due(None, "全周放假", self.calendar_note(week.monday, week.sunday))
        if self.is_working_day(day):
            return Due(nominal, note=self.calendar_note(day, day))
        if self.holiday == "并报":
            return Due(None, "并入下周", self.calendar_note(day, day))
        moved = self._moved(week, day)
        return Due(datetime.combine(moved, nominal.time()), note=self.calendar_note(min(moved, day), max(moved, day)))

    def _moved(self, week: Week, nominal: date) -> date:
        """The working day that stands in for ``nominal``: the last before it in the week, or the first after it."""
        if self.holiday == "提前":
            before = (nominal - timedelta(days=n) for n in range(1, (nominal - week.monday).days + 1))
            if working_day := next(filter(self.is_working_day, before), None):
                return working_day
        return self.add_working_days(nominal, 1).day

    def current_week(self, now: datetime) -> Week:
        """本期: the last week that has opened."""
        week = Week.of(now.date()).plus(1)
        while _moment(week, self.opens) > now:
            week = week.plus(-1)
        return week

    def is_closed(self, week: Week, now: datetime) -> bool:
        """True if the week's returns are closed."""
        return now >= _moment(week, self.closes)

    def exemption_reason(self, week: Week, tier: str | None, stage: str | None, since: Week) -> str:
        """Reason why a project of that tier and stage, tracked since ``since``, need not report; empty if it must."""
        for rule in self.rules:
            if rule.tier in (None, tier) and rule.stage in (None, stage):
                reports = self.reporting_week(rule.every, week, since) == week
                return "" if reports else _cadence_reason(rule)
        return ""

    def reporting_week(self, every: str, week: Week, since: Week) -> Week:
        """The week in which a report at that interval falls due: the last reporting week of the one around ``week``."""
        first, last = interval(every, week, since)
        while last > first and self.due_of(last).is_exempt:
            last = last.plus(-1)
        return last


def _cadence_reason(rule: ReportingInterval) -> str:
    return f"{rule.tier or ''}{rule.stage or ''}{interval_label(rule.every)}"


def _moment(week: Week, week_time: str) -> datetime:
    """下周三 18:00 of a week, as a time."""
    days, clock = _read(week_time)
    return datetime.combine(week.monday + timedelta(days=days), clock)


@lru_cache(maxsize=16)
def _read(week_time: str) -> tuple[int, time]:
    """Days after Monday, and the time."""
    day, clock = week_time.rsplit(" ", 1)
    return _DAYS.index(day[-1]) + (7 if day.startswith("下") else 0), time.fromisoformat(clock)
