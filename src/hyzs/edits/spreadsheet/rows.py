"""The rows below the headings of a spreadsheet, sorted into records, sections, totals, notes and blanks."""

import re
from collections.abc import Collection, Iterator
from typing import Literal, NamedTuple

from hyzs.edits.spreadsheet.column_matching import HeadingRows, text_at
from hyzs.model.folding import fold
from hyzs.model.spreadsheet import SpreadsheetSheet

RowKind = Literal[
    "record", "continued", "empty", "hidden", "headings", "numbers", "section", "total", "note", "merged", "nameless"
]
#: Labels of the kinds of rows that are not taken.
LABELS: dict[RowKind, str] = {
    "hidden": "隐藏的行",
    "headings": "重复的表头",
    "numbers": "栏号",
    "section": "分节的行",
    "total": "合计",
    "note": "表尾的说明",
    "merged": "合并单元格里续着上一行的行",
    "nameless": "有内容没有名称的行",
}
_SERIAL = frozenset(("序号", "序", "no", "no.", "项次", "行号"))
_COUNTED = re.compile(r"[0-9]+\.?")
_NUMERAL = re.compile(r"\(?[一二三四五六七八九十百]+\)?[、.:]?")
#: 一、工业项目, (二)服务业项目.
_BEGINS_WITH_NUMERAL = re.compile(r"(?:[一二三四五六七八九十百]+[、.:]|\([一二三四五六七八九十百]+\)).")
_ENDS_WITH_COUNT = re.compile(r".*[(共][0-9]+[个项]\)?")
_TOTAL = re.compile(r".{0,8}(?:合计|小计|总计|共计)(?:[(:共0-9].*)?")
_NOTE = re.compile(
    r"(?:注|说明|备注|填报说明|填表说明)[0-9]*:.*|.{0,4}(?:填报|填表|审核|制表|联系|报送|负责)[^:]{0,6}:.*"
)
_COLUMN_NUMBERS = ("甲乙丙丁戊己庚辛壬癸", "abcdefghijklmnopqrstuvwxyz")
_LEAST_COLUMN_NUMBERS = 3


class DataRow(NamedTuple):
    """One row below the headings: its number from 0, its kind, and the text that names it."""

    number: int
    kind: RowKind
    caption: str


def rows_below(
    sheet: SpreadsheetSheet, head: HeadingRows, name: int, items: Collection[int] = (), *, hidden: bool
) -> Iterator[DataRow]:
    """The rows below the headings, each as what it is; ``name``: the column of names; ``hidden``: hidden ones count.

    ``items`` are the columns that hold items of a record: without a name of its own such a row goes on with the record
    above.
    """
    rows = _Rows(sheet, head, name, items)
    for number in range(head.last + 1, len(sheet.rows)):
        kind = rows.kind_of(number)
        if kind != "empty" and not hidden and sheet.is_hidden_row(number):
            kind = "hidden"
        yield DataRow(number, kind, rows.caption(number))


class _Rows:
    """The rows of one sheet."""

    def __init__(self, sheet: SpreadsheetSheet, head: HeadingRows, name: int, items: Collection[int]) -> None:
        self.sheet, self.head, self.name, self.items = sheet, head, name, items
        self.serial = next((n for n, label in enumerate(head.labels) if fold(label) in _SERIAL), -1)
        rows_below = range(head.last + 1, len(sheet.rows))
        #: True if rows are numbered 1, 2, 3: then 一 and 二 number sections.
        self.is_counted = any(_COUNTED.fullmatch(self._serial(row)) for row in rows_below)

    def caption(self, row: int) -> str:
        """The name in the row, else the first words in it."""
        name = self.sheet.cell(*self.sheet.merge_origin(row, self.name)).text
        words = (cell.text for cell in self.sheet.rows[row])
        return next((" ".join(text.split()) for text in (name, *words) if text.strip()), "")

    def kind_of(self, row: int) -> RowKind:
        """The kind of the row."""
        cells = self.sheet.rows[row]
        filled_places = [n for n, cell in enumerate(cells) if cell.text.strip() or cell.problem]
        if not filled_places or (filled_places == [self.serial] and _COUNTED.fullmatch(self._serial(row))):
            return "empty"
        if self._is_headings(row):
            return "headings"
        if self._is_column_numbers(row, filled_places):
            return "numbers"
        if self._is_continued(row):
            return "continued"
        if self.sheet.merge_origin(row, self.name)[0] < row:
            return "merged"
        if other := self._other(row, filled_places):
            return other
        if self.sheet.cell(row, self.name).problem:
            return "record"
        return "record" if self.sheet.cell(row, self.name).text.strip() else "nameless"

    def _is_continued(self, row: int) -> bool:
        """True if the row gives one more item of the record above."""
        name = self.sheet.merge_origin(row, self.name)
        if name[0] == row and self.sheet.cell(*name).text.strip():
            return False
        items = [n for n in self.items if self.sheet.merge_origin(row, n) == (row, n) and n != self.name]
        texts = [text for cell in self.sheet.rows[row] if (text := fold(cell.text))]
        is_other = any(_TOTAL.fullmatch(text) or _NOTE.fullmatch(text) for text in texts)
        return not is_other and any(self.sheet.cell(row, n).text.strip() for n in items)

    def _other(self, row: int, columns: list[int]) -> RowKind | None:
        """Sections, totals and notes: none of them is counted as records are."""
        if _COUNTED.fullmatch(self._serial(row)):
            return None
        first = fold(self.sheet.rows[row][columns[0]].text)
        caption = fold(self.sheet.cell(row, self.name).text)
        if any(_TOTAL.fullmatch(text) for text in (first, caption)):
            return "total"
        words = [n for n in columns if self.sheet.cell(row, n).kind not in ("number", "formula", "error")]
        is_single = len([n for n in words if n != self.serial]) <= 1
        if is_single and any(_NOTE.fullmatch(text) for text in (first, caption)):
            return "note"
        return "section" if self._is_section(row, columns, first, caption, is_single=is_single) else None

    def _is_section(self, row: int, columns: list[int], first: str, caption: str, *, is_single: bool) -> bool:
        """一 or A in the column of numbers, words over the whole width, or words that stand alone with their sums."""
        if self.is_counted and _NUMERAL.fullmatch(self._serial(row)):
            return True
        if self._is_wide(row, columns[0]):
            return True
        if not is_single:
            return False
        if self.is_counted and self._serial(row) and len(columns) > 1:
            return True
        if any(_BEGINS_WITH_NUMERAL.match(text) or _ENDS_WITH_COUNT.fullmatch(text) for text in (first, caption)):
            return True
        return len(columns) == 1 and (self.is_counted or columns[0] != self.name)

    def _is_wide(self, row: int, column: int) -> bool:
        """True if what stands there is merged over the column of names and most of the others."""
        used = sum(1 for label in self.head.labels if label)
        spans = ((first, last) for first, last in self.sheet.merged if first == (row, column) and last[0] == row)
        return any(first[1] <= self.name <= last[1] and (last[1] - first[1] + 1) * 2 > used for first, last in spans)

    def _is_headings(self, row: int) -> bool:
        """True if the headings stand there once more."""
        texts = [fold(text_at(self.sheet, row, n)) for n in range(self.sheet.width)]
        short = [fold(text) for text in self.head.short]
        return texts == short

    def _is_column_numbers(self, row: int, columns: list[int]) -> bool:
        """True if the columns are counted there: 1 2 3, 甲 乙 1 2."""
        if row != self.head.last + 1 or len(columns) < _LEAST_COLUMN_NUMBERS:
            return False
        texts = [fold(self.sheet.cell(row, n).text).strip("()") for n in columns]
        counted = [text for text in texts if text.isdecimal()]
        lettered = [text for text in texts if not text.isdecimal()]
        numbers = [int(text) for text in counted]
        if numbers != list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False:
            return False
        return not lettered or any("".join(lettered) == signs[: len(lettered)] for signs in _COLUMN_NUMBERS)

    def _serial(self, row: int) -> str:
        return fold(self.sheet.cell(row, self.serial).text) if self.serial >= 0 else ""
