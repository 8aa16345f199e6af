"""One sheet of a returned form: its rows by their hidden key, wherever rows and columns have been moved."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from hyzs.model.spreadsheet import SheetCell, SpreadsheetSheet, cell_address, column_letters
from hyzs.model.typed_input import without_blanks
from hyzs.model.workbook_form import UNIT_LABEL, FormNotice, FormRow, ReturnedForm
from hyzs.workbooks.form_layout import HEAD_LABELS, KEY_LABEL, PHONE_LABEL

#: Rows from the top among which the labels are looked for.
_HEAD_ROWS = 30
#: Addresses that one sentence names.
_NAMED = 5


class FormPage(NamedTuple):
    """A sheet with its name."""

    name: str
    sheet: SpreadsheetSheet

    def at(self, row: int, column: int) -> str:
        """The address of a cell: ``项目!F7``."""
        return cell_address(self.name, row, column)

    def cell(self, row: int, column: int) -> SheetCell:
        """The cell with its address."""
        return self.sheet.cell(row, column).with_address(self.at(row, column))


@dataclass(slots=True)
class FormHead:
    """The row of labels: its number, the position of each column (``""``: the hidden keys), labels that occur twice."""

    row: int
    places: dict[str, int]
    double: dict[str, list[int]] = field(default_factory=dict)
    #: More than half of the labels are there: they identify the sheet, whatever its name is.
    is_sure: bool = False


def find_head(sheet: SpreadsheetSheet, headings: Mapping[str, str]) -> FormHead | None:
    """The row of the sheet with most of the headings; None if no row has two."""
    labels = {without_blanks(KEY_LABEL): "", **{without_blanks(heading): key for key, heading in headings.items()}}
    best = FormHead(-1, {})
    for number, row in enumerate(sheet.rows[:_HEAD_ROWS]):
        where: dict[str, list[int]] = {}
        for column, cell in enumerate(row):
            if (key := labels.get(without_blanks(cell.text))) is not None:
                where.setdefault(key, []).append(column)
        if len(where) > len(best.places):
            double = {headings.get(key, KEY_LABEL): columns for key, columns in where.items() if len(columns) > 1}
            places = {key: columns[0] for key, columns in where.items()}
            best = FormHead(number, places, double, len(places) * 2 > len(labels))
    return best if len(best.places) > 1 else None


class FormSection:
    """Reads the rows of one filled-in sheet into ``out``."""

    def __init__(self, out: ReturnedForm, sheet: str, page: FormPage, head: FormHead, fixed: Collection[str]) -> None:
        self.out, self.sheet, self.page, self.head = out, sheet, page, head
        self.headings, self.sent = out.sent_headings[sheet], out.sent_values.get(sheet, {})
        self.to_fill = set(self.headings) - set(fixed)

    def read(self) -> None:
        """Read the rows; a notice says what is not read."""
        if not self._is_whole():
            return
        self._read_head_lines()
        merged = self._merged()
        by_key: dict[str, list[tuple[int, FormRow]]] = {}
        for number, line in self._lines():
            key = line.pop("", SheetCell()).text.strip()
            readable = {column: cell for column, cell in line.items() if cell.address not in merged}
            by_key.setdefault(key, []).append((number, readable))
        self._note_inserted_columns()
        self.out.added.setdefault(self.sheet, []).extend(line for _, line in by_key.pop("", []))
        for key, lines in by_key.items():
            self._read_row(key, lines)
        self._note_missing(by_key)
        self._note_hidden()

    def compare(self, page: FormPage, head: FormHead) -> None:
        """Add a notice on another copy of the sheet, with the cells that differ: nothing of it is read."""
        out = ReturnedForm(
            "",
            hidden_metadata=self.out.hidden_metadata,
            sent_values=self.out.sent_values,
            sent_headings=self.out.sent_headings,
        )
        FormSection(out, self.sheet, page, head, set(self.headings) - self.to_fill).read()
        mine = [*self.out.rows.get(self.sheet, {}).items(), *(("", line) for line in self.out.added[self.sheet])]
        sent = {(key, column, cell.text.strip()) for key, line in mine for column, cell in line.items()}
        sent |= {(key, column, value) for key, values in self.sent.items() for column, value in values.items()}
        theirs = [*out.rows.get(self.sheet, {}).items(), *(("", line) for line in out.added.get(self.sheet, ()))]
        others = [
            cell.address
            for key, line in theirs
            for column, cell in line.items()
            if column in self.to_fill and cell.text.strip() and (key, column, cell.text.strip()) not in sent
        ]
        if others or any(notice.is_error for notice in out.notices):
            where = "、".join(others[:_NAMED]) or page.name
            message = f"工作表“{page.name}”也是这张表，有 {len(others)} 格和“{self.page.name}”不一样；只留一张再交"
            self.out.notices.append(FormNotice(where, message, is_error=True, unread=len(others)))
        else:
            self._note(page.name, f"工作表“{page.name}”是“{self.page.name}”的副本，没有再收")

    def _is_whole(self) -> bool:
        """True if every column that was sent is there once; a notice says which are not."""
        if "" not in self.head.places:
            self._note_error(self.page.name, f"第一列(隐藏的“{KEY_LABEL}”)没有了，认不出哪一行是哪个项目，这张表没有收")
            return False
        lost = [key for key in self.headings if key not in self.head.places]
        self.out.lost_columns += [self.headings[key] for key in lost]
        if fields := [self.headings[key] for key in lost if key in self.to_fill]:
            names = "、".join(fields)
            message = f"少了 {len(fields)} 列：{names}；补上原来的表头，或者重新发一张"
            self._note_error(self.page.name, message)
        if grey := [self.headings[key] for key in lost if key not in self.to_fill]:
            self._note(self.page.name, f"少了灰色的 {len(grey)} 列，不影响收表：{'、'.join(grey)}")
        for heading, columns in self.head.double.items():
            where = "、".join(self.page.at(self.head.row, column) for column in columns)
            self._note_error(where, f"“{heading}”有 {len(columns)} 列，不知道收哪一列；留一列再交")
        for key, heading in self.headings.items():
            if heading in self.head.double:
                del self.head.places[key]
        return KEY_LABEL not in self.head.double

    def _lines(self) -> Iterator[tuple[int, FormRow]]:
        """The rows below the labels with any filled cell under them."""
        for number in range(self.head.row + 1, len(self.page.sheet.rows)):
            line = {key: self.page.cell(number, column) for key, column in self.head.places.items()}
            if any(is_filled(cell) for cell in line.values()):
                yield number, line

    def _read_row(self, key: str, lines: Sequence[tuple[int, FormRow]]) -> None:
        """Read a row that was sent; one that occurs twice, or has a strange key, is only noted."""
        if key not in self.sent:
            for number, line in lines:
                where = self._first(number, line)
                self._note_error(
                    where, f"这一行隐藏的编号“{key}”不是发出去的，没有收；新项目写在空行里，不要拖动填充", line=line
                )
        elif len(lines) > 1:
            for number, line in lines:
                others = "、".join(str(other + 1) for other, _ in lines if other != number)
                message = (
                    f"这一行和第 {others} 行隐藏的编号一样，是整行复制的，都没有收；"
                    "删去多出来的一行，是新项目的，把字抄到表尾的空行里"
                )
                self._note_error(self._first(number, line), message, key=key, line=line)
        else:
            self.out.rows.setdefault(self.sheet, {})[key] = lines[0][1]

    def _note_missing(self, keys: Collection[str]) -> None:
        lost = [key for key in self.sent if key not in keys]
        if lost:
            self.out.lost_rows += lost
            more = "…" if len(lost) > _NAMED else ""
            self._note(self.page.name, f"少了 {len(lost)} 行，按没有填处理：{'、'.join(lost[:_NAMED])}{more}")

    def _note_hidden(self) -> None:
        """Add notices on hidden rows and columns, which are read, and on pictures, which are not."""
        sheet, last = self.page.sheet, len(self.page.sheet.rows)
        if sheet.hidden:
            self._note(self.page.name, "隐藏的工作表也收了")
        rows = [
            row
            for row in range(self.head.row + 1, last)
            if sheet.is_hidden_row(row) and any(is_filled(cell) for cell in sheet.rows[row])
        ]
        if rows:
            self._note(self.page.name, f"隐藏(筛选)的 {len(rows)} 行也收了：第 {_numbers(rows)} 行")
        columns = [
            self.headings[key]
            for key, column in self.head.places.items()
            if key in self.to_fill and sheet.is_hidden_column(column)
        ]
        if columns:
            self._note(self.page.name, f"隐藏的 {len(columns)} 列也收了：{'、'.join(columns)}")
        pictures = [self.page.at(*place) for place in sheet.pictures]
        if pictures:
            self._note("、".join(pictures[:_NAMED]), f"{len(pictures)} 张图片没有收", unread=len(pictures))

    def _merged(self) -> set[str]:
        """The addresses of cells under a merge that spans several cells, one of them to fill in: none can be read."""
        spoiled: set[str] = set()
        columns = {column: key for key, column in self.head.places.items()}
        for first, last in self.page.sheet.merged:
            rows = range(max(first[0], self.head.row + 1), last[0] + 1)
            cells = [(row, column) for row in rows for column in range(first[1], last[1] + 1) if column in columns]
            where = f"{self.page.at(*first)}:{column_letters(last[1])}{last[0] + 1}"
            if len(cells) < 2:
                continue
            if self.page.cell(*first).text.strip() and any(columns[column] in self.to_fill for _, column in cells):
                self._note_error(where, "合并了单元格，分不清是哪一格的内容，都没有收；取消合并，每格各写")
                spoiled |= {self.page.at(*cell) for cell in cells}
            else:
                self._note(where, "合并了单元格")
        return spoiled

    def _note_inserted_columns(self) -> None:
        """Add notices on inserted columns with content."""
        own_columns = set(self.head.places.values()) | {c for columns in self.head.double.values() for c in columns}
        counts: dict[int, int] = {}
        for row in self.page.sheet.rows[self.head.row + 1 :]:
            for column, cell in enumerate(row):
                if column not in own_columns and is_filled(cell):
                    counts[column] = counts.get(column, 0) + 1
        for column, count in counts.items():
            label = self.page.cell(self.head.row, column).text.strip()
            heading = f"“{label}”" if label else f"{column_letters(column)} 列"
            self._note(
                self.page.at(self.head.row, column), f"{heading}不是发出去的列，里面 {count} 格没有收", unread=count
            )

    def _read_head_lines(self) -> None:
        """Read the head lines above the labels, but never the telephone number; a notice counts all other cells."""
        others: list[str] = []
        for number, row in enumerate(self.page.sheet.rows[: self.head.row]):
            before = ""
            for column, cell in enumerate(row):
                label = cell.text.strip().rstrip("：:")
                if before in HEAD_LABELS:
                    if before != PHONE_LABEL and is_filled(cell):
                        self.out.head.setdefault(before, self.page.cell(number, column))
                        self.out.units += [self.page.cell(number, column)] if before == UNIT_LABEL else []
                elif label not in ("", self.out.hidden_metadata.get("title"), *HEAD_LABELS):
                    others.append(self.page.at(number, column))
                before = label if before not in HEAD_LABELS else ""
        if others:
            self._note("、".join(others[:_NAMED]), f"表头上面另有 {len(others)} 格，没有收", unread=len(others))

    def _first(self, number: int, line: FormRow) -> str:
        """The address of the first cell of a row."""
        return next((cell.address for cell in line.values()), self.page.at(number, 0))

    def _note_error(self, at: str, message: str, *, key: str = "", line: FormRow | None = None) -> None:
        sent = self.sent.get(key, {})
        filled_rows = {
            column for column, cell in (line or {}).items() if cell.text.strip() not in ("", sent.get(column, ""))
        }
        self.out.notices.append(FormNotice(at, message, is_error=True, key=key, unread=len(filled_rows & self.to_fill)))

    def _note(self, at: str, message: str, *, unread: int = 0) -> None:
        self.out.notices.append(FormNotice(at, message, unread=unread))


def _numbers(rows: Sequence[int]) -> str:
    """Rows as a spreadsheet numbers them; of many the first."""
    return "、".join(str(row + 1) for row in rows[:_NAMED]) + ("…" if len(rows) > _NAMED else "")


def is_filled(cell: SheetCell) -> bool:
    """True if anything stands in the cell, be it that it cannot be read."""
    return bool(cell.text.strip() or cell.problem)
