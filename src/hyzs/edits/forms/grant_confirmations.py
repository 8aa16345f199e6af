"""A workbook of confirmations that came back: each answer of a firm becomes the next act of its grant."""

from collections.abc import Mapping
from datetime import date

from hyzs.edits.cell_result import CellResult
from hyzs.edits.forms.collect_options import CollectOptions
from hyzs.edits.forms.other_form_rows import report_notices, row_values
from hyzs.edits.forms.result import FormResult
from hyzs.edits.forms.return_update import Apply, write_changes
from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.model.change import Append, Change, Plain, Value
from hyzs.model.spreadsheet import SheetCell
from hyzs.model.workbook_form import FormRow, ReturnedForm
from hyzs.query.grants import WAITING, grant_rows
from hyzs.query.push_confirmation_sheet import PUSH_COLUMNS, PUSH_SHEET
from hyzs.query.record_positions import locate_record

#: Answers that must say why.
_WITH_REASON = ("放弃", "异议")


def collect_confirmations(
    index: IndexReader, today: date, form: ReturnedForm, options: CollectOptions, apply: Apply, out: FormResult
) -> None:
    """Take the answers in: all if none is bad, with ``partial`` the good ones; an empty cell is no answer."""
    report_notices(form, out)
    grants = {row["id"]: row for row in grant_rows(index, today)}
    changes: list[Change] = []
    for key, cells in form.rows.get(PUSH_SHEET, {}).items():
        act = _act(grants.get(key), form.sent_values[PUSH_SHEET][key], cells, options, today, out)
        if act is not None:
            record = locate_record(index, key, "grant")
            changes.append(Append(record.path, (*record.route, "events"), act))
    if form.added.get(PUSH_SHEET):
        first = next(iter(form.added[PUSH_SHEET][0].values()), SheetCell())
        out.refuse_cell(first.address, f"{len(form.added[PUSH_SHEET])} 行不是发出去的，没有收；要推送的用 hyzs push")
    write_changes(changes, options, apply, out)


def _act(
    grant: Row | None,
    sent: Mapping[str, str],
    cells: FormRow,
    options: CollectOptions,
    today: date,
    out: FormResult,
) -> dict[str, Value] | None:
    """The act that a row tells; None where it says nothing, nothing new, or nothing that can be taken."""
    values = row_values(PUSH_COLUMNS, sent, cells, options, out)
    if values is None or not values.get("answer"):
        _refuse_without_answer(values or {}, sent["firm"], cells, out)
        return None
    cell, answer = cells["answer"], str(values["answer"])
    if grant is None:
        out.refuse_cell(cell.address, "库里已经没有这一条兑现", sent["firm"], "企业意愿", answer)
        return None
    if not _awaits(grant, answer, sent["firm"], cell, out):
        return None
    if answer in _WITH_REASON and not values.get("note"):
        out.refuse_cell(cell.address, f"“{answer}”要写原因，写在“说明”里", sent["firm"], "说明", answer)
        return None
    on = date.fromisoformat(str(values["on"])) if values.get("on") else today
    if on > today:
        out.refuse_cell(cells["on"].address, f"{on} 还没有到", sent["firm"], "确认日期", str(on))
        return None
    about = (cell.address, sent["firm"], "企业意愿", f"{sent['offer']}：{answer} {on}", answer)
    out.cells.append(CellResult("changed", *about, value=answer, record=grant["id"]))
    act: dict[str, Value] = {"on": Plain(on), "do": answer, "by": grant["firm"]}
    return act | ({"note": str(values["note"])} if values.get("note") else {})


def _refuse_without_answer(values: Mapping[str, Value], firm: str, cells: FormRow, out: FormResult) -> None:
    """Refuse a day or a note beside an empty answer; an empty row says nothing."""
    if values.get("on") or values.get("note"):
        cell = next(cells[key] for key in ("on", "note") if values.get(key))
        out.refuse_cell(cell.address, "写了日期或说明，没有选企业意愿；选了才收", firm, "企业意愿", cell.text)


def _awaits(grant: Row, answer: str, firm: str, cell: SheetCell, out: FormResult) -> bool:
    """True if the grant still waits for an answer; else reports that it has this one, or went on with another."""
    if grant["act"] == answer:
        out.same += 1
        return False
    if grant["act"] not in WAITING:
        message = f"已经是“{grant['status']}”"
        out.cells.append(CellResult("conflict", cell.address, firm, "企业意愿", message, answer, str(grant["act"])))
        return False
    return True
