"""Refusal of fields that the readers may not see: a list sorted or filtered by a field would reveal its values."""

from collections.abc import Iterator
from datetime import datetime

from hyzs.fields.field_path import FieldPath, UnknownField
from hyzs.fields.filter_lexer import FilterSyntaxError, items_with_positions
from hyzs.fields.filter_parser import Comparison, compile_filter
from hyzs.fields.index_reader import IndexReader
from hyzs.fields.path_resolver import resolve_field
from hyzs.fields.record_query import RecordQuery
from hyzs.model.print_options import VISIBLE_LEVELS

_READERS = {"public": "对外公开", "internal": "给内部的读者看"}


def require_visible(
    index: IndexReader,
    kind: str,
    now: datetime,
    audience: str,
    *,
    condition: str | None = None,
    sort: str | None = None,
    columns: str | None = None,
) -> None:
    """Require that condition, order and columns name only fields visible to the ``audience``.

    Unknown names are left to the query that uses them.

    Raises: FilterSyntaxError at the first field that these readers may not see.
    """
    if audience not in VISIBLE_LEVELS:
        return
    query = RecordQuery(index, kind, now)

    def require(text: str, word: str, position: int) -> None:
        path = _path(query, word)
        if path and path.level not in VISIBLE_LEVELS[audience]:
            why = f"“{path.label}”不{_READERS[audience]}，不能按它筛选、排序，也不能列出"
            raise FilterSyntaxError(text, position, len(word), why, f"去掉它，或者不写 --audience {audience}")

    def require_compared(comparison: Comparison) -> str:
        field = comparison.field
        require(comparison.text, field.text, field.position + (field.kind == "quoted"))
        return "1 = 1"

    if condition is not None:
        compile_filter(condition, require_compared)
    for text in (sort, columns):
        for word, position in _names(text):
            require(text or "", word, position)


def _names(text: str | None) -> Iterator[tuple[str, int]]:
    """The fields of a list, without the sign of the reverse order."""
    for word, position in items_with_positions(text):
        yield word.removeprefix("-"), position + word.startswith("-")


def _path(query: RecordQuery, word: str) -> FieldPath | None:
    try:
        return resolve_field(query.index, query.catalog, query.parameters, query.kind.name, word)
    except UnknownField:
        return None
