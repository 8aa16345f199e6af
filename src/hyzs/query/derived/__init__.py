"""Derived fields, one module a kind, each with its ``SOURCES``; a new file here gives a kind fields.

A module is named after its kind, with ``_`` behind it where that is a word of the language. None has a formula of its
own: the questions that know a value give it.
"""

from collections.abc import Iterator

from hyzs.fields.derived_source import DerivedField
from hyzs.query.counts import STATUSES


def choices(words: dict[str, str]) -> str:
    """The words with their labels, as a field holds its choices."""
    return "|".join(f"{value} {label}" for value, label in words.items())


STATUS = DerivedField(
    "status", "填报状态", "light", choices=choices({key: label for key, label in STATUSES.items() if key != "partial"})
)
SILENT = DerivedField("weeks_silent", "未报周数", "number")
OVERDUE = DerivedField("overdue_days", "逾期天数", "number", level="内部")


def step_fields() -> Iterator[DerivedField]:
    """The fields of a kind that carries flows, as ``query.flows.step_values`` works them out."""
    yield DerivedField("open_steps", "待办步骤", "number", "个", "内部")
    yield DerivedField("flow_overdue", "逾期步骤", "number", "个", "内部")
    yield DerivedField("next_step", "下一步", level="内部")
    yield DerivedField("next_step_due", "下一步期限", "date", level="内部")
    yield DerivedField("next_step_who", "下一步由谁办", refs="unit", level="内部")
