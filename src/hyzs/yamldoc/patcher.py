"""Where a change puts its text in a file, so that comments, quotes and indentation round it stay."""

import re
from collections.abc import Callable, Sequence
from typing import NamedTuple

from hyzs.model.change import Append, ContentChange, RenameKey, Set, Value
from hyzs.model.finding import Route
from hyzs.yamldoc.document import Document, Located
from hyzs.yamldoc.emitter import (
    dump_block,
    dump_entry,
    dump_flow,
    dump_item,
    dump_key,
    dump_literal,
    fits_line,
    is_container,
)
from hyzs.yamldoc.nodes import BLOCK, Node, YamlNode, text_span
from hyzs.yamldoc.parser_events import Event

_COLON = re.compile(r"[ \t]*:")
_COMMA = re.compile(r"\s*,")
_REST = re.compile(r"[ \t]*(?:#[^\n]*)?")
_STEP = 2


class Patch(NamedTuple):
    """Other text in the place of the characters from ``start`` to ``end``."""

    start: int
    end: int
    text: str


class Patcher:
    """One file in hand: what stands where, and the text that a change puts there."""

    def __init__(self, document: Document, text: str) -> None:
        self.document, self.text = document, text
        self.eol = "\r\n" if "\r\n" in text else "\n"

    def patches(self, change: ContentChange, order: Callable[[Route], Sequence[str]]) -> list[Patch]:
        """What the change puts into the text; its list or mapping must be there."""
        route = change.route
        if isinstance(change, Append):
            return self._append(self._node(route), change.value)
        found = self.document.locate(route)
        if isinstance(change, Set):
            if found:
                return self._replace(found, change.value)
            return self._add(self._node(route[:-1]), str(route[-1]), change.value, order(route[:-1]))
        assert found
        if isinstance(change, RenameKey):
            start, end = text_span(self.text, found.key)
            return [Patch(start, end, dump_key(change.key, flow=is_flow(found.container)))]
        return [self._remove(found, route[-1])]

    def _node(self, route: Route) -> Node:
        found = self.document.locate(route)
        assert found
        assert isinstance(found.node, Node)
        return found.node

    # a value in the place of another

    def _replace(self, found: Located, value: Value) -> list[Patch]:
        start, end = text_span(self.text, found.node)
        flow = is_flow(found.container)
        if not flow and is_container(value) and not fits_line(value, self._column(start)):
            return self._replace_by_lines(found, value)
        spot = found.node
        written = dump_flow(value, flow=flow) if isinstance(spot, Node) else self._scalar(spot, value, flow)
        if self._is_block(found.node) and found.key is not None:
            after = self._after_colon(found.key)
            return [Patch(after, after, f" {written}"), self._lines_out(start, end)]
        if start == end:
            return [self._fill(found, written)]
        return [Patch(start, end, written)]

    def _scalar(self, spot: Event, value: Value, flow: bool) -> str:
        """The value in the style of what stood there, if it can be."""
        old = self.text[slice(*text_span(self.text, spot))]
        if spot.style in BLOCK and isinstance(value, str) and "\n" in old:
            inside = old.split("\n", 1)[1].lstrip("\r\n")
            block = dump_literal(value, len(inside) - len(inside.lstrip(" "))) if type(value) is str else None
            if block is not None:
                return block.replace("\n", self.eol)
        return dump_flow(value, flow=flow, style=spot.style, like=spot.value if not spot.style else None)

    def _replace_by_lines(self, found: Located, value: Value) -> list[Patch]:
        start, end = text_span(self.text, found.node)
        if found.key is None or (self._is_block(found.node) and found.key is None):
            column = self._column(start)
            return [Patch(start, end, self._joined(dump_block(value, column), column))]
        indent = self._column(found.key.start_mark.index) + _STEP
        below = self.eol + " " * indent + self._joined(dump_block(value, indent), indent)
        after = self._after_colon(found.key)
        if self._is_block(found.node):
            out = self._lines_out(start, end)
            return [Patch(out.start, out.end, below)]
        at = self._line_end(end if start < end else after)
        return [Patch(after, max(end, after), ""), Patch(at, at, below)]

    def _fill(self, found: Located, written: str) -> Patch:
        """Put text where a key or a dash has none."""
        if found.key is None:
            assert found.container
            at = self._dash(found.container, text_span(self.text, found.node)[0]) + 1
            return Patch(at, at, f" {written}")
        at = self._after_colon(found.key)
        return Patch(at, at, f" {written}" if self.text[at - 1] == ":" else f": {written}")

    # one more value

    def _add(self, node: Node, key: str, value: Value, order: Sequence[str]) -> list[Patch]:
        before = _before(node, key, order)
        if is_flow(node):
            return [self._add_flow(node, before, f"{dump_key(key, flow=True)}: {dump_flow(value, flow=True)}")]
        assert node.keys
        column = self._column(next(iter(node.keys.values())).start_mark.index)
        written = self._joined(dump_entry(key, value, column), column)
        if before is None:
            at = next(iter(node.keys.values())).start_mark.index
            return [Patch(at, at, written + self.eol + " " * column)]
        at = self.end_of_line(self.last_node(node, before))
        return [Patch(at, at, self.eol + " " * column + written)]

    def _append(self, node: Node, value: Value) -> list[Patch]:
        assert isinstance(node.children, list)
        if is_flow(node):
            before = len(node.children) - 1 if node.children else None
            return [self._add_flow(node, before, dump_flow(value, flow=True))]
        last = node.children[-1]
        column = self._column(node.start.start_mark.index)
        wide = isinstance(last, Node) and not is_flow(last) and is_container(value) and bool(value)
        some = [*dump_block(value, column + _STEP)] if wide else []
        texts = [f"- {some[0]}", *(" " * _STEP + line for line in some[1:])] if wide else dump_item(value, column)
        at = self.end_of_line(last)
        return [Patch(at, at, self.eol + " " * column + self._joined(texts, column))]

    def _add_flow(self, node: Node, before: str | int | None, written: str) -> Patch:
        if before is None:
            at = node.start.end_mark.index
            return Patch(at, at, f"{written}, " if node.children else written)
        end = self.end_of_entry(node, before)
        return Patch(end, end, f", {written}")

    # a value less

    def _remove(self, found: Located, step: str | int) -> Patch:
        node = found.container
        assert node
        names: list[str | int] = (
            list(node.children) if isinstance(node.children, dict) else [*range(len(node.children))]
        )
        spot = names.index(step)
        heads = [self.start_of(node, name) for name in names[spot : spot + 2]]
        end = self.end_of_entry(node, step)
        if is_flow(node):
            before = self.end_of_entry(node, names[spot - 1]) if spot else 0
            return self._remove_flow(before, heads[0], end, heads[1] if len(heads) > 1 else None)
        line = self.text.rfind("\n", 0, heads[0]) + 1
        if self.text[line : heads[0]].strip():  # it stands behind a dash: what follows takes its place
            return Patch(heads[0], heads[1], "")
        stop = self.end_of_line(found.node if found.key is None else self.last_node(node, step))
        return Patch(line, self.text.find("\n", stop) + 1 or len(self.text), "")

    def _remove_flow(self, before: int, start: int, end: int, following: int | None) -> Patch:
        """What stands from ``start`` to ``end`` between brackets; where it has lines of its own, these."""
        comma = _COMMA.match(self.text, end)
        whole = comma.end() if comma else end
        line, stop = self.text.rfind("\n", 0, start) + 1, self._line_end(whole)
        if not self.text[line:start].strip() and _REST.fullmatch(self.text, whole, stop):
            return Patch(line, self.text.find("\n", stop) + 1, "")
        if following is not None:
            return Patch(start, min(following, stop), "")
        return Patch(max(before, line), end, "")

    # places

    def start_of(self, node: Node, name: str | int) -> int:
        """Where a key begins, or the dash of an item; between brackets the item itself."""
        if node.keys is not None:
            return int(node.keys[str(name)].start_mark.index)
        start = text_span(self.text, node.children[name])[0]  # type: ignore[index]
        return start if is_flow(node) else self._dash(node, start)

    def end_of_entry(self, node: Node, name: str | int) -> int:
        """Where a key with its value ends, or an item."""
        return text_span(self.text, self.last_node(node, name))[1]

    def last_node(self, node: Node, name: str | int) -> YamlNode:
        """The last thing of an entry: its value, or its key if it has none."""
        spot = node.children[name]  # type: ignore[index]
        start, end = text_span(self.text, spot)
        return node.keys[str(name)] if start == end and node.keys is not None else spot

    def end_of_line(self, spot: YamlNode) -> int:
        """Where the line ends on which a value ends; blank lines that a block text keeps are its own."""
        last = spot
        while isinstance(last, Node) and last.children and not is_flow(last):
            last = (
                last.children[-1]
                if isinstance(last.children, list)
                else self.last_node(last, next(reversed(last.children)))
            )
        if (
            not isinstance(last, Node)
            and last.style in BLOCK
            and "+" in self.text[last.start_mark.index :].split("\n")[0]
        ):
            return max(0, len(self.text[: last.end_mark.index].rstrip(" ")) - len(self.eol))
        return self._line_end(text_span(self.text, spot)[1])

    def _line_end(self, index: int) -> int:
        found = self.text.find("\n", index)
        end = len(self.text) if found < 0 else found
        return end - 1 if self.text[end - 1 : end] == "\r" and end > index else end

    def _lines_out(self, start: int, end: int) -> Patch:
        """Take out the lines from the one on which ``start`` stands."""
        line = self.text.rfind("\n", 0, start)
        return Patch(line - 1 if self.text[line - 1 : line] == "\r" else line, self._line_end(end), "")

    def _after_colon(self, key: Event) -> int:
        end = text_span(self.text, key)[1]
        found = _COLON.match(self.text, end)
        return found.end() if found else end

    def _dash(self, node: Node, start: int) -> int:
        """The dash before what starts there: in the column of the list, maybe some lines of comments above."""
        column = self._column(node.start.start_mark.index)
        line = self.text.rfind("\n", 0, start) + 1
        while line and (self.text[line + column] != "-" or "#" in self.text[line : line + column]):
            line = self.text.rfind("\n", 0, line - 1) + 1
        return line + column

    def _column(self, index: int) -> int:
        return index - (self.text.rfind("\n", 0, index) + 1)

    def _joined(self, texts: Sequence[str], column: int) -> str:
        return (self.eol + " " * column).join(texts)

    def _is_block(self, spot: YamlNode) -> bool:
        """Whether it is a list or a mapping on lines of its own."""
        return isinstance(spot, Node) and not is_flow(spot)


def is_flow(node: Node | None) -> bool:
    """Whether it stands between brackets."""
    return node is not None and bool(getattr(node.start, "flow_style", False))


def _before(node: Node, key: str, order: Sequence[str]) -> str | int | None:
    """The key after which a new one comes: the last that people expect before it, else the last of all."""
    assert isinstance(node.children, dict)
    names = list(node.children)
    if key not in order or not set(names) & set(order):
        return names[-1] if names else None
    earlier = [name for name in names if name in order and order.index(name) < order.index(key)]
    return earlier[-1] if earlier else None
