"""What became of a ledger that was taken in: of its cells one by one, and of its rows."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from hyzs.model.change import Change

CellState = Literal["bad", "conflict", "differs", "changed", "new", "same", "remark"]


@dataclass(frozen=True, slots=True)
class CellResult:
    """What became of one cell: where it stands, what stood in it, the value for the record, what the record says now.

    ``record`` is the id of the record that it is about, ``path`` the field; of a row, and of the whole, both are empty.
    """

    state: CellState
    cell: str
    subject: str
    field: str
    message: str
    returned: str = ""
    now: str = ""
    value: str = ""
    record: str = ""
    path: str = ""


@dataclass(slots=True)
class LedgerResult:
    """One ledger: the changes it asks for, what is told of its cells, and how many rows were what."""

    file: str
    label: str
    changes: list[Change] = field(default_factory=list)
    cells: list[CellResult] = field(default_factory=list)
    #: Rows by what they are: record, section, total, hidden …
    rows: Counter[str] = field(default_factory=Counter)
    #: The drafts that it makes, by kind: their ids.
    drafts: dict[str, list[str]] = field(default_factory=dict)
    #: Records by what became of them: new, updated, same, differs, refused.
    records: Counter[str] = field(default_factory=Counter)
    sheets: list[str] = field(default_factory=list)
    sheets_left_out: dict[str, str] = field(default_factory=dict)

    @property
    def is_whole(self) -> bool:
        """True if everything in it was taken, or stood in the store already."""
        return not any(cell.state in ("bad", "conflict", "differs") for cell in self.cells)

    def tell(
        self, state: CellState, cell: str, message: str, subject: str = "", field: str = "", returned: str = ""
    ) -> None:
        """Tell something of a row, a heading or the whole."""
        self.cells.append(CellResult(state, cell, subject, field, message, returned))
