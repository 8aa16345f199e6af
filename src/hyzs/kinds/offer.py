"""Offers (支持事项) of a unit, bank or fund to firms and projects: condition, amount, days."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from hyzs.kinds.flow_settings import DayLimit
from hyzs.model.annotations import Level, Linted, Name, Ref, Where
from hyzs.model.finding import Problem, Route, Rule, Severity
from hyzs.model.money import Money
from hyzs.model.record import Part, Record, field
from hyzs.model.scalars import Count, Day, Flag, Number, Text, Url
from hyzs.model.spreadsheet_origin import DraftFlag, Origin

P, I = Level.public, Level.internal
Form = Literal["奖补", "贴息", "贷款", "担保", "基金", "要素", "资质", "人才", "奖贷联动", "场景"]
Mode = Literal["免申即享", "快申快享", "申报"]
FUND = "基金"
_HEAD = "== data/offers/offers.yaml\n- id: tx-a1\n  name: 示例·贴息\n  sample: true\n  form: 贴息\n  unit: 甲县\n"


class Once(Part):
    """Number of times that one firm may have the offer in a period."""

    shorthand: ClassVar[str] = "per"
    per: Literal["年", "事项", "企业"] = field("每", level=P, note="年：一年几次；事项：同一件事；企业：一共")
    times: Count = field("几次", 1, level=P)


class Amount(Part):
    """An amount as data: the product of its factors, no more than ``cap`` and than the fact ``at_most``, 万元.

    A factor is a number, a rate of ``settings.base_rates``, or an indicator of the firm.
    """

    product: tuple[Text, ...] = field("各项相乘", (), level=P, note="数、基准利率的名称或者企业指标的名称")
    fixed: Number | None = field("定额", None, level=P, unit="万元")
    cap: Number | None = field("最高", None, level=P, unit="万元")
    at_most: Text | None = field("不超过哪一项", None, level=P, note="企业指标的名称")
    unit: Literal["万元"] = field("单位", "万元", level=P)
    note: Text | None = field("说明", None, level=P)


class OfferLimit(DayLimit):
    """Time in which it is handled."""

    source: Text | None = field("时限依据", None, level=P)


class Ticket(Part):
    """Least and most that a fund invests at once."""

    min: Money | None = field("最少", None, level=I, unit="万元")
    max: Money | None = field("最多", None, level=I, unit="万元")


class FundTerm(Part):
    """A term of a fund in its own words."""

    shorthand: ClassVar[str] = "text"
    text: Annotated[Text, Linted("fund")] = field("条款", level=I)


class Offer(Record):
    """One support that a unit, a bank or a fund has for firms or projects."""

    kind: ClassVar[str] = "offer"
    label: ClassVar[str] = "支持事项"
    path: ClassVar[str] = "offers/{file}.yaml"
    listed: ClassVar[bool] = True
    list_columns: ClassVar[tuple[str, ...]] = ("id", "name", "form", "unit", "mode", "policy", "until")
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "offer-no-basis",
            Severity.warning,
            "支持事项没有写依据哪一份政策。",
            "给钱给地要有公开的依据；没有依据的给了也可能要追回。",
            "写 policy: 政策的文号或名称；依据不在库里的写 basis。",
            _HEAD.replace("tx-a1", "»tx-a1«"),
        ),
        Rule(
            "offer-dates",
            Severity.error,
            "支持事项的止期早于起期。",
            "日期错了，在不在期内就认不清。",
            "核对 since 和 until。",
            f"{_HEAD}  basis: 示例\n  since: 2026-05-01\n  until: »2026-04-01«\n",
        ),
    )

    name: Annotated[Text, Name()] = field("名称", level=P)
    aliases: tuple[Annotated[Text, Name("alias")], ...] = field("别名", (), level=P)
    sample: Flag = field("示例", False, level=P)
    draft: DraftFlag = False
    form: Form = field("方式", level=P)
    policy: Annotated[Text, Ref("policy")] | None = field("依据的政策", None, level=P)
    basis: Text | None = field("其他依据", None, level=P, note="依据不在库里的，写文号和条款")
    unit: Annotated[Text, Ref("unit", duty="handle")] = field("责任单位", level=P)
    provider: Text | None = field("提供机构", None, level=P, note="银行、担保公司等")
    mode: Mode | None = field("办理方式", None, level=P)
    to: Literal["企业", "项目"] = field("面向", "企业", level=P, note="who 里的条件问的是企业还是项目")
    who: Annotated[Text, Where(kind_in="to")] | None = field(
        "条件", None, level=P, note="写法同 hyzs list --where；缺数据的待核"
    )
    audience: Text | None = field("对象", None, level=P, note="给人看的话")
    standard: Text | None = field("标准", None, level=P, note="给人看的话：给多少、怎么给")
    amount: Amount | None = field("金额", None, level=P)
    once: Once | None = field("次数", None, level=P)
    excludes: tuple[Text, ...] = field("不同享", (), level=P, note="支持事项的名称，或者别的话")
    limit: OfferLimit | None = field("办理时限", None, level=P)
    papers: tuple[Text, ...] = field("材料", (), level=P)
    industries: tuple[Annotated[Text, Ref("industry")], ...] = field("产业", (), level=P, note="不写就是不限")
    since: Day | None = field("起", None, level=P)
    until: Day | None = field("止", None, level=P)
    succeeded_by: Annotated[Text, Ref("offer")] | None = field("由谁承接", None, level=P)
    parent: Annotated[Text, Ref("offer")] | None = field("上级事项", None, level=P, note="母基金，或者大的事项")
    manager: Text | None = field("管理人", None, level=P)
    size: Money | None = field("规模", None, level=I, unit="万元")
    ticket: Ticket | None = field("单笔", None, level=I)
    terms: tuple[FundTerm, ...] = field("条款", (), level=I)
    url: Url | None = field("网址", None, level=P)
    note: Text | None = field("备注", None, level=I)
    origin: Origin = None

    def problems(self, route: Route) -> Iterator[Problem]:
        """Problems of an offer without a basis, or that ends before it begins."""
        if self.policy is None and self.basis is None:
            yield Problem("offer-no-basis", (*route, "id"), f"{self.name}没有写依据", "写 policy 或 basis")
        if self.since and self.until and self.until < self.since:
            yield Problem("offer-dates", (*route, "until"), f"{self.until} 早于起期 {self.since}", "核对日期")
