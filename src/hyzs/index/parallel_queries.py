"""Run independent SELECTs on two connections: SQLite answers each on a core of its own."""

import contextlib
import sqlite3
from collections.abc import Mapping, Sequence
from threading import Thread
from typing import Any

from hyzs.model.errors import Busy

Rows = list[dict[str, Any]]


def execute(db: sqlite3.Connection, sql: str, values: Mapping[str, Any]) -> sqlite3.Cursor:
    """The cursor of a SELECT.

    Raises:
        Busy: another process has been writing the index for longer than a query waits.
    """
    try:
        return db.execute(sql, values)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
            raise
        raise Busy("别的 hyzs 正在重建这个仓库的索引，等了很久还没有完", "稍后再试") from None


def select(db: sqlite3.Connection, sql: str, values: Mapping[str, Any]) -> Rows:
    """The rows of a SELECT as dicts.

    Raises: Busy: another process has been writing the index for longer than a query waits.
    """
    cursor = execute(db, sql, values)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def select_many(db: sqlite3.Connection, queries: Sequence[str], values: Mapping[str, Any]) -> list[Rows]:
    """The rows of each SELECT; ``db`` is in a transaction, so that another connection to its file sees the same.

    Raises: Busy: another process has been writing the index for longer than a query waits.
    """
    path = db.execute("PRAGMA database_list").fetchone()[2]
    execute(db, "SELECT 1 FROM meta", {}).fetchone()  # from here on nobody can change what is there
    results: dict[int, Rows] = {}
    positions = iter(range(len(queries)))

    def answer(own: sqlite3.Connection) -> None:
        for n in positions:
            results[n] = select(own, queries[n], values)

    def answer_elsewhere() -> None:
        # Whatever it cannot answer (somebody waits to write) is asked below.
        with contextlib.suppress(sqlite3.Error, Busy), contextlib.closing(sqlite3.connect(path, timeout=0)) as other:
            answer(other)

    thread = Thread(target=answer_elsewhere)
    thread.start()
    try:
        answer(db)
    finally:
        thread.join()
    return [results[n] if n in results else select(db, sql, values) for n, sql in enumerate(queries)]
