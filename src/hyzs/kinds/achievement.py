"""Achievements (科技成果) of institutes: maturity, and their way to a firm."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from hyzs.model.act import Act
from hyzs.model.annotations import Carries, Level, Name, Ref
from hyzs.model.decimals import number_text
from hyzs.model.finding import Problem, Route, Rule, Severity
from hyzs.model.flow import Flow, StepRule
from hyzs.model.money import Money
from hyzs.model.record import Part, Record, field
from hyzs.model.scalars import Day, Flag, Number, Text
from hyzs.model.spreadsheet_origin import DraftFlag, Origin

P, I = Level.public, Level.internal
#: The ways of 促进科技成果转化法第十六条; 转让 and 许可 bring in income of which the inventors have a share.
Method = Literal["自行投资实施", "转让", "许可", "合作实施", "作价投资", "其他"]
#: 促进科技成果转化法第四十五条: where nothing is agreed, at least so many percent of net income or of the shares.
LEAST_SHARE = 50
_SHARED = ("转让", "许可", "作价投资")
#: The way of an achievement; what is registered and has no act yet is 入库.
FLOW = Flow(
    name="转化",
    source="促进科技成果转化法",
    steps=(
        StepRule("对接", ("对接", "签约"), first=True),
        StepRule("签约", ("对接", "签约"), first=True),
        StepRule("落地", ("签约",), ends=True),
        StepRule("终止", ("对接", "签约"), first=True, note=True, ends=True),
    ),
)
_HEAD = (
    "== data/achievements/a.yaml\n- id: cg26-01\n  name: 示例·密封材料制备技术\n  sample: true\n  owner: 示例研究院\n"
    "  maturity: 中试\n"
)


class Publicised(Part):
    """The days on which an agreed price was shown in the institute (促进科技成果转化法第十八条)."""

    since: Day = field("起", level=I)
    until: Day = field("止", level=I)


class AchievementPrice(Part):
    """The way in which the price was made."""

    by: Literal["协议定价", "挂牌交易", "拍卖"] = field("定价方式", level=I)
    publicised: Publicised | None = field("公示", None, level=I, note="协议定价的，在本单位公示")


class Reward(Part):
    """The inventors' share; their names stand nowhere."""

    share: Number = field("奖酬比例", level=I, unit="%")
    basis: Text | None = field("依据", None, level=I, note="单位规定，或者与科技人员的约定")


class ConversionAct(Act):
    """A step on the way of an achievement."""

    with_: Annotated[Text, Ref("investor")] | None = field("对接企业", None, level=I, key="with")
    amount: Money | None = field("合同额", None, level=I, unit="万元")
    project: Annotated[Text, Ref("project")] | None = field("落地项目", None, level=I)


class Achievement(Record):
    """One achievement that may be put to use."""

    kind: ClassVar[str] = "achievement"
    label: ClassVar[str] = "科技成果"
    path: ClassVar[str] = "achievements/{file}.yaml"
    listed: ClassVar[bool] = True
    list_columns: ClassVar[tuple[str, ...]] = ("id", "name", "owner", "industry", "maturity", "method")
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "result-price-unpublished",
            Severity.error,
            "协议定价的成果没有公示。",
            "促进科技成果转化法第十八条：协议定价的，应当在本单位公示成果名称和拟交易价格。",
            "写 price: {by: 协议定价, publicised: {since: 日期, until: 日期}}。",
            f"{_HEAD}  method: 作价投资\n  price: {{by: »协议定价«}}\n",
        ),
        Rule(
            "result-reward-low",
            Severity.warning,
            "给科技人员的奖酬比例低于法定的一半，又没有写单位规定或者约定。",
            "促进科技成果转化法第四十五条：没有规定、也没有约定的，转让、许可净收入或者作价投资股份的比例不低于百分之五十。",
            "写上 basis：单位规定或者约定；没有就提高比例。",
            f"{_HEAD}  method: 转让\n  income: 400\n  reward: {{share: »45«}}\n",
        ),
    )

    name: Annotated[Text, Name()] = field("成果名称", level=P)
    sample: Flag = field("示例", False, level=P)
    draft: DraftFlag = False
    owner: Text = field("持有单位", level=P, note="院所、高校、企业")
    unit: Annotated[Text, Ref("unit", duty="handle")] | None = field("联系部门", None, level=P)
    industry: Annotated[Text, Ref("industry")] | None = field("产业", None, level=P)
    content: Text | None = field("内容", None, level=P)
    maturity: Literal["实验室", "小试", "中试", "产业化"] = field("成熟度", level=P)
    method: Method | None = field("转化方式", None, level=P)
    price: AchievementPrice | None = field("定价", None, level=I)
    income: Money | None = field("净收入", None, level=I, unit="万元")
    reward: Reward | None = field("奖酬", None, level=I)
    since: Day | None = field("入库日期", None, level=P)
    events: Annotated[tuple[ConversionAct, ...], Carries(FLOW)] = field("经过", (), level=I)
    note: Text | None = field("备注", None, level=I)
    origin: Origin = None

    def problems(self, route: Route) -> Iterator[Problem]:
        """An agreed price that was not shown; a share of the inventors below the law's, without a rule or agreement."""
        price, reward = self.price, self.reward
        if price and price.by == "协议定价" and price.publicised is None:
            message = "协议定价没有写公示的起止"
            yield Problem("result-price-unpublished", (*route, "price", "by"), message, "写 publicised: {since, until}")
        if reward and self.method in _SHARED and reward.share < LEAST_SHARE and not reward.basis:
            least = f"，至少 {number_text(self.income.wan * LEAST_SHARE / 100)} 万元" if self.income else ""
            message = f"奖酬 {number_text(reward.share)}%，低于法定的 {LEAST_SHARE}%{least}；没有写单位规定或者约定"
            yield Problem("result-reward-low", (*route, "reward", "share"), message, "写上 reward.basis，或者提高比例")
