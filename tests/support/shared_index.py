"""Pieces of an index, made once in a process instead of once an index: tables, statements, the rows of known files.

An index begins as a copy of the empty one. In memory the connection itself is taken up again when nobody holds it any
more, emptied, with the statements that SQLite has prepared for it: to prepare the checks takes twenty times as long as
to answer them. So the index of a small store is in memory even where it would be a file, but ``with index_files()``,
and in the processes that run commands. The files of the base store and of the repository's own are read once; whatever
a test tells is read each time.
"""

import contextlib
import functools
import sqlite3
import sys
import threading
from collections.abc import Callable, Iterator
from itertools import islice

from hyzs.index import database, parallel_parser
from hyzs.index.parallel_parser import FileJob, ParsedBatch
from support.stores import BASE, REPO, SHIPPED

_create_tables, _connect, _fingerprint = database._create_tables, database._connect, database.fingerprint
_parse_batch = parallel_parser.parse_batch
_STATEMENTS = 1000
#: Files of a store whose index is in memory.
_MOST_FILES = 60
#: Temporary tables that an index makes where they are not there yet; to drop one would undo what was prepared.
_LASTING_TABLES = {"asked", "in_values"}
#: True where an index that is to be kept is a file.
_ARE_FILES = [False]


def share(set_attribute: Callable[[object, str, object], object], *, files: bool = False) -> None:
    """Put the shared pieces in place of those of the program; with index files or without."""
    _ARE_FILES[0] = files
    set_attribute(database, "_create_tables", _copy_empty)
    set_attribute(database, "_connect", _opened)
    set_attribute(database, "fingerprint", functools.cache(_fingerprint))
    set_attribute(parallel_parser, "parse_batch", _with_known_files)


def read_known_files() -> None:
    """Read them now, for all processes that are forked from this one."""
    _rows()
    for path, data in _starting_files():
        _rows_of(path, data)


class Reusable(sqlite3.Connection):
    """A connection to an index in memory that outlives its index."""

    thread, version = 0, 0

    def close(self) -> None:
        """Whoever comes next empties it."""

    @property
    def holders(self) -> int:
        return sys.getrefcount(self)

    def begin(self) -> None:
        _empty().backup(self)
        self.version = self.execute("PRAGMA schema_version").fetchone()[0]
        self._turn()

    def empty(self) -> None:
        """Nothing is left of what stood in it."""
        if self.in_transaction:
            self.rollback()
        if self.execute("PRAGMA query_only").fetchone()[0]:  # to set it undoes what was prepared
            self.execute("PRAGMA query_only = 0")
        for kind, name in self.execute("SELECT type, name FROM sqlite_temp_master").fetchall():
            if name in _LASTING_TABLES:
                self.execute(f'DELETE FROM temp."{name}"')
            elif kind in ("table", "view") and not name.startswith("sqlite_"):
                self.execute(f'DROP {kind} temp."{name}"')
        if self.execute("PRAGMA schema_version").fetchone()[0] != self.version:
            self.begin()
            return
        self.execute("BEGIN")
        for table, rows in _rows().items():
            if rows and table != "meta":  # the program's own catalogues: no index ever writes to them
                continue
            self.execute(f'DELETE FROM main."{table}"')
            if rows:
                self.executemany(f'INSERT INTO main."{table}" VALUES ({", ".join("?" * len(rows[0]))})', rows)
        self._turn()
        self.execute("COMMIT")

    def _turn(self) -> None:
        self.execute("UPDATE main.meta SET value = ? WHERE key = 'turn'", (database.new_version(),))


_CONNECTIONS: list[Reusable] = []


@contextlib.contextmanager
def index_files() -> Iterator[None]:
    """Every index that is to be kept is a file meanwhile, as it is for people."""
    before, _ARE_FILES[0] = _ARE_FILES[0], True
    try:
        yield
    finally:
        _ARE_FILES[0] = before


def _opened(path):
    if path != ":memory:" and (_ARE_FILES[0] or _is_large(path.parent.parent)):
        return _connect(path)
    for db in _CONNECTIONS:
        if db.thread == threading.get_ident() and db.holders == _holders_of_a_free_one():
            db.empty()
            return db
    db = _connection()
    db.thread = threading.get_ident()
    db.begin()
    _CONNECTIONS.append(db)
    return db


def _is_large(root):
    """True for a store whose rows it takes longer to fill in again than to prepare the checks."""
    return next(islice((root / "data").rglob("*.yaml"), _MOST_FILES, None), None) is not None


def _connection() -> Reusable:
    return sqlite3.connect(":memory:", isolation_level=None, factory=Reusable, cached_statements=_STATEMENTS)


@functools.cache
def _holders_of_a_free_one() -> int:
    """How many hold a connection that stands in a list and is looked at, and in no index."""
    free = [_connection()]
    for db in free:
        return db.holders
    raise AssertionError


@functools.cache
def _empty() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)  # servers ask in threads of theirs
    _create_tables(db)
    return db


@functools.cache
def _rows() -> dict[str, list[tuple]]:
    """What stands in an empty index: kinds, fields, rules."""
    tables = _empty().execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    return {name: _empty().execute(f'SELECT * FROM "{name}"').fetchall() for (name,) in tables}


def _copy_empty(db: sqlite3.Connection) -> None:
    """What ``_create_tables`` leaves, in a database that is new; any other is built anew by itself."""
    if db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        _create_tables(db)
        return
    db.execute("COMMIT")
    _empty().backup(db)
    db.execute("BEGIN IMMEDIATE")
    db.execute("UPDATE meta SET value = ? WHERE key = 'turn'", (database.new_version(),))


def _with_known_files(jobs: list[FileJob]) -> ParsedBatch:
    """What ``parse_batch`` gives."""
    out = ParsedBatch([], {"parse_finding": []})
    for job in jobs:
        is_known = (job.path, job.data) in _starting_files()
        kinds, tables = _rows_of(job.path, job.data) if is_known else _parse_batch([job])
        out.kinds.extend((job.file, kind) for _, kind in kinds)
        for table, rows in tables.items():
            out.tables.setdefault(table, []).extend((job.file, *row[1:]) for row in rows)
    return out


@functools.cache
def _starting_files() -> frozenset[tuple[str, bytes]]:
    """The files that stores begin with: path below ``data/`` and content."""
    return frozenset(
        (file.relative_to(root / "data").as_posix(), file.read_bytes())
        for root in (REPO, BASE, SHIPPED)
        for file in (root / "data").rglob("*.yaml")
    )


@functools.cache
def _rows_of(path: str, data: bytes) -> ParsedBatch:
    """The rows of a known file; the number of the file stands in front of each."""
    return _parse_batch([FileJob(0, path, data)])
