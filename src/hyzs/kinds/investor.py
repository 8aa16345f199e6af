"""Investors: the firms that projects court."""

from typing import Annotated, ClassVar

from hyzs.model.annotations import Level, Name
from hyzs.model.origin import DraftFlag, Origin
from hyzs.model.record import Record, Starter, field
from hyzs.model.scalars import Flag, Text

P, I = Level.public, Level.internal


class Investor(Record):
    """A firm that invests, or may."""

    kind: ClassVar[str] = "investor"
    label: ClassVar[str] = "投资方"
    path: ClassVar[str] = "investors/{file}.yaml"
    starter: ClassVar[Starter] = Starter.city
    listed: ClassVar[bool] = True

    name: Annotated[Text, Name()] = field("名称", level=I)
    full_name: Annotated[Text, Name("full")] | None = field("全称", None, level=I)
    aliases: tuple[Annotated[Text, Name("alias")], ...] = field("别名", (), level=I)
    sample: Flag = field("示例", False, level=P)
    draft: DraftFlag = False
    credit_code: Text | None = field("统一社会信用代码", None, level=I)
    group: Text | None = field("所属集团", None, level=I, note="同一集团的投资方视为同一投资方")
    region: Text | None = field("所在地", None, level=P)
    foreign: Flag = field("外资", False, level=P)
    profile: Text | None = field("简介", None, level=I)
    origin: Origin = None
