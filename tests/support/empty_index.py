"""The tables of an index, made once: every further index in this process begins as a copy of the empty one."""

import functools
import sqlite3

import pytest

from hyzs.index import database

_create_tables, _fingerprint = database._create_tables, database.fingerprint


def share(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(database, "_create_tables", _copied)
    patch.setattr(database, "fingerprint", functools.cache(_fingerprint))


@functools.cache
def _empty() -> sqlite3.Connection:
    db = sqlite3.connect(":memory:", isolation_level=None)
    _create_tables(db)
    return db


def _copied(db: sqlite3.Connection) -> None:
    """What ``_create_tables`` leaves, in a database that is new; any other is built anew by itself."""
    if db.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        _create_tables(db)
        return
    db.execute("COMMIT")
    _empty().backup(db)
    db.execute("BEGIN IMMEDIATE")
    db.execute("UPDATE meta SET value = ? WHERE key = 'version'", (database.new_version(),))
