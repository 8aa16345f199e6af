"""Intake of a returned workbook of yearly plans: the figures of each project for the new year, the targets of tasks."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from hyzs.edits.cell_result import CellResult
from hyzs.edits.forms.collect_options import CollectOptions
from hyzs.edits.forms.other_form_rows import report_notices, row_values
from hyzs.edits.forms.result import FormResult
from hyzs.edits.forms.return_update import Apply, write_changes
from hyzs.fields.index_reader import IndexReader
from hyzs.model.change import Change, Plain, Set
from hyzs.model.decimals import decimal_of, number_text
from hyzs.model.errors import NotFound
from hyzs.model.finding import Route
from hyzs.model.spreadsheet import SheetCell
from hyzs.model.workbook_form import FormColumn, FormRow, ReturnedForm
from hyzs.query.record_positions import LocatedRecord, locate_record
from hyzs.query.year_plan_sheets import TARGET_COLUMNS, YEAR_PROJECTS, YEAR_TARGETS, YEARLY, plan_columns


class _Sheet(NamedTuple):
    """A sheet of plans: the kind of its rows, its columns, and the value of the year below a record by column."""

    name: str
    kind: str
    columns: Sequence[FormColumn]


def collect_plans(
    index: IndexReader, form: ReturnedForm, options: CollectOptions, apply: Apply, out: FormResult
) -> None:
    """Take the numbers in: all if none is bad, with ``partial`` the good ones; an empty cell leaves what is there."""
    report_notices(form, out)
    year = form.hidden_metadata["period"]
    sheets = [
        _Sheet(YEAR_PROJECTS, "project", plan_columns(index)),
        _Sheet(YEAR_TARGETS, "task", TARGET_COLUMNS),
    ]
    changes = [change for sheet in sheets for change in _sheet_changes(index, sheet, year, form, options, out)]
    write_changes(changes, options, apply, out)


def _sheet_changes(
    index: IndexReader, sheet: _Sheet, year: str, form: ReturnedForm, options: CollectOptions, out: FormResult
) -> Iterator[Change]:
    for key, cells in form.rows.get(sheet.name, {}).items():
        sent = form.sent_values[sheet.name][key]
        values = row_values(sheet.columns, sent, cells, options, out)
        if not values:
            continue
        try:
            record = locate_record(index, key, sheet.kind)
        except NotFound:
            first = next(iter(cells.values()), SheetCell())
            out.refuse_cell(first.address, "库里已经没有它了", sheet.columns[0].label, "", key)
            continue
        for column in sheet.columns:
            if column.key in values:
                yield from _cell_change(record, column, year, sent, cells, values[column.key], out)
    for line in form.added.get(sheet.name, ()):
        first = next(iter(line.values()), SheetCell())
        out.refuse_cell(first.address, "这一行不是发出去的，没有收；新项目写在周填报表里")


def _cell_change(
    record: LocatedRecord,
    column: FormColumn,
    year: str,
    sent: Mapping[str, str],
    cells: FormRow,
    value: Any,
    out: FormResult,
) -> Iterator[Change]:
    """The change of one cell: none where the number is there, or where somebody changed it since it went out."""
    route_below: Route = (
        ("yearly", year, column.key.removeprefix(YEARLY))
        if record.kind == "project"
        else (
            *("target", "yearly"),
            year,
        )
    )
    now, was = _number(record.body, route_below), sent.get(column.key, "")
    text, cell = number_text(value), cells[column.key]
    if now is not None and decimal_of(now) == value:
        out.same += 1
        return
    if (number_text(now) if now is not None else "") != was:
        message = f"发出去以后改成了 {number_text(now) if now is not None else '没有'}，没有收"
        out.cells.append(CellResult("conflict", cell.address, record.name, column.label, message, text, str(now or "")))
        return
    out.cells.append(
        CellResult(
            "changed",
            cell.address,
            record.name,
            column.label,
            f"{year} 年：{text}",
            text,
            value=text,
            record=record.id,
            path=".".join(map(str, route_below)),
        )
    )
    yield Set(record.path, (*record.route, *route_below), Plain(text))


def _number(body: Any, route: Route) -> Decimal | int | None:
    """The number at the route below a record; None where there is none."""
    for step in route:
        body = body.get(str(step)) if isinstance(body, Mapping) else None
    return None if body is None else decimal_of(body)
