"""A unit's return of one week as it stands: its file, what it says, and until when it is open."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from hyzs.model.answer import Row
from hyzs.model.errors import BadUsage, NotFound
from hyzs.model.week import Week
from hyzs.query.duties import Duties, load_duties
from hyzs.query.fields.index_reader import IndexReader, resolve_name
from hyzs.query.reporting_week import load_schedule, parse_week_argument
from hyzs.query.track_rows import WeekRows

RETURN = """
SELECT f.path, b.json FROM record r JOIN body b ON b.file = r.file AND b.item = r.item JOIN file f ON f.id = r.file
WHERE r.kind = 'return' AND r.id = :id
"""
BEFORE = """
SELECT e.week, e.progress, e.next FROM entry e WHERE e.key_id = :id AND e.week < :week ORDER BY e.week DESC LIMIT 1
"""
#: The first week in which each project of ``in_values`` was reported.
FIRST = "SELECT a.value, min(e.week) FROM in_values a JOIN entry e ON e.key = a.value GROUP BY a.value"
EXPLAIN = "SELECT explain_after FROM settings"


class ReturnFile(NamedTuple):
    """The return of ``unit`` in ``week``: where it stands, what it says (None: nothing yet)."""

    week: Week
    unit: str
    path: str
    body: dict[str, Any] | None
    due: datetime | None
    is_closed: bool
    #: After so many silent weeks an entry says why (0: never).
    explain_after: int = 0
    #: How the days up to ``due`` were counted, where no calendar of days off is published.
    due_note: str = ""

    def entry(self, section: str, id: str) -> dict[str, Any]:
        """What it says of that project or task; nothing if it does not name it."""
        found = ((self.body or {}).get(section) or {}).get(id)
        return dict(found) if found else {}


def load_started_week(index: IndexReader, text: str | None, now: datetime) -> tuple[Duties, Week]:
    """The week that is meant, and the ledger of its duties; one that has not opened yet is an error."""
    the_rhythm = load_schedule(index)
    week = parse_week_argument(text, the_rhythm, now)
    if week > the_rhythm.current_week(now) and week > Week.of(now.date()):
        raise BadUsage(f"{week.heading}还没有到", "填报只记已经开始的周")
    return load_duties(index, the_rhythm, now, week, all=True), week


def return_file(index: IndexReader, book: Duties, week: Week, unit: str) -> ReturnFile:
    """The return of that unit, whoever it is called by."""
    one = resolve_name(index, unit, "unit")
    rows = index.rows(RETURN, id=f"{week}/{one['id']}")
    path = rows[0]["path"] if rows else f"returns/{week}/{one['id']}.yaml"
    body = json.loads(rows[0]["json"]) if rows else None
    explain = index.value(EXPLAIN) or 0
    due, closed = book.due(week), book.schedule.is_closed(week, book.now)
    return ReturnFile(week, one["name"], path, body, due.moment, closed, int(explain), due.note)


def project_row(book: Duties, week: Week, id: str) -> Row:
    """The project as the tracking list of that week has it: who reports it, what its figures were last.

    The ledger is left with that project alone.
    """
    book.projects = [project for project in book.projects if project.row["id"] == id]
    found = next(WeekRows(book, week).rows(), None)
    if found is None:
        raise NotFound(f"没有这个项目：{id}")
    return found


def all_project_rows(index: IndexReader, text: str | None, now: datetime) -> tuple[Duties, Week, dict[str, Row]]:
    """The ledger of a week, and every project as the tracking list of that week has it."""
    book, week = load_started_week(index, text, now)
    return book, week, {row["id"]: row for row in WeekRows(book, week).rows()}


def previous_entry(index: IndexReader, id: str, week: Week) -> Row:
    """What was said of the project in the last week before that it was reported in; nothing if it never was."""
    return next(iter(index.rows(BEFORE, id=id, week=str(week))), {})


def first_mondays(index: IndexReader, ids: Sequence[str]) -> dict[str, date]:
    """The monday of the first week in which each project was reported, if it ever was."""
    return {id: Week.parse(week).monday for id, week in index.tuples(FIRST, ids) if week}
