"""A table on a terminal: columns side by side, running text below its row where the screen is too narrow."""

from collections.abc import Iterator, Sequence
from typing import Any

from rich.cells import cell_len

from hyzs.model.blocks import Column, Table
from hyzs.render.layout.ansi import AnsiStyle
from hyzs.render.layout.cell_text import clean, has_sentences, is_list, items, plain_text
from hyzs.render.layout.column_widths import ColumnFit, fit_columns
from hyzs.render.layout.text_wrap import pack_words, pad, wrap

_INDENT = 4


def table_lines(table: Table, width: int, paint: AnsiStyle) -> Iterator[str]:
    """The table line by line: headings, a thin rule, groups with their rows, the note."""
    cells = [[_cell_text(column.value(row)) for column in table.columns] for row in table.rows]
    if not cells:
        yield paint("（无）", "dim")
    else:
        grid = Grid(table.columns, fit_columns(table.columns, cells, width), width, paint)
        yield from grid.head()
        yield from _groups(table, cells, grid)
    if table.note:
        yield ""
        yield from (paint(line, "dim") for line in wrap(clean(table.note), width))


def _cell_text(value: Any) -> str:
    """The value as text; sentences of a list stand on lines of their own."""
    parts = items(value) if is_list(value) else []
    return "；\n".join(parts) if has_sentences(parts) else plain_text(value)


def _groups(table: Table, cells: Sequence[Sequence[str]], grid: "Grid") -> Iterator[str]:
    start = 0
    for number, (label, rows) in enumerate(table.rows_by_group()):
        if label:
            yield from [""] if number else []
            yield from (grid.paint(line, "bold") for line in wrap(clean(label), grid.width))
        for n in range(start, start + len(rows)):
            yield from [""] if n > start and grid.fit.stacked else []
            yield from grid.row(cells[n])
        start += len(rows)


class Grid:
    """Columns, their widths, and how a row is set in them."""

    def __init__(self, columns: Sequence[Column], fit: ColumnFit, width: int, paint: AnsiStyle) -> None:
        self.columns, self.fit, self.width, self.paint = columns, fit, width, paint

    def head(self) -> Iterator[str]:
        """The headings and the rule under them."""
        headings = [self._heading(n, column) for n, column in enumerate(self.columns)]
        yield from (self.paint(line, "bold") for line in self._row_lines(headings, heading=True))
        yield self.paint("─" * self.fit.width, "dim")

    def _heading(self, number: int, column: Column) -> str:
        """The label with its unit beside it, or below it where the column is narrow."""
        room = self.fit.widths.get(number, 0)
        return clean(column.heading if cell_len(column.heading) <= room else column.heading.replace("(", "\n(", 1))

    def row(self, texts: Sequence[str]) -> Iterator[str]:
        """The cells that stand beside each other, then the others below them, each after its label."""
        yield from self._row_lines(texts)
        stacked = [n for n in self.fit.stacked if texts[n]]
        short = {n: text for n in stacked if self._is_short(n, text := self._label_and_text(n, texts[n]))}
        yield from (f"{' ' * _INDENT}{line}" for line in pack_words(short.values(), " · ", self.width - _INDENT))
        for n in stacked:
            if n not in short:
                yield from self._stacked_lines(n, texts[n])

    def _label_and_text(self, number: int, text: str) -> str:
        column = self.columns[number]
        if column.type == "number" and column.unit:
            return f"{clean(column.label)}：{text} {clean(column.unit)}"
        return f"{clean(column.heading)}：{text}"

    def _is_short(self, number: int, text: str) -> bool:
        """True if the cell with its label may share a line with others."""
        return not self.columns[number].wide and "\n" not in text and cell_len(text) <= self.width // 2

    def _row_lines(self, texts: Sequence[str], heading: bool = False) -> Iterator[str]:
        wrapped = [wrap(texts[n], size, self._breaks_by_item(n, texts[n])) for n, size in self.fit.widths.items()]
        for n in range(max(map(len, wrapped))):
            parts = (
                " " * self.fit.gaps[column] + self._cell(lines[n] if n < len(lines) else "", column, heading)
                for lines, column in zip(wrapped, self.fit.widths, strict=True)
            )
            yield "".join(parts).rstrip()

    def _breaks_by_item(self, number: int, text: str) -> bool:
        """True if a line should break between names: not within sentences."""
        return self.columns[number].type == "list" and "，" not in text

    def _cell(self, text: str, number: int, heading: bool) -> str:
        column = self.columns[number]
        padded = pad(text, self.fit.widths[number], right=column.type == "number")
        style = self.paint.style_of(text) if column.type == "light" and not heading else ""
        return padded.replace(text, self.paint(text, style)) if style else padded

    def _stacked_lines(self, number: int, text: str) -> Iterator[str]:
        label = f"{clean(self.columns[number].heading)}：".replace("\n", " ")
        hang = _INDENT + cell_len(label)
        if hang > self.width // 2:
            yield from (" " * _INDENT + line for line in wrap(label, self.width - _INDENT))
            label, hang = "", _INDENT
        first, *rest = wrap(text, self.width - hang, self._breaks_by_item(number, text))
        yield " " * _INDENT + label + first
        yield from (f"{' ' * hang}{line}".rstrip() for line in rest)
