"""Files that the user names: written atomically; YAML files read as plain trees."""

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hyzs.model.change import Value
from hyzs.model.errors import BadUsage, CannotRead, CannotWrite, os_error_text
from hyzs.store.atomic_file import replace
from hyzs.yamldoc.document import read
from hyzs.yamldoc.nodes import Absent
from hyzs.yamldoc.private_number_faults import PRIVATE_CODES

#: Most bytes of a file that people write by hand.
_LARGEST = 10_000_000


def write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write each file into ``folder``, which is made if need be.

    Raises:
        CannotWrite: the folder or a file cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise CannotWrite(f"建不了目录 {folder}：{os_error_text(error)}") from None
    for name, data in files.items():
        write_user_file(folder / name, data)


def write_in_store(root: Path, name: str, data: bytes) -> None:
    """Write a file of the store by its path from the root: whole, or not at all.

    Raises:
        CannotWrite: a link on the way could lead outside the store.
    """
    file = root / name
    steps = [file, *file.parents][: len(Path(name).parts)]
    if any(step.is_symlink() for step in steps):
        raise CannotWrite(f"不写 {name}：路径上有符号链接", "换成真实的文件或文件夹")
    write_files(file.parent, {file.name: data})


def write_user_file(path: Path, data: bytes) -> None:
    """Write the file atomically; a device or a pipe is written to as such.

    Raises:
        CannotWrite: it is a folder, or the system refuses.
    """
    if path.is_dir():
        raise CannotWrite(f"写不了 {path}：它是一个目录", "写明文件名，例：-o 清单.html")
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)  # a device or a pipe stays one
        else:
            _write_beside(path.resolve(), data)
    except OSError as error:
        raise CannotWrite(f"写不了 {path}：{os_error_text(error)}") from None


def _write_beside(path: Path, data: bytes) -> None:
    temporary = path.with_name(f".{path.name}.hyzs")
    try:
        temporary.write_bytes(data)
        replace(temporary, path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise


def load_yaml(path: Path) -> Any:
    """The tree of a YAML file, absent values as None.

    Raises:
        BadUsage: the YAML is wrong, with the line; CannotRead: it is no regular file of a usual size.
    """
    document = read(_regular_bytes(path))
    faults = [fault for fault in document.problems if fault.code not in PRIVATE_CODES]
    if document.tree is None or faults:
        fault = faults[0]
        raise BadUsage(f"{path}:{fault.span.line}：{fault.message}", fault.hint)
    return _without_absent(document.tree)


def write_user_tree(path: Path, tree: Value) -> None:
    """Write a tree as a YAML file that people go on writing in. Raises: CannotWrite."""
    from hyzs.yamldoc.emitter import dump

    write_user_file(path, dump(tree))


def _regular_bytes(path: Path) -> bytes:
    """The bytes of a regular file of a size that people write; no pipe is waited for, no device is read to its end.

    Raises: CannotRead.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as opened:
            info = os.fstat(handle)
            if not stat.S_ISREG(info.st_mode) or info.st_size > _LARGEST:
                raise CannotRead(f"读不了 {path}：不是普通文件，或者大得不正常")
            return opened.read(_LARGEST)
    except OSError as error:
        raise CannotRead(f"读不了 {path}：{os_error_text(error)}") from None


def _without_absent(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {key: _without_absent(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_without_absent(value) for value in tree]
    return None if isinstance(tree, Absent) else tree
