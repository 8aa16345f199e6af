"""Atomic writes of single files: staged beside the file, flushed, moved into its place."""

import contextlib
import errno
import os
import stat
import time
from collections.abc import Callable, Iterator
from pathlib import Path, PurePosixPath

from hyzs.model.errors import CannotWrite, os_error_text

#: Name of a staged file; git and the reader of records ignore it.
_PREFIX, _SUFFIX = ".hyzs-", ".tmp"
#: Seconds before each new try while another program holds a file open: Windows then refuses to move or remove it.
_WAITS = (0.02, 0.05, 0.1, 0.2, 0.4, 0.8)
#: Error codes of Windows for a file that another program holds: access denied, sharing violation, lock violation.
_BUSY_CODES = frozenset((5, 32, 33))
#: Flags to create a file that must not exist yet.
NEW_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
#: Flags to open a file of a store for reading: no link is followed, no pipe is waited for.
READ_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def record_path(root: Path, path: str) -> Path:
    """The file of the record path (below ``data/``): inside the store, reached through no link, and writable.

    Raises:
        CannotWrite: it is none of these.
    """
    if not is_record_path(path):
        raise CannotWrite(f"不写 {path}：它不是 data/ 里的记录文件")
    file = root / "data" / path
    steps = (file, *list(file.parents)[: len(PurePosixPath(path).parts) - 1])
    if any(step.is_symlink() for step in steps) or (file.exists() and not file.is_file()):
        raise CannotWrite(f"不写 data/{path}：它不是普通文件，或者路径上有符号链接")
    if file.exists() and not os.access(file, os.W_OK):
        raise CannotWrite(f"写不了 data/{path}：没有权限", "检查文件的权限")
    return file


def is_attachment(path: str) -> bool:
    """True for the answer beside an edition, which no record is read from."""
    return path.startswith("editions/") and path.endswith(".json")


def is_record_path(path: str) -> bool:
    """True if that can be the path of a record file below ``data/``."""
    steps = path.split("/")
    is_known = path.endswith(".yaml") or is_attachment(path)
    return is_known and not set(path) & set("\\:\0") and not {"", ".", ".."} & set(steps)


def read_bytes(file: Path) -> bytes | None:
    """The bytes of a regular file; None if there is none.

    Raises:
        OSError: it is a link, a folder or a device, or cannot be read.
    """
    try:
        handle = os.open(file, READ_FLAGS)
    except (FileNotFoundError, NotADirectoryError):
        return None
    with os.fdopen(handle, "rb") as opened:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "not a regular file", str(file))
        return opened.read()


def stage(file: Path, data: bytes) -> Path:
    """Write a flushed file beside ``file`` that holds ``data``, with the rights of ``file``."""
    _make_folder(file.parent)
    # A name of its own: two runs may write a file that no lock of a store guards, such as a person's settings.
    staged = file.with_name(f"{_PREFIX}{file.name}-{os.getpid()}{_SUFFIX}")
    staged.unlink(missing_ok=True)
    try:
        _write(staged, data)
        if file.exists():
            _copy_rights(staged, file.stat())
    except BaseException:
        staged.unlink(missing_ok=True)
        raise
    return staged


def move(staged: Path | None, file: Path) -> None:
    """Move the staged file into the place of ``file``; None removes the file."""
    if staged is None:
        retry_while_open(lambda: file.unlink(missing_ok=True))
    else:
        replace(staged, file)


def replace(staged: Path, file: Path) -> None:
    """Move ``staged`` into the place of ``file``; waits a little for an editor or a virus scanner that holds it.

    Raises:
        OSError: the system refuses, or another program still holds the file after a second and a half.
    """
    retry_while_open(lambda: staged.replace(file))


def retry_while_open(act: Callable[[], object]) -> None:
    """Run ``act``; run it again, a little later each time, while Windows says that another program holds the file."""
    for wait in _WAITS:
        try:
            act()
            return
        except OSError as error:
            if getattr(error, "winerror", None) not in _BUSY_CODES:
                raise
        time.sleep(wait)
    act()


def write_file(file: Path, data: bytes | None) -> None:
    """Write the file atomically and flush its folder; None removes it."""
    move(None if data is None else stage(file, data), file)
    flush_folder(file.parent)


def flush_folder(folder: Path) -> None:
    """Flush the entries of the folder to disk; Windows does so by itself."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def remove_leftovers(folder: Path) -> None:
    """Remove the staged files of killed runs. The caller holds the lock, so that nobody else is writing."""
    for here, _, names in os.walk(folder):
        for name in names:
            if name.startswith(_PREFIX) and name.endswith(_SUFFIX):
                with contextlib.suppress(OSError):
                    Path(here, name).unlink()


@contextlib.contextmanager
def write_errors(path: str) -> Iterator[None]:
    """Turn errors of the system into an error for people about the file ``path``.

    Raises:
        CannotWrite: the system refused.
    """
    try:
        yield
    except OSError as error:
        raise CannotWrite(f"写不了 {path}：{os_error_text(error)}", "文件没有改动") from None


def _make_folder(folder: Path) -> None:
    missing = [parent for parent in (folder, *folder.parents) if not parent.exists()]
    for parent in reversed(missing):
        parent.mkdir(exist_ok=True)
        flush_folder(parent.parent)


def _write(file: Path, data: bytes) -> None:
    handle = os.open(file, NEW_FLAGS, 0o666)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    finally:
        os.close(handle)


def _copy_rights(file: Path, info: os.stat_result) -> None:
    """Give the file the mode of another and, where allowed, its owner."""
    if hasattr(os, "chown"):
        with contextlib.suppress(OSError):
            os.chown(file, info.st_uid, info.st_gid)
    file.chmod(stat.S_IMODE(info.st_mode))
