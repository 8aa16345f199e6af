"""The sheets of a returned form with the records that its unit keeps: three-way changes, and new drafts.

A cell is compared with what was sent and with what the record says now; one that came back as it went out changes
nothing, one that was emptied takes the value away. What cells mean, and what the store has against them, is the
business of ``edits.import_``, as of any spreadsheet.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from hyzs.edits.cell_result import CellResult
from hyzs.edits.forms.collect_options import CollectOptions
from hyzs.edits.forms.result import FormResult
from hyzs.edits.import_ import ImportRequest, RecordImport
from hyzs.edits.spreadsheet.column_matching import column_position
from hyzs.edits.spreadsheet.comparison import UNTOUCHED, canonical, value_digest
from hyzs.edits.spreadsheet.import_result import ImportResult
from hyzs.edits.spreadsheet.mapped_column import MappedColumn
from hyzs.edits.spreadsheet.rows import DataRow
from hyzs.edits.spreadsheet.sheet_record import SheetRecord
from hyzs.fields.index_reader import IndexReader
from hyzs.kinds import kinds
from hyzs.model.change import Change
from hyzs.model.decimals import parse_decimal
from hyzs.model.finding import Finding
from hyzs.model.invisible import visible_text
from hyzs.model.record import Part
from hyzs.model.spreadsheet import SheetCell
from hyzs.model.typed_input import is_nothing, normalize
from hyzs.model.workbook_form import FormColumn, FormRow, ReturnedForm
from hyzs.query.kept_sheets import ENDING, ID, NAME, KeptSheet, SheetContents, kept_sheets, sheet_name


def kept_sheet_names(form: ReturnedForm) -> list[str]:
    """The sheets of a returned form that hold kept records."""
    return [name for name in form.sent_headings if name.endswith(ENDING)]


def read_kept_records(
    index: IndexReader, now: datetime, form: ReturnedForm, options: CollectOptions, out: FormResult
) -> "list[KeptRecords]":
    """The sheets of the form, read and compared; what became of their cells is in ``out``.

    Raises: BadUsage: the condition of a keeper cannot be read.
    """
    if not (names := kept_sheet_names(form)):
        return []
    contents = SheetContents(index, now)
    unit = form.hidden_metadata["unit"]
    own = {sheet.kind: sheet for (name, _), sheet in kept_sheets(index, now).items() if name == unit}
    by_name = {sheet_name(contents.label(kind)): kind for kind in kinds() if kind in contents.catalog.records}
    sheets: list[KeptRecords] = []
    for name in names:
        kept_sheet = own.get(by_name.get(name, ""))
        if kept_sheet is None:
            out.refuse_cell(name, f"“{name}”现在不归{unit}管，没有收；归谁管见设置的 keepers")
            continue
        sheet = KeptRecords(index, now, form, name, kept_sheet, contents, options, out)
        sheet.read()
        sheets.append(sheet)
    return sheets


class KeptRecords:
    """One such sheet on its way in."""

    def __init__(
        self,
        index: IndexReader,
        now: datetime,
        form: ReturnedForm,
        name: str,
        kept_sheet: KeptSheet,
        contents: SheetContents,
        options: CollectOptions,
        out: FormResult,
    ) -> None:
        self.form, self.name, self.kept_sheet, self.options, self.out = form, name, kept_sheet, options, out
        self.kind = kinds()[kept_sheet.kind]
        besides = [f"{kept_sheet.unit_field}={kept_sheet.unit}"] if kept_sheet.unit_field else []
        request = ImportRequest(self.kind, options.headings, None, now, options.private, besides, dry=options.dry)
        #: Its cells are those of the form, so that whatever is wrong keeps the form from being taken.
        self.result = ImportResult(form.file, self.kind.label, cells=out.cells)
        self.records = RecordImport(index, form.file, request, self.result)
        self.reader = self.records.reader
        #: Records of which a finding was met since the changes were asked for.
        self._refused: set[str] = set()
        self.columns = contents.columns(kept_sheet.kind, kept_sheet)
        self.now_cells = contents.cells(kept_sheet.kind)

    def read(self) -> None:
        """Read and compare every row; the results of all cells are in the form's."""
        sheet_records = [*self._sent_rows(), *self._added_rows()]
        self.records.plan(sheet_records)
        self.records.plans.report_results(self.result)
        same = [cell for cell in self.out.cells if cell.state == "same"]
        self.out.same += len(same)
        self.out.cells[:] = [
            self._settled(cell) for cell in self.out.cells if cell.state != "same"
        ]  # the same list: results of all sheets are in it

    @staticmethod
    def _settled(cell: CellResult) -> CellResult:
        """A row that names a record which is no draft is in conflict: nothing of it is written."""
        return replace(cell, state="conflict") if cell.state == "differs" else cell

    def changes(self) -> list[Change]:
        """The changes that the sheet asks for."""
        self._refused.clear()
        return self.records.plans.changes()

    def withdraw(self, finding: Finding) -> bool:
        """Take back what a finding of the store speaks against; True if its cell is known.

        Of each record one finding a round: what is wrong besides may be so no more without it.
        """
        if finding.record in self._refused:
            return True
        planned, count = self._planned_ids(), len(self.out.cells)
        if not self.records.plans.withdraw(finding, self.result):
            return False
        self._refused.add(finding.record)
        lost_ids = planned - self._planned_ids()
        addresses = {cell.cell for cell in self.out.cells[count:]}
        self.out.cells[:] = [
            cell
            for cell in self.out.cells
            if cell.state not in ("changed", "new") or not (cell.cell in addresses or cell.record in lost_ids)
        ]
        return True

    def _planned_ids(self) -> set[str]:
        return {plan.id for plan in self.records.plans.plans}

    # rows

    def _sent_rows(self) -> Iterator[SheetRecord]:
        """Rows that went out, with the cells that came back otherwise."""
        for key, cells in self.form.rows.get(self.name, {}).items():
            sent = self.form.sent_values[self.name][key]
            first = next(iter(cells.values()), SheetCell())
            if key not in self.now_cells:
                self._refuse(first, f"库里已经没有 {key}，这一行没有收", key, cells, sent)
            elif key not in self.kept_sheet.ids:
                self._refuse(first, f"{key} 现在不归{self.kept_sheet.unit}管，这一行没有收", key, cells, sent)
            elif (sheet_record := self._record(key, cells, sent)) is not None and sheet_record.values:
                yield sheet_record

    def _record(self, key: str, cells: FormRow, sent: Mapping[str, str]) -> SheetRecord | None:
        """The touched cells of a row as a sheet record; None where the row is not that of its hidden key."""
        own, now = cells.get(ID), self.now_cells[key]
        if own and own.text.strip() and own.text.strip() != key:
            message = f"隐藏的编号是“{key}”，这里写的是“{own.text.strip()}”，这一行没有收；像是只排了一部分列"
            self._refuse(own, message, key, cells, sent)
            return None
        name = now.get(NAME) or key
        row = DataRow(0, "record", name)
        address = next((cell.address for cell in cells.values()), "")
        base: dict[str, str] = {}
        sheet_record = SheetRecord(self.name, row, name, address, key, address, base=base)
        for column in self.columns:
            cell, before = cells.get(column.key), sent.get(column.key, "")
            if cell is None or _is_untouched(cell, before, column):
                self.out.same += bool(cell and cell.text.strip() and column.type != "fixed")
            elif column.type == "fixed":
                self._report_grey(column, cell, before, name)
            else:
                self._take(sheet_record, column, cell, before, name)
                base[column.key] = UNTOUCHED if now.get(column.key, "") == before else self._digest(column, before)
        return sheet_record

    def _take(self, sheet_record: SheetRecord, column: FormColumn, cell: SheetCell, before: str, name: str) -> None:
        """Take the value of a touched cell; nothing in it takes the value away."""
        if is_nothing(cell.text) and not cell.problem:
            if before and self._is_needed(column.key):
                message = f"{column.label}不能空着，原来是“{before}”"
                self.result.add_result("bad", cell.address, message, name, column.label, cell.text)
            elif before:
                sheet_record.values[column.key] = None
                about = (cell.address, name, column.label, "", cell.text, before, "", sheet_record.id, column.key)
                sheet_record.cells[column.key] = CellResult("changed", *about, sent=before)
            return
        reading = self.reader.read(self._mapped(column), cell)
        text = "" if reading.is_private else cell.text
        for problem in reading.problems:
            self.result.add_result("bad", cell.address, problem, name, column.label, text)
            sheet_record.bad.add(column.key)
        message = "；".join(reading.remarks)
        for path, value in reading.values.items():
            about = (cell.address, name, column.label, message, text, "", canonical(value), sheet_record.id, path)
            if path not in sheet_record.bad:
                sheet_record.values[path], sheet_record.cells[path] = value, CellResult("changed", *about, sent=before)
        sheet_record.proposed += reading.proposed
        for _, kind, proposed in reading.proposed:
            sheet_record.proposal_cells.setdefault((kind, proposed), cell.address)

    def _added_rows(self) -> Iterator[SheetRecord]:
        """Rows that were added, as new drafts."""
        for cells in self.form.added.get(self.name, []):
            filled_cells = {key: cell for key, cell in cells.items() if cell.text.strip() or cell.problem}
            if not filled_cells:
                continue
            first = next(iter(filled_cells.values()))
            if not self.kept_sheet.can_add:
                self._refuse(first, f"“{self.name}”里不能加行，这一行没有收", "", cells, {})
                continue
            called_by = filled_cells.get(self.kind.called_by)
            name = " ".join(visible_text(called_by.text)[0].split()) if called_by else self._composed_name(filled_cells)
            if not name:
                self._refuse(first, "新记录没有写名称，这一行没有收", "", cells, {})
            elif self.options.private(name):
                self._refuse(first, "名称里像是有号码，这一行没有收", "", {}, {})
            else:
                address = (called_by or first).address
                sheet_record = SheetRecord(self.name, DataRow(0, "record", name), name, address)
                for column in self.columns:
                    if column.key in filled_cells and column.key not in (ID, NAME, self.kind.called_by):
                        self._take(sheet_record, column, filled_cells[column.key], "", name)
                yield sheet_record

    def _composed_name(self, cells: Mapping[str, SheetCell]) -> str:
        """The name of a record of a kind whose records need none: of the fields that the table of headings lists."""
        return "".join(" ".join(cells[path].text.split()) for path in self.records.words.compose if path in cells)

    # cells

    def _mapped(self, column: FormColumn) -> MappedColumn:
        return MappedColumn(column.label, column.key, column_position(self.kind, column.key), 0)

    def _is_needed(self, path: str) -> bool:
        """True if no record is without a value there."""
        model: type[Part] | None = self.kind
        for step in path.split("."):
            fields = {info.alias or name: info for name, info in model.model_fields.items()} if model else {}
            if step not in fields or not fields[step].is_required():
                return False
            annotation = fields[step].annotation
            model = annotation if isinstance(annotation, type) and issubclass(annotation, Part) else None
        return True

    def _digest(self, column: FormColumn, text: str) -> str:
        """The digest of the value that a sent text stands for."""
        values = self.reader.read(self._mapped(column), SheetCell(text, "text")).values
        return value_digest(canonical(values.get(column.key)))

    def _report_grey(self, column: FormColumn, cell: SheetCell, before: str, name: str) -> None:
        """Report that a given cell was changed, which is not taken."""
        hint = "；改名请告诉发表的人，用 hyzs rename" if column.key == NAME else ""
        message = f"灰色的格子改了不收，原来是“{before}”{hint}"
        self.out.add_remark(cell.address, message, name, column.label, cell.text)

    def _refuse(self, cell: SheetCell, message: str, subject: str, cells: FormRow, sent: Mapping[str, str]) -> None:
        """Report that nothing of a row is taken, if anything in it was filled in."""
        touched = [key for key, own in cells.items() if own.text.strip() and own.text.strip() != sent.get(key, "")]
        self.out.refuse_cell(cell.address, message, subject, "", cell.text)
        self.out.unread += len(touched)


def _is_untouched(cell: SheetCell, before: str, column: FormColumn) -> bool:
    """True if the cell says what was sent, perhaps in other signs."""
    if cell.problem:
        return False
    texts = [" ".join(normalize(text).split()) for text in (cell.text, before)]
    if texts[0] == texts[1]:
        return True
    number = parse_decimal(texts[0]) if column.type == "number" else None
    return number is not None and number == parse_decimal(texts[1])
