"""The return of a unit in one week: its file, its entries, and the time until which it is open."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from hyzs.fields.index_reader import IndexReader, resolve_name
from hyzs.fields.reporting_week import load_schedule, parse_week_argument
from hyzs.model.blocks import Row
from hyzs.model.errors import BadUsage, NotFound
from hyzs.model.week import Week
from hyzs.query.duties import Duties, load_duties
from hyzs.query.track_row import TrackRow
from hyzs.query.track_rows import WeekRows

RETURN = """
SELECT f.path, b.json FROM record r JOIN body b ON b.file = r.file AND b.item = r.item JOIN file f ON f.id = r.file
WHERE r.kind = 'return' AND r.id = :id
"""
BEFORE = """
SELECT e.week, e.progress, e.next FROM entry e WHERE e.key_id = :id AND e.week < :week ORDER BY e.week DESC LIMIT 1
"""
#: The first week with an entry on each project of ``in_values``.
FIRST = "SELECT a.value, min(e.week) FROM in_values a JOIN entry e ON e.key = a.value GROUP BY a.value"
EXPLAIN = "SELECT explain_after FROM settings"


class ReturnFile(NamedTuple):
    """The return of ``unit`` in ``week``: its path below ``data/``, and its content (None: no file yet)."""

    week: Week
    unit: str
    path: str
    body: dict[str, Any] | None
    due: datetime | None
    is_closed: bool
    #: Number of silent weeks after which an entry gives a reason (0: never).
    explain_after: int = 0
    #: Note on the counting of days up to ``due``, where no calendar of days off is published.
    due_note: str = ""

    def entry(self, section: str, id: str) -> dict[str, Any]:
        """Entry on that project or task; empty if there is none."""
        entry = ((self.body or {}).get(section) or {}).get(id)
        return dict(entry) if entry else {}


def load_started_week(index: IndexReader, text: str | None, now: datetime) -> tuple[Duties, Week]:
    """Duties on all projects of the week that ``text`` means, and the week.

    Raises: BadUsage where the text means no week, or one that has not begun; BadConfig: the settings cannot be read.
    """
    schedule = load_schedule(index)
    week = parse_week_argument(text, schedule, now)
    if week > schedule.current_week(now) and week > Week.of(now.date()):
        raise BadUsage(f"{week.heading}还没有到", "填报只记已经开始的周")
    return load_duties(index, schedule, now, week, all=True), week


def return_file(index: IndexReader, duties: Duties, week: Week, unit: str) -> ReturnFile:
    """The return in ``week`` of the unit that people call ``unit``.

    Raises: NotFound where there is no such unit.
    """
    record = resolve_name(index, unit, "unit")
    rows = index.rows(RETURN, id=f"{week}/{record['id']}")
    path = rows[0]["path"] if rows else f"returns/{week}/{record['id']}.yaml"
    body = json.loads(rows[0]["json"]) if rows else None
    explain = index.value(EXPLAIN) or 0
    due, is_closed = duties.due(week), duties.schedule.is_closed(week, duties.now)
    return ReturnFile(week, record["name"], path, body, due.moment, is_closed, int(explain), due.note)


def project_row(duties: Duties, week: Week, id: str) -> TrackRow:
    """Row of the project in the tracking list of that week; leaves ``duties`` with that project alone.

    Raises: NotFound where there is no such project.
    """
    duties.projects = [project for project in duties.projects if project.row["id"] == id]
    row = next(WeekRows(duties, week).rows(), None)
    if row is None:
        raise NotFound(f"没有这个项目：{id}")
    return row


def all_project_rows(index: IndexReader, text: str | None, now: datetime) -> tuple[Duties, Week, dict[str, TrackRow]]:
    """Duties of a week, the week, and the row of every project in its tracking list, by id.

    Raises: BadUsage, as ``load_started_week`` does.
    """
    duties, week = load_started_week(index, text, now)
    return duties, week, {row["id"]: row for row in WeekRows(duties, week).rows()}


def previous_entry(index: IndexReader, id: str, week: Week) -> Row:
    """Entry on the project in the last week before ``week`` that has one; empty if none has."""
    return next(iter(index.rows(BEFORE, id=id, week=str(week))), {})


def first_mondays(index: IndexReader, ids: Sequence[str]) -> dict[str, date]:
    """Monday of the first week with an entry on each project; projects without entries are left out."""
    return {id: Week.parse(week).monday for id, week in index.tuples(FIRST, ids) if week}
