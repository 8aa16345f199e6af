"""What the headings of ledgers mean: in which rows they stand, and which field of a record each is."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from hyzs.model.errors import BadUsage
from hyzs.model.folding import fold
from hyzs.model.heading import Heading, readings
from hyzs.model.marks import Term
from hyzs.model.quantity import unit_behind
from hyzs.model.record import Record
from hyzs.model.shape import Shape, Spot, columns, shapes, spot
from hyzs.model.sheet import Sheet
from hyzs.model.typed import normal
from hyzs.reports.name_book import NameBook

#: Looked at from the top for the headings; fewer known ones are no headings.
_LOOKED, _LEAST = 15, 2
#: So many rows of headings may stand one over the other.
_DEEP = 3
#: Labels of parts that say too little without the part they stand in (名称, 依据) are no headings by themselves.
_SAYS = 2
_VAGUE = frozenset(("名称", "依据", "理由", "日期", "说明", "类型", "认定"))
#: A unit for all that follows, over the table: 单位：亿元.
_UNIT_OF_ALL = re.compile(r"(?:^|[\s(（\[【金额计量货币])单位\s*[:：]\s*([^\s()（）\[\]【】]+)")


class Meaning(NamedTuple):
    """The fields that a heading may mean (none: it is not known), and the notes beside its words."""

    fields: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class Meanings:
    """What headings mean for records of one kind; ``words`` is the packaged table of other names."""

    def __init__(self, book: NameBook, kind: type[Record], words: Mapping[str, Any]) -> None:
        self.kind = kind
        own = (words.get("kinds") or {}).get(kind.kind) or {}
        self.known: dict[str, tuple[str, ...]] = _labels(kind)
        self.known |= {fold(word): (path,) for path, names in (own.get("fields") or {}).items() for word in names}
        self.known |= {fold(word): tuple(paths) for word, paths in (own.get("ask") or {}).items()}
        self.patterns = [(path, re.compile(text)) for path, text in (own.get("patterns") or {}).items()]
        self.unless = re.compile(own["unless"]) if own.get("unless") else None
        self.keys = {shape.key: _vocabulary(book, shape) for shape in shapes(kind) if shape.key_refs}
        labels = {shape.key: shape.label for shape in shapes(kind)}
        for path, words_of in self.keys.items():
            self.known |= {fold(f"{labels[path]}·{key}"): (f"{path}.{key}",) for key in words_of.values()}

    def of(self, heading: str) -> Meaning:
        """The fields it may mean: by its words as they stand, else without what is noted beside them."""
        for reading in readings(heading):
            if (found := self._fields(reading)) and self._fits(found, reading):
                return Meaning(found, reading.notes)
        for reading in readings(heading):
            if not reading.is_cut and (meaning := self._with_unit(reading)):
                return meaning
        return Meaning()

    def _fields(self, reading: Heading) -> tuple[str, ...]:
        if found := self.known.get(reading.label):
            return found
        for path, pattern in self.patterns:
            match = pattern.fullmatch(reading.label)
            if not match:
                continue
            if "key" not in pattern.groupindex:
                return (path,)
            if key := self.keys.get(path, {}).get(match["key"]):
                return (f"{path}.{key}",)
        return ()

    def _fits(self, fields: Sequence[str], reading: Heading) -> bool:
        """Whether the notes leave the words their meaning: what is cut off can only be a unit."""
        if self.unless and any(self.unless.search(note) for note in reading.notes):
            return False
        return not reading.is_cut or all(spot_of(self.kind, path).scalar.type == "number" for path in fields)

    def _with_unit(self, reading: Heading) -> Meaning | None:
        """总投资亿元: known words and a unit of their field, with nothing between."""
        for start in range(len(reading.label) - 1, 0, -1):
            fields = self._fields(Heading(reading.label[:start]))
            own = {spot_of(self.kind, path).scalar.unit for path in fields}
            if len(own) == 1 and (unit := unit_behind(reading.label[start:], own.pop())):
                return Meaning(fields, (*reading.notes, unit.text))
        return None


@dataclass(frozen=True, slots=True)
class Head:
    """The rows of headings of a sheet (first and last), and the heading of each column; empty ones have none.

    A heading that stands there twice has its place behind it: 备注#2. ``upper``: those of its last row alone.
    """

    first: int
    last: int
    labels: Sequence[str]
    short: Sequence[str]
    #: The unit of all amounts, and where it stands: 单位：亿元.
    unit: str = ""
    twice: Sequence[str] = field(default_factory=tuple)


def heads_in(sheet: Sheet, count: Any) -> tuple[Head | None, int]:
    """The rows of headings in which most headings are known, and how many are; None where hardly any are.

    ``count`` tells how many of some headings are known. Of several, the fewest rows, then the uppermost.
    """
    best: tuple[Head | None, int] = (None, _LEAST - 1)
    for head in _candidates(sheet):
        if (found := count(head)) > best[1]:
            best = (head, found)
    return best


def _candidates(sheet: Sheet) -> Iterator[Head]:
    for deep in range(1, _DEEP + 1):
        for last in range(deep - 1, min(_LOOKED, len(sheet.rows))):
            first = last - deep + 1
            labels = [_label(sheet, first, last, column) for column in range(sheet.width)]
            short = [text_at(sheet, last, column) for column in range(sheet.width)]
            yield _head(sheet, first, last, labels, short)


def _head(sheet: Sheet, first: int, last: int, labels: Sequence[str], short: Sequence[str]) -> Head:
    seen: dict[str, int] = {}
    told: list[str] = []
    twice: list[str] = []
    for label in labels:
        seen[label] = seen.get(label, 0) + bool(label)
        if seen[label] > 1:
            twice.append(label)
        told.append(f"{label}#{seen[label]}" if seen[label] > 1 else label)
    return Head(first, last, told, short, _unit_over(sheet, first), tuple(dict.fromkeys(twice)))


def _label(sheet: Sheet, first: int, last: int, column: int) -> str:
    """What stands over a column, from the upper row of headings down, each text once."""
    texts: list[str] = []
    for row in range(first, last + 1):
        text = text_at(sheet, row, column)
        if not text and row < last:
            text = _left_of(sheet, row, column, last)
        if text and text not in texts:
            texts.append(text)
    return " ".join(texts)


def _left_of(sheet: Sheet, row: int, column: int, last: int) -> str:
    """An upper heading that stands over columns to its right without being merged: until the next one.

    It does so only where a heading stands below it.
    """
    if not text_at(sheet, last, column):
        return ""
    for left in range(column - 1, -1, -1):
        if text := text_at(sheet, row, left):
            return text if text_at(sheet, last, left) not in ("", text) else ""
    return ""


def _unit_over(sheet: Sheet, first: int) -> str:
    """The unit that the rows over the headings name for all amounts."""
    texts = (cell.text for row in sheet.rows[:first] for cell in row if cell.text)
    return next((found[1] for text in texts if (found := _UNIT_OF_ALL.search(text))), "")


def text_at(sheet: Sheet, row: int, column: int) -> str:
    """What stands there, or what is merged over it; two lines of a heading are one text."""
    place = sheet.place_of(row, column)
    return " ".join(normal(sheet.cell(*place).text).split())


def spot_of(kind: type[Record], path: str) -> Spot:
    """The field at a dotted path; ``BadUsage`` if there is none."""
    found = spot(kind, tuple(path.split(".")))
    if found is None:
        raise BadUsage(f"{kind.label}没有“{path}”这个字段", "运行 hyzs schema 看有哪些字段")
    return found


def field_label(kind: type[Record], path: str) -> str:
    """The label of a field; of one of many under keys, with its key: 节点·签约."""
    first, _, rest = path.partition(".")
    shape = spot_of(kind, path).shape
    return f"{shape.label}·{rest}" if shape.key == first and rest else shape.label


def _labels(kind: type[Record]) -> dict[str, tuple[str, ...]]:
    """The kind's own labels, folded: of its fields, and of the fields of its parts, alone and after the part's."""
    found: dict[str, list[str]] = {}
    groups = {shape.key: shape.label for shape in shapes(kind) if shape.nested}
    for path, shape in _single_fields(kind):
        group = groups.get(path.partition(".")[0], "")
        names = [shape.label, path] if not group else [f"{group}{shape.label}", f"{group}·{shape.label}", path]
        if group and shape.label not in _VAGUE and len(shape.label) >= _SAYS:
            names.append(shape.label)
        for name in dict.fromkeys(map(fold, names)):
            found.setdefault(name, []).append(path)
    return {name: tuple(paths) for name, paths in found.items()}


def _single_fields(kind: type[Record]) -> Iterator[tuple[str, Shape]]:
    """The fields that one cell can fill: single values, those that hold for a while, and lists of names."""
    for shape in shapes(kind):
        if shape.many and not shape.key_refs and (shape.rooted or shape.ref or (shape.part and shape.part.shorthand)):
            yield shape.key, shape
    for path, shape in columns(kind):
        yield path, shape
    for shape in shapes(kind):
        if shape.nested and shape.part:
            lists = (inner for inner in shapes(shape.part) if inner.many and inner.ref and not inner.key_refs)
            yield from ((f"{shape.key}.{inner.key}", inner) for inner in lists)


def _vocabulary(book: NameBook, shape: Shape) -> dict[str, str]:
    """The words that the keys of a field can be, folded; none where its keys are free."""
    mark = shape.key_refs[-1]
    if not isinstance(mark, Term):
        return {}
    return book.words(mark.kinds)
