"""A lake opened for questions: its stores, the columns that each lacks, and DuckDB over its files."""

import contextlib
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from hyzs.lake.manifest import StoreExport, read_manifest
from hyzs.lake.project_links import LINK_COLUMNS, LINKED, SHARED, project_links
from hyzs.lake.query_guard import plain_value
from hyzs.lake.question import Question
from hyzs.model.blocks import Row
from hyzs.model.errors import BadUsage, CannotRead
from hyzs.model.optional_import import import_optional

PURPOSE = "汇总 Parquet "
#: Memory of the engine; beyond that it writes to disk.
_MEMORY = "4GB"
#: Types of SQL for those of columns, in DuckDB and in Spark.
SQL_TYPES = {
    "text": "VARCHAR",
    "integer": "BIGINT",
    "number": "DECIMAL(21,6)",
    "money": "DECIMAL(18,4)",
    "flag": "BOOLEAN",
    "date": "DATE",
}


@dataclass(frozen=True, slots=True)
class LakeTable:
    """The files of one table, and the types of the columns that are asked; ``held`` are those that some file has."""

    name: str
    files: Sequence[Path]
    columns: Mapping[str, str]
    held: frozenset[str]


class Lake:
    """Stores that were exported to one or more folders."""

    def __init__(self, folders: Sequence[Path]) -> None:
        self.folders = list(folders)
        self.exports: dict[str, tuple[Path, StoreExport]] = {}
        for folder in folders:
            for export in read_manifest(folder):
                if export.store in self.exports:
                    other = self.exports[export.store][0]
                    raise BadUsage(f"库 {export.store} 在 {other} 和 {folder} 里都有", "只写一个")
                self.exports[export.store] = (folder, export)
        if not self.exports:
            raise BadUsage(f"{'、'.join(map(str, folders))} 里还没有库", "先在仓库里 hyzs export parquet 文件夹")

    @property
    def stores(self) -> list[StoreExport]:
        """The stores by id."""
        return [self.exports[store][1] for store in sorted(self.exports)]

    @property
    def last_day(self) -> date:
        """The last day on which one of the stores was exported."""
        return max(date.fromisoformat(export.day) for export in self.stores)

    def table(self, name: str, columns: Mapping[str, str]) -> LakeTable:
        """The files of a table in all stores. Raises: CannotRead: one that the manifest names is not there."""
        files, stored_columns = [], set()
        for store in sorted(self.exports):
            folder, export = self.exports[store]
            stored = export.tables.get(name)
            if stored and stored.file:
                file = folder / stored.file
                if not file.is_file():
                    raise CannotRead(f"清单里的 {file} 不在", "在那个仓库里重新导出一次")
                files.append(file)
                stored_columns |= {column.name for column in stored.schema.columns}
        return LakeTable(name, files, columns, frozenset(stored_columns))

    def tables(self, question: Question) -> list[LakeTable]:
        """The tables that a question reads. Raises: CannotRead: a file that the manifest names is not there."""
        return [self.table(name, question.columns_read(name)) for name in question.reads]

    def missing(self, question: Question) -> dict[str, list[str]]:
        """The columns, and rows of fields, that a question reads and a store lacks: of an older program, or kept.

        Raises: BadUsage: a manifest names readers that there are not.
        """
        lacking = {}
        for export in self.stores:
            columns = [
                f"{name}.{column}"
                for name in question.reads
                for column in question.columns_read(name)
                if name not in export.tables or all(column != own.name for own in export.tables[name].schema.columns)
            ]
            columns += question.hidden_rows(export.audience)
            if columns:
                lacking[export.store] = columns
        return lacking


def select_columns(table: LakeTable) -> str:
    """The columns of a table as a question reads them: null where no file has one."""
    columns = ['"store"']
    for name, type in table.columns.items():
        value = f'"{name}"' if name in table.held else "NULL"
        columns.append(f'CAST({value} AS {SQL_TYPES[type]}) AS "{name}"')
    return ", ".join(columns)


def view_sql(table: LakeTable) -> str:
    """The SELECT of DuckDB for a table."""
    if not table.files:
        nulls = ", ".join(f'CAST(NULL AS {SQL_TYPES[type]}) AS "{name}"' for name, type in table.columns.items())
        return f"SELECT CAST(NULL AS VARCHAR) AS store, {nulls} WHERE FALSE"
    files = ", ".join(quoted_text(str(file)) for file in table.files)
    options = "union_by_name = true, hive_partitioning = true, hive_types = {'store': VARCHAR}"
    return f"SELECT {select_columns(table)} FROM read_parquet([{files}], {options})"


def quoted_text(text: str) -> str:
    """A text as SQL writes it."""
    return "'" + text.replace("'", "''") + "'"


@contextlib.contextmanager
def duckdb_connection() -> Iterator[Any]:
    """A database in memory that fetches no extensions; what it has no memory for is in a folder that goes with it.

    Raises: BadConfig: it is missing.
    """
    duckdb = import_optional("duckdb", "lake", PURPOSE)
    settings = {
        "autoinstall_known_extensions": "false",
        "autoload_known_extensions": "false",
        "python_enable_replacements": "false",
        "threads": "2",
        "memory_limit": _MEMORY,
    }
    with tempfile.TemporaryDirectory(prefix="hyzs-") as scratch:
        connection = duckdb.connect(":memory:", config=settings | {"temp_directory": scratch})
        try:
            connection.execute("SET enable_progress_bar = false")  # it would stand on stdout, before the answer
            yield connection
        finally:
            connection.close()


def ask_duckdb(lake: Lake, question: Question, day: date) -> list[Row]:
    """The rows of a question, as DuckDB answers it.

    Raises: BadConfig: DuckDB is not installed; CannotRead: an exported file cannot be read.
    """
    with duckdb_connection() as connection:
        values = question.parameters(day)
        try:
            for table in lake.tables(question):
                connection.execute(f'CREATE VIEW "{table.name}" AS {view_sql(table)}')
            if question.counts_once:
                _create_links(connection, {"day": day})
            cursor = connection.execute(_with_dollars(question.sql, values), values)
            rows = cursor.fetchall()
        except connection_error() as error:
            raise CannotRead(f"读不了导出的数据：{str(error).splitlines()[0]}", "在那个仓库里重新导出一次") from None
        return plain_rows([column[0] for column in cursor.description], rows)


def _create_links(connection: Any, values: Mapping[str, date]) -> None:
    """The table of the chains of projects, closed."""
    shared = connection.execute(_with_dollars(SHARED, values), values).fetchall()
    columns = [list(texts) for texts in zip(*project_links(shared), strict=True)] or [[] for _ in LINK_COLUMNS]
    unnested = ", ".join(f"unnest(CAST(? AS VARCHAR[])) AS {name}" for name in LINK_COLUMNS)
    connection.execute(f"CREATE TABLE {LINKED} AS SELECT {unnested}", columns)


def connection_error() -> type[Exception]:
    """The class of all errors of DuckDB. Raises: BadConfig: DuckDB is not installed."""
    error: type[Exception] = import_optional("duckdb", "lake", PURPOSE).Error
    return error


def plain_rows(columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[Row]:
    """Rows of an engine as plain values, by the names of their columns."""
    return [dict(zip(columns, map(plain_value, row), strict=True)) for row in rows]


def _with_dollars(sql: str, names: Mapping[str, Any]) -> str:
    """The statement with its parameters as DuckDB writes them."""
    for name in sorted(names, key=len, reverse=True):
        sql = sql.replace(f":{name}", f"${name}")
    return sql
