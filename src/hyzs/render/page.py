"""What a page template loops over: titles, texts and cells, all of them text already."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from hyzs.model.answer import Answer, Block, Break, Chart, Column, Findings, Heading, Pairs, Row, Table, Text
from hyzs.render.cells import clean, items, plain, stamped
from hyzs.render.svg import svg

#: A cell of so many characters (or items) makes its row tall: an unbreakable tall row leaves half a page empty.
_TALL_TEXT, _TALL_LIST = 150, 10
#: A column of texts no longer than this looks best centred and unbroken.
_SHORT = 6
#: More columns than this do not fit on a sheet: running texts then share one column.
_MANY = 9
_ALIGN = {"number": "right", "date": "center", "flag": "center", "light": "center", "mark": "center"}


@dataclass(frozen=True, slots=True)
class Head:
    """One column: ``align`` is left, center or right; ``size`` is short, medium or wide."""

    key: str
    label: str
    unit: str
    align: str
    size: str

    @property
    def css(self) -> str:
        """The classes of its cells: the column's own, and how it is set."""
        return f"c-{self.key} {self.align} {self.size}"


@dataclass(frozen=True, slots=True)
class Cell:
    """One value under its head: as one text, and as items where it is a list."""

    head: Head
    text: str
    items: list[str]


@dataclass(frozen=True, slots=True)
class Line:
    """One row; ``keep`` says that a page break should not part it."""

    cells: list[Cell]
    keep: bool

    @property
    def beside(self) -> list[Cell]:
        """The cells without running text."""
        return [cell for cell in self.cells if cell.head.size != "wide"]

    @property
    def below(self) -> list[Cell]:
        """The running texts that say something."""
        return [cell for cell in self.cells if cell.head.size == "wide" and cell.text]


@dataclass(frozen=True, slots=True)
class Section:
    """Rows under one label (empty where the table has no groups)."""

    label: str
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class Part:
    """One block of the page; ``kind`` (heading, text, table, pairs, chart, break) says which others are filled."""

    kind: str
    text: str = ""
    level: int = 2
    tone: str = "plain"
    heads: Sequence[Head] = ()
    sections: Sequence[Section] = ()
    pairs: Sequence[tuple[str, str]] = ()
    total: Line | None = None
    svg: Markup = field(default_factory=Markup)

    def lines(self) -> list[Line]:
        """Every line of the table, the total first."""
        return [*([self.total] if self.total else []), *(line for s in self.sections for line in s.lines)]

    @property
    def folded(self) -> bool:
        """Whether the running texts share one column, each behind its label, since a sheet is too narrow for all."""
        return len(self.heads) > _MANY and len(self.beside) < len(self.heads) - 1

    @property
    def beside(self) -> list[Head]:
        """The heads without those of running text."""
        return [head for head in self.heads if head.size != "wide"]


@dataclass(frozen=True, slots=True)
class Page:
    """A whole page: its title, its parts, and what its stamp says; ``period`` is the title's end, if it is there."""

    report: str
    title: str
    period: str
    parts: list[Part]
    stamp: list[str]
    sample: bool

    @property
    def name(self) -> str:
        """The title without its period."""
        return self.title.removesuffix(self.period).strip()


def page_of(answer: Answer) -> Page:
    """The answer as a page; the heading that is the title is not among the parts."""
    first = next((block for block in answer.blocks if isinstance(block, Heading) and block.level == 1), None)
    title = answer.title or (first.text if first else answer.report)
    parts = [_part(block) for block in answer.blocks if not _is_told(block, title)]
    period = clean(answer.stamp.period) if title.endswith(answer.stamp.period) else ""
    return Page(answer.report, clean(title), period, parts, stamped(answer), bool(answer.stamp.sample))


def _is_told(block: Block, title: str) -> bool:
    """Whether the page says it anyway: its title, and that nothing was found."""
    return (isinstance(block, Heading) and block.text == title) or (isinstance(block, Findings) and not block.rows)


def _part(block: Block) -> Part:
    match block:
        case Heading():
            return Part(
                "heading", clean(block.text), level=min(block.level + 1, 6) if block.level == 1 else block.level
            )
        case Text():
            return Part("text", clean(block.text), tone=block.tone)
        case Pairs():
            return Part("pairs", pairs=[(clean(label), plain(value)) for label, value in block.items])
        case Break():
            return Part("break")
        case Chart():
            return Part("chart", clean(block.told()), svg=svg(block))
        case Table():
            return _table(block)


def _table(table: Table) -> Part:
    heads = [_head(column, table.rows) for column in table.columns]
    sections = [Section(clean(label), list(_lines(table, heads, rows))) for label, rows in table.grouped()]
    total = next(_lines(table, heads, [table.total]), None) if table.total else None
    return Part("table", clean(table.note), heads=heads, sections=sections, total=total)


def _head(column: Column, rows: Sequence[Row]) -> Head:
    longest = max((len(text) for row in rows for text in items(column.value(row))), default=0)
    short = column.type in _ALIGN or max(longest, len(column.label)) <= _SHORT
    size = "wide" if column.wide else "short" if short else "medium"
    align = _ALIGN.get(column.type, "center" if size == "short" else "left")
    return Head(column.key, clean(column.label), clean(column.unit), align, size)


def _lines(table: Table, heads: Sequence[Head], rows: Sequence[Row]) -> Iterator[Line]:
    for row in rows:
        cells = [_cell(column, head, row) for column, head in zip(table.columns, heads, strict=True)]
        tall = any(len(cell.text) > _TALL_TEXT or len(cell.items) > _TALL_LIST for cell in cells)
        yield Line(cells, keep=not tall)


def _cell(column: Column, head: Head, row: Row) -> Cell:
    value = column.value(row)
    return Cell(head, plain(value), items(value) if column.type == "list" else [])
