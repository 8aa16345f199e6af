"""Entries of a return as a form adds to them: new values by field, beside the entries that are there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hyzs.fields.index_reader import IndexReader
from hyzs.model.change import Create
from hyzs.model.folding import fold_wording
from hyzs.model.spreadsheet import SheetCell
from hyzs.model.workbook_form import FormColumn
from hyzs.query.form_columns import entry_cells
from hyzs.query.return_file import ReturnFile
from hyzs.query.track_row import TrackRow

#: An entry of a return: its part, and the project or task.
EntryKey = tuple[str, str]


@dataclass(slots=True)
class FormEntry:
    """New values of one project or task, by the fields of its entry, with the cells and columns of its rows.

    ``first`` is the cell that stands for the row, ``draft`` makes the project where the row is a new one.
    """

    first: SheetCell
    values: dict[str, Any] = field(default_factory=dict)
    cells: dict[str, SheetCell] = field(default_factory=dict)
    columns: dict[str, FormColumn] = field(default_factory=dict)
    draft: Create | None = None

    def field_of(self, path: str) -> str | None:
        """The new value that stands at that path of the entry, or holds what stands there."""
        return next((name for name in self.values if f"{path}.".startswith(f"{name}.")), None)

    def join(self, other: "FormEntry") -> None:
        """Put the rows of another sheet on the same thing to this one."""
        self.values |= other.values
        self.cells |= other.cells
        self.columns |= other.columns


@dataclass(slots=True)
class Entries:
    """The present return, and what a form adds to it.

    ``before`` are the files of this run for the same return, ``taken`` the text of each cell (part, key, column) that
    was taken of them, with its place.
    """

    index: IndexReader
    now: datetime
    filing: ReturnFile
    rows: Mapping[str, TrackRow]
    before: Sequence[str] = ()
    taken: dict[tuple[str, str, str], tuple[str, str]] = field(default_factory=dict)
    new: dict[EntryKey, FormEntry] = field(default_factory=dict)
    head: dict[str, SheetCell] = field(default_factory=dict)
    #: The needs that the form asks about, by project, as folded texts.
    asked_needs: dict[str, list[str]] = field(default_factory=dict)

    def present(self, key: EntryKey) -> dict[str, str]:
        """The entry as it is now, as the cells of a form; files of this run count."""
        values_of_key = {column: text for (part, id, column), (text, _) in self.taken.items() if (part, id) == key}
        return self._settled_elsewhere(key) | entry_cells(self.filing.entry(*key)) | values_of_key

    def open_texts(self, key: EntryKey) -> dict[str, str]:
        """The needs of a project that are open, by their folded text."""
        needs = self.rows[key[1]]["needs"] if key[0] == "projects" and key[1] in self.rows else ()
        return {fold_wording(need["text"]): need["text"] for need in needs if not need["matter"]}

    def _settled_elsewhere(self, key: EntryKey) -> dict[str, str]:
        """States of needs that the form asks about and that are not open any more."""
        open_texts = self.open_texts(key)
        return {
            f"settled.{need}": "已不在未解决之列" for need in self.asked_needs.get(key[1], ()) if need not in open_texts
        }
