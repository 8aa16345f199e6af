"""The index: a disposable SQLite mirror of a tree, made from the models, asked by reports."""

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from hyzs.model.finding import Finding
from hyzs.store.database import open_database, seal
from hyzs.store.names import resolve, resolve_all
from hyzs.store.tree import CommitTree, Seen, Tree, WorkingTree

#: Contents that no tree shows any more are kept until there are this many more of them than live ones.
_DEAD_KEPT = 1000


class Index:
    """One tree, ready to be asked. Answers exactly what a fresh index of the same files answers."""

    def __init__(self, root: Path, *, keep: bool = True) -> None:
        self.root = root
        self.db = open_database(root / ".hyzs" / "index.db" if keep else None)
        self.tree: Tree = WorkingTree(root)
        self.statements = 0

    def see(self, tree: Tree) -> None:
        """Make the index the view of ``tree``."""
        self.tree = tree
        try:
            self._see(tree)
        except sqlite3.DatabaseError:
            self._leave_the_file()

    def _see(self, tree: Tree) -> None:
        if isinstance(tree, CommitTree):
            self._see_commit(tree)
        else:
            self._see_working(tree)
        self.db.execute("BEGIN")

    def _leave_the_file(self) -> None:
        """Go on in memory: the file is damaged, full, locked for too long, or cannot be written."""
        self.db.close()
        self.db = open_database(None)
        self._see(self.tree)

    @property
    def in_memory(self) -> bool:
        """Whether nothing is kept for the next run."""
        return not self.db.execute("PRAGMA database_list").fetchone()[2]

    def rows(self, sql: str, **values: Any) -> list[dict[str, Any]]:
        """What a SELECT gives, as dicts; ``:name`` in it are bound to ``values``."""
        self.statements += 1
        cursor = self.db.execute(sql, values)
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    def value(self, sql: str, **values: Any) -> Any:
        """The first value of the first row, or None."""
        return next((next(iter(row.values())) for row in self.rows(sql, **values)), None)

    def near(self, text: str, kinds: str) -> str | None:
        """The name most like ``text`` among the records of ``kinds`` (``"unit|person"``)."""
        from hyzs.store.near import nearest

        rows = self.rows("SELECT DISTINCT text, kind FROM name WHERE how <> 'id' OR kind IN ('project', 'task')")
        return nearest(text, [row["text"] for row in rows if row["kind"] in kinds.split("|")])

    def about(self) -> dict[str, Any]:
        """The store's id and name, and whether anything in it is a sample."""
        settings = self.rows("SELECT id, name FROM settings ORDER BY id") or [{"id": None, "name": None}]
        return {**settings[0], "sample": bool(self.value("SELECT max(sample) FROM record"))}

    def broken(self) -> int:
        """How many files could not be read whole."""
        return int(
            self.value(
                "SELECT count(DISTINCT path) FROM (SELECT path, severity, record FROM finding"
                " UNION ALL SELECT path, severity, '' FROM stray) AS f WHERE severity = 'error'"
            )
        )

    def names(self, kinds: str, beginning: str) -> list[tuple[str, str]]:
        """What records of ``kinds`` are called, if it begins so; with each, another name of the same record."""
        rows = self.rows("SELECT DISTINCT kind, text, id, called FROM name ORDER BY text")
        found = [row for row in rows if row["kind"] in kinds.split("|") and row["text"].startswith(beginning)]
        return [(row["text"], row["called"] if row["text"] != row["called"] else row["id"]) for row in found]

    def remember(self, verdict: list[Finding], day: str) -> None:
        """Keep what the rules between records found in this tree, as of that day."""
        live = self.rows("SELECT file FROM live")
        self.db.execute("COMMIT")
        try:
            with self._writing():
                if self.rows("SELECT file FROM live") != live:
                    return  # another process has moved on: our verdict is not of its tree
                self.db.execute("DELETE FROM verdict")
                self._insert("verdict", [_cells(finding) for finding in verdict])
                self.db.execute("INSERT OR REPLACE INTO meta VALUES ('judged', ?)", (day,))
        except sqlite3.OperationalError:
            pass  # it can be judged again
        finally:
            self.db.execute("BEGIN")

    def rest(self) -> None:
        """Hold no lock from here to the next question: somebody may take long to read an answer."""
        self.db.execute("COMMIT")
        self.db.execute("BEGIN")

    def close(self) -> None:
        """Let go of the file."""
        self.db.close()

    def _see_working(self, tree: WorkingTree) -> None:
        seen = self._seen()
        found = tree.look(seen)
        if found == seen and not tree.strays and not self.value("SELECT count(*) FROM stray"):
            return
        with self._writing():
            files = {path: self._file(tree, path, now.key) for path, now in found.items()}
            changed = self._show(set(files.values()))
            rows = ((path, now.signature, now.key, files[path]) for path, now in found.items())
            self.db.execute("DELETE FROM seen")
            self.db.executemany("INSERT INTO seen VALUES (?, ?, ?, ?)", rows)
            changed |= self._set_strays(tree)
            if changed:
                self.db.execute("INSERT OR REPLACE INTO meta VALUES ('judged', NULL)")
                self._forget_the_dead()

    def _see_commit(self, tree: CommitTree) -> None:
        """The views again, as temporary ones over a temporary set of files."""
        found = tree.look({})
        with self._writing():
            files = [self._file(tree, path, now.key) for path, now in found.items()]
        self.db.execute("CREATE TEMP TABLE live (file INTEGER PRIMARY KEY)")
        self.db.executemany("INSERT INTO temp.live VALUES (?)", ((file,) for file in files))
        self.db.execute("CREATE TEMP TABLE called AS SELECT * FROM main.called WHERE 0")
        self.db.execute("CREATE INDEX temp.called_text ON called (text, kinds)")
        self.db.execute("CREATE TEMP TABLE stray AS SELECT * FROM main.stray WHERE 0")
        self.db.execute("CREATE TEMP TABLE verdict AS SELECT * FROM main.verdict WHERE 0")
        self.db.execute("CREATE TEMP TABLE meta AS SELECT * FROM main.meta WHERE key <> 'judged'")
        for (sql,) in self.db.execute("SELECT sql FROM main.sqlite_master WHERE type = 'view'").fetchall():
            self.db.execute(sql.replace("CREATE VIEW", "CREATE TEMP VIEW", 1))
        resolve_all(self.db)

    def _seen(self) -> dict[str, Seen]:
        return {
            path: Seen(signature, key)
            for path, signature, key in self.db.execute("SELECT path, signature, key FROM seen")
        }

    def _show(self, now: set[int]) -> bool:
        """Make these the live files; whether that changed anything."""
        before = {file for (file,) in self.db.execute("SELECT file FROM live")}
        self.db.executemany("DELETE FROM live WHERE file = ?", ((file,) for file in before - now))
        self.db.executemany("INSERT INTO live VALUES (?)", ((file,) for file in now - before))
        if before != now:
            resolve(self.db, before ^ now)
        return before != now

    def _file(self, tree: Tree, path: str, key: str) -> int:
        """The id of that content at that path; parsed now if it never was."""
        row = self.db.execute("SELECT id FROM file WHERE path = ? AND key = ?", (path, key)).fetchone()
        if row:
            return int(row[0])
        from hyzs.store.reader import read_file

        parsed = read_file(path, tree.read(path))
        cursor = self.db.execute("INSERT INTO file (path, key, kind) VALUES (?, ?, ?)", (path, key, parsed.kind))
        file = int(cursor.lastrowid or 0)
        for table, rows in parsed.tables.items():
            self._insert(f"all_{table}", ((file, *row) for row in rows))
        for f in parsed.findings:
            self._insert("all_found", [(file, f.code, str(f.severity), *_cells(f)[3:])])
        return file

    def _insert(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        for row in rows:
            marks = ", ".join("?" * len(row))
            self.db.execute(f'INSERT INTO "{table}" VALUES ({marks})', row)

    def _set_strays(self, tree: WorkingTree) -> bool:
        before = self.db.execute("SELECT * FROM stray").fetchall()
        now = [_cells(finding) for finding in tree.strays]
        if before != now:
            self.db.execute("DELETE FROM stray")
            self._insert("stray", now)
        return before != now

    def _forget_the_dead(self) -> None:
        dead, live = (
            int(self.value(sql))
            for sql in (
                "SELECT count(*) FROM file WHERE id NOT IN (SELECT file FROM live)",
                "SELECT count(*) FROM live",
            )
        )
        if dead <= live + _DEAD_KEPT:
            return
        tables = [
            name
            for (name,) in self.db.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'all!_%' ESCAPE '!'"
            )
        ]
        for table in tables:
            self.db.execute(f'DELETE FROM "{table}" WHERE file NOT IN (SELECT file FROM live)')
        self.db.execute("DELETE FROM file WHERE id NOT IN (SELECT file FROM live)")

    @contextlib.contextmanager
    def _writing(self) -> Iterator[None]:
        """One transaction: all of it or, after a kill or an error, nothing."""
        self.db.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.db.execute("COMMIT")
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        seal(self.db)


def _cells(f: Finding) -> tuple[Any, ...]:
    return (f.code, str(f.severity), f.path, *f.place, f.message, f.hint, f.record, f.field)
