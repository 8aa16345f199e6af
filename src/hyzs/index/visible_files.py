"""The files that the index shows: their states, visible contents, findings, absent files."""

import sqlite3
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING, Any

from hyzs.index.content_loader import insert_rows
from hyzs.index.database import new_version
from hyzs.index.group_loops import refresh_loops
from hyzs.index.name_resolution import refresh_resolved_names, resolve_all_names
from hyzs.store.trees import FileState, Tree

if TYPE_CHECKING:
    from hyzs.model.finding import Finding


def file_states(db: sqlite3.Connection, paths: Iterable[str] | None) -> dict[str, FileState]:
    """The indexed states of these paths, or of all."""
    sql = "SELECT path, signature, key FROM tracked_file"
    rows: Iterable[Any] = (
        db.execute(f"{sql} ORDER BY path") if paths is None else _each(db, f"{sql} WHERE path = ?", paths)
    )
    return {path: FileState(signature, key) for path, signature, key in rows}


def _each(db: sqlite3.Connection, sql: str, values: Iterable[str]) -> Iterator[tuple[Any, ...]]:
    """The rows that the SELECT gives for one value after the other."""
    for value in sorted(values):
        yield from db.execute(sql, (value,))


def files_at(db: sqlite3.Connection, paths: Iterable[str]) -> set[int]:
    """The ids of the indexed files at these paths."""
    return {file for (file,) in _each(db, "SELECT file FROM tracked_file WHERE path = ?", paths)}


def set_visible(db: sqlite3.Connection, before: set[int], now: set[int]) -> bool:
    """Make the files of ``now`` visible in place of those of ``before``. Returns true if that changed anything."""
    hidden_files, shown_files = before - now, now
    shown_files -= before  # in place: of a large city one such set is enough
    db.executemany("DELETE FROM visible_file WHERE file = ?", ((file,) for file in hidden_files))
    db.executemany("INSERT INTO visible_file VALUES (?)", ((file,) for file in shown_files))
    if hidden_files or shown_files:
        refresh_resolved_names(db, chain(hidden_files, shown_files))
        _refresh_derived_tables(db)
    return bool(hidden_files or shown_files)


def show_for_connection(db: sqlite3.Connection, tree: Tree, files: Iterable[int]) -> None:
    """Make temporary views over a temporary set of visible files: this connection alone sees the tree."""
    db.execute("CREATE TEMP TABLE visible_file (file INTEGER PRIMARY KEY)")
    db.executemany("INSERT INTO temp.visible_file VALUES (?)", ((file,) for file in files))
    for table in ("resolved_name", "loop", "lint_hit", "lint_file", "file_finding", "absent", "check_finding"):
        db.execute(f"CREATE TEMP TABLE {table} AS SELECT * FROM main.{table} WHERE 0")
    insert_rows(db, "file_finding", [finding_cells(finding) for finding in tree.file_findings])
    insert_rows(db, "absent", [(path,) for path in sorted(tree.absent)])
    db.execute("CREATE INDEX temp.resolved_name_text ON resolved_name (text, kinds)")
    db.execute("CREATE TEMP TABLE meta AS SELECT * FROM main.meta WHERE key <> 'checked_on'")
    for (sql,) in db.execute("SELECT sql FROM main.sqlite_master WHERE type = 'view'").fetchall():
        db.execute(sql.replace("CREATE VIEW", "CREATE TEMP VIEW", 1))
    resolve_all_names(db)
    _refresh_derived_tables(db)


def _refresh_derived_tables(db: sqlite3.Connection) -> None:
    from hyzs.index.lint_hits import refresh_lint_hits  # a warm run changes nothing and reads no lexicon

    refresh_loops(db)
    refresh_lint_hits(db)


def begin_version(db: sqlite3.Connection) -> None:
    """Give the visible files a new version, of which no findings are known yet."""
    db.execute("INSERT OR REPLACE INTO meta VALUES ('checked_on', NULL), ('version', ?)", (new_version(),))


def set_file_findings(db: sqlite3.Connection, tree: Tree) -> bool:
    """Store what is wrong with files of the tree. Returns true if that changed anything."""
    before = db.execute("SELECT * FROM file_finding").fetchall()
    now = [finding_cells(finding) for finding in tree.file_findings]
    if before != now:
        db.execute("DELETE FROM file_finding")
        insert_rows(db, "file_finding", now)
    return before != now


def set_absent(db: sqlite3.Connection, tree: Tree) -> bool:
    """Store the files that git has left out of the tree. Returns true if that changed anything."""
    is_other = absent_paths(db) != tree.absent
    if is_other:
        db.execute("DELETE FROM absent")
        insert_rows(db, "absent", [(path,) for path in sorted(tree.absent)])
    return is_other


def absent_paths(db: sqlite3.Connection) -> frozenset[str]:
    """The record files that git has left out of the working tree."""
    return frozenset(path for (path,) in db.execute("SELECT path FROM absent"))


def finding_cells(finding: "Finding") -> tuple[Any, ...]:
    """The finding as a row of ``file_finding`` or ``check_finding``."""
    head = (finding.code, str(finding.severity), finding.path, *finding.span)
    return (*head, finding.message, finding.hint, finding.record, finding.field)
