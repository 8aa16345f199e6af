"""A form that came back: its cells by row and column, wherever sorting, inserting and deleting has put them."""

import hashlib
import json
import subprocess
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from hyzs.model.bounds import python_command
from hyzs.model.form import VERSION, Cell, Column, Returned
from hyzs.model.ledger import letters
from hyzs.model.typed import normal
from hyzs.sheets.names import HEAD, KEY, PRIVATE, SECRET
from hyzs.sheets.write import checksum

_SECONDS = 90
#: So many rows from the top the labels are looked for.
_LOOKED = 15
_NOT_OURS = "不是 hyzs 发的填报表，或者隐藏的内容丢了"
_AGAIN = "用 hyzs dispatch 重新发一张，把内容抄过去；别家的台账用 hyzs import"

Grid = list[list[str]]


def returned(file: Path, columns: Mapping[str, Sequence[Column]]) -> Returned:
    """What the form at ``file`` says; ``columns`` are those of its sheets, by the sheet's name."""
    out = Returned(file.name)
    try:
        out.sha256 = hashlib.sha256(file.read_bytes()).hexdigest()
    except OSError:
        out.problem = "读不了这个文件"
        return out
    found = cells(file)
    if "problem" in found:
        out.problem, out.hint = found["problem"], found["hint"]
        return out
    sheets: dict[str, Any] = found["sheets"]
    if not _opened(out, sheets.get(SECRET, {}).get("rows")):
        return out
    for name, its in columns.items():
        if name in out.sent and name not in sheets:
            out.remarks.append(f"工作表“{name}”没有了，里面的内容没有收")
        if name in sheets:
            _Reading(out, name, its, sheets[name]).run()
    return out


def cells(file: Path) -> dict[str, Any]:
    """The texts of every sheet, read by a child that may come to harm: {sheets} or {problem, hint}."""
    command = [*python_command("hyzs.sheets.child"), str(file.resolve())]
    try:
        done = subprocess.run(command, capture_output=True, timeout=_SECONDS, check=False)
        found: dict[str, Any] = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, ValueError):
        return {
            "problem": "读这个文件的程序中途停了：文件可能损坏，或者格式到了最后一行",
            "hint": "删除表尾空行，另存再交",
        }
    return found


def _opened(out: Returned, rows: Grid | None) -> bool:
    """Whether the hidden sheet is there, whole and of our version."""
    if not rows:
        out.problem, out.hint = _NOT_OURS, _AGAIN
        return False
    sent: list[list[str]] = []
    for row in rows:
        sheet, key, column, value = [*row, "", "", "", ""][:4]
        if sheet:
            sent.append([sheet, key, column, value])
            if column:
                out.sent.setdefault(sheet, {}).setdefault(key, {})[column] = value
            else:
                out.sent.setdefault(sheet, {}).setdefault(key, {})
        elif column:
            out.secret[column] = value
    if out.secret.pop("checksum", "") != checksum(out.secret, sent):
        out.problem, out.hint = "隐藏的内容被改动过，不能信", _AGAIN
    elif out.secret.get("version") != str(VERSION):
        out.problem, out.hint = f"这张表是第 {out.secret.get('version')} 版，现在是第 {VERSION} 版", _AGAIN
    return not out.problem


class _Reading:
    """One sheet of a form."""

    def __init__(self, out: Returned, name: str, columns: Sequence[Column], sheet: Mapping[str, Any]) -> None:
        self.out, self.name, self.columns = out, name, columns
        self.rows: Grid = sheet["rows"]
        self.merged = sheet["merged"]

    def run(self) -> None:
        places, top = self._labels()
        if top < 0:
            self.out.remarks.append(f"工作表“{self.name}”找不到表头那一行，里面的内容没有收")
            return
        self._head(top)
        known = self.out.sent.get(self.name, {})
        for number, row in enumerate(self.rows[top + 1 :], top + 1):
            found = {key: Cell(row[at], self._at(number, at)) for key, at in places.items() if at < len(row)}
            key = found.pop("", Cell("", "")).text.strip()
            if key in known:
                self.out.rows.setdefault(self.name, {})[key] = found
            elif any(cell.text.strip() for cell in found.values()):
                self._new(key, found, number)
        gone = [key for key in known if key not in self.out.rows.get(self.name, {})]
        if gone:
            self.out.remarks.append(f"工作表“{self.name}”少了 {len(gone)} 行，按没有填处理：{'、'.join(gone[:5])}")
        self._tell_merged(top)

    def _new(self, key: str, found: dict[str, Cell], number: int) -> None:
        if key:
            self.out.remarks.append(f"{self._at(number, 0)} 的编号“{key}”不是发出去的，这一行没有收")
        elif all(not found[one.key].text.strip() for one in self.columns if one.new and one.key in found):
            self.out.remarks.append(f"{self.name} 第 {number + 1} 行没有名称，没有收")
        else:
            self.out.added.setdefault(self.name, []).append(found)

    def _labels(self) -> tuple[dict[str, int], int]:
        """Where each column stands now, by its label; and in which row the labels are (-1: nowhere)."""
        labels = {_bare(KEY): "", **{_bare(column.heading): column.key for column in self.columns}}
        for number, row in enumerate(self.rows[:_LOOKED]):
            found = {labels[_bare(text)]: at for at, text in enumerate(row) if _bare(text) in labels}
            if "" in found and len(found) * 2 > len(labels):
                self._miss(found)
                return found, number
        return {}, -1

    def _miss(self, found: Iterable[str]) -> None:
        lost = [column.label for column in self.columns if column.type != "fixed" and column.key not in found]
        if lost:
            self.out.remarks.append(f"工作表“{self.name}”少了列：{'、'.join(lost)}，按没有填处理")

    def _head(self, top: int) -> None:
        """Who filled it in, and when; the telephone number is not even looked at."""
        for number, row in enumerate(self.rows[:top]):
            for at, text in enumerate(row[:-1]):
                label = text.strip().rstrip("：:")
                if label in HEAD and label != PRIVATE and row[at + 1].strip():
                    self.out.head.setdefault(label, Cell(row[at + 1].strip(), self._at(number, at + 1)))

    def _tell_merged(self, top: int) -> None:
        inside = [first for first, last in self.merged if last[0] > top and first != last]
        if inside:
            where = "、".join(self._at(row, column) for row, column in inside[:3])
            self.out.remarks.append(f"{where} 合并了单元格，只有左上角那一格有内容")

    def _at(self, row: int, column: int) -> str:
        return f"{self.name}!{letters(column)}{row + 1}"


def _bare(text: str) -> str:
    return "".join(normal(text).split())
