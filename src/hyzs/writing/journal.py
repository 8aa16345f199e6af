"""The journal of a change over several files: while it lies there, the change is begun and not ended.

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
    """A file below ``data/``: the bytes that were read and the bytes to be. None: there is no such file."""

    path: str
    before: bytes | None
    after: bytes | None


def journal_path(root: Path) -> Path:
    """Where the journal lies."""
    return root / NAME / JOURNAL


def begin(root: Path, writes: Sequence[Write]) -> None:
    """From here on the change will be whole, whatever happens to us."""
    write_file(journal_path(root), encode_writes(writes))
    write_seal(journal_path(root))


def pending(root: Path) -> list[Write]:
    """The change that was begun; nothing where none was, or where the journal is none of ours."""
    return decode_writes(read_bytes(journal_path(root))) if is_edit_interrupted(root) else []


def encode_writes(writes: Sequence[Write]) -> bytes:
    """The change as one text."""
    files = [{"path": one.path, "before": _text(one.before), "after": _text(one.after)} for one in writes]
    return json.dumps({"version": 1, "files": files}).encode()


def decode_writes(data: bytes | None) -> list[Write]:
    """The change that such a text tells; nothing where it tells none."""
    try:
        files = json.loads(data or b"{}").get("files", [])
        writes = [Write(one["path"], _bytes(one["before"]), _bytes(one["after"])) for one in files]
        return writes if all(is_record_path(one.path) for one in writes) else []
    except (ValueError, TypeError, KeyError, AttributeError):
        return []


def end(root: Path) -> None:
    """The change is ended."""
    if journal_path(root).exists():
        remove_sealed(journal_path(root))
        flush_folder(journal_path(root).parent)


def _text(data: bytes | None) -> str | None:
    return None if data is None else base64.b64encode(data).decode("ascii")


def _bytes(text: str | None) -> bytes | None:
    return None if text is None else base64.b64decode(text, validate=True)
