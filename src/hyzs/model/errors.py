"""Errors that stop a command: a sentence for a person, a hint, an exit code."""

import errno
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hyzs.model.finding import Finding

_REASONS = {
    errno.ENOENT: "没有这个目录或文件",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOSPC: "磁盘满了",
    errno.EROFS: "这里是只读的",
    errno.EADDRINUSE: "别的程序占着",
    errno.EISDIR: "是一个目录",
    errno.ENOTDIR: "路径中间有一段不是目录",
}


#: Characters that move the cursor, change colours or turn text around; line breaks and tabs stay.
_CONTROL = dict.fromkeys(
    {*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A)} - {ord("\n"), ord("\t")}, "·"
)


def os_error_text(error: OSError) -> str:
    """Reason of a system error: in Chinese where the table has it, else the system's own words."""
    return _REASONS.get(error.errno or 0, error.strerror or str(error))


def terminal_safe(text: str) -> str:
    """The text for a terminal or a workflow's log: no control characters, no line that could be taken for a command."""
    lines = text.translate(_CONTROL).split("\n")
    return "\n".join(f"· {line}" if line.lstrip().startswith(("::", "##[")) else line for line in lines)


class Exit(IntEnum):
    """The exit codes of ``hyzs``, one table for every command."""

    OK = 0
    FINDINGS = 1
    USAGE = 2
    NOT_FOUND = 66
    BUG = 70
    CANNOT_WRITE = 73
    CANNOT_READ = 74
    BUSY = 75
    CONFIG = 78
    INTERRUPTED = 130


class HyzsError(Exception):
    """Error that the user can mend: a message and a hint (what to do next). Private numbers are masked in both."""

    code = Exit.FINDINGS

    def __init__(self, message: str, hint: str = "") -> None:
        from hyzs.model.private_number import mask  # most runs end well

        self.message, self.hint = mask(message), mask(hint)
        super().__init__(self.message)


class BadUsage(HyzsError):
    """The words of the command cannot be understood."""

    code = Exit.USAGE


class NotFound(HyzsError):
    """No such record, unit, store or code."""

    code = Exit.NOT_FOUND


class CannotRead(HyzsError):
    """A file or folder cannot be read."""

    code = Exit.CANNOT_READ


class CannotWrite(HyzsError):
    """A file or folder cannot be written."""

    code = Exit.CANNOT_WRITE


class Busy(HyzsError):
    """Another process holds the lock: try again."""

    code = Exit.BUSY


class BadConfig(HyzsError):
    """The settings are wrong, or an optional part is not installed."""

    code = Exit.CONFIG


class FileRefused(HyzsError):
    """A file that was handed in is not what it should be, or not fit to be read: nothing of it was taken."""


class EditRefused(HyzsError):
    """An edit would break something: nothing was written. ``findings`` are the errors that it would add."""

    def __init__(self, message: str, hint: str = "", findings: "Sequence[Finding]" = ()) -> None:
        super().__init__(message, hint)
        self.findings = findings
