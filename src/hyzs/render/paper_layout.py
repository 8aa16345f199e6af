"""Sheet that a page goes on, and the widths of the columns of its tables there, in mm."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

from hyzs.model.text_width import cell_width, line_count
from hyzs.render.page_model import Cell, Head, Page, PageLine, PagePart

#: Paper, across or not → the width of the type area in mm. Upright A4 as GB/T 9704 has it: 156 mm; across, 20 mm aside.
_TYPE_WIDTH = {("A4", False): 156.0, ("A4", True): 257.0, ("A3", False): 257.0, ("A3", True): 380.0}
#: On a page that is a single sheet: the size of all its letters in pt, and the width of its type area in mm.
SINGLE_SIZE, _SINGLE_TYPE_WIDTH = 9.0, 180.0
#: Sizes of tables in pt, tried in this order; a leader cannot read what is smaller.
_SIZES = (10.5, 9.0, 8.0)
_MM = 0.3528
#: Blank on both sides of a cell, mm.
_CELL_PADDING = 3.2
#: No column needs more cells than this; running text stands well in so many, and not in fewer than _NARROW.
_WIDEST, _NARROW, _MEDIUM = 64, 16, 8
#: A label of so many cells is never broken.
_WHOLE_LABEL = 10
#: Letters that are wider in print than half a Chinese character, by so many tenths of that half.
_WIDER = {**dict.fromkeys("mMWw%@", 7), **dict.fromkeys("ABCDEFGHKLNOPQRSTUVXYZ", 4)}
#: From line to line, in sizes of letters.
_LEADING = 1.5
#: A row of more lines is hard to read.
_TALLEST = 9
#: Sentences and clauses, each with the sign that ends it.
_SENTENCE = re.compile("[^。；\n]*[。；\n]|[^。；\n]+")


#: The head over the running texts that share a column.
_SHARED_HEAD = Head("rest", "情况", "", "left", "wide")


@dataclass(frozen=True, slots=True)
class TableLayout:
    """A table on its sheet: widths in mm; where it is folded, the running texts share the last column."""

    widths: list[float]
    folded: bool = False

    def heads(self, part: PagePart) -> Sequence[Head]:
        """The heads that stand beside each other."""
        return [*part.short_heads, _SHARED_HEAD] if self.folded else part.heads

    def cells(self, line: PageLine) -> list[Cell]:
        """The cells that stand beside each other."""
        if not self.folded:
            return line.cells
        return [
            *line.short_cells,
            Cell(_SHARED_HEAD, "", [f"{cell.head.label}：{cell.text}" for cell in line.running_cells]),
        ]

    def split_row(self, line: PageLine, size: float, highest: float) -> list[list[Cell]]:
        """The cells of a row in letters of ``size`` pt; of one higher than ``highest`` mm, in rows of half that.

        Each cell goes on at an item or a sentence; continued rows repeat what names the row, with （续）.
        """
        cells, rooms = self.cells(line), _cells_per_line(self.widths, size)
        most = int(highest / (size * _MM * _LEADING))
        if _row_lines(cells, rooms) <= most:
            return [cells]
        stub = len(line.stub)
        pieces = [_split_cell(cell, room, max(1, most // 2)) for cell, room in zip(cells, rooms, strict=True)]
        first, *later = zip_longest(*pieces)
        names = [replace(cell, text=text, items=[]) for cell, text in zip(cells, line.continued_stub, strict=False)]
        return [
            [piece or _empty_cell(cell) for piece, cell in zip(first, cells, strict=True)],
            *(
                [*names, *(piece or _empty_cell(c) for piece, c in zip(row[stub:], cells[stub:], strict=True))]
                for row in later
            ),
        ]


@dataclass(frozen=True, slots=True)
class _WidthRange:
    """The least and the wished width of a column, in cells."""

    least: int
    wished: int

    def mm(self, size: float) -> tuple[float, float]:
        """Both in mm, in letters of that size."""
        cell = size * _MM / 2
        return self.least * cell + _CELL_PADDING, self.wished * cell + _CELL_PADDING


@dataclass(frozen=True, slots=True)
class PaperLayout:
    """The sheet: paper, whether it lies across, the size of its tables in pt, and its tables by their place."""

    paper: str
    across: bool
    size: float
    tables: dict[int, TableLayout]
    single: bool = False

    @property
    def room(self) -> float:
        """The width of the type area in mm."""
        return _SINGLE_TYPE_WIDTH if self.single else _TYPE_WIDTH[self.paper, self.across]


def choose_layout(page: Page, paper: str = "A4") -> PaperLayout:
    """The first way to lay it that leaves no column too narrow and no row too tall; else the last without the first.

    Upright is tried only in the usual size; where nothing fits, running texts share a column.
    """
    tables = {number: part for number, part in enumerate(page.parts) if part.kind == "table"}
    if page.single:
        return _single_sheet(tables)
    all_ranges = {
        number: [_width_range(part, place) for place in range(len(part.heads))] for number, part in tables.items()
    }
    fits = []
    for across, size in [(False, _SIZES[0]), *((True, size) for size in _SIZES)]:
        room = _TYPE_WIDTH[paper, across]
        if any(_least_width(ranges, size) > room for ranges in all_ranges.values()):
            continue
        layouts = {number: TableLayout(_widths(ranges, size, room)) for number, ranges in all_ranges.items()}
        fits.append(PaperLayout(paper, across, size, layouts))
        if all(_tallest_row(tables[number], layout, size) <= _TALLEST for number, layout in layouts.items()):
            return fits[-1]
    if fits:
        return next((sheet for sheet in fits if sheet.across), fits[-1])
    room, size = _TYPE_WIDTH[paper, True], _SIZES[1]
    return PaperLayout(
        paper, True, size, {n: _folded_layout(tables[n], ranges, size, room) for n, ranges in all_ranges.items()}
    )


def _single_sheet(tables: Mapping[int, PagePart]) -> PaperLayout:
    """All tables on an upright A4 sheet of narrow margins, in the smallest letters that can be read well."""
    all_ranges = {
        number: [_width_range(part, place) for place in range(len(part.heads))] for number, part in tables.items()
    }
    layouts = {
        number: _folded_layout(tables[number], all_ranges[number], SINGLE_SIZE, _SINGLE_TYPE_WIDTH) for number in tables
    }
    return PaperLayout("A4", False, SINGLE_SIZE, layouts, single=True)


def tables_height(page: Page, sheet: PaperLayout) -> float:
    """About how high the tables of the page stand in mm."""
    line = sheet.size * _MM * _LEADING
    tall = (_row_heights(page.parts[number], layout, sheet.size) for number, layout in sheet.tables.items())
    return sum(count * line + _CELL_PADDING for rows in tall for count in rows)


def _tallest_row(part: PagePart, layout: TableLayout, size: float) -> int:
    """The lines of the tallest row."""
    return max(_row_heights(part, layout, size), default=0)


def _row_heights(part: PagePart, layout: TableLayout, size: float) -> Iterator[int]:
    """The lines of each row."""
    rooms = _cells_per_line(layout.widths, size)
    for line in part.lines():
        yield _row_lines(layout.cells(line), rooms)


def _cells_per_line(widths: Sequence[float], size: float) -> list[int]:
    """Cells (half a character) that each column holds on a line."""
    return [int((width - _CELL_PADDING) / (size * _MM / 2)) + 1 for width in widths]


def _row_lines(cells: Sequence[Cell], rooms: Sequence[int]) -> int:
    """The lines of the row's highest cell."""
    return max(_cell_lines(cell.items or [cell.text], room) for cell, room in zip(cells, rooms, strict=True))


def _cell_lines(texts: Sequence[str], room: int) -> int:
    return sum(line_count(text, room) for text in texts)


def _split_cell(cell: Cell, room: int, most: int) -> list[Cell]:
    """The cell in pieces of at most so many lines, each of whole items or sentences as far as these are short enough.

    A longer one is cut between two signs.
    """
    units = [
        unit[start : start + limit]
        for unit in cell.items or _SENTENCE.findall(cell.text) or [""]
        for limit in (max(1, room // 2) * most,)
        for start in range(0, max(1, len(unit)), limit if line_count(unit, room) > most else len(unit) or 1)
    ]
    runs: list[list[str]] = [[]]
    for unit in units:
        run = [*runs[-1], unit]
        if runs[-1] and _cell_lines(run if cell.items else ["".join(run)], room) > most:
            runs.append([unit])
        else:
            runs[-1] = run
    return [replace(cell, items=run) if cell.items else replace(cell, text="".join(run).strip()) for run in runs]


def _empty_cell(cell: Cell) -> Cell:
    return replace(cell, text="", items=[], colour="")


def _folded_layout(part: PagePart, ranges: Sequence[_WidthRange], size: float, room: float) -> TableLayout:
    """Layout with short columns side by side; running texts get the rest of the width."""
    if _least_width(ranges, size) <= room or len(part.short_heads) == len(part.heads):
        return TableLayout(_widths(ranges, size, room))
    short = [column.mm(size)[0] for column, head in zip(ranges, part.heads, strict=True) if head.size != "wide"]
    rest = max(room - sum(short), room / 3)
    scale = (room - rest) / max(sum(short), 1)
    return TableLayout([*(width * min(1, scale) for width in short), rest], folded=True)


def _least_width(ranges: Sequence[_WidthRange], size: float) -> float:
    return sum(column.mm(size)[0] for column in ranges)


def _widths(ranges: Sequence[_WidthRange], size: float, room: float) -> list[float]:
    """All of the room: each column its least, then what it still wants, as far as that goes."""
    bounds = [column.mm(size) for column in ranges]
    total = sum(least for least, _ in bounds)
    growth = sum(wished - least for least, wished in bounds)
    if room < total or not growth:
        return [least * room / total for least, _ in bounds]
    return [least + (room - total) * (wished - least) / growth for least, wished in bounds]


def _width_range(part: PagePart, place: int) -> _WidthRange:
    """The least and the wished width of the column at that place."""
    head = part.heads[place]
    texts = [text for line in part.lines() for text in (line.cells[place].items or line.cells[place].text.split("\n"))]
    longest = min(max(map(_printed_width, texts), default=0), _WIDEST)
    label = max(_label_width(head), cell_width(head.unit) + 1)
    if head.size == "short":
        least = wished = max(longest, label)
    else:
        floor = _NARROW if head.size == "wide" else _MEDIUM
        least = max(min(longest, floor), label, _longest_word(texts))
        wished = max(least, min(longest, _mean_width(texts) * 2))
    return _WidthRange(least + 1, wished + 1)  # letters of a bold face are a little wider


def _label_width(head: Head) -> int:
    """The least width of a label: whole over short cells and if it is short itself, else in two lines of one length."""
    label = cell_width(head.label)
    return label if head.size == "short" or label <= _WHOLE_LABEL else max(_MEDIUM, -(-label // 4) * 2)


def _printed_width(text: str) -> int:
    """The cells that a text takes in print, where some Latin letters are wider than half a Chinese character."""
    return cell_width(text) + -(-sum(_WIDER.get(sign, 0) for sign in text if sign.isascii()) // 10)


def _mean_width(texts: Sequence[str]) -> int:
    sizes = [_printed_width(text) for text in texts if text]
    return sum(sizes) // max(1, len(sizes))


def _longest_word(texts: Sequence[str]) -> int:
    """The longest run of Latin letters and digits (an id, a date), which does not break."""
    words = (word for text in texts for word in "".join(s if s.isascii() else " " for s in text).split())
    return max((_printed_width(word) for word in words if len(word) <= 24), default=0)
