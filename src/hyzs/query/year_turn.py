"""The turn of a year: unfinished items, and the plans that each unit is asked for."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.model.decimals import Number, number_text
from hyzs.query.commitments import OWED, commitments
from hyzs.query.duty_counts import rows_in_play
from hyzs.query.flows import FlowBook, open_cases
from hyzs.query.indicators import indicators
from hyzs.query.matters import CLOSED, matters
from hyzs.query.open_needs import needs_now
from hyzs.query.return_file import all_project_rows
from hyzs.query.task_rows import task_rows
from hyzs.query.tasks import DONE
from hyzs.query.year_plan_sheets import YEARLY

CALENDAR = "SELECT id FROM calendar WHERE id = :year"
#: Yearly plans of projects: 2026.invested, its number.
PLANS = "SELECT p.record, p.key, p.number FROM pair p WHERE p.kind = 'project' AND p.field = 'yearly'"
#: Targets that a year has of its own.
TARGETS = """
SELECT t.id, y.number FROM task t JOIN pair y ON y.file = t.file AND y.owner = t.seq
WHERE y.field = 'tasks.target.yearly' AND y.key = :year
"""
Cells = Mapping[str, str]


class UnitPlan(NamedTuple):
    """The rows of one unit's workbook: cells by project, and by task."""

    projects: dict[str, Cells]
    targets: dict[str, Cells]


class YearTurn(NamedTuple):
    """The turn to ``year``: its calendar, the plans by unit, records without a unit, unfinished items."""

    year: int
    has_calendar: bool
    units: dict[str, UnitPlan]
    unassigned: Sequence[str]
    open_items: Sequence[Row]


def year_turn(index: IndexReader, year: int, now: datetime) -> YearTurn:
    """Ask the units that report projects in play for their plans, those that lead tasks for the yearly targets.

    Raises: BadConfig: the settings cannot be read.
    """
    _, _, rows = all_project_rows(index, None, now)
    projects: list[Row] = [{**row} for row in rows_in_play(rows.values())]
    tasks = [row for row in task_rows(index, now) if row["target"] and row["target"]["per"] == "年"]
    units: dict[str, UnitPlan] = defaultdict(lambda: UnitPlan({}, {}))
    unassigned = []
    plans = _plans(index)
    own_targets = dict(index.tuples(TARGETS, year=str(year)))
    for row in projects:
        if row["reporter"]:
            units[row["reporter"]].projects[row["id"]] = _project_cells(index, row, plans.get(row["id"], {}), year)
        else:
            unassigned.append(row["id"])
    for row in tasks:
        for unit in row["lead"][:1] or row["units"][:1]:
            units[unit].targets[row["id"]] = _target_cells(row, own_targets.get(row["id"]))
        if not (row["lead"] or row["units"]):
            unassigned.append(row["id"])
    has_calendar = bool(index.value(CALENDAR, year=str(year)))
    return YearTurn(year, has_calendar, dict(sorted(units.items())), unassigned, _open_items(index, projects, now))


def _plans(index: IndexReader) -> dict[str, dict[str, str]]:
    """Plans by project: {2026.invested: 30000}."""
    plans: dict[str, dict[str, str]] = defaultdict(dict)
    for record, key, number in index.tuples(PLANS):
        plans[record][key] = number_text(number)
    return plans


def _project_cells(index: IndexReader, row: Row, plan: Mapping[str, str], year: int) -> Cells:
    indicator_rows = indicators(index)
    before = [f"{each.label} {plan[key]}" for each in indicator_rows if (key := f"{year - 1}.{each.name}") in plan]
    reached = [
        f"{each.label} {number_text(row[each.name])}" for each in indicator_rows if row.get(each.name) is not None
    ]
    return {
        "name": row["name"],
        "stage": row["stage"] or "",
        "total": "" if row["total"] is None else number_text(row["total"]),
        "before": "\n".join(before),
        "reached": "\n".join(reached),
        **{f"{YEARLY}{each.name}": plan[key] for each in indicator_rows if (key := f"{year}.{each.name}") in plan},
    }


def _target_cells(row: Row, own: Number | None) -> Cells:
    target = row["target"]
    return {
        "text": row["text"],
        "unit": target["unit"] or "",
        "standing": number_text(target["at_least"]),
        "done": "" if target["done"] is None else number_text(target["done"]),
        **({"target": number_text(own)} if own is not None else {}),
    }


def _open_items(index: IndexReader, projects: Sequence[Row], now: datetime) -> list[Row]:
    """{kind, label, count, overdue} of the unfinished items: the turn closes none."""
    day = now.date()
    cases = open_cases(index, FlowBook(index), day)
    needs = needs_now(index, now)
    open_matters = [row for row in matters(index, day) if row["status"] != CLOSED]
    promised = [row for row in commitments(index, day) if row["status"] in OWED]
    tasks = [row for row in task_rows(index, now) if row["state"] != DONE]

    def item(kind: str, label: str, rows: Sequence[Row]) -> Row:
        overdue = sum(bool(row.get("overdue_days")) for row in rows)
        return {"kind": kind, "label": label, "count": len(rows), "overdue": overdue}

    return [
        item("project", "在推的项目", projects),
        item("task", "没有完成的任务", tasks),
        item("matter", "没有销号的交办", open_matters),
        item("need", "没有解决的诉求", needs),
        item("commitment", "没有兑现的承诺", promised),
        item("step", "没有办完的流程", [{"overdue_days": case.state.overdue if case.state else 0} for case in cases]),
    ]
