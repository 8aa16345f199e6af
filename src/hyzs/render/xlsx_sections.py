"""Contents of the worksheets of a workbook: tables and the texts above them, widths in cells, heights in points."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import zip_longest
from typing import Any

from hyzs.model.answer import Answer
from hyzs.model.blocks import Block, Chart, Column, Graph, Heading, Pairs, Table, Text
from hyzs.model.text_width import cell_width, line_count
from hyzs.render.layout.cell_text import clean, items, plain_text, stamp_texts
from hyzs.render.xlsx_charts import drawable_charts

#: Columns are no wider and no narrower than so many cells; running text is not pressed below the last.
#: Behind the name of a sheet with nodes: that of the sheet with the edges between them.
_EDGES = "·关系"
_WIDEST, _NARROWEST, _NARROW = 48, 6, 12
_LINE_HEIGHT, _TITLE_HEIGHT = 15.0, 26.0
#: Blank on both sides of a column, in cells.
_PADDING = 1
#: No row of a workbook is higher, in points.
_HIGHEST = 409.0
#: Tables that share a worksheet may together wish for so much more than its width.
_PRESSED = 1.25


@dataclass(frozen=True, slots=True)
class SheetSize:
    """Room of one sheet of paper across at the print scale: cells side by side, points one below the other."""

    cells: int
    points: float

    def holds(self, widths: Sequence[int]) -> bool:
        """True if columns of so many cells, each with its padding, stand side by side."""
        return sum(widths) + len(widths) * _PADDING <= self.cells


@dataclass(frozen=True, slots=True)
class Caption:
    """A text outside of the tables; ``style`` is title, heading or text."""

    text: str
    style: str = "text"

    def height(self, width: int) -> float:
        """In points, in lines of so many cells."""
        return _TITLE_HEIGHT if self.style == "title" else _LINE_HEIGHT * line_count(self.text, width)


@dataclass(frozen=True, slots=True)
class SheetSection:
    """A table under its captions, or captions alone; every row has as many values as there are columns."""

    name: str
    captions: Sequence[Caption]
    columns: Sequence[Column] = ()
    rows: Sequence[Sequence[Any]] = ()
    note: str = ""

    @property
    def wishes(self) -> list["_Wish"]:
        """The wish of each column."""
        return [_wish(column, [row[n] for row in self.rows]) for n, column in enumerate(self.columns)]

    def head_height(self, widths: Sequence[int]) -> float:
        """Of the row of headings, in points."""
        heads = (line_count(column.heading, width) for column, width in zip(self.columns, widths, strict=False))
        return _LINE_HEIGHT * max(2, *heads)

    def height(self, widths: Sequence[int]) -> float:
        """Of the whole section in columns of so many cells, in points."""
        height = sum(caption.height(sum(widths)) for caption in self.captions)
        if self.columns:
            height += self.head_height(widths) + sum(row_height(row, widths) for row in self.rows)
        return height + (_LINE_HEIGHT if self.note else 0)


@dataclass(frozen=True, slots=True)
class Worksheet:
    """One worksheet: its sections one below the other, and the widths of the columns that they share."""

    sections: list[SheetSection]
    widths: list[int] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name of its section, or those of the first and the last."""
        names = [section.name for section in self.sections if section.columns] or [self.sections[0].name]
        return names[0] if len(names) == 1 else f"{names[0]}—{names[-1]}"

    @property
    def is_shared(self) -> bool:
        """True if it has several sections: then no head is repeated and nothing can be filtered."""
        return len(self.sections) > 1

    def starts_page(self, size: SheetSize) -> Iterator[bool]:
        """For each section, True if it does not fit on the sheet of paper that the one before ends on."""
        used = 0.0
        for section in self.sections:
            height = section.height(self.widths)
            is_first = bool(used) and used + height > size.points
            used = height if is_first else used + height
            yield is_first


def worksheets(answer: Answer, size: SheetSize) -> list[Worksheet]:
    """The worksheets of an answer: each table has one; those of a text to be read share one as far as they fit."""
    sheets: list[Worksheet] = []
    for section in _sections(answer):
        widths = _joint_widths([*sheets[-1].sections, section], size) if sheets and answer.prose else None
        if widths is None:
            sheets.append(Worksheet([section], _fitted(section.wishes, size) or [size.cells - _PADDING]))
        else:
            sheets[-1] = Worksheet([*sheets[-1].sections, section], widths)
    title = [Caption(clean(answer.title), "title")] if answer.title else []
    stamp = [Caption(" · ".join(stamp_texts(answer)))] if answer.title else []
    return [_with_captions(sheet, title, stamp) for sheet in sheets]


def row_height(values: Sequence[Any], widths: Sequence[int]) -> float:
    """The height of a row of cells, in points."""
    tall = max(line_count(cell_text(value), width) for value, width in zip(values, widths, strict=False))
    return min(_HIGHEST, _LINE_HEIGHT * tall + 3)


def cell_text(value: Any) -> str:
    """A value as the text of a cell: a list item by item, a line each."""
    return "\n".join(items(value)) if isinstance(value, (list, tuple)) else plain_text(value)


def _joint_widths(sections: Sequence[SheetSection], size: SheetSize) -> list[int] | None:
    """The widths of columns that these share; None where one is too high for a sheet or all of them are too wide."""
    places = zip_longest(*(section.wishes for section in sections), fillvalue=_Wish(0, 0))
    wishes = [_Wish(max(wish.width for wish in place), max(wish.load for wish in place)) for place in places]
    if sum(wish.width for wish in wishes) > size.cells * _PRESSED:
        return None
    widths = _fitted(wishes, size)
    return widths if all(section.height(widths) <= size.points for section in sections) else None


def _with_captions(sheet: Worksheet, title: Sequence[Caption], stamp: Sequence[Caption]) -> Worksheet:
    """The sheet with the title over all of it and the stamp below its first captions."""
    first, *rest = sheet.sections
    captions = [*title, *first.captions, *stamp]
    spaced = [
        SheetSection(part.name, [Caption(""), *part.captions], part.columns, part.rows, part.note) for part in rest
    ]
    return Worksheet([SheetSection(first.name, captions, first.columns, first.rows, first.note), *spaced], sheet.widths)


def _sections(answer: Answer) -> Iterator[SheetSection]:
    """Each table with its name and the texts above it; those after the last one are a section without a table."""
    title = clean(answer.title or answer.report)
    name, captions, any_table = title, list[Caption](), False
    for block in answer.blocks:
        if isinstance(block, Table):
            yield _table_section(name, captions, block)
            if isinstance(block, Graph) and block.edges.rows:
                yield _table_section(f"{name}{_EDGES}", [], block.edges)
            captions, any_table = [], True
        elif isinstance(block, Heading) and block.text != title:
            name = clean(block.text)
            captions = [*([] if any_table and not answer.prose else captions), Caption(name, "heading")]
        else:
            captions += [Caption(text) for text in _texts(block)]
    if captions or not any_table:
        yield SheetSection("说明" if any_table else name, captions)


def _table_section(name: str, captions: Sequence[Caption], table: Table) -> SheetSection:
    columns = [*([Column("group", "分组")] if table.groups else []), *table.columns]
    labelled = [*([("合计", [table.total])] if table.total else []), *table.rows_by_group()]
    rows = [
        [*([label] if table.groups else []), *(column.value(row) for column in table.columns)]
        for label, group in labelled
        for row in group
    ]
    return SheetSection(name, captions, columns, rows, clean(table.note))


def _texts(block: Block) -> list[str]:
    match block:
        case Text():
            return [clean(block.text)]
        case Pairs():
            return [f"{clean(label)}：{plain_text(value)}" for label, value in block.items]
        case Chart() if not drawable_charts([block]):
            return [clean(block.as_text())]
    return []


@dataclass(frozen=True, slots=True)
class _Wish:
    """The width that a column wishes for, and the cells that its text takes in a usual row."""

    width: int
    load: float


def _wish(column: Column, values: Sequence[Any]) -> _Wish:
    texts = [cell_text(value).split("\n") for value in values]
    longest = max((cell_width(line) for text in texts for line in text), default=0)
    head = max(cell_width(column.label), cell_width(column.unit) + 2) + 3
    load = sum(cell_width(line) for text in texts for line in text) / max(1, len(texts))
    return _Wish(max(_NARROWEST, min(max(longest + 2, head), _WIDEST)), load)


def _fitted(wishes: Sequence[_Wish], size: SheetSize) -> list[int]:
    """The widths, narrowed until a sheet of paper holds all of them, first where it makes fewest lines.

    No column is narrowed so far that it cannot be read.
    """
    widths = [wish.width for wish in wishes]
    while not size.holds(widths):
        places = [place for place, width in enumerate(widths) if width > _NARROW]
        if not places:
            break
        widths[min(places, key=lambda place: wishes[place].load / (widths[place] - 1))] -= 1
    return widths
