"""Projects: the investments that are courted, signed, built and followed every week."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from hyzs.kinds.permit_flow import FLOW as PERMIT_FLOW
from hyzs.kinds.permit_flow import PermitAct
from hyzs.model.act import Act
from hyzs.model.annotations import Carries, Level, Name, Ref, Term
from hyzs.model.checked import Checked
from hyzs.model.credit_code import code_problems
from hyzs.model.evidence import EvidenceFiles
from hyzs.model.figure import Figure
from hyzs.model.finding import Problem, Route, Rule, Severity
from hyzs.model.holdings import DatedPerson, DatedTier, DatedUnit
from hyzs.model.money import Money
from hyzs.model.promise import Promise
from hyzs.model.record import Part, Record, field
from hyzs.model.scalars import Count, Day, Flag, Number, Text
from hyzs.model.spreadsheet_origin import DraftFlag, Origin
from hyzs.model.taskforce import Taskforce

P, I = Level.public, Level.internal
Indicator = Annotated[Text, Term("indicator")]
StageName = Annotated[Text, Term("stage")]


class Share(Part):
    """An investor's part in a project."""

    shorthand: ClassVar[str] = "of"
    of: Annotated[Text, Ref("investor")] = field("投资方", level=I)
    share: Number | None = field("占比", None, level=I, unit="%")


class Company(Part):
    """The local company, once registered."""

    name: Text | None = field("名称", None, level=I)
    credit_code: Text | None = field("统一社会信用代码", None, level=I)

    def problems(self, route: Route) -> Iterator[Problem]:
        """A credit code that can be none."""
        yield from code_problems(self.credit_code, (*route, "credit_code"))


class Investment(Part):
    """Planned investment, 万元."""

    total: Money | None = field("总投资", None, level=P, unit="万元")
    attracted: Money | None = field("引资额", None, level=I, unit="万元")
    fixed: Money | None = field("固定资产投资", None, level=I, unit="万元")


class Expected(Part):
    """Expected yearly benefits at full capacity."""

    jobs: Count | None = field("就业", None, level=P, unit="人")
    output: Number | None = field("年产值", None, level=I, unit="万元")
    tax: Number | None = field("年税收", None, level=I, unit="万元")


class Land(Part):
    """Land that the project needs."""

    area_mu: Number | None = field("用地面积", None, level=P, unit="亩")
    type: Annotated[Text, Term("land_type")] | None = field("用地类型", None, level=P)
    parcels: tuple[Annotated[Text, Ref("parcel")], ...] = field("载体", (), level=P)


class Lead(Part):
    """Origin of the lead."""

    channel: Annotated[Text, Term("channel")] | None = field("渠道", None, level=P)
    unit: Annotated[Text, Ref("unit")] | None = field("提供单位", None, level=P)
    origin: Text | None = field("转移来源地", None, level=P, note="产业转移项目从哪里迁来")
    partner: Annotated[Text, Ref("partner")] | None = field("介绍的伙伴", None, level=I)
    firm: Annotated[Text, Ref("investor")] | None = field("介绍的企业", None, level=I)
    event: Annotated[Text, Ref("event")] | None = field("来自哪场活动", None, level=I)
    note: Text | None = field("说明", None, level=I)


class Claim(Part):
    """A unit says it met the investor first (首谈申报)."""

    unit: Annotated[Text, Ref("unit")] = field("申报单位", level=I)
    on: Day = field("首谈日期", level=I)
    evidence: Text | None = field("凭证", None, level=I)
    attachments: EvidenceFiles = ()


class Ruling(Part):
    """Ruling on which unit was first, and the unit that decided (首谈裁定)."""

    unit: Annotated[Text, Ref("unit")] = field("首谈单位", level=I)
    by: Annotated[Text, Ref("unit")] = field("裁定单位", level=I)
    on: Day = field("裁定日期", level=I)
    basis: Text | None = field("依据", None, level=I)
    attachments: EvidenceFiles = ()


class Transfer(Act):
    """A step on the way of a project from one place to another."""

    from_: Annotated[Text, Ref("unit")] | None = field("转出", None, level=I, key="from")
    to: Annotated[Text, Ref("unit")] | None = field("转入", None, level=I)


class RecommendAct(Act):
    """A step on the way of a project to a fund."""

    amount: Money | None = field("金额", None, level=I, unit="万元")


class Agreement(Part):
    """Signed agreement."""

    type: Annotated[Text, Term("agreement_type")] = field("类型", level=P)
    on: Day = field("签订日期", level=P)
    amount: Money | None = field("协议金额", None, level=I, unit="万元")
    event: Annotated[Text, Ref("event")] | None = field("在哪场活动上签", None, level=I)
    note: Text | None = field("说明", None, level=I)
    attachments: EvidenceFiles = ()


class Milestone(Part):
    """The day on which a stage was reached."""

    shorthand: ClassVar[str] = "on"
    on: Day = field("日期", level=P)
    evidence: Text | None = field("凭证", None, level=I)
    attachments: EvidenceFiles = ()
    verified: Text | None = field("核定", None, level=I)


_PERMIT = (
    "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\npermits:\n  施工许可:\n"
)
#: The rules that the permits of one project alone can break.
PERMIT_RULES = (
    Rule(
        "permit-status",
        Severity.error,
        "手续的办理情况和它的经过对不上。",
        "写了经过，办到哪一步就由经过推出；两处不一样，不知道哪一处是真的。",
        "以经过为准，删去 status 和 on。",
        f"{_PERMIT}    status: »已办«\n    events: [{{on: 2026-11-02, do: 申请}}]\n",
    ),
    Rule(
        "permit-papers",
        Severity.error,
        "容缺受理没有写欠哪几样材料，或者没有写补齐的期限。",
        "容缺不是免交：欠什么、哪天补齐，要写明才追得到。",
        "写 papers: [材料]、due: 日期。",
        f"{_PERMIT}    events: [{{on: 2026-11-02, do: »容缺受理«}}]\n",
    ),
)


class Permit(Part):
    """Progress of a permit."""

    status: Literal["未办", "在办", "已办", "不需要"] | None = field("办理情况", None, level=P, note="写了经过就不用写")
    on: Day | None = field("办结日期", None, level=P)
    number: Text | None = field("文号", None, level=I)
    agent: Annotated[Text, Ref("unit")] | None = field("帮办单位", None, level=P)
    attachments: EvidenceFiles = ()
    events: Annotated[tuple[PermitAct, ...], Carries(PERMIT_FLOW)] = field("经过", (), level=P)

    @property
    def status_by_events(self) -> str | None:
        """The status that the events tell: 在办 until 办结, which makes it 已办; None without events."""
        if not self.events:
            return None
        return "已办" if any(act.do == "办结" for act in self.events) else "在办"

    def problems(self, route: Route) -> Iterator[Problem]:
        """A short form that differs from the events, and acceptance without papers or their day."""
        by_events = self.status_by_events
        done_on = next((act.on for act in self.events if act.do == "办结"), None)
        if by_events and self.status and by_events != self.status:
            message = f"办理情况写的是{self.status}，经过是{by_events}"
            yield Problem("permit-status", (*route, "status"), message, "以经过为准，删去 status")
        if done_on and self.on and done_on != self.on:
            message = f"办结日期写的是 {self.on}，经过是 {done_on}"
            yield Problem("permit-status", (*route, "on"), message, "以经过为准，删去 on")
        for n, act in enumerate(self.events):
            if act.do == "容缺受理" and not (act.papers and act.due):
                message = "容缺受理要写欠哪几样材料、哪天以前补齐"
                yield Problem("permit-papers", (*route, "events", n, "do"), message, "写 papers: [材料]、due: 日期")


class Access(Part):
    """Access of foreign investment: by which edition of the list somebody looked, on which day, with what result."""

    list: Annotated[Text, Term("access_list")] = field("按哪一版", level=I)
    on: Day = field("核对日期", level=I)
    by: Annotated[Text, Ref("unit")] = field("核对单位", level=I)
    result: Literal["不在清单", "限制", "禁止"] = field("结果", level=I)


class Reinvestment(Part):
    """Profit that was reinvested; its effect on taxes is decided by the tax office."""

    on: Day = field("再投资日期", level=I)
    amount: Money = field("金额", level=Level.secret, unit="万元")
    encouraged: Literal["全国", "中西部", "否"] = field("鼓励目录", level=I)
    treaty_rate: Number | None = field("协定税率", None, level=I, unit="%")


class Foreign(Part):
    """Foreign investment in the project, as the firm declared it."""

    origin: Text = field("来源地", level=I)
    access: Access | None = field("准入核对", None, level=I)
    reinvestments: tuple[Reinvestment, ...] = field("利润再投资", (), level=Level.secret)
    note: Text | None = field("说明", None, level=I)


class Financing(Part):
    """Money that the project looks for."""

    kind: Literal["股权", "债权", "其他"] = field("方式", level=I)
    amount: Money | None = field("需要金额", None, level=I, unit="万元")
    round: Text | None = field("轮次", None, level=I)
    note: Text | None = field("说明", None, level=I)


class Recommendation(Part):
    """The project was recommended to a fund; the fund decides."""

    events: Annotated[tuple[RecommendAct, ...], Carries("推荐")] = field("经过", (), level=I)


class QuotaPledge(Part):
    """A part of a yearly quota that was pledged to the project."""

    of: Annotated[Text, Term("quota")] = field("指标", level=I)
    year: Count = field("年份", level=I)
    amount: Number = field("数量", level=I)
    on: Day = field("承诺日期", level=I)
    by: Annotated[Text, Ref("unit")] | None = field("承诺单位", None, level=I)
    released: Day | None = field("退回日期", None, level=I)
    note: Text | None = field("说明", None, level=I)


class State(Part):
    """State of the project from a day on: pursued, paused or ended, and the unit that approved it."""

    state: Literal["在推", "暂缓", "终止"] = field("状态", level=P)
    since: Day = field("起", level=P)
    reason: Text | None = field("原因", None, level=I)
    approved_by: Annotated[Text, Ref("unit")] | None = field("批准单位", None, level=I)
    review: Day | None = field("复核日期", None, level=I)


class Tracked(Part):
    """Day from which the project is tracked."""

    since: Day = field("纳入跟踪", level=P)


class Recognition(Part):
    """Recognition of the project by the city (认定, 不予认定)."""

    status: Literal["认定", "不予认定", "待认定"] = field("认定", level=I)
    reason: Text | None = field("理由", None, level=I)
    by: Annotated[Text, Ref("unit")] | None = field("认定单位", None, level=I)
    on: Day | None = field("日期", None, level=I)


class Feasibility(Part):
    """Study of a planned project (论证): done or not, by which unit, in which paper."""

    done: Flag = field("已论证", level=P)
    by: Annotated[Text, Ref("unit")] | None = field("论证单位", None, level=I)
    on: Day | None = field("论证日期", None, level=I)
    file: Text | None = field("材料", None, level=I)


class Study(Part):
    """The study of a planned project: market, industry, feasibility."""

    market: Text | None = field("市场", None, level=I)
    industry: Text | None = field("产业", None, level=I)
    feasibility: Feasibility | None = field("可行性", None, level=P)


class Proposal(Part):
    """A proposal for the catalogue: the unit, the day of its last revision, the terms it offers."""

    unit: Annotated[Text, Ref("unit")] = field("申报单位", level=P)
    on: Day = field("修订日期", level=P)
    conditions: Text | None = field("合作条件", None, level=P)
    direction: Text | None = field("策划方向", None, level=P)


class ProjectSharing(Part):
    """The rule by which first place and host share the figures of a project that was passed on."""

    rule: Annotated[Text, Term("sharing")] = field("共享规则", level=I)
    agreed: Day | None = field("约定日期", None, level=I)
    first: Annotated[Text, Ref("unit")] | None = field(
        "首谈地", None, level=I, note="不写则为首谈裁定、最早申报或流转的转出地"
    )
    one_off: Money | None = field("一次性补偿", None, level=I, unit="万元")
    note: Text | None = field("说明", None, level=I)


class Project(Record):
    """An investment project."""

    kind: ClassVar[str] = "project"
    label: ClassVar[str] = "项目"
    path: ClassVar[str] = "projects/**/{id}.yaml"
    list_columns: ClassVar[tuple[str, ...]] = ("id", "name", "tier", "stage", "county", "lead", "investment.total")
    list_rank: ClassVar[int] = 2
    owner_fields: ClassVar[tuple[str, ...]] = ("reporter", "park", "county", "lead")
    rules: ClassVar[tuple[Rule, ...]] = PERMIT_RULES

    name: Annotated[Text, Name()] = field("项目名称", level=I)
    sample: Flag = field("示例", False, level=P)
    public_name: Text | None = field("公开名称", None, level=P)
    draft: DraftFlag = False
    tier: Annotated[DatedTier, Term("tier")] = field("项目类别", level=P)
    type: Annotated[Text, Term("project_type")] | None = field("项目类型", None, level=P)
    content: Text | None = field("建设内容及规模", None, level=I)
    industry: Annotated[Text, Ref("industry")] | None = field("产业", None, level=P)
    industrial: Flag = field("产业项目", False, level=P)
    advanced: Flag = field("先进产能", False, level=P)
    headquarters: Literal["总部", "第二总部"] | None = field("总部项目", None, level=P)
    investors: tuple[Share, ...] = field("投资方", (), level=I)
    company: Company | None = field("落地企业", None, level=I)
    investment: Investment | None = field("投资", None, level=P)
    yearly: dict[Text, dict[Indicator, Number]] = field("年度计划", {}, level=I, unit="万元")
    expected: Expected | None = field("预期效益", None, level=I)
    land: Land | None = field("用地", None, level=P)
    county: Annotated[DatedUnit, Ref("unit", duty="local")] | None = field("属地", None, level=P)
    park: Annotated[DatedUnit, Ref("unit", duty="local")] | None = field("园区", None, level=P)
    lead: Annotated[DatedUnit, Ref("unit", duty="lead")] | None = field("牵头单位", None, level=P)
    responsible: tuple[Annotated[Text, Ref("unit", duty="responsible")], ...] = field("责任单位", (), level=P)
    patron: Annotated[DatedPerson, Ref("person", duty="patron")] | None = field("联系市领导", None, level=P)
    reporter: Annotated[DatedUnit, Ref("unit", duty="report")] | None = field("填报单位", None, level=P)
    taskforce: Taskforce | None = field("专班", None, level=P)
    source: Lead | None = field("线索来源", None, level=I)
    claims: tuple[Claim, ...] = field("首谈申报", (), level=I)
    ruling: Ruling | None = field("首谈裁定", None, level=I)
    transfers: Annotated[tuple[Transfer, ...], Carries("流转")] = field("流转", (), level=I)
    study: Study | None = field("论证", None, level=P)
    proposed: Proposal | None = field("策划申报", None, level=P)
    figures: dict[Annotated[Text, Term("indicator|firm_indicator")], tuple[Figure, ...]] = field(
        "核定数", {}, level=I, note="当年数，按年一条；核定的才进考核和结算；企业的税收之类写在 private/figures/"
    )
    sharing: ProjectSharing | None = field("共享", None, level=I)
    agreements: tuple[Agreement, ...] = field("协议", (), level=P)
    milestones: dict[StageName, Milestone] = field("节点", {}, level=P)
    promises: dict[StageName, Promise] = field("承诺时限", {}, level=I)
    permits: dict[Annotated[Text, Term("permit")], Permit] = field("手续", {}, level=P)
    foreign: Foreign | None = field("外资", None, level=I)
    financing: Financing | None = field("融资需求", None, level=I)
    recommended: dict[Annotated[Text, Ref("offer")], Recommendation] = field("推荐", {}, level=I, note="推荐给哪只基金")
    quota: tuple[QuotaPledge, ...] = field("指标承诺", (), level=I)
    checks: tuple[Checked, ...] = field("研判", (), level=I)
    states: tuple[State, ...] = field("状态", (), level=I)
    tracked: Tracked | None = field("跟踪", None, level=P)
    codes: dict[Text, Text] = field("其他编号", {}, level=I)
    recognition: Recognition | None = field("认定", None, level=I)
    confidential: Flag = field("保密", False, level=P)
    note: Text | None = field("备注", None, level=I)
    origin: Origin = None
