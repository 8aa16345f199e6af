"""Matters that are not struck off: state, unit, deadline, days overdue."""

from dataclasses import replace
from datetime import datetime

from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer
from hyzs.model.blocks import Text
from hyzs.query.matters import CLOSED
from hyzs.reports.list_ import list_

_COLUMNS = "id,text,status,lead,effective_due,overdue_days,project"


def open_matters(index: IndexReader, now: datetime) -> Answer:
    """Open matters as of ``now``, the most overdue first, then by the deadline in force.

    Raises:
        BadUsage: a condition or a name in it cannot be understood.
    """
    listed = list_(index, "matter", now, f"status != {CLOSED}", "-overdue_days,effective_due", _COLUMNS)
    late = sum(bool(row["overdue_days"]) for row in listed.rows)
    count = f"没有销号的 {len(listed.rows)} 件，逾期 {late} 件"
    return replace(
        listed,
        report="matter",
        params={},
        summary={"open": len(listed.rows), "overdue": late},
        blocks=[Text(count), *listed.blocks[1:]],
        title="交办事项",
        stamp=replace(listed.stamp, filter=""),
    )
