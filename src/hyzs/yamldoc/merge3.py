"""Three-way merge of a record file, entry by entry: keys by their name, items of lists by their id or text.

Every entry is taken over as it is written, with the comments above and beside it. An entry that both sides changed
differently is a conflict: it stays in the text with both sides, unless somebody has chosen one of them.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import NamedTuple

from hyzs.yamldoc.document import read
from hyzs.yamldoc.nodes import Node, YamlNode
from hyzs.yamldoc.patcher import Patcher, is_flow


class Conflict(NamedTuple):
    """An entry that both sides changed differently: the names that lead to it, and its text on each side ("": none)."""

    names: tuple[str, ...]
    ours: str
    theirs: str


class MergeResult(NamedTuple):
    """Merged text, and the conflicts marked in it."""

    text: str
    conflicts: tuple[Conflict, ...]


@dataclass(frozen=True, slots=True)
class _Entry:
    """Entry of one side: its text with the comments above it, and its node."""

    text: str
    patcher: Patcher | None = None
    node: YamlNode | None = None
    start: int = 0


@dataclass(frozen=True, slots=True)
class _Entries:
    """Container in parts: the text before its entries, the entries by name, and the text after them."""

    head: str
    entries: dict[str, _Entry]
    tail: str
    flow: bool
    shape: tuple[bool, bool, int]


class _Undecided(Exception):
    """Both sides changed an entry differently, and it has no parts to merge."""


#: Sides of conflicts that were chosen, by the names that lead to them: "ours" or "theirs".
Choices = Mapping[tuple[str, ...], str]


def merge3(base: bytes, ours: bytes, theirs: bytes, choices: Choices | None = None) -> MergeResult | None:
    """Merge of both sides' changes to ``base``; None where a side is no block of keys or items.

    Conflicts among the ``choices`` are settled, and no longer conflicts.
    """
    sides = [_as_entry(data) for data in (base, ours, theirs)]
    if any(side is None for side in sides[1:]):
        return None
    merge = _Merge("\r\n" if b"\r\n" in ours else "\n", choices or {})
    try:
        text = merge.both(sides[0], sides[1], sides[2], ())
    except _Undecided:
        return None
    if not merge.conflicts and read(text.encode()).problems:
        return None
    if not (merge.conflicts or choices) and _loses_comments(text, base, ours, theirs):
        return None
    return MergeResult(text, tuple(merge.conflicts))


def _loses_comments(text: str, *sides: bytes) -> bool:
    """True if a comment is missing in ``text`` that base and one side have, or that one side has added."""
    result, base, ours, theirs = (Counter(read(data).comments()) for data in (text.encode(), *sides))
    return any(
        result[comment] < _required_count(base[comment], ours[comment], theirs[comment]) for comment in ours | theirs
    )


def _required_count(base: int, ours: int, theirs: int) -> int:
    """Times that a comment must stand in the result, by the times that it stands in each side."""
    return theirs if ours == base else ours if theirs == base else max(ours, theirs)


def _as_entry(data: bytes) -> _Entry | None:
    document = read(data)
    if document.tree is None:
        return None
    text = data.decode("utf-8-sig")
    patcher = Patcher(document, text if text.endswith("\n") else text + "\n")
    return _Entry(patcher.text, patcher, document.root)


class _Merge:
    """Merging as it goes on; collects the conflicts it had to mark."""

    def __init__(self, eol: str, choices: Choices) -> None:
        self.eol, self.choices = eol, choices
        self.conflicts: list[Conflict] = []

    def both(self, base: _Entry | None, ours: _Entry | None, theirs: _Entry | None, names: tuple[str, ...]) -> str:
        """The text of the entry to which the ``names`` lead; None stands for a side that has not got it."""
        texts = [side.text if side else "" for side in (base, ours, theirs)]
        if texts[1] == texts[2] or texts[2] == texts[0]:
            return texts[1]
        if texts[1] == texts[0]:
            return texts[2]
        if ours is None or theirs is None:
            raise _Undecided
        return self._inside(_parts(base), _parts(ours), _parts(theirs), names)

    def _inside(
        self, base: _Entries | None, ours: _Entries | None, theirs: _Entries | None, names: tuple[str, ...]
    ) -> str:
        """Both sides changed what is in it: entry by entry."""
        if ours is None or theirs is None or ours.shape != theirs.shape or (base and base.shape[0] != ours.shape[0]):
            raise _Undecided
        old = base.entries if base else {}
        if not ours.shape[0]:
            _one_wins(old, ours.entries, theirs.entries)
        head = _plain(base.head if base else None, ours.head, theirs.head)
        tail = _plain(base.tail if base else None, ours.tail, theirs.tail)
        texts = [
            self._entry((*names, name), old.get(name), ours.entries.get(name), theirs.entries.get(name), ours.flow)
            for name in _names(old, ours.entries, theirs.entries)
        ]
        return head + (", " if ours.flow else "").join(filter(None, texts)) + tail

    def _entry(
        self, names: tuple[str, ...], base: _Entry | None, ours: _Entry | None, theirs: _Entry | None, is_flow: bool
    ) -> str:
        try:
            return self.both(base, ours, theirs, names)
        except _Undecided:
            if is_flow:
                raise  # there are no lines to mark
        left, right = (self._lines(side) for side in (ours, theirs))
        if side := self.choices.get(names):
            return left if side == "ours" else right
        self.conflicts.append(Conflict(names, left, right))
        return f"<<<<<<< ours{self.eol}{left}======={self.eol}{right}>>>>>>> theirs{self.eol}"

    def _lines(self, side: _Entry | None) -> str:
        text = side.text if side else ""
        return text if not text or text.endswith("\n") else text + self.eol


def _plain(base: str | None, ours: str, theirs: str) -> str:
    """Text without entries, such as comments: what either side changed, line by line.

    Raises:
        _Undecided: both changed the same lines in two ways.
    """
    if ours in (base, theirs):
        return theirs
    if theirs == base:
        return ours
    old = (base or "").splitlines(keepends=True)
    changes = sorted({*_line_changes(old, ours), *_line_changes(old, theirs)})
    out, at = "", 0
    for start, end, text in changes:
        if start < at:
            raise _Undecided
        out += "".join(old[at:start]) + text
        at = end
    return out + "".join(old[at:])


def _line_changes(old: list[str], new: str) -> Iterator[tuple[int, int, str]]:
    """The stretches of old lines that were replaced, each with the new text."""
    lines = new.splitlines(keepends=True)
    for operation, start, end, first, last in SequenceMatcher(None, old, lines, autojunk=False).get_opcodes():
        if operation != "equal":
            yield start, end, "".join(lines[first:last])


def _names(base: dict[str, _Entry], ours: dict[str, _Entry], theirs: dict[str, _Entry]) -> list[str]:
    """Every entry that is left, in our order; each new one of theirs behind the one that it stands behind there."""
    names = list(ours)
    before: str | None = None
    for name in theirs:
        if name not in ours:
            names.insert(names.index(before) + 1 if before in names else 0, name)
        before = name
    return [name for name in names if name in ours or name not in base or theirs[name].text != base[name].text]


def _one_wins(base: dict[str, _Entry], ours: dict[str, _Entry], theirs: dict[str, _Entry]) -> None:
    """Items of a list are known by their text: one that both sides replaced is a conflict."""
    both_lost = any(name not in ours and name not in theirs for name in base)
    if both_lost and set(ours) - set(base) and set(theirs) - set(base):
        raise _Undecided


def _parts(side: _Entry | None) -> _Entries | None:
    """The entries of a list or mapping; None if it is neither, or its brackets go over several lines."""
    if side is None or side.patcher is None or not isinstance(side.node, Node) or not side.node.children:
        return None
    patcher, node = side.patcher, side.node
    names = _entry_names(node)
    if len(names) != len(set(names)):
        return None
    cuts = list(_cuts(patcher, node, names))
    flow = is_flow(node)
    start, end = cuts[0][0], cuts[-1][1]
    if flow and "\n" in patcher.text[start:end]:
        return None
    stop = side.start + len(side.text)
    entries = {
        name: _Entry(patcher.text[a:b], patcher, value, a)
        for name, (a, b), value in zip(names, cuts, _values(node), strict=True)
    }
    column = -1 if flow else start - patcher.text.rfind("\n", 0, patcher.start_of(node, next(iter(_steps(node))))) - 1
    shape = (node.keys is not None, flow, column)
    return _Entries(patcher.text[side.start : start], entries, patcher.text[end:stop], flow, shape)


def _cuts(patcher: Patcher, node: Node, names: Sequence[str]) -> Iterator[tuple[int, int]]:
    """From where to where each entry goes: between brackets it alone, else its lines and those of comments above."""
    before: int | None = None
    for step in _steps(node):
        head = patcher.start_of(node, step)
        if is_flow(node):
            yield head, patcher.end_of_entry(node, step)
            continue
        line = patcher.text.rfind("\n", 0, head) + 1
        first = line if not patcher.text[line:head].strip() else head
        end = patcher.text.find("\n", patcher.end_of_line(patcher.last_node(node, step))) + 1 or len(patcher.text)
        yield first if before is None else before, end
        before = end


def _steps(node: Node) -> Sequence[str | int]:
    return list(node.children) if isinstance(node.children, dict) else list(range(len(node.children)))


def _values(node: Node) -> list[YamlNode]:
    return list(node.children.values()) if isinstance(node.children, dict) else node.children


def _entry_names(node: Node) -> list[str]:
    """Identity of each entry: its key; of an item its id, else its whole value."""
    if isinstance(node.tree, dict):
        return list(node.tree)
    return [str(item["id"]) if isinstance(item, dict) and "id" in item else repr(item) for item in node.tree]
