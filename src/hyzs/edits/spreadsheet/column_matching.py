"""Matching of headings to fields: the rows of headings, and the field of each."""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from hyzs.edits.spreadsheet.heading_words import HeadingWords
from hyzs.model.annotations import Term
from hyzs.model.column_heading import ColumnHeading, heading_readings, notes_in
from hyzs.model.errors import BadUsage
from hyzs.model.field_shapes import FieldPosition, FieldShape, columns, field_at, shapes
from hyzs.model.finding import Route
from hyzs.model.folding import fold
from hyzs.model.measurement_units import is_unit, parse_unit, trailing_unit
from hyzs.model.record import Part, Record
from hyzs.model.spreadsheet import SpreadsheetSheet
from hyzs.model.typed_input import normalize
from hyzs.query.name_book import NameBook

#: Looked at from the top for the headings; fewer known ones are no headings.
_LOOKED, _LEAST = 15, 2
#: Most rows of headings above each other.
_DEEP = 3
#: Labels of parts that say too little without the part they stand in (名称, 依据) are no headings by themselves.
_SAYS = 2
_VAGUE = frozenset(("名称", "依据", "理由", "日期", "说明", "类型", "认定"))
#: A unit for all that follows, over the table: 单位：亿元.
_UNIT_OF_ALL = re.compile(r"(?:^|[\s(（\[【金额计量货币])单位\s*[:：]\s*([^\s()（）\[\]【】]+)")


class ColumnMatch(NamedTuple):
    """The fields that a heading may mean (none: it is not known), and the notes beside its words."""

    fields: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class ColumnMatcher:
    """Matches headings to fields of one kind; ``words`` are the other names of its fields."""

    def __init__(self, book: NameBook, kind: type[Record], words: HeadingWords) -> None:
        self.kind, self.words = kind, words
        self._meanings: dict[str, ColumnMatch] = {}
        self.known: dict[str, tuple[str, ...]] = _labels(kind)
        self.known |= {fold(word): (path,) for path, names in words.fields.items() for word in names}
        self.known |= {fold(word): tuple(paths) for word, paths in words.ask.items()}
        self.patterns = [(path, re.compile(text)) for path, text in words.patterns.items()]
        self.unless = re.compile(words.unless) if words.unless else None
        self.keys = {shape.key: _vocabulary(book, shape) for shape in shapes(kind) if shape.key_refs}
        labels = {shape.key: shape.label for shape in shapes(kind)}
        for path, words_of in self.keys.items():
            self.known |= {fold(f"{labels[path]}·{key}"): (f"{path}.{key}",) for key in words_of.values()}

    def of(self, heading: str) -> ColumnMatch:
        """The fields that it may mean; each heading is understood once."""
        if heading not in self._meanings:
            self._meanings[heading] = self._meaning(heading)
        return self._meanings[heading]

    def _meaning(self, heading: str) -> ColumnMatch:
        """The fields it may mean: by its words as they stand, else without what is noted beside them."""
        for reading in heading_readings(heading):
            if (fields := self._fields(reading)) and self._fits(fields, reading):
                return ColumnMatch(self._narrowed(fields, reading), reading.notes)
        for reading in heading_readings(heading):
            if not reading.is_cut and (meaning := self._with_unit(reading)):
                return meaning
        return ColumnMatch()

    def _narrowed(self, fields: tuple[str, ...], reading: ColumnHeading) -> tuple[str, ...]:
        """The fields as the notes narrow them: 开工时间（计划） is a promise, 投资额（固定资产投资） may be either."""
        if reading.is_cut:
            return fields
        for note in map(fold, reading.notes):
            if together := self._fields(ColumnHeading(note + reading.label)):
                return together
            if (other := self._fields(ColumnHeading(note))) and not set(other) & set(fields):
                return (*fields, *other)
        return fields

    def _fields(self, reading: ColumnHeading) -> tuple[str, ...]:
        if fields := self.known.get(reading.label):
            return fields
        for path, pattern in self.patterns:
            match = pattern.fullmatch(reading.label)
            if not match:
                continue
            if "key" not in pattern.groupindex:
                return (path,)
            if key := self.keys.get(path, {}).get(match["key"]):
                return (f"{path}.{key}",)
        return ()

    def _fits(self, fields: Sequence[str], reading: ColumnHeading) -> bool:
        """True if the notes leave the words their meaning: what is cut off can only be a unit."""
        if self.unless and any(self.unless.search(note) for note in reading.notes):
            return False
        return not reading.is_cut or all(
            _is_unit_of(field_position(self.kind, path), reading.notes[-1]) for path in fields
        )

    def _with_unit(self, reading: ColumnHeading) -> ColumnMatch | None:
        """总投资亿元: known words and a unit of their field, with nothing between."""
        for start in range(len(reading.label) - 1, 0, -1):
            fields = self._fields(ColumnHeading(reading.label[:start]))
            own = {field_position(self.kind, path).scalar.unit for path in fields}
            if len(own) == 1 and (unit := trailing_unit(reading.label[start:], own.pop())):
                return ColumnMatch(fields, (*reading.notes, unit.text))
        return None


@dataclass(frozen=True, slots=True)
class HeadingRows:
    """The rows of headings of a sheet (first and last), and the heading of each column; empty ones have none.

    A heading that stands there twice has its place behind it: 备注#2. ``parts`` are its texts from the upper row down,
    ``short`` those of the last row alone.
    """

    first: int
    last: int
    labels: Sequence[str]
    parts: Sequence[Sequence[str]]
    short: Sequence[str]
    #: The unit of all amounts, and where it stands: 单位：亿元.
    unit: str = ""


class HeadingScore(NamedTuple):
    """A score of rows as headings: the number of known headings, and of amounts with a unit."""

    known: int
    units: int


def find_headings(
    sheet: SpreadsheetSheet, score: Callable[[HeadingRows], HeadingScore]
) -> tuple[HeadingRows | None, HeadingScore]:
    """The rows of headings that are understood best; None where hardly any are known.

    Of several the fewest rows, then the uppermost.
    """
    best: tuple[HeadingRows | None, HeadingScore] = (None, HeadingScore(_LEAST - 1, 0))
    for head in _Candidates(sheet).heads():
        head_score = score(head)
        if head_score > best[1] and head_score.known >= _LEAST:
            best = (head, head_score)
    return best


class _Candidates:
    """The rows of one sheet that may be headings."""

    def __init__(self, sheet: SpreadsheetSheet) -> None:
        self.sheet = sheet
        self.columns = range(sheet.width)
        self.texts = [[text_at(sheet, row, n) for n in self.columns] for row in range(min(_LOOKED, len(sheet.rows)))]
        self.titles = [self._titles(row) for row in range(len(self.texts))]

    def heads(self) -> Iterator[HeadingRows]:
        """Each row as headings, then each two and each three."""
        for deep in range(1, _DEEP + 1):
            for last in range(deep - 1, len(self.texts)):
                yield self._head(last - deep + 1, last)

    def _head(self, first: int, last: int) -> HeadingRows:
        counts: dict[str, int] = {}
        labels: list[str] = []
        parts = [self._parts(first, last, column) for column in self.columns]
        for label in map(" ".join, parts):
            counts[label] = counts.get(label, 0) + bool(label)
            labels.append(f"{label}#{counts[label]}" if counts[label] > 1 else label)
        return HeadingRows(first, last, labels, parts, self.texts[last], self._unit_over(first))

    def _parts(self, first: int, last: int, column: int) -> list[str]:
        """The headings over a column, from the upper row down, each text once; titles are none."""
        texts: list[str] = []
        for row in range(first, last + 1):
            text = self.texts[row][column]
            if row < last:
                text = ("" if column in self.titles[row] else text) or self._left_of(row, column, last)
            if text and text not in texts:
                texts.append(text)
        return texts

    def _titles(self, row: int) -> frozenset[int]:
        """The columns over which something stands alone in its row, or is merged over most of it: no upper heading."""
        width = Counter(self.sheet.merge_origin(row, n) for n in self.columns)
        filled_places = [place for place in width if self.sheet.cell(*place).text.strip()]
        return frozenset(
            n
            for n in self.columns
            if len(filled_places) < _LEAST or width[self.sheet.merge_origin(row, n)] * 3 > len(self.columns) * 2
        )

    def _left_of(self, row: int, column: int, last: int) -> str:
        """An upper heading that stands over columns to its right without being merged: until the next one.

        It does so only where a heading stands below it.
        """
        if not self.texts[last][column]:
            return ""
        left = next((n for n in range(column - 1, -1, -1) if self.texts[row][n]), None)
        if left is None or left in self.titles[row]:
            return ""
        text = self.texts[row][left]
        return text if self.texts[last][left] not in ("", text) else ""

    def _unit_over(self, first: int) -> str:
        """The unit over the table for all amounts: 单位：亿元, or a unit alone or in brackets in a title."""
        units = (match[1] for row in self.texts[:first] for text in row if (match := _UNIT_OF_ALL.search(text)))
        titles = (self.texts[row][n] for row in range(first) for n in self.titles[row])
        titled = (note for text in titles if text for note in (text, *notes_in(text)) if is_unit(note, "万元"))
        return next(units, "") or next(titled, "")


def text_at(sheet: SpreadsheetSheet, row: int, column: int) -> str:
    """The text of a cell, or of the cell merged over it; two lines of a heading are one text."""
    place = sheet.merge_origin(row, column)
    return " ".join(normalize(sheet.cell(*place).text).split())


def field_position(kind: type[Record], path: str) -> FieldPosition:
    """The field at a dotted path, of an item of a list with its place or without: tasks.due, tasks.0.due.

    Raises: BadUsage if there is none.
    """
    place = field_at(kind, route_in(kind, path))
    if place is None:
        raise BadUsage(f"{kind.label}没有“{path}”这个字段", "运行 hyzs schema 看有哪些字段")
    return place


def field_label(kind: type[Record], path: str) -> str:
    """The label of a field; of one of many under keys, with its key: 节点·签约.

    Raises: BadUsage: the kind has no such field.
    """
    first, _, rest = path.partition(".")
    shape = field_position(kind, path).shape
    return f"{shape.label}·{rest}" if shape.key == first and rest else shape.label


def _is_unit_of(spot: FieldPosition, note: str) -> bool:
    """True if the note means to be a unit of the field, known or not."""
    try:
        return bool(spot.scalar.unit and parse_unit(note, spot.scalar.unit, bracketed=False))
    except ValueError:
        return True


def _labels(kind: type[Record]) -> dict[str, tuple[str, ...]]:
    """The kind's own labels, folded: of its fields, and of the fields of its parts, alone and after the part's."""
    paths_by_name: dict[str, list[str]] = {}
    groups = {shape.key: shape.label for shape in shapes(kind) if shape.is_nested}
    for path, shape in _single_fields(kind):
        group = groups.get(path.partition(".")[0], "")
        names = [shape.label, path] if not group else [f"{group}{shape.label}", f"{group}·{shape.label}", path]
        if group and shape.label not in _VAGUE and len(shape.label) >= _SAYS:
            names.append(shape.label)
        for name in dict.fromkeys(map(fold, names)):
            paths_by_name.setdefault(name, []).append(path)
    return {name: tuple(paths) for name, paths in paths_by_name.items()}


def column_position(kind: type[Record], path: str) -> FieldPosition:
    """The field that a column fills; of a list's items the rows say which one.

    Raises: BadUsage if there is none, or the path is that of a list of parts, or of one item of it.
    """
    place, route = field_position(kind, path), route_in(kind, path)
    lists = item_lists(kind)
    if path in lists:
        raise BadUsage(f"“{path}”一列写不下一项", f"写明是它的哪个字段，如 {path}.{lists[path]}")
    if any(isinstance(step, int) for step in route):
        raise BadUsage(f"“{path}”不用写第几项", f"写 {'.'.join(step for step in route if isinstance(step, str))}")
    return place


def is_clauses(spot: FieldPosition) -> bool:
    """True if the field is an ownership sentence, clause by clause."""
    return spot.shape.many and spot.scalar.many and spot.scalar is not spot.shape


def route_in(kind: type[Record], path: str) -> Route:
    """The route that a dotted path is: places in lists of parts are numbers."""
    first, *rest = path.split(".")
    in_list = first in item_lists(kind)
    return (first, *(int(step) if n == 0 and in_list and step.isdecimal() else step for n, step in enumerate(rest)))


def item_lists(kind: type[Record]) -> dict[str, str]:
    """The lists of parts of which several cells can fill one item: the key of each, and that of its main field."""
    return {
        shape.key: main_field(shape.part)
        for shape in shapes(kind)
        if shape.many and shape.part and not (shape.key_refs or shape.has_root_model or shape.part.shorthand)
    }


def item_list(kind: type[Record], path: str) -> str:
    """The list of parts in an item of which the path stands; empty where it stands in none."""
    first, _, rest = path.partition(".")
    return first if rest and first in item_lists(kind) else ""


def main_field(part: type[Part]) -> str:
    """The first field besides its id that an item of the list must have."""
    required = {info.alias or name for name, info in part.model_fields.items() if info.is_required()}
    naming = {shape.key for shape in shapes(part) if shape.name_mark and shape.name_mark.how == "id"}
    return next((shape.key for shape in shapes(part) if shape.key in required - naming), "")


def _single_fields(kind: type[Record]) -> Iterator[tuple[str, FieldShape]]:
    """The fields that one cell can fill: single values, those that hold for a while, and lists of names."""
    for shape in shapes(kind):
        is_short = shape.has_root_model or shape.ref or shape.name_mark or (shape.part and shape.part.shorthand)
        if shape.many and not shape.key_refs and is_short:
            yield shape.key, shape
    for path, shape in columns(kind):
        yield path, shape
    for shape in shapes(kind):
        if shape.is_nested and shape.part:
            lists = (inner for inner in shapes(shape.part) if inner.many and inner.ref and not inner.key_refs)
            yield from ((f"{shape.key}.{inner.key}", inner) for inner in lists)


def _vocabulary(book: NameBook, shape: FieldShape) -> dict[str, str]:
    """The words that the keys of a field can be, folded; none where its keys are free."""
    mark = shape.key_refs[-1]
    if not isinstance(mark, Term):
        return {}
    return book.names_by_folded_text(mark.kinds)
