"""What became of one cell of a file that came in: of a spreadsheet, or of a form that was sent out."""

from dataclasses import dataclass
from typing import Literal

CellState = Literal["bad", "conflict", "differs", "changed", "new", "same", "skipped", "remark"]
#: What is said of a cell that holds a number no record may have.
PRIVATE = "像是有手机号、身份证号或银行卡号，不能收"


@dataclass(frozen=True, slots=True)
class CellResult:
    """What became of one cell: where it stands, what stood in it, the value for the record, what the record says now.

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
