"""A SELECT that somebody types, answered by DuckDB over a lake, with the guards that the index has.

DuckDB has no authorizer, so the statement is read before it runs: as the engine's own parser gives it, in JSON. It may
name published tables and its own, call functions of the list, and nothing else. Files are read by the views alone; the
engine then opens no others, and its settings are locked.
"""

import contextlib
import json
import re
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from hyzs.fields.filter_lexer import FilterSyntaxError
from hyzs.lake.lake import Lake, connection_error, duckdb_connection, quoted_text, view_sql
from hyzs.lake.query_guard import (
    FUNCTIONS,
    Limits,
    QueryResult,
    Stopped,
    collected,
    distinct_names,
    forbidden_function,
    named_tables,
    require_select,
    timed_out,
    unknown_column,
    unknown_table,
)
from hyzs.lake.table_schema import ColumnSchema, TableSchema, visible_levels, visible_tables
from hyzs.model.errors import BadUsage
from hyzs.model.optional_import import import_optional
from hyzs.model.print_options import strictest_level

#: Memory of the engine; it writes nothing to disk.
_MEMORY = "1GB"
#: Functions that stand in a statement without being called by name: operators, casts, CASE.
_OPERATORS = frozenset(
    (
        *("+", "-", "*", "/", "%", "||", "~~", "!~~", "~~*", "!~~*", "^", "//", "&", "|", "<<", ">>", "~"),
        *("count_star", "not_like_escape", "like_escape"),
    )
)
_TABLE_FUNCTIONS = frozenset(("range", "generate_series", "unnest"))
_STORE = ColumnSchema("store", "库", "text", "", "公开")
#: Names that are no columns: DuckDB takes them for functions of the clock and of the session.
_NO_COLUMN = re.compile(r"(current_\w+|localtime|localtimestamp|session_user|user)$", re.IGNORECASE)
_ROWS = 1000


def lake_tables(lake: Lake) -> list[TableSchema]:
    """The tables of the stores: each column that one of them has, with its strictest level; the store's id first."""
    tables: dict[str, dict[str, ColumnSchema]] = {}
    schemas: dict[str, TableSchema] = {}
    for export in lake.stores:
        for name, stored in export.tables.items():
            schemas.setdefault(name, stored.schema)
            columns = tables.setdefault(name, {"store": _STORE})
            for column in stored.schema.columns:
                levels = (column.level, columns.get(column.name, column).level)
                columns[column.name] = replace(column, level=strictest_level(levels))
    return [replace(schemas[name], columns=tuple(columns.values())) for name, columns in sorted(tables.items())]


def visible_lake_tables(lake: Lake, audience: str) -> list[TableSchema]:
    """The tables that the readers may see.

    Rows that have levels of their own were chosen when they left their store: where one was exported for readers who
    may see more than these, its rows are not for these. Raises: BadUsage: there are no such readers.
    """
    levels = visible_levels(audience)
    is_wider = any(visible_levels(export.audience) > levels for export in lake.stores)
    tables = visible_tables(lake_tables(lake), audience)
    return [table for table in tables if not (table.levelled and is_wider)]


def ask_lake(lake: Lake, sql: str, day: date, audience: str = "full", limits: Limits | None = None) -> QueryResult:
    """The answer of a SELECT over the tables of all stores that these readers may see; ``:today`` is the day.

    Raises: BadUsage, with carets where the statement has no meaning, is not allowed, or takes too long; BadConfig.
    """
    require_select(sql)
    every, limits = lake_tables(lake), limits or Limits()
    visible = visible_lake_tables(lake, audience)
    with duckdb_connection() as connection:
        _require_allowed(connection, sql, visible, every)
        try:
            _open_views(connection, lake, named_tables(sql, visible))
            return _run(connection, sql, day, limits)
        except Stopped:
            raise timed_out(limits) from None
        except connection_error() as error:
            raise _sentence(sql, str(error), visible, every) from None


def _open_views(connection: Any, lake: Lake, tables: Sequence[TableSchema]) -> None:
    """Views of the columns that the readers may see; then no other file can be read, and no setting changed."""
    files = []
    for table in tables:
        columns = {column.name: column.type for column in table.columns if column.name != "store"}
        source = lake.table(table.name, columns)
        files += [quoted_text(str(file)) for file in source.files]
        connection.execute(f'CREATE VIEW "{table.name}" AS {view_sql(source)}')
    connection.execute(f"SET allowed_paths = [{', '.join(files)}]")
    connection.execute("SET temp_directory = ''")
    connection.execute("SET TimeZone = 'UTC'")  # the machine's own would choose the day of an instant
    connection.execute(f"SET memory_limit = '{_MEMORY}'")
    connection.execute("SET enable_external_access = false")
    connection.execute("SET lock_configuration = true")


def _run(connection: Any, sql: str, day: date, limits: Limits) -> QueryResult:
    timer = threading.Timer(limits.seconds, connection.interrupt)
    timer.start()
    try:
        values = {"today": day} if ":today" in sql else {}
        cursor = _execute(connection, sql.replace(":today", "$today"), values)
        names = distinct_names(column[0] for column in cursor.description)
        return collected(names, _rows(cursor), limits)
    finally:
        timer.cancel()


@contextlib.contextmanager
def _stopped_by_the_clock() -> Iterator[None]:
    """Turn the engine's word for that into Stopped."""
    try:
        yield
    except import_optional("duckdb", "lake").InterruptException:
        raise Stopped from None


def _execute(connection: Any, sql: str, values: Mapping[str, Any]) -> Any:
    with _stopped_by_the_clock():
        return connection.execute(sql, values) if values else connection.execute(sql)


def _rows(cursor: Any) -> Iterator[Sequence[Any]]:
    with _stopped_by_the_clock():
        while rows := cursor.fetchmany(_ROWS):
            yield from rows


def _require_allowed(connection: Any, sql: str, tables: Sequence[TableSchema], every: Sequence[TableSchema]) -> None:
    """Require that the statement is one SELECT of allowed tables and functions. Raises: BadUsage."""
    text = sql.strip().rstrip(";").replace(":today", "$today")
    answer = json.loads(connection.execute("SELECT json_serialize_sql($1)", [text]).fetchone()[0])
    if answer.get("error"):
        raise _parser_error(sql, answer)
    if len(answer["statements"]) != 1:
        raise BadUsage("一次只能问一句", "去掉分号后面的")
    nodes = list(_nodes(answer["statements"][0]))
    defined_names = {entry["key"] for node in nodes for entry in _cte_entries(node)}
    names = {table.name for table in tables} | defined_names
    for node in nodes:
        _require_node(sql, node, names, tables, every)


def _cte_entries(node: Mapping[str, Any]) -> Sequence[Mapping[str, Any]]:
    ctes = node.get("cte_map")
    return ctes.get("map", ()) if isinstance(ctes, dict) else ()


def _require_node(
    sql: str,
    node: Mapping[str, Any],
    names: set[str],
    tables: Sequence[TableSchema],
    every: Sequence[TableSchema],
) -> None:
    kind = node.get("type")
    if node.get("sample"):
        raise BadUsage("不能抽样：同一个仓库、同一个 :today，答案要一样", "去掉 SAMPLE；要前几行就写 ORDER BY … LIMIT")
    if kind == "BASE_TABLE":
        name = str(node["table_name"])
        if node.get("schema_name") or node.get("catalog_name") or name not in names:
            raise unknown_table(sql, name, tables, every)
    elif kind == "TABLE_FUNCTION":
        name = str(node.get("function", {}).get("function_name", ""))
        if name.lower() not in _TABLE_FUNCTIONS:
            raise forbidden_function(sql, name)
    elif "function_name" in node:
        name = str(node["function_name"])
        if name.lower() not in FUNCTIONS | _OPERATORS | _TABLE_FUNCTIONS:
            raise forbidden_function(sql, name)
    elif node.get("class") == "COLUMN_REF" and _NO_COLUMN.match(str(node["column_names"][-1])):
        raise forbidden_function(sql, str(node["column_names"][-1]))
    elif kind in ("SHOW_REF", "COLUMN_DATA", "DELIM_GET", "PIVOT"):
        raise BadUsage("只能问列出来的表", "有哪些表：hyzs sql --schema --lake 文件夹")


def _nodes(tree: Any) -> Iterator[Mapping[str, Any]]:
    """Every mapping in a tree of JSON."""
    if isinstance(tree, dict):
        yield tree
        for value in tree.values():
            yield from _nodes(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from _nodes(value)


def _parser_error(sql: str, answer: Mapping[str, Any]) -> BadUsage:
    message = str(answer.get("error_message", ""))
    position = int(answer.get("position") or 0)
    if "Only SELECT" in message:
        return BadUsage("只能问，不能改，也不能动数据库的设置", "写 SELECT")
    return FilterSyntaxError(sql, min(position, len(sql)), 1, "这里看不懂", message.splitlines()[0] if message else "")


def _sentence(sql: str, message: str, tables: Sequence[TableSchema], every: Sequence[TableSchema]) -> BadUsage:
    """The error of the engine as a sentence, with its place."""
    first = message.splitlines()[0]
    if match := re.search(r'Referenced column "([^"]+)"|does not have a column named "([^"]+)"', first):
        return unknown_column(sql, match[1] or match[2], tables, every)
    if match := re.search(r"Table with name (\S+) does not exist", first):
        return unknown_table(sql, match[1], tables, every)
    if "Out of Memory" in message:
        return BadUsage(f"要的内存多过 {_MEMORY}", "缩小范围，或者先汇总再排序")
    return BadUsage(f"SQL 不对：{first}")
