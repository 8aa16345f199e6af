"""Working-day calendars: one a year, from the State Council's notice."""

from collections.abc import Iterator
from typing import ClassVar

from hyzs.model.finding import Problem, Route, Rule, Severity
from hyzs.model.marks import Level
from hyzs.model.record import Part, Record, field
from hyzs.model.text import Day, Text

P = Level.public
_SATURDAY, _DECEMBER = 5, 12


class Holiday(Part):
    """A festival: its days off, and the weekend days that are worked for it."""

    name: Text = field("节日", level=P)
    since: Day = field("放假起", level=P)
    until: Day = field("放假止", level=P)
    work: tuple[Day, ...] = field("调休上班", (), level=P)

    def problems(self, route: Route) -> Iterator[Problem]:
        """A span runs forward; the days worked for it are Saturdays or Sundays."""
        if self.until < self.since:
            yield _odd((*route, "until"), f"{self.name}的放假止 {self.until} 早于放假起 {self.since}")
        for n, day in enumerate(self.work):
            if day.weekday() < _SATURDAY:
                yield _odd((*route, "work", n), f"{day} 是周{'一二三四五'[day.weekday()]}，本来就上班，不是调休")


class Calendar(Record):
    """The working days of a year."""

    kind: ClassVar[str] = "calendar"
    label: ClassVar[str] = "日历"
    path: ClassVar[str] = "calendar/{id}.yaml"
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "calendar-odd",
            Severity.error,
            "节假日安排前后矛盾：起止颠倒、不在这一年、调休日不是周末或正在放假。",
            "填报的截止时间按日历推算，日历错一天，就有单位被误记为未报。",
            "对照国务院办公厅的通知改正日期。",
            "== data/calendar/2024.yaml\nnotice: 示例\ntitle: 示例\nholidays:\n"
            "  - {name: 清明节, since: 2024-04-04, until: 2024-04-06, work: [»2024-04-08«]}\n",
        ),
    )

    notice: Text = field("通知文号", level=P)
    title: Text = field("通知标题", level=P)
    holidays: tuple[Holiday, ...] = field("节日", level=P)

    def problems(self, route: Route) -> Iterator[Problem]:
        """Every festival is of this year (it may begin in the December before); nobody works on a day off."""
        for n, festival in enumerate(self.holidays):
            at, since = (*route, "holidays", n), festival.since
            if f"{since.year + (since.month == _DECEMBER)}" != self.id and f"{since.year}" != self.id:
                yield _odd((*at, "since"), f"{festival.name}的放假起 {since} 不在 {self.id} 年")
            elif f"{festival.until.year}" != self.id:
                yield _odd((*at, "until"), f"{festival.name}的放假止 {festival.until} 不在 {self.id} 年")
            for k, day in enumerate(festival.work):
                if off := next((f for f in self.holidays if f.since <= day <= f.until), None):
                    yield _odd((*at, "work", k), f"{day} 写成调休上班，又在{off.name}的假期里")


def _odd(route: Route, message: str) -> Problem:
    return Problem("calendar-odd", route, message, "对照国务院办公厅的通知改正")
