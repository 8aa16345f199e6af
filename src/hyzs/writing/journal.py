"""The journal of a change over several files: while it exists, the change is begun and not complete.

Only a journal that this machine sealed counts; one that came with the store is a finding.
"""

import base64
import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from hyzs.store.atomic_file import flush_folder, is_record_path, read_bytes, write_file
from hyzs.store.state_dir import JOURNAL, NAME, is_edit_interrupted, remove_sealed, write_seal


class Write(NamedTuple):
    """A record file below ``data/``: its bytes as read, and as they are to be. None: there is no such file."""

    path: str
    before: bytes | None
    after: bytes | None


def journal_path(root: Path) -> Path:
    """The file of the journal."""
    return root / NAME / JOURNAL


def begin(root: Path, writes: Sequence[Write]) -> None:
    """Write the journal: from here on a crash leaves a change that is finished or rolled back."""
    write_file(journal_path(root), encode_writes(writes))
    write_seal(journal_path(root))


def pending(root: Path) -> list[Write]:
    """The writes of the change that was begun; none where there is no journal of this machine."""
    return decode_writes(read_bytes(journal_path(root))) if is_edit_interrupted(root) else []


def encode_writes(writes: Sequence[Write]) -> bytes:
    """The writes as JSON, file contents in base64."""
    files = [{"path": write.path, "before": _text(write.before), "after": _text(write.after)} for write in writes]
    return json.dumps({"version": 1, "files": files}).encode()


def decode_writes(data: bytes | None) -> list[Write]:
    """The writes of such a JSON text; none where it is no such text."""
    try:
        files = json.loads(data or b"{}").get("files", [])
        writes = [Write(entry["path"], _bytes(entry["before"]), _bytes(entry["after"])) for entry in files]
        return writes if all(is_record_path(write.path) for write in writes) else []
    except (ValueError, TypeError, KeyError, AttributeError):
        return []


def end(root: Path) -> None:
    """Remove the journal: the change is complete, or rolled back."""
    if journal_path(root).exists():
        remove_sealed(journal_path(root))
        flush_folder(journal_path(root).parent)


def _text(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(data).decode("ascii")


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else base64.b64decode(text, validate=True)
