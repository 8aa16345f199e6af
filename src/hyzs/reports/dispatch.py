"""Forms of a week: projects and tasks that each unit has to report, with its last entries."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from hyzs.fields.field_catalog import FieldCatalog
from hyzs.fields.index_reader import IndexReader, resolve_name
from hyzs.fields.reporting_week import load_schedule, parse_week_argument
from hyzs.model.answer import Answer
from hyzs.model.blocks import Block, Row, Table, Text
from hyzs.model.blocks import Column as AnswerColumn
from hyzs.model.decimals import total_of
from hyzs.model.errors import BadUsage, NotFound
from hyzs.model.reporting_interval import interval_label
from hyzs.model.reporting_schedule import ReportingSchedule
from hyzs.model.week import Week
from hyzs.model.workbook_form import FormSheet, WorkbookForm
from hyzs.query.duties import Duties, load_duties
from hyzs.query.flows import FlowBook
from hyzs.query.form_columns import (
    NEED_SHEET,
    PROJECTS,
    TASK_SHEET,
    TIERS,
)
from hyzs.query.keepers import keeper_rules
from hyzs.query.kept_sheets import ENDING, SheetContents, due_rules
from hyzs.query.kept_sheets import kept_sheets as sheets_of_units
from hyzs.query.obligations import Obligations
from hyzs.query.return_file import return_file
from hyzs.query.task_duties import TaskWeek
from hyzs.query.tasks import tasks
from hyzs.query.todo import todo_items
from hyzs.query.track_row import TrackRow, with_fields
from hyzs.query.track_rows import WeekRows
from hyzs.reports.return_form import return_form
from hyzs.reports.todo import lateness_words

#: Entries on projects in earlier weeks; the last comes last.
BEFORE = "SELECT key_id AS id, week, progress FROM entry WHERE week < :week AND key_id IS NOT NULL ORDER BY week"


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
        return_form(
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
