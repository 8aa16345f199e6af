"""Sheets of the records that an office keeps: unit, records, columns, present values.

A sheet goes out in the workbook of its keeper, and comes back; both sides ask here what a cell says, so that what was
sent, what came back and what stands now are compared in the same words.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from hyzs.fields.field_catalog import Field, FieldCatalog
from hyzs.fields.index_reader import IndexReader
from hyzs.fields.matching_rows import matching_rows
from hyzs.model.decimals import number_text
from hyzs.model.reporting_schedule import ReportingSchedule
from hyzs.model.week import Week
from hyzs.model.workbook_form import FormColumn, FormSheet
from hyzs.query.keepers import KeeperRule, is_one_of, keeper_rules, kept_records, unit_ids

#: Ending of the name of such a sheet: 活动台账.
ENDING = "台账"
#: Words of a vocabulary in their order.
TERMS = 'SELECT name FROM "{kind}" ORDER BY pos'
#: Empty rows for new records.
SPARE = 10
#: The column that shows the id, and that of the name; the others are named by their field.
ID, NAME = "id", "name"
#: Fields that no office fills in.
_OURS = ("id", "sample", "draft", "commit")
#: Tables of lists that one cell can hold: names, and words of a closed list; a free text may have the sign between.
_LISTS = ("mention", "name", "pair", "holding")
_WIDTHS = {"number": 12, "date": 12, "flag": 7}
_YES = "是"


class KeptSheet(NamedTuple):
    """The records of a kind that a unit keeps: their ids, and the fields that it may fill in (none: all).

    ``unit_field`` is where a new record names the unit; ``can_add``: it keeps whole records.
    """

    unit: str
    kind: str
    ids: frozenset[str]
    fields: tuple[str, ...]
    unit_field: str
    can_add: bool

    def takes(self, path: str) -> bool:
        """True if the unit fills in that field."""
        return is_one_of(path, self.fields)


def sheet_name(label: str) -> str:
    """The name of the sheet of a kind: 活动台账."""
    return f"{label}{ENDING}"


def kept_sheets(
    index: IndexReader, now: datetime, rules: Sequence[KeeperRule] | None = None
) -> dict[tuple[str, str], KeptSheet]:
    """The sheets of all units by the rules (those of the settings), by unit and kind.

    Raises: BadUsage, NotFound: the condition of a rule cannot be read.
    """
    sheets: dict[tuple[str, str], KeptSheet] = {}
    names = unit_ids(index)  # what a rule's field names may be a firm as well
    for rule in keeper_rules(index, now) if rules is None else rules:
        if not rule.kind:
            continue
        ids: dict[str, set[str]] = {unit: set() for unit in rule.units}
        for id, units in kept_records(index, rule, now).items():
            for unit in units:
                ids.setdefault(unit, set()).add(id)
        for unit, own in ids.items():
            if unit not in names:
                continue
            before = sheets.get((unit, rule.kind))
            is_whole = not rule.fields or (before is not None and not before.fields)
            fields = () if is_whole else (*(before.fields if before else ()), *rule.fields)
            known_ids = before.ids if before else frozenset()
            unit_field = rule.unit_field or (before.unit_field if before else "")
            can_add = not rule.fields or (before is not None and before.can_add)
            sheets[unit, rule.kind] = KeptSheet(unit, rule.kind, known_ids | own, fields, unit_field, can_add)
    return sheets


def due_rules(
    rules: Sequence[KeeperRule], schedule: ReportingSchedule, week: Week, kinds: Collection[str]
) -> tuple[list[KeeperRule], list[KeeperRule]]:
    """Rules whose sheets are sent in the week (or are of these ``kinds``, in any week), and the others."""
    sent: list[KeeperRule] = []
    waiting: list[KeeperRule] = []
    first = Week(week.year, 1)
    for rule in rules:
        if not rule.kind or not (rule.every or rule.kind in kinds):
            continue
        is_due = bool(rule.every) and schedule.reporting_week(rule.every, week, first) == week
        (sent if rule.kind in kinds or (is_due and not kinds) else waiting).append(rule)
    return sent, waiting


class SheetContents:
    """Columns and cells of such sheets, each kind asked once."""

    def __init__(self, index: IndexReader, now: datetime) -> None:
        self.index, self.now = index, now
        self.catalog = FieldCatalog(index)
        self._cells: dict[str, dict[str, dict[str, str]]] = {}

    def label(self, kind: str) -> str:
        """The word that people have for the kind."""
        return self.catalog.kind(kind).label

    def sheet(self, kept_sheet: KeptSheet) -> FormSheet:
        """The sheet as it goes out. Raises: BadUsage: the condition of a keeper cannot be understood."""
        cells = self.cells(kept_sheet.kind)
        columns = self.columns(kept_sheet.kind, kept_sheet)
        rows = {id: row for id, row in cells.items() if id in kept_sheet.ids}
        is_open = kept_sheet.can_add and any(field.name == "draft" for field in self.catalog.fields(kept_sheet.kind))
        return FormSheet(sheet_name(self.label(kept_sheet.kind)), columns, rows, SPARE if is_open else 0)

    def columns(self, kind: str, kept_sheet: KeptSheet | None = None) -> list[FormColumn]:
        """The columns of a kind; grey are its id and name, and what the unit may not fill in."""
        columns = [FormColumn(ID, "记录编号", "fixed", 14, identifies_row=True)]
        for field in self._fields(kind):
            if field.name == NAME:
                columns.append(FormColumn(NAME, field.label, "fixed", 26, required_in_new_rows=True))
            else:
                columns.append(
                    self._column(field, is_fixed=kept_sheet is not None and not kept_sheet.takes(field.name))
                )
        return columns

    def cells(self, kind: str) -> dict[str, dict[str, str]]:
        """The text of each cell of every record of the kind, by its id and the field.

        Raises:
            BadUsage: the condition of a keeper cannot be understood.
        """
        if kind not in self._cells:
            fields = self._fields(kind)
            names = list(dict.fromkeys(("id", *(field.name for field in fields))))
            rows = matching_rows(self.index, kind, names, None, self.now)
            self._cells[kind] = {
                str(row["id"]): {ID: str(row["id"])}
                | {field.name: text for field in fields if (text := _cell_text(row[field.name]))}
                for row in rows
            }
        return self._cells[kind]

    def forget(self) -> None:
        """Forget the cells: something was written."""
        self._cells.clear()

    def left_out(self, kind: str) -> list[str]:
        """Labels of the fields that no single cell can hold."""
        field_names = {field.name for field in self._fields(kind)}
        hidden = (
            field
            for field in self.catalog.fields(kind)
            if field.name not in field_names and field.type != "machine" and field.name not in _OURS
        )
        return list(dict.fromkeys(field.label for field in hidden if not field.name.startswith("origin.")))

    def _fields(self, kind: str) -> list[Field]:
        """The fields that one cell can hold."""
        return [
            field
            for field in self.catalog.fields(kind)
            if field.type != "machine"
            and field.name not in _OURS
            and not field.name.startswith("origin.")
            and not field.condition
            and (field.col or (field.tbl in _LISTS and not field.keys and (field.tbl != "pair" or field.choices)))
        ]

    def _column(self, field: Field, *, is_fixed: bool) -> FormColumn:
        label = self.catalog.heading(field)
        width = _WIDTHS.get(field.type, 18)
        if is_fixed:
            return FormColumn(field.name, label, "fixed", width, field.unit)
        choices = [] if field.many else self._choices(field)
        note = "几项用、隔开" if field.many else ""
        if choices:
            return FormColumn(field.name, label, "choice", width, field.unit, choices, note)
        if field.type in ("number", "date"):
            return FormColumn(field.name, label, "number" if field.type == "number" else "date", width, field.unit)
        return FormColumn(field.name, label, "text", width, field.unit, note=note)

    def _choices(self, field: Field) -> list[str]:
        """The words that the field can hold, where a vocabulary or the model lists them."""
        if field.type == "flag":
            return [_YES, "否"]
        if field.refs and "|" not in field.refs and not self.catalog.is_kind(field.refs):
            return [str(row["name"]) for row in self.index.rows(TERMS.format(kind=field.refs))]
        return list(field.choice_labels)


def _cell_text(value: Any) -> str:
    """A value as a cell says it."""
    if value is None or value is False:
        return ""
    if value is True:
        return _YES
    if isinstance(value, Mapping):
        return "、".join(f"{key} {_cell_text(item)}" for key, item in value.items())
    if isinstance(value, list | tuple):
        return "、".join(map(_cell_text, value))
    return str(value) if isinstance(value, str) else number_text(value)
