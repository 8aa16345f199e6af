"""Open needs that somebody handles and that did not become matters."""

from collections.abc import Iterator
from datetime import datetime

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.model.week import Week
from hyzs.query.flows import FlowBook
from hyzs.query.open_needs import needs_now
from hyzs.query.todo import todo_item


def items(index: IndexReader, book: FlowBook, now: datetime) -> Iterator[Row]:
    """An item a need, under the project that it is of; its wording is what is owed."""
    for need in needs_now(index, now):
        yield todo_item(
            "诉求",
            "need",
            need["project"],
            need["project_name"],
            need["text"],
            who=[need["to"]] if need["to"] else [],
            since=str(Week.parse(need["week"]).monday),
            due=need["due"],
            overdue_days=need["overdue_days"],
            rule="填报写明的限期" if need["due"] else None,
            moves=int(need["due"] != need["first_due"]),
            out=need["out"],
        )
