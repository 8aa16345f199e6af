"""Commitments that nobody has begun to keep: they have no event, so no case of a flow."""

from collections.abc import Iterator
from datetime import datetime

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.query.commitments import FLOW, commitments
from hyzs.query.flows import FlowBook
from hyzs.query.todo import todo_item


def items(index: IndexReader, book: FlowBook, now: datetime) -> Iterator[Row]:
    """An item a commitment; its maker owes it by the time limit in force."""
    for row in commitments(index, now.date()):
        if row["last"] is None:
            about = {
                "flow": FLOW,
                "who": [row["by"]],
                "since": row["made"],
                "due": row["due"],
                "overdue_days": row["overdue_days"],
                "moves": row["moves"],
                "sample": bool(row["sample"]),
                "rule": f"{row['source']}写明的时限",
            }
            yield todo_item("承诺", "commitment", row["id"], row["text"], "兑现", **about)
