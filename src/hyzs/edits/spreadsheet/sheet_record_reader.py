"""Rows of a spreadsheet as sheet records, each with the values of its record; rows that are no record are counted."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from hyzs.edits.cell_result import PRIVATE, CellResult
from hyzs.edits.spreadsheet.cell_reader import CellReader, name_on_one_line
from hyzs.edits.spreadsheet.column_matching import field_label, field_position, item_list
from hyzs.edits.spreadsheet.comparison import canonical
from hyzs.edits.spreadsheet.import_result import ImportResult
from hyzs.edits.spreadsheet.mapped_column import MappedColumn
from hyzs.edits.spreadsheet.omission_report import OmissionReport
from hyzs.edits.spreadsheet.row_items import RowItems
from hyzs.edits.spreadsheet.rows import LABELS, DataRow, rows_below
from hyzs.edits.spreadsheet.sheet_record import SharedValue, SheetRecord, item_path
from hyzs.edits.spreadsheet.sheets import ChosenSheet, ChosenSheets, mapped_columns, unit_column
from hyzs.model.change import Plain
from hyzs.model.column_mapping import ColumnMapping
from hyzs.model.folding import fold
from hyzs.model.invisible import visible_text
from hyzs.model.numbered_items import split_title
from hyzs.model.record import Record
from hyzs.model.spreadsheet import SheetCell, Spreadsheet, cell_address

#: A shorter name in a title may be there by chance.
_TITLE = 6


class SheetRecordReader:
    """Reads the sheets of one spreadsheet; what is no record becomes a result in ``out``."""

    def __init__(
        self, kind: type[Record], reader: CellReader, columns: ColumnMapping, out: ImportResult, *, hidden: bool
    ) -> None:
        self.kind, self.reader, self.columns, self.out, self.hidden = kind, reader, columns, out, hidden
        self.words = reader.words
        #: The lists that several cells may add to.
        self.joined = {*self.words.join, *self.words.repeat, *self.words.repeat.values()}
        self.report = OmissionReport(reader, kind, columns, out)
        #: The column in which each row names the unit of its amounts; -1: none.
        self._unit_place = -1
        #: The columns that make up the name, where none holds it.
        self._composed: list[MappedColumn] = []

    def records(self, spreadsheet: Spreadsheet, sheets: ChosenSheets) -> list[SheetRecord]:
        """The records of all sheets that are taken. Raises: BadUsage: the map names a field that the kind lacks."""
        sheet_records = [sheet_record for page in sheets.pages for sheet_record in self._sheet(page)]
        self.report.add_sheets(spreadsheet, sheets)
        return sheet_records

    def _sheet(self, page: ChosenSheet) -> list[SheetRecord]:
        """The records in the rows of one sheet."""
        columns = mapped_columns(page, self.columns, self.kind, self.words, hidden=self.hidden)
        self.report.add_columns(page, columns)
        by_path = {column.path: column for column in columns.columns}
        called_by = self.kind.called_by
        self._composed = [] if called_by in by_path else [by_path[p] for p in self.words.compose if p in by_path]
        if called_by not in by_path and "id" not in by_path and not self._composed:
            label = field_label(self.kind, called_by)
            self.out.add_result("bad", "", f"工作表“{page.name}”没有哪一列是{label}；在对照表里写 表头: {called_by}")
            return []
        name = by_path.get(called_by) or by_path.get("id") or self._composed[0]
        self._unit_place = unit_column(page)
        items = RowItems(self.kind, self.words, columns.columns)
        rows = list(rows_below(page.sheet, page.head, name.place, items.places, hidden=self.hidden))
        sheet_records = self._records_in(page, rows, columns.columns, items)
        for kind in LABELS:
            self.report.add_rows(page, kind, [row for row in rows if row.kind == kind])
        self.report.add_pictures(page)
        return sheet_records

    def _records_in(
        self, page: ChosenSheet, rows: list[DataRow], columns: Sequence[MappedColumn], items: RowItems
    ) -> list[SheetRecord]:
        """The records in rows; each has the section that it stands in, and the rows that go on with it."""
        sheet_records: list[SheetRecord] = []
        over_table = self._titled(page, {column.path for column in columns})
        section: SharedValue | None = None
        current: SheetRecord | None = None
        for place, row in enumerate(rows):
            kind = row.kind
            if kind == "section" and self.words.sections:
                section = self._section(page, row)
            if kind == "record" and current and self._is_same_record(page, row, columns, items, current):
                kind = "continued"
            if kind == "record":
                current = self._record(page, row, columns)
                if current:
                    sheet_records.append(current)
                    for value in (*over_table, *([section] if section else [])):
                        value.put(current)
            elif kind == "continued" and current:
                self._continue(page, row, columns, current)
            elif kind == "continued":
                kind = "nameless"
            if kind in ("record", "continued") and current:
                items.read(page, row, current, self.take)
            rows[place] = row._replace(kind=kind)
            self.out.rows.update([kind] if kind != "empty" else [])
        for sheet_record in sheet_records:
            self._settle(page, sheet_record, items)
        self._drop_row_numbers(sheet_records)
        return sheet_records

    def _is_same_record(
        self,
        page: ChosenSheet,
        row: DataRow,
        columns: Sequence[MappedColumn],
        items: RowItems,
        sheet_record: SheetRecord,
    ) -> bool:
        """True if the row has the name of the record above, and one more item of it."""
        name = next((column for column in columns if column.path == self.kind.called_by), None)
        text = page.sheet.cell(row.number, name.place).text if name and items.places else ""
        title = split_title(text)[1] if self.words.rest else text
        is_same = bool(title) and fold(title) == fold(sheet_record.name) and not any(c.path == "id" for c in columns)
        return is_same and any(page.sheet.cell(row.number, place).text.strip() for place in items.places)

    def _record(self, page: ChosenSheet, row: DataRow, columns: Sequence[MappedColumn]) -> SheetRecord | None:
        """The record in a row; None where its name cannot be taken, which is reported."""
        by_path = {column.path: column for column in columns}
        name, id = (_head_cell(page, row, by_path.get(path)) for path in (self.kind.called_by, "id"))
        if self._composed:
            name = self._composed_cell(page, row)
        text, unseen = visible_text(name.text)
        sheet_record = SheetRecord(
            page.name,
            row,
            name_on_one_line(text),
            name.address or id.address,
            visible_text(id.text)[0].strip(),
            id.address,
        )
        if problem := name.problem or (PRIVATE if self.reader.is_private(name.text) else ""):
            self.out.add_result("bad", sheet_record.name_cell, problem, "", field_label(self.kind, self.kind.called_by))
            self.out.records["refused"] += 1
            return None
        if unseen:
            message = f"去掉了看不见的字符 {'、'.join(unseen)}"
            self.out.add_result(
                "remark",
                sheet_record.name_cell,
                message,
                sheet_record.name,
                field_label(self.kind, self.kind.called_by),
            )
        if self.words.rest:
            self._take_title(sheet_record, name.text)
        if id.problem:
            self.out.add_result(
                "bad", sheet_record.id_cell, id.problem, sheet_record.name, field_label(self.kind, "id")
            )
        for column in columns:
            if column.path not in (self.kind.called_by, "id") and not item_list(self.kind, column.path):
                self._cell(page, row, self._in_unit_of_row(page, row, column), sheet_record)
        return sheet_record

    def _composed_cell(self, page: ChosenSheet, row: DataRow) -> SheetCell:
        """The name that several cells of a row make together, at the place of the first."""
        cells = [_head_cell(page, row, column) for column in self._composed]
        return cells[0]._replace(text="".join(name_on_one_line(cell.text) for cell in cells), address=cells[0].address)

    def _take_title(self, sheet_record: SheetRecord, text: str) -> None:
        """Part the number and the running text from a name that is a whole paragraph."""
        number, title, rest = split_title(visible_text(text)[0])
        if not (number or rest):
            return
        sheet_record.name = name_on_one_line(title)
        for path, value in ((self.words.count, Plain(number)), (self.words.rest, rest)):
            if value:
                label, message = field_label(self.kind, path), "写在名称里"
                about = (sheet_record.name_cell, sheet_record.name, label, message, value, "", str(value), "", path)
                sheet_record.values[path], sheet_record.cells[path] = value, CellResult("changed", *about)

    def _continue(
        self, page: ChosenSheet, row: DataRow, columns: Sequence[MappedColumn], sheet_record: SheetRecord
    ) -> None:
        """The cells of a further row that are not merged with those above: they are of the item, or say the same."""
        for column in columns:
            place = page.sheet.merge_origin(row.number, column.place)
            cell = page.sheet.cell(*place)
            is_own = place[0] == row.number and (cell.text.strip() or cell.problem)
            if column.path in (self.kind.called_by, "id") or item_list(self.kind, column.path) or not is_own:
                continue
            if column.path == self.words.count:
                sheet_record.is_counted_by_row = True
            elif column.path not in self.words.repeat:
                self._compare_further(page, row, column, sheet_record)

    def _compare_further(
        self, page: ChosenSheet, row: DataRow, column: MappedColumn, sheet_record: SheetRecord
    ) -> None:
        """Report what a further row says otherwise of a field that the record has once."""
        cell, at = page.sheet.cell(row.number, column.place), cell_address(page.name, row.number, column.place)
        reading = self.reader.read(column, cell, untyped=page.sheet.has_no_types)
        others = {
            path
            for path, value in reading.values.items()
            if canonical(value) != canonical(sheet_record.values.get(path))
        }
        for problem in reading.problems:
            self.out.add_result(
                "bad", at, problem, sheet_record.name, column.heading, "" if reading.is_private else cell.text
            )
        if others:
            message = f"这一行续着“{sheet_record.name}”，{field_label(self.kind, column.path)}和第一行不一样，没有收"
            self.out.add_result("bad", at, message, sheet_record.name, column.heading, cell.text)

    def _titled(self, page: ChosenSheet, paths: Collection[str]) -> list[SharedValue]:
        """The values that stand over the table: the plan whose name or number its title has in it."""
        out: list[SharedValue] = []
        for path in self.words.titled:
            ref = field_position(self.kind, path).shape.ref
            names = self.reader.book.names_by_folded_text(ref.kinds) if ref and path not in paths else {}
            for row in range(page.head.first):
                for column, cell in enumerate(page.sheet.rows[row]):
                    titles = {
                        called for name, called in names.items() if len(name) >= _TITLE and name in fold(cell.text)
                    }
                    if len(titles) == 1 and path not in [value.path for value in out]:
                        out.append(self._shared_value(page, (row, column), path, titles.pop(), "写在表上方"))
        return out

    def _shared_value(
        self, page: ChosenSheet, place: tuple[int, int], path: str, value: str, message: str
    ) -> SharedValue:
        """A value that stands once for several records."""
        label = field_label(self.kind, path)
        returned = page.sheet.cell(*place).text
        cell = CellResult("changed", cell_address(page.name, *place), "", label, message, returned, "", value, "", path)
        return SharedValue(path, value, cell)

    def _section(self, page: ChosenSheet, row: DataRow) -> SharedValue | None:
        """The section that a row begins; None where the vocabulary does not know it, which is reported."""
        path = self.words.sections
        place = next(n for n, cell in enumerate(page.sheet.rows[row.number]) if cell.text.strip())
        label = field_label(self.kind, path)
        texts = [cell.text for cell in page.sheet.rows[row.number] if cell.text.strip()]
        column = MappedColumn(label, path, field_position(self.kind, path), place)
        readings = [self.reader.read(column, SheetCell(text, "text")) for text in ("、".join(texts), *texts)]
        reading = next((reading for reading in readings if path in reading.values), readings[0])
        if path not in reading.values:
            at = cell_address(page.name, row.number, place)
            self.out.add_result("bad", at, "；".join(reading.problems), row.caption, label, texts[0])
            return None
        return self._shared_value(page, (row.number, place), path, str(reading.values[path]), "分节的行")

    def _in_unit_of_row(self, page: ChosenSheet, row: DataRow, column: MappedColumn) -> MappedColumn:
        """The column as it holds in one row, whose own cell names the unit of amounts that no heading gives one."""
        if self._unit_place < 0 or column.own_unit != "万元" or column.unit:
            return column
        return replace(column, row_unit=page.sheet.cell(row.number, self._unit_place).text)

    def _cell(self, page: ChosenSheet, row: DataRow, column: MappedColumn, sheet_record: SheetRecord) -> None:
        """Take the values of one cell; what cannot be taken becomes a result."""
        place = page.sheet.merge_origin(row.number, column.place)
        self.take(page, place, column, sheet_record, page.sheet.cell(*place))

    def take(
        self,
        page: ChosenSheet,
        place: tuple[int, int],
        column: MappedColumn,
        sheet_record: SheetRecord,
        cell: SheetCell,
        item: int | None = None,
    ) -> None:
        """Take the values of a cell, or of a part of it, into the record; of a list's ``item``, counted from 0."""
        at = cell_address(page.name, *place)
        reading = self.reader.read(column, cell, untyped=page.sheet.has_no_types)
        text = "" if reading.is_private else cell.text
        for problem in reading.problems:
            self.out.add_result("bad", at, problem, sheet_record.name, column.heading, text)
            sheet_record.bad.add(item_path(column.path, item))
        if not (reading.values or reading.problems or item is not None):
            sheet_record.blank.add(column.path)
        message = "；".join(reading.remarks)
        for own_path, value in reading.values.items():
            path = item_path(own_path, item)
            heading = column.heading
            if item is not None and own_path != column.path:
                heading = f"{heading}·{field_label(self.kind, path)}"
            about = (at, sheet_record.name, heading, message, text, "", canonical(value), "", path)
            result = CellResult("changed", *about)
            if own_path == column.path and path not in sheet_record.values:
                sheet_record.values[path], sheet_record.cells[path] = value, result
            elif own_path == column.path and own_path in self.joined:
                sheet_record.join(path, value, result)
            else:
                sheet_record.elsewhere.append((path, value, result))
        if reading.remarks and not reading.values:
            self.out.add_result("remark", at, message, sheet_record.name, column.heading, text)
        sheet_record.proposed += [(item_path(path, item), kind, name) for path, kind, name in reading.proposed]
        for _, kind, name in reading.proposed:
            sheet_record.proposal_cells.setdefault((kind, name), at)

    def _settle(self, page: ChosenSheet, sheet_record: SheetRecord, items: RowItems) -> None:
        """Take the values that cells give to other fields, where their own say nothing; and complete the items."""
        items.settle(page, sheet_record, self.take)
        for path, value, result in sheet_record.elsewhere:
            if path not in sheet_record.values:
                sheet_record.values[path], sheet_record.cells[path] = value, result
            elif (own := canonical(sheet_record.values[path])) != result.value:
                message = f"{field_label(self.kind, path)}另有一列写的是“{own}”，这里的“{result.value}”没有收"
                self.out.add_result("bad", result.cell, message, sheet_record.name, result.field, result.returned)
        for path, message in sheet_record.incomplete_items(self.kind):
            cell = sheet_record.drop(path)
            self.out.add_result("bad", cell.cell, message, sheet_record.name, cell.field, cell.returned)
        sheet_record.close_gaps(self.kind)

    def _drop_row_numbers(self, sheet_records: Sequence[SheetRecord]) -> None:
        """Numbers that count the rows of items, and not the records, say nothing of these."""
        if not any(sheet_record.is_counted_by_row for sheet_record in sheet_records):
            return
        for sheet_record in sheet_records:
            if self.words.count in sheet_record.values:
                sheet_record.drop(self.words.count)
                sheet_record.bad.discard(self.words.count)
        label = field_label(self.kind, self.words.count)
        self.out.add_result("remark", "", f"{label}一列数的是行，没有收；新的按先后编")


def _head_cell(page: ChosenSheet, row: DataRow, column: MappedColumn | None) -> SheetCell:
    """The cell of a name or an id, with its address."""
    if column is None:
        return SheetCell()
    return page.sheet.cell(row.number, column.place).with_address(cell_address(page.name, row.number, column.place))
