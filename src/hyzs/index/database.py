"""Opens the index file; remakes it when damaged or of another version; in memory where nothing can be written."""

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator
from itertools import chain, count
from pathlib import Path

from hyzs import __version__
from hyzs.paths import PACKAGE
from hyzs.store.state_dir import ensure_state_dir, is_sealed, remove_sealed, write_seal

_WAIT_SECONDS = 30
#: Prepared statements that a connection keeps: every check is asked twice of an edit, and to prepare one takes longer
#: than to answer it.
_STATEMENTS = 512
#: An index without a whole seal is examined so often, or for so long while another process is writing it.
_TRIES, _PAUSE_SECONDS, _PATIENCE_SECONDS = 5, 0.02, 3.0


def fingerprint() -> str:
    """Key of what rows depend on besides the files: versions, and the stamps of the program's source files."""
    return "\n".join([__version__, sqlite3.sqlite_version, *sorted(_source_stamps(str(PACKAGE)))])


def _source_stamps(folder: str) -> Iterator[str]:
    """The path, size and time of change of every module and data file: a list of those that matter would forget one."""
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.name.endswith((".py", ".yaml")):
                info = entry.stat()
                yield f"{entry.path} {info.st_size} {info.st_mtime_ns}"
            elif "." not in entry.name and entry.name != "__pycache__" and entry.is_dir():
                yield from _source_stamps(entry.path)


def open_database(path: Path | None) -> sqlite3.Connection:
    """A connection to the index file, remade unless this machine wrote it; in memory where nothing can be written."""
    if path is None:
        return _connect(":memory:")
    try:
        ensure_state_dir(path.parent)
        if not _is_trusted(path):
            _remove(path)
        return _connect(path)
    except (sqlite3.OperationalError, OSError):
        return _connect(":memory:")
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        with contextlib.suppress(OSError):
            _remove(path)
    try:
        return _connect(path)
    except (sqlite3.Error, OSError):
        return _connect(":memory:")


def seal_database(db: sqlite3.Connection) -> None:
    """Seal the index file after writing; without room for a seal it is remade next time."""
    if path := str(db.execute("PRAGMA database_list").fetchone()[2]):
        with contextlib.suppress(OSError):
            write_seal(Path(path))


def _is_trusted(path: Path) -> bool:
    """True for an index with a whole seal and no journal that SQLite would play back.

    Another process may stand between its first write and its seal, so a file that is being written is waited for.
    SQLite never opens anything else: a journal can name any file for it to delete.
    """
    end = time.monotonic() + _PATIENCE_SECONDS
    for attempt in count(1):
        if is_sealed(path) and not any(_has_content(file) for file in _sidecars(path)):
            return True
        writing = _is_fresh(_sidecars(path)[0])
        if time.monotonic() > end or not (writing or attempt < _TRIES) or not os.path.lexists(path):
            return False
        time.sleep(_PAUSE_SECONDS)
    raise AssertionError


def _sidecars(path: Path) -> list[Path]:
    return [Path(f"{path}-{name}") for name in ("journal", "wal", "shm")]


def _has_content(file: Path) -> bool:
    with contextlib.suppress(OSError):
        return file.lstat().st_size > 0
    return False


def _is_fresh(journal: Path) -> bool:
    """True while somebody may be writing: a journal with content, touched within the last seconds."""
    with contextlib.suppress(OSError):
        info = journal.lstat()
        return info.st_size > 0 and time.time() - info.st_mtime < _PATIENCE_SECONDS
    return False


def _remove(path: Path) -> None:
    """Remove the index with all that SQLite would read beside it."""
    for file in _sidecars(path):
        file.unlink(missing_ok=True)
    remove_sealed(path)


def _connect(path: Path | str) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None, cached_statements=_STATEMENTS)
    try:
        db.execute("PRAGMA journal_mode = TRUNCATE")
        if _is_current(db):
            return db
        db.execute("BEGIN IMMEDIATE")
        if not _is_current(db):
            _create_tables(db)
        db.execute("COMMIT")
        seal_database(db)
    except BaseException:
        db.close()
        raise
    return db


def _is_current(db: sqlite3.Connection) -> bool:
    """True if the index was made by this very program."""
    if not db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'meta'").fetchone()[0]:
        return False
    row = db.execute("SELECT value FROM meta WHERE key = 'fingerprint'").fetchone()
    return bool(row) and row[0] == fingerprint()


def _create_tables(db: sqlite3.Connection) -> None:
    """Make empty tables in place of all that are there."""
    from hyzs.diagnostics.registry import rules_by_code
    from hyzs.index.catalog_rows import KindRow, built_after, built_steps, field_rows, kind_rows
    from hyzs.index.published_tables import PublishedColumn, path_levels, published_columns
    from hyzs.index.schema import ddl, index_ddl

    for kind, name in db.execute("SELECT type, name FROM sqlite_master WHERE type IN ('table', 'view')").fetchall():
        if not name.startswith("sqlite_"):
            db.execute(f'DROP {kind.upper()} IF EXISTS "{name}"')
    for statement in chain(ddl(), index_ddl()):
        db.execute(statement)
    db.executemany(f"INSERT INTO kind VALUES ({', '.join('?' * len(KindRow._fields))})", kind_rows())
    db.executemany(f"INSERT INTO field VALUES ({', '.join('?' * 20)})", field_rows())
    published = ", ".join("?" * len(PublishedColumn._fields))
    db.executemany(f"INSERT INTO published_column VALUES ({published})", published_columns())
    db.executemany("INSERT INTO path_level VALUES (?, ?, ?)", path_levels())
    db.executemany(f"INSERT INTO built_step VALUES ({', '.join('?' * 20)})", built_steps())
    db.executemany("INSERT INTO built_after VALUES (?, ?, ?, ?, ?)", built_after())
    db.executemany(
        "INSERT INTO rule VALUES (?, ?)", ((rule.code, str(rule.severity)) for rule in rules_by_code().values())
    )
    db.execute("INSERT INTO meta VALUES ('fingerprint', ?), ('version', ?)", (fingerprint(), new_version()))


def new_version() -> str:
    """A random id of the visible file set; restoring a backup over the store cannot repeat it."""
    return os.urandom(8).hex()
