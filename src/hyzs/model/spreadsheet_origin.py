"""Records that were taken in from a spreadsheet that others keep: that they are drafts, and where they came from."""

from typing import Annotated

from hyzs.model.annotations import Level, MachineOnly
from hyzs.model.record import Part, field
from hyzs.model.scalars import Flag, Moment, Text

P, I = Level.public, Level.internal

#: A record that nobody has looked over yet: it counts nowhere, and owes nothing.
DraftFlag = Annotated[Flag, field("草稿", level=P)]


class SpreadsheetOrigin(Part):
    """Origin of an imported record: the spreadsheet, the row, and digests of the row's values at that time.

    ``digests`` are the values by field as they were taken, each as a digest: when the spreadsheet comes again, a field
    whose value still has its digest was changed by nobody here, and follows the spreadsheet.
    """

    file: Text = field("台账", level=I)
    sheet: Text = field("工作表", level=I)
    row: Text = field("台账里的名称", level=I)
    received: Moment = field("收到时间", level=I)
    digests: dict[Text, Annotated[Text, MachineOnly()]] = field("收进来时各字段的指纹", {}, level=I)


#: Kinds whose records may come from spreadsheets have this field.
Origin = Annotated[SpreadsheetOrigin | None, field("台账来源", level=I)]
