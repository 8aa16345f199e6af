"""The result of an examination: an aspect, its verdict, the source, and the day until which it holds."""

from typing import Annotated, ClassVar, Literal

from hyzs.model.annotations import Level, Ref, Term
from hyzs.model.evidence import EvidenceFiles
from hyzs.model.record import Part, field
from hyzs.model.scalars import Day, Text

I = Level.internal
Phase = Literal["事前", "事中", "事后"]
Result = Literal["通过", "附条件", "存疑", "不通过", "不适用"]


class Checked(Part):
    """One aspect that was looked into by a unit on a day; the program records it and judges nothing."""

    looked_up: ClassVar[tuple[str, str] | None] = ("item", "result")

    item: Annotated[Text, Term("aspect|check_item")] = field("方面", level=I)
    phase: Phase | None = field("阶段", None, level=I, note="研判项目写；尽调企业不写")
    on: Day = field("日期", level=I)
    by: Annotated[Text, Ref("unit")] = field("核查单位", level=I)
    result: Result = field("结论", level=I)
    source: Text | None = field("依据", None, level=I)
    until: Day | None = field("有效期", None, level=I, note="到哪天要复查")
    note: Text | None = field("说明", None, level=I)
    attachments: EvidenceFiles = ()
