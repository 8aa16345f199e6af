"""Questions asked of git about its history: what changed between states, in which commit, and which one is meant."""

import re
from collections.abc import Sequence
from pathlib import Path

from hyzs.model.errors import NotFound
from hyzs.store import git

_COMMIT = re.compile("[0-9a-f]{40,64}")
#: Words of git on a commit that exists and cannot be read.
_DAMAGED = re.compile(rb"corrupt|is empty|unable to|promisor|could not fetch")
#: Folders in which a new file is one of the store's before git knows it.
_OF_STORE = ("data", "templates")


def changed_between(root: Path, old: str, new: str) -> set[str] | None:
    """The paths below ``data/`` that differ between two commits; None if one of them is gone."""
    process = git.run(
        root, "diff-tree", "-r", "-z", "--no-renames", "--name-only", "--relative", old, new, "--", "data"
    )
    if process.returncode:
        return None
    return {path[5:] for path in process.stdout.decode("utf-8", "surrogateescape").split("\0") if path}


def changed_paths(root: Path, old: str, new: str = "", *, is_staged: bool = False) -> list[str]:
    """The paths of the store that differ from the commit ``old``: in ``new``, in what is staged, or in the files.

    Of files that git does not know yet those in the folders of a store count, if it does not ignore them.

    Raises: CannotRead: git refused.
    """
    compared = (old, new) if new else ("--cached", old) if is_staged else (old,)
    commands = [("diff", "--no-ext-diff", "--no-renames", "--name-only", "--relative", "-z", *compared, "--", ".")]
    if not (new or is_staged):
        commands.append(("ls-files", "--others", "--exclude-standard", "-z", "--", *_OF_STORE))
    paths: set[str] = set()
    for words in commands:
        if (process := git.run(root, *words)).returncode:
            raise git.refusal_error(process)
        paths.update(path for path in process.stdout.decode("utf-8", "surrogateescape").split("\0") if path)
    return sorted(paths)


def last_commits(root: Path, paths: Sequence[str], revision: str = "HEAD") -> dict[str, str]:
    """The last commit up to ``revision`` that changed each of the paths (below ``root``); one walk for all of them.

    Raises: CannotRead: git refuses.
    """
    if not paths or git.repository(root) is None:
        return {}
    try:
        commits = _last_changes(root, revision, sorted(set(paths)))
    except OSError:
        return {}
    return {path: commits[path] for path in paths if path in commits}


def commits_between(root: Path, old: str, new: str) -> dict[str, str]:
    """The last of the commits after ``old`` up to ``new`` that changed each path below ``data/``.

    Raises: CannotRead: git refuses.
    """
    return _last_changes(root, f"{old}..{new}", ["data"])


def _last_changes(root: Path, revisions: str, paths: Sequence[str]) -> dict[str, str]:
    """The newest commit of the revisions that changed each file at or below the paths (below ``root``)."""
    process = git.run(
        root, "log", "--format=%H", "--name-only", "--no-renames", "-z", "--relative", revisions, "--", *paths
    )
    if process.returncode and b"does not have any commits" not in process.stderr:
        raise git.refusal_error(process)
    commits: dict[str, str] = {}
    commit = ""
    for text in process.stdout.decode("utf-8", "surrogateescape").split("\0"):
        word = text.lstrip("\n")
        if _COMMIT.fullmatch(word):
            commit = word
        elif word:
            commits.setdefault(word, commit)
    return commits


def resolve_commit(root: Path, revision: str) -> str:
    """The full id of the commit that ``revision`` names.

    Raises:
        NotFound: there is no such commit; CannotRead: git refused.
    """
    if revision.startswith("-"):
        raise NotFound(f"没有这个版本：{revision}")
    try:
        process = git.run(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except OSError as error:
        raise git.start_error(error) from None
    if process.returncode:
        if _DAMAGED.search(process.stderr):
            raise git.refusal_error(process)
        if (check := git.run(root, "rev-parse", "--git-dir")).returncode:
            raise git.refusal_error(check)
        raise NotFound(f"没有这个版本：{revision}", "用 git log 看有哪些版本")
    return process.stdout.decode().strip()
