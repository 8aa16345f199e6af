"""Achievements of which nothing has been heard for longer than the settings say."""

from collections.abc import Iterator
from datetime import datetime

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.query.achievements import achievements
from hyzs.query.flows import FlowBook
from hyzs.query.todo import todo_item


def items(index: IndexReader, book: FlowBook, now: datetime) -> Iterator[Row]:
    """An item a stale achievement, without a due day: somebody should ask."""
    for row in achievements(index, book, now.date()):
        if row["is_stale"]:
            who = [row["unit"]] if row["unit"] else []
            about = {"who": who, "since": row["last"], "sample": bool(row["sample"]), "rule": "很久没有动静（设置）"}
            yield todo_item("科技成果", "achievement", row["id"], row["name"], "问一问进展", **about)
