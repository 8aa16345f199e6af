"""Files of commits and of the staging area: their ids, listed, and their bytes, read from one child."""

import contextlib
import re
import subprocess
import weakref
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from hyzs.model.errors import CannotRead
from hyzs.store import git

#: Bytes read at a time.
_PIECE = 65_536
#: Words of git on a commit without that folder: it has no files.
_NO_FOLDER = re.compile(rb"[Nn]ot a valid object name|does not exist in")
#: Words of git on a blob that it has not got.
_NO_BLOB = re.compile(rb"Not a valid object name|bad file")
#: Words before the bytes of a blob: its id, its type, its size.
_HEAD = 3


def list_commit(root: Path, commit: str, paths: Iterable[str] | None = None) -> Iterator[tuple[str, str, str]]:
    """Mode, blob id and path (below ``data/``) of every file of the commit, or of these.

    Raises: CannotRead: git refuses.
    """
    words = ("ls-tree", "-r", "-z", "--full-tree", f"{commit}:./data", *(paths or ()))
    with git.start(root, *words, stderr=subprocess.DEVNULL) as child:
        for line in _split_at_nul(child):
            about, path = line.decode("utf-8", "replace").split("\t", 1)
            mode, _, blob = about.split(" ")
            yield mode, blob, path
    if child.returncode and (process := git.run(root, *words)).returncode and not _NO_FOLDER.search(process.stderr):
        raise git.refusal_error(process)


def list_staged(root: Path, environ: Mapping[str, str]) -> Iterator[tuple[str, str, str, str]]:
    """Mode, blob id, stage (0, or the side of a conflict) and path (below ``data/``) of every file in the index.

    Raises: CannotRead: git refuses.
    """
    process = git.run(root, "ls-files", "--stage", "-z", "--", "data", environ=environ)
    if process.returncode:
        raise git.refusal_error(process)
    for line in process.stdout.decode("utf-8", "replace").split("\0")[:-1]:
        about, path = line.split("\t", 1)
        mode, blob, stage = about.split(" ")
        yield mode, blob, stage, path.removeprefix("data/")


def _split_at_nul(child: subprocess.Popen[bytes]) -> Iterator[bytes]:
    """Its output, split at every NUL."""
    assert child.stdout
    rest = b""
    while piece := child.stdout.read(_PIECE):
        *lines, rest = (rest + piece).split(b"\0")
        yield from lines


class BlobReader:
    """Reads blobs from one ``git cat-file --batch``, which ends with the last reference to the reader."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._child: subprocess.Popen[bytes] | None = None

    def read(self, id: str) -> bytes:
        """The bytes of a blob. Raises: CannotRead: the repository lacks it."""
        if self._child is None:
            stdin, stderr = subprocess.PIPE, subprocess.DEVNULL
            self._child = git.start(self.root, "cat-file", "--batch", stdin=stdin, stderr=stderr)
            weakref.finalize(self, self._child.communicate)
        stdin_pipe, answer = self._child.stdin, self._child.stdout
        assert stdin_pipe and answer
        with contextlib.suppress(BrokenPipeError):
            stdin_pipe.write(f"{id}\n".encode())
            stdin_pipe.flush()
        head = answer.readline().split()
        if len(head) != _HEAD or head[1] != b"blob":
            raise self._missing(id)
        data = answer.read(int(head[2]) + 1)
        return data[:-1]

    def _missing(self, id: str) -> CannotRead:
        """The error of a blob that cannot be read: git has not got it, or refuses everything."""
        process = git.run(self.root, "cat-file", "blob", id)
        if process.returncode and not _NO_BLOB.search(process.stderr):
            return git.refusal_error(process)
        return CannotRead(f"git 里读不出 {id[:10]}", "仓库里缺内容：运行 git fsck 查看；从远端重新克隆最稳妥")
