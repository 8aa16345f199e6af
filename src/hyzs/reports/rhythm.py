"""The store's weekly rhythm, and which week people mean."""

from datetime import date, datetime, timedelta

from hyzs.model.errors import BadConfig, BadUsage
from hyzs.model.rhythm import CadenceRule, Rhythm
from hyzs.model.week import Week
from hyzs.reports.asked import Asked

SETTINGS = """
SELECT "week.opens" AS opens, "week.due" AS due, "week.closes" AS closes, "cadence.holiday" AS holiday
FROM settings ORDER BY id
"""
RULES = "SELECT tier, stage, every FROM cadence_rule ORDER BY pos"
HOLIDAYS = "SELECT record, since, until FROM holiday"
WORKED = """
SELECT p.text AS day FROM calendar c CROSS JOIN pair p
WHERE p.file = c.file AND p.item = c.item AND p.field = 'holidays.work'
"""
YEARS = "SELECT id FROM calendar"


def rhythm(index: Asked) -> Rhythm:
    """The rhythm that the settings and the calendars give."""
    settings = index.rows(SETTINGS)
    if not settings:
        raise BadConfig("设置读不出来：data/settings.yaml", "运行 hyzs check 查看")
    off = {
        day
        for row in index.rows(HOLIDAYS)
        for day in _days(date.fromisoformat(row["since"]), date.fromisoformat(row["until"]))
    }
    return Rhythm(
        **settings[0],
        rules=[CadenceRule(**row) for row in index.rows(RULES)],
        years=frozenset(int(row["id"]) for row in index.rows(YEARS) if row["id"].isdecimal()),
        off=frozenset(off),
        work=frozenset(date.fromisoformat(row["day"]) for row in index.rows(WORKED)),
    )


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def meant(text: str | None, rhythm: Rhythm, now: datetime) -> Week:
    """The week that ``text`` means: 2026-W47, W47, 47, a date, 本期, 本周, 上周; nothing means 本期."""
    this = Week.of(now.date())
    words = {None: rhythm.current(now), "本期": rhythm.current(now), "本周": this, "上周": this.plus(-1)}
    if text in words:
        return words[text]
    assert text is not None
    try:
        short = text.upper().removeprefix("W")
        if short.isascii() and short.isdecimal() and len(short) <= 2:
            return Week.parse(f"{this.year}-W{int(short):02d}")
        if len(text) == 10:
            return Week.parse(str(Week.of(date.fromisoformat(text))))
        return Week.parse(text.upper())
    except ValueError:
        raise BadUsage(f"“{text}”不是周", "写 2026-W47、W47、一个日期，或 本期、本周、上周") from None
