"""Import of a foreign spreadsheet: new drafts, updates of drafts that came from it, and a result for every cell."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from hyzs.edits.assignments import assigned_value, parse_assignment
from hyzs.edits.cell_result import CellResult
from hyzs.edits.draft_placement import Drafts, draft_tree
from hyzs.edits.forms.return_update import Apply
from hyzs.edits.spreadsheet.cell_reader import CellReader
from hyzs.edits.spreadsheet.column_matching import ColumnMatcher, field_label, item_list, item_lists
from hyzs.edits.spreadsheet.comparison import (
    align_items,
    canonical,
    compare_fields,
    complete_items,
    is_same_spreadsheet,
    put_value,
    value_digest,
)
from hyzs.edits.spreadsheet.heading_words import Guesses, HeadingWords
from hyzs.edits.spreadsheet.import_result import ImportResult
from hyzs.edits.spreadsheet.record_matching import RecordMatching
from hyzs.edits.spreadsheet.record_plans import RecordPlan, RecordPlans, guess_words
from hyzs.edits.spreadsheet.sheet_record import SheetRecord
from hyzs.edits.spreadsheet.sheet_record_reader import SheetRecordReader
from hyzs.edits.spreadsheet.sheets import SheetChooser, is_own_list, own_field
from hyzs.fields.field_catalog import FieldCatalog
from hyzs.fields.index_reader import IndexReader
from hyzs.kinds import kinds
from hyzs.model.change import Plain, Value
from hyzs.model.column_mapping import ColumnMapping
from hyzs.model.errors import BadUsage, EditRefused
from hyzs.model.field_shapes import origin_key
from hyzs.model.folding import fold
from hyzs.model.record import Record
from hyzs.model.spreadsheet import Spreadsheet
from hyzs.model.validation_messages import message_for
from hyzs.query.name_book import NameBook
from hyzs.query.plans import plan_of, section_numbers
from hyzs.query.stored_records import StoredRecord, imported_records, record_names, stored_records

#: Mark that our own lists write behind the name of a draft.
_MARKED = re.compile(r"[(（]草稿[)）]$")


@dataclass(frozen=True, slots=True)
class ImportRequest:
    """Options of an import: the kind, the column mapping, the time, the test for private numbers.

    ``words`` is the packaged table of headings; ``besides`` is what every new record has; ``hidden`` takes hidden rows,
    columns and sheets as well; ``sheet`` is the only one wanted; ``previous`` names the file that this one replaces;
    ``wins`` also changes records that are no drafts, where the spreadsheet says otherwise; ``dry`` writes nothing.
    """

    kind: type[Record]
    words: Mapping[str, Any]
    columns: ColumnMapping | None
    now: datetime
    is_private: Callable[[str], bool]
    besides: Sequence[str] = ()
    hidden: bool = False
    sheet: str | None = None
    previous: str | None = None
    wins: bool = False
    dry: bool = False


def importable_kind(index: IndexReader, text: str) -> type[Record]:
    """The kind that people call ``text``, if spreadsheets can be taken in as such: its records say where they are from.

    Raises: BadUsage if they cannot.
    """
    importable = [kind for kind in kinds().values() if origin_key(kind)]
    models = FieldCatalog(index)
    if (name := models.kind(text).name) not in {kind.kind for kind in importable}:
        names = "、".join(f"{models.kind(kind.kind).folder}({kind.label})" for kind in importable)
        raise BadUsage(f"还不能收“{text}”", f"可以写：{names}")
    return kinds()[name]


def propose_columns(index: IndexReader, spreadsheet: Spreadsheet, request: ImportRequest) -> ColumnMapping:
    """A field for each heading of the spreadsheet, as far as headings are understood.

    Raises: BadUsage where no headings are found.
    """
    book = NameBook(index)
    words = HeadingWords.of(request.words, request.kind.kind)
    chooser = SheetChooser(ColumnMatcher(book, request.kind, words), book, None)
    sheets = chooser.sheets(spreadsheet, request.sheet, hidden=request.hidden)
    if is_own_list(sheets, book, request.kind):
        return chooser.proposal(sheets, own_field(FieldCatalog(index), request.kind))
    return chooser.proposal(sheets, lambda paths, label: None)


def import_spreadsheet(
    index: IndexReader, spreadsheet: Spreadsheet, request: ImportRequest, apply: Apply
) -> ImportResult:
    """Write what is good in the spreadsheet, or judge it if ``request.dry``; the result says what became of each cell.

    Raises: BadUsage where no headings are found, or the map is of no use; EditRefused for what is wrong with no cell;
    else as ``apply`` does.
    """
    out = ImportResult(spreadsheet.file, request.kind.label)
    if spreadsheet.problem:
        out.add_result("bad", "", f"{spreadsheet.problem}；{spreadsheet.hint}")
        return out
    columns = request.columns or propose_columns(index, spreadsheet, request)
    RecordImport(index, spreadsheet.file, request, out).run(spreadsheet, columns, apply)
    return out


class RecordImport:
    """Rows of one file on their way in as records of a kind: those of a spreadsheet, or of a sheet that went out."""

    def __init__(self, index: IndexReader, file: str, request: ImportRequest, out: ImportResult) -> None:
        self.index, self.file, self.request, self.out = index, file, request, out
        self.kind = request.kind
        self.book, self.words = NameBook(index), HeadingWords.of(request.words, self.kind.kind)
        kinds_guessed = (self.kind.kind, *self.words.propose)
        self.guesses = {kind: self._guesses(kind) for kind in kinds_guessed}
        if self.kind.called_by != "name":  # by a text, which is no name that others could write
            for id, text in record_names(index, self.kind.kind):
                self.book.add(self.kind.kind, id, text)
        self.besides = {
            ".".join(map(str, word.route)): assigned_value(word)
            for word in (parse_assignment(self.kind.kind, text) for text in request.besides)
        }
        received = request.now.isoformat(timespec="minutes")
        drafts = Drafts(index, self.book, request.now.date())
        self.plans = RecordPlans(index, self.kind, drafts, self.guesses, file, received)
        self.matching = RecordMatching(self.kind, self.book, self.words, self.besides, out)
        if self.words.within:
            self.matching.plan_of = plan_of(index)

    def _guesses(self, kind: str) -> Guesses:
        """Values proposed for new records of a kind by their names."""
        return Guesses(HeadingWords.of(self.request.words, kind), kinds()[kind], self.book)

    def run(self, spreadsheet: Spreadsheet, columns: ColumnMapping, apply: Apply) -> None:
        """Read, match, write.

        Raises: BadUsage: the map names a field that the kind lacks; EditRefused: findings of no row of the spreadsheet;
        else as ``apply`` does.
        """
        sheet_records = self._sheet_records(spreadsheet, columns)
        matched = self.plan(sheet_records)
        self._report_gone(sheet_records, matched)
        self._write(apply)
        self.plans.report_results(self.out)

    def plan(self, sheet_records: Sequence[SheetRecord]) -> set[str]:
        """Plan what becomes of each sheet record, each record once; the ids of the records that they are about."""
        return self._match(self.matching.distinct(sheet_records))

    @property
    def reader(self) -> CellReader:
        """Reader of the cells."""
        titles = {"section": section_numbers(self.index)}
        return CellReader(self.kind, self.book, self.words, self.request.is_private, self.guesses, titles)

    def _sheet_records(self, spreadsheet: Spreadsheet, columns: ColumnMapping) -> list[SheetRecord]:
        chooser = SheetChooser(ColumnMatcher(self.book, self.kind, self.words), self.book, columns)
        sheets = chooser.sheets(spreadsheet, self.request.sheet, hidden=self.request.hidden)
        reader = SheetRecordReader(self.kind, self.reader, columns, self.out, hidden=self.request.hidden)
        return reader.records(spreadsheet, sheets)

    def _write(self, apply: Apply) -> None:
        """Write until the store refuses nothing more, each time without what it refused before, which is reported."""
        while changes := self.plans.changes():
            try:
                apply(changes, dry=self.request.dry)
            except EditRefused as refusal:
                # From the end, so that the places of items that are still to go stay right.
                findings = sorted(refusal.findings, key=lambda finding: (finding.path, finding.span), reverse=True)
                withdrawals = [self.plans.withdraw(finding, self.out) for finding in findings]
                if not any(withdrawals):
                    raise
            else:
                self.out.changes = changes
                return

    def _match(self, sheet_records: Sequence[SheetRecord]) -> set[str]:
        """Plan new drafts and changes; the ids of the records that the sheet records are about."""
        matches = [
            (sheet_record, id)
            for sheet_record in sheet_records
            if (id := self.matching.record_id(sheet_record)) is not None
        ]
        ids = {id for _, id in matches if id}
        paths = list(
            dict.fromkeys(
                path for sheet_record in sheet_records for path in (*sheet_record.values, *sheet_record.blank)
            )
        )
        paths = [path for path in paths if not item_list(self.kind, path)]
        stored = stored_records(self.index, self.kind.kind, self.request.now, ids, paths, origin_key(self.kind))
        for number, (sheet_record, id) in enumerate(matches, 1):
            if id:
                self._compare(sheet_record, stored[id])
            else:
                self._create(sheet_record, number)
        self.matching.report_foreign_ids()
        return ids

    def _create(self, sheet_record: SheetRecord, number: int) -> None:
        """Plan a new draft, if it has what a record must have; it is the ``number``-th of the spreadsheet."""
        if mark := _MARKED.search(sheet_record.name):
            sheet_record.name = sheet_record.name[: mark.start()]
            self.out.add_result(
                "remark", sheet_record.name_cell, f"“{mark[0]}”是清单里的记号，不是名称", sheet_record.name
            )
        for path in self.words.named:
            sheet_record.items[item_list(self.kind, path)] = sheet_record.items[item_list(self.kind, path)] or 1
            sheet_record.put_name(self.kind, path)
        guessed = self.guesses[self.kind.kind].values(sheet_record.name)
        counted = {self.words.count: Plain(str(number))} if self.words.count else {}
        besides = {**guessed, **counted, **self.besides}
        plan = RecordPlan(sheet_record, "", besides={k: v for k, v in besides.items() if k not in sheet_record.values})
        if words := guess_words(self.kind, {k: v for k, v in guessed.items() if plan.besides.get(k) == v}):
            self.out.add_result("remark", sheet_record.name_cell, words.lstrip("，"), sheet_record.name)
        self._judge(sheet_record, {**draft_tree(self.kind, sheet_record.name), **self._nested(plan.besides)})
        sheet_record.close_gaps(self.kind)
        if lacking := self.plans.lacking(plan):
            self.out.refuse(sheet_record, "；".join(_lacks(key, label) for key, label in lacking))
            return
        plan.id = self.plans.drafts.id(self.kind, sheet_record.name)
        self._plan(plan)

    def _compare(self, sheet_record: SheetRecord, record: StoredRecord) -> None:
        """Plan what becomes of a record that is there."""
        needed = {info.alias or name for name, info in self.kind.model_fields.items() if info.is_required()}
        own = {key: value for key, value in record.body.items() if key in needed}
        self._judge(sheet_record, {**draft_tree(self.kind, record.name), **own})
        sheet_record.close_gaps(self.kind)
        file = str(record.origin.get("file") or "")
        is_from_here = bool(file) and (is_same_spreadsheet(file, self.file) or file == self.request.previous)
        follows, wins = sheet_record.base is not None or (record.is_draft and is_from_here), self.request.wins
        align_items(self.kind, sheet_record, record)
        values = {path: value for path, value in sheet_record.values.items() if path in sheet_record.cells}
        comparisons = compare_fields(
            self.kind, record, values, self.book, follows=follows, wins=wins, base=sheet_record.base
        )
        if sheet_record.base is None:
            self._report_name(sheet_record, record)
        if follows and sheet_record.base is None:
            self._report_emptied(sheet_record, record)
        elif wins:
            self._report_blank(sheet_record, record)
        self._plan(RecordPlan(sheet_record, record.id, record, comparisons, "" if follows or wins else _reason(record)))

    def _plan(self, plan: RecordPlan) -> None:
        for _, kind, name in plan.sheet_record.proposed:
            self.plans.propose(kind, name)
        self.plans.plans.append(plan)

    def _judge(self, sheet_record: SheetRecord, tree: dict[str, Any]) -> None:
        """Take out the values that their types refuse, each reported at its cell."""
        for path, value in sheet_record.values.items():
            if value is not None:
                put_value(self.kind, tree, path, value)
        for key in item_lists(self.kind):
            if key in tree:
                tree[key] = complete_items(self.kind, key, tree[key], "draft")
        try:
            self.kind.model_validate({**_plain(tree), "id": sheet_record.id or "draft"})
        except ValidationError as refusal:
            for error in refusal.errors():
                self._report_refused(sheet_record, dict(error))

    def _nested(self, values: Mapping[str, Value]) -> dict[str, Any]:
        tree: dict[str, Any] = {}
        for path, value in values.items():
            put_value(self.kind, tree, path, value)
        return tree

    def _report_refused(self, sheet_record: SheetRecord, error: dict[str, Any]) -> None:
        loc = tuple(str(step) for step in error["loc"])
        path = next((path for path in sheet_record.cells if loc[: path.count(".") + 1] == tuple(path.split("."))), "")
        if path:
            cell = sheet_record.drop(path)
            _, message, hint = message_for(error, self.kind)
            message = f"{message}；{hint}" if hint else message
            self.out.add_result("bad", cell.cell, message, sheet_record.name, cell.field, cell.returned)

    def _report_name(self, sheet_record: SheetRecord, record: StoredRecord) -> None:
        """Report that the record is called otherwise; the name of a record never follows a spreadsheet."""
        names = (record.name, str(record.body.get("public_name") or ""), sheet_record.name)
        if (
            record.id in self.matching.called(sheet_record.name)
            or not sheet_record.name
            or fold(sheet_record.name) in map(fold, names[:2])
        ):
            return
        sheet_record.is_called_otherwise = True
        message = f"库里叫“{record.name}”，没有改；要改名用 hyzs rename {record.id}"
        about = (sheet_record.name_cell, sheet_record.name, field_label(self.kind, self.kind.called_by), message)
        self.out.cells.append(
            CellResult(
                "differs", *about, sheet_record.name, record.name, sheet_record.name, record.id, self.kind.called_by
            )
        )

    def _report_emptied(self, sheet_record: SheetRecord, record: StoredRecord) -> None:
        """Report values that came from the spreadsheet, which does not say them any more; they stay."""
        digests = record.origin.get("digests") or {}
        emptied = (path for path in digests if path not in sheet_record.values and path not in sheet_record.bad)
        if emptied_paths := [
            path for path in emptied if not self._is_item_elsewhere(sheet_record, path, digests[path])
        ]:
            labels = "、".join(field_label(self.kind, path) for path in emptied_paths)
            message = f"台账里没有了：{labels}；{record.id} 里还留着，要去掉用 hyzs set"
            self.out.add_result("remark", sheet_record.name_cell, message, sheet_record.name)

    def _is_item_elsewhere(self, sheet_record: SheetRecord, path: str, recorded_digest: str) -> bool:
        """True if the value stands in another item of its list: the record may have items that no row has."""
        own = item_list(self.kind, path)
        return bool(own) and any(
            item_list(self.kind, other) == own and value_digest(canonical(value)) == recorded_digest
            for other, value in sheet_record.values.items()
        )

    def _report_blank(self, sheet_record: SheetRecord, record: StoredRecord) -> None:
        """Report empty cells beside values of the record: without a base nobody knows whether they were emptied."""
        if paths := [path for path in sheet_record.blank if canonical(record.values.get(path))]:
            labels = "、".join(field_label(self.kind, path) for path in paths)
            message = f"台账里空着，{record.id} 里有：{labels}；没有清空，要去掉用 hyzs set，或者改发出去的台账"
            self.out.add_result("remark", sheet_record.name_cell, message, sheet_record.name)

    def _report_gone(self, sheet_records: Sequence[SheetRecord], matched: Collection[str]) -> None:
        """Report drafts that came from this spreadsheet, and that it does not list any more."""
        if not (origin := origin_key(self.kind)):
            return
        sheets = {sheet_record.sheet for sheet_record in sheet_records}
        for row in imported_records(self.index, self.kind.kind, origin):
            if row["id"] not in matched and row["sheet"] in sheets and is_same_spreadsheet(row["file"], self.file):
                message = f"上次从这份台账收的 {row['id']}“{row['row']}”，台账里没有了；改了名就先用 hyzs rename"
                self.out.add_result("remark", "", message, str(row["row"]))


def _reason(record: StoredRecord) -> str:
    """The reason why a record that differs is left as it is."""
    if not record.is_draft:
        return f"，{record.id} 已不是草稿，没有动；要改用 hyzs set"
    if file := record.origin.get("file"):
        return f"，{record.id} 是从 {file} 收的，没有动；这份是它的新版就加 --replaces {file}"
    return f"，{record.id} 不是从这份台账收的，没有动；要改用 hyzs set"


def _lacks(key: str, label: str) -> str:
    return f"没有{label}，没有收；在台账里加一列，或用 --set {key}=… 一律写上"


def _plain(value: Any) -> Any:
    """A tree as a file would give it: every scalar a text."""
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)
