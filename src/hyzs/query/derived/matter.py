"""Derived fields of matters: status, the deadline in force, the last act."""

from collections.abc import Iterator
from datetime import datetime

from hyzs.fields.derived_source import DerivedField, DerivedSource
from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.query.derived import OVERDUE
from hyzs.query.matters import STATUSES, matters


def _matter_fields(index: IndexReader) -> Iterator[DerivedField]:
    yield DerivedField("status", "状态", "light", level="内部", choices="|".join(STATUSES))
    yield DerivedField("effective_due", "现期限", "date", level="内部")
    yield OVERDUE
    yield DerivedField("last_act", "最近动作", level="内部")
    yield DerivedField("last_on", "最近动作日期", "date", level="内部")


def _matter_rows(index: IndexReader, now: datetime) -> Iterator[Row]:
    for row in matters(index, now.date()):
        last = row["last"] or {}
        yield {**row, "effective_due": row["due"], "last_act": last.get("do"), "last_on": last.get("on")}


SOURCES = (DerivedSource(_matter_fields, _matter_rows),)
