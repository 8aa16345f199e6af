"""The rows of ``hyzs undo --list``: the lines that each edit changed, its day, and if it can be undone now."""

from collections.abc import Iterator
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

from hyzs.writing.apply import changed_lines
from hyzs.writing.undo_log import DONE, UNDONE, LoggedEdit, logged_edits


def edit_log(root: Path, zone: tzinfo) -> list[dict[str, Any]]:
    """The edits of this machine, those in effect before undone ones, the latest of either first.

    ``on`` is the day of the edit (or of its undoing) in that zone; ``ready`` is true if all files are as it left them,
    so that it can be undone (or redone) at once.
    """
    return [_row(root, edit, zone) for state in (DONE, UNDONE) for edit in logged_edits(root, state)]


def _row(root: Path, edit: LoggedEdit, zone: tzinfo) -> dict[str, Any]:
    lines = changed_lines(edit.writes)
    return {
        "name": edit.name,
        "state": "done" if edit.state == DONE else "undone",
        "on": str(datetime.fromtimestamp(edit.file.stat().st_mtime, zone).date()),
        "files": sorted({line.path for line in lines}),
        "lines": len(lines),
        "first": next(_signed(lines), None),
        "ready": edit.is_current(root),
    }


def _signed(lines: Any) -> Iterator[str]:
    """Each removed or added line, with its sign."""
    for line in lines:
        yield from (f"- {old}" for old in line.old)
        yield from (f"+ {new}" for new in line.new)
