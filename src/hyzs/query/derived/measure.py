"""Derived fields of measures: counts of their tasks."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime

from hyzs.fields.derived_source import DerivedField, DerivedSource
from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.query.tasks import STATES


def _measure_fields(index: IndexReader) -> Iterator[DerivedField]:
    yield DerivedField("tasks_done", "完成任务", "number", "项")
    yield DerivedField("tasks_overdue", "逾期任务", "number", "项")
    yield DerivedField("tasks_owed", "欠报任务", "number", "项")


def _measure_rows(index: IndexReader, now: datetime) -> Iterator[Row]:
    from hyzs.query.task_rows import task_rows
    from hyzs.query.task_state_counts import task_counts

    by_measure: dict[str, list[Row]] = defaultdict(list)
    for row in task_rows(index, now):
        by_measure[row["measure_id"]].append(row)
    for id, rows in by_measure.items():
        counts = task_counts(rows)
        done_count = counts["by_state"][STATES[-1]]
        yield {"id": id, "tasks_done": done_count, "tasks_overdue": counts["overdue"], "tasks_owed": counts["owed"]}


SOURCES = (DerivedSource(_measure_fields, _measure_rows),)
