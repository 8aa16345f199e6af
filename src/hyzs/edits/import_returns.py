"""Import of a ledger of progress: each row is the entry of one project in the return of that week.

It fills in weeks of which there are no workbooks, such as those of last year. What a return says already stays: a row
that says the same is counted, one that says otherwise is told cell by cell, and nothing of it is written.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as data_field
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from hyzs.edits.cell_result import CellResult
from hyzs.edits.forms.return_update import Apply
from hyzs.edits.import_ import ImportRequest, propose_columns
from hyzs.edits.log import parse_needs
from hyzs.edits.return_entry import EntryUpdate, ReturnLine, write_lines
from hyzs.edits.spreadsheet.cell_reader import CellReader
from hyzs.edits.spreadsheet.column_matching import ColumnMatcher
from hyzs.edits.spreadsheet.heading_words import HeadingWords
from hyzs.edits.spreadsheet.import_result import ImportResult
from hyzs.edits.spreadsheet.sheet_record import SheetRecord
from hyzs.edits.spreadsheet.sheet_record_reader import SheetRecordReader
from hyzs.edits.spreadsheet.sheets import SheetChooser
from hyzs.fields.index_reader import IndexReader
from hyzs.model.annotations import Level, Ref, Term
from hyzs.model.change import Change, Plain, Value
from hyzs.model.decimals import decimal_of, number_text
from hyzs.model.errors import BadUsage, EditRefused, HyzsError
from hyzs.model.finding import Finding
from hyzs.model.folding import fold_wording
from hyzs.model.record import Record, field
from hyzs.model.scalars import Number, Text
from hyzs.model.spreadsheet import Spreadsheet
from hyzs.query.indicators import indicators
from hyzs.query.name_book import NameBook
from hyzs.query.return_file import ReturnFile, all_project_rows, return_file

I = Level.internal
#: Keys of a return that ``--set`` may give.
HEAD = ("submitted", "filed_by", "approved_by")


class ReturnRow(Record):
    """A row of such a ledger, as its headings are matched and its cells are read; no record of the store."""

    kind: ClassVar[str] = "return_row"
    label: ClassVar[str] = "周填报"
    path: ClassVar[str] = ""
    called_by: ClassVar[str] = "project"

    project: Text = field("项目名称", level=I)
    unit: Annotated[Text, Ref("unit")] | None = field("填报单位", None, level=I)
    progress: Text | None = field("本周进展", None, level=I)
    money: dict[Annotated[Text, Term("indicator")], Number] = field("数字", {}, level=I, unit="万元")
    numbers: dict[Annotated[Text, Term("indicator")], Number] = field("数", {}, level=I)
    needs: Text | None = field("需协调的问题", None, level=I)
    next: Text | None = field("下步打算", None, level=I)


@dataclass(slots=True)
class _Line:
    """A row to be written into a return: its project, the unit, the values."""

    sheet_record: SheetRecord
    id: str
    unit: str
    update: EntryUpdate
    last: Mapping[str, Any] = data_field(default_factory=dict)


def return_words(index: IndexReader, table: Mapping[str, Any]) -> dict[str, Any]:
    """The packaged table of headings, with the labels of the store's indicators among those of a ledger's rows."""
    own = table["kinds"][ReturnRow.kind]
    labels = {
        f"{'money' if indicator.is_money else 'numbers'}.{indicator.name}": [indicator.label, indicator.short_label]
        for indicator in indicators(index)
    }
    return {**table, "kinds": {**table["kinds"], ReturnRow.kind: {**own, "fields": {**own["fields"], **labels}}}}


def import_returns(
    index: IndexReader, spreadsheet: Spreadsheet, request: ImportRequest, apply: Apply, week: str
) -> ImportResult:
    """Write the rows into the returns of the week, or judge them if ``request.dry``; what became of each cell.

    Raises:
        BadUsage: No headings are found, the week is none or has not begun, ``--set`` says something that no return has.
        HyzsError: as ``apply`` does, EditRefused where no row is to blame.
    """
    out = ImportResult(spreadsheet.file, ReturnRow.label, new_word="新填报")
    if spreadsheet.problem:
        out.add_result("bad", "", f"{spreadsheet.problem}；{spreadsheet.hint}")
        return out
    _Import(index, spreadsheet, request, out, week).run(apply)
    return out


class _Import:
    """One ledger of one week on its way in."""

    def __init__(
        self, index: IndexReader, spreadsheet: Spreadsheet, request: ImportRequest, out: ImportResult, week: str
    ) -> None:
        self.index, self.spreadsheet, self.request, self.out = index, spreadsheet, request, out
        self.book = NameBook(index)
        self.duties, self.week, self.rows = all_project_rows(index, week, request.now)
        self.returns: dict[str, ReturnFile] = {}
        self.head = _head(request.besides)

    def run(self, apply: Apply) -> None:
        """Read the rows, find their returns, write what is new."""
        lines = list(self._lines(self._sheet_records()))
        while changes := self._changes(lines):
            try:
                apply(changes, dry=self.request.dry)
            except EditRefused as refusal:
                refused = {line.id for finding in refusal.findings for line in lines if _is_about(finding, line)}
                if not refused:
                    raise
                for line in [line for line in lines if line.id in refused]:
                    reasons = [finding.message for finding in refusal.findings if _is_about(finding, line)]
                    self.out.refuse(line.sheet_record, "；".join(reasons))
                    lines.remove(line)
            else:
                self.out.changes = changes
                break
        for line in lines:
            self._report_new(line)

    def _sheet_records(self) -> list[SheetRecord]:
        columns = self.request.columns or propose_columns(self.index, self.spreadsheet, self.request)
        words = HeadingWords.of(self.request.words, ReturnRow.kind)
        chooser = SheetChooser(ColumnMatcher(self.book, ReturnRow, words), self.book, columns)
        sheets = chooser.sheets(self.spreadsheet, self.request.sheet, hidden=self.request.hidden)
        cells = CellReader(ReturnRow, self.book, words, self.request.is_private, {}, {})
        return SheetRecordReader(ReturnRow, cells, columns, self.out, hidden=self.request.hidden).records(
            self.spreadsheet, sheets
        )

    def _lines(self, sheet_records: Sequence[SheetRecord]) -> Iterator[_Line]:
        """The rows that are new to their returns; the others are reported."""
        first: dict[str, SheetRecord] = {}
        for sheet_record in sheet_records:
            id = self._project(sheet_record)
            if id is None:
                continue
            if (other := first.setdefault(id, sheet_record)) is not sheet_record:
                self.out.refuse(
                    sheet_record,
                    f"和 {other.name_cell} 是同一个项目，一周只有一条；这一行没有收",
                )
                continue
            unit = str(sheet_record.values.get("unit") or self.rows[id]["reporter"] or "")
            if not unit:
                self.out.refuse(
                    sheet_record,
                    "没有填报单位，也没有属地和牵头单位；台账里加一列 填报单位",
                )
                continue
            filing = self._return(unit)
            update = _update(sheet_record, f"补录台账 {self.spreadsheet.file}" if filing.is_closed else None)
            if old := filing.entry("projects", id):
                self._compare(sheet_record, id, update, old)
            elif line := self._line(sheet_record, id, unit, update):
                yield line

    def _line(self, sheet_record: SheetRecord, id: str, unit: str, update: EntryUpdate) -> _Line | None:
        """The row as a line of its return; None where it says nothing, or where it cannot stand there."""
        if not (update.progress or update.figures or update.needs or update.next):
            self.out.refuse(sheet_record, "进展、数字、问题、打算都空着，没有收")
            return None
        line = _Line(sheet_record, id, unit, update, {**self.rows[id], "weeks_silent": 0})
        try:
            write_lines(self._return(unit), [_return_line(line)], self.request.now, {})
        except HyzsError as error:
            self.out.refuse(sheet_record, f"{error.message}；这一行没有收")
            return None
        return line

    def _project(self, sheet_record: SheetRecord) -> str | None:
        """The project that the row is about; None where that cannot be said, which is reported."""
        if self.book.is_id(sheet_record.id, "project"):
            return sheet_record.id
        ids = sorted({id for _, id, _ in self.book.find(sheet_record.name, "project")}) if sheet_record.name else []
        if len(ids) == 1:
            return ids[0]
        if ids:
            self.out.refuse(
                sheet_record,
                f"叫“{sheet_record.name}”的不止一个：{'、'.join(ids)}；加一列 编号",
            )
            return None
        near = self.index.closest_name(sheet_record.name, "project")
        self.out.refuse(
            sheet_record,
            f"没有这个项目，没有收{f'；是不是：{near}' if near else '；先登记项目再收'}",
        )
        return None

    def _return(self, unit: str) -> ReturnFile:
        if unit not in self.returns:
            self.returns[unit] = return_file(self.index, self.duties, self.week, unit)
        return self.returns[unit]

    def _changes(self, lines: Sequence[_Line]) -> list[Change]:
        by_unit: dict[str, list[_Line]] = defaultdict(list)
        for line in lines:
            by_unit[line.unit].append(line)
        source: dict[str, Value] = {
            "file": self.spreadsheet.file,
            "sha256": self.spreadsheet.sha256,
            "via": "台账",
            "received": Plain(self.request.now.isoformat(timespec="minutes")),
        }
        changes: list[Change] = []
        for unit, own in by_unit.items():
            head = {**self.head, "source": source}
            changes += write_lines(self._return(unit), [_return_line(line) for line in own], self.request.now, head)
        return changes

    def _compare(self, sheet_record: SheetRecord, id: str, update: EntryUpdate, old: Mapping[str, Any]) -> None:
        """Count a row that says what the return says; name the cells that say otherwise, which stay out."""
        differing = list(_differences(sheet_record, update, old))
        self.out.records["differs" if differing else "same"] += 1
        for path, now in differing:
            cell = sheet_record.cells[path]
            message = f"{self.week} 已经报了“{now}”，没有动；要改用 hyzs log {id}"
            self.out.cells.append(
                CellResult(
                    "differs",
                    cell.cell,
                    sheet_record.name,
                    cell.field,
                    message,
                    cell.returned,
                    now,
                    cell.value,
                    id,
                    path,
                )
            )
        if not differing:
            message = f"和 {self.week} 里报的一样"
            self.out.cells.append(CellResult("same", sheet_record.name_cell, sheet_record.name, "", message, record=id))

    def _report_new(self, line: _Line) -> None:
        sheet_record = line.sheet_record
        self.out.records["new"] += 1
        place = f"{self.week} {line.unit}"
        self.out.cells.append(
            CellResult(
                "new",
                sheet_record.name_cell,
                sheet_record.name,
                "",
                place,
                sheet_record.name,
                "",
                sheet_record.name,
                line.id,
            )
        )
        for path, cell in sheet_record.cells.items():
            about = (
                cell.cell,
                sheet_record.name,
                cell.field,
                cell.message,
                cell.returned,
                "",
                cell.value,
                line.id,
                path,
            )
            self.out.cells.append(CellResult("changed", *about))


def _head(words: Sequence[str]) -> dict[str, Value]:
    """The head of the returns, as ``--set`` gives it. Raises: BadUsage: a return has no such field."""
    head: dict[str, Value] = {}
    for word in words:
        key, sign, value = word.partition("=")
        if key not in HEAD or not sign:
            raise BadUsage(f"“{word}”不是周填报的表头", f"可以写：{'、'.join(f'{key}=…' for key in HEAD)}")
        head[key] = Plain(value) if key == "submitted" else value
    return head


def _update(sheet_record: SheetRecord, late: str | None) -> EntryUpdate:
    """The cells of a row as the update of an entry; an empty cell says nothing."""
    values = {path: str(value) for path, value in sheet_record.values.items()}
    figures = {
        path.partition(".")[2]: Decimal(text)
        for path, text in values.items()
        if path.partition(".")[0] in ("money", "numbers")
    }
    needs = values.get("needs", "").replace("；", "\n").split("\n")
    return EntryUpdate(
        progress=values.get("progress"),
        next=values.get("next"),
        needs=parse_needs([text.strip() for text in needs if text.strip()]),
        figures=figures,
        late=late,
    )


def _return_line(line: _Line) -> ReturnLine:
    return ReturnLine("projects", line.id, line.update, line.last)


def _differences(sheet_record: SheetRecord, update: EntryUpdate, old: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """The fields in which the row says otherwise than the return, and what that says."""
    for key in ("progress", "next"):
        text = getattr(update, key)
        if text and fold_wording(text) != fold_wording(str(old.get(key) or "")):
            yield key, str(old.get(key) or "")
    figures = old.get("figures") or {}
    for path in sheet_record.values:
        section, _, name = path.partition(".")
        if section in ("money", "numbers"):
            now = figures.get(name)
            if now is None or decimal_of(now) != update.figures[name]:
                yield path, "" if now is None else number_text(now)
    wordings = {fold_wording(need["text"]) for need in old.get("needs") or ()}
    if any(fold_wording(need["text"]) not in wordings for need in update.needs):
        yield "needs", "；".join(need["text"] for need in old.get("needs") or ())


def _is_about(finding: Finding, line: _Line) -> bool:
    """True if the finding is about the line's entry."""
    return line.id in [str(step) for step in finding.route] or finding.record == line.id
