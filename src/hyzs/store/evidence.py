"""The bytes of evidence: ``evidence/YYYY/sha256.ext`` below the store, or ``YYYY/…`` on a shared drive.

Records know a file by its sha256 alone, so nothing that a record says can lead outside of the folder.
"""

import contextlib
import errno
import hashlib
import os
import re
import stat
import time
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import BinaryIO, NamedTuple

from hyzs.model.errors import BadUsage, CannotRead, CannotWrite, NotFound, os_error_text
from hyzs.model.file_signature import OPENABLE, has_false_ending, is_program
from hyzs.store import git
from hyzs.store.atomic_file import NEW_FLAGS, READ_FLAGS, flush_folder, replace
from hyzs.store.local_settings import LocalSettings
from hyzs.store.user_files import write_in_store

#: The folder of a store, unless this machine has another one for it: the key of that in the local settings.
FOLDER = SETTING = "evidence"
#: Most bytes of one file; what is larger belongs on a drive of its own.
LARGEST = 1_000_000_000
_IGNORED = f"{FOLDER}/"
_YEAR = re.compile("[0-9]{4}")
_STORED = re.compile(r"([0-9a-f]{64})(\.[a-z0-9]{1,8})?")
_STAGED, _SUFFIX = ".hyzs-", ".tmp"
_BLOCK = 1 << 20
_DAY = 86_400


class FileContent(NamedTuple):
    """The bytes of a file in short; ``has_false_ending``: its name ends like that of another sort of file."""

    sha256: str
    size: int
    has_false_ending: bool


class StoredEvidence(NamedTuple):
    """The bytes of a file as they are kept; ``is_new`` is False where the same bytes were there already."""

    content: FileContent
    path: Path
    is_new: bool


def evidence_folder(root: Path) -> Path:
    """The folder with the evidence of the store on this machine; it may not be there.

    Raises: BadConfig: the local settings cannot be read.
    """
    setting = LocalSettings().value(root, SETTING)
    return Path(setting) if setting else root / FOLDER


def is_available(folder: Path) -> bool:
    """True if the folder can be looked into; a link in the store is none, for it may lead anywhere."""
    return folder.is_dir() and not (folder.name == FOLDER and folder.is_symlink())


def require_drive(folder: Path) -> None:
    """Require that the drive is connected, since a folder of its name here would look like it. Raises: CannotWrite."""
    if not is_available(folder):
        raise CannotWrite(f"放附件的 {folder} 没有接上，没有收附件", "接好共享盘再来；换地方用 hyzs attach --to 文件夹")


def stored_files(folder: Path) -> dict[str, Path]:
    """The regular files of the folder by their sha256, as their names say; empty where it is not available."""
    return {match[1]: path for path in _files(folder) if (match := _STORED.fullmatch(path.name))}


def _files(folder: Path) -> Iterator[Path]:
    if not is_available(folder):
        return
    with contextlib.suppress(OSError), os.scandir(folder) as years:
        for year in sorted(years, key=lambda entry: entry.name):
            if _YEAR.fullmatch(year.name) and year.is_dir(follow_symlinks=False):
                with os.scandir(year.path) as entries:
                    yield from (Path(entry.path) for entry in entries if entry.is_file(follow_symlinks=False))


def stored_name(sha256: str, name: str) -> str:
    """The name under which the bytes are kept: the sha256, with the ending of the file's name if that is plain."""
    ending = Path(name).suffix.lower()
    return f"{sha256}{ending}" if _STORED.fullmatch(f"{sha256}{ending}") else sha256


def openable_file(places: Mapping[str, Path], sha256: str, name: str) -> Path:
    """The file with that sha256, proved to be what was attached, and of a sort that may be opened for people.

    Raises: NotFound: it is not on this machine; CannotRead: it was changed; BadUsage: it is of another sort.
    """
    file = places.get(sha256)
    if file is None:
        raise NotFound(f"本机没有 {name}", "接好共享盘，或者向附上它的人要；hyzs attach --to 说附件在哪里")
    if sha256_of(file) != sha256:
        raise CannotRead(f"{name} 的内容和附上的时候不一样，没有打开", f"核对 {file}，从备份找回原来的")
    if file.suffix not in OPENABLE:
        raise BadUsage(f"{name} 这种文件不替你打开", f"它在 {file}")
    return file


def sha256_of(file: Path) -> str | None:
    """The sha256 of a regular file; None if it cannot be read, or is none."""
    with contextlib.suppress(OSError), _opened(file) as opened:
        digest = hashlib.sha256()
        while block := opened.read(_BLOCK):
            digest.update(block)
        return digest.hexdigest()
    return None


def read_content(source: Path, name: str, out: BinaryIO | None = None) -> FileContent:
    """Read the file once, and write its bytes to ``out``, flushed to the disk.

    Raises:
        CannotRead: it is no regular file of a usual size, is a program, or changes while it is read.
        OSError: ``out`` cannot be written.
    """
    try:
        opened = _opened(source)
    except OSError as error:
        raise _unreadable(source, error) from None
    digest, size, head = hashlib.sha256(), 0, b""
    with opened:
        before = os.fstat(opened.fileno())
        _require_usual(source, before.st_size)
        while size <= before.st_size and (block := _block(opened, source)):
            if not size and is_program(name, block):
                raise CannotRead(f"{source.name} 是程序，没有收", "附件收文档、图片、表格")
            head, size = head or block[:8], size + len(block)
            digest.update(block)
            if out:
                out.write(block)
        after = os.fstat(opened.fileno())
    if (size, after.st_size, after.st_mtime_ns) != (before.st_size, before.st_size, before.st_mtime_ns):
        raise CannotRead(f"{source.name} 正在变，没有收", "关掉正在写它的程序，再来一次")
    if out:
        out.flush()
        os.fsync(out.fileno())
    return FileContent(digest.hexdigest(), size, has_false_ending(name, head))


def _require_usual(source: Path, size: int) -> None:
    """Require a size that evidence may have. Raises: CannotRead: the file is empty or too large."""
    if not size:
        raise CannotRead(f"{source.name} 是空的，没有收", "核对是不是这个文件")
    if size > LARGEST:
        most = f"一份附件最多 {LARGEST / 1e9:.0f} GB"
        raise CannotRead(f"{source.name} 有 {size / 1e9:.1f} GB，没有收：{most}", "压缩，或放在别处，记录里写明位置")


def keep(folder: Path, source: Path, name: str, on: date) -> StoredEvidence:
    """Copy the file into the folder, whole or not at all; bytes that are there already are not kept twice.

    Raises: CannotRead, as ``read_content``; CannotWrite: the folder cannot be written.
    """
    if os.path.lexists(folder) and not is_available(folder):
        raise CannotWrite(f"{folder} 不是真实的文件夹，没有收附件", "换成真实的文件夹")
    year = folder / f"{on:%Y}"
    staged = year / f"{_STAGED}{os.getpid()}-{time.monotonic_ns()}{_SUFFIX}"
    try:
        year.mkdir(parents=True, exist_ok=True)
        if year.is_symlink():
            raise CannotWrite(f"{year} 是符号链接，没有收附件", "换成真实的文件夹")
        _remove_abandoned(year)
        with os.fdopen(os.open(staged, NEW_FLAGS, 0o666), "wb") as out:
            content = read_content(source, name, out)
        stored = stored_files(folder).get(content.sha256)
        if stored and sha256_of(stored) == content.sha256:
            return StoredEvidence(content, stored, is_new=False)
        place = stored or year / stored_name(content.sha256, name)
        replace(staged, place)
        flush_folder(year)
    except OSError as error:
        raise CannotWrite(f"附件没有存进 {folder}：{os_error_text(error)}", "什么也没有改；腾出地方再来") from None
    finally:
        with contextlib.suppress(OSError):
            staged.unlink(missing_ok=True)
    return StoredEvidence(content, place, is_new=True)


def _block(opened: BinaryIO, source: Path) -> bytes:
    try:
        return opened.read(_BLOCK)
    except OSError as error:
        raise _unreadable(source, error) from None


def _unreadable(source: Path, error: OSError) -> CannotRead:
    if error.errno in (errno.ELOOP, errno.EMLINK):
        return CannotRead(f"{source.name} 是符号链接，没有收", "写它指到的那个文件")
    if error.errno in (errno.EINVAL, errno.ENXIO, errno.EISDIR):
        return CannotRead(f"{source.name} 不是普通文件，没有收", "附件一次一个文件；几个文件压缩成一个，或分几次附")
    return CannotRead(f"读不了 {source.name}：{os_error_text(error)}")


def _opened(file: Path) -> BinaryIO:
    """The regular file, opened for reading; no link is followed, no pipe waited for. Raises: OSError."""
    if file.is_symlink():  # systems without O_NOFOLLOW
        raise OSError(errno.ELOOP, "symbolic link", str(file))
    handle = os.open(file, READ_FLAGS)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "not a regular file", str(file))
    return os.fdopen(handle, "rb")


def _remove_abandoned(year: Path) -> None:
    """Remove halves that a run which was killed left behind more than a day ago."""
    for half in year.glob(f"{_STAGED}*{_SUFFIX}"):
        with contextlib.suppress(OSError):
            if half.lstat().st_mtime < time.time() - _DAY:
                half.unlink()


def ensure_ignored(root: Path) -> bool:
    """Keep git from taking evidence into a commit; True if ``.gitignore`` had to be told so.

    Raises: CannotWrite: it cannot be written, or a later line of it takes evidence in again.
    """
    file = root / ".gitignore"
    if file.is_symlink():
        raise CannotWrite(".gitignore 是符号链接，没有改", "换成真实的文件")
    text = file.read_text("utf-8", "replace") if file.is_file() else ""
    if _is_ignored(root, text):
        return False
    head = f"{text}\n" if text and not text.endswith("\n") else text
    write_in_store(root, ".gitignore", f"{head}{_IGNORED}\n".encode())
    if not _is_ignored(root, f"{text}\n{_IGNORED}"):
        raise CannotWrite("evidence/ 会进 git，没有收附件", "在 .gitignore 末尾写一行 evidence/，去掉 ! 开头的相关行")
    return True


def _is_ignored(root: Path, text: str) -> bool:
    """True if git ignores the folder; where no repository can be asked, if the text has the line."""
    if git.repository(root) is None:
        return _IGNORED in text.splitlines()
    return git.run(root, "check-ignore", "--quiet", "--", f"{FOLDER}/x").returncode == 0
