"""Values of some fields of the records that meet a condition, for questions that are no list."""

from collections.abc import Sequence
from datetime import datetime

from hyzs.fields.comparison_sql import ComparisonCompiler
from hyzs.fields.filter_parser import compile_filter
from hyzs.fields.index_reader import IndexReader
from hyzs.fields.record_query import RecordQuery, SelectedRows
from hyzs.model.blocks import Row


def matching_rows(
    index: IndexReader, kind: str, names: Sequence[str], condition: str | None, now: datetime
) -> list[Row]:
    """The named fields, as of ``now``, of the records of a kind that meet the condition; of all without one.

    Raises: BadUsage (FilterSyntaxError with a caret) where the condition names nothing; BadConfig, as
    ``RecordQuery.path`` does.
    """
    query = RecordQuery(index, kind, now)
    paths = [query.path(name, name, 0) for name in names]
    sql = compile_filter(condition, ComparisonCompiler(query)) if condition else "1 = 1"
    selected = SelectedRows(query, paths, sql)
    return [dict(zip(names, row.values(), strict=True)) for row in selected.rows(paths, selected.positions)]
