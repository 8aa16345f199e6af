"""XLSX: numbers are numbers, dates are dates, nothing is a formula; a sheet a table, ready to filter and print."""

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from hyzs.model.answer import Answer, Block, Chart, Column, Heading, Pairs, Row, Table, Text
from hyzs.model.decimals import is_double
from hyzs.model.text_width import cell_width, line_count
from hyzs.render.context import RenderContext
from hyzs.render.layout.cell_text import clean, is_number, items, plain, stamped
from hyzs.render.layout.light_shades import SHADES
from hyzs.render.xlsx_charts import NAME, drawable, write_charts

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BAD_NAME = re.compile(r"[\[\]:*?/\\']")
_PAPERS = {"A4": 9, "A3": 8}
#: Columns are no wider and no narrower, in cells; a cell holds so many signs.
_WIDEST, _NARROWEST, _LONGEST = 48, 6, 32767
#: The name of a sheet is no longer, with room for a number after it.
_NAME = 28
_HEIGHT = 15.0
#: So many cells go on a sheet; running text is not pressed below that.
_SHEET, _NARROW = 170, 12


def render(answer: Answer, look: RenderContext) -> bytes:
    """The answer as a workbook."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(out, safe)
    when = datetime.fromisoformat(answer.stamp.data_date) if answer.stamp.data_date else datetime(1980, 1, 1)
    title = clean(answer.title or answer.report)
    book.set_properties({"title": title, "created": when})
    faces = _Faces(book)
    stamp = " · ".join(stamped(answer))
    names: set[str] = set()
    for name, above, table in _sheets(answer, title):
        sheet = book.add_worksheet(_free(name, names))
        told = [title, *above, stamp] if answer.title else above
        _Page(sheet, faces, table, told, _PAPERS[look.printing.paper], look.lights).write()
    if charts := drawable([block for block in answer.blocks if isinstance(block, Chart)]):
        write_charts(book, book.add_worksheet(_free(NAME, names)), charts, faces.text, look.lights)
    book.close()
    return out.getvalue()


def _sheets(answer: Answer, title: str) -> Iterator[tuple[str, list[str], Table | None]]:
    """Each table with its name and what is said above it; what is said after the last one has a sheet of its own."""
    name, above, any_table = title, list[str](), False
    for block in answer.blocks:
        if isinstance(block, Table):
            yield name, above, block
            above, any_table = [], True
        elif isinstance(block, Heading) and block.text != title:
            name = clean(block.text)
            above = [*above, name] if not any_table else [name]
        else:
            above += _said(block)
    if above or not any_table:
        yield ("说明" if any_table else name), above, None


def _said(block: Block) -> list[str]:
    match block:
        case Text():
            return [clean(block.text)]
        case Pairs():
            return [f"{clean(label)}：{plain(value)}" for label, value in block.items]
        case Chart():
            return [clean(block.told())]
    return []


def _free(name: str, names: set[str]) -> str:
    """A name that a sheet may have and none has yet."""
    # Spreadsheets count in UTF-16, and keep this one name for themselves.
    short = _BAD_NAME.sub("", name).encode("utf-16-le")[: 2 * _NAME].decode("utf-16-le", "ignore").strip() or "表"
    short = "表" if short.casefold() == "history" else short
    found, number = short, 1
    while found.casefold() in names:
        number += 1
        found = f"{short}{number}"
    names.add(found.casefold())
    return found


class _Faces:
    """How cells look."""

    def __init__(self, book: Any) -> None:
        plain = {"font_name": "宋体", "font_size": 10, "valign": "vcenter", "text_wrap": True}
        box = {**plain, "border": 1}
        self.title = book.add_format({**plain, "font_size": 16, "bold": True, "text_wrap": False})
        self.said = book.add_format({**plain, "text_wrap": False})
        self.head = book.add_format({**box, "bold": True, "align": "center", "bg_color": "#F2F2F2"})
        self.text = book.add_format({**box, "num_format": "@", "quote_prefix": True})
        self.number = book.add_format({**box, "num_format": "#,##0.####"})
        self.lights = {
            colour: book.add_format({**box, "align": "center", "bg_color": shade.fill, "font_color": shade.ink})
            for colour, shade in SHADES.items()
        }
        self.day = book.add_format({**box, "num_format": "yyyy-mm-dd", "align": "center"})


class _Page:
    """One sheet: what is said above, then the table."""

    def __init__(
        self,
        sheet: Any,
        faces: _Faces,
        table: Table | None,
        above: Sequence[str],
        paper: int,
        lights: Mapping[str, str],
    ) -> None:
        self.sheet, self.faces, self.table, self.above, self.paper = sheet, faces, table, above, paper
        self.lights = lights

    def write(self) -> None:
        self.above = [*self.above, *self._cut_cells()]
        for row, text in enumerate(self.above):
            self.sheet.write_string(row, 0, _cut(text), self.faces.said if row else self.faces.title)
        if self.above:
            self.sheet.set_row(0, 26)
        self.sheet.set_landscape()
        self.sheet.set_paper(self.paper)
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_footer("&C— &P —")
        if self.table is not None:
            self._table(self.table, len(self.above))
        else:
            self.sheet.set_column(0, 0, 100)

    def _cut_cells(self) -> list[str]:
        """A sentence that names the texts too long for a cell; nothing where all are whole."""
        table = self.table
        cells = (
            [
                f"第 {number} 条的{column.label}({len(text):,} 字)"
                for number, row in enumerate(table.rows, 1)
                for column in table.columns
                if len(text := _text(column.value(row))) * 2 > _LONGEST and _cut(text) != text
            ]
            if table
            else []
        )
        return [f"一格最多 {_LONGEST:,} 字，没有写完的：{'、'.join(cells)}；全文见 csv、json"] if cells else []

    def _table(self, table: Table, top: int) -> None:
        columns = [*([Column("group", "分组")] if table.groups else []), *table.columns]
        rows = [
            [*([label] if table.groups else []), *(column.value(row) for column in table.columns)]
            for label, some in _with_total(table)
            for row in some
        ]
        widths = _fitted([_width(column, [row[n] for row in rows]) for n, column in enumerate(columns)])
        for n, column in enumerate(columns):
            self.sheet.set_column(n, n, widths[n])
            self.sheet.write_string(top, n, clean(column.heading), self.faces.head)
        self.sheet.set_row(
            top, _HEIGHT * max(2, *(line_count(c.heading, w) for c, w in zip(columns, widths, strict=True)))
        )
        for number, row in enumerate(rows, top + 1):
            for n, (column, value) in enumerate(zip(columns, row, strict=True)):
                self._cell(number, n, column, value)
            tall = max(line_count(_text(v), w) for v, w in zip(row, widths, strict=True))
            self.sheet.set_row(number, min(409.0, _HEIGHT * tall + 3))
        last = top + len(rows)
        self.sheet.freeze_panes(top + 1, 1)
        self.sheet.repeat_rows(top)
        if rows:
            self.sheet.autofilter(top, 0, last, len(columns) - 1)
        if table.note:
            self.sheet.write_string(last + 1, 0, clean(table.note), self.faces.said)

    def _cell(self, row: int, place: int, column: Column, value: Any) -> None:
        if is_number(value) and is_double(value):
            self.sheet.write_number(row, place, float(value), self.faces.number)
        elif column.type == "date" and isinstance(value, str) and _DAY.fullmatch(value):
            self.sheet.write_datetime(row, place, datetime.fromisoformat(value), self.faces.day)
        elif text := _text(value):
            face = self.faces.lights.get(self.lights.get(text, "")) if column.type == "light" else None
            self.sheet.write_string(row, place, _cut(text), face or self.faces.text)
        else:
            self.sheet.write_blank(row, place, None, self.faces.text)


def _cut(text: str) -> str:
    """As much of the text as a cell holds, counted in UTF-16 as spreadsheets do; cut, it ends in …."""
    units = text.encode("utf-16-le")
    return text if len(units) <= 2 * _LONGEST else units[: 2 * (_LONGEST - 1)].decode("utf-16-le", "ignore") + "…"


def _fitted(widths: Sequence[int]) -> list[int]:
    """The same, the wide ones narrowed until a sheet across shows all of them in letters that can be read."""
    found = list(widths)
    while sum(found) > _SHEET and (most := max(found)) > _NARROW:
        found = [width - 1 if width == most else width for width in found]
    return found


def _with_total(table: Table) -> list[tuple[str, Sequence[Row]]]:
    return [*([("合计", [table.total])] if table.total else []), *table.grouped()]


def _text(value: Any) -> str:
    """A list goes item by item, a line each."""
    return "\n".join(items(value)) if isinstance(value, (list, tuple)) else plain(value)


def _width(column: Column, values: Sequence[Any]) -> int:
    longest = max((cell_width(line) for value in values for line in _text(value).split("\n")), default=0)
    head = max(cell_width(column.label), cell_width(column.unit) + 2) + 3
    return max(_NARROWEST, min(max(longest + 2, head), _WIDEST))
