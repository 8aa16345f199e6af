"""What each unit is asked in a week: its projects and measure tasks, with what it said last, as forms to fill in."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from hyzs.model.answer import Answer, Row, Table, Text
from hyzs.model.answer import Column as AnswerColumn
from hyzs.model.errors import NotFound
from hyzs.model.form import VERSION, Column, Form, Sheet
from hyzs.model.week import Week
from hyzs.reports.asked import Asked, named
from hyzs.reports.filing import Filing, filing
from hyzs.reports.ledger import Ledger, ledger
from hyzs.reports.returns import returns
from hyzs.reports.rhythm import meant, rhythm
from hyzs.reports.track_rows import WeekRows

INDICATORS = "SELECT name, label, unit FROM indicator ORDER BY pos"
TIERS = "SELECT name FROM tier ORDER BY pos"
#: Tasks that are asked about: those with a cadence or a quantity, with the measure round them.
TASKS = """
SELECT t.id, t.text, t.cadence, t.due, t.reports, t."target.at_least" AS at_least, t."target.unit" AS unit,
       t."target.per" AS per, m.name AS measure
FROM task t JOIN measure m ON m.file = t.file AND m.item = t.item
WHERE t.cadence IS NOT NULL OR t."target.at_least" IS NOT NULL ORDER BY m.number, t.pos
"""
#: Who reports a task: its leads (else those of its measure); where each reports, the responsible ones too.
REPORTERS = """
SELECT t.id, c.name, m.duty, m.subject_kind FROM task t
JOIN mention m ON m.file = t.file AND m.duty IN ('lead', 'responsible')
 AND (m.subject_kind = 'measure' OR (m.subject_kind = 'task' AND m.subject_id = t.id))
JOIN called c ON c.text = m.text AND c.kinds = m.kinds
"""
MEMBERS = """
SELECT g.name AS "group", c.name FROM unit g JOIN mention m ON m.record = g.id AND m.field = 'members.unit'
JOIN called c ON c.text = m.text AND c.kinds = m.kinds
WHERE coalesce(m.since, :day) <= :day AND :day <= coalesce(m.until, :day)
"""
#: What was reported of the tasks up to the week, and within its year.
DONE = """
SELECT e.key_id AS id, c.name AS unit, sum(e.done) AS done
FROM task_entry e JOIN "return" r ON r.file = e.file JOIN called c ON c.text = r.unit AND c.kinds = 'unit'
WHERE e.week <= :week AND e.week >= :first GROUP BY e.key_id, c.name
"""
#: What was said of each project in the weeks before; the last comes last.
BEFORE = "SELECT key_id AS id, week, progress FROM entry WHERE week < :week AND key_id IS NOT NULL ORDER BY week"
PROJECTS, TASK_SHEET, NOTES = "项目", "任务", "说明"
NO_CHANGE = "是"


def dispatched(index: Asked, week: str | None, now: datetime, units: Sequence[str], about: Row) -> list[Form]:
    """A form for each unit that owes a return in ``week``, or for these units; ``about`` is the store."""
    the_rhythm = rhythm(index)
    the_week = meant(week, the_rhythm, now)
    book = ledger(index, the_rhythm, now, the_week)
    wanted = [named(index, unit, "unit")["name"] for unit in units]
    projects = _by_reporter(book, the_week)
    tasks = _tasks(index, the_week)
    owing = [row["unit"] for row in returns(book, the_week).units() if row["status"] != "exempt"]
    names = wanted or [*owing, *sorted(name for name in tasks if name not in owing)]
    if missing := [name for name in wanted if name not in owing and name not in tasks]:
        raise NotFound(f"{'、'.join(missing)} 在{the_week.heading}没有要报的")
    return [
        form(index, filing(index, book, the_week, name), projects.get(name, []), tasks.get(name, []), about)
        for name in names
    ]


def form(index: Asked, its: Filing, projects: Sequence[Row], tasks: Sequence[Row], about: Row) -> Form:
    """The form of one unit: what is known is filled in, what was said this week too."""
    week = its.week
    due = f"{its.due.month}月{its.due.day}日{its.due:%H:%M}" if its.due else "未定"
    sheets = [Sheet(PROJECTS, project_columns(index), {row["id"]: _project(index, row, its) for row in projects}, 10)]
    if tasks:
        sheets.append(Sheet(TASK_SHEET, TASK_COLUMNS, {row["id"]: _task(row, its) for row in tasks}))
    secret = {"store": str(about["id"]), "week": str(week), "unit": its.unit, "version": str(VERSION)}
    return Form(
        f"{its.unit}_周填报_{week.year}第{week.week:02}周.xlsx",
        f"招商引资周填报 {its.unit} {week.year}年{week.heading}",
        its.unit,
        {**secret, "commit": str(about["commit"] or "")},
        sheets,
        [*_notes(its.unit), f"截止：{due}{f'({its.due_note})' if its.due_note else ''}。"],
        str(week.monday),
    )


def project_columns(index: Asked) -> list[Column]:
    """The columns of the projects; the figures are those of the settings."""
    figures = [
        Column(row["name"], row["label"], "number", 15, row["unit"] or "", note="累计数，只写数字")
        for row in index.rows(INDICATORS)
    ]
    tiers = [row["name"] for row in index.rows(TIERS)]
    return [
        Column("name", "项目名称", "fixed", 24, new=True),
        Column("tier", "类别", "fixed", 7, choices=tiers, new=True),
        Column("stage", "阶段", "fixed", 7),
        Column("next_node", "承诺节点", "fixed", 14),
        Column("before", "上次进展", "fixed", 30),
        Column("figures_before", "上次数字", "fixed", 16),
        Column("progress", "本周进展", "text", 34, new=True),
        *figures,
        Column("no_change", "无变化", "choice", 8, choices=[NO_CHANGE], note="没有变化就选“是”，并写原因"),
        Column("reason", "无变化原因", "text", 18),
        Column("needs", "需协调的问题", "text", 28, note="一行一条：事项@承办单位<2026-12-05，单位和限期可以不写"),
        Column("next", "下步打算", "text", 22),
    ]


TASK_COLUMNS = [
    Column("measure", "举措", "fixed", 14),
    Column("text", "任务", "fixed", 36),
    Column("target", "目标", "fixed", 14),
    Column("so_far", "今年已完成", "fixed", 10),
    Column("done", "本周完成", "number", 10, note="本周新完成的数，不是累计"),
    Column("progress", "本周进展", "text", 36),
    Column("next", "下步打算", "text", 24),
]


def sheet_columns(index: Asked) -> dict[str, Sequence[Column]]:
    """The columns of every sheet that is filled in, by its name."""
    return {PROJECTS: project_columns(index), TASK_SHEET: TASK_COLUMNS}


def entry_cells(entry: Row) -> dict[str, str]:
    """What an entry says, as the cells of a form say it."""
    figures = {name: _plain(value) for name, value in (entry.get("figures") or {}).items()}
    words = {key: str(entry[key]) for key in ("progress", "next", "reason") if entry.get(key)}
    needs = "\n".join(_need(need) for need in entry.get("needs") or ())
    done = {"done": _plain(entry["done"])} if entry.get("done") is not None else {}
    return {
        **words,
        **figures,
        **done,
        **({"needs": needs} if needs else {}),
        **({"no_change": NO_CHANGE} if entry.get("no_change") else {}),
    }


def _by_reporter(book: Ledger, week: Week) -> dict[str, list[Row]]:
    """The projects in play by the unit that reports them; the greater classes first."""
    tiers = [row["name"] for row in book.index.rows(TIERS)]
    before = {row["id"]: row for row in book.index.rows(BEFORE, week=str(week))}
    out: dict[str, list[Row]] = defaultdict(list)
    for row in WeekRows(book, week).rows():
        if row["reporter"]:
            out[row["reporter"]].append({**row, "before": before.get(row["id"])})
    for rows in out.values():
        rows.sort(key=lambda row: (tiers.index(row["tier"]) if row["tier"] in tiers else len(tiers), row["id"]))
    return dict(out)


def _tasks(index: Asked, week: Week) -> dict[str, list[Row]]:
    """The tasks by the unit that reports them."""
    members: dict[str, list[str]] = defaultdict(list)
    for row in index.rows(MEMBERS, day=str(week.sunday)):
        members[row["group"]].append(row["name"])
    named_by: dict[str, list[Row]] = defaultdict(list)
    for row in index.rows(REPORTERS):
        named_by[row["id"]].append(row)
    done = {(row["id"], row["unit"]): row["done"] for row in index.rows(DONE, week=str(week), first=f"{week.year}-W01")}
    out: dict[str, list[Row]] = defaultdict(list)
    for task in index.rows(TASKS):
        for unit in _reporting(task, named_by[task["id"]], members):
            out[unit].append({**task, "so_far": done.get((task["id"], unit))})
    return dict(out)


def _reporting(task: Row, rows: Sequence[Row], members: dict[str, list[str]]) -> list[str]:
    duties = ("lead", "responsible") if task["reports"] == "each" else ("lead",)
    names: list[str] = []
    for duty in duties:
        own = [row["name"] for row in rows if row["duty"] == duty and row["subject_kind"] == "task"]
        names += own or [row["name"] for row in rows if row["duty"] == duty and row["subject_kind"] == "measure"]
    return list(dict.fromkeys(unit for name in names for unit in members.get(name, [name])))


def _project(index: Asked, row: Row, its: Filing) -> dict[str, str]:
    last = row["before"]
    figures = [f"{label} {_plain(row[name])}" for name, label in _figure_labels(index) if row.get(name) is not None]
    node = " ".join(filter(None, (row["next_node"], row["next_by"])))
    before = f"{last['week'][5:]} {last['progress'] or '无变化'}" if last else "没有报过"
    return {
        "name": row["name"],
        "tier": row["tier"] or "",
        "stage": row["stage"] or "",
        "next_node": f"{node}（逾期 {row['overdue_days']} 天）" if row["overdue_days"] else node,
        "before": before,
        "figures_before": "\n".join(figures),
        **entry_cells(its.entry("projects", row["id"])),
    }


def _task(row: Row, its: Filing) -> dict[str, str]:
    per = f"每{row['per']} " if row["per"] else ""
    target = (
        f"{per}{_plain(row['at_least'])} {row['unit']}以上" if row["at_least"] is not None else row["cadence"] or ""
    )
    return {
        "measure": row["measure"],
        "text": row["text"],
        "target": target,
        "so_far": _plain(row["so_far"]) if row["so_far"] is not None else "",
        **entry_cells(its.entry("tasks", row["id"])),
    }


def _figure_labels(index: Asked) -> list[tuple[str, str]]:
    return [(row["name"], row["label"]) for row in index.rows(INDICATORS)]


def _need(need: dict[str, Any]) -> str:
    to = f"@{need['to']}" if need.get("to") else ""
    return f"{need['text']}{to}" + (f"<{need['due']}" if need.get("due") else "")


def _plain(value: float) -> str:
    return f"{value:g}" if abs(value) < 1e6 and value == round(value, 4) else f"{value:.4f}".rstrip("0").rstrip(".")


def _notes(unit: str) -> list[str]:
    return [
        f"本表由{unit}填写。只填黄色的格子；灰色的格子是已知情况，改了也不收。",
        "没有变化的项目：“无变化”选“是”，写上原因；空着就算没有报。",
        "金额一律万元，写历年累计数；写成 1.2亿元、３２００ 也认，收表时会一一列出怎么理解的。",
        "新项目写在最后的空行里，写明名称和类别；收表后先作草稿，由商务部门核定。",
        "不要在进展、问题里写手机号、身份证号、银行卡号：有这样的号码，整张表会退回。联系电话只写在表头，不入库。",
        "可以排序、筛选；不要删列、不要改第一列(隐藏)的编号。WPS、Excel、LibreOffice 都可以，xlsx、xls、ods 都收。",
    ]


def told(forms: Sequence[Form], folder: str) -> Answer:
    """Which workbooks were made: one row a unit, with how much it is asked."""
    rows: list[Row] = []
    for one in forms:
        size = {sheet.name: len(sheet.rows) for sheet in one.sheets}
        counts = {"projects": size.get(PROJECTS, 0), "tasks": size.get(TASK_SHEET, 0)}
        rows.append({"unit": one.unit, **counts, "file": one.file})
    columns = [
        AnswerColumn("unit", "单位"),
        AnswerColumn("projects", "项目", "number"),
        AnswerColumn("tasks", "任务", "number"),
        AnswerColumn("file", "工作簿"),
    ]
    week = forms[0].secret["week"] if forms else None
    said = f"{len(forms)} 个工作簿，写到 {folder}" if forms else "这一周没有单位要报"
    return Answer("dispatch", {"week": week}, rows, {"files": len(forms)}, blocks=[Table(columns, rows), Text(said)])
