"""Widths of the columns that stand side by side on a screen, and the columns that go below their row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from hyzs.model.blocks import Column

#: Blanks before a column, and before one of marks.
_COLUMN_GAP, _MARK_GAP = 2, 1
#: Cells of these types may be wrapped; a number or a date never is.
_WRAPPING_TYPES = ("text", "list")
#: One wide character.
_WIDE_CHARACTER = 2
#: A word of Latin letters, and how long one may be to stay whole.
_WORD, _WORD_SIZE = re.compile("[!-~]+"), 24
#: No wrapped column gets narrower than this: five characters.
_NARROWEST = 10


@dataclass(frozen=True, slots=True)
class ColumnFit:
    """Columns beside each other with their widths; the others stand below their row."""

    widths: dict[int, int]
    stacked: list[int]
    gaps: dict[int, int]

    @property
    def width(self) -> int:
        """The width of all columns and what parts them."""
        return sum(self.widths.values()) + sum(self.gaps.values())


def fit_columns(columns: Sequence[Column], cells: Sequence[Sequence[str]], width: int) -> ColumnFit:
    """All columns side by side if no cell gets too tall, else running text below each row; then the last ones too."""
    widest = [_line_width([row[n] for row in cells]) for n in range(len(columns))]
    unbroken = [max(size, cell_len(column.label)) for column, size in zip(columns, widest, strict=True)]
    headed = [max(size, cell_len(column.heading)) for column, size in zip(columns, widest, strict=True)]
    words = [_longest_word([row[n] for row in cells]) for n in range(len(columns))]
    least = [max(_least_width(column, size), word) for column, size, word in zip(columns, widest, words, strict=True)]
    side_by_side = list(range(len(columns)))
    if _total_width(columns, {n: least[n] for n in side_by_side}) > width:
        side_by_side = [n for n in side_by_side if not columns[n].wide] or side_by_side[:1]
    while _total_width(columns, {n: least[n] for n in side_by_side}) > width and len(side_by_side) > 1:
        side_by_side.pop()
    widths = {n: min(least[n], width) for n in side_by_side}
    for wish in (unbroken, headed):
        _share_spare(widths, wish, width - _total_width(columns, widths))
    return ColumnFit(widths, [n for n in range(len(columns)) if n not in widths], _gaps(columns, widths))


def _line_width(texts: Sequence[str]) -> int:
    lines = [line for text in texts for line in (text.split("\n") if "\n" in text else (text,))]
    return max(map(cell_len, lines), default=0)


def _longest_word(texts: Sequence[str]) -> int:
    """The longest word: an id or a code that is broken cannot be copied; a whole address may break."""
    sizes = (len(word) for text in texts for word in _WORD.findall(text))
    return max((size for size in sizes if size <= _WORD_SIZE), default=0)


def _least_width(column: Column, size: int) -> int:
    """The label stands unbroken (its unit may go below it), and a cell takes two lines or so, running text three."""
    lines = 3 if column.wide else 2
    cell = size if column.type not in _WRAPPING_TYPES else min(size, max(_NARROWEST, size // lines + 2))
    return max(cell, cell_len(column.label), _WIDE_CHARACTER)


def _total_width(columns: Sequence[Column], widths: dict[int, int]) -> int:
    return sum(widths.values()) + sum(_gaps(columns, widths).values())


def _gaps(columns: Sequence[Column], widths: dict[int, int]) -> dict[int, int]:
    """Blanks before each column; none before the first."""
    return {n: 0 if n == min(widths) else _MARK_GAP if columns[n].type == "mark" else _COLUMN_GAP for n in widths}


def _share_spare(widths: dict[int, int], wish: Sequence[int], spare: int) -> None:
    """Share the rest of the screen, first among the columns that lack least: so most of them need not break."""
    for n in sorted(widths, key=lambda n: wish[n] - widths[n]):
        more = max(0, min(spare, wish[n] - widths[n]))
        widths[n] += more
        spare -= more
