"""Tasks of measures that have a due day and are not done."""

from collections.abc import Iterator
from datetime import datetime

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.model.partial_date import date_bounds
from hyzs.query.flows import FlowBook
from hyzs.query.task_rows import task_rows
from hyzs.query.tasks import DONE
from hyzs.query.todo import todo_item


def items(index: IndexReader, book: FlowBook, now: datetime) -> Iterator[Row]:
    """An item a task, by the last day of its due time. Raises: BadConfig: the settings cannot be read."""
    for task in task_rows(index, now):
        days = date_bounds(task["due"] or "")
        if days and task["state"] != DONE:
            yield todo_item(
                "任务",
                "task",
                task["id"],
                f"{task['number']}. {task['measure']}",
                task["text"],
                who=list(task["units"]),
                due=str(days[1]),
                overdue_days=task["overdue_days"],
                rule=f"完成时限 {task['due']}",
            )
