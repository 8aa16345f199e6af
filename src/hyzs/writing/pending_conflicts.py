"""Conflicts of a merge that waits for a decision: ``.hyzs/sync.json``, believed only if this machine wrote it."""

import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from hyzs.index.record_file import kind_for_path
from hyzs.model.change import Value
from hyzs.model.errors import NotFound
from hyzs.store.atomic_file import read_bytes, write_file
from hyzs.store.lock import store_lock
from hyzs.store.state_dir import NAME, is_sealed, remove_sealed, write_seal
from hyzs.writing.branch_merge import AllChoices, Choice, MergeConflict
from hyzs.yamldoc.emitter import dump_flow

_FILE = "sync.json"


class PendingConflict(NamedTuple):
    """A conflict with the decision on it: no side yet (""), "ours", "theirs", or "value" with the YAML it is to be."""

    conflict: MergeConflict
    side: str = ""
    value: str = ""

    @property
    def kind(self) -> str:
        """Kind of the record; empty for a file that holds none."""
        kind_and_id = kind_for_path(self.conflict.path.removeprefix("data/"))
        return kind_and_id[0].kind if kind_and_id else ""

    @property
    def record_id(self) -> str:
        """Id of the record; of a file that holds none its path."""
        path, names = self.conflict.path, self.conflict.names
        kind_and_id = kind_for_path(path.removeprefix("data/"))
        if kind_and_id is None:
            return path
        kind, fields = kind_and_id
        return names[0] if kind.listed and names else fields.get("id") or Path(path).stem

    @property
    def field(self) -> str:
        """Names that lead to the field inside the record (milestones.开工); empty for the whole of it."""
        kind_and_id = kind_for_path(self.conflict.path.removeprefix("data/"))
        return ".".join(self.conflict.names[1:] if kind_and_id and kind_and_id[0].listed else self.conflict.names)


def pending_conflicts(root: Path) -> list[PendingConflict]:
    """The conflicts of the last sync; none where it had none."""
    file = _file(root)
    if not is_sealed(file):
        return []
    try:
        entries = json.loads(read_bytes(file) or b"[]")
        return [_conflict(entry) for entry in entries]
    except (ValueError, TypeError, KeyError):
        return []


def record_conflicts(root: Path, conflicts: Sequence[MergeConflict]) -> list[PendingConflict]:
    """Note the conflicts of a merge; decisions on those whose sides are still the same stay."""
    decided = {pending.conflict: pending for pending in pending_conflicts(root)}
    pending = [decided.get(conflict, PendingConflict(conflict)) for conflict in conflicts]
    _write(root, pending)
    return pending


def decide(root: Path, id: str, field: str, side: str, value: Value = None) -> list[PendingConflict]:
    """Decide one conflict; all of them, as they are then.

    Raises: NotFound: no conflict waits for that record and field.
    """
    with store_lock(root):
        pending = pending_conflicts(root)
        place = position(pending, id, field)
        pending[place] = pending[place]._replace(side=side, value=dump_flow(value) if side == "value" else "")
        _write(root, pending)
        return pending


def position(pending: Sequence[PendingConflict], id: str, field: str) -> int:
    """Position of the conflict of that record and field; the field may be left out where the record has one conflict.

    Raises: NotFound: no such conflict, or several.
    """
    own = [place for place, entry in enumerate(pending) if id in (entry.record_id, entry.conflict.path)]
    matches = [place for place in own if pending[place].field == field] or (own if not field else [])
    if len(matches) == 1:
        return matches[0]
    if not pending:
        raise NotFound("没有两边改得不一样、等着定的地方", "先 hyzs sync")
    listed = "、".join(
        f"{pending[place].record_id} {pending[place].field}".strip() for place in own or range(len(pending))
    )
    raise NotFound(f"没有等着定的 {id} {field}".strip(), f"等着定的：{listed}")


def conflict_choices(pending: Iterable[PendingConflict]) -> AllChoices:
    """The decisions, as a merge takes them."""
    return {
        (entry.conflict.path, entry.conflict.names): Choice(entry.side, entry.value) for entry in pending if entry.side
    }


def forget_conflicts(root: Path) -> None:
    """Remove the note: the merge is made."""
    if _file(root).exists():
        remove_sealed(_file(root))


def _file(root: Path) -> Path:
    return root / NAME / _FILE


def _write(root: Path, pending: Sequence[PendingConflict]) -> None:
    entries = [{**entry.conflict._asdict(), "side": entry.side, "value": entry.value} for entry in pending]
    write_file(_file(root), json.dumps(entries, ensure_ascii=False).encode())
    write_seal(_file(root))


def _conflict(entry: dict[str, Any]) -> PendingConflict:
    conflict = MergeConflict(entry["path"], tuple(entry["names"]), entry["ours"], entry["theirs"])
    return PendingConflict(conflict, entry["side"], entry["value"])
