"""Reads a returned form: its cells by row and column, wherever sorting, inserting and deleting has put them."""

import hmac
from collections.abc import Mapping, Sequence
from pathlib import Path

from hyzs.model.errors import CannotRead
from hyzs.model.scalars import quoted
from hyzs.model.spreadsheet import SpreadsheetSheet
from hyzs.model.workbook_form import (
    FORM_VERSION,
    HIDDEN_SHEET,
    PRINT,
    FormColumn,
    FormNotice,
    ReturnedForm,
    ReturnedTable,
    seal_id,
)
from hyzs.workbooks.form_layout import NOTES_SHEET
from hyzs.workbooks.returned_sheet import FormPage, FormSection, find_head, is_filled
from hyzs.workbooks.spreadsheet import read_spreadsheet
from hyzs.workbooks.write_form import checksum, seal_code

#: The sheets in which WPS keeps pictures of cells.
_OF_WPS = "WpsReserved"
_NOT_OURS = "不是 hyzs 发的填报表，或者隐藏的内容丢了"
_NO_KEY = "这台电脑上没有发表用的钥匙 private/form.key，核对不了这张表是不是发给它说的那家的"
_UNKNOWN_KEY = "封这张表的是另一把钥匙({id})，这把钥匙本机没有，核对不了这张表是不是发给它说的那家的"
_NO_SEAL = "这张表没有封签，是旧版本发的，核对不了是不是发给它说的那家的"
_TAMPERED = "隐藏的内容不是这个仓库发出去的，可能改成了别家的"
_OLD = "隐藏的内容和本机的钥匙都对不上：可能改成了别家的，也可能是别的电脑用旧版本发的"
AGAIN = "用 hyzs dispatch 重新发一张，把内容抄过去；别家的台账用 hyzs import"


def read_form(
    file: Path, columns: Mapping[str, Sequence[FormColumn]], keys: Sequence[bytes] = (), skipped: str = ""
) -> ReturnedForm:
    """The content of the form at ``file``; ``columns`` are those of its sheets, ``skipped`` a reason not to open it.

    Its seal is verified with the one of the ``keys`` that made it; without that the form gets a ``doubt``.
    """
    out = ReturnedForm(file.name, skipped=skipped)
    if skipped:
        return out
    try:
        book = read_spreadsheet(file)
    except CannotRead as error:
        out.problem, out.hint = error.message, error.hint
        return out
    out.sha256, out.problem, out.hint = book.sha256, book.problem, book.hint
    sheets = dict(book.sheets)
    if not book.problem and read_hidden_lines(out, _hidden_lines(sheets.pop(HIDDEN_SHEET, None)), keys):
        if book.unknown:
            out.notices.append(FormNotice("", book.unknown))
        if PRINT in out.hidden_metadata:
            out.tables = [_table(name, sheet) for name, sheet in sheets.items() if not sheet.hidden]
            return out
        sheets.pop(NOTES_SHEET, None)
        for sheet in out.sent_headings:
            _read_section(out, sheet, columns.get(sheet, ()), sheets)
        _note_other_sheets(out, sheets)
    return out


def _read_section(
    out: ReturnedForm, name: str, columns: Sequence[FormColumn], sheets: dict[str, SpreadsheetSheet]
) -> None:
    """Read the rows of one sheet of the form, whatever its name is now; it and its copies go from ``sheets``."""
    headings = out.sent_headings[name]
    head_of = {other: find_head(sheet, headings) for other, sheet in sheets.items() if other not in out.sent_headings}
    heads = {other: head for other, head in head_of.items() if head and head.is_sure}
    if name in sheets and (own := find_head(sheets[name], headings)):
        heads = {name: own, **heads}
    if not heads:
        problem = "找不到表头那一行" if name in sheets else "没有了"
        out.notices.append(FormNotice(name, f"工作表“{name}”{problem}，里面的内容没有收；{AGAIN}", is_error=True))
        return
    now = next(iter(heads))
    if now != name:
        out.notices.append(FormNotice(now, f"工作表“{name}”改名为“{now}”，照收"))
    fixed = [column.key for column in columns if column.type == "fixed"]
    section = FormSection(out, name, FormPage(now, sheets.pop(now)), heads.pop(now), fixed)
    section.read()
    for copy, head in heads.items():
        section.compare(FormPage(copy, sheets.pop(copy)), head)


def _note_other_sheets(out: ReturnedForm, rest: Mapping[str, SpreadsheetSheet]) -> None:
    """Add notices on inserted sheets, but for those in which WPS keeps its pictures."""
    for name, sheet in rest.items():
        count = sum(is_filled(cell) for row in sheet.rows for cell in row)
        if count and not name.startswith(_OF_WPS):
            out.notices.append(FormNotice(name, f"工作表不是发出去的，里面 {count} 格没有收", unread=count))


def _hidden_lines(sheet: SpreadsheetSheet | None) -> list[list[str]]:
    return [[cell.text for cell in row] for row in sheet.rows] if sheet else []


def _table(name: str, sheet: SpreadsheetSheet) -> ReturnedTable:
    """The visible cells of a sheet, each with its address."""
    columns = [number for number in range(sheet.width) if not sheet.is_hidden_column(number)]
    page = FormPage(name, sheet)
    visible = [row for row in range(len(sheet.rows)) if not sheet.is_hidden_row(row)]
    rows = [[page.cell(*sheet.merge_origin(row, column)) for column in columns] for row in visible]
    remarks: dict[int, list[str]] = {}
    for (row, _), text in sorted(sheet.comments.items()):
        if row in visible:
            remarks.setdefault(visible.index(row), []).append(text)
    return ReturnedTable(name, rows, remarks)


def read_hidden_lines(out: ReturnedForm, lines: Sequence[Sequence[str]], keys: Sequence[bytes]) -> bool:
    """True if a hidden part is there, of this version, and not changed as far as the keys tell; ``out`` gets it."""
    if not lines:
        out.problem, out.hint = _NOT_OURS, AGAIN
        return False
    sent: list[list[str]] = []
    for line in lines:
        sheet, key, column, value = [*line, "", "", "", ""][:4]
        if sheet:
            sent.append([sheet, key, column, value])
            _store_hidden_line(out, sheet, key, column, value)
        elif column:
            out.hidden_metadata[column] = value
    checksum_sent, sealed = out.hidden_metadata.pop("checksum", ""), out.hidden_metadata.pop("seal", "")
    if checksum_sent != checksum(out.hidden_metadata, sent):
        out.problem, out.hint = "隐藏的内容被改动过，不能信", AGAIN
    elif out.hidden_metadata.get("version") != str(FORM_VERSION):
        out.problem, out.hint = f"这张表是第 {out.hidden_metadata.get('version')} 版，现在是第 {FORM_VERSION} 版", AGAIN
    else:
        _verify_seal(out, sealed, sent, keys)
    return not out.problem


def _verify_seal(out: ReturnedForm, sealed: str, sent: Sequence[Sequence[str]], keys: Sequence[bytes]) -> None:
    """Add a problem if a key that is here did not make the seal, and a doubt if the one that did is not here.

    Older seals do not say which key it was: the keys that are here must have made them.
    """
    id, _, code = sealed.rpartition(":")
    candidates = [key for key in keys if id in ("", seal_id(key))]
    codes = [seal_code(out.hidden_metadata, sent, key) for key in candidates]
    if not sealed:
        out.doubt = _NO_SEAL
    elif not candidates:
        out.doubt = _UNKNOWN_KEY.format(id=quoted(id)) if id else _NO_KEY
    elif not any(hmac.compare_digest(code.encode(), own.encode()) for own in codes):
        out.problem, out.hint = _TAMPERED if id else _OLD, AGAIN


def _store_hidden_line(out: ReturnedForm, sheet: str, key: str, column: str, value: str) -> None:
    """Store one line of the hidden sheet: the heading of a column, a row, or the value that was sent in a cell."""
    if not key:
        out.sent_headings.setdefault(sheet, {})[column] = value
    else:
        cells = out.sent_values.setdefault(sheet, {}).setdefault(key, {})
        if column:
            cells[column] = value
