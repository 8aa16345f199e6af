"""Queries on an index: SELECTs, and facts of a store that many commands need."""

import sqlite3
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hyzs.index.parallel_queries import Rows, execute, select, select_many
from hyzs.index.visible_files import absent_paths
from hyzs.store.trees import Tree, WorkingTree

if TYPE_CHECKING:
    from hyzs.model.figure import PrivateFigure
    from hyzs.model.fuzzy_names import NearNames
    from hyzs.model.lint import Lexicon

#: Visible record files at a path or below it.
_AT_PATH = """
SELECT 1 FROM visible_file v JOIN file f ON f.id = v.file WHERE f.path = :path OR f.path LIKE :path || '/%'
"""


class IndexQueries:
    """An index that shows a tree, as those ask it who change nothing."""

    def __init__(self, root: Path, db: sqlite3.Connection, tree: Tree) -> None:
        self.root, self.db, self.tree = root, db, tree
        self.statements = 0
        #: Names for fuzzy look-up, by kinds, made on demand.
        self._fuzzy_names: dict[str, NearNames] = {}
        self._in_values: Iterable[Any] | None = None
        #: The figures of firms as they were read, with the stamp of their files.
        self._private_figures: tuple[list[tuple[str, int, int]], list[PrivateFigure]] | None = None

    @property
    def in_memory(self) -> bool:
        """True if nothing is kept for the next run."""
        return not self.db.execute("PRAGMA database_list").fetchone()[2]

    def rows(self, sql: str, **values: Any) -> Rows:
        """The rows of a SELECT as dicts; ``:name`` in it are bound to ``values``. Raises: Busy."""
        self.statements += 1
        return select(self.db, sql, values)

    def rows_of_all(self, questions: Sequence[str], **values: Any) -> list[Rows]:
        """The rows of each SELECT; on two connections where another one sees the same.

        Raises:
            Busy: another process has been writing the index for longer than a query waits.
        """
        self.statements += len(questions)
        if self.in_memory or not isinstance(self.tree, WorkingTree):
            return [select(self.db, sql, values) for sql in questions]
        return select_many(self.db, questions, values)

    def tuples(self, sql: str, in_values: Iterable[Any] | None = None, **values: Any) -> Iterable[tuple[Any, ...]]:
        """The rows of a SELECT one by one; its table ``in_values (value)`` holds the given ones. Raises: Busy."""
        self.statements += 1
        if in_values is not None:
            self._set_in_values(in_values)
        return execute(self.db, sql, values)

    def value(self, sql: str, **values: Any) -> Any:
        """The first value of the first row, or None.

        Raises:
            Busy: another process has been writing the index for longer than a query waits.
        """
        return next((next(iter(row.values())) for row in self.rows(sql, **values)), None)

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Make the temporary table ``temp.{table}``, its first column the key, in place of one of that name."""
        self.statements += 1
        names, marks = ", ".join(f'"{column}"' for column in columns), ", ".join("?" * len(columns))
        self.db.execute(f'DROP TABLE IF EXISTS temp."{table}"')
        self.db.execute(f'CREATE TEMP TABLE "{table}" ({names}, PRIMARY KEY ("{columns[0]}")) WITHOUT ROWID')
        self.db.executemany(f'INSERT OR REPLACE INTO temp."{table}" VALUES ({marks})', rows)

    def _set_in_values(self, in_values: Iterable[Any]) -> None:
        if in_values is self._in_values:
            return  # further queries about the same values
        self._in_values = in_values
        self.db.execute("CREATE TEMP TABLE IF NOT EXISTS in_values (value PRIMARY KEY) WITHOUT ROWID")
        self.db.execute("DELETE FROM temp.in_values")
        self.db.executemany("INSERT OR IGNORE INTO temp.in_values VALUES (?)", [(value,) for value in in_values])

    @property
    def version(self) -> str:
        """Random id of the visible file set; changes whenever any answer could.

        Raises:
            Busy: another process has been writing the index for longer than a query waits.
        """
        return str(self.value("SELECT value FROM meta WHERE key = 'version'"))

    def closest_name(self, text: str, kinds: str) -> str | None:
        """The name most like ``text`` among the records of ``kinds`` (``"unit|person"``).

        Raises:
            Busy: another process has been writing the index for longer than a query waits.
        """
        if kinds not in self._fuzzy_names:
            from hyzs.model.fuzzy_names import NearNames  # a warm run finds every name

            names = self.tuples(
                "SELECT text, kind FROM name WHERE how <> 'id' OR kind IN ('project', 'task')"
                " UNION SELECT name, kind FROM record WHERE kind = 'matter' UNION SELECT text, 'task' FROM task"
            )
            self._fuzzy_names[kinds] = NearNames(name for name, kind in names if kind in kinds.split("|"))
        return self._fuzzy_names[kinds].nearest(text)

    def complete_names(self, kinds: str, beginning: str) -> list[tuple[str, str]]:
        """Names of records of ``kinds`` that begin so; each with another name of the same record.

        Raises:
            Busy: another process has been writing the index for longer than a query waits.
        """
        rows = self.rows("SELECT DISTINCT kind, text, id, called FROM name ORDER BY text")
        matches = [row for row in rows if row["kind"] in kinds.split("|") and row["text"].startswith(beginning)]
        return [(row["text"], row["called"] if row["text"] != row["called"] else row["id"]) for row in matches]

    def has_path(self, path: str) -> bool:
        """True if there is a record file at that path (below ``data/``) or below it.

        Raises:
            Busy: another process has been writing the index for longer than a query waits.
        """
        return bool(self.value(_AT_PATH, path=path))

    def store_info(self) -> dict[str, Any]:
        """The store's id and name, the day its clock stands at, and whether anything in it is a sample.

        Raises:
            Busy: another process has been writing the index for longer than a query waits.
        """
        nothing = {"id": None, "name": None, "as_of": None}
        settings = self.rows("SELECT id, name, as_of FROM settings ORDER BY id") or [nothing]
        return {**settings[0], "sample": bool(self.value("SELECT 1 FROM record WHERE sample = 1 LIMIT 1"))}

    def lights(self) -> dict[str, str]:
        """Declared lights: name → colour, that of the first rule where several give the same light.

        Raises:
            Busy: another process has been writing the index for longer than a query waits.
        """
        colours: dict[str, str] = {}
        for row in self.rows("SELECT name, colour FROM light ORDER BY pos"):
            colours.setdefault(row["name"], row["colour"])
        return colours

    def private_figures(self) -> "list[PrivateFigure]":
        """The figures of firms in ``private/``; none of a commit, which never has them. Raises: BadUsage."""
        from hyzs.store.private_figures import figures_stamp, read_private_figures

        if not isinstance(self.tree, WorkingTree):
            return []
        stamp = figures_stamp(self.root)
        if self._private_figures is None or self._private_figures[0] != stamp:
            self._private_figures = (stamp, read_private_figures(self.root))
        return self._private_figures[1]

    def roster_counts(self) -> dict[str, int] | None:
        """People on the roster in ``private/``, by unit; None without one or of a commit. Raises: BadUsage."""
        from hyzs.store.private_roster import read_roster_counts

        return read_roster_counts(self.root) if isinstance(self.tree, WorkingTree) else None

    def lexicon(self) -> "Lexicon":
        """The articles and words by which texts are linted: those of the program, and those of the store."""
        from hyzs.index.lint_lexicon import load_lexicon

        return load_lexicon(self.db)

    def unreadable_file_count(self) -> int:
        """Count of the files of which something could not be read.

        Raises:
            Busy: another process has been writing the index for longer than a query waits.
        """
        return int(self.value("SELECT count(*) FROM broken"))

    def absent_paths(self) -> frozenset[str]:
        """The record files that git has left out of the working tree."""
        return absent_paths(self.db)
