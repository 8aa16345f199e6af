"""iCalendar: the days on which something is due, for the calendar of a telephone or an office."""

from datetime import date, datetime, timedelta

from hyzs.model.answer import Answer
from hyzs.model.errors import BadUsage
from hyzs.render.cells import clean
from hyzs.render.extras import need
from hyzs.render.look import Look


def render(answer: Answer, look: Look) -> str:
    """One entry a day and thing, {day, id, text} of the answer's ``days``."""
    days = answer.extra.get("days")
    if days is None:
        raise BadUsage("这个报表没有日历", "可以写：hyzs report duty 单位 -o 单位.ics")
    lib = need("icalendar", "ics")
    made = datetime.fromisoformat(answer.stamp.data_date or "1980-01-01")
    calendar = lib.Calendar()
    calendar.add("prodid", "-//hyzs//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", clean(answer.title))
    if answer.stamp.stopped:
        calendar.add("x-wr-caldesc", answer.stamp.stopped)
    for one in days:
        event, day = lib.Event(), date.fromisoformat(one["day"])
        event.add("uid", f"{one['id']}-{one['day']}@{look.store.get('id') or 'hyzs'}")
        event.add("dtstamp", made)
        event.add("dtstart", day)
        event.add("dtend", day + timedelta(days=1))
        event.add("summary", clean(one["text"]).replace("\n", " "))
        calendar.add_component(event)
    return str(calendar.to_ical().decode("utf-8")).replace("\r\n", "\n").replace("\n", "\r\n")
