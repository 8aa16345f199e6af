"""The index: a disposable SQLite mirror of one tree, its tables made from the models."""

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
from hyzs.index.parallel_queries import Rows, execute, select, select_many
from hyzs.model.errors import CannotRead
from hyzs.model.name_guess import NameGuess
from hyzs.store.git_status import Status
from hyzs.store.trees import FileState, Tree, WorkingTree, blob_id

if TYPE_CHECKING:
    from hyzs.index.parallel_parser import FileJob, ParsedBatch
    from hyzs.model.figure import PrivateFigure
    from hyzs.model.finding import Finding
    from hyzs.model.fuzzy_names import NearNames
    from hyzs.model.lint import Lexicon

#: Visible record files at a path or below it.
_AT_PATH = """
SELECT 1 FROM visible_file v JOIN file f ON f.id = v.file WHERE f.path = :path OR f.path LIKE :path || '/%'
"""
#: File contents that no tree shows any more are kept until there are so many more of them than visible ones.
_MOST_UNUSED = 1000
#: Files from which it is quicker to make the SQL indexes when all rows are there.
_BULK = 200


class _Changes(NamedTuple):
    """Paths that were listed (None: all), their states as indexed, and as they are."""

    listed: set[str] | None
    indexed: dict[str, FileState]
    current: dict[str, FileState]


class Index:
    """The index of one tree; its answers are those of a fresh index of the same files."""

    def __init__(self, root: Path, *, keep: bool = True) -> None:
        self.root = root
        self.db = open_database(root / ".hyzs" / "index.db" if keep else None)
        self.tree: Tree = WorkingTree(root)
        self.statements = 0
        #: Names for fuzzy look-up, by kinds, made on demand.
        self._fuzzy_names: dict[str, NearNames] = {}
        self._in_values: Iterable[Any] | None = None
        #: True while ``try_tree`` shows files that may never be written.
        self._is_trying = False
        #: Tables that the checks read of the tree tried last, their findings as rows, and the day: once it is written
        #: it need not be checked again.
        self._tried: tuple[list[list[tuple[Any, ...]]], list[tuple[Any, ...]], str] | None = None
        #: The figures of firms as they were read, with the stamp of their files.
        self._private_figures: tuple[list[tuple[str, int, int]], list[PrivateFigure]] | None = None
        #: The texts that were taken for records though none is called so word for word.
        self.taken: list[NameGuess] = []
        #: Called with the count of files read and of all that are to be read.
        self.progress: Callable[[int, int], None] = lambda done_count, count: None

    def show_tree(self, tree: Tree) -> None:
        """Bring the index up to date with ``tree``.

        Raises:
            CannotRead: the tree cannot be listed; NotFound: what is staged lacks the settings.
        """
        self.tree, self._fuzzy_names = tree, {}
        try:
            self._show(tree)
        except sqlite3.DatabaseError:
            self._fall_back_to_memory()

    def _show(self, tree: Tree) -> None:
        if isinstance(tree, WorkingTree):
            self._show_working_tree(tree)
        else:
            self._show_temporarily(tree)
        self._begin_reading()

    def _begin_reading(self) -> None:
        """Lock the index against writers now: the next query could come when one of them has begun."""
        self.db.execute("BEGIN")
        self.db.execute("SELECT 1 FROM main.meta").fetchone()

    def _fall_back_to_memory(self) -> None:
        """Go on in memory: the index file is damaged, full, locked for too long, or cannot be written."""
        self.db.close()
        self.db, self._in_values = open_database(None), None
        self._show(self.tree)

    @property
    def in_memory(self) -> bool:
        """True if nothing is kept for the next run."""
        return not self.db.execute("PRAGMA database_list").fetchone()[2]

    @property
    def status(self) -> Status | None:
        """The difference of the working tree from the commit that is checked out; None of a commit, and without git."""
        return self.tree.status

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
        from hyzs.index.lexicon import load_lexicon

        return load_lexicon(self.db)

    def unreadable_file_count(self) -> int:
        """Count of the files of which something could not be read.

        Raises:
            Busy: another process has been writing the index for longer than a query waits.
        """
        return int(self.value("SELECT count(*) FROM broken"))

    def absent_paths(self) -> frozenset[str]:
        """The record files that git has left out of the working tree."""
        return frozenset(path for (path,) in self.db.execute("SELECT path FROM absent"))

    @property
    def refusal(self) -> CannotRead | None:
        """The reason of git for saying nothing of the working tree, though it is in a repository."""
        return self.tree.refusal if isinstance(self.tree, WorkingTree) else None

    def has_path(self, path: str) -> bool:
        """True if there is a record file at that path (below ``data/``) or below it.

        Raises:
            Busy: another process has been writing the index for longer than a query waits.
        """
        return bool(self.value(_AT_PATH, path=path))

    def complete_names(self, kinds: str, beginning: str) -> list[tuple[str, str]]:
        """Names of records of ``kinds`` that begin so; each with another name of the same record.

        Raises:
            Busy: another process has been writing the index for longer than a query waits.
        """
        rows = self.rows("SELECT DISTINCT kind, text, id, called FROM name ORDER BY text")
        matches = [row for row in rows if row["kind"] in kinds.split("|") and row["text"].startswith(beginning)]
        return [(row["text"], row["called"] if row["text"] != row["called"] else row["id"]) for row in matches]

    def store_check_results(self, findings: "list[Finding]", day: str, consequences: "Sequence[Finding]" = ()) -> None:
        """Store the findings of ``checks`` as of that day, and those that are mere consequences of others."""
        rows = [(*_cells(finding), flag) for flag, some in enumerate((findings, consequences)) for finding in some]
        if self._is_trying:
            self._tried = self._what_checks_read(), rows, day
            return
        version = self.version
        self.db.execute("COMMIT")
        try:
            with self._writing():
                if self.version != version:
                    return  # another process has changed the index: the findings are not of its tree
                self._write_check_results(rows, day)
        except sqlite3.OperationalError:
            pass  # the next run can check again
        finally:
            self.db.execute("BEGIN")

    def _write_check_results(self, rows: list[tuple[Any, ...]], day: str) -> None:
        self.db.execute("DELETE FROM check_finding")
        self._insert("check_finding", rows)
        self.db.execute("INSERT OR REPLACE INTO meta VALUES ('checked_on', ?)", (day,))

    def _what_checks_read(self) -> list[list[tuple[Any, ...]]]:
        """Contents of the tables on which the findings of a day depend."""
        tables = ("visible_file", "file_finding", "absent")
        return [self.db.execute(f"SELECT * FROM {table} ORDER BY 1").fetchall() for table in tables]

    def release_lock(self) -> None:
        """Hold no lock until the next query: the reader of an answer may take long."""
        self.db.execute("COMMIT")
        self.db.execute("BEGIN")

    def refresh(self) -> None:
        """Bring the index up to date with the files as they are now. Raises: CannotRead."""
        self.db.execute("COMMIT")
        self.show_tree(WorkingTree(self.root))

    def tracked_files(self) -> dict[str, FileState]:
        """Every visible record file with its state."""
        return self._file_states(None)

    def open_other(self, tree: Tree) -> "Index":
        """An index of another tree on the same file; to be closed by the caller. Raises: CannotRead."""
        self.release_lock()
        other = Index(self.root, keep=not self.in_memory)
        other.progress = self.progress
        other.show_tree(tree)
        return other

    @contextlib.contextmanager
    def try_tree(self, tree: Tree) -> Iterator[None]:
        """Show a tree that differs from the shown one in a few files, for as long as the block lasts.

        It is shown in a transaction that ends as if it had never been: what is prepared for the one tree stays prepared
        for the other, and only what the differing files change is worked out again. Nothing is written meanwhile, so
        whoever reads the index need not wait, and a kill leaves nothing behind.

        Raises:
            CannotRead: the tree cannot be listed.
        """
        shown_tree = self.tree
        try:
            self._begin_trial(tree)
        except sqlite3.DatabaseError:
            self._fall_back_to_memory()
            self._begin_trial(tree)
        self.tree, self._fuzzy_names, self._is_trying = tree, {}, True
        try:
            yield
        finally:
            self.tree, self._fuzzy_names, self._is_trying = shown_tree, {}, False
            self.db.execute("ROLLBACK")
            self._set_journal("TRUNCATE", spill=True)
            self._begin_reading()

    def _begin_trial(self, tree: Tree) -> None:
        listed = tree.list_files({})
        self.db.execute("COMMIT")
        with self._writing():
            files = self._load(tree, listed)
        self._set_journal("MEMORY", spill=False)
        self.db.execute("BEGIN IMMEDIATE")
        before = {file for (file,) in self.db.execute("SELECT file FROM visible_file")}
        self._set_visible(before, set(files.values()))
        self._set_file_findings(tree)
        self._set_absent(tree)
        self.db.execute("INSERT OR REPLACE INTO meta VALUES ('checked_on', NULL), ('version', ?)", (new_version(),))

    def _set_journal(self, mode: str, *, spill: bool) -> None:
        self.db.execute(f"PRAGMA journal_mode = {mode}")
        self.db.execute(f"PRAGMA cache_spill = {spill:d}")

    @property
    def version(self) -> str:
        """Random id of the visible file set; changes whenever any answer could.

        Raises:
            Busy: another process has been writing the index for longer than a query waits.
        """
        return str(self.value("SELECT value FROM meta WHERE key = 'version'"))

    def close(self) -> None:
        """Close the connection."""
        self.db.close()

    def _set_in_values(self, in_values: Iterable[Any]) -> None:
        if in_values is self._in_values:
            return  # further queries about the same values
        self._in_values = in_values
        self.db.execute("CREATE TEMP TABLE IF NOT EXISTS in_values (value PRIMARY KEY) WITHOUT ROWID")
        self.db.execute("DELETE FROM temp.in_values")
        self.db.executemany("INSERT OR IGNORE INTO temp.in_values VALUES (?)", [(value,) for value in in_values])

    def _show_working_tree(self, tree: WorkingTree) -> None:
        if self._is_empty() or self._find_changes(tree) is not None:
            with self._writing():  # look once more: another process may have written until now
                if changes := self._find_changes(tree):
                    self._apply_changes(tree, changes)

    def _is_empty(self) -> bool:
        return not self.db.execute("SELECT 1 FROM tracked_file LIMIT 1").fetchone()

    def _find_changes(self, tree: WorkingTree) -> "_Changes | None":
        """The changes of the tree since the index was last up to date; None if there are none."""
        findings = self.db.execute("SELECT * FROM file_finding").fetchall()
        listed = None if findings else possibly_changed(self.db, tree)
        indexed = self._file_states(listed)
        current = tree.list_files(indexed) if listed is None else tree.list_some(indexed, listed)
        if current is None:
            indexed = self._file_states(listed := None)
            current = tree.list_files(indexed)
        same_findings = [
            _cells(finding) for finding in tree.file_findings
        ] == findings and tree.absent == self.absent_paths()
        if current == indexed and same_findings and not is_outdated(self.db, tree):
            return None
        return _Changes(listed, indexed, current)

    def _apply_changes(self, tree: WorkingTree, changes: "_Changes") -> None:
        """Write the changes to the index."""
        listed, indexed, current = changes
        changed = {path: now for path, now in current.items() if indexed.get(path) != now} if indexed else current
        deleted = [path for path in indexed if path not in current]
        before = self._files_of([*deleted, *(path for path in changed if path in indexed)])
        files = self._load(tree, changed)
        self.db.executemany("DELETE FROM tracked_file WHERE path = ?", ((path,) for path in deleted))
        self.db.executemany(
            "INSERT OR REPLACE INTO tracked_file VALUES (?, ?, ?, ?)",
            ((path, now.signature, now.key, files[path]) for path, now in changed.items()),
        )
        current.update(changed)  # some of them changed again before they were read
        record_state(self.db, tree, current, listed)
        if self._set_visible(before, set(files.values())) | self._set_file_findings(tree) | self._set_absent(tree):
            self.db.execute("INSERT OR REPLACE INTO meta VALUES ('checked_on', NULL), ('version', ?)", (new_version(),))
            if self._tried and self._tried[0] == self._what_checks_read():
                self._write_check_results(*self._tried[1:])
            self._prune()

    def _show_temporarily(self, tree: Tree) -> None:
        """Make temporary views over a temporary set of visible files."""
        listed = tree.list_files({})
        with self._writing():
            files = self._load(tree, listed)
        self.db.execute("CREATE TEMP TABLE visible_file (file INTEGER PRIMARY KEY)")
        self.db.executemany("INSERT INTO temp.visible_file VALUES (?)", ((file,) for file in files.values()))
        for table in ("resolved_name", "loop", "lint_hit", "lint_file", "file_finding", "absent", "check_finding"):
            self.db.execute(f"CREATE TEMP TABLE {table} AS SELECT * FROM main.{table} WHERE 0")
        self._insert("file_finding", [_cells(finding) for finding in tree.file_findings])
        self._insert("absent", [(path,) for path in sorted(tree.absent)])
        self.db.execute("CREATE INDEX temp.resolved_name_text ON resolved_name (text, kinds)")
        self.db.execute("CREATE TEMP TABLE meta AS SELECT * FROM main.meta WHERE key <> 'checked_on'")
        for (sql,) in self.db.execute("SELECT sql FROM main.sqlite_master WHERE type = 'view'").fetchall():
            self.db.execute(sql.replace("CREATE VIEW", "CREATE TEMP VIEW", 1))
        resolve_all_names(self.db)
        self._refresh_derived_tables()

    def _refresh_derived_tables(self) -> None:
        from hyzs.index.lint_hits import refresh_lint_hits  # a warm run changes nothing and reads no lexicon

        refresh_loops(self.db)
        refresh_lint_hits(self.db)

    def _file_states(self, paths: Iterable[str] | None) -> dict[str, FileState]:
        """The indexed states of these paths, or of all."""
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
        """The ids of the indexed files at these paths."""
        return {file for (file,) in self._each("SELECT file FROM tracked_file WHERE path = ?", paths)}

    def _set_visible(self, before: set[int], now: set[int]) -> bool:
        """Make the files of ``now`` visible in place of those of ``before``. Returns true if that changed anything."""
        hidden_files, shown_files = before - now, now
        shown_files -= before  # in place: of a large city one such set is enough
        self.db.executemany("DELETE FROM visible_file WHERE file = ?", ((file,) for file in hidden_files))
        self.db.executemany("INSERT INTO visible_file VALUES (?)", ((file,) for file in shown_files))
        if hidden_files or shown_files:
            refresh_resolved_names(self.db, chain(hidden_files, shown_files))
            self._refresh_derived_tables()
        return bool(hidden_files or shown_files)

    def _load(self, tree: Tree, states: dict[str, FileState]) -> dict[str, int]:
        """Ids of the file contents, parsed now if they never were; ``states`` get the keys of the bytes just read."""
        from hyzs.index.parallel_parser import parse_files

        ids: dict[str, int] = {}
        new = []
        for path, now in states.items():
            if (file := self._file_id(path, now.key)) is None:
                new.append(path)
            else:
                ids[path] = file
        if new:
            with self._bulk_insert(len(new)):
                done_count = 0
                for some in parse_files(self._jobs(tree, new, states, ids), len(new)):
                    self._insert_batch(some)
                    done_count += len(some.kinds)
                    self.progress(done_count, len(new))
        return ids

    def _jobs(
        self, tree: Tree, paths: list[str], states: dict[str, FileState], ids: dict[str, int]
    ) -> "Iterator[FileJob]":
        """Jobs for the files to be read; a file that changed meanwhile is listed again by the next run."""
        from hyzs.index.parallel_parser import FileJob

        for path in paths:
            data = tree.read(path)
            key = states[path].key
            if isinstance(tree, WorkingTree) and (now := blob_id(data)) != key:
                states[path], key = FileState(None, now), now
                if (file := self._file_id(path, key)) is not None:
                    ids[path] = file
                    continue
            cursor = self.db.execute("INSERT INTO file (path, key) VALUES (?, ?)", (path, key))
            ids[path] = int(cursor.lastrowid or 0)
            yield FileJob(ids[path], path, data)

    def _file_id(self, path: str, key: str) -> int | None:
        """The id of that content at that path; None if it was never read."""
        row = self.db.execute("SELECT id FROM file WHERE path = ? AND key = ?", (path, key)).fetchone()
        return row and int(row[0])

    def _insert_batch(self, some: "ParsedBatch") -> None:
        self.db.executemany("UPDATE file SET kind = ? WHERE id = ?", ((kind, file) for file, kind in some.kinds))
        for table, rows in some.tables.items():
            self._insert(f"all_{table}", rows)

    @contextlib.contextmanager
    def _bulk_insert(self, count: int) -> Iterator[None]:
        """Drop the SQL indexes meanwhile if many files come, and more than there are: they are then made at the end."""
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

    def _set_file_findings(self, tree: Tree) -> bool:
        before = self.db.execute("SELECT * FROM file_finding").fetchall()
        now = [_cells(finding) for finding in tree.file_findings]
        if before != now:
            self.db.execute("DELETE FROM file_finding")
            self._insert("file_finding", now)
        return before != now

    def _set_absent(self, tree: Tree) -> bool:
        is_other = self.absent_paths() != tree.absent
        if is_other:
            self.db.execute("DELETE FROM absent")
            self._insert("absent", [(path,) for path in sorted(tree.absent)])
        return is_other

    def _prune(self) -> None:
        unused, visible = (
            int(self.value(sql))
            for sql in (
                "SELECT count(*) FROM file WHERE id NOT IN (SELECT file FROM visible_file)",
                "SELECT count(*) FROM visible_file",
            )
        )
        if unused <= visible + _MOST_UNUSED:
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
