"""One act of a history: histories are lists of acts, oldest first, from which the present state is derived."""

from typing import Annotated

from hyzs.model.annotations import Level, Ref
from hyzs.model.evidence import EvidenceFiles
from hyzs.model.record import Part, field
from hyzs.model.scalars import Day, Text


class Act(Part):
    """On a day somebody did something."""

    on: Day = field("日期", level=Level.public)
    do: Text = field("事项", level=Level.public)
    by: Annotated[Text, Ref("unit")] | None = field("经办单位", None, level=Level.public)
    note: Text | None = field("说明", None, level=Level.internal)
    attachments: EvidenceFiles = ()
