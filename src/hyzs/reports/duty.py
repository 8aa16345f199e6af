"""All duties of one unit: measures and tasks with deadlines, projects with their next node, matters, needs."""

from datetime import datetime

from hyzs.fields.index_reader import IndexReader
from hyzs.model.annotations import DUTIES
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, Heading, PublicColumn, Row, Table, Text
from hyzs.model.partial_date import due_words
from hyzs.model.printed_report import PrintedReport
from hyzs.query.calendar_entries import calendar_entries
from hyzs.query.matters import is_pending, matters
from hyzs.query.plans import plans
from hyzs.query.task_rows import task_rows
from hyzs.query.task_state_counts import task_counts_line
from hyzs.reports.track import track
from hyzs.reports.track_page import LIGHT, place
from hyzs.reports.who import who

_DUTIES = [
    PublicColumn("number", "序号", "number"),
    PublicColumn("role", "责任", get=lambda row: DUTIES[row["role"]]),
    PublicColumn("name", "举措"),
    PublicColumn("text", "任务", wide=True),
    PublicColumn("due", "完成时限"),
    PublicColumn("state", "状态"),
    LIGHT,
    PublicColumn("deliverable", "成果形式"),
    PublicColumn("via", "由何而来", get=lambda row: row["via"] or "点名"),
]
_PROJECTS = [
    Column("name", "项目", level="内部", substitute="public_name"),
    PublicColumn("roles", "责任", "list"),
    PublicColumn("tier", "类别"),
    PublicColumn("stage", "阶段"),
    PublicColumn("place", "属地", get=place),
    PublicColumn("total", "总投资", "number", "万元"),
    PublicColumn("next_node", "下一节点"),
    Column("next_by", "承诺时限", level="内部"),
    LIGHT,
]
_MATTERS = [
    Column("text", "交办事项", level="内部", wide=True),
    PublicColumn("status", "状态", "light"),
    PublicColumn("due", "期限", "date"),
    PublicColumn("overdue_days", "逾期(天)", "number"),
]

_NEEDS = [
    Column("project_name", "项目", level="内部"),
    Column("name", "诉求", level="内部", wide=True),
    PublicColumn("week", "提出于"),
    PublicColumn("due", "期限", "date"),
    PublicColumn("overdue_days", "逾期(天)", "number"),
]


def duty(index: IndexReader, unit: str, now: datetime) -> Answer:
    """Duties of the unit that people call ``unit``, as of today; directly, or through a group.

    Raises: NotFound where there is no such unit.
    """
    duties = who(index, unit, now)
    measures = [row for row in duties.rows if row["kind"] in ("measure", "task")]
    tasks = _tasks_of(task_rows(index, now), measures)
    rows = _measures(tasks, measures)
    roles: dict[str, list[str]] = {}
    for row in duties.rows:
        roles.setdefault(row["id"], []).append(DUTIES[row["role"]])
    projects = [{**row, "roles": roles[row["id"]]} for row in track(index, None, now).rows if row["id"] in roles]
    pending = [
        matter
        for matter in matters(index, now.date())
        if matter["id"] in roles and is_pending(matter) and matter["against"] != duties.params["unit"]
    ]
    needs = [row for row in duties.rows if row["kind"] == "need"]
    days = calendar_entries(index, tasks, projects, pending, needs, now)
    late = [block for block in duties.blocks if isinstance(block, Text) and block.tone == "warn"]
    blocks: list[Block] = [
        *late,
        Heading("一、举措和任务", 2, "公开"),
        Table([*plans(index).columns, *_DUTIES], _lines(rows, tasks)),
    ]
    others = (("二、项目", _PROJECTS, projects), ("三、交办事项", _MATTERS, pending), ("四、承办的诉求", _NEEDS, needs))
    for heading, columns, some in others:
        blocks += [Heading(heading, 2, "公开"), Table(columns, some) if some else Text("没有", level="公开")]
    return Answer(
        "duty",
        {"unit": duties.params["unit"]},
        rows,
        {"duties": len(rows), "projects": len(projects), "matters": len(pending), "needs": len(needs)},
        {"projects": projects, "matters": pending, "needs": needs, "days": days},
        blocks,
        title=f"{duties.params['unit']}责任清单",
        title_level="公开",
        stamp=Stamp(),
    )


def _tasks_of(tasks: list[Row], measures: list[Row]) -> list[Row]:
    """The tasks among ``measures`` and those of its measures, each once."""
    ids = {row["id"] for row in measures}
    return [task for task in tasks if ids & {task["id"], task["measure_id"]}]


def _measures(tasks: list[Row], measures: list[Row]) -> list[Row]:
    """One row per measure or task of the unit; a measure lists its tasks with their deadlines."""
    rows = []
    for number, row in enumerate(measures, 1):
        own_tasks = [task for task in tasks if row["id"] in (task["id"], task["measure_id"])]
        due = dict.fromkeys("，".join(filter(None, (task["due"], task["cadence"]))) for task in own_tasks)
        common = {key: row[key] for key in ("role", "kind", "id", "name", "via", "open", "plan")}
        texts = [task["text"] for task in own_tasks] if row["kind"] == "measure" else []
        results = list(dict.fromkeys(task["deliverable"] for task in own_tasks if task["deliverable"]))
        rows.append(
            {
                "number": number,
                **common,
                "tasks": texts,
                "due": [text for text in due if text],
                "state": _state(row["kind"], own_tasks),
                "overdue_days": max((task["overdue_days"] for task in own_tasks), default=0),
                "deliverable": results,
            }
        )
    return rows


def _lines(rows: list[Row], tasks: list[Row]) -> list[Row]:
    """One line per task, with its own deadline, state, light and result; a measure without tasks is a line itself.

    A task that the unit has by itself is listed there and not among those of its measure.
    """
    own_ids, lines = {row["id"] for row in rows}, list[Row]()
    for row in rows:
        of_row = [
            _line(row, task)
            for task in tasks
            if row["id"] == task["id"] or (row["id"] == task["measure_id"] and task["id"] not in own_ids)
        ]
        if not of_row and not row["tasks"]:
            of_row = [{**row, "text": None, "due": None, "light": None, "deliverable": None}]
        lines += of_row
    return [{**line, "number": number} for number, line in enumerate(lines, 1)]


def _line(row: Row, task: Row) -> Row:
    """Line of a task."""
    due = "，".join(filter(None, (due_words(task["due"]), task["cadence"])))
    about = {"name": f"{task['number']}. {task['measure']}", "text": task["text"], "due": due or "—"}
    return {**row, **about, "state": _state("task", [task]), "light": task["light"], "deliverable": task["deliverable"]}


def _state(kind: str, tasks: list[Row]) -> str | None:
    """Counts of a measure's tasks; of a single task its state and days overdue."""
    if not tasks:
        return None
    if kind == "measure":
        return task_counts_line(tasks)
    days = tasks[0]["overdue_days"]
    return f"{tasks[0]['state']}，逾期 {days} 天" if days else str(tasks[0]["state"])


DUTY = PrintedReport(
    "duty",
    "单位责任清单",
    "一个单位要做的一切：举措任务、项目、交办事项；写哪个单位",
    duty,
    of="unit",
    required="单位",
    position=40,
)
