"""The result of one cell of a spreadsheet, or of a form that came back."""

from dataclasses import dataclass
from typing import Literal

CellState = Literal["bad", "conflict", "differs", "changed", "new", "same", "skipped", "remark"]
#: Message on a cell with a personal number, which no record may have.
PRIVATE = "像是有手机号、身份证号或银行卡号，不能收"


@dataclass(frozen=True, slots=True)
class CellResult:
    """The result of one cell: its address, its text, the value for the record, the value that the record has now.

    ``record`` is the id of the record that it is about, ``path`` the field; of a row, and of the whole, both are empty.
    ``sent`` is what a form was sent out with, ``proposal`` the unit that a need seems to name without handing it over.
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
    sent: str = ""
    proposal: str = ""
