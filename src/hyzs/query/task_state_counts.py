"""Counts of tasks: in each state, overdue, and with an entry owed; and the result of a task in words."""

from collections import Counter
from collections.abc import Sequence

from hyzs.model.blocks import Row
from hyzs.query.tasks import STATES

#: Counts beside the states, with their labels.
MORE = {"overdue": "逾期", "owed": "欠报"}


def task_counts(rows: Sequence[Row]) -> Row:
    """{by_state, overdue, owed}: numbers of tasks; ``owed`` are those on which a unit owes an entry."""
    states = Counter(row["state"] for row in rows)
    return {
        "by_state": {state: states[state] for state in STATES},
        "overdue": sum(row["overdue_days"] > 0 for row in rows),
        "owed": sum(bool(row["owed"]) for row in rows),
    }


def task_counts_line(rows: Sequence[Row]) -> str:
    """Counts in a line: 6 项：推进 4，完成 1，逾期 1."""
    numbers = task_counts(rows)
    parts = [f"{state} {n}" for state, n in numbers["by_state"].items() if n]
    parts += [f"{label} {numbers[key]}" for key, label in MORE.items() if numbers[key]]
    return f"{len(rows)} 项：{'，'.join(parts)}"


def result_words(row: Row) -> str | None:
    """The result: 管理办法，示例〔2026〕3号，2026-11-18."""
    result = row["result"]
    return "，".join(str(result[key]) for key in ("name", "number", "on") if result[key]) if result else None
