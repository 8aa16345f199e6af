"""The form of one unit for a week: its sheets with known values and the entries that it made already."""

from collections.abc import Iterator, Mapping, Sequence

from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Stamp
from hyzs.model.blocks import Row
from hyzs.model.decimals import number_text
from hyzs.model.folding import fold_wording
from hyzs.model.workbook_form import FORM_VERSION, FormSheet, WorkbookForm
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
    TODO_COLUMNS,
    TODO_SHEET,
    YES,
    entry_cells,
    figure_cells,
    project_columns,
)
from hyzs.query.indicators import indicators
from hyzs.query.return_file import ReturnFile
from hyzs.reports.track_page import need_line, raised

#: Empty rows for new projects; the manual says so too.
SPARE = 10


def return_form(
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
