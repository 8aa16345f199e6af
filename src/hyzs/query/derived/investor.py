"""Derived fields of firms: the latest known and the latest verified of each indicator."""

from collections.abc import Iterator

from hyzs.fields.derived_source import DerivedField, DerivedSource
from hyzs.fields.index_reader import IndexReader
from hyzs.query.firm_figures import INDICATORS, figure_rows


def _figure_fields(index: IndexReader) -> Iterator[DerivedField]:
    for row in index.rows(INDICATORS):
        yield DerivedField(f"figure.{row['name']}", row["label"], "number", row["unit"], "敏感")
        yield DerivedField(f"verified.{row['name']}", f"核定{row['label']}", "number", row["unit"], "敏感")


SOURCES = (DerivedSource(_figure_fields, figure_rows),)
