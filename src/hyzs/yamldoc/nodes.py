"""The tree of a file, and beside it where each value stands."""

import re
from typing import Union

from hyzs.yamldoc.parser_events import Event

#: What may stand before a value: an anchor, a tag, and what parts them from it.
_PROPERTIES = re.compile(r"(?:[&!][^\s,\[\]{}]*+(?:\s|(?<=\s)#[^\n]*+)*+)++")


#: Deeper than this nobody writes, and a program may run out of stack.
MAX_DEPTH = 20
#: What says, without quotes, that there is no value.
ABSENT = frozenset(("", "~", "null", "Null", "NULL"))
NOT_KEYS = ABSENT | {"<<"}
#: The styles of a text of several lines.
BLOCK = ("|", ">")


class Absent(str):
    """A scalar that says that there is no value: one of ``ABSENT``, without quotes."""

    __slots__ = ()


Tree = Union[dict[str, "Tree"], list["Tree"], str]  # noqa: UP007 (a string has no |)


class Node:
    """A list or a mapping being read, and afterwards where its parts stand."""

    __slots__ = ("children", "end", "key", "keys", "start", "tree")

    def __init__(self, start: Event, mapping: bool) -> None:
        self.tree: dict[str, Tree] | list[Tree] = {} if mapping else []
        self.children: dict[str, YamlNode] | list[YamlNode] = {} if mapping else []
        #: The events of its keys; a list has none.
        self.keys: dict[str, Event] | None = {} if mapping else None
        #: The key that waits for its value.
        self.key: str | None = None
        self.start = self.end = start


#: What knows where a value stands: the event of a scalar, the node of anything else.
YamlNode = Node | Event


def text_span(text: str, spot: YamlNode) -> tuple[int, int]:
    """From where to where a value stands in ``text``; blank lines and comments after it do not count."""
    event, last = (spot.start if isinstance(spot, Node) else spot), spot
    start = value_start(text, event)
    # The end mark of a block collection is late: where the next thing begins. That of brackets is exact.
    while isinstance(last, Node) and last.end.start_mark.index == last.end.end_mark.index and last.children:
        last = _last_part(last)
    stop = (last.end if isinstance(last, Node) else last).end_mark.index
    return start, start + len(text[start:stop].rstrip())


def value_start(text: str, event: Event) -> int:
    """Where a value begins, after an anchor or a tag (no other value begins with these signs)."""
    start: int = event.start_mark.index
    found = _PROPERTIES.match(text, start)
    return found.end() if found else start


def _last_part(node: Node) -> YamlNode:
    if isinstance(node.children, list):
        return node.children[-1]
    name, part = next(reversed(node.children.items()))
    empty = not isinstance(part, Node) and part.start_mark.index == part.end_mark.index
    return node.keys[name] if empty and node.keys else part
