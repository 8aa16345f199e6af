"""Facts of projects that quantities count by, as of a day: figures, the contract, promises kept and moved."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Row
from hyzs.model.lateness import overdue_days
from hyzs.model.quotient import quotient
from hyzs.model.week import Week
from hyzs.query.entry_history import figures
from hyzs.query.projects import Project, projects

INDICATORS = "SELECT name, label, unit FROM indicator ORDER BY pos"
LANDING = 'SELECT "evaluation.landing" FROM settings WHERE "evaluation.landing" IS NOT NULL'
STAGES = 'SELECT name, "after" FROM stage ORDER BY pos'
#: The agreements whose amounts are what was contracted, the last signed last: a 框架 and its 正式合同 never add up.
CONTRACTS = """
SELECT a.record, a.amount FROM agreement a JOIN agreement_type t ON t.name = a.type
WHERE t.contracts = 1 AND a.amount IS NOT NULL AND a."on" <= :day ORDER BY a.record, a."on", a.pos
"""


#: Figures as they were reported, week by week.
REPORTED = """
SELECT e.key_id, p.key, r.monday, p.number FROM pair p
JOIN entry e ON e.file = p.file AND e.item = p.item AND e.seq = p.owner
JOIN record r ON r.file = e.file AND r.item = e.item
WHERE p.field = 'projects.figures' AND r.monday <= :day ORDER BY r.monday
"""
MONEY = "万元"


def fact_names(index: IndexReader) -> Iterator[tuple[str, str, str]]:
    """Name, label and unit of each fact: those of every indicator and stage of the settings."""
    yield "contracted", "合同额", "万元"
    if _landing_stage(index):
        yield "landing_days", "落地天数", "天"
    for row in index.rows(INDICATORS):
        yield f"figure.{row['name']}", f"末次{row['label']}", row["unit"] or ""
        yield f"unmoved.{row['name']}", f"{row['label']}没有变化的天数", "天"
        if row["unit"] == MONEY:
            yield f"share.{row['name']}", f"{row['label']}占总投资", "%"
    for row in index.rows(STAGES):
        stage = row["name"]
        yield f"overdue.{stage}", f"{stage}逾期天数", "天"
        yield f"moved.{stage}", f"{stage}推迟天数", "天"
        yield f"days_since.{stage}", f"{stage}以来天数", "天"
        yield f"is_at.{stage}", f"已到{stage}", ""
        if row["after"]:
            yield f"days_to.{stage}", f"{row['after']}到{stage}天数", "天"


def _landing_stage(index: IndexReader) -> str:
    """The stage by which a project has landed, as the settings say; empty if they do not."""
    return next((stage for (stage,) in index.tuples(LANDING)), "")


def fact_rows(index: IndexReader, now: datetime) -> Iterator[Row]:
    """The facts of every project as of ``now``; what is not known is left out.

    ``figure.X`` is the last reported; ``contracted`` the amount of the last agreement that counts; ``overdue.S`` the
    days past the promise in force of a stage not reached (0: not past); ``moved.S`` the days by which it was put off
    since the first promise; ``days_to.S`` the days from the stage that S comes after, ``landing_days`` those to the
    stage by which a project has landed.
    """
    day = now.date()
    projects_by_id = projects(index)
    ids = [project.row["id"] for project in projects_by_id]
    indicators = [row["name"] for row in index.rows(INDICATORS)]
    reported = figures(index, ids, Week.of(day), indicators)
    contracts = dict(index.tuples(CONTRACTS, day=str(day)))
    stages, landing = index.rows(STAGES), _landing_stage(index)
    moneys = [row["name"] for row in index.rows(INDICATORS) if row["unit"] == MONEY]
    unmoved = unmoved_days(index, day)
    for project in projects_by_id:
        id = project.row["id"]
        values = {f"figure.{name}": reported[id, name][0].value for name in indicators if reported.get((id, name))}
        contract = {"contracted": contracts[id]} if id in contracts else {}
        own = _of_stages(project, stages, day)
        landed = {"landing_days": own[key]} if (key := f"days_to.{landing}") in own else {}
        shares = _shares(values, project.row["total"], moneys)
        yield {"id": id, **values, **unmoved.get(id, {}), **shares, **contract, **landed, **own}


def unmoved_days(index: IndexReader, day: date) -> dict[str, Row]:
    """By project: ``unmoved.X``, the days from the week in which figure X last rose (or first came) to ``day``."""
    out: dict[str, Row] = {}
    highest: dict[tuple[str, str], Decimal] = {}
    for id, name, monday, value in index.tuples(REPORTED, day=str(day)):
        amount = Decimal(str(value))
        if amount > highest.get((id, name), Decimal(-1)):
            highest[id, name] = amount
            out.setdefault(id, {})[f"unmoved.{name}"] = (day - date.fromisoformat(monday)).days
    return out


def _shares(values: Row, total: Any, moneys: list[str]) -> Row:
    """Reported money as a share of the total investment, in percent to one digit, half up."""
    if not total:
        return {}
    percent = {name: values.get(f"figure.{name}") for name in moneys}
    return {f"share.{name}": quotient(value, total, 1) for name, value in percent.items() if value is not None}


def _of_stages(project: Project, stages: list[Row], day: date) -> Row:
    """Postponement and delay of the promise of each stage, and the days on the way to it."""
    out: Row = {}
    reached = {stage: date.fromisoformat(on) for stage, on in project.milestones.items() if on <= str(day)}
    for row in stages:
        stage, before = row["name"], row["after"]
        out[f"is_at.{stage}"] = int(stage in reached)
        if stage in reached:
            out[f"days_since.{stage}"] = (day - reached[stage]).days
        if promise := project.promise(stage, day):
            last = date.fromisoformat(promise.by_end)
            first = date.fromisoformat(project.promises[stage][0].by_end)
            out[f"moved.{stage}"] = (last - first).days
            out[f"overdue.{stage}"] = 0 if stage in reached else overdue_days(last, day)
        if before in reached and stage in reached:
            out[f"days_to.{stage}"] = (reached[stage] - reached[before]).days
    return out
