"""Record files of a store in the working tree or in a commit: paths, content keys, bytes."""

import contextlib
import os
import stat
import time
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from hyzs.model.errors import CannotRead, NotFound, os_error_text
from hyzs.store import git_history, git_objects
from hyzs.store.atomic_file import READ_FLAGS
from hyzs.store.git_status import Status, StatusLimits, status_limits, status_process

if TYPE_CHECKING:
    from hyzs.model.finding import Finding

#: A file touched so many ns ago may change again within the same tick of its clock.
_RACY_NS = 2_500_000_000
#: One byte more than a record file may have, so that a longer one is seen to be too big.
_ENOUGH = 1_000_001
#: Endings of record files, and of files that should be some.
_ENDINGS = (".yaml", ".yml")
#: Bytes by which a file may grow while it is read.
_MORE = 4096
#: Bytes that were read for the content keys and are kept for the parser.
_BUFFER_BYTES = 4_000_000


class FileState(NamedTuple):
    """The stat stamp of a file (None: to be read again next time) and its content key."""

    signature: str | None
    key: str


def blob_id(data: bytes) -> str:
    """The id that git gives these bytes, so that working tree and commits agree."""
    import hashlib  # a warm run has nothing to hash

    return hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()


def stat_stamp(info: os.stat_result) -> str:
    """Times, size and inode of a file or folder: another text after any change, if it ``is_settled``."""
    changed = change_times(info)
    return f"{changed[0]} {changed[1]} {info.st_size} {info.st_ino}"


def is_settled(info: os.stat_result, now: int) -> bool:
    """True if a further change cannot leave the same stamp, since the clock of the file system has gone on."""
    return max(change_times(info)) + _RACY_NS < now


def change_times(info: os.stat_result) -> tuple[int, int]:
    """Times of the last change of content and of anything, by the clock of the file system, in ns."""
    return info.st_mtime_ns, info.st_ctime_ns


class Tree(Protocol):
    """The record files of a store in one state of it."""

    root: Path
    #: Findings on files that cannot be records.
    file_findings: "list[Finding]"
    #: Record files that belong to it and are not there: git has left them out of the working tree.
    absent: frozenset[str]

    @property
    def status(self) -> Status | None:
        """The difference from the commit that is checked out; None where git says nothing of it."""

    def list_files(self, indexed: Mapping[str, FileState]) -> dict[str, FileState]:
        """Every record file with its content key."""

    def read(self, path: str) -> bytes:
        """The bytes of the file."""


class WorkingTree:
    """The folder ``data/`` as it is now."""

    def __init__(self, root: Path) -> None:
        self.root, self.data = root, root / "data"
        #: Reason for which git refused the status, if it did; indexed once ``status`` is.
        self.refusal: CannotRead | None = None
        self.file_findings: list[Finding] = []
        self.absent = frozenset[str]()
        #: Stamp of each folder before its entries were listed (None: list it again); ``""`` is ``data/``.
        self.folders: dict[str, str | None] = {}
        self._clear_buffer()

    @cached_property
    def limits(self) -> StatusLimits:
        """The limits of git's view of the folder."""
        return status_limits(self.root)

    @cached_property
    def status(self) -> Status | None:
        """The difference from the commit that is checked out; None where git cannot tell (``refusal``)."""
        try:
            process = status_process(self.root)
            return process.result() if process else None
        except CannotRead as error:
            self.refusal = error
            return None

    def list_files(self, indexed: Mapping[str, FileState]) -> dict[str, FileState]:
        """Every record file with its state; a file whose stamp is that of ``indexed`` is not opened.

        Raises:
            CannotRead: ``data/`` is a link, or a folder cannot be read.
        """
        self.file_findings, self.folders = [], {}
        self._clear_buffer()
        now = time.time_ns()
        files = (
            (path, self._file_state(path, info, indexed.get(path), now)) for path, info in self._files(self.data, "")
        )
        listed = {path: state for path, state in sorted(files) if state}
        self._note_absent(listed)
        return listed

    def _note_absent(self, listed: Mapping[str, FileState]) -> None:
        """Make one finding of all files that git left out of the working tree: nothing is lost, and nothing is read."""
        skipped = self.limits.skipped if self.status else frozenset[str]()
        missing = (path for path in skipped - listed.keys() if path.endswith(".yaml") and not _is_hidden(path))
        self.absent = frozenset(path for path in missing if not os.path.lexists(self.data / path))
        if self.absent:
            self.file_findings.append(_sparse(len(self.absent)))

    def list_some(self, indexed: Mapping[str, FileState], paths: Iterable[str]) -> dict[str, FileState] | None:
        """The same for these paths only; None if one of them is no plain record file, so that all must be listed."""
        self.file_findings, self.absent, files = [], frozenset(), {}
        self._clear_buffer()
        now = time.time_ns()
        for path in sorted(paths):
            try:
                info = (self.data / path).lstat()
            except (FileNotFoundError, NotADirectoryError):
                continue
            is_plain = stat.S_ISREG(info.st_mode)
            if _is_hidden(path) or (is_plain and not path.lower().endswith(_ENDINGS)):
                continue
            if not (is_plain and path.endswith(".yaml")):
                return None
            if state := self._file_state(path, info, indexed.get(path), now):
                files[path] = state
        return None if self.file_findings else files

    def list_changed_folders(self, stamps: Mapping[str, str | None]) -> dict[str, set[str]] | None:
        """The record files directly in each folder whose stamp has changed.

        None if everything must be listed: a folder came or went, or something is no plain file.
        """
        self.folders, files = {}, {}
        if self.data.is_symlink():
            return None
        for folder, before in stamps.items():
            try:
                if self._stamp_folder(folder) != before or before is None:
                    with os.scandir(self.data / folder) as entries:
                        files[folder] = {
                            path for entry in entries if (path := self._record_path(entry, folder, stamps)) is not None
                        }
            except (OSError, _NoPlainFile):
                return None
        return files

    def _record_path(self, entry: os.DirEntry[str], folder: str, stamps: Mapping[str, str | None]) -> str | None:
        """The path of the entry if it may be a record file."""
        path = folder + entry.name
        if entry.name.startswith("."):
            return None
        if entry.is_dir(follow_symlinks=False):
            if f"{path}/" not in stamps:
                raise _NoPlainFile
            return None
        if entry.is_symlink() or not entry.is_file(follow_symlinks=False):
            raise _NoPlainFile
        return path if path.lower().endswith(_ENDINGS) else None

    def _stamp_folder(self, folder: str) -> str | None:
        info = (self.data / folder).stat()
        stamp = stat_stamp(info) if is_settled(info, time.time_ns()) else None
        if is_utf8(folder):  # a folder with another name gets no stamp, so that everything is listed
            self.folders[folder] = stamp
        return stamp

    def read(self, path: str) -> bytes:
        """The bytes of the file as it is now; empty if it went."""
        data = self._buffered.pop(path, None)
        if data is None:
            return self._open(path) or b""
        self._buffer_room += len(data)
        return data

    def _clear_buffer(self) -> None:
        self._buffered: dict[str, bytes] = {}
        self._buffer_room = _BUFFER_BYTES

    def _file_state(self, path: str, info: os.stat_result, before: FileState | None, now: int) -> FileState | None:
        """The state of a file; None if it went, or cannot be read (a finding)."""
        signature = stat_stamp(info)
        if before and before.signature == signature:
            return before
        if (data := self._open(path)) is None:
            return None
        if len(data) <= self._buffer_room:
            self._buffered[path] = data
            self._buffer_room -= len(data)
        return FileState(signature if is_settled(info, now) else None, blob_id(data))

    def _files(self, folder: Path, prefix: str) -> Iterator[tuple[str, os.stat_result]]:
        if not prefix and folder.is_symlink():
            raise CannotRead("data/ 是符号链接：仓库里只放真实的文件夹", "删去链接，把真实的 data/ 放进来")
        try:
            self._stamp_folder(prefix)
            entries = list(os.scandir(folder))
        except OSError as error:
            if prefix and isinstance(error, FileNotFoundError):
                return  # it went meanwhile
            raise CannotRead(f"读不了文件夹 {f'data/{prefix}'.rstrip('/')}：{os_error_text(error)}") from None
        for entry in entries:
            path = prefix + entry.name
            if entry.name.startswith("."):
                continue
            if entry.is_dir(follow_symlinks=False):
                yield from self._files(folder / entry.name, path + "/")
            elif entry.name.lower().endswith(_ENDINGS):
                if self._is_record_file(entry, path):
                    with contextlib.suppress(FileNotFoundError):
                        yield path, entry.stat(follow_symlinks=False)
            elif entry.is_symlink():  # of whatever: that could change outside, unseen
                self._add_finding("file-type", path, "是符号链接：仓库里只放真实的文件夹")

    def _is_record_file(self, entry: os.DirEntry[str], path: str) -> bool:
        """True for a plain file that a kind may claim; else a finding is added."""
        if not is_utf8(path):
            self._add_finding("bad-id", path.encode("utf-8", "replace").decode(), "文件名不是 UTF-8 编码")
            return False
        if not entry.is_file(follow_symlinks=False):
            self.file_findings.append(_not_plain(path))
        elif not entry.name.endswith(".yaml"):
            self.file_findings.append(_wrong_ending(path))
        else:
            return True
        return False

    def _open(self, path: str) -> bytes | None:
        """The bytes of a regular file, links not followed; None if it went, or cannot be read (a finding)."""
        try:
            handle = os.open(f"{self.data}/{path}", READ_FLAGS)
        except FileNotFoundError:
            return None
        except OSError as error:
            self._add_finding("file-unreadable", path, f"读不了：{os_error_text(error)}")
            return None
        try:
            info = os.fstat(handle)
            return os.read(handle, min(_ENOUGH, info.st_size + _MORE)) if stat.S_ISREG(info.st_mode) else None
        finally:
            os.close(handle)

    def _add_finding(self, code: str, path: str, message: str, hint: str = "") -> None:
        self.file_findings.append(file_finding(code, path, message, hint))


class GitTree:
    """The folder ``data/`` as git keeps it: in a commit, or in its index."""

    status: Status | None = None

    def __init__(self, root: Path) -> None:
        self.root = root
        self.file_findings: list[Finding] = []
        self.absent = frozenset[str]()
        self._blobs: dict[str, str] = {}
        self._git = git_objects.BlobReader(root)

    def list_files(self, indexed: Mapping[str, FileState]) -> dict[str, FileState]:
        """Every record file with its blob id; nothing needs to be opened. Raises: CannotRead: git refuses."""
        self.file_findings, self._blobs = [], {}
        for mode, blob, path in self._entries():
            if _is_hidden(path) or not path.lower().endswith(_ENDINGS):
                continue
            if mode not in ("100644", "100755"):
                self.file_findings.append(_not_plain(path))
            elif not path.endswith(".yaml"):
                self.file_findings.append(_wrong_ending(path))
            else:
                self._blobs[path] = blob
        return {path: FileState(None, blob) for path, blob in sorted(self._blobs.items())}

    def read(self, path: str) -> bytes:
        """The bytes of the file there.

        Raises:
            NotFound: the tree has no such file; CannotRead: git has not got its content.
        """
        if path not in self._blobs:
            raise NotFound(f"{self._title()}里没有 data/{path}")
        return self._git.read(self._blobs[path])

    def _entries(self) -> Iterable[tuple[str, str, str]]:
        """Mode, blob id and path of every file of the tree."""
        raise NotImplementedError

    def _title(self) -> str:
        raise NotImplementedError


class CommitTree(GitTree):
    """The folder ``data/`` of a commit."""

    def __init__(self, root: Path, revision: str) -> None:
        super().__init__(root)
        self.commit = git_history.resolve_commit(root, revision)

    def _entries(self) -> Iterable[tuple[str, str, str]]:
        return git_objects.list_commit(self.root, self.commit)

    def _title(self) -> str:
        return f"{self.commit[:10]} "


class _NoPlainFile(Exception):
    """An entry of a folder that is neither a indexed folder nor a plain file."""


def _is_hidden(path: str) -> bool:
    return "/." in f"/{path}"


def is_utf8(path: str) -> bool:
    """True unless the name on disk was in another encoding."""
    return path.isascii() or not any("\ud800" <= sign <= "\udfff" for sign in path)


def _not_plain(path: str) -> "Finding":
    return file_finding("file-type", path, "不是普通文件：仓库里不放符号链接、管道和设备")


def _wrong_ending(path: str) -> "Finding":
    return file_finding("path-unknown", path, "记录文件的扩展名是 .yaml", "改名为 .yaml")


def _sparse(count: int) -> "Finding":
    message = f"git 没有取出 data/ 里的 {count} 个文件（稀疏检出），里面的记录都没有算；要用到它们的问题没法查，不列出"
    hint = "取全了再查：git sparse-checkout disable；或者用 hyzs check --staged，按暂存区查，不看工作区"
    return file_finding("sparse-checkout", "", message, hint)


def file_finding(code: str, path: str, message: str, hint: str = "") -> "Finding":
    """An error that is about a file as a whole; ``path`` below ``data/``, empty for that folder itself."""
    from hyzs.model.finding import Finding, Severity  # a warm run has no findings

    return Finding(code, Severity.error, message, f"data/{path}".rstrip("/"), hint=hint)
