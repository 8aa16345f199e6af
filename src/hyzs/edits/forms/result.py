"""What became of the cells of a file that came in, one by one, and of the file."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from hyzs.edits.cell_result import PRIVATE, CellResult
from hyzs.model.change import Change


@dataclass(slots=True)
class FormResult:
    """One file: the changes it asks for, what is told of its cells, and how many say what is known or were not read."""

    file: str
    unit: str = ""
    week: str = ""
    changes: list[Change] = field(default_factory=list)
    told: list[CellResult] = field(default_factory=list)
    same: int = 0
    unread: int = 0
    lost_rows: Sequence[str] = ()
    lost_columns: Sequence[str] = ()
    #: The same file was taken before.
    is_known: bool = False

    @property
    def stands(self) -> bool:
        """True if nothing is wrong with it."""
        return not any(one.state in ("bad", "conflict", "skipped") for one in self.told)

    @property
    def is_skipped(self) -> bool:
        """True if it was not even opened."""
        return any(one.state == "skipped" for one in self.told)

    def tell_bad(self, at: str, message: str, subject: str = "", label: str = "", returned: str = "") -> None:
        """Tell that a cell cannot be taken; a private number is not repeated."""
        shown = "" if PRIVATE in message else returned
        self.told.append(CellResult("bad", at, subject, label, message, shown))

    def remark(self, at: str, message: str, subject: str = "", label: str = "", returned: str = "") -> None:
        """Tell something that stands in nobody's way."""
        self.told.append(CellResult("remark", at, subject, label, message, returned))

    def withdraw(self, cells: Sequence[str]) -> None:
        """Take back that these cells are taken."""
        self.told[:] = [one for one in self.told if one.cell not in cells or one.state not in ("changed", "new")]

    def spoil(self, message: str, hint: str = "") -> None:
        """Tell what is wrong with the whole of it."""
        self.changes = []
        self.tell_bad("", f"{message}；{hint}" if hint else message)
