"""Problems of conditions that stand in records and settings: unknown kinds, fields, words, and wrong syntax.

Conditions are compiled as the commands compile them, and nothing is asked; a task that is counted and reported, too,
is counted.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime

from hyzs.fields.comparison_sql import ComparisonCompiler
from hyzs.fields.field_path import FieldPath
from hyzs.fields.filter_lexer import FilterSyntaxError
from hyzs.fields.filter_parser import compile_filter
from hyzs.fields.index_reader import IndexReader
from hyzs.fields.record_query import RecordQuery
from hyzs.model.blocks import Row
from hyzs.model.errors import BadUsage
from hyzs.query.catalogue import catalogue_problems
from hyzs.query.editions import short_notices
from hyzs.query.keepers import keeper_problems
from hyzs.query.match_sides import pair_problem, side_paths, side_problem
from hyzs.query.match_tests import TESTS
from hyzs.query.quantities import Period
from hyzs.query.task_count_differences import differing_tasks

FIELDS = "SELECT kind, name, col, condition FROM field WHERE condition IS NOT NULL ORDER BY kind, pos"
RECORD_KINDS = "SELECT name FROM kind WHERE folder IS NOT NULL"
#: The texts of a field that is a condition, and the kind that each is about.
TEXTS = """
SELECT t.file, t.at, {record} AS record, {inside} AS inside, t."{col}" AS text, {about} AS about
FROM "{table}" t WHERE t."{col}" IS NOT NULL ORDER BY t.file, t.at
"""
#: The lines of match rules, with the kinds on either side.
MATCH_ITEMS = """
SELECT t.file, t.at, t.record, t.field, t.name, t."left", t.test, t."right", 1 AS is_must, r.at AS rule_at,
       r."of", r."to"
FROM match_must t JOIN match_rule r ON r.file = t.file AND r.seq = t.owner
UNION ALL
SELECT t.file, t.at, t.record, t.field, t.name, t."left", t.test, t."right", 0, r.at, r."of", r."to"
FROM match_score t JOIN match_rule r ON r.file = t.file AND r.seq = t.owner
"""
#: Something of the store could not be read: a name that is not there may only be missing for that.
UNREAD = "SELECT 1 FROM unread LIMIT 1"
#: Characters of a condition that a finding quotes.
_QUOTED = 60


def condition_problems(index: IndexReader, now: datetime) -> dict[str, list[Row]]:
    """By code the breaches of the rules without SQL, as rules give them: {file, at, record, field, …, consequence}."""
    rows_by_code: dict[str, list[Row]] = defaultdict(list)
    consequence = int(bool(index.value(UNREAD)))
    queries: dict[str, RecordQuery] = {}
    for code, row in (
        *_condition_problems(index, queries, now),
        *_match_problems(index, queries, now),
        *keeper_problems(index, now),
        *(("task-count", row) for row in differing_tasks(index, now)),
        *(("edition-notice-short", row) for row in short_notices(index)),
        *catalogue_problems(index, now),
    ):
        rows_by_code[code].append({**row, "consequence": consequence})
    return rows_by_code


def _condition_problems(
    index: IndexReader, queries: dict[str, RecordQuery], now: datetime
) -> Iterator[tuple[str, Row]]:
    """Conditions that cannot be compiled."""
    records = {name for (name,) in index.tuples(RECORD_KINDS)}
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
        day = now.date()
        query = _query(index, queries, kind, now)
        compile_filter(row["text"], ComparisonCompiler(query), Period(date(day.year, 1, 1), day).words)
    except FilterSyntaxError as error:
        return {"said": error.problem, "todo": error.hint}
    except BadUsage as error:
        return {"said": error.message, "todo": error.hint}
    return None


def _query(index: IndexReader, queries: dict[str, RecordQuery], kind: str, now: datetime) -> RecordQuery:
    """The query of a kind that only resolves fields; all share one catalogue, which takes longest to read."""
    if kind not in queries:
        queries[kind] = RecordQuery(index, kind, now, next(iter(queries.values()), None), is_dry=True)
    return queries[kind]


def _match_problems(index: IndexReader, queries: dict[str, RecordQuery], now: datetime) -> Iterator[tuple[str, Row]]:
    """Fields of match rules that there are not, and tests that do not suit their fields."""
    for row in index.rows(MATCH_ITEMS):
        test = TESTS[row["test"]]
        kinds: dict[str, FieldPath] = {}
        for key, kind, side in (("left", row["of"], test.left), ("right", row["to"], test.right)):
            place = {"file": row["file"], "at": f"{row['at']}/{key}", "record": row["record"]}
            about = {**place, "field": f"{row['field']}.{key}", "text": row[key][:_QUOTED], "name": row["name"]}
            try:
                paths = side_paths(_query(index, queries, kind, now), side, row[key])
            except FilterSyntaxError as error:
                yield "match-path", {**about, "said": error.problem, "todo": error.hint}
                continue
            except BadUsage as error:
                at = f"{row['rule_at']}/{'of' if key == 'left' else 'to'}"
                yield (
                    "match-path",
                    {**about, "at": at, "text": kind[:_QUOTED], "said": error.message, "todo": error.hint},
                )
                continue
            if problem := side_problem(side, paths):
                yield "match-test", {**about, "said": problem, "todo": f"“{test.label}”（{row['test']}）不能这样比"}
            elif paths:
                kinds[key] = paths[0]
        if not test.is_condition and row["is_must"]:
            place = {"file": row["file"], "at": f"{row['at']}/test", "record": row["record"], "name": row["name"]}
            message = f"“{test.label}”只能计分，不能作必须的条件"
            yield (
                "match-test",
                {**place, "field": f"{row['field']}.test", "said": message, "todo": "移到 score，或者换一种比法"},
            )
        elif len(kinds) == 2 and (problem := pair_problem(row["test"], kinds["left"], kinds["right"])):
            place = {"file": row["file"], "at": f"{row['at']}/right", "record": row["record"], "name": row["name"]}
            yield "match-test", {**place, "field": f"{row['field']}.right", "said": problem, "todo": "两边写同一种字段"}
