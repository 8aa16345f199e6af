"""The table ``called``: for each text that stands where a name should, the one record that is called so."""

import sqlite3
from collections.abc import Iterable

#: The record of live files that a text names; of several (a finding) the least id.
_RESOLVED = """
SELECT p.text, p.kinds, min(n.id), min(n.called)
FROM {asked} p LEFT JOIN name n ON n.text = p.text AND instr('|' || p.kinds || '|', '|' || n.kind || '|') > 0
GROUP BY p.text, p.kinds
"""
#: What may be called otherwise since a file came or went: its mentions and words, and all mentions of its names. One
#: file at a time, since SQLite then looks into each of the tables that have words by the key of that file.
_ASKED = """
INSERT OR IGNORE INTO temp.asked
SELECT text, kinds FROM all_mention WHERE file = :file
UNION SELECT text, kinds FROM term WHERE file = :file
UNION SELECT text, kinds FROM resolved_name WHERE text IN (SELECT text FROM all_name WHERE file = :file)
"""
_ALL = """
SELECT text, kinds FROM all_mention WHERE file IN (SELECT file FROM visible_file)
UNION SELECT text, kinds FROM term
"""


def refresh_resolved_names(db: sqlite3.Connection, touched: Iterable[int]) -> None:
    """Bring ``called`` up to date, as these files came into view or went out of it."""
    if not db.execute("SELECT 1 FROM resolved_name LIMIT 1").fetchone():
        resolve_all_names(db)
        return
    db.execute("CREATE TEMP TABLE IF NOT EXISTS asked (text, kinds, PRIMARY KEY (text, kinds)) WITHOUT ROWID")
    db.execute("DELETE FROM temp.asked")
    db.executemany(_ASKED, ({"file": file} for file in touched))
    db.execute(f"INSERT OR REPLACE INTO resolved_name {_RESOLVED.format(asked='temp.asked')}")


def resolve_all_names(db: sqlite3.Connection) -> None:
    """Fill an empty ``called`` for all that is live."""
    db.execute(f"INSERT INTO resolved_name {_RESOLVED.format(asked=f'({_ALL})')}")
