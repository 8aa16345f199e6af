"""A returned division beside its measures: the texts as printed and as of now, the changes so far, the report."""

from collections.abc import Sequence
from datetime import date

from hyzs.edits.cell_result import PRIVATE, CellResult
from hyzs.edits.forms.collect_options import CollectOptions
from hyzs.edits.forms.division_cells import same_text
from hyzs.edits.forms.division_rows import DivisionRow, cell_content
from hyzs.edits.forms.result import FormResult
from hyzs.fields.index_reader import IndexReader
from hyzs.model.change import Change
from hyzs.model.spreadsheet import SheetCell
from hyzs.model.workbook_form import ReturnedForm
from hyzs.query.division_rows import HEADINGS, TABLE, division_lines, division_measures, printed_texts
from hyzs.query.name_book import NameBook
from hyzs.query.ownership_clause import group_ids
from hyzs.query.plans import filed_measures
from hyzs.query.stored_records import StoredRecord


class DivisionContext:
    """The texts of one returned division as they were sent and as they stand, its changes, and the report on cells."""

    def __init__(
        self,
        index: IndexReader,
        today: date,
        form: ReturnedForm,
        options: CollectOptions,
        plans: Sequence[StoredRecord],
        out: FormResult,
    ) -> None:
        self.index, self.today, self.form, self.options, self.out = index, today, form, options, out
        self.book, self.plans, self.groups = NameBook(index), plans, group_ids(index)
        names = {plan.id: str(plan.body["name"]) for plan in plans}
        self.sent = form.sent_values.get(TABLE, {})
        self.now = printed_texts(division_lines(index, division_measures(index, names), names))
        self.measures = {row.id: row for plan in plans for row in filed_measures(index, plan.id)}
        self.plan_of = {row.id: plan for plan in plans for row in filed_measures(index, plan.id)}
        self.changes: list[Change] = []
        self.numbers = {id: {int(row.body["number"]) for row in filed_measures(index, id)} for id in names}

    def is_changed(self, row: DivisionRow, id: str, column: str) -> bool:
        """True if the cell was written in and nobody changed its value here; else reports what is in the way."""
        return column in row.cells and self.differs(row.cells[column], id, id, column, row.text(column))

    def differs(self, cell: SheetCell, measure: str, id: str, column: str, returned: str) -> bool:
        """True if the text was changed and nobody changed the value here; else reports what is in the way."""
        sent, now = self.sent[id].get(column, ""), self.now.get(id, {}).get(column, "")
        if same_text(returned, sent):
            return False
        if same_text(returned, now):
            self.out.same += 1
            return False
        if cell.problem or self.options.private(returned):
            self.out.refuse_cell(
                cell.address, cell.problem or PRIVATE, self.subject(measure), HEADINGS[column], returned
            )
            return False
        if not same_text(now, sent):
            self.report_both(cell, measure, id, column, returned)
            return False
        return True

    def report_both(self, cell: SheetCell, measure: str, id: str, column: str, returned: str) -> None:
        """Report a value that was changed here and in the returned cell."""
        message = "印出去以后库里也改了，没有动"
        sent, now = self.sent[id].get(column, ""), self.now.get(id, {}).get(column, "")
        values = {"returned": returned, "now": now, "sent": sent, "record": measure, "path": column}
        about = (cell.address, self.subject(measure), HEADINGS[column], message)
        self.out.cells.append(CellResult("conflict", *about, **values))

    def set(self, row: DivisionRow, id: str, column: str, change: Change, *, sent: str | None = None) -> None:
        """Report the cell as changed, and add the change."""
        self.take(row.cells[column], id, column, self.sent[id].get(column, "") if sent is None else sent)
        self.changes.append(change)

    def take(self, cell: SheetCell, measure: str, column: str, sent: str, text: str | None = None) -> None:
        """Report a cell as changed."""
        was = cell_content(sent)
        message = f"原为“{was}”" if was else "原来空着"
        returned = cell_content(cell.text) if text is None else text
        about = (cell.address, self.subject(measure), HEADINGS[column], message, returned)
        self.out.cells.append(CellResult("changed", *about, record=measure, path=column, sent=sent))

    def add_remark(self, row: DivisionRow, id: str, column: str, message: str) -> None:
        """Report a cell that is not taken, and is no problem."""
        cell = row.cells[column]
        self.out.add_remark(cell.address, message, self.subject(id), HEADINGS[column], cell.text)

    def refuse(self, cell: SheetCell, id: str, column: str, message: str) -> None:
        """Report a cell that cannot be taken."""
        self.out.refuse_cell(cell.address, message, self.subject(id), HEADINGS[column], cell.text)

    def subject(self, id: str) -> str:
        """The measure as people know it: 第3条 产业招商."""
        texts = self.sent.get(id) or self.now.get(id) or {}
        return f"第{texts.get('number')}条 {texts.get('name')}" if texts else id

    def problem(self, cell: SheetCell) -> str:
        """The reason why a cell may not be taken; empty where it may."""
        return cell.problem or (PRIVATE if self.options.private(cell.text) else "")

    def unknown_units(self, names: Sequence[str]) -> str:
        """No unit of these names: with a near one where there is one."""
        near = {name: self.index.closest_name(name, "unit") for name in names}
        return "；".join(f"没有这个单位：{name}{f'，是不是 {like}' if like else ''}" for name, like in near.items())
