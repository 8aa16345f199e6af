"""git's diff and merge drivers for record files, and their installation in one clone."""

import os
import shutil
import subprocess
from difflib import unified_diff
from pathlib import Path

from hyzs.gitdrivers.semantic_diff import describe_changes
from hyzs.model.child_process import python_command
from hyzs.model.errors import CannotWrite, os_error_text
from hyzs.model.private_number import mask
from hyzs.store import git
from hyzs.store.atomic_file import read_bytes
from hyzs.store.user_files import write_in_store
from hyzs.yamldoc.merge3 import merge3

#: Line of ``.gitattributes``, which is committed; the drivers are named in the settings of each clone.
ATTRIBUTES = "data/**/*.yaml diff=hyzs merge=hyzs"
_ATTRIBUTES_FILE = ".gitattributes"
#: Colleagues meet on one branch, whatever each of them has set up.
_BRANCH = "init.defaultBranch=main"
_NULL = frozenset(("/dev/null", "nul", os.devnull))


def install(root: Path) -> bool:
    """Make git use the drivers in this store; true if a repository had to be made for it.

    Raises:
        CannotWrite: git is missing, or cannot be configured.
    """
    is_new = git.repository(root) is None
    try:
        if is_new and (result := git.run(root, "init", settings=(_BRANCH,))).returncode:
            raise _write_error(f"git init 没有成功：{root}", result)
        _write_attributes(root)
    except OSError as error:
        raise CannotWrite(f"设置不了 git：{os_error_text(error)}", "先装好 git；检查文件夹的权限") from None
    for key, value in _settings().items():
        if (result := git.run(root, "config", "--local", key, value)).returncode:
            raise _write_error("写不了 git 的设置", result)
    return is_new


def _write_error(message: str, result: subprocess.CompletedProcess[bytes]) -> CannotWrite:
    """The error of a git that could not write, with its own reason."""
    reason = git.refusal_error(result)
    return CannotWrite(f"{message}：{reason.message}", reason.hint)


def is_missing(root: Path) -> bool:
    """True if the store asks for the drivers and this clone has not got them."""
    file = root / ".gitattributes"
    is_asked_for = file.is_file() and "merge=hyzs" in file.read_text("utf-8", "replace")
    return is_asked_for and git.run(root, "config", "merge.hyzs.driver").returncode != 0


def diff_text(path: str, old: Path, new: Path) -> str:
    """The text that ``git diff`` shows: a description where the records can be read, else a line diff."""
    before, after = (None if str(side) in _NULL else side.read_bytes() for side in (old, new))
    lines = describe_changes(path.partition("data/")[2] or path, before, after)
    if lines is None:
        old_lines, new_lines = ((data or b"").decode("utf-8", "replace").splitlines() for data in (before, after))
        lines = list(unified_diff(old_lines, new_lines, f"a/{path}", f"b/{path}", lineterm=""))
    return mask("\n".join([path, *(f"  {line}" for line in lines), ""]))


def merge(base: Path, ours: Path, theirs: Path) -> int:
    """Write the merge of both sides into ``ours``; the count of conflicts that are marked in it."""
    if merged := merge3(base.read_bytes(), ours.read_bytes(), theirs.read_bytes()):
        ours.write_bytes(merged.text.encode())
        return len(merged.conflicts)
    return _merge_lines(base, ours, theirs)


def _merge_lines(base: Path, ours: Path, theirs: Path) -> int:
    """Write the merge of lines into ``ours``; the count of conflicts."""
    result = git.run(
        ours.parent, "merge-file", "-p", "-L", "ours", "-L", "base", "-L", "theirs", *map(str, (ours, base, theirs))
    )
    ours.write_bytes(result.stdout)
    return result.returncode


def _write_attributes(root: Path) -> None:
    text = (read_bytes(root / _ATTRIBUTES_FILE) or b"").decode()
    if "merge=hyzs" not in text:
        gap = "" if not text or text.endswith("\n") else "\n"
        write_in_store(root, _ATTRIBUTES_FILE, f"{text}{gap}{ATTRIBUTES}\n".encode())


def _settings() -> dict[str, str]:
    executable = shutil.which("hyzs")
    program = "hyzs" if executable else absolute_program()
    return {
        "core.autocrlf": "false",  # records are compared byte for byte, on Windows as elsewhere
        "diff.hyzs.command": f"{program} git diff",
        "merge.hyzs.name": "按记录合并",
        "merge.hyzs.driver": f"{program} git merge %O %A %B %P",
    }


def absolute_program() -> str:
    """The program as a shell calls it, wherever it looks for programs."""
    return _shell_words(python_command("hyzs"))


def _shell_words(command: list[str]) -> str:
    """The command as git's shell reads it, on Windows too: the path of the program with slashes, between quotes."""
    program, *options = command
    return " ".join([f'"{Path(program).as_posix()}"', *options])
