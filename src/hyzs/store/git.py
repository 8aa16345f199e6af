"""What we ask git, without its hooks, locks, prompts or language."""

import os
import re
import subprocess
import weakref
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from hyzs.model.errors import CannotRead, NotFound

#: What a hook or a person may have set, and would send us to another repository.
_ELSEWHERE = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_NAMESPACE",
)
_ENVIRONMENT = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_ATTR_NOSYSTEM": "1",
}


#: Settings under which git could take a changed file for an unchanged one, made strict.
_STRICT = ("core.trustctime=true", "core.checkStat=default", "core.autocrlf=false", f"core.attributesFile={os.devnull}")


_COMMIT = re.compile("[0-9a-f]{40,64}")


def start(root: Path, *words: str, stdin: int = subprocess.DEVNULL) -> subprocess.Popen[bytes]:
    """A git that has begun to answer."""
    return subprocess.Popen(
        ["git", "-C", str(root), *(word for one in _STRICT for word in ("-c", one)), *words],
        env={**{key: value for key, value in os.environ.items() if key not in _ELSEWHERE}, **_ENVIRONMENT},
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def run(root: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    """What git answers."""
    child = start(root, *words)
    out, _ = child.communicate()
    return subprocess.CompletedProcess(words, child.returncode, out)


def repository(root: Path) -> Path | None:
    """The top folder of the repository that the store is in."""
    return next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), None)


def difference(root: Path, one: str, other: str) -> set[str] | None:
    """The paths below ``data/`` that differ between two commits; None if one of them is gone."""
    done = run(root, "diff-tree", "-r", "-z", "--no-renames", "--name-only", "--relative", one, other, "--", "data")
    if done.returncode:
        return None
    return {path[5:] for path in done.stdout.decode("utf-8", "surrogateescape").split("\0") if path}


def last_commits(root: Path, paths: Sequence[str]) -> dict[str, str]:
    """The last commit that changed each of the paths (below ``root``); one walk through the history for all of them."""
    if not paths or repository(root) is None:
        return {}
    try:
        done = run(root, "log", "--format=%H", "--name-only", "-z", "--relative", "--", *sorted(set(paths)))
    except OSError:
        return {}
    found: dict[str, str] = {}
    commit = ""
    for text in done.stdout.decode("utf-8", "surrogateescape").split("\0"):
        word = text.lstrip("\n")
        if _COMMIT.fullmatch(word):
            commit = word
        elif word:
            found.setdefault(word, commit)
    return {path: found[path] for path in paths if path in found}


def commit(root: Path, revision: str) -> str:
    """The full id of the commit that ``revision`` names."""
    if revision.startswith("-"):
        raise NotFound(f"没有这个版本：{revision}")
    try:
        done = run(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except OSError:
        raise CannotRead("没有找到 git 程序", "安装 git 后再试") from None
    if done.returncode:
        raise NotFound(f"没有这个版本：{revision}", "用 git log 看有哪些版本")
    return done.stdout.decode().strip()


#: A long answer is read in pieces of so many bytes.
_PIECE = 65_536


def listing(root: Path, commit: str, paths: Iterable[str] | None = None) -> Iterator[tuple[str, str, str]]:
    """Mode, blob id and path (below ``data/``) of every file of the commit, or of these."""
    with start(root, "ls-tree", "-r", "-z", "--full-tree", f"{commit}:./data", *(paths or ())) as child:
        for line in _lines(child):
            about, path = line.decode("utf-8", "replace").split("\t", 1)
            mode, _, blob = about.split(" ")
            yield mode, blob, path


def _lines(child: subprocess.Popen[bytes]) -> Iterator[bytes]:
    """What it says, cut at every NUL."""
    assert child.stdout
    begun = b""
    while piece := child.stdout.read(_PIECE):
        *lines, begun = (begun + piece).split(b"\0")
        yield from lines


class Blobs:
    """The bytes of blobs, from one git for as many as are asked; it goes when nobody can ask any more."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._child: subprocess.Popen[bytes] | None = None

    def read(self, id: str) -> bytes:
        """The bytes of a blob."""
        if self._child is None:
            self._child = start(self.root, "cat-file", "--batch", stdin=subprocess.PIPE)
            weakref.finalize(self, self._child.communicate)
        asked, answer = self._child.stdin, self._child.stdout
        assert asked and answer
        asked.write(f"{id}\n".encode())
        asked.flush()
        head = answer.readline().split()
        if len(head) != _HEAD or head[1] != b"blob":
            raise CannotRead(f"git 里读不出 {id[:10]}")
        data = answer.read(int(head[2]) + 1)
        return data[:-1]


#: How many words stand before the bytes of a blob: its id, its type, its size.
_HEAD = 3
