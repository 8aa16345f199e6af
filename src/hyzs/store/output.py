"""Files that a person asked to be written: all of one or nothing."""

from collections.abc import Mapping
from pathlib import Path

from hyzs.model.errors import CannotWrite, reason


def write_all(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write each file into ``folder``, which is made if need be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(f"建不了目录 {folder}：{reason(error)}") from None
    for name, data in files.items():
        write(folder / name, data)


def write(path: Path, data: bytes) -> None:
    """Write all of it or nothing."""
    if path.is_dir():
        raise CannotWrite(f"写不了 {path}：它是一个目录", "写明文件名，例：-o 清单.html")
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)  # a device or a pipe stays one
        else:
            _replace(path.resolve(), data)
    except OSError as error:
        raise CannotWrite(f"写不了 {path}：{reason(error)}") from None


def _replace(path: Path, data: bytes) -> None:
    temporary = path.with_name(f".{path.name}.hyzs")
    try:
        temporary.write_bytes(data)
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
