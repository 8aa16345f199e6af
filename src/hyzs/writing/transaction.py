"""The only hand that changes a store's files: all of a change or nothing of it, whatever fails or is killed.

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

#: So many files are named in a sentence.
_SHOWN = 3

__all__ = ["Write", "recover", "write"]


def write(root: Path, writes: Sequence[Write]) -> None:
    """Make every file hold its new bytes, or none: refused (Busy) if one no longer holds what was read."""
    wanted = [one for one in writes if one.before != one.after]
    with store_lock(root):
        recover(root)
        remove_leftovers(root / "data")
        files = {one.path: record_path(root, one.path) for one in wanted}
        staged: dict[str, Path] = {}
        try:
            for one in wanted:
                if one.after is not None:
                    with write_errors(f"data/{one.path}"):
                        staged[one.path] = stage(files[one.path], one.after)
            _compare(wanted, files)
            _move(root, wanted, files, staged)
        finally:
            for temporary in staged.values():
                with contextlib.suppress(OSError):
                    temporary.unlink(missing_ok=True)


def recover(root: Path) -> str:
    """End the change that a killed run began, or take it back if its files were changed since; says what was done."""
    if not is_edit_interrupted(root):
        return ""
    with store_lock(root):
        writes = journal.pending(root)
        files = {one.path: record_path(root, one.path) for one in writes}
        now = {one.path: read_bytes(files[one.path]) for one in writes}
        undone = [one for one in writes if now[one.path] == one.before]
        done = [one for one in writes if now[one.path] == one.after]
        foreign = [one.path for one in writes if one not in undone and one not in done]
        said = ""
        with write_errors(".hyzs/journal.json"):
            if undone and not foreign:
                _settle(undone, files, back=False)
                said = f"上次的改动写到一半中断了，现在已经写完：{_paths(undone)}"
            elif undone and done:
                _settle(done, files, back=True)
                said = f"上次的改动写到一半中断了，其间 data/{foreign[0]} 又被改过；已经写的退回原样：{_paths(done)}"
            journal.end(root)
        return said


def _compare(writes: Sequence[Write], files: dict[str, Path]) -> None:
    """Nobody has touched the files since they were read."""
    for one in writes:
        if read_bytes(files[one.path]) != one.before:
            what = "已经有这个文件了" if one.before is None else "读过以后又被别人改了"
            raise Busy(f"data/{one.path} {what}，没有写", "看看现在的内容，再运行一次")


def _move(root: Path, writes: Sequence[Write], files: dict[str, Path], staged: dict[str, Path]) -> None:
    """Into place, each file and all of them; what cannot be ended is taken back."""
    try:
        with write_errors(_paths(writes)):
            if len(writes) > 1:
                journal.begin(root, writes)
            for one in writes:
                move(staged.get(one.path), files[one.path])
            for folder in {file.parent for file in files.values()}:
                flush_folder(folder)
            journal.end(root)
    except BaseException:
        _take_back(root, writes, files)
        raise


def _take_back(root: Path, writes: Sequence[Write], files: dict[str, Path]) -> None:
    try:
        _settle([one for one in writes if read_bytes(files[one.path]) == one.after], files, back=True)
        journal.end(root)
    except OSError:
        hint = "用 git diff 看看；磁盘好了以后，下一次改动会先把写到一半的理顺"
        raise CannotWrite(f"写到一半停下了，退也退不回去：{_paths(writes)}", hint) from None


def _settle(writes: Sequence[Write], files: dict[str, Path], *, back: bool) -> None:
    for one in writes:
        write_file(files[one.path], one.before if back else one.after)


def _paths(writes: Sequence[Write]) -> str:
    more = f" 等 {len(writes)} 个文件" if len(writes) > _SHOWN else ""
    return "、".join(f"data/{one.path}" for one in writes[:_SHOWN]) + more
