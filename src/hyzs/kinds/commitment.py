"""Commitments of government bodies and firms to each other: text, time limit, fulfilment."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from hyzs.model.act import Act
from hyzs.model.annotations import Carries, Level, Ref
from hyzs.model.evidence import EvidenceFiles
from hyzs.model.finding import Problem, Route, Rule, Severity
from hyzs.model.flow import Flow, StepRule
from hyzs.model.promise import Promise
from hyzs.model.record import Part, Record, field
from hyzs.model.scalars import Day, Flag, Number, Text
from hyzs.model.spreadsheet_origin import DraftFlag, Origin

P, I = Level.public, Level.internal
SourceType = Literal["投资协议", "政策", "会议纪要", "备忘录", "口头"]
Category = Literal["政策资金", "土地", "基础设施", "手续", "要素", "用工", "投资额", "投产", "税收", "就业", "其他"]
#: Money and land are promised only after somebody has looked at the law (公平竞争审查条例第十条).
_NEEDS_OPINION = ("政策资金", "土地")
_KEPT = ("兑现", "部分兑现")
_ON = ("部分兑现", "争议", "调解", "诉讼", "重开")
#: The way of a commitment. One changed by due procedure, or given up and compensated, is closed and not kept.
FLOW = Flow(
    name="履约",
    source="优化营商环境条例第三十一条、第六十九条；民营经济促进法第七十条、第七十三条",
    steps=(
        StepRule("兑现", _ON, by_field="by", status="已兑现", first=True, ends=True),
        StepRule("部分兑现", _ON, by_field="by", status="部分兑现", first=True),
        StepRule("变更", _ON, status="依法变更", first=True, note=True, ends=True),
        StepRule("不能兑现", _ON, by_field="by", status="不予兑现", first=True, note=True),
        StepRule("补偿", ("不能兑现", "变更"), by_field="by", status="不予兑现"),
        StepRule("争议", ("部分兑现", "兑现", "不能兑现", "变更", "重开"), status="争议", first=True, note=True),
        StepRule("调解", ("争议",), status="争议"),
        StepRule("诉讼", ("争议", "调解"), status="争议", note=True),
        StepRule("销号", ("兑现", "变更", "补偿", "调解", "诉讼"), status="已销号", ends=True),
        StepRule("重开", ("兑现", "变更", "补偿", "销号"), status="重开", note=True),
    ),
)
_HEAD = (
    "== data/commitments/2026/c26-a1b2.yaml\ntext: 建成示例厂区外供电线路\nsample: true\nby: 衡南县\nto: 示例·甲公司\n"
    "category: 基础设施\nsource: {type: 投资协议, on: 2025-09-05}\ndue: 2026-06\n"
)


class CommitmentSource(Part):
    """The paper in which it was promised."""

    type: SourceType = field("出处", level=I)
    on: Day = field("作出日期", level=I)
    clause: Text | None = field("条款", None, level=I)
    note: Text | None = field("说明", None, level=I)


class Legality(Part):
    """The opinion of somebody who knows the law; the program records it and judges nothing."""

    opinion: Literal["合法", "违规", "待核"] = field("意见", level=I)
    by: Annotated[Text, Ref("unit")] | None = field("审核单位", None, level=I)
    on: Day | None = field("审核日期", None, level=I)
    note: Text | None = field("说明", None, level=I)


class Legacy(Part):
    """Mark of a commitment made before a day (新官理旧账); ``group`` is the heading of the list it is printed under."""

    before: Day = field("形成于", level=I, note="这一天以前")
    group: Text = field("分类", level=I)


class CommitmentAct(Act):
    """A step on the way of a commitment."""

    by: Annotated[Text, Ref("unit|investor")] | None = field("谁", None, level=Level.public)
    evidence: Text | None = field("佐证", None, level=I)


class Commitment(Record):
    """One promise of a body or a firm to another."""

    kind: ClassVar[str] = "commitment"
    label: ClassVar[str] = "承诺"
    path: ClassVar[str] = "commitments/**/{id}.yaml"
    letter: ClassVar[str] = "c"
    list_columns: ClassVar[tuple[str, ...]] = (
        "id",
        "text",
        "by",
        "to",
        "subject",
        "effective_due",
        "status",
        "overdue_days",
    )
    caption_level: ClassVar[Level | None] = I
    called_by: ClassVar[str] = "text"
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "commitment-no-legality",
            Severity.warning,
            "承诺给钱给地，却没有合法性审核意见。",
            "财政奖补、土地优惠受公平竞争审查条例约束；没有审过的承诺兑现了也可能要追回。",
            "请司法行政部门审核，写 legality: {opinion: 合法, by: 单位, on: 日期}；审核还没有出来写 待核。",
            _HEAD.replace("category: 基础设施", "category: »政策资金«"),
        ),
        Rule(
            "commitment-unlawful-kept",
            Severity.error,
            "违规的承诺记成了兑现。",
            "违规的承诺不能兑现，只能依法变更、补偿或者由司法途径了结。",
            "写 变更 或 不能兑现，说明依据；审核意见写错了就改 legality。",
            f"{_HEAD}legality: {{opinion: 违规, by: 市发改委}}\nevents:\n  - {{on: 2026-05-06, do: »兑现«}}\n",
        ),
        Rule(
            "commitment-self-closed",
            Severity.error,
            "作出承诺的一方自己给自己销号。",
            "兑没兑现，由接受承诺的一方或者牵头单位说了算。",
            "销号的 by 写对方、牵头单位或督查室。",
            f"{_HEAD}events:\n  - {{on: 2026-05-06, do: 兑现}}\n  - {{on: 2026-05-09, do: 销号, by: »衡南县«}}\n",
        ),
    )

    text: Text = field("承诺事项", level=I)
    sample: Flag = field("示例", False, level=P)
    draft: DraftFlag = False
    by: Annotated[Text, Ref("unit|investor", duty="handle")] = field("承诺方", level=I)
    to: Annotated[Text, Ref("unit|investor")] = field("对方", level=I)
    project: Annotated[Text, Ref("project")] | None = field("项目", None, level=I)
    category: Category = field("种类", level=I)
    source: CommitmentSource = field("依据", level=I)
    money: Number | None = field("金额", None, level=Level.secret, unit="万元")
    due: Promise = field("兑现时限", level=I)
    legality: Legality | None = field("合法性", None, level=I)
    legacy: Legacy | None = field("历史遗留", None, level=I)
    events: Annotated[tuple[CommitmentAct, ...], Carries(FLOW, due="last_due_day")] = field("经过", (), level=I)
    note: Text | None = field("备注", None, level=I)
    attachments: EvidenceFiles = ()
    origin: Origin = None

    @property
    def caption(self) -> str:
        """The words of the promise."""
        return self.text

    @property
    def last_due_day(self) -> str:
        """The last day of the time limit in force."""
        return str(self.due.root[-1].by.last)

    def problems(self, route: Route) -> Iterator[Problem]:
        """Money or land without an opinion, an unlawful one kept, one closed by who made it; moves without a reason."""
        if self.category in _NEEDS_OPINION and self.legality is None:
            message = f"承诺的是{self.category}，没有合法性审核意见"
            yield Problem("commitment-no-legality", (*route, "category"), message, "写 legality: {opinion: …, by: …}")
        is_unlawful = self.legality is not None and self.legality.opinion == "违规"
        for n, act in enumerate(self.events):
            at = (*route, "events", n)
            if is_unlawful and act.do in _KEPT:
                message = f"审核意见是违规，{act.on} 却记了{act.do}"
                yield Problem("commitment-unlawful-kept", (*at, "do"), message, "写 变更 或 不能兑现，说明依据")
            if act.do == "销号" and act.by == self.by:
                message = f"{act.by}给自己的承诺销号"
                yield Problem("commitment-self-closed", (*at, "by"), message, "by 写对方、牵头单位或督查室")
