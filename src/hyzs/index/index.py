"""The index: a disposable SQLite mirror of a tree, made from the models, asked by reports."""

import contextlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from hyzs.index.change_detection import is_outdated, possibly_changed, record_state
from hyzs.index.database import new_version, open_database, seal_database
from hyzs.index.group_loops import refresh_loops
from hyzs.index.name_resolution import refresh_resolved_names, resolve_all_names
from hyzs.index.parallel_queries import Rows, select, select_many
from hyzs.model.errors import CannotRead
from hyzs.model.taken import NameGuess
from hyzs.store.git_status import Status
from hyzs.store.trees import FileState, Tree, WorkingTree, blob_id

if TYPE_CHECKING:
    from hyzs.index.bulk_loader import FileJob, ParsedBatch
    from hyzs.model.finding import Finding
    from hyzs.model.fuzzy_names import NearNames

#: Visible record files at a path or below it.
_AT_PATH = """
SELECT 1 FROM visible_file v JOIN file f ON f.id = v.file WHERE f.path = :path OR f.path LIKE :path || '/%'
"""
#: Contents that no tree shows any more are kept until there are this many more of them than live ones.
_MOST_UNUSED = 1000
#: So many files are read quicker if the keys to look up by are made when all are there.
_BULK = 200


class _Changes(NamedTuple):
    """What was looked at (None: everything), what was known of it, what was found."""

    among: set[str] | None
    known: dict[str, FileState]
    found: dict[str, FileState]


class Index:
    """One tree, ready to be asked. Answers exactly what a fresh index of the same files answers."""

    def __init__(self, root: Path, *, keep: bool = True) -> None:
        self.root = root
        self.db = open_database(root / ".hyzs" / "index.db" if keep else None)
        self.tree: Tree = WorkingTree(root)
        self.statements = 0
        #: The names of some kinds, by those kinds, as far as anybody has looked for one like a text.
        self._near: dict[str, NearNames] = {}
        self._in_values: Iterable[Any] | None = None
        #: The texts that were taken for records though none is called so word for word.
        self.taken: list[NameGuess] = []
        #: Told how many of how many new files have been read.
        self.progress: Callable[[int, int], None] = lambda done, count: None

    def show_tree(self, tree: Tree) -> None:
        """Make the index the view of ``tree``."""
        self.tree, self._near = tree, {}
        try:
            self._see(tree)
        except sqlite3.DatabaseError:
            self._leave_the_file()

    def _see(self, tree: Tree) -> None:
        if isinstance(tree, WorkingTree):
            self._see_working(tree)
        else:
            self._see_beside(tree)
        self.db.execute("BEGIN")

    def _leave_the_file(self) -> None:
        """Go on in memory: the file is damaged, full, locked for too long, or cannot be written."""
        self.db.close()
        self.db, self._in_values = open_database(None), None
        self._see(self.tree)

    @property
    def in_memory(self) -> bool:
        """Whether nothing is kept for the next run."""
        return not self.db.execute("PRAGMA database_list").fetchone()[2]

    @property
    def status(self) -> Status | None:
        """How the working tree differs from the commit that is checked out; None of a commit, and without git."""
        return self.tree.status

    def rows(self, sql: str, **values: Any) -> Rows:
        """What a SELECT gives, as dicts; ``:name`` in it are bound to ``values``."""
        self.statements += 1
        return select(self.db, sql, values)

    def rows_of_all(self, questions: Sequence[str], **values: Any) -> list[Rows]:
        """The rows of each SELECT; two are asked at a time where another connection can see the same."""
        self.statements += len(questions)
        if self.in_memory or not isinstance(self.tree, WorkingTree):
            return [select(self.db, sql, values) for sql in questions]
        return select_many(self.db, questions, values)

    def tuples(self, sql: str, in_values: Iterable[Any] | None = None, **values: Any) -> Iterable[tuple[Any, ...]]:
        """The rows of a SELECT one by one; its table ``in_values (value)`` holds what is given as such."""
        self.statements += 1
        if in_values is not None:
            self._set_in_values(in_values)
        return self.db.execute(sql, values)

    def value(self, sql: str, **values: Any) -> Any:
        """The first value of the first row, or None."""
        return next((next(iter(row.values())) for row in self.rows(sql, **values)), None)

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """Make the temporary table ``temp.{table}``, its first column the key, in place of one of that name."""
        self.statements += 1
        names, marks = ", ".join(f'"{column}"' for column in columns), ", ".join("?" * len(columns))
        self.db.execute(f'DROP TABLE IF EXISTS temp."{table}"')
        self.db.execute(f'CREATE TEMP TABLE "{table}" ({names}, PRIMARY KEY ("{columns[0]}")) WITHOUT ROWID')
        self.db.executemany(f'INSERT OR REPLACE INTO temp."{table}" VALUES ({marks})', rows)

    def closest_name(self, text: str, kinds: str) -> str | None:
        """The name most like ``text`` among the records of ``kinds`` (``"unit|person"``)."""
        if kinds not in self._near:
            from hyzs.model.fuzzy_names import NearNames  # a warm run finds every name

            names = self.tuples(
                "SELECT text, kind FROM name WHERE how <> 'id' OR kind IN ('project', 'task')"
                " UNION SELECT name, kind FROM record WHERE kind = 'matter' UNION SELECT text, 'task' FROM task"
            )
            self._near[kinds] = NearNames(name for name, kind in names if kind in kinds.split("|"))
        return self._near[kinds].nearest(text)

    def store_info(self) -> dict[str, Any]:
        """The store's id and name, the day its clock stands at, and whether anything in it is a sample."""
        nothing = {"id": None, "name": None, "as_of": None}
        settings = self.rows("SELECT id, name, as_of FROM settings ORDER BY id") or [nothing]
        return {**settings[0], "sample": bool(self.value("SELECT 1 FROM record WHERE sample = 1 LIMIT 1"))}

    def lights(self) -> dict[str, str]:
        """Declared lights: name → colour, that of the first rule where several give the same light."""
        colours: dict[str, str] = {}
        for row in self.rows("SELECT name, colour FROM light ORDER BY pos"):
            colours.setdefault(row["name"], row["colour"])
        return colours

    def unreadable_file_count(self) -> int:
        """How many files could not be read whole."""
        return int(self.value("SELECT count(*) FROM broken"))

    def absent_paths(self) -> frozenset[str]:
        """The record files that git has left out of the working tree."""
        return frozenset(path for (path,) in self.db.execute("SELECT path FROM absent"))

    @property
    def refusal(self) -> CannotRead | None:
        """Why git tells nothing of the working tree, though it is in a repository."""
        return self.tree.refusal if isinstance(self.tree, WorkingTree) else None

    def has_path(self, path: str) -> bool:
        """True if a record file in view stands at that path (below ``data/``), or below it."""
        return bool(self.value(_AT_PATH, path=path))

    def complete_names(self, kinds: str, beginning: str) -> list[tuple[str, str]]:
        """What records of ``kinds`` are called, if it begins so; with each, another name of the same record."""
        rows = self.rows("SELECT DISTINCT kind, text, id, called FROM name ORDER BY text")
        found = [row for row in rows if row["kind"] in kinds.split("|") and row["text"].startswith(beginning)]
        return [(row["text"], row["called"] if row["text"] != row["called"] else row["id"]) for row in found]

    def store_check_results(self, findings: "list[Finding]", day: str, consequences: "Sequence[Finding]" = ()) -> None:
        """Keep what the rules between records found in this tree, as of that day; and what only follows from it."""
        version = self.version
        self.db.execute("COMMIT")
        try:
            with self._writing():
                if self.version != version:
                    return  # another process has moved on: our verdict is not of its tree
                self.db.execute("DELETE FROM check_finding")
                for flag, group in enumerate((findings, consequences)):
                    self._insert("check_finding", [(*_cells(finding), flag) for finding in group])
                self.db.execute("INSERT OR REPLACE INTO meta VALUES ('checked_on', ?)", (day,))
        except sqlite3.OperationalError:
            pass  # it can be judged again
        finally:
            self.db.execute("BEGIN")

    def release_lock(self) -> None:
        """Hold no lock from here to the next question: somebody may take long to read an answer."""
        self.db.execute("COMMIT")
        self.db.execute("BEGIN")

    def refresh(self) -> None:
        """Look at the files once more: they may have changed since."""
        self.db.execute("COMMIT")
        self.show_tree(WorkingTree(self.root))

    def tracked_files(self) -> dict[str, FileState]:
        """Every record file that is in view, with its content key."""
        return self._seen(None)

    def open_other(self, tree: Tree) -> "Index":
        """Another tree in view, from the same file; to be closed."""
        self.release_lock()
        other = Index(self.root, keep=not self.in_memory)
        other.progress = self.progress
        other.show_tree(tree)
        return other

    @property
    def version(self) -> str:
        """What is in view, by a name that no other view was ever given: while it stays, so do all answers."""
        return str(self.db.execute("SELECT value FROM meta WHERE key = 'version'").fetchone()[0])

    def close(self) -> None:
        """Let go of the file."""
        self.db.close()

    def _set_in_values(self, in_values: Iterable[Any]) -> None:
        if in_values is self._in_values:
            return  # as many questions as one likes about the same values
        self._in_values = in_values
        self.db.execute("CREATE TEMP TABLE IF NOT EXISTS in_values (value PRIMARY KEY) WITHOUT ROWID")
        self.db.execute("DELETE FROM temp.in_values")
        self.db.executemany("INSERT OR IGNORE INTO temp.in_values VALUES (?)", [(value,) for value in in_values])

    def _see_working(self, tree: WorkingTree) -> None:
        if self._is_empty() or self._news(tree) is not None:
            with self._writing():  # look again, now that nobody else can write
                if news := self._news(tree):
                    self._take(tree, news)

    def _is_empty(self) -> bool:
        return not self.db.execute("SELECT 1 FROM tracked_file LIMIT 1").fetchone()

    def _news(self, tree: WorkingTree) -> "_Changes | None":
        """What has changed since the index looked; None if nothing has."""
        listed = self.db.execute("SELECT * FROM file_finding").fetchall()
        among = None if listed else possibly_changed(self.db, tree)
        known = self._seen(among)
        found = tree.list_files(known) if among is None else tree.list_some(known, among)
        if found is None:
            known = self._seen(among := None)
            found = tree.list_files(known)
        same_findings = [
            _cells(finding) for finding in tree.file_findings
        ] == listed and tree.absent == self.absent_paths()
        if found == known and same_findings and not is_outdated(self.db, tree):
            return None
        return _Changes(among, known, found)

    def _take(self, tree: WorkingTree, news: "_Changes") -> None:
        """Make the news the index's own."""
        among, known, found = news
        changed = {path: now for path, now in found.items() if known.get(path) != now} if known else found
        gone = [path for path in known if path not in found]
        before = self._files_of([*gone, *(path for path in changed if path in known)])
        files = self._load(tree, changed)
        self.db.executemany("DELETE FROM tracked_file WHERE path = ?", ((path,) for path in gone))
        self.db.executemany(
            "INSERT OR REPLACE INTO tracked_file VALUES (?, ?, ?, ?)",
            ((path, now.signature, now.key, files[path]) for path, now in changed.items()),
        )
        found.update(changed)  # some of them changed again until they were read
        record_state(self.db, tree, found, among)
        if self._show(before, set(files.values())) | self._set_strays(tree) | self._set_absent(tree):
            self.db.execute("INSERT OR REPLACE INTO meta VALUES ('checked_on', NULL), ('version', ?)", (new_version(),))
            self._forget_the_dead()

    def _see_beside(self, tree: Tree) -> None:
        """The views again, as temporary ones over a temporary set of files."""
        found = tree.list_files({})
        with self._writing():
            files = self._load(tree, found)
        self.db.execute("CREATE TEMP TABLE visible_file (file INTEGER PRIMARY KEY)")
        self.db.executemany("INSERT INTO temp.visible_file VALUES (?)", ((file,) for file in files.values()))
        for table in ("resolved_name", "loop", "file_finding", "absent", "check_finding"):
            self.db.execute(f"CREATE TEMP TABLE {table} AS SELECT * FROM main.{table} WHERE 0")
        self._insert("file_finding", [_cells(finding) for finding in tree.file_findings])
        self._insert("absent", [(path,) for path in sorted(tree.absent)])
        self.db.execute("CREATE INDEX temp.resolved_name_text ON resolved_name (text, kinds)")
        self.db.execute("CREATE TEMP TABLE meta AS SELECT * FROM main.meta WHERE key <> 'checked_on'")
        for (sql,) in self.db.execute("SELECT sql FROM main.sqlite_master WHERE type = 'view'").fetchall():
            self.db.execute(sql.replace("CREATE VIEW", "CREATE TEMP VIEW", 1))
        resolve_all_names(self.db)
        refresh_loops(self.db)

    def _seen(self, paths: Iterable[str] | None) -> dict[str, FileState]:
        """What is known of these paths, or of all."""
        sql = "SELECT path, signature, key FROM tracked_file"
        rows: Iterable[Any] = (
            self.db.execute(f"{sql} ORDER BY path") if paths is None else self._each(f"{sql} WHERE path = ?", paths)
        )
        return {path: FileState(signature, key) for path, signature, key in rows}

    def _each(self, sql: str, values: Iterable[str]) -> Iterator[tuple[Any, ...]]:
        """The rows that the SELECT gives for one value after the other."""
        for value in sorted(values):
            yield from self.db.execute(sql, (value,))

    def _files_of(self, paths: Iterable[str]) -> set[int]:
        """The files that stand at these paths in the index."""
        return {file for (file,) in self._each("SELECT file FROM tracked_file WHERE path = ?", paths)}

    def _show(self, before: set[int], now: set[int]) -> bool:
        """Put the files of ``now`` into view in place of those of ``before``; whether that changed anything."""
        gone, come = before - now, now
        come -= before  # in place: of a large city one such set is enough
        self.db.executemany("DELETE FROM visible_file WHERE file = ?", ((file,) for file in gone))
        self.db.executemany("INSERT INTO visible_file VALUES (?)", ((file,) for file in come))
        if gone or come:
            refresh_resolved_names(self.db, chain(gone, come))
            refresh_loops(self.db)
        return bool(gone or come)

    def _load(self, tree: Tree, wanted: dict[str, FileState]) -> dict[str, int]:
        """The id of each content at its path, parsed now if it never was; keys are made those of the bytes read."""
        from hyzs.index.bulk_loader import parse_files

        ids: dict[str, int] = {}
        new = []
        for path, now in wanted.items():
            if (file := self._file(path, now.key)) is None:
                new.append(path)
            else:
                ids[path] = file
        if new:
            with self._in_bulk(len(new)):
                done = 0
                for some in parse_files(self._jobs(tree, new, wanted, ids), len(new)):
                    self._keep(some)
                    done += len(some.kinds)
                    self.progress(done, len(new))
        return ids

    def _jobs(
        self, tree: Tree, paths: list[str], wanted: dict[str, FileState], ids: dict[str, int]
    ) -> "Iterator[FileJob]":
        """The files to be read, each with an id of its own; one that changed meanwhile is looked at again next time."""
        from hyzs.index.bulk_loader import FileJob

        for path in paths:
            data = tree.read(path)
            key = wanted[path].key
            if isinstance(tree, WorkingTree) and (now := blob_id(data)) != key:
                wanted[path], key = FileState(None, now), now
                if (file := self._file(path, key)) is not None:
                    ids[path] = file
                    continue
            cursor = self.db.execute("INSERT INTO file (path, key) VALUES (?, ?)", (path, key))
            ids[path] = int(cursor.lastrowid or 0)
            yield FileJob(ids[path], path, data)

    def _file(self, path: str, key: str) -> int | None:
        """The id of that content at that path, if it was ever read."""
        row = self.db.execute("SELECT id FROM file WHERE path = ? AND key = ?", (path, key)).fetchone()
        return row and int(row[0])

    def _keep(self, some: "ParsedBatch") -> None:
        self.db.executemany("UPDATE file SET kind = ? WHERE id = ?", ((kind, file) for file, kind in some.kinds))
        for table, rows in some.tables.items():
            self._insert(f"all_{table}", rows)

    @contextlib.contextmanager
    def _in_bulk(self, count: int) -> Iterator[None]:
        """Where many come, and more than there were, the keys to look up by are made at the end."""
        if count < _BULK or int(self.value("SELECT count(*) FROM file")) >= count:
            yield
            return
        from hyzs.index.schema import index_ddl

        sql = "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name LIKE 'all!_%' ESCAPE '!'"
        for (name,) in self.db.execute(sql).fetchall():
            self.db.execute(f'DROP INDEX "{name}"')
        yield
        for statement in index_ddl():
            self.db.execute(statement)

    def _insert(self, table: str, rows: list[tuple[Any, ...]]) -> None:
        if rows:
            marks = ", ".join("?" * len(rows[0]))
            self.db.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)

    def _set_strays(self, tree: WorkingTree) -> bool:
        before = self.db.execute("SELECT * FROM file_finding").fetchall()
        now = [_cells(finding) for finding in tree.file_findings]
        if before != now:
            self.db.execute("DELETE FROM file_finding")
            self._insert("file_finding", now)
        return before != now

    def _set_absent(self, tree: WorkingTree) -> bool:
        is_other = self.absent_paths() != tree.absent
        if is_other:
            self.db.execute("DELETE FROM absent")
            self._insert("absent", [(path,) for path in sorted(tree.absent)])
        return is_other

    def _forget_the_dead(self) -> None:
        dead, live = (
            int(self.value(sql))
            for sql in (
                "SELECT count(*) FROM file WHERE id NOT IN (SELECT file FROM visible_file)",
                "SELECT count(*) FROM visible_file",
            )
        )
        if dead <= live + _MOST_UNUSED:
            return
        tables = [
            name
            for (name,) in self.db.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'all!_%' ESCAPE '!'"
            )
        ]
        for table in tables:
            self.db.execute(f'DELETE FROM "{table}" WHERE file NOT IN (SELECT file FROM visible_file)')
        self.db.execute("DELETE FROM file WHERE id NOT IN (SELECT file FROM visible_file)")

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
        seal_database(self.db)


def _cells(f: "Finding") -> tuple[Any, ...]:
    return (f.code, str(f.severity), f.path, *f.span, f.message, f.hint, f.record, f.field)
