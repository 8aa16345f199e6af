"""A printed division of tasks that came back: what was printed, what came back and what stands now, cell by cell."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import SequenceMatcher
from typing import Any

from hyzs.edits.cell_result import PRIVATE, CellResult
from hyzs.edits.forms.division_cells import clause_tree, due_values, responsible_clauses, same_text, unit_names
from hyzs.edits.forms.division_rows import (
    DivisionRow,
    DivisionTable,
    NumberedText,
    cell_content,
    division_table,
    numbered_lines,
)
from hyzs.edits.forms.entries import CollectOptions
from hyzs.edits.forms.result import FormResult
from hyzs.edits.forms.unit_lists import (
    COLUMNS,
    UnitConflict,
    UnitLists,
    is_lead_contested,
    merged_lists,
    printed_lists,
    stored_lists,
)
from hyzs.edits.forms.writing import Apply, write_changes
from hyzs.fields.index_reader import IndexReader
from hyzs.model.change import Append, Change, Create, Plain, Remove, Set, Value
from hyzs.model.folding import fold_wording
from hyzs.model.invisible import visible_text
from hyzs.model.spreadsheet import SheetCell
from hyzs.model.workbook_form import ReturnedForm
from hyzs.query.division_rows import (
    HEADINGS,
    TABLE,
    division_lines,
    division_measures,
    printed_texts,
    with_numbers,
)
from hyzs.query.name_book import NameBook
from hyzs.query.ownership_clause import group_ids
from hyzs.query.plans import filed_measures, filed_plans
from hyzs.query.stored_records import StoredRecord

#: Two texts that are at least so like each other are one, reworded.
_ALIKE = 0.4
_OF_TASKS = ("due", "deliverable")


@dataclass(slots=True)
class _Items:
    """The tasks of a row as they came back: the id of each, empty for one that was added, and its numbers."""

    ids: list[str] = field(default_factory=list)
    texts: list[NumberedText] = field(default_factory=list)

    def id_of(self, number: int) -> str | None:
        """The task that stands behind a number in the row; None if none does."""
        for place, (id, item) in enumerate(zip(self.ids, self.texts, strict=True), 1):
            if number in (item.numbers or (place,)):
                return id
        return None


def collect_division(
    index: IndexReader, today: date, form: ReturnedForm, options: CollectOptions, apply: Apply, out: FormResult
) -> None:
    """Take a returned division in: each changed cell a change of its measure, a conflict, or what nobody understood."""
    plans = [plan for id in form.hidden_metadata.get("plans", "").split("，") for plan in filed_plans(index, id)]
    if not plans:
        out.refuse_file("库里已经没有这张表的方案", "先恢复方案再收")
        return
    reader = _DivisionReader(index, today, form, options, plans, out)
    reader.read(division_table(form))
    for notice in form.notices:
        out.add_remark(notice.address, notice.message)
    write_changes(reader.changes, options, apply, out)


class _DivisionReader:
    """One returned division on its way into the measures of its plans."""

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

    def read(self, table: DivisionTable) -> None:
        """Read every row, and report what stands beside the table and what is gone."""
        if not table.columns:
            self.out.refuse_file("找不到分工表的表头", "表头那一行要在；或者重新印一张，把改的抄过去")
            return
        matched = self._matched(table.rows)
        last: str | None = None
        for row, id in zip(table.rows, matched, strict=True):
            if id is None:
                self._add_measure(row, last)
                continue
            last = id
            if id in self.measures:
                self._read_row(row, id)
            else:
                self.out.refuse_cell(row.address, f"库里已经没有 {id}，这一行没有收", row.text("name"))
        self._report_the_rest(table, [id for id in matched if id])

    # rows

    def _matched(self, rows: Sequence[DivisionRow]) -> list[str | None]:
        """The measure of each row: by number and name, by name, else by number where the rest is like it."""
        free = {id: texts for id, texts in self.sent.items() if "name" in texts}
        measures: list[str | None] = [None] * len(rows)
        for is_match in (_has_number_and_name, _has_name, _is_like):
            for place, row in enumerate(rows):
                ids = [id for id, texts in free.items() if is_match(row, texts, self.sent, id)]
                if measures[place] is None and len(ids) == 1:
                    measures[place] = ids[0]
                    del free[ids[0]]
        return measures

    def _read_row(self, row: DivisionRow, id: str) -> None:
        measure, sent = self.measures[id], self.sent[id]
        if row.text("number") and not same_text(row.text("number"), sent["number"]):
            self._remark(row, id, "number", "序号由方案定，没有收")
        if "leaders" in row.cells and not same_text(row.text("leaders"), sent.get("leaders", "")):
            self._remark(row, id, "leaders", "牵头领导由人员的任职推出，没有收；改 data/people")
        if self._is_changed(row, id, "name"):
            self._set(row, id, "name", Set(measure.path, ("name",), visible_text(row.text("name"))[0]))
        if self._are_units_changed_here(id):
            self._merge_units(row, id)
        else:
            self._read_units(row, id)
        self._read_tasks(row, id)
        for remark in row.remarks:
            self._add_feedback(remark, id)

    def _is_changed(self, row: DivisionRow, id: str, column: str) -> bool:
        """True if the cell was written in and nobody changed its value here; else reports what is in the way."""
        return column in row.cells and self._differs(row.cells[column], id, id, column, row.text(column))

    def _differs(self, cell: SheetCell, measure: str, id: str, column: str, returned: str) -> bool:
        sent, now = self.sent[id].get(column, ""), self.now.get(id, {}).get(column, "")
        if same_text(returned, sent):
            return False
        if same_text(returned, now):
            self.out.same += 1
            return False
        if cell.problem or self.options.private(returned):
            self.out.refuse_cell(
                cell.address, cell.problem or PRIVATE, self._subject(measure), HEADINGS[column], returned
            )
            return False
        if not same_text(now, sent):
            self._report_both(cell, measure, id, column, returned)
            return False
        return True

    def _report_both(self, cell: SheetCell, measure: str, id: str, column: str, returned: str) -> None:
        """Report a value that was changed here and in the returned cell."""
        message = "印出去以后库里也改了，没有动"
        sent, now = self.sent[id].get(column, ""), self.now.get(id, {}).get(column, "")
        values = {"returned": returned, "now": now, "sent": sent, "record": measure, "path": column}
        about = (cell.address, self._subject(measure), HEADINGS[column], message)
        self.out.cells.append(CellResult("conflict", *about, **values))

    def _set(self, row: DivisionRow, id: str, column: str, change: Change, *, sent: str | None = None) -> None:
        self._take(row.cells[column], id, column, self.sent[id].get(column, "") if sent is None else sent)
        self.changes.append(change)

    def _take(self, cell: SheetCell, measure: str, column: str, sent: str, text: str | None = None) -> None:
        was = cell_content(sent)
        message = f"原为“{was}”" if was else "原来空着"
        returned = cell_content(cell.text) if text is None else text
        about = (cell.address, self._subject(measure), HEADINGS[column], message, returned)
        self.out.cells.append(CellResult("changed", *about, record=measure, path=column, sent=sent))

    def _remark(self, row: DivisionRow, id: str, column: str, message: str) -> None:
        cell = row.cells[column]
        self.out.add_remark(cell.address, message, self._subject(id), HEADINGS[column], cell.text)

    def _refuse(self, cell: SheetCell, id: str, column: str, message: str) -> None:
        self.out.refuse_cell(cell.address, message, self._subject(id), HEADINGS[column], cell.text)

    def _subject(self, id: str) -> str:
        texts = self.sent.get(id) or self.now.get(id) or {}
        return f"第{texts.get('number')}条 {texts.get('name')}" if texts else id

    # units

    def _are_units_changed_here(self, id: str) -> bool:
        now, sent = self.now.get(id, {}), self.sent[id]
        return any(not same_text(now.get(column, ""), sent.get(column, "")) for column in COLUMNS)

    def _read_units(self, row: DivisionRow, id: str) -> None:
        if self._is_changed(row, id, "lead"):
            self._read_lead(row, id)
        changed = [column for column in ("responsible", "groups") if self._is_changed(row, id, column)]
        if changed:
            self._read_responsible(row, id, changed)

    def _merge_units(self, row: DivisionRow, id: str) -> None:
        """Merge the units unit by unit, where they changed here since they were printed."""
        now, sent = self.now.get(id, {}), self.sent[id]
        cells = {column: row.cells[column] for column in COLUMNS if column in row.cells}
        texts = {column: row.text(column) if column in cells else sent.get(column, "") for column in COLUMNS}
        changed = [column for column in cells if not same_text(texts[column], sent.get(column, ""))]
        if not changed or all(same_text(texts[column], now.get(column, "")) for column in changed):
            self.out.same += len(changed)
            return
        cell = cells[changed[0]]
        problems = {column: self._problem(cells[column]) for column in changed if self._problem(cells[column])}
        for column, why in problems.items():
            self._refuse(cells[column], id, column, why)
        stored = stored_lists(self.book, self.measures[id].body, self.groups)
        printed = printed_lists(self.book, {column: sent.get(column, "") for column in COLUMNS}, stored)
        returned = printed_lists(self.book, texts, stored)
        if strange := [name for name in returned.strange if name not in printed.strange]:
            self._refuse(cell, id, changed[0], self._strange(strange))
        elif not problems:
            self._take_merged(id, {column: cells[column] for column in changed}, printed, returned, stored)

    def _problem(self, cell: SheetCell) -> str:
        return cell.problem or (PRIVATE if self.options.private(cell.text) else "")

    def _take_merged(
        self, id: str, cells: Mapping[str, SheetCell], printed: UnitLists, returned: UnitLists, stored: UnitLists
    ) -> None:
        """Take what merges of these cells; each unit that both sides treat differently is a conflict."""
        first, path = next(iter(cells)), self.measures[id].path
        merged, conflicts = merged_lists(printed, returned, stored)
        for words in returned.residue:
            self.out.add_remark(
                cells[first].address, f"没有认作单位，没有收：{words}", self._subject(id), HEADINGS[first]
            )
        if not merged.lead:
            self._refuse(cells[first], id, first, "合并以后没有牵头单位；先说由谁牵头")
            return
        for conflict in conflicts:
            self._report_conflict(id, cells, conflict)
        for column, cell in cells.items():
            if column == "lead" and is_lead_contested(printed, returned, stored):
                self._report_both(cell, id, id, column, cell.text)
            else:
                self._report_merged(id, column, cell, stored, merged)
        if merged.lead != stored.lead:
            self.changes.append(Set(path, ("lead",), list(merged.lead)))
        if merged.clauses != stored.clauses:
            trees = [clause_tree(clause) for clause in merged.clauses]
            self.changes.append(Set(path, ("responsible",), trees) if trees else Remove(path, ("responsible",)))

    def _report_conflict(self, id: str, cells: Mapping[str, SheetCell], conflict: UnitConflict) -> None:
        column = next((column for column in cells if column in conflict.returned | conflict.sent), next(iter(cells)))
        message = f"{conflict.name}：印出去以后库里也改了，改得不一样，这个单位没有动"
        values = {"returned": conflict.returned, "now": conflict.now, "sent": conflict.sent}
        texts = {key: _headings(columns) for key, columns in values.items()}
        about = (cells[column].address, self._subject(id), HEADINGS[column], message)
        self.out.cells.append(CellResult("conflict", *about, record=id, path=column, **texts))

    def _report_merged(self, id: str, column: str, cell: SheetCell, here: UnitLists, merged: UnitLists) -> None:
        before, after = here.column(column), merged.column(column)
        more = [name for name in after if name not in before]
        fewer = [name for name in before if name not in after]
        sentences = [f"加上{'、'.join(more)}"] * bool(more) + [f"去掉{'、'.join(fewer)}"] * bool(fewer)
        is_other = before != after or (column == "responsible" and here.clauses != merged.clauses)
        if not (sentences or is_other):
            self.out.same += 1
            return
        message = f"两边都改了，逐个单位合并：{'，'.join(sentences) or '改了先后或“等”'}；这边改的留着"
        values = {"now": "、".join(before), "value": "、".join(after), "sent": self.sent[id].get(column, "")}
        about = (cell.address, self._subject(id), HEADINGS[column], message, cell_content(cell.text))
        self.out.cells.append(CellResult("changed", *about, record=id, path=column, **values))

    def _read_lead(self, row: DivisionRow, id: str) -> None:
        measure, cell = self.measures[id], row.cells["lead"]
        names, strange = unit_names(self.book, row.text("lead"), measure.body.get("lead") or ())
        if strange or not names:
            self._refuse(cell, id, "lead", self._strange(strange) if strange else "没有牵头单位；要空着先说由谁牵头")
        else:
            self._set(row, id, "lead", Set(measure.path, ("lead",), list(names)))

    def _strange(self, names: Sequence[str]) -> str:
        """No unit of these names: with a near one where there is one."""
        near = {name: self.index.closest_name(name, "unit") for name in names}
        return "；".join(f"没有这个单位：{name}{f'，是不是 {like}' if like else ''}" for name, like in near.items())

    def _read_responsible(self, row: DivisionRow, id: str, changed: Sequence[str]) -> None:
        measure = self.measures[id]
        both = {
            column: row.text(column) if column in row.cells else self.sent[id].get(column, "")
            for column in ("responsible", "groups")
        }
        clauses, strange, residue = responsible_clauses(
            self.book, self.groups, both["responsible"], both["groups"], measure.body.get("responsible") or ()
        )
        cell = row.cells[changed[0]]
        for words in residue:
            self.out.add_remark(cell.address, f"没有认作单位，没有收：{words}", self._subject(id), HEADINGS[changed[0]])
        if strange:
            self._refuse(cell, id, changed[0], self._strange(strange))
            return
        for column in changed:
            self._take(row.cells[column], id, column, self.sent[id].get(column, ""))
        route = ("responsible",)
        if clauses:
            self.changes.append(Set(measure.path, route, clauses))
        elif measure.body.get("responsible"):
            self.changes.append(Remove(measure.path, route))

    # tasks

    def _read_tasks(self, row: DivisionRow, id: str) -> None:
        sent = [(task, texts) for task, texts in self.sent.items() if texts.get("measure") == id]
        items = _aligned(numbered_lines(row.text("tasks")) if "tasks" in row.cells else [], sent)
        if "tasks" not in row.cells:
            items = _Items([task for task, _ in sent], [NumberedText((), texts["tasks"]) for _, texts in sent])
        more = {column: self._by_task(row, id, column, items, sent) for column in _OF_TASKS}
        for task, item in zip(items.ids, items.texts, strict=True):
            if task:
                self._read_task(row, id, task, item.text)
        self._add_tasks(row, id, items, more)
        for task, texts in sent:
            if task not in items.ids and task in self.now:
                self._remark(row, id, "tasks", f"“{texts['tasks']}”在交回的表里没有了，没有删；要删改举措文件")

    def _read_task(self, row: DivisionRow, id: str, task: str, returned: str) -> None:
        """The text of a task as it came back; the target in brackets behind it stays as it is."""
        cell = row.cells.get("tasks")
        if cell is None or not self._differs(cell, id, task, "tasks", returned):
            return
        place = self._place(id, task)
        text = str(self.measures[id].body["tasks"][place]["text"])
        target = self.sent[task]["tasks"].removeprefix(text) if self.sent[task]["tasks"].startswith(text) else ""
        if target and not returned.endswith(target):
            self._refuse(cell, id, "tasks", f"目标{target}动了，这一项没有收；目标用 hyzs set {task} 改")
            return
        self._take(cell, id, "tasks", self.sent[task]["tasks"], returned)
        changed = visible_text(returned.removesuffix(target))[0]
        self.changes.append(Set(self.measures[id].path, ("tasks", place, "text"), changed))

    def _place(self, id: str, task: str) -> int:
        return [item["id"] for item in self.measures[id].body["tasks"]].index(task)

    def _by_task(
        self,
        row: DivisionRow,
        id: str,
        column: str,
        items: _Items,
        sent: Sequence[tuple[str, Mapping[str, str]]],
    ) -> dict[int, str]:
        """Take a column that says something of each task; what it says of added ones, by number."""
        cell = row.cells.get(column)
        printed = "\n".join(with_numbers([texts[column] for _, texts in sent]))
        if cell is None or same_text(cell_content(cell.text), printed):
            return {}
        added: dict[int, str] = {}
        for numbers, text in numbered_lines(cell.text):
            for number in numbers or range(1, len(items.ids) + 1):
                task = items.id_of(number)
                if task is None:
                    self._refuse(cell, id, column, f"没有第（{number}）项，“{text}”没有收")
                elif not task:
                    added[number] = text
                elif self._differs(cell, id, task, column, text):
                    self._set_of_task(cell, id, task, column, text)
        return added

    def _set_of_task(self, cell: SheetCell, id: str, task: str, column: str, text: str) -> None:
        path, place = self.measures[id].path, self._place(id, task)
        try:
            values = due_values(self.book, text) if column == "due" else {column: cell_content(text) or None}
        except ValueError as error:
            self._refuse(cell, id, column, str(error))
            return
        self._take(cell, id, column, self.sent[task][column], text)
        body = self.measures[id].body["tasks"][place]
        for key, value in values.items():
            if value is not None and str(body.get(key)) != value:
                self.changes.append(Set(path, ("tasks", place, key), value))
            elif value is None and key in body:
                self.changes.append(Remove(path, ("tasks", place, key)))

    def _add_tasks(self, row: DivisionRow, id: str, items: _Items, more: Mapping[str, Mapping[int, str]]) -> None:
        """Append the tasks that were added to the row, each with its due day and result."""
        task_ids = {task["id"] for task in self.measures[id].body.get("tasks") or ()}
        here = {fold_wording(str(task["text"])) for task in self.measures[id].body.get("tasks") or ()}
        for place, (task, item) in enumerate(zip(items.ids, items.texts, strict=True), 1):
            if task or not item.text:
                continue
            if fold_wording(item.text) in here:
                self.out.same += 1
                continue
            new_id = next(f"{id}-{n}" for n in range(1, len(task_ids) + 2) if f"{id}-{n}" not in task_ids)
            number = next(iter(item.numbers), place)
            tree = self._task_tree(row, id, new_id, item.text, {key: more[key].get(number, "") for key in more})
            if tree:
                task_ids.add(new_id)
                self._take(row.cells["tasks"], id, "tasks", "", item.text)
                self.changes.append(Append(self.measures[id].path, ("tasks",), tree))

    def _task_tree(
        self, row: DivisionRow, measure: str, id: str, text: str, more: Mapping[str, str]
    ) -> dict[str, Value] | None:
        cell = row.cells["tasks"]
        if self.options.private(text):
            self._refuse(cell, measure, "tasks", PRIVATE)
            return None
        try:
            due = due_values(self.book, more.get("due", ""))
        except ValueError as error:
            self._refuse(row.cells["due"], measure, "due", str(error))
            return None
        deliverable = cell_content(more.get("deliverable", ""))
        values = {**due, "deliverable": deliverable or None}
        return {"id": id, "text": visible_text(text)[0], **{key: value for key, value in values.items() if value}}

    # remarks, rows that were added or are gone

    def _add_feedback(self, remark: SheetCell, id: str) -> None:
        measure, text = self.measures[id], visible_text(remark.text.strip())[0]
        if any(fold_wording(str(item["text"])) == fold_wording(text) for item in measure.body.get("feedback") or ()):
            self.out.same += 1
        elif self.options.private(text):
            self.out.refuse_cell(remark.address, PRIVATE, self._subject(id), "反馈意见")
        else:
            about = (remark.address, self._subject(id), "反馈意见", "记在举措的反馈意见里", text)
            self.out.cells.append(CellResult("changed", *about, record=id, path="feedback"))
            tree: dict[str, Value] = {"text": text, "on": Plain(str(self.today)), "file": self.form.file}
            self.changes.append(Append(measure.path, ("feedback",), tree))

    def _add_measure(self, row: DivisionRow, last: str | None) -> None:
        """A row that was added becomes a draft, in the plan and section of the row before it."""
        before = self.measures.get(last or "") or next(iter(self.measures.values()))
        if any(fold_wording(row.text("name")) == fold_wording(str(m.body["name"])) for m in self.measures.values()):
            self.out.same += 1
            return
        names, strange = unit_names(self.book, row.text("lead"), ())
        clauses, more, residue = responsible_clauses(
            self.book, self.groups, row.text("responsible"), row.text("groups"), ()
        )
        problems = [
            *(["没有写重点任务"] if not row.text("name") else []),
            *([self._strange([*strange, *more])] if strange or more else []),
            *(["没有写牵头单位"] if not names and not strange else []),
        ]
        if problems or any(self.options.private(cell.text) for cell in row.cells.values()):
            why = "；".join(problems) or PRIVATE
            self.out.refuse_cell(row.address, f"新加的一行没有收：{why}", row.text("name"))
            return
        plan = self.plan_of[before.id]
        number = self._new_number(row, plan.id)
        id = f"m{number:02}"
        id = id if not self.book.is_id(id, "measure") else f"{plan.id}-{id}"
        tree: dict[str, Value] = {
            "name": row.text("name"),
            "draft": Plain("true"),
            "plan": str(plan.body["number"]),
            "number": Plain(str(number)),
            "section": str(before.body["section"]),
            "lead": list(names),
            **({"responsible": clauses} if clauses else {}),
        }
        if tasks := list(self._new_tasks(row, id)):
            tree["tasks"] = tasks
        if residue:
            tree["residue"] = list(residue)
        self.changes.append(Create(f"measures/{id}.yaml", tree))
        about = (
            row.address,
            f"第{number}条 {row.text('name')}",
            "新的一行",
            f"先作草稿 {id}，核对以后 hyzs accept {id}",
        )
        self.out.cells.append(CellResult("changed", *about, record=id))
        for remark in row.remarks:
            self.out.add_remark(remark.address, "新加一行的备注没有收", row.text("name"), "备注", remark.text)

    def _new_number(self, row: DivisionRow, plan: str) -> int:
        """The number that was written, if it is free; else the next."""
        used_numbers, text = self.numbers[plan], row.text("number")
        number = (
            int(text) if text.isdecimal() and int(text) not in used_numbers | {0} else max(used_numbers, default=0) + 1
        )
        used_numbers.add(number)
        return number

    def _new_tasks(self, row: DivisionRow, id: str) -> Iterator[dict[str, Value]]:
        lines = [line for line in numbered_lines(row.text("tasks")) if line.text]
        more: dict[str, dict[int, str]] = {column: {} for column in _OF_TASKS}
        for column in more:
            for numbers, text in numbered_lines(row.text(column)):
                more[column] |= dict.fromkeys(numbers or range(1, len(lines) + 1), text)
        for place, line in enumerate(lines, 1):
            number = next(iter(line.numbers), place)
            values = {column: texts.get(number, "") for column, texts in more.items()}
            if tree := self._task_tree(row, id, f"{id}-{place}", line.text, values):
                yield tree

    def _report_the_rest(self, table: DivisionTable, matched: Sequence[str]) -> None:
        lost_rows = [
            id for id, texts in self.sent.items() if "name" in texts and id not in matched and id in self.measures
        ]
        for id in lost_rows:
            self.out.add_remark("", f"{self._subject(id)}({id})在交回的表里没有了，没有删")
        self.out.lost_rows = lost_rows
        self.out.lost_columns = [
            heading
            for key, heading in HEADINGS.items()
            if key not in (*table.columns, "leaders", "remark") and key in self.form.sent_headings.get(TABLE, {})
        ]
        for heading in self.out.lost_columns:
            self.out.add_remark("", f"“{heading}”一栏没有了，这一栏没有比")
        for heading, count in table.unread.items():
            self.out.add_remark("", f"“{heading}”不是印出去的，{count} 格没有收")
        self.out.unread = sum(table.unread.values())
        for text in table.texts:
            if not self._is_printed(text):
                self.out.add_remark("", f"表外的话，没有归到哪一条，没有收：{text}")

    def _is_printed(self, text: str) -> bool:
        """True for what the print itself says beside its table: title, numbers, stamp, sections."""
        ours: list[Any] = [self.form.hidden_metadata.get(key, "") for key in ("title", "texts")]
        sections = [
            f"{section['number']}、{section['title']}"
            for plan in self.plans
            for section in plan.body.get("sections") or ()
        ]
        words = fold_wording(text)
        stamp = self.form.hidden_metadata.get("name", "")
        return any(words in fold_wording(own) for own in (*ours, *sections)) or (bool(stamp) and text.startswith(stamp))


def _headings(columns: Collection[str]) -> str:
    """The headings of these cells; 没有 for none."""
    return "、".join(HEADINGS[column] for column in COLUMNS if column in columns) or "没有"


def _has_number_and_name(row: DivisionRow, texts: Mapping[str, str], sent: Mapping[str, Any], id: str) -> bool:
    return _has_name(row, texts, sent, id) and same_text(row.text("number"), texts["number"])


def _has_name(row: DivisionRow, texts: Mapping[str, str], sent: Mapping[str, Any], id: str) -> bool:
    return same_text(row.text("name"), texts["name"])


def _is_like(row: DivisionRow, texts: Mapping[str, str], sent: Mapping[str, Any], id: str) -> bool:
    """True for a row of that number whose name or tasks are like those that were printed."""
    tasks = "".join(own["tasks"] for own in sent.values() if own.get("measure") == id)
    pairs = ((row.text("name"), texts["name"]), (row.text("tasks"), tasks))
    return same_text(row.text("number"), texts["number"]) and any(_likeness(*pair) >= _ALIKE for pair in pairs)


def _likeness(returned: str, sent: str) -> float:
    return SequenceMatcher(None, fold_wording(returned), fold_wording(sent), autojunk=False).ratio()


def _aligned(lines: Sequence[NumberedText], sent: Sequence[tuple[str, Mapping[str, str]]]) -> _Items:
    """The tasks of a row: each line that is one that was printed, by its text, else by its number; others are new.

    A line without a number goes on with the one before it, unless that one is whole.
    """
    texts = {id: task["tasks"] for id, task in sent}
    items = _Items()
    for line in lines:
        is_whole = not items.texts or any(same_text(items.texts[-1].text, text) for text in texts.values())
        if line.numbers or is_whole or items.texts[-1].text.endswith(("。", "；")):
            items.texts.append(line)
        else:
            items.texts[-1] = NumberedText(items.texts[-1].numbers, items.texts[-1].text + line.text)
    items.ids = [""] * len(items.texts)
    free = dict(texts)
    for place, item in enumerate(items.texts):
        if id := next((id for id, text in free.items() if same_text(item.text, text)), ""):
            items.ids[place] = id
            del free[id]
    order = [id for id, _ in sent]
    for place, item in enumerate(items.texts):
        number = next(iter(item.numbers), place + 1)
        own = order[number - 1] if 0 < number <= len(order) else ""
        near = max(free, key=lambda task: _likeness(item.text, free[task]), default="")
        for id in (own, near):
            if not items.ids[place] and id in free and _likeness(item.text, free[id]) >= _ALIKE:
                items.ids[place] = id
                del free[id]
    return items
