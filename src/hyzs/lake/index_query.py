"""A typed SELECT answered by the index: published columns only, with limits on time and rows.

The statement sees views of the columns that its readers may see. An authorizer refuses all else: other tables, writing,
settings of the engine, files, functions that are not on the list. The views stand on inner views of random names: what
is read inside of one of these is allowed, and a common table expression could take any name that can be guessed.
"""

import contextlib
import re
import secrets
import sqlite3
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from hyzs.index.index import Index
from hyzs.lake.published_view import view_bodies, visible_rows
from hyzs.lake.query_guard import (
    FUNCTIONS,
    Limits,
    QueryResult,
    Stopped,
    collected,
    distinct_names,
    error_at,
    error_at_token,
    forbidden_function,
    missing_day,
    named_tables,
    require_select,
    sql_tokens,
    timed_out,
    unknown_column,
    unknown_table,
)
from hyzs.lake.table_schema import TableSchema, published_tables, visible_tables
from hyzs.model.errors import BadUsage

#: Steps of the engine between two looks at the clock.
_STEPS = 10_000
#: Bytes of one value, and signs of a statement, that the engine takes; depth of an expression; tables of a join.
_LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 10_000_000,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 100_000,
    sqlite3.SQLITE_LIMIT_EXPR_DEPTH: 200,
    sqlite3.SQLITE_LIMIT_COMPOUND_SELECT: 100,
}
#: Functions of days, and the place of the day among their arguments.
_DAY_FUNCTIONS = {"date": 0, "julianday": 0, "strftime": 1}
#: The function of ours that gives the name of one that was called without a day; what SQLite says of that.
_DAYLESS = "hyzs_dayless"
_RAISED = "user-defined function raised exception"
#: Words that SQLite takes for the moment, and for the zone of the machine.
_CLOCK_WORDS = frozenset(("now", "subsec", "subsecond"))
_ZONE_WORDS = frozenset(("localtime", "utc"))
#: Words behind which a name in quotes is no column.
_NAMING = ("AS", "FROM", "JOIN")
_READ_ONLY = (sqlite3.SQLITE_SELECT, sqlite3.SQLITE_RECURSIVE)
_NO_COLUMN = re.compile(r"no such column: (.+)")
_NO_TABLE = re.compile(r"no such table: (?:\w+\.)?(.+)")
_NEAR = re.compile(r'near "(.+)": syntax error|unrecognized token: "(.+)"', re.DOTALL)
_NO_FUNCTION = re.compile(r"(?:no such function: |not authorized to use function: )(\w+)")
_PROHIBITED = re.compile(r"access to (?:\w+\.)?(\w+)\.(.+) is prohibited")


def ask_index(
    index: Index, sql: str, values: Mapping[str, Any], audience: str = "full", limits: Limits | None = None
) -> QueryResult:
    """The answer of a SELECT over the tables of the index that these readers may see; ``:today`` is among ``values``.

    Raises: BadUsage, with carets where the statement has no meaning, is not allowed, or takes too long.
    """
    require_select(sql)
    every, limits = published_tables(index), limits or Limits()
    tables = named_tables(sql, visible_tables(every, audience))
    with _views(index, tables, audience) as guard:
        try:
            return _run(index.db, guard, sql, values, limits)
        except (sqlite3.Error, sqlite3.Warning) as error:
            raise _sentence(index.db, sql, str(error), guard, every) from None
        except Stopped:
            raise timed_out(limits) from None


def _run(db: sqlite3.Connection, guard: "_Guard", sql: str, values: Mapping[str, Any], limits: Limits) -> QueryResult:
    with _guarded(db, guard, limits):
        cursor = _execute(db, sql, values)
        if cursor.description is None:
            raise BadUsage("这句 SQL 什么也没有问", "例：hyzs sql 'SELECT id, name FROM project'")
        guard.require_read(sql)
        names = distinct_names(column[0] for column in cursor.description)
        return collected(names, _rows(cursor), limits)


def _execute(db: sqlite3.Connection, sql: str, values: Mapping[str, Any]) -> sqlite3.Cursor:
    with _stopped_by_the_clock():
        return db.execute(sql, values)


def _rows(cursor: sqlite3.Cursor) -> Iterator[Sequence[Any]]:
    with _stopped_by_the_clock():
        yield from cursor


@contextlib.contextmanager
def _stopped_by_the_clock() -> Iterator[None]:
    """Turn the engine's word for that into Stopped."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_INTERRUPT:
            raise Stopped from None
        raise


class _Guard:
    """Authorizer of one statement, which notes the columns that it reads."""

    def __init__(self, tables: Sequence[TableSchema], inner: frozenset[str]) -> None:
        self.tables = tables
        self._names = frozenset(table.name for table in tables)
        self._inner = inner
        self._read: set[str] = set()
        self.refused_function = ""

    def __call__(self, action: int, first: str | None, second: str | None, db: str | None, source: str | None) -> int:
        """Allow or deny one access, as SQLite asks while it compiles the statement."""
        is_allowed = action in _READ_ONLY
        if action == sqlite3.SQLITE_FUNCTION:
            is_allowed = str(second).lower() in FUNCTIONS
            self.refused_function = self.refused_function if is_allowed else str(second)
        elif action == sqlite3.SQLITE_READ:
            is_allowed = source in self._inner or first in self._inner
            if not is_allowed and first in self._names and db in ("temp", None):
                self._read |= {str(first), str(second)}
                is_allowed = True
        return sqlite3.SQLITE_OK if is_allowed else sqlite3.SQLITE_DENY

    def require_read(self, sql: str) -> None:
        """Require that names in double quotes are columns of a queried table.

        SQLite takes a name that no column has for a text, and would answer that text in every row.

        Raises: BadUsage: a name is no column of these tables.
        """
        tokens = sql_tokens(sql)
        defined_names = {token.name for before, token in pairwise(tokens) if before.text.upper() in _NAMING}
        allowed = self._read | defined_names
        for token, after in zip(tokens, [*tokens[1:], None], strict=True):
            is_owner = after is not None and after.text.startswith(".")
            if token.is_quoted_name and token.name not in allowed and not is_owner:
                raise unknown_column(sql, token.name, self.tables, self.tables)


@contextlib.contextmanager
def _guarded(db: sqlite3.Connection, guard: _Guard, limits: Limits) -> Iterator[None]:
    """The connection while it is in the hands of a statement that somebody typed."""
    before = {limit: db.setlimit(limit, value) for limit, value in _LIMITS.items()}
    end = time.monotonic() + limits.seconds
    db.set_progress_handler(lambda: time.monotonic() > end, _STEPS)
    _replace_day_functions(db)
    db.set_authorizer(guard)
    try:
        yield
    finally:
        db.set_authorizer(None)
        db.set_progress_handler(None, 0)
        for limit, value in before.items():
            db.setlimit(limit, value)


def _replace_day_functions(db: sqlite3.Connection) -> None:
    """Put functions that require a day in place of the engine's own, which take the machine's clock without one.

    They stay on the connection, for SQLite does not give back what was replaced: with a day they answer the same.
    """
    try:
        _dayless_function(db)
    except sqlite3.OperationalError:  # they are not there yet
        refused: list[str] = []
        db.create_function(_DAYLESS, 0, lambda: refused.pop() if refused else "")
        engine = sqlite3.connect(":memory:")
        for name, place in _DAY_FUNCTIONS.items():
            db.create_function(name, -1, _day_function(engine, name, place, refused), deterministic=True)


def _dayless_function(db: sqlite3.Connection) -> str:
    """The function that was called without a day since this was asked last."""
    return str(db.execute(f"SELECT {_DAYLESS}()").fetchone()[0])


def _day_function(engine: sqlite3.Connection, name: str, place: int, refused: list[str]) -> Callable[..., Any]:
    """The function of that name, as this engine answers it; ``place`` of its arguments is the day."""

    def call(*values: Any) -> Any:
        words = [_word(value) for value in values[place:]]
        if not words or words[0] in _CLOCK_WORDS or not _ZONE_WORDS.isdisjoint(words):
            refused[:] = [name]
            raise ValueError(name)
        return engine.execute(f"SELECT {name}({', '.join('?' * len(values))})", values).fetchone()[0]

    return call


def _word(value: Any) -> str:
    """The value as the engine reads it for a day: up to the first zero byte, case aside."""
    text = value.decode(errors="replace") if isinstance(value, bytes) else str(value)
    return text.partition("\0")[0].strip().lower()


@contextlib.contextmanager
def _views(index: Index, tables: Sequence[TableSchema], audience: str) -> Iterator[_Guard]:
    """Views of what the readers may see, in place of the index's own of these names."""
    db, secret, bodies = index.db, secrets.token_hex(16), view_bodies(index)
    replaced = dict(db.execute("SELECT name, sql FROM temp.sqlite_master WHERE type = 'view'"))
    inner = {table.name: f"{table.name}_{secret}" for table in tables}
    try:
        for table in tables:
            columns = ", ".join(f'"{column.name}"' for column in table.columns)
            db.execute(f'DROP VIEW IF EXISTS temp."{table.name}"')
            rows = visible_rows(table, bodies[table.name], audience)
            db.execute(f'CREATE TEMP VIEW "{inner[table.name]}" AS SELECT * {rows}')
            db.execute(f'CREATE TEMP VIEW "{table.name}" AS SELECT {columns} FROM temp."{inner[table.name]}"')
        yield _Guard(tables, frozenset(inner.values()))
    finally:
        for table in tables:
            db.execute(f'DROP VIEW IF EXISTS temp."{table.name}"')
            db.execute(f'DROP VIEW IF EXISTS temp."{inner[table.name]}"')
            if table.name in replaced:
                db.execute(replaced[table.name].replace("CREATE VIEW", "CREATE TEMP VIEW", 1))


def _sentence(db: sqlite3.Connection, sql: str, message: str, guard: _Guard, every: Sequence[TableSchema]) -> BadUsage:
    """The error of the engine as a sentence, with its place."""
    if match := _NO_COLUMN.search(message):
        return unknown_column(sql, match[1].strip('"'), guard.tables, every)
    if match := _NO_TABLE.search(message):
        return unknown_table(sql, match[1], guard.tables, every)
    if match := _NO_FUNCTION.search(message):
        return forbidden_function(sql, match[1])
    if guard.refused_function:
        return forbidden_function(sql, guard.refused_function)
    if message == _RAISED:
        return missing_day(sql, _dayless_function(db))
    if match := _PROHIBITED.search(message):
        name = match[1].removeprefix("all_")
        token_name = next(
            (word for word in (match[1], name) if any(token.name == word for token in sql_tokens(sql))), None
        )
        if token_name and token_name not in {table.name for table in guard.tables}:
            return unknown_table(sql, token_name, guard.tables, every)
    if match := _NEAR.search(message):
        return _syntax_error(sql, match[1] or match[2], message)
    if "one statement" in message:
        return BadUsage("一次只能问一句", "去掉分号后面的")
    if "not authorized" in message or "prohibited" in message:
        hint = "有哪些表：hyzs sql --schema；表名前面不加 main."
        return BadUsage("只能问列出来的表，不能改，也不能动数据库的设置", hint)
    if "parameter" in message or "binding" in message:
        return BadUsage(f"SQL 里的参数没有值：{message}", "只有 :today(今天)可以用；别的值直接写")
    return BadUsage(f"SQL 不对：{message}")


def _syntax_error(sql: str, word: str, message: str) -> BadUsage:
    """The error at the very token at which the parser gives up: the statement up to there fails in the same way."""
    empty = sqlite3.connect(":memory:")
    with contextlib.closing(empty):
        for token in sql_tokens(sql):
            if token.text.startswith(word[:1]):
                try:
                    empty.execute(sql[: token.position + len(token.text)])
                except sqlite3.Error as error:
                    if str(error) == message:
                        return error_at_token(sql, token.position, len(token.text))
    return error_at(sql, word, f"“{word}”这里看不懂")
