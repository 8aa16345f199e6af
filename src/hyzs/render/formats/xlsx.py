"""XLSX: numbers are numbers, dates are dates, nothing is a formula; ready to filter and to print in 9 pt or more."""

import io
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from hyzs.model.answer import Answer, PrintBase
from hyzs.model.blocks import Chart, Column
from hyzs.model.decimals import is_double
from hyzs.model.workbook_form import HIDDEN_SHEET
from hyzs.render.context import RenderContext
from hyzs.render.format import Format
from hyzs.render.layout.cell_text import clean, is_number
from hyzs.render.layout.light_shades import SHADES
from hyzs.render.xlsx_charts import SHEET_NAME, drawable_charts, write_charts
from hyzs.render.xlsx_sections import Caption, SheetSection, SheetSize, Worksheet, cell_text, row_height, worksheets

FORMAT = Format(rank=150, is_binary=True, stamp="titled")

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_BAD_NAME = re.compile(r"[\[\]:*?/\\']")
#: Of cells, in pt; columns are measured in its digits too. In prints of _SCALE per cent it is 9.2 pt.
_FONT = {"font_name": "宋体", "font_size": 10}
_SCALE = 92
#: Paper → its number in a workbook, and what a sheet of it across holds at that scale; where another face stands in
#: for the missing one its digits are up to 8.5 pixels wide, not 7.
_PAPERS = {"A4": (9, SheetSize(131, 550.0)), "A3": (8, SheetSize(190, 815.0))}
#: A cell holds so many signs, in UTF-16.
_CELL_LIMIT = 32767
#: The name of a sheet is no longer, with room for a number after it.
_NAME_LIMIT = 28


def render(answer: Answer, context: RenderContext) -> bytes:
    """The answer as a workbook."""
    from xlsxwriter import Workbook

    out = io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(out, {**safe, "default_format_properties": _FONT})
    when = datetime.fromisoformat(answer.stamp.data_date) if answer.stamp.data_date else datetime(1980, 1, 1)
    book.set_properties({"title": clean(answer.title or answer.report), "created": when})
    styles = _Styles(book)
    names: set[str] = set()
    paper, size = _PAPERS[context.printing.paper]
    for sheet in worksheets(answer, size):
        page = book.add_worksheet(_unused_name(sheet.name, names))
        page.set_paper(paper)
        _SheetWriter(page, sheet, styles, size, context.lights).write()
    if charts := drawable_charts([block for block in answer.blocks if isinstance(block, Chart)]):
        write_charts(book, book.add_worksheet(_unused_name(SHEET_NAME, names)), charts, styles.text, context.lights)
    if answer.base and answer.base.lines:
        _write_base(book.add_worksheet(HIDDEN_SHEET), answer.base)
    book.close()
    return out.getvalue()


def _write_base(page: Any, base: PrintBase) -> None:
    """Write what the print is compared with when it comes back, on a sheet that nobody sees."""
    for number, line in enumerate(base.lines):
        for column, text in enumerate(line):
            page.write_string(number, column, text)
    page.very_hidden()


def _unused_name(name: str, names: set[str]) -> str:
    """A name that a sheet may have and none has yet."""
    # Spreadsheets count in UTF-16, and keep this one name for themselves.
    short = _BAD_NAME.sub("", name).encode("utf-16-le")[: 2 * _NAME_LIMIT].decode("utf-16-le", "ignore").strip() or "表"
    short = "表" if short.casefold() == "history" else short
    unused, number = short, 1
    while unused.casefold() in names:
        number += 1
        unused = f"{short}{number}"
    names.add(unused.casefold())
    return unused


class _Styles:
    """The formats of cells."""

    def __init__(self, book: Any) -> None:
        plain = {**_FONT, "valign": "vcenter", "text_wrap": True}
        box = {**plain, "border": 1}
        self.captions = {
            "title": book.add_format({**plain, "font_size": 16, "bold": True, "text_wrap": False}),
            "heading": book.add_format({**plain, "font_size": 12, "bold": True, "text_wrap": False}),
            "text": book.add_format({**plain, "text_wrap": False}),
        }
        self.wrapped = book.add_format(plain)
        self.head = book.add_format({**box, "bold": True, "align": "center", "bg_color": "#F2F2F2"})
        self.text = book.add_format({**box, "num_format": "@", "quote_prefix": True})
        self.number = book.add_format({**box, "num_format": "#,##0.####"})
        self.lights = {
            colour: book.add_format({**box, "align": "center", "bg_color": shade.fill, "font_color": shade.ink})
            for colour, shade in SHADES.items()
        }
        self.day = book.add_format({**box, "num_format": "yyyy-mm-dd", "align": "center"})


class _SheetWriter:
    """Writes one worksheet: each section below the one before it."""

    def __init__(
        self, page: Any, sheet: Worksheet, styles: _Styles, size: SheetSize, lights: Mapping[str, str]
    ) -> None:
        self.page, self.sheet, self.styles, self.size, self.lights = page, sheet, styles, size, lights
        self.row = 0

    def write(self) -> None:
        for number, width in enumerate(self.sheet.widths):
            self.page.set_column(number, number, width)
        breaks = []
        for section, starts_page in zip(self.sheet.sections, self.sheet.starts_page(self.size), strict=True):
            if starts_page:
                breaks.append(self.row)
            self._section(section)
        self._print(breaks)

    def _print(self, breaks: list[int]) -> None:
        """On sheets across, one wide; only columns that are too many for that are made smaller."""
        self.page.set_landscape()
        self.page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        self.page.print_area(0, 0, max(0, self.row - 1), len(self.sheet.widths) - 1)
        self.page.set_footer("&C— &P —")
        if self.size.holds(self.sheet.widths):
            self.page.set_print_scale(_SCALE)
            self.page.set_h_pagebreaks(breaks)
        else:
            self.page.fit_to_pages(1, 0)

    def _section(self, section: SheetSection) -> None:
        for caption in [*section.captions, *_cut_notice(section)]:
            self._caption(caption)
        if section.columns:
            self._table(section)
        if section.note:
            self._caption(Caption(section.note))

    def _caption(self, caption: Caption) -> None:
        """A text in the first column, over the others; over several lines where they are too narrow for it."""
        width, last = sum(self.sheet.widths), len(self.sheet.widths) - 1
        text, height = _cell_content(caption.text), caption.height(width)
        self.page.set_row(self.row, min(409.0, height))
        if caption.style == "text" and height > Caption("").height(width):
            if last:
                self.page.merge_range(self.row, 0, self.row, last, "", self.styles.wrapped)
            self.page.write_string(self.row, 0, text, self.styles.wrapped)
        else:
            self.page.write_string(self.row, 0, text, self.styles.captions[caption.style])
        self.row += 1

    def _table(self, section: SheetSection) -> None:
        top, widths = self.row, self.sheet.widths
        for number, column in enumerate(section.columns):
            self.page.write_string(top, number, clean(column.heading), self.styles.head)
        self.page.set_row(top, section.head_height(widths))
        for values in section.rows:
            self.row += 1
            for number, (column, value) in enumerate(zip(section.columns, values, strict=True)):
                self._cell(self.row, number, column, value)
            self.page.set_row(self.row, row_height(values, widths))
        if not self.sheet.is_shared:
            self.page.freeze_panes(top + 1, 1)
            self.page.repeat_rows(top)
            if section.rows:
                self.page.autofilter(top, 0, self.row, len(section.columns) - 1)
        self.row += 1

    def _cell(self, row: int, number: int, column: Column, value: Any) -> None:
        if is_number(value) and is_double(value):
            self.page.write_number(row, number, float(value), self.styles.number)
        elif column.type == "date" and isinstance(value, str) and _DAY.fullmatch(value):
            self.page.write_datetime(row, number, datetime.fromisoformat(value), self.styles.day)
        elif text := cell_text(value):
            light = self.styles.lights.get(self.lights.get(text, "")) if column.type == "light" else None
            self.page.write_string(row, number, _cell_content(text), light or self.styles.text)
        else:
            self.page.write_blank(row, number, None, self.styles.text)


def _cut_notice(section: SheetSection) -> list[Caption]:
    """A sentence that names the texts too long for a cell; nothing where all are whole."""
    cells = [
        f"第 {number} 条的{column.label}({len(text):,} 字)"
        for number, row in enumerate(section.rows, 1)
        for column, value in zip(section.columns, row, strict=True)
        if len(text := cell_text(value)) * 2 > _CELL_LIMIT and _cell_content(text) != text
    ]
    return [Caption(f"一格最多 {_CELL_LIMIT:,} 字，没有写完的：{'、'.join(cells)}；全文见 csv、json")] if cells else []


def _cell_content(text: str) -> str:
    """The text up to the limit of a cell, counted in UTF-16 as spreadsheets do; a cut text ends in …."""
    units = text.encode("utf-16-le")
    return text if len(units) <= 2 * _CELL_LIMIT else units[: 2 * (_CELL_LIMIT - 1)].decode("utf-16-le", "ignore") + "…"
