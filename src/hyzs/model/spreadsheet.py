"""Sheets of a spreadsheet: text and type of each cell, merged ranges, hidden rows and columns."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, NamedTuple

CellKind = Literal["empty", "text", "number", "date", "flag", "error", "formula", "picture", "scaled", "garbled"]
Span = tuple[int, int]

#: Reasons for a cell without a readable value, by kind of cell, each with what to do.
_UNREADABLE: Mapping[str, str] = {
    "error": "单元格出错，没有值；改好公式或直接填值再交",
    "formula": "公式没有结果；用 WPS 或 Excel 打开，算出来再另存",
    "picture": "这一格是图片，不收；改写成文字",
    "garbled": "有认不出的字；另存为 UTF-8 编码的 csv，或 xlsx",
    "scaled": "格子的格式把数缩小了显示，看到的不是存着的；改成常规格式再交",
}
#: Of these the text says which error, or where it is.
_SHOWN = ("error", "garbled", "scaled")
#: A spreadsheet keeps 15 digits of a number; the others have become noughts.
_DIGITS_KEPT = 15
#: Such a number as a text: what a spreadsheet made of a long code when it wrote a CSV file.
_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?[eE]\+?1[0-9]")


class SheetCell(NamedTuple):
    """One cell: its text as people see it, its type, and its address if known (``项目!F7``)."""

    text: str = ""
    kind: CellKind = "empty"
    address: str = ""

    @property
    def problem(self) -> str:
        """Reason why the cell has no readable value; empty if it has one, or is empty itself."""
        reason = _UNREADABLE.get(self.kind, "")
        return f"{self.text}：{reason}" if self.text and self.kind in _SHOWN else reason

    @property
    def is_rounded(self) -> bool:
        """True if it is a whole number of more digits than a spreadsheet keeps: a code that has lost its end."""
        if self.kind == "number":
            return "." not in self.text and len(self.text.lstrip("-")) > _DIGITS_KEPT
        return bool(_SCIENTIFIC.fullmatch(self.text.strip()))

    def with_address(self, at: str) -> "SheetCell":
        """The same cell, with its address."""
        return self._replace(address=at)


@dataclass(frozen=True)
class SpreadsheetSheet:
    """The cells by row and column; positions count from 0, spans are (first, last).

    ``merged``: (first, last), each (row, column). ``pictures``: the cells over which a picture lies. ``untyped``: the
    file knows no kinds of cells, and writes the number 2026.10 as 2026.1 without saying that it is one.
    """

    rows: Sequence[Sequence[SheetCell]]
    merged: Sequence[tuple[Span, Span]] = ()
    hidden: bool = False
    hidden_rows: Sequence[Span] = ()
    hidden_columns: Sequence[Span] = ()
    pictures: Sequence[Span] = ()
    has_no_types: bool = False
    #: Remarks on cells, by (row, column).
    comments: Mapping[Span, str] = field(default_factory=dict)

    @classmethod
    def of_texts(cls, rows: Sequence[Sequence[str]], merged: Sequence[tuple[Span, Span]] = ()) -> "SpreadsheetSheet":
        """A sheet of nothing but texts, as a CSV file has them."""
        return cls([[_text_cell(text) for text in row] for row in rows], merged)

    @property
    def width(self) -> int:
        """The number of columns."""
        return max((len(row) for row in self.rows), default=0)

    def merge_origin(self, row: int, column: int) -> Span:
        """The place of the cell that is merged over this one; of a cell that stands alone, its own."""
        return self._covered.get((row, column), (row, column))

    @cached_property
    def _covered(self) -> dict[Span, Span]:
        """For each cell that another one is merged over, the place of that one; spans of whole columns count so far."""
        height, width = len(self.rows), self.width
        return {
            (row, column): first
            for first, last in self.merged
            for row in range(first[0], min(last[0] + 1, height))
            for column in range(first[1], min(last[1] + 1, width))
        }

    def cell(self, row: int, column: int) -> SheetCell:
        """The cell there; an empty one beyond the sheet's end."""
        cells = self.rows[row] if 0 <= row < len(self.rows) else ()
        return cells[column] if 0 <= column < len(cells) else SheetCell()

    def is_hidden_row(self, row: int) -> bool:
        """True if the row is hidden, by hand or by a filter."""
        return any(first <= row <= last for first, last in self.hidden_rows)

    def is_hidden_column(self, column: int) -> bool:
        """True if the column is hidden."""
        return any(first <= column <= last for first, last in self.hidden_columns)


@dataclass(slots=True)
class Spreadsheet:
    """A file of sheets. ``problem`` says why it could not be read; ``unknown`` names what its format does not tell."""

    file: str
    sha256: str = ""
    sheets: dict[str, SpreadsheetSheet] = field(default_factory=dict)
    problem: str = ""
    hint: str = ""
    unknown: str = ""


def _text_cell(text: str) -> SheetCell:
    if not text:
        return SheetCell()
    return SheetCell(text, "garbled" if "\ufffd" in text else "text")


def cell_address(sheet: str, row: int, column: int) -> str:
    """Address of a cell as people write it: ``项目!F7``."""
    return f"{sheet}!{column_letters(column)}{row + 1}"


def column_letters(column: int) -> str:
    """The name of a column counted from 0: A, B … Z, AA."""
    out = ""
    while column >= 0:
        out = chr(65 + column % 26) + out
        column = column // 26 - 1
    return out
