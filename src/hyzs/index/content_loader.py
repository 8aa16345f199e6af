"""File contents in the index: each parsed once, its rows inserted, and kept as long as there is room."""

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from hyzs.store.trees import FileState, Tree, WorkingTree, blob_id

if TYPE_CHECKING:
    from hyzs.index.parallel_parser import FileJob, ParsedBatch

#: Called with the count of files read and of all that are to be read.
Progress = Callable[[int, int], None]
#: File contents that no tree shows any more are kept until there are so many more of them than visible ones.
_MOST_UNUSED = 1000
#: Files from which it is quicker to make the SQL indexes when all rows are there.
_BULK = 200


def load_files(db: sqlite3.Connection, tree: Tree, states: dict[str, FileState], progress: Progress) -> dict[str, int]:
    """Ids of the file contents, parsed now if they never were; ``states`` get the keys of the bytes just read."""
    from hyzs.index.parallel_parser import parse_files

    ids: dict[str, int] = {}
    new = []
    for path, now in states.items():
        if (file := _file_id(db, path, now.key)) is None:
            new.append(path)
        else:
            ids[path] = file
    if new:
        with _bulk_insert(db, len(new)):
            done_count = 0
            for some in parse_files(_jobs(db, tree, new, states, ids), len(new)):
                _insert_batch(db, some)
                done_count += len(some.kinds)
                progress(done_count, len(new))
    return ids


def _jobs(
    db: sqlite3.Connection, tree: Tree, paths: list[str], states: dict[str, FileState], ids: dict[str, int]
) -> "Iterator[FileJob]":
    """Jobs for the files to be read; a file that changed meanwhile is listed again by the next run."""
    from hyzs.index.parallel_parser import FileJob

    for path in paths:
        data = tree.read(path)
        key = states[path].key
        if isinstance(tree, WorkingTree) and (now := blob_id(data)) != key:
            states[path], key = FileState(None, now), now
            if (file := _file_id(db, path, key)) is not None:
                ids[path] = file
                continue
        cursor = db.execute("INSERT INTO file (path, key) VALUES (?, ?)", (path, key))
        ids[path] = int(cursor.lastrowid or 0)
        yield FileJob(ids[path], path, data)


def _file_id(db: sqlite3.Connection, path: str, key: str) -> int | None:
    """The id of that content at that path; None if it was never read."""
    row = db.execute("SELECT id FROM file WHERE path = ? AND key = ?", (path, key)).fetchone()
    return row and int(row[0])


def _insert_batch(db: sqlite3.Connection, some: "ParsedBatch") -> None:
    db.executemany("UPDATE file SET kind = ? WHERE id = ?", ((kind, file) for file, kind in some.kinds))
    for table, rows in some.tables.items():
        insert_rows(db, f"all_{table}", rows)


@contextlib.contextmanager
def _bulk_insert(db: sqlite3.Connection, count: int) -> Iterator[None]:
    """Drop the SQL indexes meanwhile if many files come, and more than there are: they are then made at the end."""
    if count < _BULK or int(db.execute("SELECT count(*) FROM file").fetchone()[0]) >= count:
        yield
        return
    from hyzs.index.schema import index_ddl

    sql = "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name LIKE 'all!_%' ESCAPE '!'"
    for (name,) in db.execute(sql).fetchall():
        db.execute(f'DROP INDEX "{name}"')
    yield
    for statement in index_ddl():
        db.execute(statement)


def insert_rows(db: sqlite3.Connection, table: str, rows: list[tuple[Any, ...]]) -> None:
    """Insert rows as wide as the table."""
    if rows:
        marks = ", ".join("?" * len(rows[0]))
        db.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)


def prune_contents(db: sqlite3.Connection) -> None:
    """Delete the contents that are not visible, once there are many more of them than visible ones."""
    unused, visible = (
        int(db.execute(sql).fetchone()[0])
        for sql in (
            "SELECT count(*) FROM file WHERE id NOT IN (SELECT file FROM visible_file)",
            "SELECT count(*) FROM visible_file",
        )
    )
    if unused <= visible + _MOST_UNUSED:
        return
    tables = [
        name
        for (name,) in db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'all!_%' ESCAPE '!'"
        )
    ]
    for table in tables:
        db.execute(f'DELETE FROM "{table}" WHERE file NOT IN (SELECT file FROM visible_file)')
    db.execute("DELETE FROM file WHERE id NOT IN (SELECT file FROM visible_file)")
