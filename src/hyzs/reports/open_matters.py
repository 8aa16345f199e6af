"""The matters that are not struck off yet: how far each has come, who has it, until when, how late it is."""

from dataclasses import replace
from datetime import datetime

from hyzs.model.answer import Answer, Text
from hyzs.query.fields.index_reader import IndexReader
from hyzs.query.matters import CLOSED
from hyzs.reports.list_ import list_

_COLUMNS = "id,text,status,lead,effective_due,overdue_days,project"


def open_matters(index: IndexReader, now: datetime) -> Answer:
    """The open matters as of ``now``, the most overdue first, then by the deadline in force."""
    found = list_(index, "matter", now, f"status != {CLOSED}", "-overdue_days,effective_due", _COLUMNS)
    late = sum(bool(row["overdue_days"]) for row in found.rows)
    count = f"没有销号的 {len(found.rows)} 件，逾期 {late} 件"
    return replace(
        found,
        report="matter",
        params={},
        summary={"open": len(found.rows), "overdue": late},
        blocks=[Text(count), *found.blocks[1:]],
        title="交办事项",
        stamp=replace(found.stamp, filter=""),
    )
