"""Industries as a tree: the ten of measure 4, the specialties of measure 12, and the nodes of their chains."""

from typing import Annotated, ClassVar, Literal

from hyzs.model.annotations import Level, Name, Ref
from hyzs.model.holdings import DatedPerson
from hyzs.model.origin import DraftFlag, Origin
from hyzs.model.partial_date import PartialDate
from hyzs.model.record import Part, Record, Starter, field
from hyzs.model.scalars import Count, Text
from hyzs.model.taskforce import Taskforce

P = Level.public
Position = Literal["上游", "中游", "下游", "配套"]


class IndustryCode(Part):
    """A class of GB/T 4754 and the edition that it is of: numbers change their meaning between editions."""

    shorthand: ClassVar[str] = "code"
    code: Text = field("行业代码", level=P)
    edition: Count = field("版本", 2017, level=P, note="GB/T 4754 的年份")


class IndustryGoal(Part):
    """A goal that the city has set the chain."""

    shorthand: ClassVar[str] = "text"
    text: Text = field("目标", level=P)
    by: PartialDate | None = field("期限", None, level=P)
    source: Text | None = field("依据", None, level=P)


class Industry(Record):
    """An industry, or a node of the chain of the industry that is its parent."""

    kind: ClassVar[str] = "industry"
    label: ClassVar[str] = "产业"
    path: ClassVar[str] = "industries/{file}.yaml"
    starter: ClassVar[Starter] = Starter.plan
    listed: ClassVar[bool] = True
    list_columns: ClassVar[tuple[str, ...]] = ("id", "name", "group", "parent", "position", "supplies")

    name: Annotated[Text, Name()] = field("名称", level=P)
    draft: DraftFlag = False
    aliases: tuple[Annotated[Text, Name("alias")], ...] = field("别名", (), level=P)
    group: Text | None = field("布局", None, level=P, note="稳五、进三、布二、特色")
    order: Count | None = field("排序", None, level=P)
    parent: Annotated[Text, Ref("industry")] | None = field("上级产业", None, level=P, note="写了就是它的一个环节")
    position: Position | None = field("位置", None, level=P, note="在上级产业的链条里")
    supplies: tuple[Annotated[Text, Ref("industry")], ...] = field("供给", (), level=P, note="产品供给哪些环节")
    codes: tuple[IndustryCode, ...] = field("行业代码", (), level=P, note="GB/T 4754")
    chief: Annotated[DatedPerson, Ref("person", duty="chief")] | None = field("链长", None, level=P)
    goals: tuple[IndustryGoal, ...] = field("发展目标", (), level=P)
    source: Text | None = field("来源", None, level=P)
    taskforce: Taskforce | None = field("专班", None, level=P, note="这个产业的；项目的专班另写，不从这里带出")
    origin: Origin = None
