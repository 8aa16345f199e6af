"""Explanation of a light: every rule in its order, the facts with their positions, the distance to thresholds."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from hyzs.fields.index_reader import IndexReader, resolve_name
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import PublicColumn, Row, Table, Text
from hyzs.model.errors import NotFound
from hyzs.model.finding import Route
from hyzs.model.json_pointer import from_pointer
from hyzs.query.flows import Case, FlowBook, cases_of
from hyzs.query.light_escalation import escalate_lights
from hyzs.query.lights import FACT_LABELS, TASK_FACT_LABELS, LightRule, ProjectFacts, light_rules
from hyzs.query.projects import untracked_note
from hyzs.query.record_positions import locate_record
from hyzs.query.return_file import load_started_week, project_row
from hyzs.query.task_rows import task_rows
from hyzs.query.track_row import TrackRow

FILES = (
    "SELECT 'data/' || f.path AS path FROM record r JOIN file f ON f.id = r.file WHERE r.kind = :kind AND r.id = :id"
)
ENTRY = """
SELECT 'data/' || f.path AS path FROM entry e JOIN file f ON f.id = e.file WHERE e.key_id = :id AND e.week = :week
"""
_RULES = [
    PublicColumn("holds", "满足", get=lambda row: "是" if row["holds"] else ""),
    PublicColumn("name", "灯", "light"),
    PublicColumn("conditions", "条件"),
    PublicColumn("meaning", "含义", wide=True),
    PublicColumn("short", "还差", wide=True),
]
_FACTS = [
    PublicColumn("label", "事实"),
    PublicColumn("value", "数值", "number"),
    PublicColumn("place", "出处", wide=True),
]


def why(
    index: IndexReader,
    text: str,
    week: str | None,
    now: datetime,
    line_of: Callable[[str, Route], int] = lambda path, route: 1,
) -> Answer:
    """The light of the project or task that people call ``text``, with rules and facts; of a task as of today.

    ``line_of`` gives the line of a value in a file.

    Raises: BadUsage, NotFound where week or record are unknown, or the task is a draft.
    """
    record = resolve_name(index, text, "project|task")
    if record["kind"] == "task":
        return _why_task(index, record, now, line_of)
    return _why_project(index, record, week, now, line_of)


def _why_project(
    index: IndexReader, record: Row, week: str | None, now: datetime, line_of: Callable[[str, Route], int]
) -> Answer:
    """The light of a project in the week; open steps of its flows stand beside the facts."""
    duties, the_week = load_started_week(index, week, now)
    [row] = escalate_lights(duties, the_week, [project_row(duties, the_week, record["id"])])
    project = next(project for project in duties.projects if project.row["id"] == record["id"])
    untracked = untracked_note(record["id"], project.row["draft"], project.row["since"], the_week.sunday)
    project_facts = ProjectFacts(index, the_week, now.date(), [project.row["file"] for project in duties.projects])
    facts = project_facts.facts_of(row)
    light = row["light"]
    rules = [_rule(rule, facts, FACT_LABELS) for rule in light_rules(index)]
    own, entry = (
        [file["path"] for file in index.rows(sql, kind="project", id=record["id"], week=str(the_week))]
        for sql in (FILES, ENTRY)
    )
    cases = [case for case in cases_of(index, FlowBook(index), [record["id"]], project_facts.day) if case.is_open]
    places = {
        **_positions(row, own[0], entry, line_of),
        **_matters(index, row, line_of),
        **_needs(index, row, line_of),
        **_steps(cases, own[0], line_of),
    }
    paths = [*own, *entry]
    head = f"{light['name']}：{light['reason']}" if light else "没有亮灯规则，或没有一条满足"
    return Answer(
        "why",
        {"id": record["id"], "week": str(the_week)},
        rules,
        {
            **{"light": light, "facts": facts, "paths": paths, "untracked": untracked or None},
            **({"steps": [case.row for case in cases]} if cases else {}),
        },
        blocks=[
            *([Text(untracked, "warn")] if untracked else []),
            Text(head),
            Table(_FACTS, _fact_rows(facts, FACT_LABELS, places)),
            *([Text(f"下一步：{'；'.join(case.next_words for case in cases)}")] if cases else []),
            Table(_RULES, rules),
            Text(f"出处：{'、'.join(paths)}", "note"),
        ],
        title=f"{row['name']} {the_week.heading}",
        prose=True,
        stamp=Stamp(period=the_week.heading, note=duties.due_note(the_week) or ""),
    )


def _why_task(index: IndexReader, record: Row, now: datetime, line_of: Callable[[str, Route], int]) -> Answer:
    """The light of a task today; one that is complete has none."""
    row = next((row for row in task_rows(index, now) if row["id"] == record["id"]), None)
    task = locate_record(index, record["id"], "task")
    path = f"data/{task.path}"
    if row is None:
        raise NotFound(f"任务 {record['id']} 还是草稿，不亮灯", "去掉举措的 draft: true")
    rules = [_rule(rule, row["facts"], TASK_FACT_LABELS) for rule in light_rules(index)]
    due = f"{path}:{line_of(path, (*task.route, 'due'))}"
    places = dict.fromkeys(("overdue_days", "days_left"), due)
    light = row["light"]
    head = f"{light['name']}：{light['reason']}" if light else f"{row['state']}，不亮灯"
    return Answer(
        "why",
        {"id": record["id"], "week": None},
        rules,
        {"light": light, "facts": row["facts"], "paths": [path], "untracked": None},
        blocks=[
            Text(head),
            Table(_FACTS, _fact_rows(row["facts"], TASK_FACT_LABELS, places)),
            Table(_RULES, rules),
            Text(f"出处：{path}", "note"),
        ],
        title=f"{row['text']} 截至 {now.date()}",
        prose=True,
        stamp=Stamp(period=f"截至 {now.date()}"),
    )


def _positions(row: TrackRow, own: str, entry: Sequence[str], line_of: Callable[[str, Route], int]) -> dict[str, str]:
    """Positions of the facts in files: the promise, the year's plan, the week's entry."""

    def position(path: str, *route: str) -> str:
        return f"{path}:{line_of(path, route)}"

    out = {"points_behind": position(own, "yearly")}
    if row["next_by"] and row["next_node"]:
        out |= dict.fromkeys(("overdue_days", "days_left"), position(own, "promises", row["next_node"]))
    if entry:
        out["weeks_unchanged"] = position(entry[0], "projects", row["id"])
    return out


def _matters(index: IndexReader, row: TrackRow, line_of: Callable[[str, Route], int]) -> dict[str, str]:
    """Positions of the deadlines of its overdue matters."""
    late = [matter["id"] for matter in row["matters"] if matter["overdue_days"]]
    paths = [file["path"] for id in late for file in index.rows(FILES, kind="matter", id=id)]
    return {"matters_overdue": "、".join(f"{path}:{line_of(path, ('due',))}" for path in paths)} if paths else {}


def _needs(index: IndexReader, row: TrackRow, line_of: Callable[[str, Route], int]) -> dict[str, str]:
    """Positions of the last statements of its overdue needs."""
    last = dict.fromkeys(need["return"] for need in row["needs"] if need["overdue_days"])
    paths = [file["path"] for id in last for file in index.rows(FILES, kind="return", id=id)]
    route: Route = ("projects", row["id"], "needs")
    return {"needs_overdue": "、".join(f"{path}:{line_of(path, route)}" for path in paths)} if paths else {}


def _steps(cases: Sequence[Case], own: str, line_of: Callable[[str, Route], int]) -> dict[str, str]:
    """Positions of the events of its overdue steps."""
    late = [from_pointer(case.at) for case in cases if case.state and case.state.overdue]
    return {"flow_overdue": "、".join(f"{own}:{line_of(own, route)}" for route in late)} if late else {}


def _fact_rows(facts: Mapping[str, float | None], labels: Mapping[str, str], places: Mapping[str, str]) -> list[Row]:
    """The facts that are known, each with its position in a file where it has one."""
    return [
        {"fact": name, "label": labels[name], "value": value, "place": places.get(name)}
        for name, value in facts.items()
        if value is not None
    ]


def _rule(rule: LightRule, facts: Mapping[str, float | None], labels: Mapping[str, str]) -> Row:
    words = "；".join(condition.text_with(labels) for condition in rule.conditions) or "以上都不满足"
    return {
        "name": rule.name,
        "colour": rule.colour,
        "meaning": rule.meaning,
        "conditions": words,
        "holds": rule.is_met(facts),
        "short": "；".join(filter(None, (condition.shortfall_text(facts) for condition in rule.conditions))) or None,
    }
