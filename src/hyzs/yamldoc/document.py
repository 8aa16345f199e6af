"""The placed reader: a YAML file as a tree of texts, where each stands, and what is wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from hyzs.model.finding import START, Route, TextSpan
from hyzs.model.git_remains import Conflict, find_conflict, may_have_conflict, placeholder_in
from hyzs.yamldoc.comments import Directive, comments, directives, may_have_directive
from hyzs.yamldoc.decode import Fault, decode, index_of, span_of
from hyzs.yamldoc.fast_path import parse_simple
from hyzs.yamldoc.nodes import Absent, Node, Tree, YamlNode, text_span, value_start
from hyzs.yamldoc.parser_events import Event, ParserError, open_events
from hyzs.yamldoc.private_numbers import private_faults
from hyzs.yamldoc.recovery import blank_out_directives, first_document, leading_tabs, tabs_between, with_ascii_colon
from hyzs.yamldoc.syntax_errors import escaped_private_use, explain
from hyzs.yamldoc.tree_builder import Builder

__all__ = ["Absent", "Document", "Located", "Tree", "read"]

#: So many full-width colons are told in one run.
_MENDS = 20
#: A longer text is not read so often.
_SMALL = 100_000


class Located(NamedTuple):
    """Where a value stands, its key if it has one, and the list or mapping round it."""

    node: YamlNode
    key: Event | None
    container: Node | None


@dataclass(slots=True)
class Document:
    """One file as read: its tree (none when it could not be read) and what is wrong with its text."""

    tree: Tree | None
    problems: list[Fault]
    #: Whether anything in the tree may be ``Absent``.
    has_absent: bool = True
    _text: str = field(default="", repr=False)
    _root: YamlNode | None = field(default=None, repr=False)

    def span_of(self, route: Route, *, key: bool = False) -> TextSpan:
        """Where the value at ``route`` stands, or its key; if there is none, the nearest thing on the way."""
        here, name, whole = self._placed(), None, True
        for step in route:
            if not isinstance(here, Node):
                break
            found = _child(here, step)
            if found is None:
                whole = False
                break
            here, name = found
        if name is not None and (key or not whole):
            return self._of(name, None)
        return self._of(here if whole else _head(here), name)

    def route_at(self, place: TextSpan) -> Route:
        """The way to the innermost value that stands at that place, or whose key does."""
        index, here, route = index_of(self._text, place.line, place.column), self._placed(), list[str | int]()
        while isinstance(here, Node):
            parts = here.children.items() if isinstance(here.children, dict) else enumerate(here.children)
            step: str | int
            for step, spot in parts:
                key = here.keys[str(step)] if here.keys else None
                start, end = text_span(self._text, spot)
                if (key.start_mark.index if key else start) <= index < max(end, key.end_mark.index if key else end):
                    route.append(step)
                    here = None if key and index < key.end_mark.index else spot
                    break
            else:
                break
        return tuple(route)

    @property
    def text(self) -> str:
        """What was read; each character stands where it stands in the file, but for a byte order mark."""
        return self._text

    @property
    def root(self) -> YamlNode | None:
        """Where the whole stands; None if it could not be read."""
        return self._placed()

    def locate(self, route: Route) -> Located | None:
        """The value at ``route`` with its key and what it stands in; None if there is none."""
        at = Located(self._placed(), None, None)
        for step in route:
            inner = _child(at.node, step) if isinstance(at.node, Node) else None
            if inner is None:
                return None
            at = Located(*inner, at.node)
        return at if at.node is not None else None

    def directives(self) -> list[Directive]:
        """What its comments say to us; nothing if it could not be read."""
        if self.tree is None or not may_have_directive(self._text):
            return []
        return directives(self._text, self._scalars())

    def comments(self) -> list[str]:
        """Every comment; nothing if it could not be read."""
        return comments(self._text, self._scalars()) if self.tree is not None and "#" in self._text else []

    def _scalars(self) -> Iterator[tuple[int, int]]:
        """From where to where each scalar stands in the text."""
        builder, _ = _build(self._text, pure=False)
        return ((value_start(self._text, one), one.end_mark.index) for one in builder.scalars)

    def _placed(self) -> YamlNode | None:
        """Where the whole stands; a file that was read fast is read once more for it."""
        if self._root is None and self.tree is not None:
            self._root = _top(_build(self._text, pure=False)[0])
        return self._root

    def _of(self, spot: YamlNode | None, name: Event | None) -> TextSpan:
        if spot is None:
            return TextSpan()
        start, end = text_span(self._text, spot)
        if start < end:
            return span_of(self._text, start, end)
        return self._of(name, None) if name is not None else self._dash(start)

    def _dash(self, index: int) -> TextSpan:
        """An empty item of a list has nothing but its dash."""
        at = self._text.rfind("-", 0, index)
        return span_of(self._text, max(at, 0), at + 1)


def read(data: bytes, *, pure: bool = False) -> Document:
    """The tree of a file, every scalar as text, and all that is wrong with it; it never raises."""
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
    whole = text
    for preflight in (blank_out_directives, first_document):
        text, found = preflight(text)
        faults += found
    document = _without_tabs(text, pure) if "\t" in text else _document(text, pure)
    if document.tree is None and may_have_conflict(whole) and (left := find_conflict(whole, complete=False)):
        return Document(None, [*faults, _conflict_fault(whole, left)])
    document.problems = sorted(faults + document.problems, key=lambda fault: fault.span)
    return document


def _conflict_fault(text: str, found: Conflict) -> Fault:
    """One fault for all conflicts of a file: the rest of it cannot be read before they are settled."""
    code, message, hint = found.remains
    return Fault(code, span_of(text, found.start, found.end), message, hint)


def _document(text: str, pure: bool) -> Document:
    builder, stop = _build(text, pure)
    if stop:
        return _stopped(text, pure, builder, stop)
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


def _build(text: str, pure: bool) -> tuple[Builder, ParserError | None]:
    builder = Builder(text)
    return builder, builder.run(open_events(text, pure=pure))


def _stopped(text: str, pure: bool, builder: Builder, stop: ParserError | None) -> Document:
    """A file that cannot be read: still, every full-width colon of a key is told, not only the first."""
    slips: dict[int, Fault] = {}
    limit = _MENDS if len(text) < _SMALL else 1
    while stop:
        fault = explain(text, stop)
        fault = _unshifted(fault, slips)
        if fault.code != "fullwidth-colon" or fault.span.line in slips or len(slips) == limit:
            break
        slips[fault.span.line] = fault
        text = with_ascii_colon(text, fault.span)
        builder, stop = _build(text, pure)
    faults = [_unshifted(one, slips) for one in builder.problems]
    return Document(None, [*slips.values(), *faults, *([fault] if stop else [])])


def _unshifted(fault: Fault, slips: dict[int, Fault]) -> Fault:
    """The fault where it stood before a space was put after the colon in its line."""
    slip, place = slips.get(fault.span.line), fault.span
    if slip is None or place.column <= slip.span.column:
        return fault
    end = place.end_column - (place.end_line == place.line)
    return Fault(fault.code, place._replace(column=place.column - 1, end_column=end), fault.message, fault.hint)


def _without_tabs(text: str, pure: bool) -> Document:
    """Read as if tabs were spaces, to see which of them stand in texts; the parsers disagree on the others."""
    spaced = text.replace("\t", " ")
    builder, stop = _build(spaced, pure)
    refused = leading_tabs(text)
    if builder.is_complete:
        refused += tabs_between(text, builder.scalars)
    if not refused and not stop:
        return _document(text, pure)
    document = _document(spaced, pure)
    if refused:
        document.problems = refused + [one for one in document.problems if one.code != "yaml-syntax"]
    return document


def _child(here: Node, step: str | int) -> tuple[YamlNode, Event | None] | None:
    places = here.children
    if isinstance(places, dict):
        name = str(step)
        return (places[name], here.keys[name]) if here.keys and name in places else None
    if isinstance(step, int) and 0 <= step < len(places):
        return places[step], None
    return None


def _head(spot: YamlNode | None) -> YamlNode | None:
    """The first thing in a list or mapping: a key, or what the first item begins with."""
    while isinstance(spot, Node) and spot.children:
        if spot.keys:
            return next(iter(spot.keys.values()))
        spot = next(iter(spot.children), None) if isinstance(spot.children, list) else None
    return spot
