"""Working-day calendars: one a year, from the State Council's notice."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Any, ClassVar

from hyzs.model.annotations import Level
from hyzs.model.finding import Problem, Route, Rule, Severity
from hyzs.model.record import Part, Record, Starter, field
from hyzs.model.scalars import Day, Text

P = Level.public
_SATURDAY, _DECEMBER = 5, 12
#: Days within which a festival and the weekends worked for it lie. Of all notices since 2008 the longest holiday is 9
#: days (春节 2026), the farthest day worked is 11 days away (2026-09-20 for 国庆节).
_TWO_WEEKS = 14
#: The first and the last (month, day) that the day of a festival can be, by 全国年节及纪念日放假办法 (国务院令第795号);
#: those of the lunar calendar with some days to spare.
_FESTIVALS = {
    "元旦": ((1, 1), (1, 1)),
    "春节": ((1, 20), (2, 25)),
    "清明": ((4, 4), (4, 6)),
    "劳动节": ((5, 1), (5, 1)),
    "端午": ((5, 20), (6, 30)),
    "中秋": ((9, 1), (10, 15)),
    "国庆": ((10, 1), (10, 1)),
}
_YEAR = re.compile("(19|2[0-9])[0-9]{2}")


class Holiday(Part):
    """A festival: its days off, and the weekend days that are worked for it."""

    name: Text = field("节日", level=P)
    since: Day = field("放假起", level=P)
    until: Day = field("放假止", level=P)
    work: tuple[Day, ...] = field("调休上班", (), level=P)

    def problems(self, route: Route) -> Iterator[Problem]:
        """A span runs forward, over the festival's own day; the days worked for it are Saturdays or Sundays within two
        weeks of it, each named once.
        """
        if self.until < self.since:
            yield _odd((*route, "until"), f"{self.name}的放假止 {self.until} 早于放假起 {self.since}")
            return
        if not self.is_long and (missing := self._missing_festivals()):
            yield _odd((*route, "since"), f"{self.name}的放假 {self.since} 至 {self.until} 里没有{missing}")
        before: set[date] = set()
        for n, day in enumerate(self.work):
            at = (*route, "work", n)
            if day.weekday() < _SATURDAY:
                yield _odd(at, f"{day} 是周{'一二三四五'[day.weekday()]}，本来就上班，不是调休")
            elif self.is_far(day):
                yield _odd(at, f"{day} 离{self.name}（{self.since} 至 {self.until}）太远，不会是为它调休")
            elif day in before:
                yield _odd(at, f"{day} 在{self.name}的调休里写了两次")
            before.add(day)

    @property
    def days(self) -> range:
        """The days off, as ordinals."""
        return range(self.since.toordinal(), self.until.toordinal() + 1)

    @property
    def is_long(self) -> bool:
        """True if it goes on for more than two weeks."""
        return len(self.days) > _TWO_WEEKS

    def is_far(self, day: date) -> bool:
        """True if more than two weeks lie between that day and the holiday."""
        reach = timedelta(days=_TWO_WEEKS)
        return not self.since - reach <= day <= self.until + reach

    def _missing_festivals(self) -> str:
        """The festivals of its name whose day is not among the days off."""
        days = [(day.month, day.day) for day in map(date.fromordinal, self.days)]
        spans = ((name, *span) for name, span in _FESTIVALS.items() if name in self.name)
        return "、".join(name for name, first, last in spans if not any(first <= day <= last for day in days))


class Calendar(Record):
    """The working days of a year. Until it has both a notice and its festivals, the year counts as unpublished."""

    kind: ClassVar[str] = "calendar"
    label: ClassVar[str] = "日历"
    path: ClassVar[str] = "calendar/{id}.yaml"
    starter: ClassVar[Starter] = Starter.bare
    caption_level: ClassVar[Level | None] = Level.public
    is_offered: ClassVar[bool] = False
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "calendar-odd",
            Severity.error,
            "节假日安排前后矛盾：起止颠倒、不在这一年、没有那个节日、两个假重叠，调休日不是周末、离节日太远或正在放假。",
            "填报的截止时间按日历推算，日历错一天，就有单位被误记为未报。",
            "对照国务院办公厅的通知改正日期。",
            "== data/calendar/2024.yaml\nnotice: 示例\ntitle: 示例\nholidays:\n"
            "  - {name: 清明节, since: 2024-04-04, until: 2024-04-06, work: [»2024-04-08«]}\n",
        ),
        Rule(
            "calendar-incomplete",
            Severity.warning,
            "节假日安排只写了一半：有节日没有通知文号，或者有文号没有节日。",
            "两样都写了才算公布；不齐的年份仍按周一至周五计，写下的节日不起作用。",
            "对照国务院办公厅的通知，补上 notice 和 holidays。",
            "== data/calendar/2024.yaml\ntitle: 示例\n"
            "holidays:\n  »- {name: 清明节, since: 2024-04-04, until: 2024-04-06}«\n",
        ),
    )

    notice: Text | None = field("通知文号", None, level=P)
    title: Text | None = field("通知标题", None, level=P)
    adopted: Day | None = field(
        "启用日期", None, level=P, note="本库从哪天起按它推算；更早报送的，迟不迟不改判。不写就是一直按它"
    )
    holidays: tuple[Holiday, ...] = field("节日", (), level=P)
    note: Text | None = field("备注", None, level=P)

    @classmethod
    def initial_values(cls, id: str, today: date) -> Mapping[str, Any]:
        """The year's frame: weekends off by themselves, festivals still to come; in force from ``today`` on."""
        return {
            "title": f"国务院办公厅关于{id}年部分节假日安排的通知",
            "adopted": today,
            "holidays": [],
            "note": "周六、周日休息。公布后写上 notice，再把放假和调休逐个写进 holidays；在那以前按周一至周五计",
        }

    def problems(self, route: Route) -> Iterator[Problem]:
        """Every festival is of this year (it may begin in the December before), for two weeks at most, and has its days
        for itself; the days worked for it are of this year too, and none is a day off.
        """
        if not _YEAR.fullmatch(self.id):
            yield _odd(route, f"文件名“{self.id}”不是年份", "日历一年一个文件，写成 calendar/2027.yaml 的样子")
            return
        if bool(self.notice) != bool(self.holidays):
            have, lack = ("holidays", "通知文号") if self.holidays else ("notice", "节日")
            message = f"{self.id} 年的日历没有写{lack}，仍按周一至周五计"
            yield Problem("calendar-incomplete", (*route, have), message, "对照国务院办公厅的通知补全")
        off: dict[int, Holiday] = {}
        for n, festival in enumerate(self.holidays):
            at, since = (*route, "holidays", n), festival.since
            if not self._is_of_year(since):
                yield _odd((*at, "since"), f"{festival.name}的放假起 {since} 不在 {self.id} 年")
            elif f"{festival.until.year}" != self.id:
                yield _odd((*at, "until"), f"{festival.name}的放假止 {festival.until} 不在 {self.id} 年")
            elif festival.is_long:
                yield _odd((*at, "until"), f"{festival.name}放了 {len(festival.days)} 天假，从来没有这么长")
            elif other := next((off[day] for day in festival.days if day in off), None):
                yield _odd((*at, "since"), f"{festival.name}的假期和{other.name}的重叠")
            off |= {day: festival for day in self._days_of_year(festival) if day not in off}
        for n, festival in enumerate(self.holidays):
            yield from self._work_problems((*route, "holidays", n), festival, off)

    def _work_problems(self, route: Route, festival: Holiday, off: Mapping[int, Holiday]) -> Iterator[Problem]:
        """Days worked that are days off, by their ordinals, or that are of another year."""
        for n, day in enumerate(festival.work):
            if holiday := off.get(day.toordinal()):
                yield _odd((*route, "work", n), f"{day} 写成调休上班，又在{holiday.name}的假期里")
            elif not self._is_of_year(day) and not festival.is_far(day):
                yield _odd((*route, "work", n), f"调休上班的 {day} 不在 {self.id} 年")

    def _days_of_year(self, festival: Holiday) -> range:
        """Its days off that a notice for this year can name, as ordinals."""
        first, last = date(int(self.id) - 1, _DECEMBER, 1), date(int(self.id), _DECEMBER, 31)
        days = festival.days
        return range(max(days.start, first.toordinal()), min(days.stop, last.toordinal() + 1))

    def _is_of_year(self, day: date) -> bool:
        """True if a notice for this year can name the day: the December before counts, for 元旦."""
        return self.id in (f"{day.year}", f"{day.year + (day.month == _DECEMBER)}")


def _odd(route: Route, message: str, hint: str = "对照国务院办公厅的通知改正") -> Problem:
    return Problem("calendar-odd", route, message, hint)
