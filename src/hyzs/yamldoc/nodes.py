"""Nodes of a file's tree, with the positions of the values."""

import re
from typing import Union

from hyzs.yamldoc.parser_events import Event

#: Anchor and tag before a value, with the blanks behind them.
_PROPERTIES = re.compile(r"(?:[&!][^\s,\[\]{}]*+(?:\s|(?<=\s)#[^\n]*+)*+)++")


#: Deepest nesting that is read; deeper files may exhaust a program's stack.
MAX_DEPTH = 20
#: Unquoted scalars that mean: no value.
ABSENT = frozenset(("", "~", "null", "Null", "NULL"))
NOT_KEYS = ABSENT | {"<<"}
#: The styles of a text of several lines.
BLOCK = ("|", ">")


class Absent(str):
    """Scalar without a value: one of ``ABSENT``, unquoted."""

    __slots__ = ()


Tree = Union[dict[str, "Tree"], list["Tree"], str]  # noqa: UP007 (a string has no |)


class Node:
    """List or mapping: filled while it is read, afterwards the positions of its parts."""

    __slots__ = ("children", "end", "key", "keys", "start", "tree")

    def __init__(self, start: Event, mapping: bool) -> None:
        self.tree: dict[str, Tree] | list[Tree] = {} if mapping else []
        self.children: dict[str, YamlNode] | list[YamlNode] = {} if mapping else []
        #: The events of its keys; a list has none.
        self.keys: dict[str, Event] | None = {} if mapping else None
        #: The key that waits for its value.
        self.key: str | None = None
        self.start = self.end = start


#: Position of a value: the event of a scalar, the node of a list or mapping.
YamlNode = Node | Event


def text_span(text: str, node: YamlNode) -> tuple[int, int]:
    """Start and end of a value in ``text``, without the blank lines and comments after it."""
    event, last = (node.start if isinstance(node, Node) else node), node
    start = value_start(text, event)
    # The end mark of a block collection is late: it is where the next token begins. That of brackets is exact.
    while isinstance(last, Node) and last.end.start_mark.index == last.end.end_mark.index and last.children:
        last = _last_part(last)
    stop = (last.end if isinstance(last, Node) else last).end_mark.index
    return start, start + len(text[start:stop].rstrip())


def value_start(text: str, event: Event) -> int:
    """Index at which a value begins, after an anchor or a tag (no other value begins with these signs)."""
    start: int = event.start_mark.index
    properties = _PROPERTIES.match(text, start)
    return properties.end() if properties else start


def _last_part(node: Node) -> YamlNode:
    if isinstance(node.children, list):
        return node.children[-1]
    name, part = next(reversed(node.children.items()))
    empty = not isinstance(part, Node) and part.start_mark.index == part.end_mark.index
    return node.keys[name] if empty and node.keys else part
