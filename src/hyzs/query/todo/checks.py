"""Todo source: examinations of projects (研判), firms and partners (尽调) that expire soon and must be repeated."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.model.lateness import overdue_days
from hyzs.query.checked_facts import latest_checks
from hyzs.query.flows import FlowBook
from hyzs.query.projects import STOPPED_RECORDS
from hyzs.query.todo import todo_item
from hyzs.query.todo.flows import DRAFT, ENDED

#: Projects that were ended and partners that are one no more: nobody looks into them again.
OVER = f"""
{STOPPED_RECORDS}
UNION SELECT p.id FROM partner p WHERE p.ended <= :day
"""
#: It is listed from so many days before its last day on.
_SOON = 30


def items(index: IndexReader, book: FlowBook, now: datetime) -> Iterator[Row]:
    """An item a look; it is listed from a month before its last day on."""
    day = now.date()
    soon, over = str(day + timedelta(days=_SOON)), {id for (id,) in index.tuples(OVER, day=str(day))}
    for row in latest_checks(index, day):
        if not row["expires"] or row["expires"] > soon:
            continue
        label = "研判" if row["kind"] == "project" else "尽调"
        about = {
            "who": [row["by"]],
            "since": row["on"],
            "due": row["expires"],
            "overdue_days": overdue_days(date.fromisoformat(row["expires"]), day),
            "sample": bool(row["sample"]),
            "rule": _rule(row, label),
            "out": DRAFT if row["draft"] else ENDED if row["record"] in over else None,
        }
        yield todo_item(label, row["kind"], row["record"], row["name"], f"复查{row['item']}", **about)


def _rule(row: Row, label: str) -> str:
    """事前研判的有效期; 尽调有效期 6 个月."""
    return f"{label}有效期 {row['months']} 个月" if row["months"] else f"{row['phase'] or ''}{label}的有效期"
