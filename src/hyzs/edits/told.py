"""What became of the cells of a file that came in, one by one, and of the file."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal

from hyzs.model.change import Change

State = Literal["changed", "new", "conflict", "bad", "skipped", "remark"]
PRIVATE = "像是有手机号、身份证号或银行卡号，不能收"


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one cell: where it stands, what was sent, what came back, what stands now.

    ``proposal`` is the unit that a need seems to name without handing it over.
    """

    state: State
    file: str
    cell: str
    subject: str
    field: str
    message: str
    sent: str = ""
    returned: str = ""
    now: str = ""
    proposal: str = ""


@dataclass(slots=True)
class Collected:
    """One file: the changes it asks for, what is told of its cells, and how many say what is known or were not read."""

    file: str
    unit: str = ""
    week: str = ""
    changes: list[Change] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)
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
        self.told.append(Told("bad", self.file, at, subject, label, message, "", shown))

    def remark(self, at: str, message: str, subject: str = "", label: str = "", returned: str = "") -> None:
        """Tell something that stands in nobody's way."""
        self.told.append(Told("remark", self.file, at, subject, label, message, "", returned))

    def withdraw(self, cells: Sequence[str]) -> None:
        """Take back that these cells are taken."""
        self.told[:] = [one for one in self.told if one.cell not in cells or one.state not in ("changed", "new")]

    def spoil(self, message: str, hint: str = "") -> None:
        """Tell what is wrong with the whole of it."""
        self.changes = []
        self.tell_bad("", f"{message}；{hint}" if hint else message)
