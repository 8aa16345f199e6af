"""Writes a form as a workbook: given cells locked, cells to fill yellow, ready to print; reproducible to the byte."""

import hashlib
import hmac
import io
import json
import math
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import accumulate
from typing import Any

from hyzs.model.spreadsheet import column_letters
from hyzs.model.text_width import line_count
from hyzs.model.workbook_form import HIDDEN_SHEET, FormColumn, FormSheet, WorkbookForm, seal_id
from hyzs.workbooks.form_layout import HEAD_LABELS, KEY_LABEL, NOTES_SHEET

_FONT = "宋体"
_GREY, _YELLOW, _LINE = "#F2F2F2", "#FFF9D6", "#808080"
_LINE_HEIGHT = 15.0
#: Over the table: the title, two lines of who and when, then the labels.
_TOP = 3
#: Widths of cells that fit across a printed sheet in letters of 9 pt; wider tables go over several, each with the first
#: column, at this scale in per cent of the 10 pt of a cell.
_SHEET, _SCALE = 150, 92
#: Characters of a list in a validation.
_LONGEST_LIST = 255
#: Column of the hidden sheet from which the longer lists are.
_LISTS = 5


def write_form(form: WorkbookForm, key: bytes, sent: WorkbookForm | None = None) -> bytes:
    """The bytes of the workbook, its hidden part sealed with the key.

    ``sent`` is the form that went out, where ``form`` is what somebody made of it: the hidden part stays that of it.
    """
    import xlsxwriter

    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, options)
    book.set_properties({"title": form.title, "created": datetime.fromisoformat(f"{form.created}T00:00:00")})
    styles = _Styles(book)
    for sheet in form.sheets:
        _Page(book.add_worksheet(sheet.name), form, sheet, styles).write()
    _write_notes(book.add_worksheet(NOTES_SHEET), form.notes, styles)
    _write_hidden_sheet(book.add_worksheet(HIDDEN_SHEET), sent or form, key)
    book.close()
    return out.getvalue()


def checksum(secret: Mapping[str, str], sent: Any) -> str:
    """A checksum of the hidden part, against accidental changes."""
    return hashlib.sha256(_signed_bytes(secret, sent)).hexdigest()[:16]


def seal(secret: Mapping[str, str], sent: Any, key: bytes) -> str:
    """The id of the key, and an HMAC of the hidden part: only the holder of the key can make it."""
    return f"{seal_id(key)}:{seal_code(secret, sent, key)}"


def seal_code(secret: Mapping[str, str], sent: Any, key: bytes) -> str:
    """The HMAC of the hidden part, which is all of a seal that older forms have."""
    return hmac.new(key, _signed_bytes(secret, sent), hashlib.sha256).hexdigest()


def hidden_lines(metadata: Mapping[str, str], sent: Sequence[Sequence[str]], key: bytes | None) -> list[list[str]]:
    """The lines of a hidden part: metadata, checksum and seal (none without a key), then what was sent."""
    lines = [["", "", name, value] for name, value in metadata.items()]
    lines.append(["", "", "checksum", checksum(metadata, sent)])
    if key is not None:
        lines.append(["", "", "seal", seal(metadata, sent, key)])
    return [*lines, *map(list, sent)]


def _signed_bytes(secret: Mapping[str, str], sent: Any) -> bytes:
    return json.dumps([dict(secret), [list(line) for line in sent]], ensure_ascii=False, sort_keys=True).encode()


class _Styles:
    """The formats of cells."""

    def __init__(self, book: Any) -> None:
        plain = {"font_name": _FONT, "font_size": 10, "text_wrap": True, "valign": "vcenter"}
        box = {**plain, "border": 1, "border_color": _LINE}
        self.title = book.add_format({**plain, "font_size": 16, "bold": True, "align": "center", "locked": True})
        self.label = book.add_format({**plain, "align": "right", "locked": True})
        self.head = book.add_format({**box, "bold": True, "align": "center", "bg_color": _GREY, "locked": True})
        self.fixed = book.add_format({**box, "bg_color": _GREY, "locked": True, "num_format": "@"})
        self.text = book.add_format({**box, "bg_color": _YELLOW, "locked": False, "num_format": "@"})
        self.number = book.add_format({**box, "bg_color": _YELLOW, "locked": False, "num_format": "#,##0.####"})
        self.line = book.add_format({**plain, "bottom": 1, "bg_color": _YELLOW, "locked": False, "num_format": "@"})
        self.note = book.add_format({**plain, "font_size": 11})

    def of(self, column: FormColumn, *, new: bool) -> Any:
        if column.type == "fixed" and not (new and column.required_in_new_rows):
            return self.fixed
        return self.number if column.type == "number" else self.text


class _Page:
    """One sheet of the form."""

    def __init__(self, page: Any, form: WorkbookForm, sheet: FormSheet, styles: _Styles) -> None:
        self.page, self.form, self.sheet, self.styles = page, form, sheet, styles
        self.columns = sheet.columns

    def write(self) -> None:
        self._head()
        for number, (key, values) in enumerate(self.sheet.rows.items()):
            self._row(_TOP + 1 + number, key, values)
        first = _TOP + 1 + len(self.sheet.rows)
        for number in range(first, first + self.sheet.spare):
            self._row(number, "", {}, new=True)
        self._validate(_TOP + 1, first + self.sheet.spare - 1, first)
        self._print(first + self.sheet.spare - 1)

    def _head(self) -> None:
        self.page.merge_range(0, 1, 0, self._first_sheet(), self.form.title, self.styles.title)
        self.page.set_row(0, 30)
        places = [(1, 1), (1, 4), (1, 7), (2, 1), (2, 4)]
        for label, (row, place) in zip(HEAD_LABELS, places, strict=True):
            self.page.write_string(row, place, f"{label}：", self.styles.label)
            is_unit = label == HEAD_LABELS[0]
            value, style = (self.form.unit, self.styles.label) if is_unit else ("", self.styles.line)
            self.page.write_string(row, place + 1, value, style)
        self.page.set_row(_TOP, 32)
        self.page.write_string(_TOP, 0, KEY_LABEL, self.styles.head)
        for number, column in enumerate(self.columns, 1):
            self.page.write_string(_TOP, number, column.heading, self.styles.head)
            self.page.set_column(number, number, column.width)
            if column.note:
                self.page.write_comment(_TOP, number, column.note, {"author": "", "x_scale": 1.6})
        self.page.set_column(0, 0, 12, None, {"hidden": True})

    def _first_sheet(self) -> int:
        """The last column that is printed on the first sheet."""
        ends = [end for end in accumulate(column.width for column in self.columns) if end <= _SHEET]
        return min(max(2, len(ends)), len(self.columns))

    def _row(self, row: int, key: str, values: Mapping[str, str], *, new: bool = False) -> None:
        self.page.write_string(row, 0, key, self.styles.fixed)
        for number, column in enumerate(self.columns, 1):
            value, style = values.get(column.key, ""), self.styles.of(column, new=new)
            if column.type == "number" and _is_number(value):
                self.page.write_number(row, number, float(value), style)
            elif value:
                self.page.write_string(row, number, value, style)
            else:
                self.page.write_blank(row, number, None, style)
        self.page.set_row(
            row, _LINE_HEIGHT * max(2, *(line_count(values.get(c.key, ""), c.width) for c in self.columns))
        )

    def _validate(self, first: int, last: int, new: int) -> None:
        """Validations: drop-downs, numbers and dates; pasted values are checked when the form is read."""
        for number, column in enumerate(self.columns, 1):
            start = new if column.type == "fixed" else first
            if start > last or (column.type == "fixed" and not column.required_in_new_rows):
                continue
            if column.choices:
                rule: dict[str, Any] = {
                    "validate": "list",
                    "source": self._choices(column),
                    "error_message": "请从列表里选",
                }
                self.page.data_validation(start, number, last, number, rule)
            elif column.type == "number":
                rule = {"validate": "decimal", "criteria": ">=", "value": 0, "error_type": "warning"}
                prompt = {"input_title": column.heading[:32], "input_message": column.note or "只写数字"}
                self.page.data_validation(start, number, last, number, {**rule, **prompt})

    def _choices(self, column: FormColumn) -> list[str] | str:
        """The choices, or their range in the hidden sheet if a validation cannot hold so many."""
        long = _long_lists(self.form)
        if tuple(column.choices) not in long:
            return list(column.choices)
        letter = column_letters(_LISTS + long.index(tuple(column.choices)))
        return f"={HIDDEN_SHEET}!${letter}$1:${letter}${len(column.choices)}"

    def _print(self, last: int) -> None:
        page = self.page
        page.protect(
            "", {"sort": True, "autofilter": True, "format_rows": True, "format_columns": True, "insert_rows": True}
        )
        page.autofilter(_TOP, 1, last, len(self.columns))
        page.freeze_panes(_TOP + 1, 2)
        page.set_landscape()
        page.set_paper(9)
        if sum(column.width for column in self.columns) > _SHEET:
            page.set_print_scale(_SCALE)
            page.repeat_columns(1, 1)
        else:
            page.fit_to_pages(1, 0)
        page.repeat_rows(0, _TOP)
        page.print_area(0, 1, last, len(self.columns))
        page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        page.set_footer("&C— &P —")


def _is_number(text: str) -> bool:
    """True if a cell can hold the text as a number; what people typed besides stays text."""
    try:
        return bool(text) and math.isfinite(float(text))
    except ValueError:
        return False


def _write_notes(page: Any, notes: Sequence[str], styles: _Styles) -> None:
    page.set_column(0, 0, 80)
    for row, note in enumerate(notes):
        page.write_string(row, 0, f"{row + 1}. {note}", styles.note)
        page.set_row(row, _LINE_HEIGHT * 1.3 * line_count(note, 74))
    page.protect()
    page.set_paper(9)
    page.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
    page.fit_to_pages(1, 0)


def _write_hidden_sheet(page: Any, form: WorkbookForm, key: bytes) -> None:
    """Write the hidden sheet: metadata, then the columns, the rows, and the value of each cell."""
    rows = hidden_lines({**form.hidden_metadata, "title": form.title}, _sent_values(form), key)
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            page.write_string(number, column, text)
    for number, choices in enumerate(_long_lists(form), _LISTS):
        page.write_column(0, number, choices)
    page.very_hidden()


def _long_lists(form: WorkbookForm) -> list[tuple[str, ...]]:
    """The lists of choices that are too long for a validation, each once."""
    lists = (tuple(column.choices) for sheet in form.sheets for column in sheet.columns)
    return list(dict.fromkeys(choices for choices in lists if len(",".join(choices)) > _LONGEST_LIST))


def _sent_values(form: WorkbookForm) -> list[list[str]]:
    """Every column with its heading (no row key), every row (no column), and all values of the rows."""
    headings = [[sheet.name, "", column.key, column.heading] for sheet in form.sheets for column in sheet.columns]
    values = [
        [sheet.name, key, column, cells.get(column, "") if column else ""]
        for sheet in form.sheets
        for key, cells in sheet.rows.items()
        for column in ("", *(c.key for c in sheet.columns if cells.get(c.key)))
    ]
    return headings + values
