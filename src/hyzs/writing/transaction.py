"""All-or-nothing writes to several record files, recoverable after a crash; nothing else changes records.

New bytes are staged and flushed beside each file; then the files are compared with what was read; then they are moved
into place. A change over several files lies in the journal meanwhile, from which the next edit ends it.
"""

import contextlib
from collections.abc import Sequence
from pathlib import Path

from hyzs.model.errors import Busy, CannotWrite
from hyzs.store.atomic_file import (
    flush_folder,
    move,
    read_bytes,
    record_path,
    remove_leftovers,
    stage,
    write_errors,
    write_file,
)
from hyzs.store.lock import store_lock
from hyzs.store.state_dir import is_edit_interrupted
from hyzs.writing import journal
from hyzs.writing.journal import Write

#: Files named in a sentence.
_SHOWN = 3

__all__ = ["Write", "commit_writes", "recover"]


def commit_writes(root: Path, writes: Sequence[Write]) -> None:
    """Write all files or none.

    Raises:
        Busy: a file no longer holds what was read, or another process is writing; CannotWrite: the system refuses.
    """
    changed = [write for write in writes if write.before != write.after]
    with store_lock(root):
        recover(root)
        remove_leftovers(root / "data")
        files = {write.path: record_path(root, write.path) for write in changed}
        staged: dict[str, Path] = {}
        try:
            for write in changed:
                if write.after is not None:
                    with write_errors(f"data/{write.path}"):
                        staged[write.path] = stage(files[write.path], write.after)
            _compare(changed, files)
            _move(root, changed, files, staged)
        finally:
            for temporary in staged.values():
                with contextlib.suppress(OSError):
                    temporary.unlink(missing_ok=True)


def recover(root: Path) -> str:
    """Finish the change that a killed run began, or roll it back if its files were changed since.

    Gives a sentence on what was done; empty if nothing was.

    Raises: Busy: another process is writing; CannotWrite: a file cannot be put back.
    """
    if not is_edit_interrupted(root):
        return ""
    with store_lock(root):
        writes = journal.pending(root)
        files = {write.path: record_path(root, write.path) for write in writes}
        now = {write.path: read_bytes(files[write.path]) for write in writes}
        unwritten = [write for write in writes if now[write.path] == write.before]
        finished = [write for write in writes if now[write.path] == write.after]
        foreign = [write.path for write in writes if write not in unwritten and write not in finished]
        sentence = ""
        with write_errors(".hyzs/journal.json"):
            if unwritten and not foreign:
                _settle(unwritten, files, back=False)
                sentence = f"上次的改动写到一半中断了，现在已经写完：{_paths(unwritten)}"
            elif unwritten and finished:
                _settle(finished, files, back=True)
                sentence = (
                    f"上次的改动写到一半中断了，其间 data/{foreign[0]} 又被改过；已经写的退回原样：{_paths(finished)}"
                )
            journal.end(root)
        return sentence


def _compare(writes: Sequence[Write], files: dict[str, Path]) -> None:
    """Compare the files with what was read. Raises: Busy where one was changed since."""
    for write in writes:
        if read_bytes(files[write.path]) != write.before:
            reason = "已经有这个文件了" if write.before is None else "读过以后又被别人改了"
            raise Busy(f"data/{write.path} {reason}，没有写", "看看现在的内容，再运行一次")


def _move(root: Path, writes: Sequence[Write], files: dict[str, Path], staged: dict[str, Path]) -> None:
    """Move all staged files into place; roll back if one cannot be."""
    try:
        with write_errors(_paths(writes)):
            if len(writes) > 1:
                journal.begin(root, writes)
            for write in writes:
                move(staged.get(write.path), files[write.path])
            for folder in {file.parent for file in files.values()}:
                flush_folder(folder)
            journal.end(root)
    except BaseException:
        _roll_back(root, writes, files)
        raise


def _roll_back(root: Path, writes: Sequence[Write], files: dict[str, Path]) -> None:
    try:
        _settle([write for write in writes if read_bytes(files[write.path]) == write.after], files, back=True)
        journal.end(root)
    except OSError:
        hint = "用 git diff 看看；磁盘好了以后，下一次改动会先把写到一半的理顺"
        raise CannotWrite(f"写到一半停下了，退也退不回去：{_paths(writes)}", hint) from None


def _settle(writes: Sequence[Write], files: dict[str, Path], *, back: bool) -> None:
    for write in writes:
        write_file(files[write.path], write.before if back else write.after)


def _paths(writes: Sequence[Write]) -> str:
    more = f" 等 {len(writes)} 个文件" if len(writes) > _SHOWN else ""
    return "、".join(f"data/{write.path}" for write in writes[:_SHOWN]) + more
