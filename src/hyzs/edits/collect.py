"""Intake of returned forms: the sent, the returned and the present value of each cell become lines of returns."""

from collections.abc import Sequence
from datetime import datetime

from hyzs.edits.cell_result import CellResult
from hyzs.edits.forms.annual_plans import collect_plans
from hyzs.edits.forms.collect_options import CollectOptions
from hyzs.edits.forms.division import collect_division
from hyzs.edits.forms.entry_rows import read_entries
from hyzs.edits.forms.entry_updates import Entries
from hyzs.edits.forms.grant_confirmations import collect_confirmations
from hyzs.edits.forms.result import FormResult
from hyzs.edits.forms.return_update import Apply, write_entries
from hyzs.edits.kept_record_sheets import kept_sheet_names, read_kept_records
from hyzs.fields.index_reader import NAMED, IndexReader
from hyzs.model.blocks import Row
from hyzs.model.errors import HyzsError
from hyzs.model.folding import fold
from hyzs.model.week import Week
from hyzs.model.workbook_form import PRINT, UNIT_LABEL, ReturnedForm
from hyzs.query.division_rows import PURPOSE as DIVISION
from hyzs.query.duties import Duties
from hyzs.query.obligations import outstanding
from hyzs.query.push_confirmation_sheet import PURPOSE
from hyzs.query.return_file import all_project_rows, return_file
from hyzs.query.track_row import TrackRow
from hyzs.query.year_plan_sheets import PURPOSE as YEAR_PURPOSE

_VERIFY = "在发表的那台电脑上 hyzs key export，拿来这里 hyzs key import；确认是哪家交来的，加 --trust 收"


class Weeks:
    """The weeks that forms are of, each asked once, with what this run has taken so far."""

    def __init__(self, index: IndexReader, now: datetime) -> None:
        self.index, self.now = index, now
        self._known: dict[str, tuple[Duties, Week, dict[str, TrackRow]]] = {}
        #: By week and unit: the files of this run, and the text of each cell that was taken with its place.
        self._files: dict[tuple[str, str], list[str]] = {}
        self._taken: dict[tuple[str, str], dict[tuple[str, str, str], tuple[str, str]]] = {}

    def of(self, text: str) -> tuple[Duties, Week, dict[str, TrackRow]]:
        """The duties of the week, and each project's row.

        Raises: BadUsage: it means no week, or one that has not begun; BadConfig: the settings cannot be read.
        """
        if text not in self._known:
            self._known[text] = all_project_rows(self.index, text, self.now)
        return self._known[text]

    def entries(self, form: ReturnedForm) -> Entries:
        """Entries of the form's return, with those that this run has taken from other files.

        Raises: BadUsage: it is no week, or has not begun; NotFound: no such unit; BadConfig: the settings cannot be
        read.
        """
        duties, week, rows = self.of(form.hidden_metadata["week"])
        current = return_file(self.index, duties, week, form.hidden_metadata["unit"])
        key = (str(week), current.unit)
        files = self._files.setdefault(key, [])
        entries = Entries(self.index, self.now, current, rows, [*files], self._taken.setdefault(key, {}))
        files.append(form.file)
        return entries

    def forget(self) -> None:
        """Drop the rows read so far: the store has been written to."""
        self._known.clear()

    def outstanding(self, files: Sequence[FormResult]) -> list[Row]:
        """Of each week that the files are of: the units that owe a return, and those of them that handed in nothing."""
        weeks: dict[str, list[str]] = {}
        for week, unit in self._files:
            weeks.setdefault(week, [])
            if any(file.changes and (file.week, file.unit) == (week, unit) for file in files):
                weeks[week].append(unit)
        form_weeks = {week: self.of(week) for week in sorted(weeks)}
        return [
            outstanding(book, the_week, rows.values(), weeks[week])
            for week, (book, the_week, rows) in form_weeks.items()
        ]


def collect(weeks: Weeks, form: ReturnedForm, options: CollectOptions, apply: Apply) -> FormResult:
    """Take one form in: whole, or with ``partial`` its good cells, or not at all; what became of it.

    Raises: BadUsage: the condition of a keeper cannot be read.
    """
    out = FormResult(form.file, form.hidden_metadata.get("unit", ""), form.hidden_metadata.get("week", ""))
    if form.skipped:
        out.cells.append(CellResult("skipped", "", "", "", form.skipped))
    elif form.problem:
        out.refuse_file(form.problem, form.hint)
    elif form.hidden_metadata["store"] != options.store:
        out.refuse_file(f"这是别的仓库({form.hidden_metadata['store']})发的表", "核对是不是交错了地方")
    elif form.doubt and not options.unverified:
        out.refuse_file(form.doubt, _VERIFY)
    else:
        _collect_any(weeks, form, options, apply, out)
    return out


def _collect_any(weeks: Weeks, form: ReturnedForm, options: CollectOptions, apply: Apply, out: FormResult) -> None:
    """Take a form in by its purpose; a form whose seal cannot be verified gets a remark."""
    purpose = form.hidden_metadata.get("purpose")
    if form.doubt:
        out.add_remark("", f"{form.doubt}；照 --trust 收，由收表的人担保")
    if PRINT in form.hidden_metadata:
        _collect_print(weeks, form, options, apply, out)
    elif _report_other_units(weeks.index, form, out):
        return
    elif purpose == PURPOSE:
        collect_confirmations(weeks.index, weeks.now.date(), form, options, apply, out)
    elif purpose == YEAR_PURPOSE:
        collect_plans(weeks.index, form, options, apply, out)
    else:
        _collect(weeks, form, options, apply, out)


def _collect_print(weeks: Weeks, form: ReturnedForm, options: CollectOptions, apply: Apply, out: FormResult) -> None:
    """Take a report in that was printed, written in and handed back."""
    if form.hidden_metadata[PRINT] != DIVISION:
        out.refuse_file(f"不认识这种表({form.hidden_metadata[PRINT]})", "换新的版本再收")
        return
    collect_division(weeks.index, weeks.now.date(), form, options, apply, out)


def _report_other_units(index: IndexReader, form: ReturnedForm, out: FormResult) -> bool:
    """True if the form says that it is another unit's than the one it went out to: nothing of it is taken."""
    unit = form.hidden_metadata["unit"]
    for cell in form.units:
        called = {row["name"] for row in index.rows(NAMED, text=cell.text.strip()) if row["kind"] == "unit"}
        if unit not in called and fold(cell.text) != fold(unit):
            why = f"写的是“{cell.text.strip()}”，这张表是发给{unit}的，整张没有收；各家填发给自己的那一张"
            out.refuse_cell(cell.address, why, "", UNIT_LABEL, cell.text)
    return any(result.state == "bad" for result in out.cells)


def _collect(weeks: Weeks, form: ReturnedForm, options: CollectOptions, apply: Apply, out: FormResult) -> None:
    try:
        entries = weeks.entries(form)
    except HyzsError as error:
        out.refuse_file(error.message, error.hint)
        return
    kept_names = kept_sheet_names(form)
    if entries.filing.is_closed and len(kept_names) < len(form.sent_headings):
        heading = entries.filing.week.heading
        out.refuse_file(f"{heading}的填报已经关闭，只能补报", "由商务部门用 hyzs log --late 理由 逐项补报")
        return
    read_entries(form, options, entries, out)
    kept_records = read_kept_records(weeks.index, weeks.now, form, options, out)
    write_entries(form, options, entries, apply, out, kept_records)
    if out.changes:
        weeks.forget()
