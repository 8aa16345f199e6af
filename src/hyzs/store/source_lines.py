"""Lines of a file for display beside a finding, private numbers masked."""

import re
from pathlib import Path

from hyzs.model import private_number
from hyzs.model.errors import NotFound
from hyzs.model.finding import Route
from hyzs.store.atomic_file import read_bytes
from hyzs.store.trees import Tree

_MARK = b"\xef\xbb\xbf"


def masked_lines(tree: Tree, path: str) -> list[str]:
    """The lines of a file by its path from the root, columns as findings count them; private numbers masked.

    What is no UTF-8 is shown as U+FFFD; a file that went or cannot be read has no lines.
    """
    return _split(mask_private_numbers(_text(tree, path)))


def line_of(tree: Tree, path: str, route: Route) -> int:
    """The line (from 1) of the value at the route in a record file, ``data/…``."""
    from hyzs.yamldoc.document import read

    return read(tree.read(path.removeprefix("data/"))).span_of(route, key=True).line


def mask_private_numbers(text: str) -> str:
    """The YAML text with its private numbers masked, however they are written."""
    from hyzs.yamldoc.private_number_faults import numbers_of

    return private_number.mask_spans(text, ((number.start, number.end) for number in numbers_of(text)))


def raw_lines(tree: Tree, path: str) -> list[str]:
    """The same lines with nothing masked: to compare, never to show."""
    return _split(_text(tree, path))


def _text(tree: Tree, path: str) -> str:
    data = _record_file(tree, path) if path.startswith("data/") else _beside_data(tree.root / path)
    return data.removeprefix(_MARK).decode("utf-8", "replace")


def _record_file(tree: Tree, path: str) -> bytes:
    """The bytes of a record file; nothing of a folder, or of a file that is not in this tree."""
    try:
        return tree.read(path.removeprefix("data/"))
    except NotFound:
        return b""


def _beside_data(file: Path) -> bytes:
    """The bytes of a regular text file of the store; nothing of a link, a folder, a file that went, a binary one."""
    try:
        data = read_bytes(file) or b""
    except OSError:
        return b""
    return b"" if b"\0" in data else data


def _split(text: str) -> list[str]:
    return [line.removesuffix("\r") for line in re.sub("\r(?!\n)", "\n", text).split("\n")]
