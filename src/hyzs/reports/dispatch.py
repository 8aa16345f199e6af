"""What each unit is asked in a week: its projects and measure tasks, with what it said last, as forms to fill in."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from hyzs.model.answer import Answer, Block, Row, Stamp, Table, Text
from hyzs.model.answer import Column as AnswerColumn
from hyzs.model.decimals import number_text, total_of
from hyzs.model.errors import NotFound
from hyzs.model.folding import fold_wording
from hyzs.model.week import Week
from hyzs.model.workbook_form import FORM_VERSION, FormSheet, WorkbookForm
from hyzs.query.duties import Duties, load_duties
from hyzs.query.fields.index_reader import IndexReader, resolve_name
from hyzs.query.flows import FlowBook
from hyzs.query.form_columns import (
    FIGURE_COLUMNS,
    FIGURE_SHEET,
    NEED_COLUMNS,
    NEED_SHEET,
    NIL_COLUMNS,
    NIL_KEY,
    NIL_SHEET,
    PROJECTS,
    TASK_COLUMNS,
    TASK_SHEET,
    TIERS,
    TODO_COLUMNS,
    TODO_SHEET,
    YES,
    entry_cells,
    figure_cells,
    project_columns,
)
from hyzs.query.indicators import indicators
from hyzs.query.obligations import Obligations
from hyzs.query.reporting_week import load_schedule, parse_week_argument
from hyzs.query.return_file import ReturnFile, return_file
from hyzs.query.task_duties import TaskWeek
from hyzs.query.tasks import tasks
from hyzs.query.todo import todo_items
from hyzs.query.track_rows import WeekRows
from hyzs.reports.todo import lateness_words
from hyzs.reports.track_page import need_line, raised

#: What was said of each project in the weeks before; the last comes last.
BEFORE = "SELECT key_id AS id, week, progress FROM entry WHERE week < :week AND key_id IS NOT NULL ORDER BY week"
#: Empty rows for new projects.
SPARE = 10


class Dispatch(NamedTuple):
    """The forms of a week, and what is on none: units with the reason, projects and tasks that no unit reports."""

    week: Week
    forms: list[WorkbookForm]
    left_out: Sequence[Row] = ()
    projects: Sequence[str] = ()
    tasks: Sequence[str] = ()


def dispatch_forms(
    index: IndexReader, week: str | None, now: datetime, units: Sequence[str], about: Row
) -> list[WorkbookForm]:
    """A form for each unit that owes a return in ``week``, or for these units; ``about`` is the store."""
    return dispatch(index, week, now, units, about).forms


def dispatch(index: IndexReader, week: str | None, now: datetime, units: Sequence[str], about: Row) -> Dispatch:
    """The forms of the units that owe a return in ``week`` (or of these ``units``), and what is left out.

    Raises: NotFound: one of ``units`` has nothing to report.
    """
    the_rhythm = load_schedule(index)
    the_week = parse_week_argument(week, the_rhythm, now)
    book = load_duties(index, the_rhythm, now, the_week)
    wanted = [resolve_name(index, unit, "unit")["name"] for unit in units]
    rows = list(WeekRows(book, the_week).rows())
    projects = _by_reporter(book, the_week, rows)
    tasks = _tasks(book, the_week)
    duties = Obligations(book, the_week, rows)
    states, without_project = duties.units(), {row["unit"] for row in duties.rows if row["kind"] == "nil"}
    owing = [row["unit"] for row in states if row["status"] != "exempt"]
    asked = [*owing, *sorted(name for name in tasks if name and name not in owing)]
    exempt = {row["unit"]: book.due(the_week).reason or "本周无应报项目" for row in states if row["unit"] not in asked}
    if missing := [name for name in wanted if name not in asked]:
        why = "、".join(f"{name}({exempt.get(name, '不是填报单位')})" for name in missing)
        raise NotFound(f"{why} 在{the_week.heading}没有要报的", "一个工作簿也没有写；去掉它再发")
    todo = _todo(index, now)
    forms = [
        form(
            index,
            return_file(index, book, the_week, name),
            projects.get(name, []),
            tasks.get(name, []),
            about,
            nil=name in without_project,
            todo=todo.get(name, {}),
        )
        for name in wanted or asked
    ]
    if wanted:
        return Dispatch(the_week, forms)
    left_out = [{"unit": unit, "reason": why, "projects": len(projects.get(unit, ()))} for unit, why in exempt.items()]
    nobody = [[row["id"] for row in found.get(None, ())] for found in (projects, tasks)]
    return Dispatch(the_week, forms, left_out, *nobody)


def _todo(index: IndexReader, now: datetime) -> dict[str, dict[str, dict[str, str]]]:
    """By unit the rows of what it owes besides what it reports, as of ``now``: steps of flows, and others' needs."""
    found: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for item in todo_items(index, FlowBook(index), now):
        if item["out"] or item["kind"] == "task":
            continue
        step = f"{item['key'] or item['what']}：{item['step']}"
        cells = {
            **{"name": item["name"], "step": step, "due": item["due"] or "没有期限"},
            **{"late": lateness_words(item) or "", "rule": item["rule"] or "", "id": item["id"]},
        }
        for unit in item["who"]:
            found[unit][f"{item['id']} {step}"] = cells
    return found


def form(
    index: IndexReader,
    its: ReturnFile,
    projects: Sequence[Row],
    tasks: Sequence[Row],
    about: Row,
    *,
    nil: bool = False,
    todo: Mapping[str, Mapping[str, str]] | None = None,
) -> WorkbookForm:
    """The form of one unit, with what is known and what was said this week; ``nil``: it may say 零报告."""
    week = its.week
    due = f"{its.due.month}月{its.due.day}日{its.due:%H:%M}" if its.due else "未定"
    sheets = [
        FormSheet(PROJECTS, project_columns(index), {row["id"]: _project(index, row, its) for row in projects}, SPARE)
    ]
    if nil:
        known = {"nil": YES} if (its.body or {}).get("nil") else {}
        text = f"{week.heading}没有要报的项目"
        sheets.append(FormSheet(NIL_SHEET, NIL_COLUMNS, {NIL_KEY: {"text": text, **known}}))
    if needs := {key: cells for row in projects for key, cells in _needs(row, its)}:
        sheets.append(FormSheet(NEED_SHEET, NEED_COLUMNS, needs))
    if tasks:
        sheets.append(FormSheet(TASK_SHEET, TASK_COLUMNS, {row["id"]: _task(row, its) for row in tasks}))
    if figures := {key: cells for row in tasks for key, cells in _task_figures(row, its)}:
        sheets.append(FormSheet(FIGURE_SHEET, FIGURE_COLUMNS, figures))
    if todo:
        sheets.append(FormSheet(TODO_SHEET, TODO_COLUMNS, todo))
    stopped = Stamp(as_of=about["as_of"] or "").as_of_text
    secret = {"store": str(about["id"]), "week": str(week), "unit": its.unit, "version": str(FORM_VERSION)}
    return WorkbookForm(
        f"{its.unit}_周填报_{week.year}第{week.week:02}周.xlsx",
        f"招商引资周填报 {its.unit} {week.year}年{week.heading}" + (f"（{stopped}）" if stopped else ""),
        its.unit,
        {**secret, "commit": str(about["commit"] or "")},
        sheets,
        [*_notes(its.unit), f"截止：{due}{f'({its.due_note})' if its.due_note else ''}。"],
        str(week.monday),
    )


def _by_reporter(book: Duties, week: Week, projects: Iterable[Row]) -> dict[str | None, list[Row]]:
    """The projects in play by the unit that reports them (None: nobody does); the greater classes first."""
    tiers = [row["name"] for row in book.index.rows(TIERS)]
    before = {row["id"]: row for row in book.index.rows(BEFORE, week=str(week))}
    out: dict[str | None, list[Row]] = defaultdict(list)
    for row in projects:
        out[row["reporter"] or None].append({**row, "before": before.get(row["id"])})
    for rows in out.values():
        rows.sort(key=lambda row: (tiers.index(row["tier"]) if row["tier"] in tiers else len(tiers), row["id"]))
    return dict(out)


def _tasks(book: Duties, week: Week) -> dict[str | None, list[Row]]:
    """The tasks that each unit has to report in the week, with what it said of them before; None: no unit does."""
    asked = TaskWeek(book.index, book, week)
    out: dict[str | None, list[Row]] = defaultdict(list)
    for task in tasks(book, week):
        if not task.units and not task.is_derived:
            out[None].append(task.row)
        for unit in task.units:
            duty, entries = asked.row(task, unit), task.entries.get(unit, [])
            if duty["status"] != "exempt":
                done = [row["done"] for row in entries if row["done"] is not None and row["week"][:4] == str(week.year)]
                before = [row for row in entries if row["week"] != str(week)]
                known = {"so_far": total_of(done) if done else None, "before": before, "figures": task.figures}
                out[unit].append({**task.row, **known, "overdue_days": duty["overdue_days"]})
    return dict(out)


def _project(index: IndexReader, row: Row, its: ReturnFile) -> dict[str, str]:
    last = row["before"]
    figures = [
        f"{figure.label} {number_text(row[figure.name])}"
        for figure in indicators(index)
        if row.get(figure.name) is not None
    ]
    node = " ".join(filter(None, (row["next_node"], row["next_by"])))
    before = f"{last['week'][5:]} {last['progress'] or '无变化'}" if last else "没有报过"
    return {
        "name": row["name"],
        "tier": row["tier"] or "",
        "stage": row["stage"] or "",
        "next_node": f"{node}（逾期 {row['overdue_days']} 天）" if row["overdue_days"] else node,
        "before": before,
        "figures_before": "\n".join(figures),
        "open_needs": "\n".join(need_line(need) for need in row["needs"] if need["week"] != str(its.week)),
        **entry_cells(its.entry("projects", row["id"])),
    }


def _needs(row: Row, its: ReturnFile) -> Iterator[tuple[str, dict[str, str]]]:
    """A line a need that is open, or that the return of this very week settles; by project and folded text."""
    said = entry_cells(its.entry("projects", row["id"]))
    here = {fold_wording(need["text"]): need for need in its.entry("projects", row["id"]).get("needs") or ()}
    still = {fold_wording(need["text"]): need for need in row["needs"] if not need["matter"]}
    for key, need in {**here, **still}.items():
        state = said.get(f"settled.{key}", "")
        if key in still or state:
            late = f"（逾期 {need['overdue_days']} 天）" if need.get("overdue_days") else ""
            yield (
                f"{row['id']}/{key}",
                {
                    "project": row["name"],
                    "text": need["text"],
                    "to": need.get("to") or "",
                    "raised": raised(need) if "week" in need else "",
                    "due": f"{need.get('due') or ''}{late}",
                    **({"settled": state} if state else {}),
                },
            )


def _task(row: Row, its: ReturnFile) -> dict[str, str]:
    per = f"每{row['per']} " if row["per"] else ""
    target = (
        f"{per}{number_text(row['at_least'])} {row['unit']}以上"
        if row["at_least"] is not None
        else row["cadence"] or ""
    )
    late = f"（逾期 {row['overdue_days']} 天）" if row["overdue_days"] else ""
    return {
        "measure": row["measure"],
        "text": row["text"],
        "due": f"{row['due'] or ''}{late}",
        "target": target,
        "so_far": number_text(row["so_far"]) if row["so_far"] is not None else "",
        "before": _said_before(row["before"]),
        **entry_cells(its.entry("tasks", row["id"])),
    }


def _said_before(entries: Sequence[Row]) -> str:
    """What was said last, with the state that was reported last: W44 推进：起草."""
    if not entries:
        return "没有报过"
    last, state = entries[-1], next((row["state"] for row in reversed(entries) if row["state"]), "")
    words = last["progress"] or (f"无变化：{last['reason']}" if last["no_change"] else "")
    return f"{last['week'][5:]} {'：'.join(filter(None, (state, words)))}".strip()


def _task_figures(row: Row, its: ReturnFile) -> Iterator[tuple[str, dict[str, str]]]:
    """A line a figure that the task declares, by task and figure, with its value of the last time and of this week."""
    here = its.entry("tasks", row["id"])
    for figure in row["figures"]:
        name = figure["name"]
        last = next((entry for entry in reversed(row["before"]) if name in entry["figures"]), None)
        before = f"{last['week'][5:]} {number_text(last['figures'][name])}" if last else ""
        known = {"text": row["text"], "label": figure["label"], "unit": figure["unit"] or "", "before": before}
        yield f"{row['id']}/{name}", {**known, **figure_cells(here, name)}


def _notes(unit: str) -> list[str]:
    return [
        f"本表由{unit}填写。只填黄色的格子；灰色的格子是已知情况，改了也不收。",
        "没有变化的项目：“无变化”选“是”，写上原因；空着就算没有报。",
        "金额一律万元，写历年累计数；写成 1.2亿元、３２００ 也认，收表时会一一列出怎么理解的。",
        f"新项目写在最后的 {SPARE} 行空行里，写明名称和类别；不够就插入行，不要整行复制。"
        "收表后先作草稿，由商务部门核定。",
        "“诉求”表里列着还没有解决的诉求：了结的选“已解决”或“撤回”，没有了结就空着；新的写在“需协调的问题”里。",
        "不要在进展、问题里写手机号、身份证号、银行卡号：有这样的号码，整张表会退回。联系电话只写在表头，不入库。",
        "可以排序、筛选；不要删列、不要改第一列(隐藏)的编号。WPS、Excel、LibreOffice 都可以，xlsx、xls、ods 都收。",
    ]


def dispatch_result(sent: Dispatch, folder: str) -> Answer:
    """Which workbooks were made: one row a unit, with how much it is asked; then what is on none of them."""
    rows: list[Row] = []
    for form in sent.forms:
        size = {sheet.name: len(sheet.rows) for sheet in form.sheets}
        counts = {"projects": size.get(PROJECTS, 0), "tasks": size.get(TASK_SHEET, 0), "needs": size.get(NEED_SHEET, 0)}
        rows.append({"unit": form.unit, **counts, "file": form.file})
    columns = [
        AnswerColumn("unit", "单位"),
        AnswerColumn("projects", "项目", "number"),
        AnswerColumn("tasks", "任务", "number"),
        AnswerColumn("file", "工作簿"),
    ]
    summary = {
        "files": len(rows),
        "projects": sum(row["projects"] for row in rows),
        "tasks": sum(row["tasks"] for row in rows),
        "left_out": len(sent.left_out),
        "unassigned_projects": len(sent.projects),
        "unassigned_tasks": len(sent.tasks),
    }
    extra = {"left_out": list(sent.left_out), "unassigned": {"projects": sent.projects, "tasks": sent.tasks}}
    blocks: list[Block] = [Table(columns, rows), *(Text(line) for line in _sentences(sent, folder))]
    return Answer("dispatch", {"week": str(sent.week)}, rows, summary, extra, blocks=blocks)


def _sentences(sent: Dispatch, folder: str) -> Iterator[str]:
    """How many workbooks there are, and what is on none of them."""
    yield f"{len(sent.forms)} 个工作簿，写到 {folder}" if sent.forms else "这一周没有单位要报"
    if sent.left_out:
        units = "、".join(f"{row['unit']}({row['reason']})" for row in sent.left_out)
        yield f"没有发的单位 {len(sent.left_out)} 家：{units}"
    if sent.projects:
        yield f"没有填报单位的项目 {len(sent.projects)} 个，哪张表上都没有：{'、'.join(sent.projects)}"
    if sent.tasks:
        yield f"没有单位报的任务 {len(sent.tasks)} 条，哪张表上都没有：{'、'.join(sent.tasks)}"
