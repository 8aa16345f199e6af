"""Derived fields of editions: status, last day on show, day of publication."""

from collections.abc import Iterator
from datetime import datetime

from hyzs.fields.derived_source import DerivedField, DerivedSource
from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.query.editions import edition_heads

SHOWN = """
SELECT a.record, max(a.until) AS until FROM edition_act a WHERE a.do = '公示' AND a."on" <= :day GROUP BY a.record
"""


def _fields(index: IndexReader) -> Iterator[DerivedField]:
    yield DerivedField("status", "状态")
    yield DerivedField("shown_until", "公示到", "date")
    yield DerivedField("published_on", "发布日期", "date")


def _rows(index: IndexReader, now: datetime) -> Iterator[Row]:
    until = dict(index.tuples(SHOWN, day=str(now.date())))
    for head in edition_heads(index):
        yield {
            "id": head.id,
            "status": head.status,
            "shown_until": until.get(head.id),
            "published_on": head.published,
        }


SOURCES = (DerivedSource(_fields, _rows),)
