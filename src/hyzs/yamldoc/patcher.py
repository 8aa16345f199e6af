"""Patches: the text that a change puts into a file, so that comments, quotes and indentation round it stay."""

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
    """Replacement of the characters from ``start`` to ``end``."""

    start: int
    end: int
    text: str


class Patcher:
    """Computes the patches of changes to one file."""

    def __init__(self, document: Document, text: str) -> None:
        self.document, self.text = document, text
        self.eol = "\r\n" if "\r\n" in text else "\n"

    def patches(self, change: ContentChange, order: Callable[[Route], Sequence[str]]) -> list[Patch]:
        """Patches of the change; its container must exist."""
        route = change.route
        if isinstance(change, Append):
            return self._append(self._node(route), change.value)
        located = self.document.locate(route)
        if isinstance(change, Set):
            if located:
                return self._replace(located, change.value)
            return self._add(self._node(route[:-1]), str(route[-1]), change.value, order(route[:-1]))
        assert located
        if isinstance(change, RenameKey):
            start, end = text_span(self.text, located.key)
            return [Patch(start, end, dump_key(change.key, flow=is_flow(located.container)))]
        return [self._remove(located, route[-1])]

    def _node(self, route: Route) -> Node:
        located = self.document.locate(route)
        assert located
        assert isinstance(located.node, Node)
        return located.node

    # a value in the place of another

    def _replace(self, located: Located, value: Value) -> list[Patch]:
        start, end = text_span(self.text, located.node)
        flow = is_flow(located.container)
        if not flow and is_container(value) and not fits_line(value, self._column(start)):
            return self._replace_by_lines(located, value)
        node = located.node
        yaml_text = dump_flow(value, flow=flow) if isinstance(node, Node) else self._scalar(node, value, flow)
        if self._is_block(located.node) and located.key is not None:
            after = self._after_colon(located.key)
            return [Patch(after, after, f" {yaml_text}"), self._lines_out(start, end)]
        if start == end:
            return [self._fill(located, yaml_text)]
        return [Patch(start, end, yaml_text)]

    def _scalar(self, node: Event, value: Value, flow: bool) -> str:
        """The value in the style of what stood there, if it can be."""
        old = self.text[slice(*text_span(self.text, node))]
        if node.style in BLOCK and isinstance(value, str) and "\n" in old:
            inside = old.split("\n", 1)[1].lstrip("\r\n")
            block = dump_literal(value, len(inside) - len(inside.lstrip(" "))) if type(value) is str else None
            if block is not None:
                return block.replace("\n", self.eol)
        return dump_flow(value, flow=flow, style=node.style, like=node.value if not node.style else None)

    def _replace_by_lines(self, located: Located, value: Value) -> list[Patch]:
        start, end = text_span(self.text, located.node)
        if located.key is None or (self._is_block(located.node) and located.key is None):
            column = self._column(start)
            return [Patch(start, end, self._joined(dump_block(value, column), column))]
        indent = self._column(located.key.start_mark.index) + _STEP
        block = self.eol + " " * indent + self._joined(dump_block(value, indent), indent)
        after = self._after_colon(located.key)
        if self._is_block(located.node):
            out = self._lines_out(start, end)
            return [Patch(out.start, out.end, block)]
        at = self._line_end(end if start < end else after)
        return [Patch(after, max(end, after), ""), Patch(at, at, block)]

    def _fill(self, located: Located, yaml_text: str) -> Patch:
        """Put text where a key or a dash has none."""
        if located.key is None:
            assert located.container
            at = self._dash(located.container, text_span(self.text, located.node)[0]) + 1
            return Patch(at, at, f" {yaml_text}")
        at = self._after_colon(located.key)
        return Patch(at, at, f" {yaml_text}" if self.text[at - 1] == ":" else f": {yaml_text}")

    # one more value

    def _add(self, node: Node, key: str, value: Value, order: Sequence[str]) -> list[Patch]:
        before = _before(node, key, order)
        if is_flow(node):
            return [self._add_flow(node, before, f"{dump_key(key, flow=True)}: {dump_flow(value, flow=True)}")]
        assert node.keys
        column = self._column(next(iter(node.keys.values())).start_mark.index)
        yaml_text = self._joined(dump_entry(key, value, column), column)
        if before is None:
            at = next(iter(node.keys.values())).start_mark.index
            return [Patch(at, at, yaml_text + self.eol + " " * column)]
        at = self.end_of_line(self.last_node(node, before))
        return [Patch(at, at, self.eol + " " * column + yaml_text)]

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

    def _add_flow(self, node: Node, before: str | int | None, yaml_text: str) -> Patch:
        if before is None:
            at = node.start.end_mark.index
            return Patch(at, at, f"{yaml_text}, " if node.children else yaml_text)
        end = self.end_of_entry(node, before)
        return Patch(end, end, f", {yaml_text}")

    # a value less

    def _remove(self, located: Located, step: str | int) -> Patch:
        node = located.container
        assert node
        names: list[str | int] = (
            list(node.children) if isinstance(node.children, dict) else [*range(len(node.children))]
        )
        position = names.index(step)
        heads = [self.start_of(node, name) for name in names[position : position + 2]]
        end = self.end_of_entry(node, step)
        if is_flow(node):
            before = self.end_of_entry(node, names[position - 1]) if position else 0
            return self._remove_flow(before, heads[0], end, heads[1] if len(heads) > 1 else None)
        line = self.text.rfind("\n", 0, heads[0]) + 1
        if self.text[line : heads[0]].strip():  # it stands behind a dash: what follows takes its place
            return Patch(heads[0], heads[1], "")
        stop = self.end_of_line(located.node if located.key is None else self.last_node(node, step))
        return Patch(line, self.text.find("\n", stop) + 1 or len(self.text), "")

    def _remove_flow(self, before: int, start: int, end: int, following: int | None) -> Patch:
        """Removal of an entry in brackets from ``start`` to ``end``; of whole lines where it has lines of its own."""
        comma = _COMMA.match(self.text, end)
        item_end = comma.end() if comma else end
        line, stop = self.text.rfind("\n", 0, start) + 1, self._line_end(item_end)
        if not self.text[line:start].strip() and _REST.fullmatch(self.text, item_end, stop):
            return Patch(line, self.text.find("\n", stop) + 1, "")
        if following is not None:
            return Patch(start, min(following, stop), "")
        return Patch(max(before, line), end, "")

    # places

    def start_of(self, node: Node, name: str | int) -> int:
        """Index of a key, or of the dash of an item; in brackets of the item itself."""
        if node.keys is not None:
            return int(node.keys[str(name)].start_mark.index)
        start = text_span(self.text, node.children[name])[0]  # type: ignore[index]
        return start if is_flow(node) else self._dash(node, start)

    def end_of_entry(self, node: Node, name: str | int) -> int:
        """Index at which a key with its value, or an item, ends."""
        return text_span(self.text, self.last_node(node, name))[1]

    def last_node(self, node: Node, name: str | int) -> YamlNode:
        """Last node of an entry: its value, or its key if it has none."""
        value = node.children[name]  # type: ignore[index]
        start, end = text_span(self.text, value)
        return node.keys[str(name)] if start == end and node.keys is not None else value

    def end_of_line(self, node: YamlNode) -> int:
        """End of the last line of a value; blank lines that a block text keeps are part of it."""
        last = node
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
        return self._line_end(text_span(self.text, node)[1])

    def _line_end(self, index: int) -> int:
        newline = self.text.find("\n", index)
        end = len(self.text) if newline < 0 else newline
        return end - 1 if self.text[end - 1 : end] == "\r" and end > index else end

    def _lines_out(self, start: int, end: int) -> Patch:
        """Take out the lines from the one on which ``start`` stands."""
        line = self.text.rfind("\n", 0, start)
        return Patch(line - 1 if self.text[line - 1 : line] == "\r" else line, self._line_end(end), "")

    def _after_colon(self, key: Event) -> int:
        end = text_span(self.text, key)[1]
        colon = _COLON.match(self.text, end)
        return colon.end() if colon else end

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

    def _is_block(self, node: YamlNode) -> bool:
        """True of a list or a mapping on lines of its own."""
        return isinstance(node, Node) and not is_flow(node)


def is_flow(node: Node | None) -> bool:
    """True of a list or mapping in brackets."""
    return node is not None and bool(getattr(node.start, "flow_style", False))


def _before(node: Node, key: str, order: Sequence[str]) -> str | int | None:
    """The key after which a new one comes: the last that people expect before it, else the last of all."""
    assert isinstance(node.children, dict)
    names = list(node.children)
    if key not in order or not set(names) & set(order):
        return names[-1] if names else None
    earlier = [name for name in names if name in order and order.index(name) < order.index(key)]
    return earlier[-1] if earlier else None
