"""Papers that are still owed for permits that were accepted early (容缺受理)."""

from collections.abc import Iterator
from datetime import date, datetime

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.model.lateness import overdue_days
from hyzs.query.flows import FlowBook
from hyzs.query.permits import FLOW, owed_papers
from hyzs.query.todo import todo_item


def items(index: IndexReader, book: FlowBook, now: datetime) -> Iterator[Row]:
    """An item a permit; the unit that helps the firm with it owes them, nobody where none is named."""
    for row in owed_papers(index, now.date()):
        late = overdue_days(date.fromisoformat(row["due"]), now.date()) if row["due"] else 0
        about = {
            "flow": FLOW,
            "key": row["permit"],
            "who": [row["agent"]] if row["agent"] else [],
            "since": row["since"],
            "due": row["due"],
            "overdue_days": late,
            "note": "、".join(row["papers"]),
            "sample": row["sample"],
            "rule": "容缺受理时写明的期限",
        }
        yield todo_item("容缺材料", "project", row["project"], row["name"], "补齐", **about)
