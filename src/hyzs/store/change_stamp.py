"""Whether anything in a store has changed, told without reading it."""

import hashlib
import os
from pathlib import Path

from hyzs.store.trees import stat_stamp


def change_stamp(root: Path) -> str:
    """A text that is another one as soon as a file below ``data`` or ``templates`` is."""
    told = hashlib.sha256()
    for name in ("data", "templates"):
        for folder, folders, files in os.walk(root / name):
            folders.sort()
            for file in sorted(files):
                _add_file(told, Path(folder, file))
    return told.hexdigest()[:16]


def _add_file(told: "hashlib._Hash", file: Path) -> None:
    try:
        about = file.stat()
    except OSError:
        return  # it went while we looked: next time it is missing
    told.update(f"{file}\0{stat_stamp(about)}\n".encode("utf-8", "surrogateescape"))
