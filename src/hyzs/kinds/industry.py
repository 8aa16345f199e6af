"""Industries as a tree: the ten of measure 4, the specialties of measure 12, and the nodes of their chains."""

import re
from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from hyzs.model.annotations import Level, Name, Ref
from hyzs.model.finding import Problem, Route, Rule, Severity
from hyzs.model.holdings import DatedPerson
from hyzs.model.partial_date import PartialDate
from hyzs.model.record import Part, Record, Starter, field
from hyzs.model.scalars import Count, Text
from hyzs.model.spreadsheet_origin import DraftFlag, Origin
from hyzs.model.taskforce import Taskforce

P = Level.public
Position = Literal["上游", "中游", "下游", "配套"]
#: Edition of GB/T 4754 → its last division (门类 A 01 to T 96 or 97; 国家统计局, 国民经济行业分类).
_LAST_DIVISION = {2011: 96, 2017: 97}
#: A class as people write it: with the letter of its section or without, two digits or more.
_CODE = re.compile(r"[A-T]?(?P<division>[0-9]{2})[0-9]{0,2}")

RULES = (
    Rule(
        "node-code",
        Severity.warning,
        "行业代码不像 GB/T 4754 那一版的代码。",
        "代码写错一位，就和统计、税务的口径对不上；同一个代码在几版里说的可能不是一回事。",
        "写大类两位到小类四位，如 4050；不是 2017 年版的写 {code: …, edition: 2011}。",
        "== data/industries/a.yaml\n- {id: aa, name: 甲产业, codes: [»4«]}\n",
    ),
)


class IndustryCode(Part):
    """A class of GB/T 4754 and the edition that it is of: numbers change their meaning between editions."""

    shorthand: ClassVar[str] = "code"
    code: Text = field("行业代码", level=P)
    edition: Count = field("版本", 2017, level=P, note="GB/T 4754 的年份")

    def problems(self, route: Route) -> Iterator[Problem]:
        """A code of another form, or beyond the last division of its edition."""
        match, last = _CODE.fullmatch(self.code), _LAST_DIVISION.get(self.edition)
        if last is None:
            divisions = "、".join(map(str, _LAST_DIVISION))
            yield Problem("node-code", (*route, "edition"), f"没有 {self.edition} 年版", f"可以写：{divisions}")
        elif match is None or not 0 < int(match["division"]) <= last:
            message = f"“{self.code}”不像 GB/T 4754—{self.edition} 的代码"
            yield Problem("node-code", (*route, "code"), message, "写大类两位到小类四位，如 4050")


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
    invented: ClassVar[tuple[str, ...]] = ("goals", "taskforce")
    listed: ClassVar[bool] = True
    rules: ClassVar[tuple[Rule, ...]] = RULES
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
