"""Paragraphs of a document, as every reader gives them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

#: Paragraphs of a document, rows of its tables among them.
MOST_PARAGRAPHS = 20_000


class CannotParse(Exception):
    """A document that is not read: the reason, and a hint."""


class Paragraph(NamedTuple):
    """One paragraph, or one row of a table (``cells``: (heading, text) of each cell; in the row of headings both)."""

    text: str
    cells: tuple[tuple[str, str], ...] = ()

    @property
    def is_headings(self) -> bool:
        """True for the row that names the columns of a table."""
        return bool(self.cells) and all(heading == text for heading, text in self.cells)

    @property
    def stored_text(self) -> str:
        """The text as plans keep it: of a row with its cells apart, so that ``stored_paragraphs`` finds them again."""
        return f"| {' | '.join(text for _, text in self.cells)} |" if self.cells else self.text


def stored_paragraphs(texts: Sequence[str]) -> list[Paragraph]:
    """The paragraphs of a plan's texts, rows of tables with their cells: a row goes under the last row of headings."""
    paragraphs: list[Paragraph] = []
    headings: list[str] = []
    for text in texts:
        is_row = text.startswith("| ") and text.endswith(" |")
        cells = [cell.strip() for cell in text[1:-1].split("|")] if is_row else []
        headings = cells if is_heading_row(cells) else headings
        if cells and headings:
            own = tuple(zip(headings, cells, strict=False))
            paragraphs.append(Paragraph(" ".join(cell for cell in cells if cell), own))
        else:
            paragraphs.append(Paragraph(text))
    return paragraphs


@dataclass(slots=True)
class OfficialDocument:
    """The paragraphs of a file in their order; ``problem`` and ``hint`` where it could not be read."""

    name: str
    paragraphs: list[Paragraph] = field(default_factory=list)
    #: Remarks for the reader: tracked changes, a column that nobody knows.
    remarks: list[str] = field(default_factory=list)
    problem: str = ""
    hint: str = ""

    def add(self, text: str) -> None:
        """Add a paragraph, unless it is blank."""
        if text.strip():
            self._append(Paragraph(text.strip()))

    def _append(self, paragraph: Paragraph) -> None:
        """Append it. Raises: CannotParse: the document has more paragraphs than any plan."""
        if len(self.paragraphs) >= MOST_PARAGRAPHS:
            raise CannotParse(f"文件太长：超过 {MOST_PARAGRAPHS} 段", "只留方案正文，另存再收")
        self.paragraphs.append(paragraph)

    def add_table(self, rows: list[list[str]]) -> None:
        """Add a table: one row per paragraph, under the headings of its first row that holds any.

        A table of one column is no table but a frame round paragraphs.
        """
        head = next((number for number, row in enumerate(rows) if is_heading_row(row)), None)
        if head is None or max(map(len, rows), default=0) < _COLUMNS:
            for row in rows:
                for cell in dict.fromkeys(row):
                    for line in cell.split("\n"):
                        self.add(line)
            return
        for row in rows[:head]:
            self.add(" ".join(dict.fromkeys(cell for cell in row if cell.strip())))
        headings = [" ".join(cell.split()) for cell in rows[head]]
        self._add_row(headings, headings)
        for row in rows[head + 1 :]:
            self._add_row(headings, row)

    def _add_row(self, headings: list[str], row: list[str]) -> None:
        texts = [cell.strip().replace("|", "｜") for cell in row]
        is_merged = row is not headings and len({text for text in texts if text}) == 1
        if is_merged and len(headings) > 1:  # a section
            self.add(next(text for text in texts if text))
        elif any(texts):
            cells = tuple(zip(headings, texts, strict=False))
            self._append(Paragraph(" ".join(text for text in texts if text), cells))


_COLUMNS = 2
_HEADING_WORDS = ("牵头", "责任单位", "责任部门", "配合单位", "主办", "协办", "承办")


def is_heading_row(row: list[str]) -> bool:
    """True for the row that names the columns of a table of duties: short cells, one of them of units."""
    texts = ["".join(cell.split()) for cell in row if cell.strip()]
    return (
        len(texts) >= _COLUMNS
        and all(len(text) <= _LONGEST_HEADING for text in texts)
        and any(word in text for text in texts for word in _HEADING_WORDS)
    )


_LONGEST_HEADING = 14
