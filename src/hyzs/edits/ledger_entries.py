"""The rows of a ledger as entries, each with what it says of its record; what is no record is counted and named."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from hyzs.edits.cell_values import CellReader, LedgerColumn, one_line
from hyzs.edits.headings import field_label
from hyzs.edits.ledger_match import canonical
from hyzs.edits.ledger_result import CellResult, CellState, LedgerResult
from hyzs.edits.ledger_rows import LABELS, LedgerRow, RowKind, rows_below
from hyzs.edits.ledger_sheets import LedgerSheet, LedgerSheets, SheetColumns, ledger_columns, unit_column
from hyzs.edits.told import PRIVATE
from hyzs.model.change import Value
from hyzs.model.folding import fold
from hyzs.model.ledger import Columns
from hyzs.model.record import Record
from hyzs.model.sheet import SheetCell, Spreadsheet, address
from hyzs.model.unseen import seen

#: So many rows or cells are written out in one sentence, each with so much of its words.
_NAMED, _SHORT = 20, 20


@dataclass(slots=True)
class LedgerEntry:
    """One record of a ledger: its row, and by field the value and what is told of its cell."""

    sheet: str
    row: LedgerRow
    name: str
    name_cell: str
    id: str = ""
    id_cell: str = ""
    values: dict[str, Value] = field(default_factory=dict)
    cells: dict[str, CellResult] = field(default_factory=dict)
    #: Values for other fields than that of their column, each with what is told of its cell.
    elsewhere: list[tuple[str, Value, CellResult]] = field(default_factory=list)
    #: Names that nobody knows yet: the field, the kind and the name.
    proposed: list[tuple[str, str, str]] = field(default_factory=list)
    #: Fields whose cell cannot be taken: what the record has there is not compared.
    bad: set[str] = field(default_factory=set)
    #: The record that it is about is called otherwise.
    is_called_otherwise: bool = False

    def drop(self, path: str) -> CellResult:
        """Take out a value that cannot be taken; what was to be told of its cell."""
        del self.values[path]
        self.bad.add(path)
        return self.cells.pop(path)

    def drop_item(self, path: str, position: int) -> CellResult:
        """Take out one item of a list; what was to be told of its cell."""
        cell, items = self.cells[path], self.values[path]
        rest = [item for n, item in enumerate(items) if n != position] if isinstance(items, list) else []
        if not rest:
            return self.drop(path)
        self.values[path], self.cells[path] = rest, replace(cell, value=canonical(rest))
        return cell

    def contradictions(self, other: "LedgerEntry") -> list[str]:
        """The fields in which two entries say different things."""
        both = (path for path in self.values if path in other.values)
        return [path for path in both if canonical(self.values[path]) != canonical(other.values[path])]


class EntryReader:
    """Reads the sheets of one ledger; what is no record is told in ``out``."""

    def __init__(
        self, kind: type[Record], reader: CellReader, columns: Columns, out: LedgerResult, *, hidden: bool
    ) -> None:
        self.kind, self.reader, self.columns, self.out, self.hidden = kind, reader, columns, out, hidden
        self.omissions: Counter[str] = Counter()
        self._messages: set[tuple[str, str]] = set()
        #: The column in which each row names the unit of its amounts; -1: none.
        self._unit_place = -1

    def entries(self, ledger: Spreadsheet, sheets: LedgerSheets) -> list[LedgerEntry]:
        """The records of all sheets that are taken."""
        entries = [entry for page in sheets.pages for entry in self._sheet(page)]
        self._tell_sheets(ledger, sheets)
        return entries

    def _sheet(self, page: LedgerSheet) -> list[LedgerEntry]:
        """The records in the rows of one sheet."""
        columns = ledger_columns(page, self.columns, self.kind, hidden=self.hidden)
        self._tell_columns(page, columns)
        by_path = {column.path: column for column in columns.columns}
        if "name" not in by_path and "id" not in by_path:
            label = field_label(self.kind, "name")
            self.out.tell("bad", "", f"工作表“{page.name}”没有哪一列是{label}；在对照表里写 表头: name")
            return []
        name = by_path.get("name") or by_path["id"]
        self._unit_place = unit_column(page)
        rows = list(rows_below(page.sheet, page.head, name.place, hidden=self.hidden))
        self.out.rows.update(row.kind for row in rows if row.kind != "empty")
        for kind in LABELS:
            self._tell_rows(page, kind, [row for row in rows if row.kind == kind])
        self._tell_pictures(page)
        return [entry for row in rows if row.kind == "record" and (entry := self._entry(page, row, by_path))]

    def _entry(self, page: LedgerSheet, row: LedgerRow, by_path: Mapping[str, LedgerColumn]) -> LedgerEntry | None:
        """The record in a row; None where its name cannot be taken, which is told."""
        name, id = (_head_cell(page, row, by_path.get(path)) for path in ("name", "id"))
        text, unseen = seen(name.text)
        entry = LedgerEntry(page.name, row, one_line(text), name.at or id.at, seen(id.text)[0].strip(), id.at)
        if problem := name.problem or (PRIVATE if self.reader.is_private(name.text) else ""):
            self.out.tell("bad", entry.name_cell, problem, "", field_label(self.kind, "name"))
            self.out.records["refused"] += 1
            return None
        if unseen:
            message = f"去掉了看不见的字符 {'、'.join(unseen)}"
            self.out.tell("remark", entry.name_cell, message, entry.name, field_label(self.kind, "name"))
        if id.problem:
            self.out.tell("bad", entry.id_cell, id.problem, entry.name, field_label(self.kind, "id"))
        for path, column in by_path.items():
            if path not in ("name", "id"):
                self._cell(page, row, self._in_unit_of_row(page, row, column), entry)
        self._settle(entry)
        return entry

    def _in_unit_of_row(self, page: LedgerSheet, row: LedgerRow, column: LedgerColumn) -> LedgerColumn:
        """The column as it holds in one row, whose own cell names the unit of amounts that no heading gives one."""
        if self._unit_place < 0 or column.own_unit != "万元" or column.unit:
            return column
        return replace(column, row_unit=page.sheet.cell(row.number, self._unit_place).text)

    def _cell(self, page: LedgerSheet, row: LedgerRow, column: LedgerColumn, entry: LedgerEntry) -> None:
        """What one cell says of the record; what it cannot say is told at once."""
        place = page.sheet.place_of(row.number, column.place)
        cell, at = page.sheet.cell(*place), address(page.name, *place)
        reading = self.reader.read(column, cell, untyped=page.sheet.untyped)
        text = "" if reading.is_private else cell.text
        for problem in reading.problems:
            self.out.tell("bad", at, problem, entry.name, column.heading, text)
            entry.bad.add(column.path)
        message = "；".join(reading.remarks)
        for path, value in reading.values.items():
            written = canonical(value)
            result = CellResult("changed", at, entry.name, column.heading, message, text, "", written, "", path)
            if path == column.path:
                entry.values[path], entry.cells[path] = value, result
            else:
                entry.elsewhere.append((path, value, result))
        if reading.remarks and not reading.values:
            self.out.tell("remark", at, message, entry.name, column.heading, text)
        entry.proposed += reading.proposed

    def _settle(self, entry: LedgerEntry) -> None:
        """Take the values that a list gives to other fields by its roles, where their own cells say nothing."""
        for path, value, result in entry.elsewhere:
            if path not in entry.values:
                entry.values[path], entry.cells[path] = value, result
            elif (own := canonical(entry.values[path])) != result.value:
                message = f"{field_label(self.kind, path)}另有一列写的是“{own}”，这里的“{result.value}”没有收"
                self.out.tell("bad", result.cell, message, entry.name, result.field, result.returned)

    def _tell_sheets(self, ledger: Spreadsheet, sheets: LedgerSheets) -> None:
        """The sheets and columns that are left out, and what the format of the file does not tell."""
        self.out.sheets = [page.name for page in sheets.pages]
        self.out.sheets_left_out = dict(sheets.omissions)
        for name, reason in sheets.omissions.items():
            self.out.tell("remark", "", f"没有收的工作表“{name}”：{reason}")
        if self.omissions:
            names = "、".join(f"{label}({count} 格)" if count else label for label, count in self.omissions.items())
            self.out.tell("remark", "", f"没有收的列：{names}；要收就在对照表里写上字段")
        labels = {fold(label) for page in sheets.pages for label in page.head.labels}
        if lost := [heading for heading in self.columns.fields if fold(heading) not in labels]:
            self.out.tell("remark", "", f"对照表里有、台账里没有的列：{'、'.join(lost)}")
        if ledger.unknown:
            self.out.tell("remark", "", ledger.unknown)

    def _tell_columns(self, page: LedgerSheet, columns: SheetColumns) -> None:
        """What is said of columns: once, however many sheets have them."""
        self.omissions.update(columns.omissions)
        notes: list[tuple[CellState, tuple[int, str, str]]] = [
            *(("bad", about) for about in columns.bad),
            *(("remark", about) for about in columns.remarks),
        ]
        for state, (place, label, message) in notes:
            if (label, message) not in self._messages:
                self._messages.add((label, message))
                self.out.tell(state, address(page.name, page.head.last, place), message, "", label)

    def _tell_rows(self, page: LedgerSheet, kind: RowKind, rows: Sequence[LedgerRow]) -> None:
        """The rows that are no records, of one sort; one that has lost its name is told at its place."""
        if not rows:
            return
        captions = [f"第 {row.number + 1} 行“{self._words(row)}”" for row in rows[:_NAMED]]
        more = f"等 {len(rows)} 行" if len(rows) > _NAMED else ""
        hint = "；要收加 --hidden" if kind == "hidden" else ""
        message = f"没有收的{LABELS[kind]} {len(rows)} 行：{'、'.join(captions)}{more}{hint}"
        if kind == "nameless":
            for row in rows:
                self.out.tell(
                    "bad", address(page.name, row.number, 0), "这一行有内容，没有名称，没有收", self._words(row)
                )
        else:
            self.out.tell("remark", "", f"工作表“{page.name}”{message}")

    def _words(self, row: LedgerRow) -> str:
        """The words that a row goes by, short; a telephone number in them is not repeated."""
        if self.reader.is_private(row.caption):
            return "（有不能收的号码）"
        return row.caption if len(row.caption) <= _SHORT else f"{row.caption[: _SHORT - 1]}…"

    def _tell_pictures(self, page: LedgerSheet) -> None:
        """Pictures that lie over the rows."""
        below = [place for place in page.sheet.pictures if place[0] > page.head.last]
        if below:
            captions = "、".join(address(page.name, *place) for place in below[:_NAMED])
            more = f"等 {len(below)} 处" if len(below) > _NAMED else ""
            self.out.tell("remark", "", f"{len(below)} 张图片没有收：{captions}{more}")


def _head_cell(page: LedgerSheet, row: LedgerRow, column: LedgerColumn | None) -> SheetCell:
    """The cell of a name or an id, with its address."""
    if column is None:
        return SheetCell()
    return page.sheet.cell(row.number, column.place).standing_at(address(page.name, row.number, column.place))
