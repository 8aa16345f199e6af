"""Saving a store, and bringing it together with the one that an office shares."""

import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import NamedTuple

from hyzs.checking.revision_findings import finding_keys, findings_at
from hyzs.checking.tree_findings import check_tree
from hyzs.index.index import Index
from hyzs.model.errors import Busy, CannotRead, CannotWrite, EditRefused, HyzsError
from hyzs.model.finding import Severity
from hyzs.store import git_commit, git_remote
from hyzs.store.local_settings import Author, LocalSettings
from hyzs.store.lock import store_lock
from hyzs.store.trees import CommitTree
from hyzs.writing.apply import edit_refused
from hyzs.writing.branch_merge import merge_commits
from hyzs.writing.pending_conflicts import PendingConflict, conflict_choices, forget_conflicts, record_conflicts

#: The way on where new errors stopped a save or a merge.
MEND_AND_SAVE = "改好、hyzs save 以后再来"
#: Times that a sync fetches again because somebody else pushed first.
_TRIES = 5


class SyncResult(NamedTuple):
    """Result of a sync: commits before and after, numbers received and sent, conflicts to be decided.

    ``archives`` are the tags of archived years that went; ``other_archives`` stand at another version in the share.
    """

    before: str
    after: str
    received: int
    sent: int
    conflicts: list[PendingConflict]
    archives: Sequence[str] = ()
    other_archives: Sequence[str] = ()


def save(root: Path, message: str, author: Author) -> str:
    """Commit the store as it is; the id of the commit. Raises: Busy: somebody was quicker; CannotWrite."""
    with store_lock(root):
        if git_commit.head(root) and not git_commit.unsaved_paths(root):
            raise Busy("刚刚有人在这个文件夹里存过，都存进去了", "hyzs changes 看存了什么；没有要再存的")
        return git_commit.commit_store(root, message, author)


def receive(root: Path, share: git_remote.SharedRepository) -> None:
    """Make a store in an empty folder from a share.

    Raises: CannotWrite: the folder is not empty; CannotRead: the share cannot be reached, or has nothing yet.
    """
    git_commit.create_repository(root)
    try:
        commit = git_remote.fetch(root, share, git_commit.current_branch(root))
        if commit is None:
            raise CannotRead(f"{share.address} 里还什么也没有", "先在有数据的仓库里 hyzs sync --to 这个地址")
        git_commit.move_branch(root, None, commit)
    except HyzsError:
        shutil.rmtree(root / ".git", ignore_errors=True)  # the folder is as empty as before, for another try
        raise
    _note_synced(root, share, commit)


def sync(index: Index, today: date, share: git_remote.SharedRepository, author: Author) -> SyncResult:
    """Fetch the share, merge, and push; files that are not saved are never touched.

    Where both sides changed the same entry differently, nothing is merged and nothing pushed: the conflicts are noted,
    and a later sync uses the decisions on them.

    Raises:
        EditRefused: something is not saved, or both sides together have errors that neither has alone.
        CannotRead, CannotWrite: the share cannot be reached; Busy: others push all the time, or a file changed.
    """
    root = index.root
    branch = git_commit.current_branch(root)
    before = _saved_head(root)
    index.release_lock()
    received = 0
    for _ in range(_TRIES):
        try:
            theirs = git_remote.fetch(root, share, branch)
        except CannotRead as error:
            raise CannotRead(f"{error.message}；{_waiting(root)}", error.hint) from None
        with store_lock(root):
            head = _saved_head(root)
            if theirs:
                received += git_commit.commit_count(root, head, theirs)
                head, conflicts = _bring_in(index, today, head, theirs, author)
                if conflicts:
                    return SyncResult(before, head, received, 0, conflicts)
        if head == theirs or git_remote.push_commit(root, share, branch, head):
            sent = git_commit.commit_count(root, theirs, head)
            _note_synced(root, share, head)
            return SyncResult(before, head, received, sent, [], *git_remote.push_archives(root, share, branch))
    raise Busy(f"别人一直在送，试了 {_TRIES} 次都没有轮到", "过一会儿再 hyzs sync；存好的都在本机")


def _saved_head(root: Path) -> str:
    """The commit that is checked out, with nothing changed since. Raises: EditRefused: there is something to save."""
    head = git_commit.head(root)
    unsaved = git_commit.unsaved_paths(root)
    if head is None or unsaved:
        raise EditRefused(f"还有 {len(unsaved)} 个文件没有保存，没有同步", "先 hyzs save")
    return head


def _bring_in(index: Index, today: date, head: str, theirs: str, author: Author) -> tuple[str, list[PendingConflict]]:
    """The commit that has both sides, checked out; or the head as it was, with the conflicts."""
    root = index.root
    base = git_commit.merge_base(root, head, theirs)
    if base is None:
        raise EditRefused(
            "这个仓库和那边的没有共同的历史，合不到一起", "用 hyzs init 新文件夹 --from 地址 拿一份，再把数据放进去"
        )
    if base == theirs:
        return head, []
    if base == head:
        git_commit.move_branch(root, head, theirs)
        return theirs, []
    merge = merge_commits(root, base, head, theirs, {})
    if merge.conflicts:
        pending = record_conflicts(root, merge.conflicts)
        if all(conflict.side for conflict in pending):
            merge = merge_commits(root, base, head, theirs, conflict_choices(pending))
        if merge.conflicts:
            return head, pending
    commit = git_commit.create_commit(root, merge.tree, (head, theirs), "合并两边的改动", author)
    _refuse_new_errors(index, today, commit, (head, theirs))
    git_commit.move_branch(root, head, commit)
    forget_conflicts(root)
    return commit, []


def _refuse_new_errors(index: Index, today: date, commit: str, parents: tuple[str, str]) -> None:
    """Refuse a merge with errors that neither of its parents has. Raises: EditRefused."""
    merged = index.open_other(CommitTree(index.root, commit))
    try:
        errors = [f for f in check_tree(merged, today).findings if f.severity == Severity.error]
        for parent in parents:
            if not errors:
                return
            old = findings_at(merged, parent, today)  # whose lock it lets go: nobody else reads now
            keys = finding_keys(merged.tree, errors)
            errors = [error for error, key in zip(errors, keys, strict=True) if not old.take(key, error)]
    finally:
        merged.close()
    if errors:
        raise edit_refused(errors, f"两边各自没有错，合在一起多出 {len(errors)} 个错误，没有合", MEND_AND_SAVE)


def _waiting(root: Path) -> str:
    count = git_remote.unsent_count(root)
    return f"本机有 {count} 次保存等着送出" if count else "本机没有等着送出的"


def _note_synced(root: Path, share: git_remote.SharedRepository, commit: str) -> None:
    settings = LocalSettings()
    settings.set_value(root, git_remote.SHARE, share.address)
    settings.set_value(root, git_remote.SYNCED, commit)
    try:
        settings.write()
    except CannotWrite:
        return  # it is sent; the next sync is told the address again
