"""Model of a page for templates: titles, texts and cells, all of them text already."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import takewhile

from markupsafe import Markup

from hyzs.model.answer import Answer
from hyzs.model.blocks import Block, Break, Chart, Column, Findings, Graph, Heading, Pairs, Row, Table, Text, Tiles
from hyzs.render.layout.cell_text import clean, items, plain_text, stamp_texts
from hyzs.render.layout.light_shades import light_name
from hyzs.render.layout.official_values import UNKNOWN, date_words, paper_text
from hyzs.render.svg import chart_svg, graph_svg

#: A cell of so many characters (or items) makes its row tall: an unbreakable tall row leaves half a page empty.
_TALL_CHARACTERS, _TALL_ITEMS = 150, 10
#: A column of texts no longer than this looks best centred and unbroken.
_SHORT_CHARACTERS = 6
#: More columns than this do not fit on a sheet: running texts then share one column.
_MANY_COLUMNS = 9
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
    """One value under its head: as one text, as items where it is a list; ``colour`` is declared, of a light."""

    head: Head
    text: str
    items: list[str]
    colour: str = ""


@dataclass(frozen=True, slots=True)
class PageLine:
    """One row; ``keep`` says that a page break should not part it, ``id`` whose record it is, if of one."""

    cells: list[Cell]
    keep: bool
    id: str = ""

    @property
    def stub(self) -> list[str]:
        """The texts that name the row: its first cell and, behind a short one (a number), the next; no running text."""
        cells = self.cells[: 2 if self.cells[0].head.size == "short" else 1]
        return [cell.text for cell in takewhile(lambda cell: cell.head.size != "wide", cells)]

    @property
    def continued_stub(self) -> list[str]:
        """The same over the rest of the row: （续） behind the name."""
        return [*self.stub[:-1], *(f"{name}（续）" for name in self.stub[-1:])]

    @property
    def short_cells(self) -> list[Cell]:
        """The cells without running text."""
        return [cell for cell in self.cells if cell.head.size != "wide"]

    @property
    def running_cells(self) -> list[Cell]:
        """The running texts that say something."""
        return [cell for cell in self.cells if cell.head.size == "wide" and cell.text]


@dataclass(frozen=True, slots=True)
class PageSection:
    """Rows under one label (empty where the table has no groups)."""

    label: str
    lines: list[PageLine]


@dataclass(frozen=True, slots=True)
class PagePart:
    """One block of the page; ``kind`` (heading, text, table, pairs, tiles, chart, break) says which others are filled.

    ``colours`` are those of the lights that the values of ``pairs`` begin with, empty where one begins with none; a
    ``full`` chart is as wide as the sheet.
    """

    kind: str
    text: str = ""
    level: int = 2
    tone: str = "plain"
    heads: Sequence[Head] = ()
    sections: Sequence[PageSection] = ()
    pairs: Sequence[tuple[str, str]] = ()
    colours: Sequence[str] = ()
    total: PageLine | None = None
    svg: Markup = field(default_factory=Markup)
    full: bool = False

    def lines(self) -> list[PageLine]:
        """Every line of the table, the total first."""
        return [*([self.total] if self.total else []), *(line for s in self.sections for line in s.lines)]

    @property
    def folded(self) -> bool:
        """True if the running texts share one column, each behind its label, since a sheet is too narrow for all."""
        return len(self.heads) > _MANY_COLUMNS and len(self.short_heads) < len(self.heads) - 1

    @property
    def short_heads(self) -> list[Head]:
        """The heads without those of running text."""
        return [head for head in self.heads if head.size != "wide"]


@dataclass(frozen=True, slots=True)
class Page:
    """A whole page: title, parts, stamp; ``period`` is the title's end, if it is there.

    With ``single`` the parts before the first break stand on one upright sheet.
    """

    report: str
    title: str
    period: str
    parts: list[PagePart]
    stamp: list[str]
    sample: bool
    single: bool = False
    #: A word across every sheet.
    watermark: str = ""

    def texts(self) -> Iterator[tuple[str, str]]:
        """Every text of the page, each with its place: the record and the field where they are known."""
        yield from (("标题", self.title), ("标题", self.period), *(("落款", text) for text in self.stamp))
        for part in self.parts:
            yield from (
                ("正文", part.text),
                *(place for label, text in part.pairs for place in _pair_texts(label, text)),
            )
            yield from (("表头", f"{head.label}{head.unit}") for head in part.heads)
            yield from (("分组", section.label) for section in part.sections)
            for line in part.lines():
                for cell in line.cells:
                    field = f"{line.id} 的{cell.head.label}" if line.id else cell.head.label
                    yield from ((field, text) for text in (cell.text, *cell.items))

    @property
    def name(self) -> str:
        """The title without its period."""
        return self.title.removesuffix(self.period).strip()


def _pair_texts(label: str, text: str) -> Iterator[tuple[str, str]]:
    yield from ((label, label), (label, text))


def page_of(answer: Answer, lights: Mapping[str, str], *, paper: bool) -> Page:
    """The answer as a page; the heading that is the title is not among the parts.

    ``lights`` are the declared ones, name → colour; on ``paper`` dates and amounts are written as papers write them.
    """
    builder = _PageBuilder(lights, paper)
    first = next((block for block in answer.blocks if isinstance(block, Heading) and block.depth == 1), None)
    title = answer.title or (first.text if first else answer.report)
    parts = [part for block in answer.blocks if not _is_redundant(block, title) for part in builder.parts(block)]
    period = builder.text(answer.stamp.period) if title.endswith(answer.stamp.period) else ""
    stamp = [builder.text(text) for text in stamp_texts(answer)]
    return Page(
        answer.report,
        builder.text(title),
        period,
        parts,
        stamp,
        bool(answer.stamp.sample),
        answer.one_page,
        answer.watermark,
    )


def _is_redundant(block: Block, title: str) -> bool:
    """True for blocks that the page shows anyway: its title, and findings of which there are none."""
    return (isinstance(block, Heading) and block.text == title) or (isinstance(block, Findings) and not block.rows)


def table_part(table: Table) -> PagePart:
    """A table as a part of a page of paper."""
    return _PageBuilder({}, paper=True).table(table)


class _PageBuilder:
    """Makes the parts of a page of the blocks of an answer."""

    def __init__(self, lights: Mapping[str, str], paper: bool) -> None:
        self.lights, self.paper = lights, paper

    def text(self, text: str) -> str:
        """Clean text with its dates as they are written there."""
        return date_words(clean(text)) if self.paper else clean(text)

    def parts(self, block: Block) -> Iterator[PagePart]:
        """The block as parts of the page: on paper a graph is a drawing with its table below."""
        if isinstance(block, Graph) and block.rows and self.paper:
            yield PagePart("chart", self.text(block.as_text()), full=True, svg=graph_svg(block))
        yield self.part(block)

    def part(self, block: Block) -> PagePart:
        """The block as a part of the page."""
        match block:
            case Heading():
                level = min(block.depth + 1, 6) if block.depth == 1 else block.depth
                return PagePart("heading", self.text(block.text), level=level)
            case Text():
                return PagePart("text", self.text(block.text), tone=block.tone)
            case Pairs():
                kind = "tiles" if isinstance(block, Tiles) else "pairs"
                pairs = [(self.text(label), self.text(plain_text(value))) for label, value in block.items]
                return PagePart(
                    kind, pairs=pairs, colours=[self.colour(value.partition("\n")[0]) for _, value in pairs]
                )
            case Break():
                return PagePart("break")
            case Chart():
                return PagePart("chart", self.text(block.as_text()), full=block.full, svg=chart_svg(block, self.lights))
            case Table():
                return self.table(block)

    def colour(self, text: str) -> str:
        """The declared colour of the light that the text begins with."""
        return self.lights.get(light_name(text, self.lights), "")

    def table(self, table: Table) -> PagePart:
        """The table with all of its rows."""
        heads = [_head(column, table.rows) for column in table.columns]
        sections = [
            PageSection(self.text(label), list(self.lines(table, heads, rows))) for label, rows in table.rows_by_group()
        ]
        total = next(self.lines(table, heads, [table.total], is_total=True), None) if table.total else None
        return PagePart("table", self.text(table.note), heads=heads, sections=sections, total=total)

    def lines(
        self, table: Table, heads: Sequence[Head], rows: Sequence[Row], *, is_total: bool = False
    ) -> Iterator[PageLine]:
        """Rows as lines; what a total does not sum up stays blank in it."""
        for row in rows:
            cells = [self.cell(column, head, row) for column, head in zip(table.columns, heads, strict=True)]
            cells = [replace(cell, text="") if is_total and cell.text == UNKNOWN else cell for cell in cells]
            tall = any(len(cell.text) > _TALL_CHARACTERS or len(cell.items) > _TALL_ITEMS for cell in cells)
            yield PageLine(cells, keep=not tall, id=str(row.get("id") or ""))

    def cell(self, column: Column, head: Head, row: Row) -> Cell:
        """The value of a row under that head."""
        value = column.value(row)
        text = paper_text(column, value) if self.paper else plain_text(value)
        entries = [self.text(item) for item in items(value)] if column.type == "list" else []
        return Cell(head, text, entries, self.colour(text) if column.type == "light" else "")


#: A unit that a label brings along: 一年合计(万元).
_UNIT_IN_LABEL = re.compile(r"(.+)\(([^()]{1,6})\)")


def _head(column: Column, rows: Sequence[Row]) -> Head:
    longest = max((len(text) for row in rows for text in items(column.value(row))), default=0)
    short = column.type in _ALIGN or max(longest, len(column.label.partition("(")[0])) <= _SHORT_CHARACTERS
    size = "wide" if column.wide else "short" if short else "medium"
    align = _ALIGN.get(column.type, "center" if size == "short" else "left")
    label, unit = clean(column.label), clean(column.unit)
    if not unit and (parts := _UNIT_IN_LABEL.fullmatch(label)):
        label, unit = parts[1], parts[2]
    return Head(column.key, label, unit, align, size)
