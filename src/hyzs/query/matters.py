"""Matters as they stand on a day: their status, derived from what was done, the deadline in force, and how late."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from hyzs.model.answer import Row
from hyzs.query.fields.index_reader import IndexReader

MATTERS = """
SELECT m.file, m.id, m.text, m.origin, m.project, m.against, m.lead, m.due, m."raised.by" AS raised_by,
       m."raised.on" AS raised_on, m.sample, o.target AS project_id
FROM matter m LEFT JOIN mention o ON o.file = m.file AND o.field = 'project'
WHERE m."raised.on" <= :day ORDER BY m.due, m.id
"""
EVENTS = """
SELECT e.file, e."on", e.do, e.by, e."to", e.due, e.note FROM matter_event e
WHERE e."on" <= :day ORDER BY e.file, e.pos
"""
#: Acts that leave the status as it is, and what each other act makes of it.
_STATUS = {
    "交办": "待签收",
    "改派": "待签收",
    "签收": "在办",
    "退回": "退回",
    "办结": "待销号",
    "销号": "已销号",
    "重开": "在办",
}
_SHOWN = ("id", "text", "lead", "due", "status", "overdue_days")
DONE, CLOSED = "待销号", "已销号"
#: Every status, from first to last.
STATUSES = ("待交办", "待签收", "退回", "在办", DONE, CLOSED)


def matters(index: IndexReader, day: date) -> list[Row]:
    """Every matter that had been raised by then, by its deadline; ``overdue_days`` of what is not done yet."""
    events: dict[int, list[Row]] = defaultdict(list)
    for event in index.rows(EVENTS, day=str(day)):
        events[event["file"]].append(event)
    return [_matter_on(row, events[row["file"]], day) for row in index.rows(MATTERS, day=str(day))]


def is_pending(one: Row) -> bool:
    """Whether somebody still has to do something about it."""
    return one["status"] not in (DONE, CLOSED)


def overdue_matters(index: IndexReader, day: date) -> list[Row]:
    """The matters that are past their deadline, by that deadline."""
    return [one for one in matters(index, day) if one["overdue_days"]]


def open_by_project(stood: Iterable[Row]) -> dict[str, list[Row]]:
    """Those of these matters that are not struck off, by the project they are about."""
    out: dict[str, list[Row]] = defaultdict(list)
    for row in stood:
        if row["project_id"] and row["status"] != CLOSED:
            out[row["project_id"]].append({key: row[key] for key in _SHOWN})
    return dict(out)


def _matter_on(row: Row, events: Iterable[Row], day: date) -> Row:
    status, due, last = STATUSES[0], row["due"], None
    for event in events:
        status = _STATUS.get(event["do"], status)
        if event["do"] == "延期" and event["due"] and event["due"] > due:
            due = event["due"]
        last = event
    late = (day - date.fromisoformat(due)).days if status not in (DONE, CLOSED) else 0
    return {
        **{key: row[key] for key in row if key not in ("file", "due")},
        "first_due": row["due"],
        "due": due,
        "status": status,
        "overdue_days": max(0, late),
        "last": {key: last[key] for key in ("on", "do", "by", "note")} if last else None,
    }
