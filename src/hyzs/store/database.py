"""The index's file: opened; made anew when damaged or of another version; in memory where nothing can be written."""

import contextlib
import os
import sqlite3
import time
from collections.abc import Iterator
from pathlib import Path

from hyzs import __version__

_WAIT_SECONDS = 30
_LOOKS, _PAUSE_SECONDS = 5, 0.02


def fingerprint() -> str:
    """What the rows depend on besides the files: the version, and the source files that read and shape them."""
    package = Path(__file__).parent.parent
    marks = [__version__, sqlite3.sqlite_version]
    for room in ("model", "kinds", "checks", "store", "store/yaml"):
        marks += (f"{room}/{look}" for look in looks(package / room, ".py"))
    return "\n".join(marks)


def looks(folder: Path, ending: str = "") -> Iterator[str]:
    """The name, size and time of each file of the folder that ends so."""
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda e: e.name):
            if entry.name.endswith(ending) and not entry.is_dir():
                info = entry.stat()
                yield f"{entry.name} {info.st_size} {info.st_mtime_ns}"


def open_database(path: Path | None) -> sqlite3.Connection:
    """The index file, made anew if it is damaged or of another version; in memory where nothing can be written."""
    if path is None:
        return _prepared(":memory:")
    try:
        own_folder(path.parent)
        return _sealed(path)
    except (sqlite3.OperationalError, OSError):
        return _prepared(":memory:")
    except (sqlite3.DatabaseError, UnicodeDecodeError):
        with contextlib.suppress(OSError):
            path.unlink()
            Path(f"{path}-journal").unlink(missing_ok=True)
    try:
        return _sealed(path)
    except (sqlite3.Error, OSError):
        return _prepared(":memory:")


def seal(db: sqlite3.Connection) -> None:
    """Remember how the file looks after our own writing: whoever else changes it breaks the seal."""
    path = str(db.execute("PRAGMA database_list").fetchone()[2])
    if path:
        Path(f"{path}.seal").write_text(_look_of(path), encoding="ascii")


def _look_of(path: str) -> str:
    info = Path(path).stat()
    return f"{info.st_size} {info.st_mtime_ns}"


def _is_sealed(path: Path) -> bool:
    with contextlib.suppress(OSError, ValueError):
        return Path(f"{path}.seal").read_text(encoding="ascii") == _look_of(str(path))
    return False


def _sealed(path: Path) -> sqlite3.Connection:
    """The index at ``path``; with a broken seal its rows are not believed, and it is emptied.

    Another process may stand between its commit and its seal, so a broken one is looked at again.
    """
    for _ in range(_LOOKS):
        if _is_sealed(path):
            return _prepared(path)
        if not path.exists():
            break
        time.sleep(_PAUSE_SECONDS)
    return _prepared(path, believe=False)


def own_folder(folder: Path) -> None:
    """The folder ``.hyzs``, which git ignores."""
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")


def _prepared(path: Path | str, *, believe: bool = True) -> sqlite3.Connection:
    db = sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None)
    try:
        db.execute("PRAGMA journal_mode = TRUNCATE")
        if believe and _is_current(db):
            return db
        db.execute("BEGIN IMMEDIATE")
        if not (believe and _is_current(db)):
            _build(db)
        db.execute("COMMIT")
        seal(db)
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
    from hyzs.store.codes import codes
    from hyzs.store.described import fields, labels
    from hyzs.store.tables import ddl

    for kind, name in db.execute("SELECT type, name FROM sqlite_master WHERE type IN ('table', 'view')").fetchall():
        if not name.startswith("sqlite_"):
            db.execute(f'DROP {kind.upper()} IF EXISTS "{name}"')
    for statement in ddl():
        db.execute(statement)
    db.executemany(f"INSERT INTO kind VALUES ({', '.join('?' * 6)})", labels())
    db.executemany(f"INSERT INTO field VALUES ({', '.join('?' * 15)})", fields())
    db.executemany("INSERT INTO rule VALUES (?, ?)", ((rule.code, str(rule.severity)) for rule in codes().values()))
    db.execute("INSERT INTO meta VALUES ('fingerprint', ?), ('turn', ?)", (fingerprint(), new_turn()))


def new_turn() -> str:
    """A name for what is in view from now on; a backup that is laid over the store cannot bring it up again."""
    return os.urandom(8).hex()
