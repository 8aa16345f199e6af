"""Derived fields of commitments: status, the time limit in force, postponements."""

from collections.abc import Iterator
from datetime import datetime

from hyzs.fields.derived_source import DerivedField, DerivedSource
from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.query.commitments import STATUSES, commitments
from hyzs.query.derived import OVERDUE


def _commitment_fields(index: IndexReader) -> Iterator[DerivedField]:
    yield DerivedField("status", "状态", "light", level="内部", choices="|".join(STATUSES))
    yield DerivedField("effective_due", "现期限", "date", level="内部")
    yield OVERDUE
    yield DerivedField("moves", "推迟次数", "number", "次", level="内部")
    yield DerivedField("kept_on", "兑现日期", "date", level="内部")


def _commitment_rows(index: IndexReader, now: datetime) -> Iterator[Row]:
    for row in commitments(index, now.date()):
        yield {**row, "effective_due": row["due"]}


SOURCES = (DerivedSource(_commitment_fields, _commitment_rows),)
