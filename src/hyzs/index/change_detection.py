"""Files that may have changed since the index was written: those that git sees changed; all where git cannot tell.

The index records the commit that was checked out, and in ``differs_from_head`` the files whose indexed content is not
that of the commit. Any other file has changed only if git sees it differ from the commit of now, or if the two commits
differ in it. git is not asked for contents, nor for which files there are: of pipes, links and ignored files it says
nothing, so folders are listed by their stamps.
"""

import sqlite3
from collections.abc import Collection, Iterable, Mapping

from hyzs.store import git_history, git_objects
from hyzs.store.git_status import git_state_stamp
from hyzs.store.trees import FileState, WorkingTree, is_utf8

#: Files that differ from the commit, or were touched so shortly before they were read that git, which may count in
#: whole seconds, could miss another touch.
_DOUBTFUL = "SELECT path FROM differs_from_head UNION SELECT path FROM tracked_file WHERE signature IS NULL"
#: Paths from which git is asked for the whole tree.
_MANY = 200


def possibly_changed(db: sqlite3.Connection, tree: WorkingTree) -> set[str] | None:
    """Paths that may have changed since the index was written; None if any may."""
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
        between = git_history.changed_between(tree.root, head, status.commit)
        if between is None:
            return None
        paths |= between
    if any(path.endswith(".gitattributes") or not is_utf8(path) for path in paths):
        return None
    return paths


def _changed_entries(db: sqlite3.Connection, tree: WorkingTree) -> set[str] | None:
    """Record files that were added to a folder or removed; None if everything must be listed."""
    folders = dict(db.execute("SELECT path, signature FROM folder"))
    entries = tree.list_changed_folders(folders)
    if entries is None:
        return None
    return {path for folder, paths in entries.items() for path in paths ^ _indexed_entries(db, folder)}


def _indexed_entries(db: sqlite3.Connection, folder: str) -> set[str]:
    """The indexed record files directly in the folder (``""``, ``projects/2025/``)."""
    return {path for (path,) in db.execute(_INDEXED, {"folder": folder})}


#: A folder's paths lie between its name and the same with the sign after the slash.
_INDEXED = """
SELECT path FROM tracked_file
WHERE (:folder = '' OR path > :folder AND path < rtrim(:folder, '/') || '0')
  AND instr(substr(path, length(:folder) + 1), '/') = 0
"""


def is_outdated(db: sqlite3.Connection, tree: WorkingTree) -> bool:
    """True if the recorded commit, state of git or folder stamps are not the present ones."""
    status = tree.status
    if dict(db.execute("SELECT path, signature FROM folder")) != tree.folders:
        return True
    return _meta(db, "head") != (status and status.commit) or _meta(db, "git_state") != (
        status and git_state_stamp(tree.root)
    )


def record_state(
    db: sqlite3.Connection, tree: WorkingTree, current: Mapping[str, FileState], listed: set[str] | None
) -> None:
    """Record the commit, the state of git, the folder stamps, and the files that differ from the commit.

    ``listed``: the paths of ``current``; None: all.

    Raises: CannotRead: git refuses.
    """
    status = tree.status
    git_state = git_state_stamp(tree.root) if status and not (listed is None and tree.limits.is_incomplete) else None
    db.execute(
        "INSERT OR REPLACE INTO meta VALUES ('git_state', ?), ('head', ?)", (git_state, status and status.commit)
    )
    db.execute("DELETE FROM folder")
    db.executemany("INSERT INTO folder VALUES (?, ?)", tree.folders.items())
    db.execute("DELETE FROM differs_from_head")
    if status and status.commit:
        differing = _differing(_commit_blobs(tree, status.commit, listed), current)
        db.executemany(
            "INSERT INTO differs_from_head VALUES (?)", ((path,) for path in differing if path.endswith(".yaml"))
        )


def _differing(blobs: Iterable[tuple[str, str]], current: Mapping[str, FileState]) -> set[str]:
    """Paths of the commit and of ``current`` whose content is not the same in both."""
    differing = set(current)
    for path, blob in blobs:
        if path in current and current[path].key == blob:
            differing.discard(path)
        else:
            differing.add(path)
    return differing


def _commit_blobs(tree: WorkingTree, commit: str, listed: Collection[str] | None) -> Iterable[tuple[str, str]]:
    """Path and blob id of the files of the commit at these paths, or of all."""
    if listed is not None and not listed:
        return ()
    few = listed if listed is not None and len(listed) < _MANY else None
    blobs = ((path, blob) for _, blob, path in git_objects.list_commit(tree.root, commit, few))
    return blobs if listed is None else ((path, blob) for path, blob in blobs if path in listed)


def _meta(db: sqlite3.Connection, key: str) -> str | None:
    row = db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row and row[0] is not None else None
