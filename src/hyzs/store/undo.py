"""What edits have done lately, so that each can be taken back to the byte; kept beside the index, here only."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

from hyzs.model.errors import NotFound
from hyzs.store.disk import bytes_of, put
from hyzs.store.journal import Write, writes_of, written
from hyzs.store.state_dir import NAME, is_sealed, remove_sealed, write_seal

#: So many edits can be undone.
_KEPT = 100
_LETTERS = 6


def name_of(writes: Sequence[Write]) -> str:
    """What the edit is called."""
    return hashlib.sha256(written(writes)).hexdigest()[:_LETTERS]


def remember(root: Path, writes: Sequence[Write]) -> str:
    """Keep the edit, the latest first to go back; what it is called."""
    name, folder = name_of(writes), root / NAME / "undo"
    folder.mkdir(exist_ok=True)
    kept = _kept(folder)
    for old in kept[: max(0, len(kept) - _KEPT + 1)]:
        remove_sealed(old)
    number = int(kept[-1].stem.partition("-")[0]) + 1 if kept else 1
    file = folder / f"{number:06}-{name}.json"
    put(file, written(writes))
    write_seal(file)
    return name


def last(root: Path, name: str | None) -> list[Write]:
    """The writes that take back the edit of that name, or the last one."""
    kept = [file for file in _kept(root / NAME / "undo") if name is None or file.stem.endswith(f"-{name}")]
    writes = writes_of(bytes_of(kept[-1])) if kept else []
    if not writes:
        raise NotFound(f"没有叫“{name}”的改动" if name else "没有可以撤销的改动", "只能撤销本机上用 hyzs 作的改动")
    return [Write(one.path, one.after, one.before) for one in writes]


def forget(root: Path, writes: Sequence[Write]) -> None:
    """That edit has been taken back."""
    done = name_of([Write(one.path, one.after, one.before) for one in writes])
    for file in _kept(root / NAME / "undo"):
        if file.stem.endswith(f"-{done}"):
            remove_sealed(file)


def _kept(folder: Path) -> list[Path]:
    """The edits that this machine made, the oldest first."""
    return sorted(file for file in folder.glob("??????-*.json") if is_sealed(file))
