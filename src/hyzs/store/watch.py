"""Which files to look at: those that git sees changed since the index last looked; all where git cannot tell.

The index notes the commit that was checked out when it looked, and the files that were ``astray``: whose content,
as it was indexed, is not that of the commit. Any other file has changed since only if git sees it differ from the
commit of now, or if the two commits differ in it. Git's view is never believed about what a file holds.
"""

import sqlite3
from collections.abc import Collection, Iterable, Mapping

from hyzs.store import git
from hyzs.store.looking import marks
from hyzs.store.tree import Seen, WorkingTree

#: Files that are not as the commit has them, or were touched so shortly before we looked that git, which may count in
#: whole seconds, could miss another touch.
_DOUBTFUL = "SELECT path FROM astray UNION SELECT path FROM seen WHERE signature IS NULL"
#: From so many paths on git is asked for the whole tree.
_MANY = 200


def suspects(db: sqlite3.Connection, tree: WorkingTree) -> set[str] | None:
    """The paths that may have changed since the index looked; None if any may."""
    status, head = tree.status, _meta(db, "head")
    if status is None or head is None or status.commit is None:
        return None
    if _meta(db, "marks") != marks(tree.root) and tree.blindness.is_blind:
        return None
    paths = {path for (path,) in db.execute(_DOUBTFUL)} | status.changed | status.ignored
    if status.commit != head:
        between = git.difference(tree.root, head, status.commit)
        if between is None:
            return None
        paths |= between
    if any(path.endswith(".gitattributes") for path in paths):
        return None
    return {path for path in paths if _counts(path)}


def _counts(path: str) -> bool:
    """Whether it may be a record file, or a folder or a link that git does not look into."""
    name = path.rsplit("/", 1)[-1]
    return not name or "." not in name or name.lower().endswith((".yaml", ".yml"))


def is_news(db: sqlite3.Connection, tree: WorkingTree) -> bool:
    """Whether what the index noted of git is of another commit or of another state of git."""
    status = tree.status
    return _meta(db, "head") != (status and status.commit) or _meta(db, "marks") != (status and marks(tree.root))


def note(db: sqlite3.Connection, tree: WorkingTree, found: Mapping[str, Seen], among: set[str] | None) -> None:
    """Note what was found, ``among`` these suspects or everywhere, beside what the commit has."""
    status = tree.status
    look = marks(tree.root) if status and not (among is None and tree.blindness.is_blind) else None
    db.execute("INSERT OR REPLACE INTO meta VALUES ('marks', ?), ('head', ?)", (look, status and status.commit))
    db.execute("DELETE FROM astray")
    if status and status.commit:
        astray = _astray(_blobs(tree, status.commit, among), found)
        db.executemany("INSERT INTO astray VALUES (?)", ((path,) for path in astray if _counts(path)))


def _astray(blobs: Iterable[tuple[str, str]], found: Mapping[str, Seen]) -> set[str]:
    """The paths that the commit has and that were found, if not with the same content in both."""
    astray = set(found)
    for path, blob in blobs:
        if path in found and found[path].key == blob:
            astray.discard(path)
        else:
            astray.add(path)
    return astray


def _blobs(tree: WorkingTree, commit: str, among: Collection[str] | None) -> Iterable[tuple[str, str]]:
    """What the commit has at these paths, or at all."""
    if among is not None and not among:
        return ()
    few = among if among is not None and len(among) < _MANY else None
    listed = ((path, blob) for _, blob, path in git.listing(tree.root, commit, few))
    return listed if among is None else ((path, blob) for path, blob in listed if path in among)


def _meta(db: sqlite3.Connection, key: str) -> str | None:
    row = db.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row and row[0] is not None else None
