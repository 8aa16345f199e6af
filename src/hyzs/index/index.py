"""The index: a disposable SQLite mirror of one tree, its tables made from the models."""

import contextlib
import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from hyzs.index.change_detection import is_outdated, possibly_changed, record_state
from hyzs.index.content_loader import Progress, insert_rows, load_files, prune_contents
from hyzs.index.database import open_database, seal_database
from hyzs.index.index_queries import IndexQueries
from hyzs.index.visible_files import (
    begin_version,
    file_states,
    files_at,
    finding_cells,
    set_absent,
    set_file_findings,
    set_visible,
    show_for_connection,
)
from hyzs.model.errors import CannotRead
from hyzs.model.name_guess import NameGuess
from hyzs.store.git_status import Status
from hyzs.store.trees import FileState, Tree, WorkingTree

if TYPE_CHECKING:
    from hyzs.model.finding import Finding


class _Changes(NamedTuple):
    """Paths that were listed (None: all), their states as indexed, and as they are."""

    listed: set[str] | None
    indexed: dict[str, FileState]
    current: dict[str, FileState]


class Index(IndexQueries):
    """The index of one tree; its answers are those of a fresh index of the same files."""

    def __init__(self, root: Path, *, keep: bool = True) -> None:
        db = open_database(root / ".hyzs" / "index.db" if keep else None)
        super().__init__(root, db, WorkingTree(root))
        #: True while ``try_tree`` shows files that may never be written.
        self._is_trying = False
        #: Tables that the checks read of the tree tried last, their findings as rows, and the day: once it is written
        #: it need not be checked again.
        self._tried: tuple[list[list[tuple[Any, ...]]], list[tuple[Any, ...]], str] | None = None
        #: The texts that were taken for records though none is called so word for word.
        self.taken: list[NameGuess] = []
        #: Called with the count of files read and of all that are to be read.
        self.progress: Progress = lambda done_count, count: None

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
    def status(self) -> Status | None:
        """The difference of the working tree from the commit that is checked out; None of a commit, and without git."""
        return self.tree.status

    @property
    def refusal(self) -> CannotRead | None:
        """The reason of git for saying nothing of the working tree, though it is in a repository."""
        return self.tree.refusal if isinstance(self.tree, WorkingTree) else None

    def store_check_results(self, findings: "list[Finding]", day: str, consequences: "Sequence[Finding]" = ()) -> None:
        """Store the findings of ``checks`` as of that day, and those that are mere consequences of others."""
        rows = [
            (*finding_cells(finding), flag) for flag, some in enumerate((findings, consequences)) for finding in some
        ]
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
        insert_rows(self.db, "check_finding", rows)
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
        return file_states(self.db, None)

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
            files = load_files(self.db, tree, listed, self.progress)
        self._set_journal("MEMORY", spill=False)
        self.db.execute("BEGIN IMMEDIATE")
        before = {file for (file,) in self.db.execute("SELECT file FROM visible_file")}
        set_visible(self.db, before, set(files.values()))
        set_file_findings(self.db, tree)
        set_absent(self.db, tree)
        begin_version(self.db)

    def _set_journal(self, mode: str, *, spill: bool) -> None:
        self.db.execute(f"PRAGMA journal_mode = {mode}")
        self.db.execute(f"PRAGMA cache_spill = {spill:d}")

    def close(self) -> None:
        """Close the connection."""
        self.db.close()

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
        indexed = file_states(self.db, listed)
        current = tree.list_files(indexed) if listed is None else tree.list_some(indexed, listed)
        if current is None:
            indexed = file_states(self.db, listed := None)
            current = tree.list_files(indexed)
        same_findings = [
            finding_cells(finding) for finding in tree.file_findings
        ] == findings and tree.absent == self.absent_paths()
        if current == indexed and same_findings and not is_outdated(self.db, tree):
            return None
        return _Changes(listed, indexed, current)

    def _apply_changes(self, tree: WorkingTree, changes: "_Changes") -> None:
        """Write the changes to the index."""
        listed, indexed, current = changes
        changed = {path: now for path, now in current.items() if indexed.get(path) != now} if indexed else current
        deleted = [path for path in indexed if path not in current]
        before = files_at(self.db, [*deleted, *(path for path in changed if path in indexed)])
        files = load_files(self.db, tree, changed, self.progress)
        self.db.executemany("DELETE FROM tracked_file WHERE path = ?", ((path,) for path in deleted))
        self.db.executemany(
            "INSERT OR REPLACE INTO tracked_file VALUES (?, ?, ?, ?)",
            ((path, now.signature, now.key, files[path]) for path, now in changed.items()),
        )
        current.update(changed)  # some of them changed again before they were read
        record_state(self.db, tree, current, listed)
        if (
            set_visible(self.db, before, set(files.values()))
            | set_file_findings(self.db, tree)
            | set_absent(self.db, tree)
        ):
            begin_version(self.db)
            if self._tried and self._tried[0] == self._what_checks_read():
                self._write_check_results(*self._tried[1:])
            prune_contents(self.db)

    def _show_temporarily(self, tree: Tree) -> None:
        """Show a tree that is not the working tree, to this connection alone."""
        listed = tree.list_files({})
        with self._writing():
            files = load_files(self.db, tree, listed, self.progress)
        show_for_connection(self.db, tree, files.values())

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
