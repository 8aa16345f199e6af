"""Derived fields of events: status, days, heads and person-days."""

from collections.abc import Iterator
from datetime import datetime

from hyzs.fields.derived_source import DerivedField, DerivedSource
from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.query.events import STATUSES, event_rows


def _event_fields(index: IndexReader) -> Iterator[DerivedField]:
    yield DerivedField("status", "状态", "light", choices="|".join(STATUSES))
    yield DerivedField("held_on", "办成日期", "date")
    yield DerivedField("days", "天数", "number", "天")
    yield DerivedField("heads", "人次", "number", "人次")
    yield DerivedField("person_days", "人天", "number", "人天")


def _event_rows(index: IndexReader, now: datetime) -> Iterator[Row]:
    yield from event_rows(index, now.date())


SOURCES = (DerivedSource(_event_fields, _event_rows),)
