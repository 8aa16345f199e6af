"""Writes the new values of a form into its return; findings of the store become results of their cells."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Protocol

from hyzs.edits.cell_result import CellResult
from hyzs.edits.forms.cells import entry_update
from hyzs.edits.forms.collect_options import CollectOptions
from hyzs.edits.forms.entry_updates import Entries, EntryKey, FormEntry
from hyzs.edits.forms.result import FormResult
from hyzs.edits.log import parse_needs
from hyzs.edits.return_entry import ReturnLine, write_lines
from hyzs.model.change import AppliedEdit, Change, Plain, Set, Value
from hyzs.model.errors import EditRefused, HyzsError
from hyzs.model.finding import Finding
from hyzs.model.spreadsheet import SheetCell
from hyzs.model.workbook_form import ReturnedForm
from hyzs.query.unit_recognition import UnitNames


class Apply(Protocol):
    """Writes changes, or with ``dry`` only judges them.

    Raises: EditRefused with the findings against them.
    """

    def __call__(self, changes: Sequence[Change], *, dry: bool = False) -> AppliedEdit:
        """The edit with its changed lines and warnings."""
        ...


class OtherSheet(Protocol):
    """A sheet of the same form whose changes go in with the entries."""

    def changes(self) -> list[Change]:
        """The changes that the sheet asks for."""
        ...

    def withdraw(self, finding: Finding) -> bool:
        """Take back what a finding speaks against; True if it comes from the sheet."""
        ...


def write_entries(
    form: ReturnedForm,
    options: CollectOptions,
    entries: Entries,
    apply: Apply,
    out: FormResult,
    others: Sequence[OtherSheet] = (),
) -> None:
    """Write the good cells, if none is bad or a part may be written; report those that the store refuses."""
    _Writing(form, options, entries, out, others).run(apply)


def write_changes(changes: list[Change], options: CollectOptions, apply: Apply, out: FormResult) -> None:
    """Write changes of records, or only judge them where something is bad or nothing is to be written."""
    is_good = out.is_accepted or options.partial
    if not changes:
        return
    try:
        edited = apply(changes, dry=options.dry or not is_good)
    except EditRefused as refusal:
        for finding in refusal.findings:
            out.refuse_cell("", f"{finding.message}（{finding.path}:{finding.span.line}）", finding.record)
    except HyzsError as error:
        out.refuse_file(error.message, error.hint)
    else:
        if is_good:
            out.changes = changes
            for finding in edited.findings:
                out.add_remark("", finding.message, finding.record)


class _Writing:
    """The entries of one form on their way into the store."""

    def __init__(
        self,
        form: ReturnedForm,
        options: CollectOptions,
        entries: Entries,
        out: FormResult,
        others: Sequence[OtherSheet],
    ) -> None:
        self.form, self.options, self.entries, self.out, self.others = form, options, entries, out, others
        self.filing = entries.filing
        self.path = f"data/{entries.filing.path}"

    @cached_property
    def units(self) -> UnitNames:
        """Names of units."""
        return UnitNames(self.entries.index)

    def run(self, apply: Apply) -> None:
        """Write, and name units for the needs that are handed to nobody."""
        self._write(apply)
        for key, entry in self.entries.new.items():
            if "needs" in entry.values:
                self._propose(key, entry.cells["needs"], str(entry.values["needs"]))

    def _write(self, apply: Apply) -> None:
        """Try until the store refuses nothing more: each time without the cells that it refused before."""
        while changes := self._changes():
            is_good = self.out.is_accepted or self.options.partial
            try:
                edited = apply(changes, dry=self.options.dry or not is_good)
            except EditRefused as refusal:
                findings = sorted(refusal.findings, key=lambda finding: -len(finding.route))
                reports = [self._report_finding(finding) for finding in findings]
                if not reports or not all(reports):
                    return
            except HyzsError as error:
                self.out.refuse_file(error.message, error.hint)
                return
            else:
                if is_good:
                    self.out.changes = changes
                    self._remember()
                    self._report_warnings(edited)
                return

    def _changes(self) -> list[Change]:
        """The drafts, and the lines in the return with who filled it in and where it came from."""
        lines = list(self._lines())
        source: dict[str, Value] = {
            "file": self.form.file,
            "sha256": self.form.sha256,
            "via": "工作簿",
            "received": Plain(self.entries.now.isoformat(timespec="minutes")),
        }
        head: dict[str, Value] = {
            key: Plain("true") if key == "nil" else cell.text for key, cell in self.entries.head.items()
        }
        changes = write_lines(self.filing, lines, self.entries.now, {**head, "source": source})
        if self.filing.body is not None and (changes or head):
            changes += [Set(self.filing.path, (key,), value) for key, value in {**head, "source": source}.items()]
        drafts = [entry.draft for entry in self.entries.new.values() if entry.draft]
        return [*drafts, *changes, *(change for sheet in self.others for change in sheet.changes())]

    def _lines(self) -> Iterator[ReturnLine]:
        """The entries as lines of the return; one that the return may not have is reported and left out."""
        for key, entry in [*self.entries.new.items()]:
            update = entry_update(entry.values, self.filing.unit, self.entries.open_texts(key))
            line = ReturnLine(*key, update, self.entries.rows.get(key[1], {}))
            try:
                write_lines(self.filing, [line], self.entries.now, {})
            except HyzsError as error:
                self._drop(key, None, f"{error.message}；{error.hint}" if error.hint else error.message)
            else:
                yield line

    def _remember(self) -> None:
        """Note for the files that follow what was taken of this one."""
        for key, entry in self.entries.new.items():
            for column, value in entry.values.items():
                cell = entry.cells[column]
                self.entries.taken[*key, column] = (str(value), f"{self.form.file} {cell.address}")

    def _propose(self, key: EntryKey, cell: SheetCell, text: str) -> None:
        """Name the units that a need seems to be for, where it is handed to nobody; nothing is assigned."""
        for need in parse_needs(text.split("\n")):
            for words, unit in () if need.get("to") else self.units.mentions(need["text"]):
                if unit != self.filing.unit:
                    why = f"“{words}”像是{unit}，没有自动交办；要它承办，在后面写 @{unit}"
                    about = (cell.address, key[1], "承办单位", why, need["text"])
                    self.out.cells.append(CellResult("remark", *about, proposal=unit))

    # what the store has against it

    def _report_finding(self, finding: Finding) -> bool:
        """Report a finding at the cell that it comes from, which then is not written; whether there is one."""
        if any(sheet.withdraw(finding) for sheet in self.others):
            return True
        message = f"{finding.message}；{finding.hint}" if finding.hint else finding.message
        origin = self._origin(finding)
        if origin is None:
            self.out.refuse_cell("", f"{message}（{finding.path}:{finding.span.line}）", finding.record)
            return False
        self._drop(*origin, message)
        return True

    def _origin(self, finding: Finding) -> tuple[EntryKey | None, str | None] | None:
        """The entry (None: above the table) and its column (None: the whole row) that a finding comes from."""
        steps = [str(step) for step in finding.route]
        here = finding.path == self.path
        if here and steps[:1] and steps[0] in self.entries.head:
            return None, steps[0]
        for key, entry in self.entries.new.items():
            if entry.draft and finding.path == f"data/{entry.draft.path}":
                return key, None
            if key[1] in steps and (not here or steps[0] == key[0]):
                return key, entry.field_of(".".join(steps[steps.index(key[1]) + 1 :]))
        return None

    def _drop(self, key: EntryKey | None, column: str | None, message: str) -> None:
        """Do not write that cell, or that whole row; what is reported of it is that it cannot be taken."""
        if key is None:
            cell = self.entries.head.pop(str(column))
            self.out.refuse_cell(cell.address, message, "", "", cell.text)
            return
        entry = self.entries.new[key]
        cell = entry.cells[column] if column else entry.first
        dropped = [column] if column else [*entry.values]
        self.out.withdraw([cell.address, *(entry.cells[name].address for name in dropped)])
        label = entry.columns[column].label if column else ""
        self.out.refuse_cell(cell.address, message, key[1], label, cell.text)
        for name in dropped:
            entry.values.pop(name, None)
        if not column or not (entry.values or entry.draft):
            del self.entries.new[key]

    def _report_warnings(self, edited: AppliedEdit) -> None:
        """Report what the store warns of at the cell that it comes from; that a draft is one was reported already."""
        for finding in edited.findings:
            key, column = self._origin(finding) or (None, None)
            entry = self.entries.new.get(key) if key else None
            if finding.code == "entry-draft" and entry and entry.draft:
                continue
            cell = self._cell(entry, column)
            self.out.add_remark(cell.address, finding.message, key[1] if key else finding.record)

    @staticmethod
    def _cell(entry: FormEntry | None, column: str | None) -> SheetCell:
        if entry is None:
            return SheetCell()
        return entry.cells[column] if column else entry.first
