"""The store's settings: week rhythm, cadence, vocabularies, requirements of each stage."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator

from hyzs.kinds.assessment_settings import (
    CatalogueRules,
    CommitmentRules,
    EvaluationRules,
    LegacyAge,
    Sharing,
    ToleranceGround,
)
from hyzs.kinds.digest_settings import Digest
from hyzs.kinds.event_settings import RULES as EVENT_RULES
from hyzs.kinds.event_settings import (
    Brand,
    CountRules,
    EventType,
    Festival,
    Outcome,
    PartnerType,
    Rate,
    Series,
)
from hyzs.kinds.flow_settings import Deadline, DeclaredFlow, Step, flow_problem
from hyzs.kinds.keeper_settings import RULES as KEEPER_RULES
from hyzs.kinds.keeper_settings import Keeper
from hyzs.kinds.match_rule import RULES as MATCH_RULES
from hyzs.kinds.match_rule import MatchRule
from hyzs.kinds.support_settings import (
    AchievementRules,
    BaseRate,
    Basket,
    Factor,
    FundBand,
    LandLimits,
    LintArticle,
    PolicyRules,
    PushRules,
    Quota,
    TariffRules,
)
from hyzs.kinds.vocabulary_settings import (
    AccessList,
    AgreementType,
    Aspect,
    CadenceWord,
    ChainRole,
    Channel,
    CheckItem,
    Every,
    FirmIndicator,
    FirmLabelTerm,
    Indicator,
    LandType,
    LandUse,
    ParcelType,
    ParcelWay,
    PermitType,
    ProjectType,
    Region,
    Stage,
    Tier,
    UnitLevel,
    UnitType,
)
from hyzs.model.annotations import Level, Term, Where
from hyzs.model.decimals import precision_problem
from hyzs.model.finding import Problem, Route, Rule, Severity
from hyzs.model.lint import MOST_ARTICLES
from hyzs.model.record import Part, Record, Starter, field
from hyzs.model.scalars import (
    Count,
    Day,
    Duration,
    Number,
    Text,
    json_schema,
    quoted,
    read_day,
    read_moment,
    scalar,
    validation_error,
)
from hyzs.model.week import YEARS

P = Level.public
_PERCENT = re.compile(r"100%|[1-9]?[0-9](\.[0-9]+)?%")
_MOMENT = re.compile(r"下?周[一二三四五六日] ([01][0-9]|2[0-3]):[0-5][0-9]")


def _week_moment(value: object) -> str:
    text = scalar(value)
    if not _MOMENT.fullmatch(text):
        raise validation_error("bad-when", f"“{quoted(text)}”不是一周里的时刻，要写成 周五 10:00 或 下周三 18:00")
    return str(text)


WeekMoment = Annotated[str, BeforeValidator(_week_moment), json_schema(type="string", pattern=f"^{_MOMENT.pattern}$")]


def _clock(value: object) -> str:
    text = str(scalar(value))
    year = (read_moment(text) if "T" in text else read_day(text)).year
    if not YEARS[0] <= year <= YEARS[1]:
        raise validation_error("bad-date", f"“{quoted(text)}”不在 {YEARS[0]} 年到 {YEARS[1]} 年之间")
    return text


#: The day, or the moment, at which a clock stands still.
Clock = Annotated[
    str,
    BeforeValidator(_clock),
    json_schema(type="string", pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?$"),
]


class WeekTimes(Part):
    """Times at which a week's returns open, fall due and close."""

    opens: WeekMoment = field("开始填报", level=P)
    due: WeekMoment = field("截止时间", level=P)
    closes: WeekMoment = field("封账时间", level=P)


class CadenceRule(Part):
    """Projects of this tier and stage report only so often."""

    tier: Annotated[Text, Term("tier")] | None = field("项目类别", None, level=P)
    stage: Annotated[Text, Term("stage")] | None = field("阶段", None, level=P)
    every: Every = field("间隔", level=P, note="周数，或 month、quarter、half-year、year：该时段最后一周报")


class Cadence(Part):
    """Reporting interval of projects, and of tasks without a cadence word."""

    default: Literal["weekly"] = field("一般频次", level=P)
    long_term_tasks: Every = field("长期任务", "quarter", level=P, note="没有写频次的长期任务多久报一次")
    dated_tasks: Every = field("限期任务", "month", level=P, note="没有写频次的限期任务多久报一次；逾期以后每周报")
    holiday: Literal["提前", "顺延", "并报"] = field("节假日", "提前", level=P)
    rules: tuple[CadenceRule, ...] = field("例外", (), level=P)


class NodeState(Part):
    """A state of a node of a chain with its thresholds; the first one that is met holds."""

    name: Text = field("名称", level=P)
    here: Count = field("已在本地", 0, level=P, note="本地企业和已开工项目，至少几个")
    coming: Count = field("正在招引", 0, level=P, note="在招引的项目，至少几个")


class ChainRules(Part):
    """The way in which the state of a node is judged."""

    here: Annotated[Text, Term("stage")] = field("算已落地", level=P, note="到了这个阶段的项目算已在本地")
    coming: tuple[Annotated[Text, Term("stage")], ...] = field("算在招引", level=P)
    states: tuple[NodeState, ...] = field("环节状态", level=P, note="从上到下，第一条都满足的")
    crowded: Count = field("几个园区算拥挤", level=P, note="这么多园区都把它列为主导产业")
    source: Text = field("出处", level=P)


class Checkup(Part):
    """A rule by which projects are examined (体检): those that ``where`` finds, of those that ``scope`` is about."""

    name: Text = field("名称", level=P)
    where: Annotated[Text, Where("project")] = field("条件", level=P, note="写法同 hyzs list projects --where")
    scope: Annotated[Text, Where("project")] | None = field(
        "查哪些项目", None, level=P, note="写法同上；不写就是所有在推的"
    )
    weeks: Count | None = field("要有几周填报", None, level=P, note="填报不满这么多周的待核，不算没有问题")
    source: Text = field("出处", level=P)
    note: Text | None = field("说明", None, level=P)


def _percent(value: object) -> Decimal:
    text = scalar(value)
    if not _PERCENT.fullmatch(text):
        raise validation_error("bad-number", f"“{quoted(text)}”不是百分比，要写成 95% 的样子")
    if too_long := precision_problem(text[:-1]):
        raise validation_error("bad-number", f"“{quoted(text)}”{too_long}")
    return Decimal(text[:-1])


Percent = Annotated[Decimal, BeforeValidator(_percent), json_schema(type="string", pattern=f"^{_PERCENT.pattern}$")]


class Assertion(Part):
    """Assertion on all records of a kind taken together."""

    of: Text = field("记录种类", level=P, note="英文名或中文名，如 project、项目；草稿不算")
    where: dict[Text, Text] = field("条件", {}, level=P, note="字段: 名称，如 {tier: 重大}；都满足的记录才算")
    at_least: Count | None = field("至少几条", None, level=P)
    at_most: Count | None = field("至多几条", None, level=P)
    filled: Percent | None = field("填写率下限", None, level=P, note="field 填了的记录所占比例，如 95%")
    within: Duration | None = field("最近几天内", None, level=P, note="field 里最晚的日期不早于几天前")
    field: Text | None = field("字段", None, level=P)

    def problems(self, route: Route) -> Iterator[Problem]:
        """Problems where nothing is asserted, or the field is missing that an assertion needs."""
        asserted = (self.at_least, self.at_most, self.filled, self.within)
        if all(bound is None for bound in asserted):
            yield Problem("assertion-form", route, "断言没有写要满足什么", "写 at_least、at_most、filled 或 within")
        elif self.field is None and (self.filled is not None or self.within is not None):
            yield Problem("assertion-form", route, "断言没有写是哪个字段", "写上 field，例如 field: land.area_mu")


_RULES = (
    Rule(
        "assertion-form",
        Severity.error,
        "设置里的断言没有写全。",
        "写不全的断言什么也不查，却让人以为查了。",
        "写明要满足什么：at_least、at_most、filled 或 within；后两种还要写 field。",
        "== data/settings.yaml\n"
        "id: base\nname: 测试库\nweek: {opens: 周四 00:00, due: 周五 10:00, closes: 下周三 18:00}\n"
        "cadence: {default: weekly}\ntiers: [{name: 重大}, {name: 重点}, {name: 一般}]\n"
        "stages: [{name: 线索}, {name: 在谈}]\n"
        "assertions: [»{of: 项目, where: {tier: 重大}}«]\n",
    ),
    Rule(
        "article-form",
        Severity.error,
        "设置里的审查条款没有写全：有一组没有词，或者词太长。",
        "没有词的条款什么也查不出，却让人以为查了。",
        "每组写上词，每个词不超过四十个字。",
        "== data/settings.yaml\n"
        "id: base\nname: 测试库\nweek: {opens: 周四 00:00, due: 周五 10:00, closes: 下周三 18:00}\n"
        "cadence: {default: weekly}\ntiers: [{name: 重大}, {name: 重点}, {name: 一般}]\n"
        "stages: [{name: 线索}, {name: 在谈}]\n"
        "articles:\n  - {id: zd-1, law: 示例, article: 第一条, title: 示例, all: [{words: [甲]}, »{words: []}«]}\n",
    ),
    Rule(
        "flow-form",
        Severity.error,
        "设置里的流程没有写全，或者前后对不上。",
        "流程写错了，事情走到那一步就接不下去，期限也算不出来。",
        "照提示改；每一步要么能开头(first)，要么写明在哪些动作以后(after)，名称用这个流程里有的。",
        "== data/settings.yaml\n"
        "id: base\nname: 测试库\nweek: {opens: 周四 00:00, due: 周五 10:00, closes: 下周三 18:00}\n"
        "cadence: {default: weekly}\ntiers: [{name: 重大}, {name: 重点}, {name: 一般}]\n"
        "stages: [{name: 线索}, {name: 在谈}]\n"
        "flows:\n  - name: 流转\n    source: 示例\n    steps:\n      - {do: 申请, first: true}\n"
        "      - {do: 受理, after: »[登记]«, ends: true}\n",
    ),
    Rule(
        "sharing-sum",
        Severity.error,
        "共享规则里首谈地和承接地的份额合计不是百分之百。",
        "份额加起来不是一百，分完的数和总数对不上。",
        "first 和 host 合计写 100。",
        "== data/settings.yaml\n"
        "id: base\nname: 测试库\nweek: {opens: 周四 00:00, due: 周五 10:00, closes: 下周三 18:00}\n"
        "cadence: {default: weekly}\ntiers: [{name: 重大}, {name: 重点}, {name: 一般}]\n"
        "stages: [{name: 线索}, {name: 在谈}]\n"
        "sharings:\n  - name: 示例规则\n    basis: 示例\n    shares:\n"
        "      - »{of: paid_in, label: 到位资金, mode: 分算, first: 50, host: 40}«\n",
    ),
)


class SettingSource(Part):
    """Source of a setting; 示例 where the city has published nothing."""

    of: Text = field("设置项", level=P)
    source: Text = field("依据", level=P)
    note: Text | None = field("说明", None, level=P)


class Condition(Part):
    """A fact and its bounds."""

    fact: Literal[
        "points_behind",
        "overdue_days",
        "days_left",
        "weeks_silent",
        "weeks_unchanged",
        "needs_overdue",
        "matters_overdue",
        "flow_overdue",
        "exempt",
    ] = field("事实", level=P)
    at_least: Number | None = field("不少于", None, level=P)
    above: Number | None = field("大于", None, level=P)
    below: Number | None = field("小于", None, level=P)
    at_most: Number | None = field("不超过", None, level=P)


class Light(Part):
    """A light, and when it is on: all its conditions hold, and none of the lights before it is on."""

    name: Text = field("灯", level=P)
    colour: Literal["red", "yellow", "green", "blue", "white"] = field("颜色", level=P)
    meaning: Text | None = field("含义", None, level=P)
    when: tuple[Condition, ...] = field("条件", (), level=P)
    after: Duration | None = field("连续几周后升级", None, level=P, note="连着亮这么多周，就变成 to 写的灯")
    to: Text | None = field("升级为", None, level=P)


class ReportView(Part):
    """A register that people ask for again and again, under a name."""

    name: Text = field("名称", level=P)
    where: Annotated[Text, Where("project")] | None = field("条件", None, level=P, note="写法同 hyzs list --where")
    columns: tuple[Text, ...] = field("列", (), level=P, note="写法同 hyzs list --columns")


class ForeignRules(Part):
    """Time limits of complaints by foreign firms, in 工作日, and the tax credit on reinvested profit, in percent."""

    accept_days: Count = field("投诉受理", level=P, unit="工作日")
    close_days: Count = field("投诉办结", level=P, unit="工作日", note="从受理起")
    credit_rate: Number = field("再投资抵免", level=P, unit="%")
    credit_since: Day = field("抵免从", level=P)
    credit_until: Day = field("抵免到", level=P)
    hold_months: Count = field("至少持有", level=P, unit="月")
    before: Annotated[Text, Term("stage")] | None = field("哪个节点以前核对准入", None, level=P)
    tiers: tuple[Annotated[Text, Term("tier")], ...] = field("须有专班的类别", (), level=P)
    source: Text = field("出处", level=P)


class Settings(Record):
    """The settings of a store: one file."""

    kind: ClassVar[str] = "settings"
    label: ClassVar[str] = "设置"
    path: ClassVar[str] = "settings.yaml"
    starter: ClassVar[Starter] = Starter.bare
    is_offered: ClassVar[bool] = False
    rules: ClassVar[tuple[Rule, ...]] = (*_RULES, *EVENT_RULES, *MATCH_RULES, *KEEPER_RULES)

    name: Text = field("名称", level=P)
    region_code: Text | None = field("行政区划代码", None, level=P, note="几个库合在一起汇总时用，如 430400")
    time_zone: Literal["+08:00"] = field("时区", "+08:00", level=P)
    as_of: Clock | None = field(
        "示例截至", None, level=P, note="示例仓库停在这一天：没有 --today 就以它为今天；有真实数据的仓库不写"
    )
    week: WeekTimes = field("周填报节奏", level=P)
    cadence: Cadence = field("报送频次", level=P)
    tiers: tuple[Tier, ...] = field("项目类别", level=P)
    indicators: tuple[Indicator, ...] = field("指标", (), level=P)
    firm_indicators: tuple[FirmIndicator, ...] = field("企业指标", (), level=P, note="企业的数，写在 private/figures/")
    stages: tuple[Stage, ...] = field("阶段", level=P)
    required: dict[Annotated[Text, Term("stage")], tuple[Text, ...]] = field("各阶段必填", {}, level=P)
    cadences: tuple[CadenceWord, ...] = field("任务频次用语", (), level=P)
    unit_types: tuple[UnitType, ...] = field("单位类型", (), level=P)
    unit_levels: tuple[UnitLevel, ...] = field("单位层级", (), level=P)
    regions: tuple[Region, ...] = field("招商区域", (), level=P)
    chain_roles: tuple[ChainRole, ...] = field("环节角色", (), level=P)
    firm_labels: tuple[FirmLabelTerm, ...] = field("企业标签", (), level=P)
    chain: ChainRules | None = field("产业链", None, level=P)
    project_types: tuple[ProjectType, ...] = field("项目类型", (), level=P)
    land_types: tuple[LandType, ...] = field("用地类型", (), level=P)
    parcel_types: tuple[ParcelType, ...] = field("载体类型", (), level=P)
    parcel_ways: tuple[ParcelWay, ...] = field("供应方式", (), level=P)
    land_uses: tuple[LandUse, ...] = field("土地用途", (), level=P)
    channels: tuple[Channel, ...] = field("线索渠道", (), level=P)
    agreement_types: tuple[AgreementType, ...] = field("协议类型", (), level=P)
    event_types: tuple[EventType, ...] = field("活动类型", (), level=P)
    series: tuple[Series, ...] = field("活动系列", (), level=P, note="每年或隔年办的展会、论坛；没有安排的报表会说")
    brands: tuple[Brand, ...] = field("活动品牌", (), level=P)
    festivals: tuple[Festival, ...] = field("节日", (), level=P, note="日期由农历、节气推出，放假见 calendar")
    outcomes: tuple[Outcome, ...] = field("活动成效", (), level=P)
    partner_types: tuple[PartnerType, ...] = field("伙伴类型", (), level=P)
    counts: CountRules | None = field("成果计数", None, level=P)
    rates: tuple[Rate, ...] = field("成果比率", (), level=P)
    permits: tuple[PermitType, ...] = field("手续", (), level=P)
    aspects: tuple[Aspect, ...] = field("研判方面", (), level=P)
    check_items: tuple[CheckItem, ...] = field("尽调事项", (), level=P, note="企业、伙伴的 checks 的 item 写的词")
    checkups: tuple[Checkup, ...] = field("体检规则", (), level=P)
    flows: tuple[DeclaredFlow, ...] = field("流程", (), level=P, note="一件事怎么走：谁办、几天、先后")
    matches: tuple[MatchRule, ...] = field("匹配规则", (), level=P, note="谁配得上什么：必须的条件和分")
    checks: dict[Text, Literal["error", "warning", "off"]] = field(
        "校验程度", {}, level=P, note="代码: 程度；没有写的照 hyzs explain 所列"
    )
    assertions: tuple[Assertion, ...] = field("断言", (), level=P, note="全库数据应当满足的：条数、填写率、新旧")
    access_lists: tuple[AccessList, ...] = field("外资清单目录", (), level=P)
    foreign: ForeignRules | None = field("外资规定", None, level=P)
    push: PushRules | None = field("免申即享推送", None, level=P)
    land_limits: LandLimits | None = field("用地数的限度", None, level=P)
    commitments: CommitmentRules | None = field("承诺计数", None, level=P)
    sharings: tuple[Sharing, ...] = field("共享规则", (), level=P, note="流转项目的首谈地和承接地怎么分")
    evaluation: EvaluationRules | None = field("项目评估", None, level=P)
    catalogue: CatalogueRules | None = field("重点目录", None, level=P)
    tolerance_grounds: tuple[ToleranceGround, ...] = field("容错情形", (), level=P)
    legacy_ages: tuple[LegacyAge, ...] = field("遗留年限", (), level=P, note="从短到长，最后一组不写 less_than")
    base_rates: tuple[BaseRate, ...] = field("基准利率", (), level=P)
    factors: tuple[Factor, ...] = field("要素", (), level=P, note="价格表里的要素和计价单位")
    baskets: tuple[Basket, ...] = field("要素篮子", (), level=P, note="report tariffs --basket 按它比各园区")
    tariffs: TariffRules | None = field("要素价格规则", None, level=P)
    quotas: tuple[Quota, ...] = field("指标池", (), level=P, note="绿电、能耗、环评总量等")
    achievements: AchievementRules | None = field("科技成果规则", None, level=P)
    fund_bands: tuple[FundBand, ...] = field("返投分档", (), level=P, note="从高到低")
    articles: tuple[LintArticle, ...] = field("审查条款", (), level=P, note="加在随程序来的条款之外")
    policies: PolicyRules | None = field("政策规则", None, level=P)
    deadlines: tuple[Deadline, ...] = field("办理期限", (), level=P, note="交办事项没有写期限时，按来源推算，工作日")
    explain_after: Duration | None = field("沉默几周要说明", None, level=P, note="连续这么多周没有报，再报要写原因")
    ladder: tuple[Step, ...] = field("催办梯次", (), level=P, note="从轻到重")
    notice_number: Text | None = field(
        "催办文号", None, level=P, note="{year} 为年份，{n} 为当年的顺序号，如 示例〔{year}〕{n}号"
    )
    notice_issuer: Text | None = field("催办文书的发文机关", None, level=P, note="署名；打印时 --letterhead 写的优先")
    lights: tuple[Light, ...] = field("亮灯规则", (), level=P, note="从上到下，第一条条件都满足的；不写就不亮灯")
    views: tuple[ReportView, ...] = field("台账视图", (), level=P, note="hyzs report register 名称")
    digests: tuple[Digest, ...] = field("订阅", (), level=P, note="hyzs digest 名称")
    keepers: tuple[Keeper, ...] = field("管理规则", (), level=P, note="哪个单位管哪些记录、字段、文件")
    sources: tuple[SettingSource, ...] = field("依据", (), level=P)

    def problems(self, route: Route) -> Iterator[Problem]:
        """No flow is declared twice from the same day on; articles beyond those that are looked for."""
        if len(self.articles) > MOST_ARTICLES:
            message = f"审查条款 {len(self.articles)} 条，只用前 {MOST_ARTICLES} 条"
            yield Problem("article-form", (*route, "articles", MOST_ARTICLES), message, "删去用不着的")
        versions = [(flow.name, flow.since) for flow in self.flows]
        for n, flow in enumerate(versions):
            if versions.index(flow) < n:
                yield flow_problem(
                    (*route, "flows", n, "name"), f"“{flow[0]}”写了两遍", "换一版的，写上 since: 起用日期"
                )
