"""Rows of a printed division of tasks that came back, in whatever workbook or document it was handed in."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from hyzs.model.spreadsheet import SheetCell
from hyzs.model.typed_input import normalize
from hyzs.model.workbook_form import ReturnedForm, ReturnedTable
from hyzs.query.division_rows import HEADINGS, NOTHING

#: A table is the printed one if it has so many of its headings.
_LEAST_HEADINGS = 4
_CONTINUED = "（续）"
#: The column in which workbooks say to which group a row belongs.
_GROUP = "分组"
_REMARKS = re.compile("备注|意见|说明|理由|建议")
_RANGE = re.compile(r"\s*[（(](\d{1,3})[)）](?:\s*[—–~～-]+\s*[（(](\d{1,3})[)）])?")


@dataclass(slots=True)
class DivisionRow:
    """A row of the table: its cells by column, and the remarks that people wrote at it, each with its address."""

    cells: dict[str, SheetCell]
    remarks: list[SheetCell] = field(default_factory=list)

    def text(self, column: str) -> str:
        """The text of the cell; empty where there is none, or a dash."""
        cell = self.cells.get(column)
        return cell_content(cell.text) if cell else ""

    @property
    def address(self) -> str:
        """The address of the first cell that says something."""
        cells = [*self.cells.values(), *self.remarks]
        return next((cell.address for cell in cells if cell.text.strip()), "")


@dataclass(slots=True)
class DivisionTable:
    """The rows of a returned print; ``texts`` stand beside them, ``unread`` are (column, cells) that nobody printed."""

    rows: list[DivisionRow] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    unread: dict[str, int] = field(default_factory=dict)
    columns: set[str] = field(default_factory=set)


class NumberedText(NamedTuple):
    """A line of a cell with the numbers in front of it; none where it has none."""

    numbers: tuple[int, ...]
    text: str


def cell_content(text: str) -> str:
    """The text of a cell without what stands for nothing."""
    return "" if text.strip() in ("", NOTHING, "-", "无") else text.strip()


def division_table(form: ReturnedForm) -> DivisionTable:
    """The rows of the print, whatever was put around them, between them and behind them."""
    out = DivisionTable(texts=list(form.texts))
    for table in form.tables:
        _read_table(table, out)
    return out


def _read_table(table: ReturnedTable, out: DivisionTable) -> None:
    places: dict[int, str] = {}
    for number, cells in enumerate(table.rows):
        texts = [cell.text.strip() for cell in cells]
        if len(columns := _columns(texts)) >= _LEAST_HEADINGS:
            places = columns
            out.columns |= set(places.values())
            headings = texts
        elif not places or len({text for text in texts if text}) <= 1:
            out.texts += dict.fromkeys(text for text in texts if text)
        else:
            _read_row(cells, headings, places, table.remarks.get(number, ()), out)
            continue
        out.texts += [f"批注：{remark}" for remark in table.remarks.get(number, ())]


def _columns(texts: Sequence[str]) -> dict[int, str]:
    """The columns of a row of headings by their places; the unit behind a heading does not count."""
    places: dict[int, str] = {}
    for place, text in enumerate(texts):
        plain = normalize("".join(text.split())).split("(")[0]
        key = next((key for key, heading in HEADINGS.items() if plain == heading), None)
        if key and key not in places.values():
            places[place] = key
    return places


def _read_row(
    cells: Sequence[SheetCell],
    headings: Sequence[str],
    places: dict[int, str],
    comments: Sequence[str],
    out: DivisionTable,
) -> None:
    row = DivisionRow({key: cells[place] for place, key in places.items() if place < len(cells)})
    for place, cell in enumerate(cells):
        heading = headings[place] if place < len(headings) else ""
        if place in places or not cell.text.strip() or heading == _GROUP:
            continue
        if _REMARKS.search(heading):
            row.remarks.append(cell)
        else:
            name = heading or "没有表头的一栏"
            out.unread[name] = out.unread.get(name, 0) + 1
    if remark := row.cells.pop("remark", None):
        row.remarks += [remark] if remark.text.strip() else []
    row.remarks += [SheetCell(comment, "text", row.address) for comment in comments]
    if out.rows and row.text("name").endswith(_CONTINUED):
        _continue(out.rows[-1], row)
    else:
        out.rows.append(row)


def _continue(row: DivisionRow, rest: DivisionRow) -> None:
    """Put the rest of a row that went over the page behind its beginning."""
    for key, cell in rest.cells.items():
        if key not in ("number", "name") and cell.text.strip():
            before = row.cells.get(key, SheetCell())
            row.cells[key] = SheetCell(f"{before.text}\n{cell.text}".strip(), "text", before.address or cell.address)
    row.remarks += rest.remarks


def numbered_lines(text: str) -> list[NumberedText]:
    """The lines of a cell, each with its numbers: （1）（2）, （3）—（6）."""
    return [_numbered(line.strip()) for line in cell_content(text).split("\n") if line.strip()]


def _numbered(line: str) -> NumberedText:
    numbers: list[int] = []
    while match := _RANGE.match(line):
        first, last = int(match[1]), int(match[2] or match[1])
        numbers += range(first, last + 1) if last - first < _MOST_NUMBERS else ()
        line = line[match.end() :]
    return NumberedText(tuple(numbers), line.strip())


_MOST_NUMBERS = 200


def listed_names(text: str) -> Iterator[str]:
    """The names of a cell that lists units and nothing else."""
    yield from (name.strip() for name in re.split("[\n、，,；;]", cell_content(text)) if name.strip())
