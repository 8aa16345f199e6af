"""``git status`` of ``data/``: the files that differ from the commit, and those that git does not look at."""

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from hyzs.store import git


class Status(NamedTuple):
    """The commit that is checked out (None: none yet), and the paths below ``data/`` that differ from it or that git
    has been told to ignore. ``staged`` differ from it in the index; ``unstaged`` differ from the index, or are not in
    it; ``intended`` are in it by name only (``git add -N``).
    """

    commit: str | None
    changed: frozenset[str]
    ignored: frozenset[str]
    staged: frozenset[str] = frozenset()
    unstaged: frozenset[str] = frozenset()
    intended: frozenset[str] = frozenset()


class StatusProcess:
    """A ``git status`` of ``data/`` that runs while the program does other things."""

    def __init__(self, root: Path, environ: Mapping[str, str] | None = None) -> None:
        """``environ`` may name another file of git's index than the usual one."""
        self._root, self._environ = root, environ
        self._prefix = (Path(os.path.relpath(root, git.repository(root) or root)) / "data").as_posix() + "/"
        top = git.repository(root)
        self._settings = git.settings_without_filters(root, find_git_folder(top)) if top else []
        self._child = git.start(root, *_STATUS, environ=self._environ, settings=self._settings)

    def result(self) -> Status:
        """The status, once git has finished.

        Raises:
            CannotRead: git refused, with its own reason.
        """
        out, err = self._child.communicate()
        if self._child.returncode:
            if git.learn_trusted_folders(err):  # only now does git list the filters that the repository names
                return StatusProcess(self._root, self._environ).result()
            raise git.refusal_error(subprocess.CompletedProcess(_STATUS, self._child.returncode, out, err))
        commit: str | None = None
        paths: dict[str, set[str]] = {name: set() for name in Status._fields[1:]}
        words = iter(out.decode("utf-8", "surrogateescape").split("\0"))
        for line in filter(None, words):
            mark = line[0]
            if line.startswith("# branch.oid "):
                commit = None if line.endswith("(initial)") else line[13:]
            elif mark in _FIELDS:
                path = line.split(" ", _FIELDS[mark])[-1]
                for name in _states(line):
                    paths[name].add(path)
                if mark == "2":
                    before = next(words)
                    paths["changed"].add(before)
                    paths["staged"].add(before)
        return Status(commit, **{name: self._data(files) for name, files in paths.items()})

    def _data(self, paths: set[str]) -> frozenset[str]:
        return frozenset(path[len(self._prefix) :] for path in paths if path.startswith(self._prefix))


def _states(line: str) -> Iterator[str]:
    """The sets of ``Status`` that the path of a line belongs to; X and Y are the states of index and folder."""
    if line[0] == "!":
        yield "ignored"
        return
    yield "changed"
    x, y = (line[2], line[3]) if line[0] != "?" else (".", "?")
    if x != ".":
        yield "staged"
    if y != ".":
        yield "unstaged"
    if (x, y) == (".", "A"):
        yield "intended"


_STATUS = (
    *("status", "--porcelain=v2", "--branch", "-z", "--untracked-files=all", "--ignored=matching"),
    "--ignore-submodules=dirty",  # another repository's settings could name filters of its own
    *("--", "data"),
)
#: Fields before the path in a line of each sort.
_FIELDS = {"1": 8, "2": 9, "u": 10, "?": 1, "!": 1}
_running: dict[Path, StatusProcess] = {}


def start_status(root: Path) -> None:
    """Start ``git status`` now; the next ``status_process`` for the same root takes it over.

    Raises: CannotRead: there is a repository, and no git.
    """
    if process := _start(root):
        _running[root] = process


def status_process(root: Path) -> StatusProcess | None:
    """The running ``git status`` of the store; None where there is no repository.

    Raises:
        CannotRead: there is one, and no git, or none that may look into it.
    """
    return _running.pop(root, None) or _start(root)


def _start(root: Path) -> StatusProcess | None:
    try:
        return StatusProcess(root) if git.repository(root) else None
    except OSError as error:
        raise git.start_error(error) from None


class StatusLimits(NamedTuple):
    """The limits of git's view.

    ``is_incomplete``: git does not look at some file, or sees other bytes than stand in it. ``skipped``: the paths
    (below ``data/``) that it may leave out of the working tree.
    """

    is_incomplete: bool
    skipped: frozenset[str]


def status_limits(root: Path) -> StatusLimits:
    """The files that git has been told not to look at; where it refuses, its view is incomplete as a whole."""
    process = git.run(root, "ls-files", "-v", "-z", "--", "data")
    lines = [line for line in process.stdout.decode("utf-8", "surrogateescape").split("\0") if line]
    skipped = frozenset(line[len("S data/") :] for line in lines if line[0] in "Ss")
    is_incomplete = process.returncode != 0 or any(line[0] == "S" or line[0].islower() for line in lines)
    return StatusLimits(is_incomplete or _has_altering_attributes(root), skipped)


def _has_altering_attributes(root: Path) -> bool:
    """True if attributes make git see other bytes than stand in the files."""
    process = git.run(root, "rev-parse", "--git-path", "info/attributes")
    files = [root / process.stdout.decode().strip(), *(root / "data").rglob(".gitattributes"), *_attributes_above(root)]
    texts = (file.read_text("utf-8", "replace") for file in files if file.is_file())
    return any(_ALTERING.search(text) for text in texts)


_ALTERING = re.compile(r"\s[-!]?(text|eol|crlf|filter|ident|working-tree-encoding)\b")


def git_state_stamp(root: Path) -> str:
    """Stamps of git's index and of the attributes: while they stay, so does ``status_limits``."""
    folder = find_git_folder(git.repository(root) or root)
    files = (folder / "index", _common_folder(folder) / "info" / "attributes", *_attributes_above(root))
    return " ".join(_stamp(file) for file in files)


def _attributes_above(root: Path) -> list[Path]:
    """Files that may hold attributes of the store's files, from its folder up to the top of the repository."""
    top = git.repository(root) or root
    return [folder / ".gitattributes" for folder in (root, *root.parents) if folder.is_relative_to(top)]


def _common_folder(folder: Path) -> Path:
    """The folder of git's own files that all its work trees share."""
    name = folder / "commondir"
    return folder / name.read_text("utf-8").strip() if name.is_file() else folder


def find_git_folder(top: Path) -> Path:
    """The folder of git's own files; of a linked work tree, where its ``.git`` file says."""
    folder = top / ".git"
    if folder.is_file():
        folder = top / folder.read_text("utf-8").removeprefix("gitdir:").strip()
    return folder


def _stamp(file: Path) -> str:
    try:
        info = file.stat()
    except OSError:
        return "-"
    return f"{info.st_mtime_ns} {info.st_ctime_ns} {info.st_size} {info.st_ino}"
