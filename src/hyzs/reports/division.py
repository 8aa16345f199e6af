"""The division of tasks: measure by measure who leads, who is responsible, what is due when."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from hyzs.model.answer import Answer, Row, Stamp, Text
from hyzs.model.errors import NotFound
from hyzs.model.printed_report import PrintedReport
from hyzs.query.fields.index_reader import IndexReader, resolve_name
from hyzs.query.officers import officers
from hyzs.query.ownership_clause import Ownership, ownerships, steps
from hyzs.query.plans import drafts_note, plans
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
    """The measures of the plan that people call ``plan``; of the only plan, or the latest, if none is named.

    With ``leaders_on`` the table also names who led the leading units that day.
    """
    known = plans(index).rows
    if not known:
        raise NotFound("库里还没有方案", "方案放在 data/plans/")
    wanted = resolve_name(index, plan, "plan")["id"] if plan else known[0]["id"]
    about = next(row for row in known if row["id"] == wanted)
    others = [row["number"] for row in known if row["id"] != wanted]
    owners, tasks = ownerships(index), _tasks(index)
    measures = [measure for measure in index.rows(MEASURES) if measure["plan"] == wanted]
    lines = [
        Line({**_row(m, owner, tasks[m["id"]]), "plan": about["name"]}, m["section"], owner)
        for m in measures
        if not m["draft"]
        for owner in (owners.get(m["id"], Ownership()),)
    ]
    rows = [line.row for line in lines]
    drafts = len(measures) - len(rows)
    leaders = officers(index, str(leaders_on)) if leaders_on else None
    return Answer(
        report="division",
        params={"plan": about["number"]},
        rows=rows,
        summary={"measures": len(rows), "tasks": sum(len(row["tasks"]) for row in rows), "drafts": drafts},
        blocks=[
            Text(about["number"], level="公开"),
            *([Text(f"别的方案没有列：{'、'.join(others)}；写 --plan 文号", "note")] if others and not plan else []),
            *drafts_note(drafts),
            table(lines, rows, leaders),
        ],
        title=f"《{about['name']}》任务分工表",
        title_level="公开",
        stamp=Stamp(sample=False),
    )


def _tasks(index: IndexReader) -> dict[str, list[Row]]:
    """The tasks of each measure, with the units that they name themselves."""
    units: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in sorted(index.rows(TASK_UNITS), key=lambda row: steps(row["at"])):
        units[row["task"], row["duty"]].append(row["name"])
    out: dict[str, list[Row]] = defaultdict(list)
    for row in index.rows(TASKS):
        target = {key: row[key] for key in _TARGET} if row["at_least"] is not None else None
        names = {duty: units[row["id"], duty] for duty in ("lead", "responsible")}
        task = {"id": row["id"], "text": row["text"], **names, "due": row["due"], "cadence": row["cadence"]}
        out[row["record"]].append({**task, "target": target, "deliverable": row["deliverable"]})
    return out


def _row(measure: Row, owner: Ownership, tasks: list[Row]) -> Row:
    """A measure as scripts read it; a task that names no lead has the measure's."""
    leads = [one.name for one in owner.leads]
    clauses = [one for clause in owner.clauses for one in (*clause.units, *clause.groups)]
    return {
        "number": measure["number"],
        "section": measure["title"] or measure["section"],
        "name": measure["name"],
        "tasks": [{**task, "lead": task["lead"] or leads} for task in tasks],
        "lead": leads,
        "responsible": [one.name for one in clauses if not one.is_group],
        "groups": [one.name for one in clauses if one.is_group],
        "open": any(clause.is_open for clause in owner.clauses),
        "due": _last(task["due"] for task in tasks),
    }


def _last(dues: Iterable[str | None]) -> str | None:
    """When the last task is due: 长期 if one has no end, else the latest (2026 ends with 2026-12)."""
    known = [due for due in dues if due]
    return "长期" if "长期" in known else max(known, key=_end, default=None)


def _end(due: str) -> str:
    """A text that sorts by the last day of 2026, 2026-Q2, 2026-03 or 2026-03-15."""
    year, _, rest = due.partition("-")
    month = f"{int(rest[1]) * 3:02d}" if rest.startswith("Q") else rest or "12"
    return f"{year}-{month}" + ("-32" if len(month) == 2 else "")


DIVISION = PrintedReport(
    "division",
    "任务分工表",
    "每条举措做什么、谁牵头、谁负责、何时完成、交什么成果；--leaders 加牵头领导",
    division,
    of="plan",
    position=20,
)
