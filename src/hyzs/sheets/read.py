"""A form that came back: its cells by row and column, wherever sorting, inserting and deleting has put them."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from hyzs.model.errors import CannotRead
from hyzs.model.form import VERSION, Column, Returned
from hyzs.model.sheet import Sheet, SheetCell, address
from hyzs.model.typed import normal
from hyzs.sheets.names import HEAD, KEY, PRIVATE, SECRET
from hyzs.sheets.spreadsheet import read_spreadsheet
from hyzs.sheets.write import checksum

#: So many rows from the top the labels are looked for.
_LOOKED = 15
_NOT_OURS = "不是 hyzs 发的填报表，或者隐藏的内容丢了"
_AGAIN = "用 hyzs dispatch 重新发一张，把内容抄过去；别家的台账用 hyzs import"


def returned(file: Path, columns: Mapping[str, Sequence[Column]]) -> Returned:
    """What the form at ``file`` says; ``columns`` are those of its sheets, by the sheet's name."""
    out = Returned(file.name)
    try:
        book = read_spreadsheet(file)
    except CannotRead:
        out.problem = "读不了这个文件"
        return out
    out.sha256, out.problem, out.hint = book.sha256, book.problem, book.hint
    sheets = book.sheets
    if book.problem or not _opened(out, sheets.get(SECRET)):
        return out
    for name, its in columns.items():
        if name in out.sent and name not in sheets:
            out.remarks.append(f"工作表“{name}”没有了，里面的内容没有收")
        if name in sheets:
            _Reading(out, name, its, sheets[name]).run()
    return out


def _opened(out: Returned, secret: Sheet | None) -> bool:
    """Whether the hidden sheet is there, whole and of our version."""
    if not secret or not secret.rows:
        out.problem, out.hint = _NOT_OURS, _AGAIN
        return False
    sent: list[list[str]] = []
    for row in secret.rows:
        sheet, key, column, value = [*(cell.text for cell in row), "", "", "", ""][:4]
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

    def __init__(self, out: Returned, name: str, columns: Sequence[Column], sheet: Sheet) -> None:
        self.out, self.name, self.columns = out, name, columns
        self.rows, self.merged = sheet.rows, sheet.merged

    def run(self) -> None:
        places, top = self._labels()
        if top < 0:
            self.out.remarks.append(f"工作表“{self.name}”找不到表头那一行，里面的内容没有收")
            return
        self._head(top)
        known = self.out.sent.get(self.name, {})
        for number, row in enumerate(self.rows[top + 1 :], top + 1):
            found = {key: self._cell(row[at], number, at) for key, at in places.items() if at < len(row)}
            key = found.pop("", SheetCell()).text.strip()
            if key in known:
                self.out.rows.setdefault(self.name, {})[key] = found
            elif any(cell.text.strip() or cell.problem for cell in found.values()):
                self._new(key, found, number)
        gone = [key for key in known if key not in self.out.rows.get(self.name, {})]
        if gone:
            self.out.remarks.append(f"工作表“{self.name}”少了 {len(gone)} 行，按没有填处理：{'、'.join(gone[:5])}")
        self._tell_merged(top)

    def _new(self, key: str, found: dict[str, SheetCell], number: int) -> None:
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
            found = {labels[_bare(cell.text)]: at for at, cell in enumerate(row) if _bare(cell.text) in labels}
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
            for at, cell in enumerate(row[:-1]):
                label, text = cell.text.strip().rstrip("：:"), row[at + 1].text.strip()
                if label in HEAD and label != PRIVATE and text:
                    self.out.head.setdefault(label, SheetCell(text, row[at + 1].kind, self._at(number, at + 1)))

    def _tell_merged(self, top: int) -> None:
        inside = [first for first, last in self.merged if last[0] > top and first != last]
        if inside:
            where = "、".join(self._at(row, column) for row, column in inside[:3])
            self.out.remarks.append(f"{where} 合并了单元格，只有左上角那一格有内容")

    def _cell(self, cell: SheetCell, row: int, column: int) -> SheetCell:
        return cell.standing_at(self._at(row, column))

    def _at(self, row: int, column: int) -> str:
        return address(self.name, row, column)


def _bare(text: str) -> str:
    return "".join(normal(text).split())
