"""Derived fields of parcels: status by the flow 供地."""

from collections.abc import Iterator

from hyzs.fields.derived_source import DerivedField, DerivedSource
from hyzs.fields.index_reader import IndexReader
from hyzs.query.parcels import parcel_rows, parcel_statuses


def _parcel_fields(index: IndexReader) -> Iterator[DerivedField]:
    yield DerivedField("status", "状态", choices="|".join(parcel_statuses(index)))
    yield DerivedField("status_since", "状态起", "date")
    yield DerivedField("shelf_since", "上架", "date")
    yield DerivedField("reserved_for", "预留给", level="内部")


SOURCES = (DerivedSource(_parcel_fields, parcel_rows),)
