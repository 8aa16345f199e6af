"""Derived fields of tasks: state, light, reporting units, units that owe an entry."""

from collections.abc import Iterator
from datetime import datetime

from hyzs.fields.derived_source import DerivedField, DerivedSource
from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.query.derived import OVERDUE, SILENT
from hyzs.query.lights import light_names
from hyzs.query.tasks import STATES


def _task_fields(index: IndexReader) -> Iterator[DerivedField]:
    yield DerivedField("state", "状态", "light", choices="|".join(STATES))
    yield DerivedField("light", "亮灯", "light", choices="|".join(light_names(index)))
    yield SILENT
    yield OVERDUE._replace(level="公开")
    yield DerivedField("reporters", "填报单位")
    yield DerivedField("owing", "欠报单位")
    yield DerivedField("last", "最新进展", level="内部")
    yield DerivedField("last_week", "最近填报")
    yield DerivedField("result", "成果", level="内部")


def _task_rows(index: IndexReader, now: datetime) -> Iterator[Row]:
    from hyzs.query.task_rows import task_rows
    from hyzs.query.task_state_counts import result_words

    for row in task_rows(index, now):
        light = row["light"] or {}
        units = {"reporters": "、".join(row["units"]) or None, "owing": "、".join(row["owed"]) or None}
        yield {**row, **units, "light": light.get("name"), "result": result_words(row)}


SOURCES = (DerivedSource(_task_fields, _task_rows),)
