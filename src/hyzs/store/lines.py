"""The lines of a file as a person may see them beside a finding."""

import re

from hyzs.store.tree import Tree
from hyzs.store.yaml.private import numbers_in

_MARK = b"\xef\xbb\xbf"


def lines(tree: Tree, path: str) -> list[str]:
    """The lines of a file by its path from the root, each character where places count it; private numbers struck out.

    What is no UTF-8 is shown as U+FFFD; a file that went or cannot be read has no lines.
    """
    return _split(struck(_text(tree, path)))


def struck(text: str) -> str:
    """The text with its private numbers struck out."""
    shown = list(text)
    for start, end, _ in numbers_in(text):
        shown[start:end] = "*" * (end - start)
    return "".join(shown)


def as_they_are(tree: Tree, path: str) -> list[str]:
    """The same lines with nothing struck out: to compare, never to show."""
    return _split(_text(tree, path))


def _text(tree: Tree, path: str) -> str:
    inside = path.startswith("data/")
    data = tree.read(path.removeprefix("data/")) if inside else (tree.root / path).read_bytes()
    return data.removeprefix(_MARK).decode("utf-8", "replace")


def _split(text: str) -> list[str]:
    return [line.removesuffix("\r") for line in re.sub("\r(?!\n)", "\n", text).split("\n")]
