"""Derived fields of units: their reporting status in 本期."""

from collections.abc import Iterator
from datetime import datetime

from hyzs.fields.derived_source import DerivedField, DerivedSource
from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.query.derived import SILENT, STATUS, choices
from hyzs.query.duty_counts import STATUSES


def _unit_fields(index: IndexReader) -> Iterator[DerivedField]:
    yield STATUS._replace(choices=choices(STATUSES))
    yield DerivedField("items_due", "应报项数", "number", "项")
    yield DerivedField("items_in", "已报项数", "number", "项")
    yield SILENT


def _unit_rows(index: IndexReader, now: datetime) -> Iterator[Row]:
    """Units that file in 本期 or are exempt; other units have no row."""
    from hyzs.query.obligations import Obligations
    from hyzs.query.return_file import all_project_rows

    duties, week, rows = all_project_rows(index, None, now)
    ids = {row["name"]: row["id"] for row in index.rows("SELECT id, name FROM unit ORDER BY id DESC")}
    for row in Obligations(duties, week, rows.values()).units():
        if row["unit"] in ids:
            yield {**row, "id": ids[row["unit"]]}


SOURCES = (DerivedSource(_unit_fields, _unit_rows),)
