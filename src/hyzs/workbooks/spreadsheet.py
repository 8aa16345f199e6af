"""Reads a spreadsheet as it is: a workbook in a limited child process, a CSV or TSV table here."""

import csv
import hashlib
import io
import os
import stat
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from hyzs.model.child_process import child_answer
from hyzs.model.errors import CannotRead, os_error_text
from hyzs.model.git_remains import placeholder_in
from hyzs.model.spreadsheet import CellKind, SheetCell, Span, Spreadsheet, SpreadsheetSheet

_SECONDS = 90
READER = "hyzs.workbooks.reader_process"
_STOPPED = {
    "problem": "读这个文件的程序中途停了：文件可能损坏，或者格式到了最后一行",
    "hint": "删除表尾空行，另存再交",
}
#: Separators of a table; of two that are as frequent, the first.
_SIGNS = ",\t;"
#: Lines from which the separator is guessed.
_SAMPLE_LINES = 20
_TABLES = frozenset((".csv", ".tsv", ".txt"))
#: Flags to open a file that was handed in: no pipe is waited for.
_READ_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
_AS_XLSX = "用 WPS 或 Excel 另存为 xlsx 再交"
#: A form has some hundred rows; what is larger is no form, or formatted to the last row of the sheet.
ROWS, COLUMNS = 20_000, 400
#: Bytes of a file that may be read.
LARGEST = 20_000_000
#: Kinds of cells as the child writes them, one letter per cell.
KIND_LETTERS: Mapping[str, str] = {
    "empty": ".",
    "text": "t",
    "number": "n",
    "date": "d",
    "flag": "b",
    "error": "e",
    "formula": "f",
    "picture": "p",
    "scaled": "s",
    "garbled": "g",
}
_KINDS: Mapping[str, CellKind] = {KIND_LETTERS[kind]: kind for kind in get_args(CellKind)}


def read_spreadsheet(file: Path) -> Spreadsheet:
    """Every sheet of the file, cell by cell.

    Raises:
        CannotRead: the file cannot be opened. One that is no spreadsheet has a ``problem``.
    """
    data = _regular_bytes(file)
    if data is None:
        most = f"不能超过 {LARGEST // 1_000_000} MB；删去图片和多余的表"
        return Spreadsheet(file.name, problem="文件太大", hint=most)
    out = Spreadsheet(file.name, hashlib.sha256(data).hexdigest())
    if remains := placeholder_in(data):
        out.problem, out.hint = remains.message, remains.hint
        return out
    if file.suffix.lower() in _TABLES:
        _read_table(out, file.stem, data)
        return out
    answer = child_answer(READER, [str(file.resolve())], seconds=_SECONDS, stopped=_STOPPED)
    if "problem" in answer:
        out.problem, out.hint = answer["problem"], answer["hint"]
        return out
    out.sheets = {name: _sheet(sheet) for name, sheet in answer["sheets"].items()}
    out.unknown = answer["unknown"]
    return out


def _regular_bytes(file: Path) -> bytes | None:
    """The bytes of a regular file; None if there are more than may be read.

    Raises:
        CannotRead: it cannot be opened, or is a folder, a pipe or a device.
    """
    try:
        handle = os.open(file, _READ_FLAGS)
        with os.fdopen(handle, "rb") as opened:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                raise CannotRead(f"读不了 {file}：不是普通文件")
            data = opened.read(LARGEST + 1)
    except OSError as error:
        raise CannotRead(f"读不了 {file}：{os_error_text(error)}") from None
    return data if len(data) <= LARGEST else None


def _read_table(out: Spreadsheet, name: str, data: bytes) -> None:
    """Read a table with separators as the only sheet, or set the problem."""
    try:
        rows = _table(_text(data))
    except csv.Error:
        out.problem, out.hint = "表格看不懂：引号不成对，或者一格里的字太多", _AS_XLSX
        return
    if len(rows) > ROWS or max(map(len, rows), default=0) > COLUMNS:
        out.problem, out.hint = f"表格太大：不能超过 {ROWS} 行、{COLUMNS} 列", "分成几个文件，或删去空行空列再交"
        return
    out.sheets = {name: replace(SpreadsheetSheet.of_texts(rows), has_no_types=True)}


def _sheet(sheet: dict[str, Any]) -> SpreadsheetSheet:
    rows = [
        [SheetCell(text, _KINDS[letter]) for text, letter in zip(texts, letters, strict=True)]
        for texts, letters in zip(sheet["rows"], sheet["kinds"], strict=True)
    ]
    merged = [(_span(first), _span(last)) for first, last in sheet["merged"]]
    rows_hidden, columns_hidden, pictures = (
        [_span(span) for span in sheet[name]] for name in ("hidden_rows", "hidden_columns", "pictures")
    )
    comments = {(row, column): text for row, column, text in sheet["comments"]}
    hidden = bool(sheet["hidden"])
    return SpreadsheetSheet(rows, merged, hidden, rows_hidden, columns_hidden, pictures, comments=comments)


def _span(pair: list[int]) -> Span:
    return pair[0], pair[1]


def _table(text: str) -> list[list[str]]:
    """The rows of a table, split at the sign that its first line names (``sep=;``), else at the most frequent one."""
    head, _, rest = text.partition("\n")
    word = head.strip("\r").strip('"').lower()
    if word.startswith("sep=") and len(word) == len("sep=,"):
        sign, text = word[-1], rest
    else:
        sign = max(_SIGNS, key="\n".join(text.split("\n", _SAMPLE_LINES)[:_SAMPLE_LINES]).count)
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=sign))


def _text(data: bytes) -> str:
    """The text in UTF-8, in UTF-16 with its mark, else in GB 18030."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030", "replace")
