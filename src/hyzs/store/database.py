"""The index's file: opened, made anew when it is damaged or of another version, in memory where nothing can be written."""

import contextlib
import os
import sqlite3
from pathlib import Path

from hyzs import __version__

_WAIT_SECONDS = 30


def fingerprint() -> str:
    """What the rows depend on besides the files: the version, and the source files that read and shape them."""
    package = Path(__file__).parent.parent
    marks = [__version__, sqlite3.sqlite_version]
    for room in ("model", "kinds", "checks", "store"):
        with os.scandir(package / room) as entries:
            for entry in sorted(entries, key=lambda e: e.name):
                if entry.name.endswith(".py"):
                    info = entry.stat()
                    marks.append(f"{room}/{entry.name} {info.st_size} {info.st_mtime_ns}")
    return "\n".join(marks)


def open_database(path: Path | None) -> sqlite3.Connection:
    """The index file, made anew if it is damaged or of another version; in memory where nothing can be written."""
    if path is None:
        return _prepared(":memory:")
    try:
        _folder(path.parent)
        return _prepared(path)
    except sqlite3.OperationalError:
        return _prepared(":memory:")
    except sqlite3.DatabaseError:
        with contextlib.suppress(OSError):
            path.unlink()
            Path(f"{path}-journal").unlink(missing_ok=True)
    except OSError:
        return _prepared(":memory:")
    try:
        return _prepared(path)
    except sqlite3.Error:
        return _prepared(":memory:")


def _folder(folder: Path) -> None:
    """The folder ``.hyzs``, which git ignores."""
    if not folder.is_dir():
        folder.mkdir(parents=True)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")


def _prepared(path: Path | str) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None)
    try:
        db.execute("PRAGMA journal_mode = TRUNCATE")
        if _is_current(db):
            return db
        db.execute("BEGIN IMMEDIATE")
        if not _is_current(db):
            _build(db)
        db.execute("COMMIT")
    except BaseException:
        db.close()
        raise
    return db


def _is_current(db: sqlite3.Connection) -> bool:
    """Whether the index was made by this very program."""
    if not db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'meta'").fetchone()[0]:
        return False
    row = db.execute("SELECT value FROM meta WHERE key = 'fingerprint'").fetchone()
    return bool(row) and row[0] == fingerprint()


def _build(db: sqlite3.Connection) -> None:
    """Empty tables, whatever stood there before."""
    from hyzs.store.tables import ddl, fields, labels

    for kind, name in db.execute("SELECT type, name FROM sqlite_master WHERE type IN ('table', 'view')").fetchall():
        if not name.startswith("sqlite_"):
            db.execute(f'DROP {kind.upper()} IF EXISTS "{name}"')
    for statement in ddl():
        db.execute(statement)
    db.executemany("INSERT INTO kind VALUES (?, ?, ?)", labels())
    db.executemany("INSERT INTO field VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", fields())
    db.execute("INSERT INTO meta VALUES ('fingerprint', ?)", (fingerprint(),))
