"""Cells of a form as values of their columns, and the values of a row as an update of its entry."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from hyzs.edits.log import parse_meetings, parse_needs
from hyzs.edits.return_entry import EntryUpdate
from hyzs.model.invisible import visible_text
from hyzs.model.spreadsheet import SheetCell
from hyzs.model.typed_input import Parsed, normalize, parse_amount, parse_day
from hyzs.model.workbook_form import FormColumn
from hyzs.query.form_columns import met_text, need_text

#: Reason noted for a corrected figure of this very week.
_AGAIN = "重新交表更正"
#: Columns of several lines: how each line is read, and how a form writes it.
LISTS: dict[str, tuple[Callable[[Sequence[str]], list[dict[str, str]]], Callable[[dict[str, Any]], str]]] = {
    "needs": (parse_needs, need_text),
    "met": (parse_meetings, met_text),
}
_ROUNDED = "数字超过 15 位，表格软件已经改了末几位；格式改成文本，重新输入"


def cell_value(column: FormColumn, cell: SheetCell) -> Parsed:
    """The value of a cell of that column, and how it was understood where it stands there otherwise.

    Raises: ValueError, BadUsage: the cell has no value, or none that the column takes.
    """
    if cell.problem:
        raise ValueError(cell.problem)
    if cell.is_rounded:
        raise ValueError(_ROUNDED)
    plain, unseen = visible_text(cell.text)
    taken_out = f"去掉了看不见的字符 {'、'.join(unseen)}" if unseen else ""
    if column.type in ("number", "date"):
        value = parse_day(plain) if column.type == "date" else parse_amount(plain, column.unit)
        how = value.explanation.rpartition("→")[2].strip()
        return Parsed(value.value, f"理解为 {how}" if how else taken_out)
    if column.type == "choice":
        return Parsed(_choice(column, plain), taken_out)
    if column.key in LISTS:
        return Parsed(normalized_text(column, plain), taken_out)
    return Parsed(plain.strip(), taken_out)


def _choice(column: FormColumn, text: str) -> str:
    by_text = {normalize(choice): choice for choice in column.choices}
    if normalize(text) not in by_text:
        raise ValueError(f"“{text}”不在可选的里面：{'、'.join(column.choices)}")
    return by_text[normalize(text)]


def is_same(value: Any, text: str, column: FormColumn) -> bool:
    """True if the value is what the text of a cell says."""
    if isinstance(value, Decimal):
        return bool(text) and value == Decimal(text)
    return str(value).strip() == (normalized_text(column, text) if column.key in LISTS else text.strip())


def normalized_text(column: FormColumn, text: str) -> str:
    """Needs or meetings, one a line, each as a form writes it.

    Raises: BadUsage: a line is none of a need or of a meeting.
    """
    read, write = LISTS[column.key]
    return "\n".join(write(item) for item in read(_lines(text)))


def entry_update(
    values: Mapping[str, Any], unit: str, open_needs: Mapping[str, str] = MappingProxyType({})
) -> EntryUpdate:
    """The values of a row, by the fields of its entry, as an update of it; ``open_needs``: texts by folded text.

    Raises: BadUsage: a need or a meeting is not of the form that these have.
    """
    settled = [{"text": open_needs[key], "state": state} for key, state in _fields_below("settled", values).items()]
    figures, result = _fields_below("figures", values), _fields_below("result", values)
    reason = values.get("reason") or None
    still = values.get("no_change") or not (
        values.get("progress") or figures or result or values.get("state") or values.get("met")
    )
    return EntryUpdate(
        progress=values.get("progress"),
        next=values.get("next"),
        needs=[*parse_needs(_lines(values.get("needs", ""))), *settled],
        met=parse_meetings(_lines(values.get("met", ""))),
        figures=figures,
        done=values.get("done"),
        no_change=reason if still else None,
        reason=None if still else reason,
        why=_AGAIN,
        by=unit,
        state=values.get("state"),
        result=result,
    )


def _fields_below(field: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the fields below one: ``result.name`` as name."""
    head = f"{field}."
    return {key.removeprefix(head): value for key, value in values.items() if key.startswith(head)}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.replace("；", "\n").split("\n") if line.strip()]
