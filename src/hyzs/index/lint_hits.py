"""The table ``lint_hit``: which articles the sentences of linted texts touch (``model.lint``), file by file."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from typing import Any

from hyzs.index.lint_lexicon import load_lexicon, own_articles
from hyzs.model.lint import Lexicon

_FIELDS = "SELECT kind, name, col, linted FROM field WHERE linted IS NOT NULL AND col IS NOT NULL ORDER BY kind, pos"
#: The texts of one field in the visible files that were not linted yet.
_TEXTS = """
SELECT t.file, t.item, t.at || '/{field}', t.{record}, t."{column}" FROM "all_{table}" t
WHERE t.file IN (SELECT file FROM visible_file) AND t.file NOT IN (SELECT file FROM lint_file)
  AND t."{column}" IS NOT NULL
"""
_KEY = "lexicon"


def refresh_lint_hits(db: sqlite3.Connection) -> None:
    """Lint the texts of files that became visible; all of them where the articles of the settings are others."""
    _forget_other_lexicon(db)
    for table in ("lint_hit", "lint_file"):
        db.execute(f"DELETE FROM {table} WHERE file NOT IN (SELECT file FROM visible_file)")
    texts = list(_texts(db))
    if texts:
        lexicon = load_lexicon(db)
        rows = [row for text in texts for row in _rows(lexicon, *text)]
        db.executemany(f"INSERT INTO lint_hit VALUES ({', '.join('?' * 17)})", rows)
        db.executemany("INSERT OR IGNORE INTO lint_file VALUES (?)", {(text[0],) for text in texts})


def _forget_other_lexicon(db: sqlite3.Connection) -> None:
    digest = hashlib.sha256(json.dumps(own_articles(db), sort_keys=True).encode()).hexdigest()
    before = db.execute("SELECT value FROM meta WHERE key = ?", (_KEY,)).fetchone()
    if before is None or before[0] != digest:
        db.execute("DELETE FROM lint_hit")
        db.execute("DELETE FROM lint_file")
        db.execute("DELETE FROM meta WHERE key = ?", (_KEY,))
        db.execute("INSERT INTO meta VALUES (?, ?)", (_KEY, digest))


def _texts(db: sqlite3.Connection) -> Iterator[tuple[int, int, str, str, str, str, str]]:
    """File, item, pointer, record and text of each linted value, its field and its sort."""
    kinds = {name for (name,) in db.execute("SELECT name FROM kind WHERE vocabulary = 0 AND folder IS NOT NULL")}
    for table, name, column, of in db.execute(_FIELDS).fetchall():
        record = "id" if table in kinds else "record"
        sql = _TEXTS.format(table=table, column=column, record=record, field=name.replace(".", "/"))
        yield from ((*row, name, of) for row in db.execute(sql))


def _rows(
    lexicon: Lexicon, file: int, item: int, at: str, record: str, text: str, field: str, of: str
) -> Iterator[tuple[Any, ...]]:
    for hit in lexicon.hits(text, of):
        article = hit.article
        about = (article.id, article.place, article.title, article.strength)
        percent = None if hit.percent is None else float(hit.percent)
        place = (hit.start, hit.end, percent)
        yield file, item, at, record, field, of, *about, hit.outcome, "、".join(hit.words), hit.by, hit.sentence, *place
