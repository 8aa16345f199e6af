"""Derived fields: values that no file holds, computed by the questions that know them, for lists and conditions.

Nothing here has a formula: the package ``DERIVED`` has a module a kind, found by its name. So this language imports no
question, and a list of projects loads no more than projects need.
"""

import functools
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from importlib import import_module
from importlib.util import find_spec
from keyword import iskeyword
from typing import Any, NamedTuple

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.model.decimals import stored_number

#: One module a kind, each with its ``SOURCES``.
DERIVED = "hyzs.query.derived"


class DerivedField(NamedTuple):
    """A derived field; ``choices`` are its possible values between bars, each with its label after a blank."""

    name: str
    label: str
    type: str = "text"
    unit: str = ""
    level: str = "公开"
    refs: str | None = None
    choices: str = ""
    #: True for a partial date, which has its last day as a second value: ``next_by_end``.
    ends: bool = False


class DerivedSource(NamedTuple):
    """The derived fields of a kind, with ``rows`` that give all their values at once, or ``values`` of one by name.

    ``key`` is SQL for the ``id`` of the row that belongs to the record in ``{a}``.
    """

    fields: Callable[[IndexReader], Iterable[DerivedField]]
    rows: Callable[[IndexReader, datetime], Iterable[Row]] | None = None
    key: str = "{a}.id"
    #: For fields of which most questions name one or two of many: pairs of an id and a value.
    values: Callable[[IndexReader, datetime, str], Iterable[tuple[str, Any]]] | None = None


@functools.cache
def derived_sources(kind: str) -> tuple[DerivedSource, ...]:
    """The sources of a kind's derived fields; what costs more than is asked for stands apart, each with its table."""
    module = f"{DERIVED}.{kind}_" if iskeyword(kind) else f"{DERIVED}.{kind}"
    if find_spec(module) is None:
        return ()
    sources: tuple[DerivedSource, ...] = import_module(module).SOURCES
    return sources


def fill_derived_table(index: IndexReader, kind: str, place: int, name: str, now: datetime) -> None:
    """Work out the table that the SQL of that derived field asks, as of ``now``.

    Raises: as the source does: BadConfig: the settings cannot be read; BadUsage: a condition or a file of figures
    cannot be read.
    """
    source, table = derived_sources(kind)[place], derived_table(kind, place, name)
    if source.values:
        values = source.values(index, now, name)
        index.fill(table, ["key", name], [(id, _stored(value)) for id, value in values])
    elif source.rows:
        columns = [column for field in source.fields(index) for column in _columns(field)]
        rows = ([row["id"], *(_stored(row.get(column)) for column in columns)] for row in source.rows(index, now))
        index.fill(table, ["key", *columns], list(rows))


def _stored(value: Any) -> Any:
    """The value as a column holds it; a decimal as a number, since texts are greater than all numbers."""
    return stored_number(value) if isinstance(value, Decimal) else value


def derived_sql(kind: str, place: int, name: str, column: str | None = None) -> str:
    """SQL of the derived field ``name`` of the row in ``{a}``, or of another column that belongs to it."""
    key, table = derived_sources(kind)[place].key, derived_table(kind, place, name)
    return f'(SELECT d."{column or name}" FROM temp."{table}" d WHERE d.key = {key})'


def derived_table(kind: str, place: int, name: str) -> str:
    """The temporary table of a derived field: that of all fields of its source, or its own."""
    return f"derived_{kind}_{place}" + (f"_{name}" if derived_sources(kind)[place].values else "")


def _columns(field: DerivedField) -> Iterator[str]:
    yield field.name
    if field.ends:
        yield f"{field.name}_end"
