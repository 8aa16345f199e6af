"""Report on what an import leaves out: sheets, columns, rows that are no records, pictures."""

from collections import Counter
from collections.abc import Sequence

from hyzs.edits.cell_result import CellState
from hyzs.edits.spreadsheet.cell_reader import CellReader
from hyzs.edits.spreadsheet.column_matching import field_label
from hyzs.edits.spreadsheet.import_result import ImportResult
from hyzs.edits.spreadsheet.rows import LABELS, DataRow, RowKind
from hyzs.edits.spreadsheet.sheets import ChosenSheet, ChosenSheets, SheetColumns
from hyzs.model.column_mapping import ColumnMapping
from hyzs.model.folding import fold
from hyzs.model.record import Record
from hyzs.model.spreadsheet import Spreadsheet, cell_address

#: Rows or cells listed in one sentence, and characters shown of each.
_NAMED, _SHORT = 20, 20


class OmissionReport:
    """Adds what is left out to the results of one import."""

    def __init__(self, reader: CellReader, kind: type[Record], columns: ColumnMapping, out: ImportResult) -> None:
        self.kind, self.columns, self.out = kind, columns, out
        self.words, self.is_private = reader.words, reader.is_private
        self.omissions: Counter[str] = Counter()
        self._messages: set[tuple[str, str]] = set()

    def add_sheets(self, spreadsheet: Spreadsheet, sheets: ChosenSheets) -> None:
        """Report sheets and columns that are left out, and facts that the format of the file does not record."""
        self.out.sheets = [page.name for page in sheets.pages]
        self.out.sheets_left_out = dict(sheets.omissions)
        for name, reason in sheets.omissions.items():
            self.out.add_result("remark", "", f"没有收的工作表“{name}”：{reason}")
        if self.omissions:
            names = "、".join(f"{label}({count} 格)" if count else label for label, count in self.omissions.items())
            self.out.add_result("remark", "", f"没有收的列：{names}；要收就在对照表里写上字段")
        labels = {fold(label) for page in sheets.pages for label in page.head.labels}
        if lost := [heading for heading in self.columns.fields if fold(heading) not in labels]:
            self.out.add_result("remark", "", f"对照表里有、台账里没有的列：{'、'.join(lost)}")
        if spreadsheet.unknown:
            self.out.add_result("remark", "", spreadsheet.unknown)

    def add_columns(self, page: ChosenSheet, columns: SheetColumns) -> None:
        """Add the results of columns: once, however many sheets have them."""
        self.omissions.update(columns.omissions)
        notes: list[tuple[CellState, tuple[int, str, str]]] = [
            *(("bad", about) for about in columns.bad),
            *(("remark", about) for about in columns.remarks),
        ]
        for state, (place, label, message) in notes:
            if (label, message) not in self._messages:
                self._messages.add((label, message))
                self.out.add_result(state, cell_address(page.name, page.head.last, place), message, "", label)

    def add_rows(self, page: ChosenSheet, kind: RowKind, rows: Sequence[DataRow]) -> None:
        """Report the rows of one sort that are no records; one that has lost its name is reported at its place."""
        if not rows:
            return
        captions = [f"第 {row.number + 1} 行“{self._words(row)}”" for row in rows[:_NAMED]]
        more = f"等 {len(rows)} 行" if len(rows) > _NAMED else ""
        hint = "；要收加 --hidden" if kind == "hidden" else ""
        is_used = kind == "section" and self.words.sections
        outcome = f"写进{field_label(self.kind, self.words.sections)}的" if is_used else "没有收的"
        message = f"{outcome}{LABELS[kind]} {len(rows)} 行：{'、'.join(captions)}{more}{hint}"
        if kind == "nameless":
            for row in rows:
                self.out.add_result(
                    "bad", cell_address(page.name, row.number, 0), "这一行有内容，没有名称，没有收", self._words(row)
                )
        else:
            self.out.add_result("remark", "", f"工作表“{page.name}”{message}")

    def _words(self, row: DataRow) -> str:
        """The words that a row goes by, short; a telephone number in them is not repeated."""
        if self.is_private(row.caption):
            return "（有不能收的号码）"
        return row.caption if len(row.caption) <= _SHORT else f"{row.caption[: _SHORT - 1]}…"

    def add_pictures(self, page: ChosenSheet) -> None:
        """Pictures that lie over the rows."""
        pictures_below = [place for place in page.sheet.pictures if place[0] > page.head.last]
        if pictures_below:
            captions = "、".join(cell_address(page.name, *place) for place in pictures_below[:_NAMED])
            more = f"等 {len(pictures_below)} 处" if len(pictures_below) > _NAMED else ""
            self.out.add_result("remark", "", f"{len(pictures_below)} 张图片没有收：{captions}{more}")
