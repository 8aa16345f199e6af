"""One command's view of one store on one day: open it, ask its index, check it, write to it, show answers."""

import os
import sys
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hyzs.model.errors import BadUsage, NotFound
from hyzs.model.time_zone import ZONE
from hyzs.output import NO_STORE, AnswerWriter, print_notice, print_progress

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from hyzs.index.index import Index
    from hyzs.model.answer import Answer
    from hyzs.model.change import AppliedEdit, Change
    from hyzs.model.finding import CheckRun, Finding
    from hyzs.model.print_options import PrintOptions
    from hyzs.store.git_revision import PastCommit

#: Cached properties read from the index: dropped when it is closed.
_FROM_INDEX = ("index", "as_of", "now", "about")


class Session:
    """A store as its files are, as they are staged, or as a commit had them (``at``: a revision, day or week)."""

    def __init__(
        self, store: str | None = None, today: str | None = None, at: str | None = None, *, quiet: bool = False
    ) -> None:
        self._store = store or os.environ.get("HYZS_STORE")
        self._today = today or os.environ.get("HYZS_TODAY")
        self._at = at
        #: True where notices have no reader.
        self._quiet = quiet
        self._is_staged = False
        #: True if the answer lists what is wrong with files, so that no notice need.
        self._lists_findings = False

    def reopened(self, store: str | None = None, *, quiet: bool = False) -> "Session":
        """Another session on the same day: of that store, or of this one as its files are then."""
        if store:
            return Session(store, self._today, quiet=quiet)
        return Session(self._store or str(self.root), self._today, self._at, quiet=quiet)

    def close(self) -> None:
        """Close the index; the next question opens it again."""
        if self.opened_index:
            self.opened_index.close()
        for name in _FROM_INDEX:
            self.__dict__.pop(name, None)

    @cached_property
    def root(self) -> Path:
        """The store's folder: as named, or the nearest parent that has ``data/settings.yaml``. Raises: NotFound."""
        from hyzs.store.root import find_root

        return find_root(self._store)

    @property
    def is_inside(self) -> bool:
        """True if there is a store here. Raises: NotFound: one was named, and there is none."""
        try:
            return bool(self.root)
        except NotFound:
            if self._store:
                raise
            return False

    @cached_property
    def past_commit(self) -> "PastCommit | None":
        """The commit that is asked; None where the files are. Raises: NotFound, BadUsage: ``at`` names none."""
        from hyzs.store.git_revision import commit_at

        if not self._at:
            return None
        year = (self._today or "")[:4]
        return commit_at(self.root, self._at, int(year) if year.isdecimal() else datetime.now(ZONE).year)

    @cached_property
    def now(self) -> datetime:
        """The time in the store's zone: of ``--today``, else of the store's ``as_of``, else of the machine.

        A day counts until its end. Nothing else reads the clock. Raises: BadUsage: no date, or none of this age.
        """
        from hyzs.model.as_of_moment import parse_moment

        text = self._today or self.as_of
        try:
            return parse_moment(text) if text else datetime.now(ZONE).replace(tzinfo=None)
        except ValueError:
            raise BadUsage(f"“{text}”不是日期", "--today 要写成 2026-11-23 或 2026-11-23T09:00") from None

    @cached_property
    def as_of(self) -> str:
        """The moment at which the settings stop the clock; empty: none, or ``--today`` is given. Raises: Busy."""
        return "" if self._today or not self.is_inside else self.index.store_info()["as_of"] or ""

    @property
    def asked_day(self) -> date | None:
        """The day that ``--today`` names; None without it. Raises: BadUsage: it is no date."""
        return self.today if self._today else None

    @property
    def today(self) -> date:
        """The day of ``now``. Raises: BadUsage: no date, or none of this age."""
        return self.now.date()

    @cached_property
    def about(self) -> dict[str, Any]:
        """The store in JSON: id, name, commit, dirty, sample, as_of; nulls outside of one. Raises: Busy."""
        if not self.is_inside:
            return dict(NO_STORE)
        info, status, past_commit = self.index.store_info(), self.index.status, self.past_commit
        commit, dirty = (status.commit, bool(status.changed)) if status else (past_commit and past_commit.commit, False)
        own = {key: info[key] for key in ("id", "name", "sample")}
        return {**NO_STORE, **own, "commit": commit, "dirty": dirty, "as_of": self.as_of or None}

    @cached_property
    def index(self) -> "Index":
        """The index of the files as they are now, of what is staged, or of the commit that is asked.

        Raises: NotFound: no store, no such commit, nothing can be staged; CannotRead: its files cannot be listed; Busy:
        another process writes the index.
        """
        from hyzs.index.index import Index
        from hyzs.index.omission_notices import gap_notices
        from hyzs.store.chosen_tree import chosen_tree
        from hyzs.store.state_dir import is_edit_interrupted

        if is_edit_interrupted(self.root):
            print_notice("注意：上次的改动写到一半中断了，现在看到的可能只改了一部分；下一次改动会先把它写完或退回")
        tree, notice = chosen_tree(self.root, self.past_commit, is_staged=self._is_staged)
        index = Index(self.root)
        index.progress = print_progress
        index.show_tree(tree)
        if not self._quiet:
            for text in filter(None, (notice, *gap_notices(index, lists_findings=self._lists_findings))):
                print_notice(text)
        return index

    def view_staged(self) -> None:
        """Use the staged files of git from now on. Raises: BadUsage: ``--at`` asks for the past."""
        if self._at:
            raise BadUsage("--at 看的是过去，--staged 看的是要提交的", "两样只写一样")
        self.close()
        self._is_staged = True

    def findings(self) -> "list[Finding]":
        """All findings as of today; no notice tells of unreadable files besides.

        Raises: Busy: another process writes the index; BadConfig: the settings cannot be read.
        """
        from hyzs.checking.tree_findings import findings

        self._lists_findings = True
        return findings(self.index, self.today)

    def check_run(
        self, revision: str | None = None, baseline: Path | None = None, unit: str | None = None
    ) -> "CheckRun":
        """The findings, less those of a baseline file, and less those that an older revision had already.

        With a ``unit`` also the changes since then that it may not make.

        Raises: as ``known_findings.check_run`` does.
        """
        from hyzs.checking.known_findings import check_run

        self._lists_findings = True
        return check_run(self.index, self.today, revision, baseline, unit)

    def apply(self, changes: "Sequence[Change]", *, dry: bool = False, tidy: bool = False) -> "AppliedEdit":
        """Judge the store as the changes would make it, then write them: all of them, or none.

        ``dry`` writes nothing and gives what would be done; ``tidy``: nothing changes its meaning.

        Raises: as ``edit`` does; EditRefused, Busy; NotFound where nobody looks on and a record goes by a part of its
        name: in a script, which is run again when records have come and gone, it may have become another one's.
        """
        from hyzs.model.name_guess import refuse_partial_names
        from hyzs.writing.apply import apply

        if not (dry or self.is_interactive):
            refuse_partial_names(self.index.taken)
        return self.edit(lambda index, today: apply(index, today, changes, dry=dry, tidy=tidy))

    def edit(self, act: "Callable[[Index, date], AppliedEdit]") -> "AppliedEdit":
        """Let ``act`` write, once an interrupted edit is ended. Raises: BadUsage with ``at``; as the act does."""
        from hyzs.writing.transaction import recover

        if self._at:
            raise BadUsage("--at 看的是过去，不能改数据", "去掉 --at 再改")
        if sentence := recover(self.root):
            print_notice(f"注意：{sentence}")
        return act(self.index, self.today)

    @property
    def opened_index(self) -> "Index | None":
        """The index if anybody has asked it yet."""
        return self.__dict__.get("index")

    @property
    def is_interactive(self) -> bool:
        """True if a person sits at a terminal, can be asked and sees notices."""
        return sys.stdin.isatty() and sys.stderr.isatty()

    def show(
        self,
        answer: "Answer",
        format: str | None = None,
        output: str | None = None,
        printing: "PrintOptions | None" = None,
    ) -> None:
        """Print the answer, or write it to the file ``output``, in that format.

        Raises: as ``AnswerWriter.show`` does.
        """
        AnswerWriter(self).show(answer, format, output, printing)
