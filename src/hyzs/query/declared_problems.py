"""Problems of what the data asks in a language of ours: conditions of offers, views and match rules, and their fields.

They are compiled as the commands compile them, and nothing is asked.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime

from hyzs.model.answer import Row
from hyzs.model.errors import BadUsage
from hyzs.query.fields.comparison_sql import ComparisonCompiler
from hyzs.query.fields.filter_lexer import FilterSyntaxError
from hyzs.query.fields.filter_parser import compile_filter
from hyzs.query.fields.index_reader import IndexReader
from hyzs.query.fields.record_query import RecordQuery
from hyzs.query.quantities import Period

FIELDS = "SELECT kind, name, col, condition FROM field WHERE condition IS NOT NULL ORDER BY kind, pos"
RECORD_KINDS = "SELECT name FROM kind WHERE folder IS NOT NULL"
#: The texts of a field that is a condition, and the kind that each is about.
TEXTS = """
SELECT t.file, t.at, {record} AS record, {inside} AS inside, t."{col}" AS text, {about} AS about
FROM "{table}" t WHERE t."{col}" IS NOT NULL ORDER BY t.file, t.at
"""
#: Something of the store could not be read: a name that is not there may only be missing for that.
UNREAD = "SELECT 1 FROM unread LIMIT 1"
#: Characters of a condition that a finding quotes.
_QUOTED = 60


def declared_problems(index: IndexReader, now: datetime) -> dict[str, list[Row]]:
    """By code the breaches of the rules without SQL, as rules give them: {file, at, record, field, …, consequence}."""
    found: dict[str, list[Row]] = defaultdict(list)
    consequence = int(bool(index.value(UNREAD)))
    for code, row in _condition_problems(index, now):
        found[code].append({**row, "consequence": consequence})
    return found


def _condition_problems(index: IndexReader, now: datetime) -> Iterator[tuple[str, Row]]:
    """Conditions that cannot be compiled."""
    records = {name for (name,) in index.tuples(RECORD_KINDS)}
    queries: dict[str, RecordQuery] = {}
    for field in index.rows(FIELDS):
        is_record = field["kind"] in records
        outer = {"record": "t.id", "inside": "NULL"} if is_record else {"record": "t.record", "inside": "t.field"}
        about = _about(field["condition"], field["name"])
        sql = TEXTS.format(**outer, col=field["col"], table=field["kind"], about=about)
        for row in index.rows(sql):
            if problem := _problem(index, queries, row, now):
                path = ".".join(filter(None, (row["inside"], field["name"])))
                at = f"{row['at']}/{field['name'].replace('.', '/')}"
                yield "condition-unknown", {**row, "at": at, "field": path, "text": row["text"][:_QUOTED], **problem}


def _about(condition: str, name: str) -> str:
    """SQL of the kind that a condition is about: the kind itself, or the first filled of the fields that name it."""
    if not condition.startswith("="):
        return f"'{condition}'"
    columns = []
    for field in condition.removeprefix("=").split("|"):
        levels = 1 + len(field) - len(field.lstrip("^"))
        columns.append(f't."{".".join((*name.split(".")[:-levels], field.lstrip("^")))}"')
    return columns[0] if len(columns) == 1 else f"coalesce({', '.join(columns)})"


def _problem(index: IndexReader, queries: dict[str, RecordQuery], row: Row, now: datetime) -> Row | None:
    """{said, todo} of a condition that cannot be compiled; None where it can, or where no kind is named."""
    kind = row["about"]
    try:
        if kind is None:
            return None
        if kind not in queries:
            queries[kind] = RecordQuery(index, kind, now, is_dry=True)
        day = now.date()
        compile_filter(row["text"], ComparisonCompiler(queries[kind]), Period(date(day.year, 1, 1), day).words)
    except FilterSyntaxError as error:
        return {"said": error.problem, "todo": error.hint}
    except BadUsage as error:
        return {"said": error.message, "todo": error.hint}
    return None
