"""Intake of a returned division of tasks: the printed, the returned and the present value, cell by cell."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from hyzs.edits.cell_result import PRIVATE, CellResult
from hyzs.edits.forms.collect_options import CollectOptions
from hyzs.edits.forms.division_cells import responsible_clauses, same_text, unit_names
from hyzs.edits.forms.division_context import DivisionContext
from hyzs.edits.forms.division_matching import match_rows
from hyzs.edits.forms.division_rows import DivisionRow, DivisionTable, division_table
from hyzs.edits.forms.division_tasks import TaskReader
from hyzs.edits.forms.division_units import UnitReader
from hyzs.edits.forms.result import FormResult
from hyzs.edits.forms.return_update import Apply, write_changes
from hyzs.fields.index_reader import IndexReader
from hyzs.model.change import Append, Create, Plain, Set, Value
from hyzs.model.folding import fold_wording
from hyzs.model.invisible import visible_text
from hyzs.model.spreadsheet import SheetCell
from hyzs.model.workbook_form import ReturnedForm
from hyzs.query.division_rows import HEADINGS, TABLE
from hyzs.query.plans import filed_plans


def collect_division(
    index: IndexReader, today: date, form: ReturnedForm, options: CollectOptions, apply: Apply, out: FormResult
) -> None:
    """Take a returned division in: each changed cell a change of its measure, a conflict, or what nobody understood."""
    plans = [plan for id in form.hidden_metadata.get("plans", "").split("，") for plan in filed_plans(index, id)]
    if not plans:
        out.refuse_file("库里已经没有这张表的方案", "先恢复方案再收")
        return
    context = DivisionContext(index, today, form, options, plans, out)
    _DivisionReader(context).read(division_table(form))
    for notice in form.notices:
        out.add_remark(notice.address, notice.message)
    write_changes(context.changes, options, apply, out)


class _DivisionReader:
    """Reads the rows of one returned division, and those that were added, into the measures of its plans."""

    def __init__(self, context: DivisionContext) -> None:
        self.context, self.units, self.tasks = context, UnitReader(context), TaskReader(context)

    def read(self, table: DivisionTable) -> None:
        """Read every row; report texts beside the table and rows that are gone."""
        if not table.columns:
            self.context.out.refuse_file("找不到分工表的表头", "表头那一行要在；或者重新印一张，把改的抄过去")
            return
        matched = match_rows(table.rows, self.context.sent)
        last: str | None = None
        for row, id in zip(table.rows, matched, strict=True):
            if id is None:
                self._add_measure(row, last)
                continue
            last = id
            if id in self.context.measures:
                self._read_row(row, id)
            else:
                self.context.out.refuse_cell(row.address, f"库里已经没有 {id}，这一行没有收", row.text("name"))
        self._report_the_rest(table, [id for id in matched if id])

    def _read_row(self, row: DivisionRow, id: str) -> None:
        measure, sent = self.context.measures[id], self.context.sent[id]
        if row.text("number") and not same_text(row.text("number"), sent["number"]):
            self.context.add_remark(row, id, "number", "序号由方案定，没有收")
        if "leaders" in row.cells and not same_text(row.text("leaders"), sent.get("leaders", "")):
            self.context.add_remark(row, id, "leaders", "牵头领导由人员的任职推出，没有收；改 data/people")
        if self.context.is_changed(row, id, "name"):
            self.context.set(row, id, "name", Set(measure.path, ("name",), visible_text(row.text("name"))[0]))
        self.units.read(row, id)
        self.tasks.read(row, id)
        for remark in row.remarks:
            self._add_feedback(remark, id)

    def _add_feedback(self, remark: SheetCell, id: str) -> None:
        measure, text = self.context.measures[id], visible_text(remark.text.strip())[0]
        if any(fold_wording(str(item["text"])) == fold_wording(text) for item in measure.body.get("feedback") or ()):
            self.context.out.same += 1
        elif self.context.options.private(text):
            self.context.out.refuse_cell(remark.address, PRIVATE, self.context.subject(id), "反馈意见")
        else:
            about = (remark.address, self.context.subject(id), "反馈意见", "记在举措的反馈意见里", text)
            self.context.out.cells.append(CellResult("changed", *about, record=id, path="feedback"))
            tree: dict[str, Value] = {
                "text": text,
                "on": Plain(str(self.context.today)),
                "file": self.context.form.file,
            }
            self.context.changes.append(Append(measure.path, ("feedback",), tree))

    def _add_measure(self, row: DivisionRow, last: str | None) -> None:
        """A row that was added becomes a draft, in the plan and section of the row before it."""
        context = self.context
        before = context.measures.get(last or "") or next(iter(context.measures.values()))
        if any(fold_wording(row.text("name")) == fold_wording(str(m.body["name"])) for m in context.measures.values()):
            context.out.same += 1
            return
        owners = self._new_owners(row)
        if owners is None:
            return
        plan = context.plan_of[before.id]
        number = self._new_number(row, plan.id)
        id = f"m{number:02}"
        id = id if not context.book.is_id(id, "measure") else f"{plan.id}-{id}"
        tasks = list(self.tasks.new_trees(row, id))
        residue = owners.pop("residue", None)
        tree: dict[str, Value] = {
            "name": row.text("name"),
            "draft": Plain("true"),
            "plan": str(plan.body["number"]),
            "number": Plain(str(number)),
            "section": str(before.body["section"]),
            **owners,
            **({"tasks": tasks} if tasks else {}),
            **({"residue": residue} if residue else {}),
        }
        context.changes.append(Create(f"measures/{id}.yaml", tree))
        about = (
            row.address,
            f"第{number}条 {row.text('name')}",
            "新的一行",
            f"先作草稿 {id}，核对以后 hyzs accept {id}",
        )
        context.out.cells.append(CellResult("changed", *about, record=id))
        for remark in row.remarks:
            context.out.add_remark(remark.address, "新加一行的备注没有收", row.text("name"), "备注", remark.text)

    def _new_owners(self, row: DivisionRow) -> dict[str, Value] | None:
        """{lead, responsible, residue} of a row that was added; None where the row is refused, with every reason."""
        context = self.context
        names, strange = unit_names(context.book, row.text("lead"), ())
        clauses, more, residue = responsible_clauses(
            context.book, context.groups, row.text("responsible"), row.text("groups"), ()
        )
        problems = [
            *(["没有写重点任务"] if not row.text("name") else []),
            *([context.unknown_units([*strange, *more])] if strange or more else []),
            *(["没有写牵头单位"] if not names and not strange else []),
        ]
        if problems or any(context.options.private(cell.text) for cell in row.cells.values()):
            why = "；".join(problems) or PRIVATE
            context.out.refuse_cell(row.address, f"新加的一行没有收：{why}", row.text("name"))
            return None
        optional: dict[str, Value] = {"responsible": clauses, "residue": list(residue)}
        return {"lead": list(names), **{key: value for key, value in optional.items() if value}}

    def _new_number(self, row: DivisionRow, plan: str) -> int:
        """The number that was written, if it is free; else the next."""
        used_numbers, text = self.context.numbers[plan], row.text("number")
        number = (
            int(text) if text.isdecimal() and int(text) not in used_numbers | {0} else max(used_numbers, default=0) + 1
        )
        used_numbers.add(number)
        return number

    def _report_the_rest(self, table: DivisionTable, matched: Sequence[str]) -> None:
        lost_rows = [
            id
            for id, texts in self.context.sent.items()
            if "name" in texts and id not in matched and id in self.context.measures
        ]
        for id in lost_rows:
            self.context.out.add_remark("", f"{self.context.subject(id)}({id})在交回的表里没有了，没有删")
        self.context.out.lost_rows = lost_rows
        self.context.out.lost_columns = [
            heading
            for key, heading in HEADINGS.items()
            if key not in (*table.columns, "leaders", "remark")
            and key in self.context.form.sent_headings.get(TABLE, {})
        ]
        for heading in self.context.out.lost_columns:
            self.context.out.add_remark("", f"“{heading}”一栏没有了，这一栏没有比")
        for heading, count in table.unread.items():
            self.context.out.add_remark("", f"“{heading}”不是印出去的，{count} 格没有收")
        self.context.out.unread = sum(table.unread.values())
        for text in table.texts:
            if not self._is_printed(text):
                self.context.out.add_remark("", f"表外的话，没有归到哪一条，没有收：{text}")

    def _is_printed(self, text: str) -> bool:
        """True for what the print itself says beside its table: title, numbers, stamp, sections."""
        ours: list[Any] = [self.context.form.hidden_metadata.get(key, "") for key in ("title", "texts")]
        sections = [
            f"{section['number']}、{section['title']}"
            for plan in self.context.plans
            for section in plan.body.get("sections") or ()
        ]
        words = fold_wording(text)
        stamp = self.context.form.hidden_metadata.get("name", "")
        return any(words in fold_wording(own) for own in (*ours, *sections)) or (bool(stamp) and text.startswith(stamp))
