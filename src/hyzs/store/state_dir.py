"""The folder ``.hyzs`` of a store: the index, the lock, the journal, the log of edits. Nothing in it is a record.

A store may come from a stranger, with a ``.hyzs`` of the stranger's making. So nothing in it is believed that this
machine did not write itself (the seal), and nothing is written through a link.
"""

import contextlib
import os
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from hyzs.store import git
from hyzs.store.atomic_file import NEW_FLAGS, READ_FLAGS, replace, retry_while_open

if TYPE_CHECKING:
    from hyzs.model.finding import Finding

NAME = ".hyzs"
#: Its file that says what an edit is about to write (writing.journal).
JOURNAL = "journal.json"
_SEAL_BYTES = 200


def ensure_state_dir(folder: Path) -> None:
    """Make the folder if it is missing, with a ``.gitignore`` of its own.

    Raises:
        OSError: it cannot be made, or it is a link or holds links, so that writing could reach outside the store.
    """
    if not folder.is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".gitignore").write_text("*\n", encoding="utf-8")
    if link := next(_links(folder), None):
        raise OSError(f"{link} is a symbolic link")


def _links(folder: Path) -> Iterator[str]:
    if folder.is_symlink():
        yield folder.name
        return
    with os.scandir(folder) as entries:
        yield from (f"{folder.name}/{entry.name}" for entry in entries if entry.is_symlink())


def write_seal(file: Path) -> None:
    """Vouch for ``file`` as it stands now: whoever writes it afterwards, or brings a copy of both, breaks the seal.

    Raises:
        OSError: the seal cannot be written.
    """
    staged = _seal_path(file).with_name(f"{file.name}.seal-{os.getpid()}")
    staged.unlink(missing_ok=True)
    handle = os.open(staged, NEW_FLAGS, 0o600)
    try:
        os.write(handle, file_stamp(file))
    finally:
        os.close(handle)
    replace(staged, _seal_path(file))


def is_sealed(file: Path) -> bool:
    """True for a regular file that is exactly as this machine left it when it wrote the seal."""
    with contextlib.suppress(OSError):
        handle = os.open(_seal_path(file), READ_FLAGS)
        try:
            return os.read(handle, _SEAL_BYTES) == file_stamp(file)
        finally:
            os.close(handle)
    return False


def is_edit_interrupted(root: Path) -> bool:
    """True while an edit that this machine began stands half-written."""
    return is_sealed(root / NAME / JOURNAL)


def remove_sealed(file: Path) -> None:
    """Remove the file and its seal."""
    retry_while_open(lambda: file.unlink(missing_ok=True))
    _seal_path(file).unlink(missing_ok=True)


def _seal_path(file: Path) -> Path:
    return file.with_name(f"{file.name}.seal")


def file_stamp(file: Path) -> bytes:
    """Size and times of the file, and the device, inode and owner that no archive or clone can bring along.

    The time of the last change of status is set by the system alone: a copy never has that of its original.
    """
    info = file.lstat()
    if not stat.S_ISREG(info.st_mode):
        raise OSError(f"{file} is no regular file")
    marks = (info.st_dev, info.st_ino, info.st_uid, info.st_size, info.st_mtime_ns, info.st_ctime_ns)
    return " ".join(map(str, marks)).encode()


def state_dir_findings(root: Path) -> "list[Finding]":
    """Findings on a ``.hyzs`` that did not come from this machine: links, files tracked by git, a foreign journal."""
    folder = root / NAME
    if not os.path.lexists(folder):
        return []
    with contextlib.suppress(OSError):
        if link := next(_links(folder), None):
            return [_finding(link, "是符号链接", "删去它；hyzs 不经过链接读写")]
    journal = folder / JOURNAL
    findings = []
    if git.repository(root) and (tracked := git.run(root, "ls-files", "-z", "--", NAME).stdout):
        first = tracked.split(b"\0")[0].decode("utf-8", "backslashreplace")
        findings.append(_finding(first, "随仓库提交进了 git，里面的东西一概不用", "git rm -r --cached .hyzs，再提交"))
    if os.path.lexists(journal) and not is_sealed(journal):
        findings.append(_finding(f"{NAME}/{JOURNAL}", "里的日志不是本机写的，没有照它改", "删去它"))
    return findings


def _finding(path: str, message: str, hint: str) -> "Finding":
    from hyzs.model.finding import Finding, Severity

    return Finding("state-dir", Severity.error, f"{NAME}/ {message}", path, hint=hint)
