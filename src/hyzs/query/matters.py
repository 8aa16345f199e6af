"""Matters as of a day: status derived from their events, deadline in force, days overdue."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.model.flow import CaseEvent, state
from hyzs.query.flows import FlowBook, events_by_file

MATTERS = """
SELECT m.file, m.id, m.text, m.origin, m.project, m.against, m.lead, m.due, m."raised.by" AS raised_by,
       m."raised.on" AS raised_on, m.sample, o.target AS project_id
FROM matter m LEFT JOIN mention o ON o.file = m.file AND o.field = 'project'
WHERE m."raised.on" <= :day AND coalesce(m.draft, 0) = 0 ORDER BY m.due, m.id
"""
#: Matters that come from a paper, drafts too; the latest paper first, its items in the order of their ids.
SOURCED = """
SELECT m.id, m."source.type" AS type, m."source.number" AS number, m."source.on" AS "on", m."source.by" AS "by",
       m."source.clause" AS clause, m."source.text" AS text, coalesce(m.draft, 0) AS draft
FROM matter m WHERE m."source.on" IS NOT NULL ORDER BY m."source.on" DESC, m."source.number", m.id
"""
#: The flow that matters go through.
FLOW = "交办"
_SHOWN = ("id", "text", "lead", "due", "status", "overdue_days")
DONE, CLOSED = "待销号", "已销号"
#: Every status, from first to last.
STATUSES = ("待交办", "待签收", "退回", "在办", DONE, CLOSED)


def matters(index: IndexReader, day: date) -> list[Row]:
    """Matters raised by ``day`` but drafts, by first deadline; ``overdue_days`` is 0 for those that are done."""
    book = FlowBook(index)
    events = events_by_file(index, FLOW, day)
    return [_matter(book, row, events[row["file"]], day) for row in index.rows(MATTERS, day=str(day))]


def sourced_matters(index: IndexReader) -> list[Row]:
    """Matters of minutes, instructions and supervision: {id, type, number, on, by, clause, text, draft}."""
    return index.rows(SOURCED)


def is_pending(matter: Row) -> bool:
    """True while a unit still has to act on the matter."""
    return matter["status"] not in (DONE, CLOSED)


def overdue_matters(index: IndexReader, day: date) -> list[Row]:
    """Matters past their deadline, by the first deadline."""
    return [matter for matter in matters(index, day) if matter["overdue_days"]]


def open_by_project(matters: Iterable[Row]) -> dict[str, list[Row]]:
    """Matters that are not struck off (已销号), by the id of their project."""
    out: dict[str, list[Row]] = defaultdict(list)
    for row in matters:
        if row["project_id"] and row["status"] != CLOSED:
            out[row["project_id"]].append({key: row[key] for key in _SHOWN})
    return dict(out)


def _matter(book: FlowBook, row: Row, events: Sequence[CaseEvent], day: date) -> Row:
    due = date.fromisoformat(row["due"])
    flow = book.flow(FLOW, events[0].on if events else due)
    assert flow is not None
    now = state(flow, events, book.clock, day, due)
    last = now.last
    return {
        **{key: row[key] for key in row if key not in ("file", "due")},
        "first_due": row["due"],
        "due": str(flow.extended(due, events)),
        "status": now.status or STATUSES[0],
        "overdue_days": now.overdue,
        "last": {"on": str(last.on), "do": last.do, "by": last.by, "note": last.note} if last else None,
    }
