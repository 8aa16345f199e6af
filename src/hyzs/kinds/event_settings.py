"""Settings of events and partners: types, series, festivals, outcomes, rates, and what counts as signed."""

import re
from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator

from hyzs.model.annotations import Level, Ref, Term, Where
from hyzs.model.finding import Problem, Route, Rule, Severity
from hyzs.model.record import Part, field
from hyzs.model.record_count import RecordCount
from hyzs.model.scalars import Count, Duration, Flag, Text, json_schema, quoted, scalar, validation_error
from hyzs.model.vocabulary import VocabularyTerm

P = Level.public
_MONTH_DAY = re.compile(r"(1[0-2]|0?[1-9])-(3[01]|[12][0-9]|0?[1-9])")
#: The five lines of contact abroad (方案第一条).
Line = Literal["外事", "外宣", "外资", "外贸", "外经"]


def _month_day(value: object) -> str:
    text = scalar(value)
    if not _MONTH_DAY.fullmatch(text):
        raise validation_error("bad-date", f"“{quoted(text)}”不是月和日，要写成 8-15 的样子")
    return str(text)


MonthDay = Annotated[str, BeforeValidator(_month_day), json_schema(type="string", pattern=f"^{_MONTH_DAY.pattern}$")]


class EventType(VocabularyTerm):
    """A sort of event."""

    vocabulary: ClassVar[str] = "event_type"
    follow: Duration | None = field("会后跟进天数", None, level=P, unit="天", note="过了这么多天线索还没有进展，列出来")
    people: Flag = field("须写人数", False, level=P, note="没有写 people 报 event-people")
    training: Flag = field("算培训历练", False, level=P, note="hyzs report training 数它")


class Series(VocabularyTerm):
    """A series of events that comes again: a named fair, a forum, a day."""

    vocabulary: ClassVar[str] = "series"
    every: Count = field("几年一次", 1, level=P, unit="年")
    unit: Annotated[Text, Ref("unit")] | None = field("牵头单位", None, level=P)
    source: Text = field("依据", level=P)
    note: Text | None = field("说明", None, level=P)


class Brand(VocabularyTerm):
    """A brand under which events are held."""

    vocabulary: ClassVar[str] = "brand"
    unit: Annotated[Text, Ref("unit")] | None = field("牵头单位", None, level=P)
    source: Text = field("依据", level=P)


class Festival(VocabularyTerm):
    """A festival, by its day in the lunar calendar, its solar term or its day in the year."""

    vocabulary: ClassVar[str] = "festival"
    lunar: MonthDay | None = field("农历", None, level=P, note="月-日，如 8-15")
    solar_term: Text | None = field("节气", None, level=P, note="如 清明")
    solar: MonthDay | None = field("公历", None, level=P, note="月-日，如 10-1")
    source: Text | None = field("依据", None, level=P)

    def problems(self, route: Route) -> Iterator[Problem]:
        """Its day is told in one way."""
        if sum(day is not None for day in (self.lunar, self.solar_term, self.solar)) != 1:
            message = f"“{self.name}”是哪一天，要写 lunar、solar_term、solar 里的一样"
            yield Problem("festival-form", route, message, "如 {name: 中秋节, lunar: 8-15}")


class Outcome(VocabularyTerm):
    """A figure that tells the result of an event."""

    vocabulary: ClassVar[str] = "outcome"
    unit: Text = field("计量单位", level=P)
    source: Text | None = field("依据", None, level=P)


class PartnerType(VocabularyTerm):
    """A sort of partner."""

    vocabulary: ClassVar[str] = "partner_type"
    agreement: Flag = field("须有协议", False, level=P, note="没有 agreement 报 partner-agreement")
    contact_months: Count | None = field(
        "多久联系一次", None, level=P, unit="月", note="这么多个月没有一起办活动，进待办"
    )


class CountRules(Part):
    """The way in which leads and contracts are put down to an event."""

    agreements: tuple[Annotated[Text, Term("agreement_type")], ...] = field(
        "算签约的协议", level=P, note="签约记在其中最早一份协议写的活动上"
    )
    leads: Annotated[Text, Where("project")] | None = field(
        "算线索的条件", None, level=P, note="写法同 hyzs list projects --where；不写则都算"
    )
    around: Duration = field("前后几天", 7, level=P, unit="天", note="离活动更远的签约报 event-contract")
    source: Text = field("依据", level=P)


class Rate(Part):
    """A rate of results: the first quantity ÷ the second."""

    name: Text = field("名称", level=P)
    over: tuple[RecordCount, ...] = field("分子、分母", level=P)
    cohort: Annotated[Text, Term("stage")] | None = field(
        "按哪个节点分年", None, level=P, note="写 --cohort 时，这个节点在那一年的才算；不写则按最早的节点"
    )
    digits: Count = field("小数位", 1, level=P)
    round: Literal["half_up", "down"] = field("进位", "half_up", level=P)
    source: Text = field("依据", level=P)

    def problems(self, route: Route) -> Iterator[Problem]:
        """Problem where the rate has not two terms, numerator and denominator."""
        if len(self.over) != 2:
            message = f"比率“{self.name}”要写分子和分母两项"
            yield Problem("rate-form", (*route, "over"), message, "如 over: [{count: 项目, where: …}, {count: 项目}]")


_BASE = (
    "== data/settings.yaml\n"
    "id: base\nname: 测试库\nweek: {opens: 周四 00:00, due: 周五 10:00, closes: 下周三 18:00}\n"
    "cadence: {default: weekly}\ntiers: [{name: 重大}, {name: 重点}, {name: 一般}]\n"
    "stages: [{name: 线索}, {name: 在谈}]\n"
)
#: The rules that these settings can break.
RULES = (
    Rule(
        "festival-form",
        Severity.error,
        "节日没有写是哪一天，或者写了几样。",
        "日期推不出来，节点活动就排不进计划。",
        "农历写 lunar，节气写 solar_term，公历写 solar，只写一样。",
        f"{_BASE}festivals:\n  - »{{name: 中秋节, lunar: 8-15, solar: 10-1, source: 示例}}«\n",
    ),
    Rule(
        "rate-form",
        Severity.error,
        "比率没有写全分子和分母。",
        "比率最后才由分子和分母算出，缺一个就没有数。",
        "over 写两项：先分子，后分母。",
        f"{_BASE}rates:\n  - {{name: 开工率, over: »[{{count: 项目}}]«, source: 示例}}\n",
    ),
)
