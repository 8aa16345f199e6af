"""Counts of units and projects by their reporting status, each in one status, so that the counts add up."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from hyzs.model.blocks import Row, Text
from hyzs.query.projects import OUT_OF_PLAY
from hyzs.query.track_row import TrackRow

#: States of a duty as people read them, the worst first; 部分已报 is a state of units alone.
STATUSES = {"owed": "未报", "partial": "部分已报", "late": "迟报", "pending": "待报", "heard": "已报", "exempt": "免报"}
#: States of a duty as they are counted, in their order; 部分已报 is a state of units alone. ``due`` is their sum.
_STATES = {"heard": "按时", "late": "迟报", "partial": "部分已报", "owed": "未报", "pending": "待报"}
#: Populations that are counted, each with the states that its line names even at 0.
_POPULATIONS = {
    "units": ("单位", ("heard", "late", "partial", "owed")),
    "projects": ("项目", ("heard", "late", "owed")),
    "tasks": ("任务", ("heard", "late", "owed")),
}


def rows_in_play(rows: Iterable[TrackRow]) -> list[TrackRow]:
    """Rows of projects in play; those out of play are listed and never counted."""
    return [row for row in rows if row["exempt_reason"] not in OUT_OF_PLAY]


def project_counts(rows: Iterable[Mapping[str, Any]]) -> Row:
    """{due, pending, heard, late, owed, exempt} of projects: heard is on time, due is all except exempt."""
    number = Counter(row["status"] for row in rows)
    states = {status: number[status] for status in ("pending", "heard", "late", "owed", "exempt")}
    return {"due": number.total() - number["exempt"], **states}


def unit_counts(units: Sequence[Row]) -> Row:
    """The same counts of units, with ``partial`` (some items reported) and ``nil`` (零报告 among those heard)."""
    number = Counter(unit["status"] for unit in units)
    return {
        "due": number.total() - number["exempt"],
        **{status: number[status] for status in ("heard", "partial", "late", "owed", "pending", "exempt")},
        "nil": sum(unit["nil"] for unit in units if unit["status"] in ("heard", "late")),
    }


def count_lines(summary: Mapping[str, Row], note: str | None = None) -> list[Text]:
    """One line per population: 单位 应报 18：按时 15  迟报 1  部分已报 0  未报 2；另免报 1. The states add up to 应报.

    Tasks have a line only if any is due; a task that several units report counts once for each of them.
    ``note`` says why nothing is due, or how due days were counted.
    """
    keys = [key for key in _POPULATIONS if key != "tasks" or summary[key]["due"]]
    lines = [_line(_POPULATIONS[key][0], summary[key], _POPULATIONS[key][1]) for key in keys]
    return [Text(line, level="公开") for line in [*lines, *([note] if note else [])]]


def _line(label: str, counts: Row, always: Sequence[str]) -> str:
    states = [f"{word} {counts[key]}" for key, word in _STATES.items() if key in always or counts.get(key)]
    nil = f"；其中零报告 {counts['nil']}" if counts.get("nil") else ""
    exempt = f"；另免报 {counts['exempt']}" if counts["exempt"] else ""
    return f"{label} 应报 {counts['due']}：{'  '.join(states)}{nil}{exempt}"
