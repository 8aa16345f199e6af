"""Forms to fill in: the rows that a unit owes in a week, and the form that comes back."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from hyzs.model.blocks import label_with_unit
from hyzs.model.spreadsheet import SheetCell

#: Of which version the forms are; an older or newer one is refused with a sentence.
FORM_VERSION = 2
#: The hidden sheet: metadata of the form, and the values that were sent in it.
HIDDEN_SHEET = "_hyzs"
#: The namespace of the hidden part of a document, which holds the same lines as JSON.
HIDDEN_PART = "urn:hyzs:print"
#: The metadata of a print names it: it is no form of a week, and read table by table.
PRINT = "print"
#: The label beside which a form says whose it is.
UNIT_LABEL = "填报单位"


def seal_id(key: bytes) -> str:
    """The id of a key that seals forms: it says which key it was, and nothing of the key."""
    return hashlib.sha256(b"hyzs form key" + key).hexdigest()[:8]


@dataclass(frozen=True, slots=True)
class FormColumn:
    """One column: ``fixed`` ones are given, the others are filled in; ``required_in_new_rows`` as it says.

    ``identifies_row`` marks the column that says which row it is: its text must still fit the row's hidden key.
    The key of a column that is filled in is the field of the entry that takes the value: ``figures.paid_in``.
    """

    key: str
    label: str
    type: Literal["fixed", "text", "number", "date", "choice"] = "text"
    width: int = 12
    unit: str = ""
    choices: Sequence[str] = ()
    note: str = ""
    required_in_new_rows: bool = False
    identifies_row: bool = False

    @property
    def heading(self) -> str:
        """The label with its unit."""
        return label_with_unit(self.label, self.unit)


@dataclass(frozen=True, slots=True)
class FormSheet:
    """One sheet: rows by their key (a project's or a task's id), and how many empty ones may be added."""

    name: str
    columns: Sequence[FormColumn]
    rows: Mapping[str, Mapping[str, str]]
    spare: int = 0


@dataclass(frozen=True, slots=True)
class WorkbookForm:
    """Workbook of one unit for one week. ``hidden_metadata`` comes back unseen: store, week, unit, version."""

    file: str
    title: str
    unit: str
    hidden_metadata: Mapping[str, str]
    sheets: Sequence[FormSheet]
    notes: Sequence[str]
    #: True if the page of the manual on filling in weekly forms goes before its notes.
    is_weekly: bool = False
    #: The day its file says it was made, so that the same form is the same bytes.
    created: str = "2026-01-01"


class FormNotice(NamedTuple):
    """Remark of the reader on a form; ``is_error``: a cell that should be filled in could not be read.

    ``address`` is a cell or a sheet, ``key`` the row, ``unread`` the number of filled cells that were not read.
    """

    address: str
    message: str
    is_error: bool = False
    key: str = ""
    unread: int = 0


#: The cells of one row by the keys of their columns.
FormRow = dict[str, SheetCell]


class ReturnedTable(NamedTuple):
    """A table of a print that came back: its rows, and remarks that people hung on its cells, by row.

    A row that is merged into one cell says it once.
    """

    name: str
    rows: list[list[SheetCell]]
    remarks: dict[int, list[str]]


@dataclass(slots=True)
class ReturnedForm:
    """A form as it came back; ``problem`` says why nothing of it could be used, ``skipped`` why it was not opened."""

    file: str
    sha256: str = ""
    hidden_metadata: dict[str, str] = field(default_factory=dict)
    head: dict[str, SheetCell] = field(default_factory=dict)
    #: By sheet and row key. Rows that were added have no key.
    rows: dict[str, dict[str, FormRow]] = field(default_factory=dict)
    added: dict[str, list[FormRow]] = field(default_factory=dict)
    #: Values of the cells when the form went out, by sheet, row key and column.
    sent_values: dict[str, dict[str, dict[str, str]]] = field(default_factory=dict)
    #: The headings of the columns that went out, by sheet and column key.
    sent_headings: dict[str, dict[str, str]] = field(default_factory=dict)
    notices: list[FormNotice] = field(default_factory=list)
    #: Row keys and headings that went out and did not come back.
    lost_rows: list[str] = field(default_factory=list)
    lost_columns: list[str] = field(default_factory=list)
    #: Of a print that came back: its tables as they stand, and the texts beside them.
    tables: list[ReturnedTable] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    #: The cells that say for whom the form is, one a sheet.
    units: list[SheetCell] = field(default_factory=list)
    problem: str = ""
    hint: str = ""
    skipped: str = ""
    #: Doubt on the hidden part: the reason for which it may differ from what went out.
    doubt: str = ""
