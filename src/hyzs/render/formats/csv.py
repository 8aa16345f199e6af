"""CSV: the main table, safe to open in Excel or WPS."""

import csv
import io
from typing import Any

from hyzs.model.answer import Answer
from hyzs.model.errors import terminal_safe
from hyzs.render.context import RenderContext
from hyzs.render.format import Format
from hyzs.render.layout.cell_text import is_number, main_table, plain_text

#: A mark at the start of a file lets spreadsheets see UTF-8.
FORMAT = Format(rank=90, stamp="never", encoding="utf-8-sig")

#: Spreadsheets take a text that begins so for a formula; some look past leading blanks, and some fold full width.
_FORMULA = tuple("=+-@＝＋－＠")


def render(answer: Answer, context: RenderContext) -> str:
    """A line of headings, then one record per row."""
    table = main_table(answer)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([guard_cell(column.heading) for column in table.columns])
    writer.writerows([guard_cell(column.value(row)) for column in table.columns] for row in table.rows)
    return out.getvalue()


def guard_cell(value: Any) -> str:
    """The value as text, with an apostrophe before anything that a spreadsheet would run as a formula."""
    text = terminal_safe(plain_text(value))
    return f"'{text}" if not is_number(value) and text.lstrip().startswith(_FORMULA) else text
