"""The tasks of a row of a returned division: texts, due days and results, and tasks that were added."""

from collections.abc import Iterator, Mapping, Sequence

from hyzs.edits.cell_result import PRIVATE
from hyzs.edits.forms.division_cells import due_values, same_text
from hyzs.edits.forms.division_context import DivisionContext
from hyzs.edits.forms.division_matching import TaskLines, align_tasks
from hyzs.edits.forms.division_rows import DivisionRow, NumberedText, cell_content, numbered_lines
from hyzs.model.change import Append, Remove, Set, Value
from hyzs.model.folding import fold_wording
from hyzs.model.invisible import visible_text
from hyzs.model.spreadsheet import SheetCell
from hyzs.query.division_rows import with_numbers

_OF_TASKS = ("due", "deliverable")


class TaskReader:
    """Reads the tasks of rows."""

    def __init__(self, context: DivisionContext) -> None:
        self.context = context

    def read(self, row: DivisionRow, id: str) -> None:
        """Take the tasks of the row into its measure: those that changed, then new ones; none is deleted."""
        sent = [(task, texts) for task, texts in self.context.sent.items() if texts.get("measure") == id]
        items = align_tasks(numbered_lines(row.text("tasks")) if "tasks" in row.cells else [], sent)
        if "tasks" not in row.cells:
            items = TaskLines([task for task, _ in sent], [NumberedText((), texts["tasks"]) for _, texts in sent])
        more = {column: self._by_task(row, id, column, items, sent) for column in _OF_TASKS}
        for task, item in zip(items.ids, items.texts, strict=True):
            if task:
                self._read_task(row, id, task, item.text)
        self._add_tasks(row, id, items, more)
        for task, texts in sent:
            if task not in items.ids and task in self.context.now:
                self.context.add_remark(
                    row, id, "tasks", f"“{texts['tasks']}”在交回的表里没有了，没有删；要删改举措文件"
                )

    def _read_task(self, row: DivisionRow, id: str, task: str, returned: str) -> None:
        """The text of a task as it came back; the target in brackets behind it stays as it is."""
        cell = row.cells.get("tasks")
        if cell is None or not self.context.differs(cell, id, task, "tasks", returned):
            return
        place = self._place(id, task)
        text = str(self.context.measures[id].body["tasks"][place]["text"])
        target = (
            self.context.sent[task]["tasks"].removeprefix(text)
            if self.context.sent[task]["tasks"].startswith(text)
            else ""
        )
        if target and not returned.endswith(target):
            self.context.refuse(cell, id, "tasks", f"目标{target}动了，这一项没有收；目标用 hyzs set {task} 改")
            return
        self.context.take(cell, id, "tasks", self.context.sent[task]["tasks"], returned)
        changed = visible_text(returned.removesuffix(target))[0]
        self.context.changes.append(Set(self.context.measures[id].path, ("tasks", place, "text"), changed))

    def _place(self, id: str, task: str) -> int:
        return [item["id"] for item in self.context.measures[id].body["tasks"]].index(task)

    def _by_task(
        self,
        row: DivisionRow,
        id: str,
        column: str,
        items: TaskLines,
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
                    self.context.refuse(cell, id, column, f"没有第（{number}）项，“{text}”没有收")
                elif not task:
                    added[number] = text
                elif self.context.differs(cell, id, task, column, text):
                    self._set_of_task(cell, id, task, column, text)
        return added

    def _set_of_task(self, cell: SheetCell, id: str, task: str, column: str, text: str) -> None:
        path, place = self.context.measures[id].path, self._place(id, task)
        try:
            values = due_values(self.context.book, text) if column == "due" else {column: cell_content(text) or None}
        except ValueError as error:
            self.context.refuse(cell, id, column, str(error))
            return
        self.context.take(cell, id, column, self.context.sent[task][column], text)
        body = self.context.measures[id].body["tasks"][place]
        for key, value in values.items():
            if value is not None and str(body.get(key)) != value:
                self.context.changes.append(Set(path, ("tasks", place, key), value))
            elif value is None and key in body:
                self.context.changes.append(Remove(path, ("tasks", place, key)))

    def _add_tasks(self, row: DivisionRow, id: str, items: TaskLines, more: Mapping[str, Mapping[int, str]]) -> None:
        """Append the tasks that were added to the row, each with its due day and result."""
        task_ids = {task["id"] for task in self.context.measures[id].body.get("tasks") or ()}
        here = {fold_wording(str(task["text"])) for task in self.context.measures[id].body.get("tasks") or ()}
        for place, (task, item) in enumerate(zip(items.ids, items.texts, strict=True), 1):
            if task or not item.text:
                continue
            if fold_wording(item.text) in here:
                self.context.out.same += 1
                continue
            new_id = next(f"{id}-{n}" for n in range(1, len(task_ids) + 2) if f"{id}-{n}" not in task_ids)
            number = next(iter(item.numbers), place)
            tree = self._task_tree(row, id, new_id, item.text, {key: more[key].get(number, "") for key in more})
            if tree:
                task_ids.add(new_id)
                self.context.take(row.cells["tasks"], id, "tasks", "", item.text)
                self.context.changes.append(Append(self.context.measures[id].path, ("tasks",), tree))

    def _task_tree(
        self, row: DivisionRow, measure: str, id: str, text: str, more: Mapping[str, str]
    ) -> dict[str, Value] | None:
        cell = row.cells["tasks"]
        if self.context.options.private(text):
            self.context.refuse(cell, measure, "tasks", PRIVATE)
            return None
        try:
            due = due_values(self.context.book, more.get("due", ""))
        except ValueError as error:
            self.context.refuse(row.cells["due"], measure, "due", str(error))
            return None
        deliverable = cell_content(more.get("deliverable", ""))
        values = {**due, "deliverable": deliverable or None}
        return {"id": id, "text": visible_text(text)[0], **{key: value for key, value in values.items() if value}}

    def new_trees(self, row: DivisionRow, id: str) -> Iterator[dict[str, Value]]:
        """The tasks of a new measure, as its file has them."""
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
