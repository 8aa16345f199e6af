"""Quantities (口径): how many records of a kind meet a condition, of those that fall into a period."""

from datetime import date, datetime

from hyzs.model.errors import BadUsage
from hyzs.model.week import Week
from hyzs.query.fields.comparison_sql import ComparisonCompiler
from hyzs.query.fields.field_path import FieldPath
from hyzs.query.fields.filter_parser import compile_filter
from hyzs.query.fields.index_reader import IndexReader
from hyzs.query.fields.record_query import RecordQuery

#: Drafts do not count; of a part, that of the record it stands in.
COUNT = """
SELECT count(*) FROM "{kind}" k JOIN record r ON r.file = k.file AND r.item = k.item
WHERE r.draft = 0 AND {within} AND {condition}
"""


def count_records(
    index: IndexReader, kind: str, condition: str | None, on: str | None, first: date, last: date, now: datetime
) -> int:
    """The records of ``kind`` that meet the condition and whose day ``on`` lies from ``first`` to ``last``.

    Without ``on`` the week of the record counts, by its Sunday.

    Raises: BadUsage where the kind, the condition or the field cannot be understood.
    """
    question = RecordQuery(index, kind, now)
    met = compile_filter(condition, ComparisonCompiler(question)) if condition else "1 = 1"
    within = _within(question, question.path(on, on, 0) if on else None, first, last)
    sql = COUNT.format(kind=question.kind.name, within=within, condition=met)
    return int(index.value(sql, **question.parameters.values))


def _within(question: RecordQuery, path: FieldPath | None, first: date, last: date) -> str:
    low, high = question.parameters(str(first)), question.parameters(str(last))
    if path is not None:
        return path.exists(f"(substr({path.last_day or path.value}, 1, 10) BETWEEN {low} AND {high})")
    if not any(field.name == "week" for field in question.catalog.fields(question.kind.name)):
        raise BadUsage(f"{question.kind.label}不按周，也没有写 on", "在 target.counts 里写 on: 日期字段")
    low, high = (question.parameters(str(Week.of(day))) for day in (first, last))
    return f"(r.week BETWEEN {low} AND {high})"
