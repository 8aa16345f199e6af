"""The lines of a file as a person may see them beside a finding."""

import re

from hyzs.store.tree import Tree
from hyzs.store.yaml.private import numbers_in

_MARK = b"\xef\xbb\xbf"


def lines(tree: Tree, path: str) -> list[str]:
    """The lines of ``data/…``, each character where places count it; private numbers are struck out.

    What is no UTF-8 is shown as U+FFFD; a file that went or cannot be read has no lines.
    """
    text = tree.read(path.removeprefix("data/")).removeprefix(_MARK).decode("utf-8", "replace")
    shown = list(text)
    for start, end, _ in numbers_in(text):
        shown[start:end] = "*" * (end - start)
    return [line.removesuffix("\r") for line in re.sub("\r(?!\n)", "\n", "".join(shown)).split("\n")]
