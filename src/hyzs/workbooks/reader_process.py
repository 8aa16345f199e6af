"""Print the cells of a workbook as JSON, in a process of its own, since a hostile file may kill its reader.

Run as ``python -m hyzs.workbooks.reader_process FILE``. A file that cannot be read gives ``{"problem": …, "hint": …}``.
"""

import json
import re
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from pathlib import Path
from typing import Any

from hyzs.model.child_process import limit_process
from hyzs.workbooks import cell_marks_ods, cell_marks_xlsx
from hyzs.workbooks.cell_marks import EntityFound, Marks
from hyzs.workbooks.spreadsheet import COLUMNS, KIND_LETTERS, LARGEST, ROWS

_MEMORY = 1_000_000_000
_SECONDS = 30
#: Bytes of an archive when it is unpacked.
_UNPACKED = 200_000_000
_REFERENCE = re.compile(rb'<(?:c|row)\b[^>]*?\br="([A-Z]*)([0-9]+)"')
_LETTERS = 26
_ENTITY = ("文件里有外部实体，不读", "用 WPS 或 Excel 另存为 xlsx 再交")
#: The limits of an old .xls.
_UNTOLD = "xls 格式看不出隐藏的行列、出错的格子、没有结果的公式和图片；要稳妥，另存为 xlsx 再收"
_EMPTY = ("", "empty")


class _Unreadable(Exception):
    """A file that is not read: the reason, and a hint."""


def main(file: str) -> None:
    """Print the content of the workbook at ``file``."""
    limit_process(_MEMORY, _SECONDS)
    try:
        _preflight(Path(file))
        out: dict[str, Any] = {"sheets": dict(_sheets(file)), "unknown": _untold_details(file)}
    except _Unreadable as refusal:
        out = {"problem": refusal.args[0], "hint": refusal.args[1]}
    except MemoryError:
        out = {"problem": "文件太大，读不了", "hint": "删除表尾的空行，或换一个新表重填"}
    except Exception as error:  # whatever the library makes of a broken file
        is_locked = type(error).__name__ == "PasswordError"
        out = {
            "problem": "文件加了密码，打不开" if is_locked else f"打不开：{type(error).__name__}",
            "hint": "用 WPS 或 Excel 打开，另存为 xlsx 再交",
        }
    sys.stdout.buffer.write(json.dumps(out, ensure_ascii=False).encode())


def _preflight(file: Path) -> None:
    """Refuse a file that is too big, unpacks to too much, or has cells too far out. Raises: _Unreadable."""
    if file.stat().st_size > LARGEST:
        raise _Unreadable("文件太大", "一张周填报不会有这么大；删去图片和多余的表")
    if not zipfile.is_zipfile(file):
        return  # an old .xls: only the limits of the process guard it
    with zipfile.ZipFile(file) as packed:
        if sum(entry.file_size for entry in packed.infolist()) > _UNPACKED:
            raise _Unreadable("文件解开以后大得不正常", "换一个新表重填")
        for entry in packed.infolist():
            if entry.filename.endswith((".xml", ".rels")):
                _check_xml(packed.read(entry), entry.filename)


def _check_xml(xml: bytes, name: str) -> None:
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise _Unreadable(*_ENTITY)
    if "worksheets/" not in name:
        return
    for letters, digits in _REFERENCE.findall(xml):
        if int(digits) > ROWS or _number(letters) > COLUMNS:
            where = (letters + digits).decode()
            raise _Unreadable(f"表里 {where} 处有格式或内容，离表太远", "删除表尾的空行和空列，保存后再交")


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * _LETTERS + letter - 64
    return number


def _sheets(file: str) -> Iterator[tuple[str, dict[str, Any]]]:
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    book = CalamineWorkbook.from_path(file)
    marks = _marks(file)
    for about in book.sheets_metadata:
        if about.typ != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(about.name)
        if sheet.total_height > ROWS or sheet.total_width > COLUMNS:
            raise _Unreadable(f"工作表“{about.name}”太大", "删除表尾的空行和空列，保存后再交")
        rows = [[_cell(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
        sheet_marks = marks.get(about.name, Marks())
        _overlay(rows, sheet_marks)
        yield (
            about.name,
            {
                "rows": [[text for text, _ in row] for row in rows],
                "kinds": ["".join(KIND_LETTERS[kind] for _, kind in row) for row in rows],
                "merged": [*(sheet.merged_cell_ranges or ()), *sheet_marks.merged],
                "hidden": about.visible != SheetVisibleEnum.Visible,
                "hidden_rows": sheet_marks.hidden_rows,
                "hidden_columns": sheet_marks.hidden_columns,
                "pictures": sheet_marks.pictures,
                "comments": [[*place, text] for place, text in sheet_marks.comments.items()],
            },
        )


def _marks(file: str) -> dict[str, Marks]:
    """The marks that the reader of values does not report, by sheet, where the format has them."""
    if not zipfile.is_zipfile(file):
        return {}
    with zipfile.ZipFile(file) as packed:
        names = packed.namelist()
    try:
        return cell_marks_ods.marks(file) if "content.xml" in names else cell_marks_xlsx.marks(file)
    except EntityFound:
        raise _Unreadable(*_ENTITY) from None


def _untold_details(file: str) -> str:
    """A sentence on what the format does not say of its cells; empty if it says all."""
    with open(file, "rb") as stream:  # noqa: PTH123
        return "" if stream.read(2) == b"PK" else _UNTOLD


def _overlay(rows: list[list[tuple[str, str]]], marks: Marks) -> None:
    """Apply the marks to the values; the reader of values may end a row before a cell without one."""
    for row, column in (*marks.kinds, *marks.texts):
        if row >= ROWS or column >= COLUMNS:
            continue
        rows += [[] for _ in range(row + 1 - len(rows))]
        rows[row] += [_EMPTY] * (column + 1 - len(rows[row]))
        text, kind = rows[row][column]
        place = (row, column)
        rows[row][column] = (marks.texts.get(place, text), marks.kinds.get(place, kind))


def _cell(value: Any) -> tuple[str, str]:
    """The text of a cell and its kind: numbers in the 15 digits that are stored, dates in ISO form."""
    if isinstance(value, bool):
        return ("是" if value else "否"), "flag"
    if isinstance(value, int | float):
        return format(Decimal(f"{value:.15g}"), "f"), "number"
    if isinstance(value, datetime):
        return (str(value.date()) if value.time() == time() else value.isoformat(timespec="minutes")), "date"
    if isinstance(value, date):
        return str(value), "date"
    text = str(value)
    return (text.replace("\r\n", "\n").replace("\r", "\n"), "text") if text else _EMPTY


if __name__ == "__main__":
    main(sys.argv[1])
