"""The division of tasks: leading and responsible units, deadlines and results, measure by measure."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer, Row, Stamp, Text
from hyzs.model.errors import NotFound
from hyzs.model.partial_date import date_bounds
from hyzs.model.printed_report import PrintedReport
from hyzs.query.officers import officers
from hyzs.query.ownership_clause import Ownership, ownerships, padded_steps
from hyzs.query.plans import continuations, drafts_note, plans, selected_plans
from hyzs.reports.division_page import Line, table

MEASURES = """
SELECT m.id, m.number, m.name, m.section, s.title, p.target AS plan, coalesce(m.draft, 0) AS draft
FROM measure m
LEFT JOIN mention p ON p.record = m.id AND p.field = 'plan'
LEFT JOIN section s ON s.record = p.target AND s.number = m.section
ORDER BY m.number, m.id
"""
TASKS = """
SELECT record, id, text, due, cadence, deliverable, "target.at_least" AS at_least, "target.unit" AS unit,
       "target.per" AS per, "target.as_written" AS as_written
FROM task ORDER BY record, pos
"""
TASK_UNITS = """
SELECT m.subject_id AS task, m.duty, m.at, coalesce(u.name, m.text) AS name
FROM mention m LEFT JOIN unit u ON u.id = m.target
WHERE m.kind = 'measure' AND m.subject_kind = 'task' AND m.duty <> ''
"""
_TARGET = ("at_least", "unit", "per", "as_written")


def division(index: IndexReader, plan: str | None = None, leaders_on: date | None = None) -> Answer:
    """Measures of the plan that people call ``plan``, or of several; of the only plan, or the latest, if none is named.

    With ``leaders_on`` the table also names the officers of the leading units on that day.

    Raises: NotFound where there is no plan, or none of that name.
    """
    plan_rows = plans(index).rows
    if not plan_rows:
        raise NotFound("库里还没有方案", "方案放在 data/plans/")
    chosen = selected_plans(index, plan) if plan else plan_rows[:1]
    names = {row["id"]: row["name"] for row in chosen}
    others = [row["number"] for row in plan_rows if row["id"] not in names]
    owners, tasks = ownerships(index), _tasks(index)
    order = list(names)
    measures = sorted(
        (measure for measure in index.rows(MEASURES) if measure["plan"] in names),
        key=lambda measure: order.index(measure["plan"]),
    )
    lines = [
        Line({**_row(m, owner, tasks[m["id"]]), "plan": names[m["plan"]]}, m["section"], owner)
        for m in measures
        if not m["draft"]
        for owner in (owners.get(m["id"], Ownership()),)
    ]
    rows = [line.row for line in lines]
    drafts = len(measures) - len(rows)
    leaders = officers(index, str(leaders_on)) if leaders_on else None
    return Answer(
        report="division",
        params={"plan": "，".join(row["number"] for row in chosen)},
        rows=rows,
        summary={"measures": len(rows), "tasks": sum(len(row["tasks"]) for row in rows), "drafts": drafts},
        blocks=[
            Text("，".join(row["number"] for row in chosen), level="公开"),
            *_history(index, chosen, measures),
            *([Text(f"别的方案没有列：{'、'.join(others)}；写 --plan 文号", "note")] if others and not plan else []),
            *drafts_note(drafts),
            table(lines, rows, leaders),
        ],
        title=f"{''.join(f'《{name}》' for name in names.values())}任务分工表",
        title_level="公开",
        stamp=Stamp(sample=False),
    )


def _history(index: IndexReader, chosen: Sequence[Row], measures: Sequence[Row]) -> list[Text]:
    """Notes on older plans and measures that these continue, and on the last days of plans."""
    older = continuations(index)
    lines = [
        f"《{plan['name']}》"
        + "，".join(
            part
            for part in (
                f"接续{older['plan', plan['id']]}" if ("plan", plan["id"]) in older else "",
                f"至 {plan['until']} 止" if plan["until"] else "",
            )
            if part
        )
        for plan in chosen
        if plan["until"] or ("plan", plan["id"]) in older
    ]
    lines += [
        f"第{measure['number']}条 {measure['name']} 接续{older['measure', measure['id']]}"
        for measure in measures
        if ("measure", measure["id"]) in older and not measure["draft"]
    ]
    return [Text("；".join(lines), "note", level="公开")] if lines else []


def _tasks(index: IndexReader) -> dict[str, list[Row]]:
    """Tasks of each measure, with the units that they name themselves."""
    units: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in sorted(index.rows(TASK_UNITS), key=lambda row: padded_steps(row["at"])):
        units[row["task"], row["duty"]].append(row["name"])
    out: dict[str, list[Row]] = defaultdict(list)
    for row in index.rows(TASKS):
        target = {key: row[key] for key in _TARGET} if row["at_least"] is not None else None
        names = {duty: units[row["id"], duty] for duty in ("lead", "responsible")}
        task = {"id": row["id"], "text": row["text"], **names, "due": row["due"], "cadence": row["cadence"]}
        out[row["record"]].append({**task, "target": target, "deliverable": row["deliverable"]})
    return out


def _row(measure: Row, owner: Ownership, tasks: list[Row]) -> Row:
    """Row of a measure; a task that names no lead has the measure's."""
    leads = [unit.name for unit in owner.leads]
    named = [unit for clause in owner.clauses for unit in (*clause.units, *clause.groups)]
    return {
        "number": measure["number"],
        "section": measure["title"] or measure["section"],
        "name": measure["name"],
        "tasks": [{**task, "lead": task["lead"] or leads} for task in tasks],
        "lead": leads,
        "responsible": [unit.name for unit in named if not unit.is_group],
        "groups": [unit.name for unit in named if unit.is_group],
        "open": any(clause.is_open for clause in owner.clauses),
        "due": _last(task["due"] for task in tasks),
    }


def _last(dues: Iterable[str | None]) -> str | None:
    """Deadline of the last task: 长期 if one has no end, else the one that ends last (2026 ends with 2026-12)."""
    days = [due for due in dues if due]
    return "长期" if "长期" in days else max(days, key=_end, default=None)


def _end(due: str) -> tuple[date, bool]:
    """Sort key: the last day of a deadline; a month, quarter or year ends after its last day as such."""
    days = date_bounds(due) or (date.min, date.min)
    return days[1], days[0] != days[1]


DIVISION = PrintedReport(
    "division",
    "任务分工表",
    "每条举措做什么、谁牵头、谁负责、何时完成、交什么成果；--leaders 加牵头领导",
    division,
    of="plan",
    position=20,
)
