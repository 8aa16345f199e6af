"""Derived fields, one module a kind, each with its ``SOURCES``; a new file here gives a kind fields.

A module is named after its kind, with ``_`` behind it where that is a word of the language. None has a formula of its
own: the questions that know a value give it.
"""

from hyzs.fields.derived_source import DerivedField
from hyzs.query.duty_counts import STATUSES


def choices(words: dict[str, str]) -> str:
    """The words with their labels, as a field holds its choices."""
    return "|".join(f"{value} {label}" for value, label in words.items())


STATUS = DerivedField(
    "status", "填报状态", "light", choices=choices({key: label for key, label in STATUSES.items() if key != "partial"})
)
SILENT = DerivedField("weeks_silent", "未报周数", "number")
OVERDUE = DerivedField("overdue_days", "逾期天数", "number", level="内部")
