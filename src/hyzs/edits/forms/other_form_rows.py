"""Rows of workbooks that are no weekly form, read by their columns."""

from collections.abc import Mapping, Sequence
from typing import Any

from hyzs.edits.cell_result import PRIVATE
from hyzs.edits.forms.cells import cell_value
from hyzs.edits.forms.collect_options import CollectOptions
from hyzs.edits.forms.result import FormResult
from hyzs.model.errors import BadUsage
from hyzs.model.workbook_form import FormColumn, FormRow, ReturnedForm


def report_notices(form: ReturnedForm, out: FormResult) -> None:
    """Report what the reader of the workbook says, and what did not come back."""
    for notice in form.notices:
        add = out.refuse_cell if notice.is_error else out.add_remark
        add(notice.address, notice.message, notice.key)
        out.unread += notice.unread
    out.lost_rows, out.lost_columns = form.lost_rows, form.lost_columns


def row_values(
    columns: Sequence[FormColumn], sent: Mapping[str, str], cells: FormRow, options: CollectOptions, out: FormResult
) -> dict[str, Any] | None:
    """The values of the cells to fill in; None where the row is not that of its key, or a cell cannot be read."""
    identifying = [column for column in columns if column.identifies_row]
    subject = sent.get(identifying[0].key, "")
    for column in identifying:
        cell = cells.get(column.key)
        if cell and cell.text.strip() not in ("", sent.get(column.key, "")):
            message = f"隐藏的编号是“{sent.get(column.key)}”的，这里写的是“{cell.text.strip()}”，这一行没有收"
            out.refuse_cell(cell.address, message, subject, column.label, cell.text)
            return None
    values: dict[str, Any] = {}
    is_good = True
    for column in columns:
        cell = cells.get(column.key)
        if column.type == "fixed" or cell is None or not (cell.text.strip() or cell.problem):
            continue
        try:
            if options.private(cell.text):
                raise ValueError(PRIVATE)
            values[column.key] = cell_value(column, cell).value
        except (ValueError, BadUsage) as error:
            out.refuse_cell(cell.address, str(error), subject, column.label, cell.text)
            is_good = False
    return values if is_good else None
