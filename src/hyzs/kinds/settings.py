"""The store's settings: week rhythm, cadence, vocabularies, what each stage requires."""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator

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
from hyzs.kinds.match_rule import RULES as MATCH_RULES
from hyzs.kinds.match_rule import MatchRule
from hyzs.model.annotations import Level, Ref, Term, Where
from hyzs.model.decimals import precision_problem
from hyzs.model.finding import Problem, Route, Rule, Severity
from hyzs.model.interval import INTERVAL_NAMES
from hyzs.model.lint import LONGEST_WORD, MOST_ARTICLES
from hyzs.model.record import Part, Record, Starter, field
from hyzs.model.scalars import (
    Count,
    Day,
    Duration,
    Flag,
    Number,
    Text,
    json_schema,
    quoted,
    read_day,
    read_moment,
    scalar,
    validation_error,
)
from hyzs.model.vocabulary import VocabularyTerm
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


def _every(value: object) -> str:
    text = scalar(value)
    if text not in INTERVAL_NAMES and not re.fullmatch("[1-9][0-9]?", text):
        raise validation_error(
            "bad-choice", f"“{quoted(text)}”不是报送间隔，写周数(如 2)或 {'、'.join(INTERVAL_NAMES)}"
        )
    return str(text)


Every = Annotated[
    str,
    BeforeValidator(_every),
    json_schema(
        type=["string", "integer"], pattern=f"^({'|'.join(INTERVAL_NAMES)}|[1-9][0-9]?)$", minimum=1, maximum=99
    ),
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


class Tier(VocabularyTerm):
    """A class of projects."""

    vocabulary: ClassVar[str] = "tier"
    taskforce: Flag = field("须有专班", False, level=P)


class Indicator(VocabularyTerm):
    """A figure that returns may carry."""

    vocabulary: ClassVar[str] = "indicator"
    label: Text = field("中文名", level=P)
    unit: Text = field("计量单位", level=P)
    cumulative: Literal["ever", "year"] | None = field("累计口径", None, level=P)
    cap: Text | None = field("上限字段", None, level=P, note="不应超过的项目字段，如 investment.total")


class FirmIndicator(VocabularyTerm):
    """A figure of firms, which stands in ``private/figures/``; ``keeper`` is the unit that has it."""

    vocabulary: ClassVar[str] = "firm_indicator"
    label: Text = field("中文名", level=P)
    unit: Text = field("计量单位", level=P)
    keeper: Annotated[Text, Ref("unit")] | None = field("向谁要", None, level=P)


class Stage(VocabularyTerm):
    """A stage of a project: reached when its milestone has a date."""

    vocabulary: ClassVar[str] = "stage"
    after: Annotated[Text, Term("stage")] | None = field("须晚于", None, level=P)
    ends: Flag = field("到此完结", False, level=P)


class CadenceWord(VocabularyTerm):
    """Cadence word of tasks, with its reporting interval."""

    vocabulary: ClassVar[str] = "cadence"
    every: Every | None = field("间隔", None, level=P, note="不写则照 cadence 里没有写频次的任务")


class UnitType(VocabularyTerm):
    """A sort of unit."""

    vocabulary: ClassVar[str] = "unit_type"
    regions: Flag = field("须写负责区域", False, level=P)
    park: Flag = field("是园区", False, level=P)


class UnitLevel(VocabularyTerm):
    """A level of government."""

    vocabulary: ClassVar[str] = "unit_level"


class ProjectType(VocabularyTerm):
    """A sort of project."""

    vocabulary: ClassVar[str] = "project_type"
    local: Flag = field("投资方已在本地", False, level=P, note="增资扩产之类：没有一家在本地的，check 会问")


class LandType(VocabularyTerm):
    """A sort of land."""

    vocabulary: ClassVar[str] = "land_type"


class ParcelType(VocabularyTerm):
    """A sort of parcel."""

    vocabulary: ClassVar[str] = "parcel_type"


class ParcelWay(VocabularyTerm):
    """A way by which parcels are given to projects."""

    vocabulary: ClassVar[str] = "parcel_way"


class LandUse(VocabularyTerm):
    """A use that land is zoned for."""

    vocabulary: ClassVar[str] = "land_use"


class Channel(VocabularyTerm):
    """A way by which leads come."""

    vocabulary: ClassVar[str] = "channel"


class AgreementType(VocabularyTerm):
    """A sort of agreement."""

    vocabulary: ClassVar[str] = "agreement_type"
    contracts: Flag = field("算合同额", False, level=P, note="最后签的一份的金额就是合同额")


class Region(VocabularyTerm):
    """A part of the country or of the world that offices look after."""

    vocabulary: ClassVar[str] = "region"
    covers: tuple[Text, ...] = field("包括", level=P, note="所在地以这些地名开头的；几个都对得上，照最长的")


class ChainRole(VocabularyTerm):
    """A part that a firm plays on a node of a chain."""

    vocabulary: ClassVar[str] = "chain_role"


class FirmLabelTerm(VocabularyTerm):
    """A list of firms that somebody publishes."""

    vocabulary: ClassVar[str] = "firm_label"
    complete_on: Day | None = field("名单齐全截至", None, level=P, note="写了，没有这个标签的就是“否”；不写就是“缺”")
    platform: Literal["国家", "省", "市"] | None = field("哪一级创新平台", None, level=P, note="不是创新平台的不写")
    source: Text | None = field("名单出处", None, level=P)


class NodeState(Part):
    """A state of a node of a chain, and what it needs: the first one of which all holds."""

    name: Text = field("名称", level=P)
    here: Count = field("已在本地", 0, level=P, note="在衡企业和已开工项目，至少几个")
    coming: Count = field("正在招引", 0, level=P, note="在招引的项目，至少几个")


class ChainRules(Part):
    """The way in which the state of a node is judged."""

    here: Annotated[Text, Term("stage")] = field("算已落地", level=P, note="到了这个阶段的项目算已在本地")
    coming: tuple[Annotated[Text, Term("stage")], ...] = field("算在招引", level=P)
    states: tuple[NodeState, ...] = field("环节状态", level=P, note="从上到下，第一条都满足的")
    crowded: Count = field("几个园区算拥挤", level=P, note="这么多园区都把它列为主导产业")
    source: Text = field("出处", level=P)


class DayLimit(Part):
    """So many days for a step."""

    days: Duration = field("天数", level=P)
    of: Literal["工作日", "日"] = field("计法", "工作日", level=P)
    start: Text | None = field("从哪一步起", None, level=P, note="不写则从前一步起；第二天算第一天")


class PermitType(VocabularyTerm):
    """A permit that a project may need."""

    vocabulary: ClassVar[str] = "permit"
    unit: Annotated[Text, Ref("unit")] | None = field("办理单位", None, level=P)
    before: Annotated[Text, Term("stage")] | None = field("哪个节点以前", None, level=P, note="这个节点以前要办结")
    waits_for: tuple[Annotated[Text, Term("permit")], ...] = field("要等", (), level=P, note="这几样办结了才能办结")
    limit: DayLimit | None = field("法定时限", None, level=P, note="从受理起；没有核到的不写")
    source: Text | None = field("时限依据", None, level=P)


class Aspect(VocabularyTerm):
    """An aspect under which projects are looked into."""

    vocabulary: ClassVar[str] = "aspect"
    before: Annotated[Text, Term("stage")] | None = field("哪个阶段以前要有", None, level=P)
    tier: Annotated[Text, Term("tier")] | None = field("哪类项目要有", None, level=P, note="和 before 一起写")


class CheckItem(VocabularyTerm):
    """Something that is looked into of firms or partners (尽调): where, for how long it holds, from which stage on."""

    vocabulary: ClassVar[str] = "check_item"
    of: Literal["企业", "伙伴"] = field("查谁", "企业", level=P)
    source: Text = field("到哪里查", level=P)
    months: Duration | None = field("有效期", None, level=P, unit="月", note="没有写 until 的，过了这么多个月要复查")
    from_: Annotated[Text, Term("stage")] | None = field(
        "从哪个阶段起要有", None, level=P, key="from", note="项目到了这个阶段，它的企业要查过这一项"
    )
    tier: Annotated[Text, Term("tier")] | None = field("哪类项目要有", None, level=P, note="不写就是各类项目")
    note: Text | None = field("说明", None, level=P)


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


class FlowStep(Part):
    """An act of a flow: what it may come after, who does it, within what limit."""

    do: Text = field("动作", level=P)
    after: tuple[Text, ...] = field("在哪些动作以后", (), level=P)
    limit: DayLimit | None = field("时限", None, level=P)
    by: Annotated[Text, Ref("unit")] | None = field("办理单位", None, level=P)
    by_field: Text | None = field(
        "办理单位见于", None, level=P, note="to、from 为最近一次写的转入、转出；或者记录的字段，如 county"
    )
    status: Text | None = field("状态用语", None, level=P, note="走到这一步时的状态；不写就是动作本身")
    first: Flag = field("可以是第一步", False, level=P)
    note: Flag = field("须有说明", False, level=P, note="退回、终止之类：要写 note，也不会被当成下一步")
    ends: Flag = field("到此结束", False, level=P)
    stays: Flag = field("不改变状态", False, level=P)
    pauses: Flag = field("停计时限", False, level=P, note="到 until 那天，或下一个动作的前一天")
    extends: Flag = field("可延期", False, level=P, note="写 due: 新的期限")
    meets: Flag = field("算办成", False, level=P, note="记录自己的期限到此为止")
    keyed: Flag = field("按名目定", False, level=P, note="时限和办理单位照名目(如各项手续)自己的")


class DeclaredFlow(Part):
    """A flow whose words no program branches on; of several of one name, the case's first event chooses."""

    name: Text = field("名称", level=P)
    since: Day | None = field("起用日期", None, level=P, note="第一个动作在这天或以后的，照它")
    source: Text = field("依据", level=P)
    suggest: Annotated[Text, Where("project")] | None = field(
        "该不该走", None, level=P, note="哪些项目该走这个流程：写法同 hyzs list projects --where"
    )
    steps: tuple[FlowStep, ...] = field("步骤", level=P, note="先后就是通常的先后")

    def problems(self, route: Route) -> Iterator[Problem]:
        """Steps have names of their own and come after steps of the flow; one of them can begin it, one can end it."""
        names = [step.do for step in self.steps]
        if "|" in self.name:
            yield _flow_problem((*route, "name"), f"“{self.name}”里有竖线", "换一个名称")
        for n, step in enumerate(self.steps):
            at = (*route, "steps", n)
            unknown = [name for name in (*step.after, *_starts(step)) if name not in names]
            if names.index(step.do) < n:
                yield _flow_problem((*at, "do"), f"“{step.do}”写了两遍", "合成一步，after 写在一起")
            elif "|" in step.do:
                yield _flow_problem((*at, "do"), f"“{step.do}”里有竖线", "换一个名称")
            elif unknown:
                key = "after" if unknown[0] in step.after else "limit"
                yield _flow_problem(
                    (*at, key), f"流程“{self.name}”里没有“{unknown[0]}”这一步", f"可以写：{'、'.join(names)}"
                )
            elif not (step.after or step.first):
                yield _flow_problem((*at, "do"), f"“{step.do}”哪里都接不上", "写 after，或者写 first: true")
            elif step.by and step.by_field:
                yield _flow_problem((*at, "by_field"), "by 和 by_field 都写了，不知道归谁办", "留一个")
        for flag, place in (("first", "从哪一步开始"), ("ends", "到哪一步结束")):
            if not any(getattr(step, flag) for step in self.steps):
                message = f"流程“{self.name}”没有写{place}"
                yield _flow_problem((*route, "steps"), message, f"在那一步写上 {flag}: true")


def _starts(step: FlowStep) -> tuple[str, ...]:
    """The act from which the step's limit runs, if it names one."""
    return (step.limit.start,) if step.limit and step.limit.start else ()


def _flow_problem(route: Route, message: str, hint: str) -> Problem:
    return Problem("flow-form", route, message, hint)


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
        """It asserts something, and of a field where one is needed."""
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


class Deadline(Part):
    """Working days allowed for matters of an origin."""

    origin: Text = field("来源", level=P)
    days: Duration = field("工作日", level=P)


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


class Step(Part):
    """A step of the ladder: reached with so many unanswered notices, or after so many weeks of silence."""

    type: Literal["提醒函", "催办单", "督办单", "通报"] = field("文种", level=P)
    notices: Count = field("未答复的文书", level=P, note="至少这么多份")
    weeks: Duration | None = field("连续未报周数", None, level=P, note="或者至少这么多周")
    days: Duration = field("答复工作日", level=P)


class ReportView(Part):
    """A register that people ask for again and again, under a name."""

    name: Text = field("名称", level=P)
    where: Annotated[Text, Where("project")] | None = field("条件", None, level=P, note="写法同 hyzs list --where")
    columns: tuple[Text, ...] = field("列", (), level=P, note="写法同 hyzs list --columns")


class AccessList(VocabularyTerm):
    """An edition of a list by which foreign investment is admitted or encouraged."""

    vocabulary: ClassVar[str] = "access_list"
    number: Text = field("文号", level=P)
    since: Day = field("起施行", level=P)
    until: Day | None = field("施行到", None, level=P)
    source: Text = field("来源", level=P)


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


class ToleranceGround(VocabularyTerm):
    """A ground on which a failure is tolerated (激励容错)."""

    vocabulary: ClassVar[str] = "tolerance_ground"
    source: Text | None = field("依据", None, level=P)


class SharingShare(Part):
    """Shares of one figure of a project that was passed on, in percent, for so many years from an event on."""

    of: Text = field("哪个数", level=P, note="核定数的代号，如 paid_in、tax_local")
    label: Text = field("叫法", level=P)
    mode: Literal["分算", "双算"] = field("分法", level=P, note="双算只在县级考核里都算，不进市级合计")
    first: Number | None = field("首谈地", None, level=P, unit="%")
    host: Number | None = field("承接地", None, level=P, unit="%")
    years: Count | None = field("几年", None, level=P, note="期满以后全归承接地；不写则一直分")
    from_: Text | None = field(
        "从", None, level=P, key="from", note="一个阶段，如 开工；或者 首笔：头一个有核定数的年份"
    )
    less: Text | None = field("先减去", None, level=P, note="如 redeemed：已经兑现给企业的奖补")


class Sharing(VocabularyTerm):
    """A rule by which first place (首谈地) and host (承接地) share what a project brings."""

    vocabulary: ClassVar[str] = "sharing"
    basis: Text = field("依据", level=P)
    shares: tuple[SharingShare, ...] = field("怎么分", level=P)

    def problems(self, route: Route) -> Iterator[Problem]:
        """Shares of a figure that is divided make up the whole."""
        for n, share in enumerate(self.shares):
            if share.mode == "分算" and (share.first or 0) + (share.host or 0) != 100:
                message = f"“{share.label}”首谈地和承接地合计不是百分之百"
                yield Problem("sharing-sum", (*route, "shares", n), message, "first 和 host 合计写 100")


class BaseRate(Part):
    """A rate that amounts are made with, from a day on; of several of one name the latest by the day is in force."""

    name: Text = field("名称", level=P, note="金额的 product 里写的词，如 base_rate")
    label: Text = field("中文名", level=P)
    value: Number = field("年利率", level=P, unit="%")
    since: Day = field("起", level=P)
    source: Text = field("来源", level=P)


class UnitConversion(Part):
    """Another unit of the same price, and its worth."""

    unit: Text = field("单位", level=P)
    worth: Number = field("等于", level=P, note="1 个这样的单位等于几个要素自己的单位，如 1")
    note: Text | None = field("说明", None, level=P)


class Factor(VocabularyTerm):
    """A factor of production that has a price; ``yearly`` unless it is paid once."""

    vocabulary: ClassVar[str] = "factor"
    unit: Text = field("计价单位", level=P, note="元/… 或 万元/…，如 元/立方米")
    once: Flag = field("一次付", False, level=P, note="如土地；不进一年的合计")
    conversions: tuple[UnitConversion, ...] = field("可以折算的单位", (), level=P)


class BasketItem(Part):
    """A factor that a firm uses so much of; without ``band`` any price of the factor will do."""

    factor: Annotated[Text, Term("factor")] = field("要素", level=P)
    amount: Number = field("年用量", level=P, note="以要素计价单位的分母计")
    band: Text | None = field("时段或类别", None, level=P)


class Basket(Part):
    """The factors that a typical firm uses in a year, by which places are compared."""

    name: Text = field("名称", level=P)
    items: tuple[BasketItem, ...] = field("用量", level=P)
    source: Text = field("出处", level=P)


class TariffRules(Part):
    """The age, in months, from which a price without an end is old."""

    old_months: Count = field("几个月算旧", level=P)
    source: Text = field("出处", level=P)


class QuotaPool(Part):
    """The amount of a quota that there is in a year."""

    year: Count = field("年份", level=P)
    amount: Number = field("总量", level=P)
    source: Text = field("来源", level=P)


class Quota(VocabularyTerm):
    """A quota that projects need, and how much of it there is."""

    vocabulary: ClassVar[str] = "quota"
    unit: Text = field("计量单位", level=P)
    keeper: Annotated[Text, Ref("unit")] | None = field("管理单位", None, level=P)
    pools: tuple[QuotaPool, ...] = field("年度总量", (), level=P)


class AchievementRules(Part):
    """The days after which an achievement without any act is stale."""

    stale_days: Duration = field("几天没有动静", level=P)
    source: Text = field("出处", level=P)


class FundBand(Part):
    """A band of 返投 by the amount that is asked to come back, in percent of what the fund puts in."""

    at_least: Number = field("不低于", level=P, unit="%")
    label: Text = field("称呼", level=P)


class WordGroup(Part):
    """Words of which one must stand in a sentence."""

    shorthand: ClassVar[str] = "words"
    words: tuple[Text, ...] = field("词", level=P)

    def problems(self, route: Route) -> Iterator[Problem]:
        """A group without words, by which nothing would ever be touched; words that no finder looks for."""
        if not self.words:
            yield Problem("article-form", route, "这一组没有词，这一条什么也查不出", "写上词，或者删去这一组")
        for n, word in enumerate(self.words):
            if len(word) > LONGEST_WORD:
                message = f"“{quoted(word)}”有 {len(word)} 个字，太长，查不出来"
                yield Problem("article-form", (*route, "words", n), message, f"最多 {LONGEST_WORD} 个字")


class LintArticle(Part):
    """An article of a law by which texts are linted: a sentence touches it with a word of each group."""

    id: Text = field("编号", level=P, note="和随程序来的相同，就以这里的为准")
    of: Literal["policy", "fund"] = field("查什么", "policy", level=P, note="policy 政策条款，fund 基金条款")
    law: Text = field("法规", level=P)
    article: Text = field("条款", level=P)
    title: Text = field("内容", level=P)
    all: tuple[WordGroup, ...] = field("词组", level=P, note="每组有一个词，在同一句里")
    strength: Literal["强", "弱"] = field("强弱", "强", level=P, note="弱的只在 hyzs lint --all 里列")
    unless: tuple[Text, ...] = field("除外的词", (), level=P)
    excuse: Flag = field("有依据的除外", False, level=P, note="有法律、行政法规依据或者经国务院批准的除外")
    source: Text | None = field("来源", None, level=P)


class PolicyRules(Part):
    """The time in which the terms of a policy must be published, and the unit that reviews those of governments."""

    publish: DayLimit = field("公布期限", level=P, note="从印发起")
    publish_source: Text = field("公布期限出处", level=P)
    reviewer: Annotated[Text, Ref("unit")] | None = field("审查部门", None, level=P, note="市场监管部门")


class PushRules(Part):
    """Time that firms have to confirm what is pushed to them (免申即享)."""

    confirm: DayLimit = field("确认期限", level=P)
    source: Text = field("出处", level=P)


class LandLimits(Part):
    """Numbers of land beyond which the unit is doubted: 公顷 or 平方米 taken for 亩, 万元/公顷 for 万元/亩."""

    area_mu: Number = field("面积", level=P, unit="亩", note="再大就像是按平方米写的")
    intensity: Number = field("投资强度", level=P, unit="万元/亩", note="再高就像是按公顷写的")
    source: Text = field("出处", level=P)


class EvaluationPhase(Part):
    """A phase of the evaluation of projects, and those that are in it."""

    phase: Literal["事前", "事中", "事后"] = field("阶段", level=P)
    where: Annotated[Text, Where("project")] = field("哪些项目", level=P, note="写法同 hyzs list projects --where")


class EvaluationRules(Part):
    """Evaluation of projects (事前、事中、事后): the phases, and the figures compared with what was planned."""

    phases: tuple[EvaluationPhase, ...] = field("阶段", level=P)
    landing: Annotated[Text, Term("stage")] = field("落地看哪个节点", level=P)
    invested: Annotated[Text, Term("indicator|firm_indicator")] = field("投资的指标", level=P)
    output: Annotated[Text, Term("indicator|firm_indicator")] = field("产出的指标", level=P)
    tax: Annotated[Text, Term("indicator|firm_indicator")] = field("税收的指标", level=P)
    jobs: Annotated[Text, Term("indicator|firm_indicator")] = field("就业的指标", level=P)
    source: Text = field("依据", level=P)


class CatalogueRequirement(Part):
    """A condition that a planned project must meet to be listed, and the reason that is given for the others."""

    where: Annotated[Text, Where("project")] = field("条件", level=P)
    why: Text = field("不合的理由", level=P)


class CatalogueRules(Part):
    """The catalogue of projects to be courted (重点目录): which are proposed, what they must meet, their age."""

    where: Annotated[Text, Where("project")] = field("哪些项目", level=P)
    requires: tuple[CatalogueRequirement, ...] = field("入目录的条件", (), level=P)
    signed: Annotated[Text, Term("stage")] = field("签约看哪个节点", level=P)
    stale_days: Duration | None = field("多少天没有修订算旧", None, level=P, unit="天")
    source: Text = field("依据", level=P)


class CommitmentRules(Part):
    """The way in which commitments are counted."""

    changed: Literal["out", "counts"] = field(
        "依法变更的", "out", level=P, note="out 不计入兑现率(点名剔除)，counts 计入应兑现"
    )


class LegacyAge(Part):
    """A group of years of what is left over from before; the last one has no ``under``."""

    less_than: Count | None = field("不满几年", None, level=P)
    label: Text = field("称呼", level=P)


class Settings(Record):
    """The settings of a store: one file."""

    kind: ClassVar[str] = "settings"
    label: ClassVar[str] = "设置"
    path: ClassVar[str] = "settings.yaml"
    starter: ClassVar[Starter] = Starter.bare
    is_offered: ClassVar[bool] = False
    rules: ClassVar[tuple[Rule, ...]] = (*_RULES, *EVENT_RULES, *MATCH_RULES)

    name: Text = field("名称", level=P)
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
    sources: tuple[SettingSource, ...] = field("依据", (), level=P)

    def problems(self, route: Route) -> Iterator[Problem]:
        """No flow is declared twice from the same day on; articles beyond those that are looked for."""
        if len(self.articles) > MOST_ARTICLES:
            message = f"审查条款 {len(self.articles)} 条，只用前 {MOST_ARTICLES} 条"
            yield Problem("article-form", (*route, "articles", MOST_ARTICLES), message, "删去用不着的")
        known = [(flow.name, flow.since) for flow in self.flows]
        for n, flow in enumerate(known):
            if known.index(flow) < n:
                yield _flow_problem(
                    (*route, "flows", n, "name"), f"“{flow[0]}”写了两遍", "换一版的，写上 since: 起用日期"
                )
