"""Matters that were written down and not handed over yet: they have no event, so no case of a flow."""

from collections.abc import Iterator
from datetime import datetime

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.query.flows import FlowBook
from hyzs.query.matters import FLOW, STATUSES, matters
from hyzs.query.todo import todo_item


def items(index: IndexReader, book: FlowBook, now: datetime) -> Iterator[Row]:
    """One item per matter; no unit is named, since no field says who hands it over."""
    for matter in matters(index, now.date()):
        if matter["status"] == STATUSES[0]:
            due = {key: matter[key] for key in ("due", "overdue_days")}
            about = {
                "flow": FLOW,
                "since": matter["raised_on"],
                "sample": bool(matter["sample"]),
                "rule": "记录写明的期限",
            }
            yield todo_item(FLOW, "matter", matter["id"], matter["text"], FLOW, **due, **about)
