"""The row of a project in the weekly tracking list, as every report reads it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypedDict, cast

if TYPE_CHECKING:
    from hyzs.model.answer import Answer
    from hyzs.model.blocks import Row
    from hyzs.model.decimals import Number


class RowLight(TypedDict):
    """A light: its name and colour, the rule that gave it, and the facts that met the rule, both in words."""

    name: str
    colour: str
    reason: str
    clause: str


class TrackRow(TypedDict):
    """A project as of the last day of a week, with its entry of the week.

    Beside these keys the row has the last value of every indicator of the settings (``indicator_value``), by name.
    Amounts are in 万元, ``weeks_*`` count weeks, ``overdue_days`` days after the promise in force for ``next_node``.
    """

    id: str
    name: str
    public_name: str | None
    tier: str | None
    stage: str | None
    county: str | None
    park: str | None
    lead: str | None
    patron: str | None
    officer: str | None
    reporter: str | None
    investor: str | None
    content: str | None
    total: "Number | None"
    status: str
    exempt_reason: str | None
    weeks_silent: int
    weeks_unchanged: int
    last_week: str | None
    progress: str | None
    needs: "list[Row]"
    matters: "list[Row]"
    next: str | None
    met: "list[Row]"
    next_node: str | None
    next_by: str | None
    overdue_days: int
    light: RowLight | None
    sample: bool


def indicator_value(row: TrackRow, name: str) -> Any:
    """The last reported value of an indicator; None if there is none."""
    return cast("Row", row).get(name)


def with_fields(row: TrackRow, **fields: Any) -> "Row":
    """The row with the further fields of one report."""
    return {**row, **fields}


def tracked(answer: "Answer") -> Sequence[TrackRow]:
    """Rows of an answer that lists projects in the manner of ``track``; the very same list."""
    return cast("Sequence[TrackRow]", answer.rows)


def as_rows(rows: Sequence[TrackRow]) -> "Sequence[Row]":
    """The rows as those of an answer and its tables; the very same list, by which an answer knows its main table."""
    return cast("Sequence[Row]", rows)
