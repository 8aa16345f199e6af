"""A workbook's cells as JSON on stdout, read in a process of its own: a file that kills its reader kills nobody else.

Run as ``python -m hyzs.sheets.child FILE``. What cannot be read is told as ``{"problem": …, "hint": …}``.
"""

import json
import re
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from hyzs.model.bounds import bound

_MEMORY = 1_000_000_000
_SECONDS = 30
#: A form has some hundred rows; what is larger is no form, or formatted to the last row of the sheet.
_ROWS, _COLUMNS = 20_000, 400
_FILE, _UNPACKED = 20_000_000, 200_000_000
_REFERENCE = re.compile(rb'<(?:c|row)\b[^>]*?\br="([A-Z]*)([0-9]+)"')
_LETTERS = 26


class _Refused(Exception):
    """Why the file is not read, and what to do about it."""


def main(file: str) -> None:
    """Print what the workbook at ``file`` holds."""
    bound(_MEMORY, _SECONDS)
    try:
        _preflight(Path(file))
        out: dict[str, Any] = {"sheets": dict(_sheets(file))}
    except _Refused as refusal:
        out = {"problem": refusal.args[0], "hint": refusal.args[1]}
    except MemoryError:
        out = {"problem": "文件太大，读不了", "hint": "删除表尾的空行，或换一个新表重填"}
    except Exception as error:  # whatever the library makes of a broken file
        out = {"problem": f"打不开：{type(error).__name__}", "hint": "用 WPS 或 Excel 打开，另存为 xlsx 再交"}
    sys.stdout.buffer.write(json.dumps(out, ensure_ascii=False).encode())


def _preflight(file: Path) -> None:
    """Stop before the reader does anything it would regret."""
    if file.stat().st_size > _FILE:
        raise _Refused("文件太大", "一张周填报不会有这么大；删去图片和多余的表")
    if not zipfile.is_zipfile(file):
        return  # an old .xls: only the bounds guard us
    with zipfile.ZipFile(file) as packed:
        if sum(entry.file_size for entry in packed.infolist()) > _UNPACKED:
            raise _Refused("文件解开以后大得不正常", "换一个新表重填")
        for entry in packed.infolist():
            if entry.filename.endswith((".xml", ".rels")):
                _look(packed.read(entry), entry.filename)


def _look(xml: bytes, name: str) -> None:
    if b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise _Refused("文件里有外部实体，不读", "用 WPS 或 Excel 另存为 xlsx 再交")
    if "worksheets/" not in name:
        return
    for letters, digits in _REFERENCE.findall(xml):
        if int(digits) > _ROWS or _number(letters) > _COLUMNS:
            where = (letters + digits).decode()
            raise _Refused(f"表里 {where} 处有格式或内容，离表太远", "删除表尾的空行和空列，保存后再交")


def _number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * _LETTERS + letter - 64
    return number


def _sheets(file: str) -> Iterator[tuple[str, dict[str, Any]]]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(file)
    for name in book.sheet_names:
        sheet = book.get_sheet_by_name(name)
        if sheet.total_height > _ROWS or sheet.total_width > _COLUMNS:
            raise _Refused(f"工作表“{name}”太大", "删除表尾的空行和空列，保存后再交")
        rows = [[_text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
        yield name, {"rows": rows, "merged": [[list(a), list(b)] for a, b in sheet.merged_cell_ranges or ()]}


def _text(value: Any) -> str:
    """A cell as people see it: no .0 behind a whole number, dates as we write them."""
    if isinstance(value, float):
        return f"{value:.10f}".rstrip("0").rstrip(".")
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return str(value.date()) if value.time() == time() else value.isoformat(timespec="minutes")
    return str(value) if isinstance(value, date) else str(value).replace("\r\n", "\n")


if __name__ == "__main__":
    main(sys.argv[1])
