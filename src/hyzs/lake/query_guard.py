"""Guard of a SELECT that somebody types: its form, its functions, its limits, its errors, for every engine."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from math import isfinite
from typing import Any, NamedTuple

from hyzs.fields.filter_lexer import FilterSyntaxError
from hyzs.lake.table_schema import TableSchema
from hyzs.model.errors import BadUsage
from hyzs.model.fuzzy_names import NearNames

#: Functions that read nothing but their arguments; the clock is asked by none of them, once a day is among these.
FUNCTIONS = frozenset(
    (
        *("char", "concat", "concat_ws", "contains", "format", "glob", "group_concat", "hex", "instr", "left"),
        *("length", "like", "lower", "lpad", "ltrim", "printf", "replace", "right", "rpad", "rtrim"),
        *("starts_with", "string_agg", "strpos", "substr", "substring", "trim", "unicode", "upper"),
        *("abs", "avg", "ceil", "ceiling", "count", "exp", "floor", "greatest", "least", "ln", "log", "log10"),
        *("max", "median", "min", "mod", "pow", "power", "quantile_cont", "quantile_disc", "round", "sign"),
        *("sqrt", "stddev_pop", "stddev_samp", "sum", "total", "trunc", "var_pop", "var_samp"),
        *("date", "date_diff", "date_part", "date_trunc", "datediff", "day", "dayofweek", "julianday", "month"),
        *("quarter", "strftime", "year"),
        *("coalesce", "cume_dist", "dense_rank", "first_value", "if", "ifnull", "iif", "lag", "last_value"),
        *("lead", "likelihood", "nth_value", "ntile", "nullif", "percent_rank", "rank", "row_number", "typeof"),
    )
)
#: Names of the clock, and of chance: an answer hangs on the store and on ``:today`` alone.
_CLOCK = frozenset(
    (
        *("age", "current_date", "current_localtime", "current_localtimestamp", "current_time", "current_timestamp"),
        *("datetime", "get_current_time", "get_current_timestamp", "localtime", "localtimestamp", "now"),
        *("time", "timediff", "today", "transaction_timestamp", "unixepoch"),
    )
)
_CHANCE = frozenset(("gen_random_uuid", "random", "randomblob", "setseed", "uuid", "uuidv4", "uuidv7"))
_NO_CLOCK = "答案只看仓库和 :today，不看机器的钟"
#: Characters of all values together that are kept of an answer.
MOST_CHARACTERS = 50_000_000
_BEGINNING = re.compile(r"(?:\s|--[^\n]*+|/\*(?:[^*]|\*(?!/))*+\*/|\()*+(SELECT|WITH|VALUES)\b", re.IGNORECASE)
_TOKEN = re.compile(r"'(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|--[^\n]*|/\*.*?\*/|[\w.]+|\S", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Limits:
    """Rows that are listed, and seconds that the engine may take."""

    rows: int = 10_000
    seconds: float = 10.0


class QueryResult(NamedTuple):
    """The names of the columns, each once; the rows that are kept; how many there are, or at least are."""

    columns: Sequence[str]
    rows: Sequence[Sequence[Any]]
    total: int
    is_counted: bool = True

    @property
    def is_cut(self) -> bool:
        """True if there are more rows than are kept."""
        return self.total > len(self.rows)


class SqlToken(NamedTuple):
    """A word, sign or quoted text of a statement, and its position."""

    text: str
    position: int

    @property
    def is_quoted_name(self) -> bool:
        """True of a name in double quotes."""
        return self.text.startswith('"')

    @property
    def name(self) -> str:
        """The name without its quotes."""
        return self.text[1:-1].replace('""', '"') if self.is_quoted_name else self.text


def sql_tokens(sql: str) -> list[SqlToken]:
    """The tokens of a statement without its comments."""
    matches = _TOKEN.finditer(sql)
    return [SqlToken(match[0], match.start()) for match in matches if not match[0].startswith(("--", "/*"))]


def named_tables(sql: str, tables: Iterable[TableSchema]) -> list[TableSchema]:
    """The tables whose names occur in the statement, which can query no others."""
    words = {word for token in sql_tokens(sql) for word in (token.name.lower(), *token.text.lower().split("."))}
    return [table for table in tables if table.name in words]


def require_select(sql: str) -> None:
    """Require that the text begins as a SELECT. Raises: BadUsage: it is empty, or begins with another word."""
    if not sql.strip():
        raise BadUsage("没有写 SQL", "例：hyzs sql 'SELECT id, name FROM project'；有哪些表：hyzs sql --schema")
    if not _BEGINNING.match(sql):
        raise FilterSyntaxError(sql, 0, len(sql.split(maxsplit=1)[0]), "只能问，不能改：SQL 要从 SELECT 或 WITH 开始")


def error_at(sql: str, word: str, message: str, hint: str = "") -> FilterSyntaxError:
    """The error with carets under the word where it stands first as a token; under the beginning if it does nowhere."""
    bare = word.lower()
    places = ((token.position, len(token.text)) for token in sql_tokens(sql) if token.name.lower() == bare)
    ends = ((token.position, len(token.text)) for token in sql_tokens(sql) if token.name.lower().endswith(f".{bare}"))
    position, length = next(places, None) or next(ends, (0, 1))
    return FilterSyntaxError(sql, position, length, message, hint)


def forbidden_function(sql: str, name: str) -> FilterSyntaxError:
    """The error of a function that is not on the list: what to write in place of the clock, and why chance is none."""
    if name.lower() in _CLOCK:
        return error_at(sql, name, f"不能用 {name}：{_NO_CLOCK}", "今天写 :today")
    if name.lower() in _CHANCE:
        return error_at(sql, name, f"不能用 {name}：同一个仓库、同一个 :today，答案要一样")
    return error_at(sql, name, f"不能用函数 {name}")


def missing_day(sql: str, name: str) -> FilterSyntaxError:
    """The error of a function of days that was called without one, or by the clock or the zone of the machine."""
    return error_at(
        sql, name, f"{name} 要写哪一天：{_NO_CLOCK}", f"今天写 {name}(…:today…)，now、localtime、utc 不能用"
    )


def error_at_token(sql: str, position: int, length: int) -> FilterSyntaxError:
    """The error of a statement that has no meaning from that position on."""
    return FilterSyntaxError(sql, position, length, f"“{sql[position : position + length]}”这里看不懂")


def unknown_table(sql: str, name: str, tables: Iterable[TableSchema], all_tables: Iterable[TableSchema]) -> BadUsage:
    """The error of a table that is not there, or not for these readers."""
    if any(table.name == name for table in all_tables):
        return error_at(sql, name, f"表 {name} 不给这些读者看", "去掉 --audience，或者换一张表")
    near = NearNames(table.name for table in tables).nearest(name)
    return error_at(sql, name, f"没有表 {name}", f"是不是：{near}" if near else "有哪些表：hyzs sql --schema")


def unknown_column(sql: str, name: str, tables: Iterable[TableSchema], all_tables: Iterable[TableSchema]) -> BadUsage:
    """The error of a column that is not there, or not for these readers; tables are those that the statement names."""
    words = {token.name.lower() for token in sql_tokens(sql)}
    named_tables = [table for table in tables if table.name in words]
    short = name.rpartition(".")[2] if "." in name else name
    candidates = {name, short}
    hidden = next(
        (
            column
            for table in all_tables
            if table.name in words
            for column in table.columns
            if column.name in candidates
            and not any(column.name == own_column.name for own in named_tables for own_column in own.columns)
        ),
        None,
    )
    if hidden:
        message = f"“{hidden.label}”({hidden.name})是{hidden.level}的，不给这些读者看"
        return error_at(sql, name, message, "去掉它，或者去掉 --audience")
    near = NearNames(column.name for table in named_tables for column in table.columns).nearest(name)
    hint = f"是不是：{quoted_name(near)}" if near else "有哪些列：hyzs sql --schema；名字里有点的列加双引号"
    return error_at(sql, name, f"没有列 {name}", hint)


def quoted_name(name: str) -> str:
    """The name as a statement writes it: in double quotes unless it is a plain word."""
    return name if re.fullmatch(r"[a-z_]\w*", name) else f'"{name}"'


def timed_out(limits: Limits) -> BadUsage:
    """The error of a statement that takes too long."""
    return BadUsage(f"查了 {limits.seconds:g} 秒还没有完，停了", "缩小范围，或者 --seconds 写长些")


def distinct_names(names: Iterable[str]) -> list[str]:
    """The names with a number behind each that was there before: id, id_2."""
    out: list[str] = []
    for name in names:
        number, new = 2, name
        while new in out:
            number, new = number + 1, f"{name}_{number}"
        out.append(new)
    return out


def collected(columns: Sequence[str], rows: Iterable[Sequence[Any]], limits: Limits) -> QueryResult:
    """The first rows as plain values; all others are counted, and not kept, until the time is over."""
    kept_rows: list[list[Any]] = []
    count, room, is_counted = 0, MOST_CHARACTERS, True
    for row in _until_stopped(rows):
        if row is None:
            is_counted = False
            break
        if count == len(kept_rows) and count < limits.rows and room > 0:
            values = [plain_value(value) for value in row]
            room -= sum(len(value) for value in values if isinstance(value, str))
            kept_rows.append(values)
        count += 1
    return QueryResult(columns, kept_rows, count, is_counted)


class Stopped(Exception):
    """The engine was stopped: the time is over."""


def _until_stopped(rows: Iterable[Sequence[Any]]) -> Iterator[Sequence[Any] | None]:
    """The rows; None at the end if the engine was stopped after some."""
    is_begun = False
    try:
        for row in rows:
            is_begun = True
            yield row
    except Stopped:
        if not is_begun:
            raise
        yield None


def plain_value(value: Any) -> Any:
    """The value as every format can show it: text, number, true or false, ISO day."""
    if isinstance(value, bool | int | str) or value is None:
        return value
    if isinstance(value, float):
        return value if isfinite(value) else str(value)
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else value.normalize()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    if isinstance(value, list | tuple):
        return "、".join(str(plain_value(inner)) for inner in value)
    return str(value)
