"""The result of a form that came back, and of each of its cells."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from hyzs.edits.cell_result import PRIVATE, CellResult
from hyzs.model.change import Change


@dataclass(slots=True)
class FormResult:
    """One file: its changes, the results of its cells, and counts of cells that are the same or were not read."""

    file: str
    unit: str = ""
    week: str = ""
    changes: list[Change] = field(default_factory=list)
    cells: list[CellResult] = field(default_factory=list)
    same: int = 0
    unread: int = 0
    lost_rows: Sequence[str] = ()
    lost_columns: Sequence[str] = ()
    #: The same file was taken before.
    is_known: bool = False

    @property
    def is_accepted(self) -> bool:
        """True if nothing is wrong with it."""
        return not any(cell.state in ("bad", "conflict", "skipped") for cell in self.cells)

    @property
    def is_skipped(self) -> bool:
        """True if it was not even opened."""
        return any(cell.state == "skipped" for cell in self.cells)

    def refuse_cell(self, at: str, message: str, subject: str = "", label: str = "", returned: str = "") -> None:
        """Add that a cell cannot be taken; a private number is not repeated."""
        text = "" if PRIVATE in message else returned
        self.cells.append(CellResult("bad", at, subject, label, message, text))

    def add_remark(self, at: str, message: str, subject: str = "", label: str = "", returned: str = "") -> None:
        """Add a remark that keeps nothing from being taken."""
        self.cells.append(CellResult("remark", at, subject, label, message, returned))

    def withdraw(self, cells: Sequence[str]) -> None:
        """Take back that these cells are taken."""
        self.cells[:] = [cell for cell in self.cells if cell.cell not in cells or cell.state not in ("changed", "new")]

    def refuse_file(self, message: str, hint: str = "") -> None:
        """Add that nothing of the file can be taken."""
        self.changes = []
        self.refuse_cell("", f"{message}；{hint}" if hint else message)
