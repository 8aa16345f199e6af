"""Reader of YAML files: the tree of texts, the position of each value, and the faults."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from hyzs.model.finding import START, Route, TextSpan
from hyzs.model.git_remains import ConflictMarks, find_conflict, may_have_conflict, placeholder_in
from hyzs.yamldoc.comments import Directive, comments, directives, may_have_directive
from hyzs.yamldoc.decoding import Fault, decode, index_of, span_of
from hyzs.yamldoc.fast_path import parse_simple
from hyzs.yamldoc.nodes import Absent, Node, Tree, YamlNode, text_span, value_start
from hyzs.yamldoc.parser_events import Event, ParserError, open_events
from hyzs.yamldoc.private_number_faults import private_faults
from hyzs.yamldoc.recovery import blank_out_directives, first_document, leading_tabs, tabs_between, with_ascii_colon
from hyzs.yamldoc.syntax_errors import escaped_private_use, syntax_fault
from hyzs.yamldoc.tree_builder import Builder

__all__ = ["Absent", "Document", "Located", "Tree", "read"]

#: Full-width colons of one file that are listed in one run.
_MOST_COLONS = 20
#: A text longer than this, in characters, is not read again for each colon.
_SMALL = 100_000


class Located(NamedTuple):
    """Value of a document with its key, if it has one, and its container."""

    node: YamlNode
    key: Event | None
    container: Node | None


@dataclass(slots=True)
class Document:
    """File as read: its tree (None if it could not be read) and the faults of its text."""

    tree: Tree | None
    problems: list[Fault]
    #: True if anything in the tree may be ``Absent``.
    has_absent: bool = True
    _text: str = field(default="", repr=False)
    _root: YamlNode | None = field(default=None, repr=False)

    def span_of(self, route: Route, *, key: bool = False) -> TextSpan:
        """Span of the value at ``route``, or of its key; if there is none, of the nearest container on the route."""
        here, name, is_complete = self.root, None, True
        for step in route:
            if not isinstance(here, Node):
                break
            child = _child(here, step)
            if child is None:
                is_complete = False
                break
            here, name = child
        if name is not None and (key or not is_complete):
            return self._span(name, None)
        return self._span(here if is_complete else _first_node(here), name)

    def route_at(self, span: TextSpan) -> Route:
        """Route to the innermost value that covers the start of ``span``, or whose key does."""
        index, here, route = index_of(self._text, span.line, span.column), self.root, list[str | int]()
        while isinstance(here, Node):
            parts = here.children.items() if isinstance(here.children, dict) else enumerate(here.children)
            step: str | int
            for step, node in parts:
                key = here.keys[str(step)] if here.keys else None
                start, end = text_span(self._text, node)
                if (key.start_mark.index if key else start) <= index < max(end, key.end_mark.index if key else end):
                    route.append(step)
                    here = None if key and index < key.end_mark.index else node
                    break
            else:
                break
        return tuple(route)

    @property
    def text(self) -> str:
        """Decoded text; each character keeps its position in the file, save for a byte order mark."""
        return self._text

    @property
    def root(self) -> YamlNode | None:
        """Root node; None if the file could not be read. A file read by the fast path is parsed again for it."""
        if self._root is None and self.tree is not None:
            self._root = _top(_build(self._text)[0])
        return self._root

    def locate(self, route: Route) -> Located | None:
        """The value at ``route`` with its key and container; None if there is none."""
        located = Located(self.root, None, None)
        for step in route:
            inner = _child(located.node, step) if isinstance(located.node, Node) else None
            if inner is None:
                return None
            located = Located(*inner, located.node)
        return located if located.node is not None else None

    def directives(self) -> list[Directive]:
        """Directives in its comments; none if it could not be read."""
        if self.tree is None or not may_have_directive(self._text):
            return []
        return directives(self._text, self._scalars())

    def comments(self) -> list[str]:
        """All comments; none if it could not be read."""
        return comments(self._text, self._scalars()) if self.tree is not None and "#" in self._text else []

    def _scalars(self) -> Iterator[tuple[int, int]]:
        """Start and end of each scalar in the text."""
        builder, _ = _build(self._text)
        return ((value_start(self._text, event), event.end_mark.index) for event in builder.scalars)

    def _span(self, node: YamlNode | None, name: Event | None) -> TextSpan:
        if node is None:
            return TextSpan()
        start, end = text_span(self._text, node)
        if start < end:
            return span_of(self._text, start, end)
        return self._span(name, None) if name is not None else self._dash_span(start)

    def _dash_span(self, index: int) -> TextSpan:
        """Span of the dash before ``index``: an empty item of a list has nothing else."""
        dash = self._text.rfind("-", 0, index)
        return span_of(self._text, max(dash, 0), dash + 1)


def read(data: bytes) -> Document:
    """Document of a file, every scalar as text, with all its faults; never raises."""
    if remains := placeholder_in(data):
        return Document(None, [Fault(remains.code, START, remains.message, remains.hint)])
    text, faults = decode(data)
    if text is None:
        return Document(None, faults)
    faults += private_faults(text)
    if may_have_conflict(text) and (open_conflict := find_conflict(text, complete=True)):
        return Document(None, [*faults, _conflict_fault(text, open_conflict)])
    if ordinary := parse_simple(text):
        return Document(ordinary.tree, faults, ordinary.has_absent, text)
    original = text
    for preflight in (blank_out_directives, first_document):
        text, preflight_faults = preflight(text)
        faults += preflight_faults
    document = _without_tabs(text) if "\t" in text else _document(text)
    if document.tree is None and may_have_conflict(original) and (stray := find_conflict(original, complete=False)):
        return Document(None, [*faults, _conflict_fault(original, stray)])
    document.problems = sorted(faults + document.problems, key=lambda fault: fault.span)
    return document


def _conflict_fault(text: str, conflict: ConflictMarks) -> Fault:
    """One fault for all conflicts of a file: the rest cannot be read before they are resolved."""
    code, message, hint = conflict.remains
    return Fault(code, span_of(text, conflict.start, conflict.end), message, hint)


def _document(text: str) -> Document:
    builder, stop = _build(text)
    if stop:
        return _stopped(text, builder, stop)
    root = builder.root
    if not builder.is_complete:
        return Document(None, builder.problems)
    assert isinstance(root.tree, list)
    if "\\" in text:
        for event in builder.scalars:
            if event.style == '"':
                builder.problems += escaped_private_use(text, event.start_mark.index, event.end_mark.index)
    if not root.tree or (root.tree[0] == "" and isinstance(root.tree[0], Absent)):
        empty = Fault("file-empty", TextSpan(), "文件是空的，或者只有注释", "写上内容，或删掉这个文件")
        return Document(None, [*builder.problems, empty])
    return Document(root.tree[0], builder.problems, _text=text, _root=_top(builder))


def _top(builder: Builder) -> YamlNode:
    assert isinstance(builder.root.children, list)
    return builder.root.children[0]


def _build(text: str) -> tuple[Builder, ParserError | None]:
    builder = Builder(text)
    return builder, builder.run(open_events(text))


def _stopped(text: str, builder: Builder, stop: ParserError | None) -> Document:
    """Document that cannot be read, with a fault for every full-width colon of a key, not only the first."""
    slips: dict[int, Fault] = {}
    limit = _MOST_COLONS if len(text) < _SMALL else 1
    while stop:
        fault = syntax_fault(text, stop)
        fault = _unshifted(fault, slips)
        if fault.code != "fullwidth-colon" or fault.span.line in slips or len(slips) == limit:
            break
        slips[fault.span.line] = fault
        text = with_ascii_colon(text, fault.span)
        builder, stop = _build(text)
    faults = [_unshifted(problem, slips) for problem in builder.problems]
    return Document(None, [*slips.values(), *faults, *([fault] if stop else [])])


def _unshifted(fault: Fault, slips: dict[int, Fault]) -> Fault:
    """The fault with its span as it was before a space was inserted after the colon in its line."""
    slip, span = slips.get(fault.span.line), fault.span
    if slip is None or span.column <= slip.span.column:
        return fault
    end = span.end_column - (span.end_line == span.line)
    return Fault(fault.code, span._replace(column=span.column - 1, end_column=end), fault.message, fault.hint)


def _without_tabs(text: str) -> Document:
    """Document read as if tabs were spaces, which shows the tabs inside texts; the parsers disagree on the others."""
    spaced = text.replace("\t", " ")
    builder, stop = _build(spaced)
    tabs = leading_tabs(text)
    if builder.is_complete:
        tabs += tabs_between(text, builder.scalars)
    if not tabs and not stop:
        return _document(text)
    document = _document(spaced)
    if tabs:
        document.problems = tabs + [problem for problem in document.problems if problem.code != "yaml-syntax"]
    return document


def _child(here: Node, step: str | int) -> tuple[YamlNode, Event | None] | None:
    children = here.children
    if isinstance(children, dict):
        name = str(step)
        return (children[name], here.keys[name]) if here.keys and name in children else None
    if isinstance(step, int) and 0 <= step < len(children):
        return children[step], None
    return None


def _first_node(node: YamlNode | None) -> YamlNode | None:
    """First key of a mapping, or first node of the first item of a list."""
    while isinstance(node, Node) and node.children:
        if node.keys:
            return next(iter(node.keys.values()))
        node = next(iter(node.children), None) if isinstance(node.children, list) else None
    return node
