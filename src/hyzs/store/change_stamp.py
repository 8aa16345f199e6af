"""A stamp that changes whenever a file of the store does, made without reading any."""

import hashlib
import os
from pathlib import Path

from hyzs.store.trees import stat_stamp


def change_stamp(root: Path) -> str:
    """A hash of the names, sizes and times of all files below ``data`` and ``templates``."""
    digest = hashlib.sha256()
    for name in ("data", "templates"):
        for folder, folders, files in os.walk(root / name):
            folders.sort()
            for file in sorted(files):
                _add_file(digest, Path(folder, file))
    return digest.hexdigest()[:16]


def _add_file(digest: "hashlib._Hash", file: Path) -> None:
    try:
        info = file.stat()
    except OSError:
        return  # it went while we looked: next time it is missing
    digest.update(f"{file}\0{stat_stamp(info)}\n".encode("utf-8", "surrogateescape"))
