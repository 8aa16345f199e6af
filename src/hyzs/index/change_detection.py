"""Which files to look at: those that git sees changed since the index last looked; all where git cannot tell.

The index notes the commit that was checked out when it looked, and the files that were ``astray``: whose content,
as it was indexed, is not that of the commit. Any other file has changed since only if git sees it differ from the
commit of now, or if the two commits differ in it. Git's view is never believed about what a file holds, nor about which
files there are: of pipes, links and what it is told to ignore it says nothing, so folders are looked at by ourselves.
"""

import sqlite3
from collections.abc import Collection, Iterable, Mapping

from hyzs.store import git
from hyzs.store.git_status import git_state_stamp
from hyzs.store.trees import FileState, WorkingTree, is_utf8

#: Files that are not as the commit has them, or were touched so shortly before we looked that git, which may count in
#: whole seconds, could miss another touch.
_DOUBTFUL = "SELECT path FROM differs_from_head UNION SELECT path FROM tracked_file WHERE signature IS NULL"
#: From so many paths on git is asked for the whole tree.
_MANY = 200


def possibly_changed(db: sqlite3.Connection, tree: WorkingTree) -> set[str] | None:
    """The paths that may have changed since the index looked; None if any may."""
    status, head = tree.status, _meta(db, "head")
    if status is None or head is None or status.commit is None:
        return None
    if _meta(db, "git_state") != git_state_stamp(tree.root) and tree.limits.is_incomplete:
        return None
    entries = _changed_entries(db, tree)
    if entries is None:
        return None
    paths = {path for (path,) in db.execute(_DOUBTFUL)} | status.changed | status.ignored | entries
    if status.commit != head:
        between = git.changed_between(tree.root, head, status.commit)
        if between is None:
            return None
        paths |= between
    if any(path.endswith(".gitattributes") or not is_utf8(path) for path in paths):
        return None
    return paths


def _changed_entries(db: sqlite3.Connection, tree: WorkingTree) -> set[str] | None:
    """The record files that came into a folder or went out of it; None if only a look at everything can tell."""
    folders = dict(db.execute("SELECT path, signature FROM folder"))
    found = tree.list_changed_folders(folders)
    if found is None:
        return None
    return {path for folder, paths in found.items() for path in paths ^ _indexed_entries(db, folder)}


def _indexed_entries(db: sqlite3.Connection, folder: str) -> set[str]:
    """The record files that stood directly in the folder (``""``, ``projects/2025/``) when the index looked."""
    return {path for (path,) in db.execute(_NOTED, {"folder": folder})}


#: A folder's paths lie between its name and the same with the sign after the slash.
_NOTED = """
SELECT path FROM tracked_file
WHERE (:folder = '' OR path > :folder AND path < rtrim(:folder, '/') || '0')
  AND instr(substr(path, length(:folder) + 1), '/') = 0
"""


def is_outdated(db: sqlite3.Connection, tree: WorkingTree) -> bool:
    """True if what the index noted of git and of the folders is of another commit, or of another state of them."""
    status = tree.status
    if dict(db.execute("SELECT path, signature FROM folder")) != tree.folders:
        return True
    return _meta(db, "head") != (status and status.commit) or _meta(db, "git_state") != (
        status and git_state_stamp(tree.root)
    )


def record_state(
    db: sqlite3.Connection, tree: WorkingTree, found: Mapping[str, FileState], among: set[str] | None
) -> None:
    """Note what was found, ``among`` these suspects or everywhere, beside what the commit has."""
    status = tree.status
    look = git_state_stamp(tree.root) if status and not (among is None and tree.limits.is_incomplete) else None
    db.execute("INSERT OR REPLACE INTO meta VALUES ('git_state', ?), ('head', ?)", (look, status and status.commit))
    db.execute("DELETE FROM folder")
    db.executemany("INSERT INTO folder VALUES (?, ?)", tree.folders.items())
    db.execute("DELETE FROM differs_from_head")
    if status and status.commit:
        astray = _differing(_commit_blobs(tree, status.commit, among), found)
        db.executemany(
            "INSERT INTO differs_from_head VALUES (?)", ((path,) for path in astray if path.endswith(".yaml"))
        )


def _differing(blobs: Iterable[tuple[str, str]], found: Mapping[str, FileState]) -> set[str]:
    """The paths that the commit has and that were found, if not with the same content in both."""
    astray = set(found)
    for path, blob in blobs:
        if path in found and found[path].key == blob:
            astray.discard(path)
        else:
            astray.add(path)
    return astray


def _commit_blobs(tree: WorkingTree, commit: str, among: Collection[str] | None) -> Iterable[tuple[str, str]]:
    """What the commit has at these paths, or at all."""
    if among is not None and not among:
        return ()
    few = among if among is not None and len(among) < _MANY else None
    listed = ((path, blob) for _, blob, path in git.list_commit(tree.root, commit, few))
    return listed if among is None else ((path, blob) for path, blob in listed if path in among)


def _meta(db: sqlite3.Connection, key: str) -> str | None:
    row = db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row and row[0] is not None else None
