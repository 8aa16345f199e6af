"""A practice store: its records, and the forms of its units as clerks with the usual faults hand them in."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from hyzs.model.change import Plain
from hyzs.model.exercise import Cells, Copied, Exercise
from hyzs.model.week import Week
from hyzs.model.workbook_form import FormSheet, WorkbookForm
from hyzs.paths import PRACTICE
from hyzs.yamldoc.document import read
from hyzs.yamldoc.emitter import dump
from hyzs.yamldoc.nodes import Absent

#: Id and name of a practice store: by its id it is known.
PRACTICE_ID, PRACTICE_NAME = "lianxi", "填报练习(示例)"
#: The column of a row that says which one it is, where a row is added.
_NEW = ""


@cache
def _packaged() -> Mapping[str, Any]:
    tree = _plain(read(PRACTICE.read_bytes()).tree)
    assert isinstance(tree, dict), f"{PRACTICE} is no mapping"
    return tree


def _plain(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {key: _plain(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_plain(value) for value in tree]
    return None if isinstance(tree, Absent) else tree


def practice_now() -> str:
    """The moment at which the clock of a practice store stands."""
    return str(_packaged()["now"])


def practice_week() -> Week:
    """The week whose forms are handed in."""
    return Week.parse(_packaged()["week"])


def practice_units() -> list[str]:
    """The names of the units that have an exercise."""
    return [exercise.unit for exercise in exercises()]


def exercises() -> list[Exercise]:
    """The exercises, in the order of their faults."""
    return [_exercise(dict(body)) for body in _packaged()["exercises"]]


def _exercise(body: dict[str, Any]) -> Exercise:
    values: dict[str, Any] = {**body}
    for name in ("is_last_week", "is_picture"):
        values[name] = body.get(name) == "true"
    for name in ("deleted", "absent"):
        values[name] = tuple(body.get(name) or ())
    if copied := body.get("copied"):
        values["copied"] = Copied(**copied)
    return Exercise(**values)


def practice_files(units: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Path and text of the records: investors, projects, and the returns of last week and this.

    ``units`` are the ids of the units that file, by name; those without an exercise have nothing to report.
    """
    tree, week = _packaged(), practice_week()
    firms = {id: f"示例·练习企业{number}" for number, id in enumerate(tree["projects"], 1)}
    investors = [{"id": f"qiye-{id}", "name": name, "sample": "true"} for id, name in firms.items()]
    yield "data/investors/investors.yaml", dump(_unquoted(investors)).decode()
    for id, own in tree["projects"].items():
        body = {**own, **tree["project"], "investors": [{"of": firms[id], "share": "100"}]}
        yield f"data/projects/2026/{id}.yaml", dump(_unquoted(body)).decode()
    for name, id in units.items():
        entries = tree["before"].get(name)
        for filed_week in (week.plus(-1),) if entries else (week.plus(-1), week):
            body = {
                "submitted": f"{filed_week.days()[3]}T16:30",
                **(_sections(entries) if entries else {"nil": "true"}),
            }
            yield f"data/returns/{filed_week}/{id}.yaml", dump(_unquoted(body)).decode()


def _sections(entries: Mapping[str, Any]) -> dict[str, Any]:
    """The entries on projects and those on tasks, as a return has them."""
    projects = {id: entry for id, entry in entries.items() if id in _packaged()["projects"]}
    tasks = {id: entry for id, entry in entries.items() if id not in projects}
    return {name: section for name, section in (("projects", projects), ("tasks", tasks)) if section}


def _unquoted(tree: Any) -> Any:
    """The tree with its scalars as they stand in the packaged file: numbers, days and flags are not quoted."""
    if isinstance(tree, Mapping):
        return {key: _unquoted(value) for key, value in tree.items()}
    if isinstance(tree, list):
        return [_unquoted(value) for value in tree]
    return Plain(str(tree))


def filled_forms(exercise: Exercise, form: WorkbookForm) -> list[tuple[str, WorkbookForm]]:
    """The files that the unit hands in, each with its name, made of the form that went out to it."""
    first = _fill(exercise, form, exercise.typed)
    if not exercise.second:
        return [(form.file, first)]
    name, dot, suffix = form.file.rpartition(".")
    return [(form.file, first), (f"{name}_第二份{dot}{suffix}", _fill(exercise, form, exercise.second))]


def blank_form(form: WorkbookForm) -> WorkbookForm:
    """The form as it went out before the unit had filed: its cells to fill in are empty."""
    return replace(form, sheets=[_blank_sheet(sheet) for sheet in form.sheets])


def _blank_sheet(sheet: FormSheet) -> FormSheet:
    fixed = {column.key for column in sheet.columns if column.type == "fixed"}
    rows = {key: {name: text for name, text in row.items() if name in fixed} for key, row in sheet.rows.items()}
    return replace(sheet, rows=rows)


def _fill(exercise: Exercise, form: WorkbookForm, entries: Mapping[str, Cells]) -> WorkbookForm:
    sheets = [_fill_sheet(exercise, sheet, entries, is_first=not number) for number, sheet in enumerate(form.sheets)]
    return replace(form, sheets=sheets)


def _fill_sheet(exercise: Exercise, sheet: FormSheet, entries: Mapping[str, Cells], *, is_first: bool) -> FormSheet:
    columns = [replace(column, label=exercise.headings.get(column.key, column.label)) for column in sheet.columns]
    rows = {key: {**row, **entries.get(key, {})} for key, row in sheet.rows.items() if key not in exercise.deleted}
    if (copied := exercise.copied) and copied.row in rows:
        rows[f"{copied.row} "] = {**rows[copied.row], **copied.typed}
    if exercise.added and is_first:
        rows[_NEW] = dict(exercise.added)
    return replace(sheet, columns=columns, rows=rows, spare=max(0, sheet.spare - len(rows) + len(sheet.rows)))
