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
from hyzs.model.answer import Row
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
    """The derived fields of a kind, and a function that gives rows with their values.

    ``key`` is SQL for the ``id`` of the row that belongs to the record in ``{a}``.
    """

    fields: Callable[[IndexReader], Iterable[DerivedField]]
    rows: Callable[[IndexReader, datetime], Iterable[Row]]
    key: str = "{a}.id"


@functools.cache
def derived_sources(kind: str) -> tuple[DerivedSource, ...]:
    """The sources of a kind's derived fields; what costs more than is asked for stands apart, each with its table."""
    module = f"{DERIVED}.{kind}_" if iskeyword(kind) else f"{DERIVED}.{kind}"
    if find_spec(module) is None:
        return ()
    sources: tuple[DerivedSource, ...] = import_module(module).SOURCES
    return sources


def fill_derived_table(index: IndexReader, kind: str, place: int, now: datetime) -> None:
    """Work out the fields of a kind's source at that place as of ``now``, into the table that their SQL asks."""
    source = derived_sources(kind)[place]
    columns = [name for field in source.fields(index) for name in _columns(field)]
    rows = ([row["id"], *(_stored(row.get(name)) for name in columns)] for row in source.rows(index, now))
    index.fill(derived_table(kind, place), ["key", *columns], list(rows))


def _stored(value: Any) -> Any:
    """The value as a column holds it; a decimal as a number, since texts are greater than all numbers."""
    return stored_number(value) if isinstance(value, Decimal) else value


def derived_sql(kind: str, place: int, column: str) -> str:
    """SQL of one derived value of the row in ``{a}``."""
    key = derived_sources(kind)[place].key
    return f'(SELECT d."{column}" FROM temp."{derived_table(kind, place)}" d WHERE d.key = {key})'


def derived_table(kind: str, place: int) -> str:
    """The temporary table of the fields of a kind's source at that place."""
    return f"derived_{kind}_{place}"


def _columns(field: DerivedField) -> Iterator[str]:
    yield field.name
    if field.ends:
        yield f"{field.name}_end"
