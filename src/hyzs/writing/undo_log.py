"""What edits have done lately, so that each can be taken back to the byte and made again; beside the index, here only.

Edits that stand lie in one folder, those that were taken back in another; in each the latest goes first.
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

#: So many edits are kept of either kind.
MOST_EDITS = 100
_LETTERS = 6
DONE, UNDONE = "undo", "redo"
_WORDS = {DONE: "撤销", UNDONE: "重做"}


class LoggedEdit(NamedTuple):
    """An edit that this machine made: its name, its writes as it made them, its file in the folder ``state``."""

    name: str
    writes: list[Write]
    state: str
    file: Path

    @property
    def inverse(self) -> list[Write]:
        """The writes that take it back; of one that was taken back, those that make it again."""
        return reversed_writes(self.writes) if self.state == DONE else self.writes

    def has_no_effect(self, root: Path) -> bool:
        """True if every file is as it was before the edit, so that there is nothing to take back."""
        return self.state == DONE and _holds(root, self.inverse, after=True)

    def is_current(self, root: Path) -> bool:
        """True if every file is as this edit left it, so that it can be taken back (or made again) at once."""
        return _holds(root, self.inverse, after=False)


def reversed_writes(writes: Sequence[Write]) -> list[Write]:
    """The writes that take these back."""
    return [Write(one.path, one.after, one.before) for one in writes]


def edit_name(writes: Sequence[Write]) -> str:
    """What the edit is called."""
    return hashlib.sha256(encode_writes(writes)).hexdigest()[:_LETTERS]


def record(root: Path, writes: Sequence[Write], state: str = DONE) -> str:
    """Keep the edit, the latest first to go back; what it is called."""
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
    """The edits that stand, or those that were taken back, the latest first."""
    found = []
    for file in reversed(_files(root / NAME / state)):
        if writes := decode_writes(read_bytes(file)):
            found.append(LoggedEdit(file.stem.partition("-")[2], writes, state, file))
    return found


def find_edit(root: Path, name: str | None, state: str = DONE) -> LoggedEdit:
    """The edit of that name, else the latest whose effect is still there.

    Raises: NotFound where there is none; with how to go the other way where the name lies in the other folder.
    """
    known = logged_edits(root, state)
    found = [one for one in known if (name is None and not one.has_no_effect(root)) or one.name == name]
    if found:
        return found[0]
    word, other = _WORDS[state], UNDONE if state == DONE else DONE
    if name and any(one.name == name for one in logged_edits(root, other)):
        hint = f"{_WORDS[other]}它：hyzs {other} {name}"
        raise NotFound(f"“{name}”{'已经撤销' if state == DONE else '没有撤销过'}，不用再{word}", hint)
    hint = f"只能{word}本机上用 hyzs 作的改动，最近 {MOST_EDITS} 次；有哪些：hyzs undo --list"
    raise NotFound(f"没有叫“{name}”的改动" if name else f"没有可以{word}的改动", hint)


def names_without_effect(root: Path, edit: LoggedEdit) -> list[str]:
    """The names of later edits whose effect is gone already: their files are as they were before them."""
    known = logged_edits(root)
    later = known[: known.index(edit)] if edit in known else []
    return [one.name for one in later if one.has_no_effect(root)]


def switch_state(root: Path, edit: LoggedEdit) -> None:
    """Keep the edit in the other folder: it has been taken back, or made again."""
    with contextlib.suppress(OSError):  # the data are written: nothing may fail the edit any more
        record(root, edit.writes, UNDONE if edit.state == DONE else DONE)
        remove_sealed(edit.file)


def _holds(root: Path, writes: Sequence[Write], *, after: bool) -> bool:
    """True if every file holds what these writes leave (``after``), or what they begin from."""
    with contextlib.suppress(OSError):
        return all(read_bytes(root / "data" / one.path) == (one.after if after else one.before) for one in writes)
    return False


def _files(folder: Path) -> list[Path]:
    """The files of edits that this machine made, the oldest first."""
    return sorted(file for file in folder.glob("??????-*.json") if is_sealed(file))
