"""The reporting schedule of the store, and the week that a command-line text means."""

import re
from collections import defaultdict
from datetime import date, datetime, timedelta

from hyzs.fields.index_reader import IndexReader
from hyzs.model.errors import BadConfig, BadUsage
from hyzs.model.reporting_schedule import ReportingInterval, ReportingSchedule, YearDays
from hyzs.model.week import Week

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
SETTINGS = """
SELECT "week.opens" AS opens, "week.due" AS due, "week.closes" AS closes, "cadence.holiday" AS holiday
FROM settings ORDER BY id
"""
RULES = "SELECT tier, stage, every FROM cadence_rule ORDER BY pos"
#: Years whose days off are published: the calendar has its notice and its holidays.
YEARS = """
SELECT c.id, c.adopted FROM calendar c
WHERE c.notice IS NOT NULL AND EXISTS (SELECT 1 FROM holiday h WHERE h.file = c.file) ORDER BY c.id
"""
HOLIDAYS = "SELECT record, since, until FROM holiday"
WORKED = """
SELECT c.id AS record, p.text AS day FROM calendar c CROSS JOIN pair p
WHERE p.file = c.file AND p.item = c.item AND p.field = 'holidays.work'
"""


def load_schedule(index: IndexReader) -> ReportingSchedule:
    """The schedule that the settings and the published calendars give.

    Raises:
        BadConfig: the settings cannot be read.
    """
    settings = index.rows(SETTINGS)
    if not settings:
        raise BadConfig("设置读不出来：data/settings.yaml", "运行 hyzs check 查看")
    years = year_days(index)
    return ReportingSchedule(
        **settings[0],
        rules=[ReportingInterval(**row) for row in index.rows(RULES)],
        years=frozenset(year.year for year in years),
        off=frozenset().union(*(year.off for year in years)),
        work=frozenset().union(*(year.work for year in years)),
        late=tuple(year for year in years if year.adopted > date.min),
    )


def year_days(index: IndexReader) -> list[YearDays]:
    """Published calendars, by year; one without a first day in force was always in force."""
    off, work = defaultdict[str, set[date]](set), defaultdict[str, set[date]](set)
    for row in index.rows(HOLIDAYS):
        off[row["record"]].update(_days(date.fromisoformat(row["since"]), date.fromisoformat(row["until"])))
    for row in index.rows(WORKED):
        work[row["record"]].add(date.fromisoformat(row["day"]))
    return [
        YearDays(int(id), date.fromisoformat(adopted or str(date.min)), frozenset(off[id]), frozenset(work[id]))
        for id, adopted in index.tuples(YEARS)
        if id.isdecimal()
    ]


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def parse_week_argument(text: str | None, schedule: ReportingSchedule, now: datetime) -> Week:
    """The week that ``text`` means: 2026-W47, W47, 47, 第47周, a date, 本期, 本周, 上周; None means 本期.

    Raises: BadUsage where it means no week.
    """
    this = Week.of(now.date())
    words = {None: schedule.current_week(now), "本期": schedule.current_week(now), "本周": this, "上周": this.plus(-1)}
    if text in words:
        return words[text]
    assert text is not None
    try:
        return Week.parse_informal(str(Week.of(date.fromisoformat(text))) if _DAY.fullmatch(text) else text, this.year)
    except ValueError:
        raise BadUsage(f"“{text}”不是周", "写 2026-W47、W47、第47周、一个日期，或 本期、本周、上周") from None
