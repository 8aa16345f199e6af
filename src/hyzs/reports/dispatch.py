"""Forms of a week: projects and tasks that each unit has to report, with its last entries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from hyzs.fields.field_catalog import FieldCatalog
from hyzs.fields.index_reader import IndexReader, resolve_name
from hyzs.fields.reporting_week import load_schedule, parse_week_argument
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Row, Table, Text
from hyzs.model.blocks import Column as AnswerColumn
from hyzs.model.decimals import number_text, total_of
from hyzs.model.errors import BadUsage, NotFound
from hyzs.model.folding import fold_wording
from hyzs.model.reporting_interval import interval_label
from hyzs.model.reporting_schedule import ReportingSchedule
from hyzs.model.week import Week
from hyzs.model.workbook_form import FORM_VERSION, FormSheet, WorkbookForm
from hyzs.query.duties import Duties, load_duties
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
from hyzs.query.keepers import keeper_rules
from hyzs.query.kept_sheets import ENDING, SheetContents, due_rules
from hyzs.query.kept_sheets import kept_sheets as sheets_of_units
from hyzs.query.obligations import Obligations
from hyzs.query.return_file import ReturnFile, return_file
from hyzs.query.task_duties import TaskWeek
from hyzs.query.tasks import tasks
from hyzs.query.todo import todo_items
from hyzs.query.track_row import TrackRow, with_fields
from hyzs.query.track_rows import WeekRows
from hyzs.reports.todo import lateness_words
from hyzs.reports.track_page import need_line, raised

#: Entries on projects in earlier weeks; the last comes last.
BEFORE = "SELECT key_id AS id, week, progress FROM entry WHERE week < :week AND key_id IS NOT NULL ORDER BY week"
#: Empty rows for new projects; the manual says so too.
SPARE = 10


class Dispatch(NamedTuple):
    """Forms of a week; units without one with the reason, projects and tasks that no unit reports."""

    week: Week
    forms: list[WorkbookForm]
    left_out: Sequence[Row] = ()
    projects: Sequence[str] = ()
    tasks: Sequence[str] = ()
    #: Sheets of kept records that wait for another week: 伙伴(市工商联，每季末报).
    waiting: Sequence[str] = ()


def dispatch(
    index: IndexReader,
    week: str | None,
    now: datetime,
    units: Sequence[str],
    about: Row,
    kinds: Sequence[str] = (),
) -> Dispatch:
    """Forms of the units that owe a return in ``week`` (or of these ``units``), and what is left out.

    A unit that keeps records gets them as sheets of its form in the weeks that its rule names; those of these ``kinds``
    in any week. ``about`` is the store.

    Raises: BadUsage where ``week`` means no week, or a kind is none that a unit keeps; NotFound where one of ``units``
    has nothing to report.
    """
    schedule = load_schedule(index)
    the_week = parse_week_argument(week, schedule, now)
    selected = [resolve_name(index, unit, "unit")["name"] for unit in units]
    reporters = _Reporters(load_duties(index, schedule, now, the_week), the_week)
    kept_forms = KeptForms(index, now, schedule, the_week, kinds)
    reporting = [*reporters.names, *sorted(kept_forms.sheets.keys() - {*reporters.names})]
    if missing := [name for name in selected if name not in reporting]:
        why = "、".join(f"{name}({reporters.exempt.get(name, '不是填报单位')})" for name in missing)
        raise NotFound(f"{why} 在{the_week.heading}没有要报的", "一个工作簿也没有写；去掉它再发")
    todo = _todo(index, now)
    forms = [
        form(
            index,
            return_file(index, reporters.duties, the_week, name),
            reporters.projects.get(name, []),
            reporters.tasks.get(name, []),
            about,
            nil=name in reporters.without_project,
            todo=todo.get(name, {}),
            kept_sheets=kept_forms.sheets.get(name, ()),
            reports=name in reporters.names,
        )
        for name in selected or reporting
    ]
    if selected:
        return Dispatch(the_week, forms, waiting=kept_forms.waiting)
    projects, tasks = (_unassigned(rows) for rows in (reporters.projects, reporters.tasks))
    return Dispatch(the_week, forms, reporters.left_out(), projects, tasks, kept_forms.waiting)


def _unassigned(by_unit: Mapping[str | None, Sequence[Row]]) -> list[str]:
    return [row["id"] for row in by_unit.get(None, ())]


class _Reporters:
    """The units that report in a week: ``names`` in their order, projects and tasks of each, and who is exempt why."""

    def __init__(self, duties: Duties, week: Week) -> None:
        self.duties = duties
        rows = list(WeekRows(duties, week).rows())
        self.projects, self.tasks = _by_reporter(duties, week, rows), _tasks(duties, week)
        obligations = Obligations(duties, week, rows)
        states = obligations.units()
        self.without_project = {row["unit"] for row in obligations.rows if row["kind"] == "nil"}
        owing = [row["unit"] for row in states if row["status"] != "exempt"]
        self.names = [*owing, *sorted(name for name in self.tasks if name and name not in owing)]
        reason = duties.due(week).reason or "本周无应报项目"
        self.exempt = {row["unit"]: reason for row in states if row["unit"] not in self.names}

    def left_out(self) -> list[Row]:
        """The units that are sent no form, with the reason and the number of their projects."""
        return [
            {"unit": unit, "reason": why, "projects": len(self.projects.get(unit, ()))}
            for unit, why in self.exempt.items()
        ]


class KeptForms:
    """The sheets of kept records sent in a week, by unit; and a sentence on those not due yet."""

    def __init__(
        self, index: IndexReader, now: datetime, schedule: ReportingSchedule, week: Week, kinds: Sequence[str]
    ) -> None:
        """Raises: BadUsage: nobody keeps one of the ``kinds``."""
        rules = keeper_rules(index, now)
        catalog = FieldCatalog(index) if rules or kinds else None
        kind_names = {catalog.kind(kind).name for kind in kinds} if catalog else set()
        if unkept := sorted(kind_names - {rule.kind for rule in rules}):
            hint = "写在 data/settings.yaml 的 keepers 里，见 docs/SETTINGS.md"
            raise BadUsage(f"设置里没有写谁管：{'、'.join(unkept)}", hint)
        sent, waiting = due_rules(rules, schedule, week, kind_names)
        self.sheets: dict[str, list[FormSheet]] = defaultdict(list)
        self.waiting: list[str] = []
        if not (sent or waiting):
            return
        contents = SheetContents(index, now)
        for (unit, _), sheet in sheets_of_units(index, now, sent).items():
            form_sheet = contents.sheet(sheet)
            if form_sheet.rows or form_sheet.spare:
                self.sheets[unit].append(form_sheet)
        self.waiting = [f"{contents.label(rule.kind)}({rule.called}，{interval_label(rule.every)})" for rule in waiting]


def _todo(index: IndexReader, now: datetime) -> dict[str, dict[str, dict[str, str]]]:
    """By unit the rows of what it owes besides what it reports, as of ``now``: steps of flows, and others' needs."""
    todo: dict[str, dict[str, dict[str, str]]] = defaultdict(dict)
    for item in todo_items(index, FlowBook(index), now):
        if item["out"] or item["kind"] == "task":
            continue
        step = f"{item['key'] or item['what']}：{item['step']}"
        cells = {
            **{"name": item["name"], "step": step, "due": item["due"] or "没有期限"},
            **{"late": lateness_words(item) or "", "rule": item["rule"] or "", "id": item["id"]},
        }
        for unit in item["who"]:
            todo[unit][f"{item['id']} {step}"] = cells
    return todo


def form(
    index: IndexReader,
    current: ReturnFile,
    projects: Sequence[Row],
    tasks: Sequence[Row],
    about: Row,
    *,
    nil: bool = False,
    todo: Mapping[str, Mapping[str, str]] | None = None,
    kept_sheets: Sequence[FormSheet] = (),
    reports: bool = True,
) -> WorkbookForm:
    """Form of one unit, with known values and its entries of this week; ``nil``: it may report 零报告.

    ``kept_sheets`` are the sheets of the records that it keeps; a unit that ``reports`` nothing has these alone.
    """
    week = current.week
    due = f"{current.due.month}月{current.due.day}日{current.due:%H:%M}" if current.due else "未定"
    sheets = []
    if reports:
        rows = {row["id"]: _project(index, row, current) for row in projects}
        sheets.append(FormSheet(PROJECTS, project_columns(index), rows, SPARE))
    if nil:
        sheets.append(_nil_sheet(current))
    sheets += _need_and_task_sheets(current, projects, tasks)
    if todo:
        sheets.append(FormSheet(TODO_SHEET, TODO_COLUMNS, todo))
    sheets += kept_sheets
    stopped = Stamp(as_of=about["as_of"] or "").as_of_text
    secret = {"store": str(about["id"]), "week": str(week), "unit": current.unit, "version": str(FORM_VERSION)}
    return WorkbookForm(
        f"{current.unit}_周填报_{week.year}第{week.week:02}周.xlsx",
        f"招商引资周填报 {current.unit} {week.year}年{week.heading}" + (f"（{stopped}）" if stopped else ""),
        current.unit,
        {**secret, "commit": str(about["commit"] or "")},
        sheets,
        [f"截止：{due}{f'({current.due_note})' if current.due_note else ''}。"],
        is_weekly=True,
        created=str(week.monday),
    )


def _nil_sheet(current: ReturnFile) -> FormSheet:
    nil_value = {"nil": YES} if (current.body or {}).get("nil") else {}
    text = f"{current.week.heading}没有要报的项目"
    return FormSheet(NIL_SHEET, NIL_COLUMNS, {NIL_KEY: {"text": text, **nil_value}})


def _need_and_task_sheets(current: ReturnFile, projects: Sequence[Row], tasks: Sequence[Row]) -> list[FormSheet]:
    """The sheets of needs, tasks and figures of tasks; those without rows are left out."""
    sheets = [
        FormSheet(NEED_SHEET, NEED_COLUMNS, dict(line for row in projects for line in _needs(row, current))),
        FormSheet(TASK_SHEET, TASK_COLUMNS, {row["id"]: _task(row, current) for row in tasks}),
        FormSheet(FIGURE_SHEET, FIGURE_COLUMNS, dict(line for row in tasks for line in _task_figures(row, current))),
    ]
    return [sheet for sheet in sheets if sheet.rows]


def _by_reporter(duties: Duties, week: Week, projects: Iterable[TrackRow]) -> dict[str | None, list[Row]]:
    """Projects in play by the unit that reports them (None: no unit); in the order of tiers."""
    tiers = [row["name"] for row in duties.index.rows(TIERS)]
    before = {row["id"]: row for row in duties.index.rows(BEFORE, week=str(week))}
    by_unit: dict[str | None, list[Row]] = defaultdict(list)
    for row in projects:
        by_unit[row["reporter"] or None].append(with_fields(row, before=before.get(row["id"])))
    for rows in by_unit.values():
        rows.sort(key=lambda row: (tiers.index(row["tier"]) if row["tier"] in tiers else len(tiers), row["id"]))
    return dict(by_unit)


def _tasks(duties: Duties, week: Week) -> dict[str | None, list[Row]]:
    """Tasks that each unit has to report in the week (None: no unit), with its earlier entries."""
    task_week = TaskWeek(duties.index, duties, week)
    by_unit: dict[str | None, list[Row]] = defaultdict(list)
    for task in tasks(duties, week):
        if not task.units and not task.is_derived:
            by_unit[None].append(task.row)
        for unit in task.units:
            duty, entries = task_week.row(task, unit), task.entries.get(unit, [])
            if duty["status"] != "exempt":
                amounts = [
                    row["done"] for row in entries if row["done"] is not None and row["week"][:4] == str(week.year)
                ]
                before = [row for row in entries if row["week"] != str(week)]
                progress = {"so_far": total_of(amounts) if amounts else None, "before": before, "figures": task.figures}
                by_unit[unit].append({**task.row, **progress, "overdue_days": duty["overdue_days"]})
    return dict(by_unit)


def _project(index: IndexReader, row: Row, current: ReturnFile) -> dict[str, str]:
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
        "open_needs": "\n".join(need_line(need) for need in row["needs"] if need["week"] != str(current.week)),
        **entry_cells(current.entry("projects", row["id"])),
    }


def _needs(row: Row, current: ReturnFile) -> Iterator[tuple[str, dict[str, str]]]:
    """One line per need that is open, or settled by the return of this week; by project and folded text."""
    cells = entry_cells(current.entry("projects", row["id"]))
    here = {fold_wording(need["text"]): need for need in current.entry("projects", row["id"]).get("needs") or ()}
    still = {fold_wording(need["text"]): need for need in row["needs"] if not need["matter"]}
    for key, need in {**here, **still}.items():
        state = cells.get(f"settled.{key}", "")
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


def _task(row: Row, current: ReturnFile) -> dict[str, str]:
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
        "before": _last_entry_text(row["before"]),
        **entry_cells(current.entry("tasks", row["id"])),
    }


def _last_entry_text(entries: Sequence[Row]) -> str:
    """The last entry, with the state that was reported last: W44 推进：起草."""
    if not entries:
        return "没有报过"
    last, state = entries[-1], next((row["state"] for row in reversed(entries) if row["state"]), "")
    words = last["progress"] or (f"无变化：{last['reason']}" if last["no_change"] else "")
    return f"{last['week'][5:]} {'：'.join(filter(None, (state, words)))}".strip()


def _task_figures(row: Row, current: ReturnFile) -> Iterator[tuple[str, dict[str, str]]]:
    """One line per figure of the task, by task and figure, with its last value and that of this week."""
    here = current.entry("tasks", row["id"])
    for figure in row["figures"]:
        name = figure["name"]
        last = next((entry for entry in reversed(row["before"]) if name in entry["figures"]), None)
        before = f"{last['week'][5:]} {number_text(last['figures'][name])}" if last else ""
        common = {"text": row["text"], "label": figure["label"], "unit": figure["unit"] or "", "before": before}
        yield f"{row['id']}/{name}", {**common, **figure_cells(here, name)}


def dispatch_result(result: Dispatch, folder: str) -> Answer:
    """Workbooks that were written: one row per unit, with its numbers of items; then what is on none of them."""
    rows: list[Row] = []
    for form in result.forms:
        size = {sheet.name: len(sheet.rows) for sheet in form.sheets}
        counts = {"projects": size.get(PROJECTS, 0), "tasks": size.get(TASK_SHEET, 0), "needs": size.get(NEED_SHEET, 0)}
        counts["records"] = sum(count for name, count in size.items() if name.endswith(ENDING))
        rows.append({"unit": form.unit, **counts, "file": form.file})
    columns = [
        AnswerColumn("unit", "单位"),
        AnswerColumn("projects", "项目", "number"),
        AnswerColumn("tasks", "任务", "number"),
        *([AnswerColumn("records", "所管记录", "number")] if any(row["records"] for row in rows) else []),
        AnswerColumn("file", "工作簿"),
    ]
    summary = {
        "files": len(rows),
        "projects": sum(row["projects"] for row in rows),
        "tasks": sum(row["tasks"] for row in rows),
        "records": sum(row["records"] for row in rows),
        "left_out": len(result.left_out),
        "unassigned_projects": len(result.projects),
        "unassigned_tasks": len(result.tasks),
    }
    extra = {
        "waiting": list(result.waiting),
        "left_out": list(result.left_out),
        "unassigned": {"projects": result.projects, "tasks": result.tasks},
    }
    blocks: list[Block] = [Table(columns, rows), *(Text(line) for line in _sentences(result, folder))]
    return Answer("dispatch", {"week": str(result.week)}, rows, summary, extra, blocks=blocks)


def _sentences(result: Dispatch, folder: str) -> Iterator[str]:
    """Sentences on the number of workbooks, and on what is on none of them."""
    yield f"{len(result.forms)} 个工作簿，写到 {folder}" if result.forms else "这一周没有单位要报"
    if result.left_out:
        units = "、".join(f"{row['unit']}({row['reason']})" for row in result.left_out)
        yield f"没有发的单位 {len(result.left_out)} 家：{units}"
    if result.waiting:
        yield f"这一周不到期、没有附的台账：{'、'.join(result.waiting)}；要附加 --kind 种类"
    if result.projects:
        yield f"没有填报单位的项目 {len(result.projects)} 个，哪张表上都没有：{'、'.join(result.projects)}"
    if result.tasks:
        yield f"没有单位报的任务 {len(result.tasks)} 条，哪张表上都没有：{'、'.join(result.tasks)}"
