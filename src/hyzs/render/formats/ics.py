"""iCalendar: the days on which something is due, for the calendar of a telephone or an office."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from hyzs.model.answer import Answer
from hyzs.model.blocks import Row
from hyzs.model.errors import BadUsage
from hyzs.model.optional_import import import_optional
from hyzs.render.context import RenderContext
from hyzs.render.format import Format
from hyzs.render.layout.cell_text import clean

FORMAT = Format(rank=190, content="days", extension="ics")

#: Time of the reminder: nine in the morning of the day before.
_REMINDER = timedelta(hours=-15)


def render(answer: Answer, context: RenderContext) -> str:
    """One entry per duty of the answer's ``days``: {day, id, node, text, moves, light}.

    Its UID names the record and the node and no date, its SEQUENCE (RFC 5545 section 3.8.7.4) counts how often the day
    was put off: a calendar that reads the file again moves the entry.

    Raises:
        BadUsage: the report has no days.
    """
    days = answer.extra.get("days")
    if days is None:
        raise BadUsage("这个报表没有日历", "可以写：hyzs report duty 单位 -o 单位.ics")
    ical = import_optional("icalendar", "ics")
    stamped_at = datetime.fromisoformat(answer.stamp.data_date or "1980-01-01").replace(tzinfo=UTC)
    calendar = ical.Calendar()
    calendar.add("prodid", "-//hyzs//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", clean(answer.title))
    if answer.stamp.as_of_text:
        calendar.add("x-wr-caldesc", answer.stamp.as_of_text)
    for entry in days:
        calendar.add_component(_event(ical, entry, stamped_at, str(context.store.get("id") or "hyzs")))
    return str(calendar.to_ical().decode("utf-8")).replace("\r\n", "\n").replace("\n", "\r\n")


def _event(ical: Any, entry: Row, stamped_at: datetime, store: str) -> Any:
    """The entry of one duty, with its reminder."""
    event, day, text = ical.Event(), date.fromisoformat(entry["day"]), clean(entry["text"]).replace("\n", " ")
    event.add("uid", f"{entry['id']}-{entry['node']}@{store}")
    event.add("dtstamp", stamped_at)
    event.add("sequence", entry["moves"])
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", text)
    if entry["light"]:
        event.add("categories", [clean(entry["light"])])
    alarm = ical.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text)
    alarm.add("trigger", _REMINDER)
    event.add_component(alarm)
    return event
