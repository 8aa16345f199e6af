"""Derived fields of grants: status by the flow 兑现."""

from collections.abc import Iterator
from datetime import datetime

from hyzs.fields.derived_source import DerivedField, DerivedSource
from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.query.grants import grant_rows


def _grant_fields(index: IndexReader) -> Iterator[DerivedField]:
    yield DerivedField("status", "状态", level="内部")
    yield DerivedField("status_since", "状态起", "date", level="内部")
    yield DerivedField("next_due", "下一步期限", "date", level="内部")


def _grant_rows(index: IndexReader, now: datetime) -> Iterator[Row]:

    for row in grant_rows(index, now.date()):
        yield {**row, "next_due": row["due"]}


SOURCES = (DerivedSource(_grant_fields, _grant_rows),)
