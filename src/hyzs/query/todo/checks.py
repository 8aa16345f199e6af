"""Looks into projects (研判) whose time is over or soon over: they are looked into again."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from hyzs.model.answer import Row
from hyzs.model.lateness import overdue_days
from hyzs.query.fields.index_reader import IndexReader
from hyzs.query.flows import FlowBook
from hyzs.query.todo import todo_item

#: The last look into each aspect and phase that has an end, of projects that were not ended.
EXPIRING = """
SELECT k.record, r.name, r.sample, k.item_ AS aspect, k.phase, k."by", k."on", k.until FROM checked k
JOIN record r ON r.file = k.file AND r.item = k.item
WHERE k.until <= :soon AND k."on" <= :day AND r.draft = 0
  AND NOT EXISTS (
    SELECT 1 FROM checked n WHERE n.file = k.file AND n.item = k.item AND n.item_ = k.item_ AND n.phase IS k.phase
      AND n.pos > k.pos AND n."on" <= :day
  )
  AND NOT EXISTS (SELECT 1 FROM state s WHERE s.record = k.record AND s.state = '终止' AND s.since <= :day)
ORDER BY k.until, k.record, k.pos
"""
#: It is listed from so many days before its last day on.
_SOON = 30


def items(index: IndexReader, book: FlowBook, now: datetime) -> Iterator[Row]:
    """An item a look; it is listed from a month before its last day on."""
    day = now.date()
    soon = str(day + timedelta(days=_SOON))
    for row in index.rows(EXPIRING, soon=soon, day=str(day)):
        about = {
            "who": [row["by"]],
            "since": row["on"],
            "due": row["until"],
            "overdue_days": overdue_days(date.fromisoformat(row["until"]), day),
            "sample": bool(row["sample"]),
            "rule": f"{row['phase']}研判的有效期",
        }
        yield todo_item("研判", "project", row["record"], row["name"], f"复查{row['aspect']}", **about)
