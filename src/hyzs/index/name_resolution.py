"""The table ``resolved_name``: for each text in a field that names a record, the one record of that name."""

import sqlite3
from collections.abc import Iterable

#: The visible record that a text names; of several (a finding) the least id.
_RESOLVED = """
SELECT p.text, p.kinds, min(n.id), min(n.called)
FROM {unresolved} p LEFT JOIN name n ON n.text = p.text AND instr('|' || p.kinds || '|', '|' || n.kind || '|') > 0
GROUP BY p.text, p.kinds
"""
#: Texts to resolve again since a file came or went: its mentions and terms, and all mentions of its names. One file
#: at a time, since SQLite then finds the rows of each table by the key of that file.
_UNRESOLVED = """
INSERT OR IGNORE INTO unresolved
SELECT text, kinds FROM all_mention WHERE file = :file
UNION SELECT text, kinds FROM term WHERE file = :file
UNION SELECT text, kinds FROM resolved_name WHERE text IN (SELECT text FROM all_name WHERE file = :file)
"""
_ALL = """
SELECT text, kinds FROM all_mention WHERE file IN (SELECT file FROM visible_file)
UNION SELECT text, kinds FROM term
"""


def refresh_resolved_names(db: sqlite3.Connection, touched: Iterable[int]) -> None:
    """Bring ``resolved_name`` up to date after these files became visible or ceased to be."""
    if not db.execute("SELECT 1 FROM resolved_name LIMIT 1").fetchone():
        resolve_all_names(db)
        return
    db.executemany(_UNRESOLVED, ({"file": file} for file in touched))
    db.execute(f"INSERT OR REPLACE INTO resolved_name {_RESOLVED.format(unresolved='unresolved')}")
    db.execute("DELETE FROM unresolved")


def resolve_all_names(db: sqlite3.Connection) -> None:
    """Fill an empty ``resolved_name`` for all visible files."""
    db.execute(f"INSERT INTO resolved_name {_RESOLVED.format(unresolved=f'({_ALL})')}")
