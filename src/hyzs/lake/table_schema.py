"""Schemas of the published tables: columns with label, type, unit and level."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from hyzs.fields.index_reader import IndexReader
from hyzs.model.errors import BadUsage
from hyzs.model.print_options import LEVELS, VISIBLE_LEVELS

_COLUMNS = """
SELECT tbl, tbl_label, name, label, type, unit, level, levelled FROM published_column ORDER BY tbl, pos
"""


@dataclass(frozen=True, slots=True)
class ColumnSchema:
    """A column: ``type`` is text, integer, number, money (万元), flag or date; an unknown ``level`` counts as 敏感."""

    name: str
    label: str
    type: str
    unit: str = ""
    level: str = LEVELS[-1]


@dataclass(frozen=True, slots=True)
class TableSchema:
    """A table; if ``levelled`` names a column, each row has the level of the field that this column and kind name."""

    name: str
    label: str
    columns: Sequence[ColumnSchema]
    levelled: str | None = None


def visible_levels(audience: str) -> frozenset[str]:
    """The levels that the readers may see. Raises: BadUsage: there are no such readers."""
    levels = {**VISIBLE_LEVELS, "full": frozenset(LEVELS)}
    if audience not in levels:
        raise BadUsage(f"没有“{audience}”这种读者", f"可以写：{'、'.join(levels)}")
    return levels[audience]


def visible_tables(tables: Iterable[TableSchema], audience: str) -> list[TableSchema]:
    """The tables with the columns that the readers may see; without those of which they may see none.

    Raises: BadUsage: there are no such readers.
    """
    levels = visible_levels(audience)
    reduced = (
        replace(table, columns=tuple(column for column in table.columns if is_visible(column.level, levels)))
        for table in tables
    )
    return [table for table in reduced if table.columns]


def is_visible(level: str, levels: frozenset[str]) -> bool:
    """True if the level is among those; an unknown one counts as 敏感."""
    return (level if level in LEVELS else LEVELS[-1]) in levels


def published_tables(index: IndexReader) -> list[TableSchema]:
    """All tables of the index that people may ask, by name."""
    return [_table(list(rows)) for _, rows in groupby(index.rows(_COLUMNS), key=lambda row: row["tbl"])]


def _table(rows: list[dict[str, Any]]) -> TableSchema:
    columns = tuple(ColumnSchema(row["name"], row["label"], row["type"], row["unit"], row["level"]) for row in rows)
    return TableSchema(rows[0]["tbl"], rows[0]["tbl_label"], columns, rows[0]["levelled"])
