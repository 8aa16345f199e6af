"""The log of recent edits on this machine: each can be undone to the byte, and redone.

Edits in effect are in one folder, undone ones in another; in each the latest comes first.
"""

import contextlib
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from hyzs.model.errors import NotFound
from hyzs.store.atomic_file import read_bytes, write_file
from hyzs.store.state_dir import NAME, is_sealed, remove_sealed, write_seal
from hyzs.writing.journal import Write, decode_writes, encode_writes

#: Edits kept in either folder.
MOST_EDITS = 100
_LETTERS = 6
DONE, UNDONE = "undo", "redo"
_WORDS = {DONE: "撤销", UNDONE: "重做"}


class LoggedEdit(NamedTuple):
    """An edit of this machine: its name, its writes as made, its file in the folder ``state``."""

    name: str
    writes: list[Write]
    state: str
    file: Path

    @property
    def inverse(self) -> list[Write]:
        """The writes that undo it; of an undone edit, those that redo it."""
        return reversed_writes(self.writes) if self.state == DONE else self.writes

    def has_no_effect(self, root: Path) -> bool:
        """True if every file is as it was before the edit, so that there is nothing to undo."""
        return self.state == DONE and _holds(root, self.inverse, after=True)

    def is_current(self, root: Path) -> bool:
        """True if every file is as this edit left it, so that it can be undone (or redone) at once."""
        return _holds(root, self.inverse, after=False)


def reversed_writes(writes: Sequence[Write]) -> list[Write]:
    """The writes that undo these."""
    return [Write(write.path, write.after, write.before) for write in writes]


def edit_name(writes: Sequence[Write]) -> str:
    """The name of the edit: the first letters of the hash of its writes."""
    return hashlib.sha256(encode_writes(writes)).hexdigest()[:_LETTERS]


def record(root: Path, writes: Sequence[Write], state: str = DONE) -> str:
    """Add the edit to the log, and drop the oldest beyond ``MOST_EDITS``. Gives its name."""
    name, folder = edit_name(writes), root / NAME / state
    folder.mkdir(exist_ok=True)
    files = _files(folder)
    for old in files[: max(0, len(files) - MOST_EDITS + 1)]:
        remove_sealed(old)
    number = int(files[-1].stem.partition("-")[0]) + 1 if files else 1
    file = folder / f"{number:06}-{name}.json"
    write_file(file, encode_writes(writes))
    write_seal(file)
    return name


def logged_edits(root: Path, state: str = DONE) -> list[LoggedEdit]:
    """The edits in effect (or the undone ones), the latest first."""
    edits = []
    for file in reversed(_files(root / NAME / state)):
        if writes := decode_writes(read_bytes(file)):
            edits.append(LoggedEdit(file.stem.partition("-")[2], writes, state, file))
    return edits


def find_edit(root: Path, name: str | None, state: str = DONE) -> LoggedEdit:
    """The edit of that name; without one the latest that still has an effect.

    Raises:
        NotFound: there is none; with the opposite command where the name is in the other folder.
    """
    logged = logged_edits(root, state)
    edits = [edit for edit in logged if (name is None and not edit.has_no_effect(root)) or edit.name == name]
    if edits:
        return edits[0]
    word, other = _WORDS[state], UNDONE if state == DONE else DONE
    if name and any(edit.name == name for edit in logged_edits(root, other)):
        hint = f"{_WORDS[other]}它：hyzs {other} {name}"
        raise NotFound(f"“{name}”{'已经撤销' if state == DONE else '没有撤销过'}，不用再{word}", hint)
    hint = f"只能{word}本机上用 hyzs 作的改动，最近 {MOST_EDITS} 次；有哪些：hyzs undo --list"
    raise NotFound(f"没有叫“{name}”的改动" if name else f"没有可以{word}的改动", hint)


def names_without_effect(root: Path, edit: LoggedEdit) -> list[str]:
    """Names of later edits that have no effect any more: their files are as they were before them."""
    logged = logged_edits(root)
    later = logged[: logged.index(edit)] if edit in logged else []
    return [edit.name for edit in later if edit.has_no_effect(root)]


def switch_state(root: Path, edit: LoggedEdit) -> None:
    """Move the edit to the other folder: it has been undone, or redone."""
    with contextlib.suppress(OSError):  # the data are written: nothing may fail the edit any more
        record(root, edit.writes, UNDONE if edit.state == DONE else DONE)
        remove_sealed(edit.file)


def _holds(root: Path, writes: Sequence[Write], *, after: bool) -> bool:
    """True if every file holds what these writes leave (``after``), or what they begin from."""
    with contextlib.suppress(OSError):
        return all(
            read_bytes(root / "data" / write.path) == (write.after if after else write.before) for write in writes
        )
    return False


def _files(folder: Path) -> list[Path]:
    """The files of edits that this machine made, the oldest first."""
    return sorted(file for file in folder.glob("??????-*.json") if is_sealed(file))
