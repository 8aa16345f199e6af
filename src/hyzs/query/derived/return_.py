"""Derived fields of returns: heard or late."""

from collections.abc import Iterator
from datetime import datetime

from hyzs.fields.derived_source import DerivedField, DerivedSource
from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.query.derived import STATUS

RETURNS = 'SELECT id, week, submitted FROM "return"'


def _return_fields(index: IndexReader) -> Iterator[DerivedField]:
    yield STATUS


def _return_rows(index: IndexReader, now: datetime) -> Iterator[Row]:
    """Returns as heard or late, by the due time of their own week."""
    from hyzs.fields.reporting_week import load_schedule
    from hyzs.model.week import Week
    from hyzs.query.duties import load_duties

    schedule = load_schedule(index)
    duties = load_duties(index, schedule, now, schedule.current_week(now))
    for row in index.rows(RETURNS):
        yield {"id": row["id"], "status": duties.status(Week.parse(row["week"]), "", row["submitted"])}


SOURCES = (DerivedSource(_return_fields, _return_rows),)
