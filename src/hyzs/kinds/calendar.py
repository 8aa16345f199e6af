"""Working-day calendars: one a year, from the State Council's notice."""

from typing import ClassVar

from hyzs.model.marks import Level
from hyzs.model.record import Part, Record, field
from hyzs.model.text import Day, Text

P = Level.public


class Holiday(Part):
    """A festival: its days off, and the weekend days that are worked for it."""

    name: Text = field("节日", level=P)
    since: Day = field("放假起", level=P)
    until: Day = field("放假止", level=P)
    work: tuple[Day, ...] = field("调休上班", (), level=P)


class Calendar(Record):
    """The working days of a year."""

    kind: ClassVar[str] = "calendar"
    label: ClassVar[str] = "日历"
    path: ClassVar[str] = "calendar/{id}.yaml"

    notice: Text = field("通知文号", level=P)
    title: Text = field("通知标题", level=P)
    holidays: tuple[Holiday, ...] = field("节日", level=P)
