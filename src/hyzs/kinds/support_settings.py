"""Settings of support: rates, prices, baskets, quotas, funds, results, policies and land."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from hyzs.kinds.flow_settings import DayLimit
from hyzs.model.annotations import Level, Ref, Term
from hyzs.model.finding import Problem, Route
from hyzs.model.lint import LONGEST_WORD, MOST_GROUPS, MOST_WORDS
from hyzs.model.record import Part, field
from hyzs.model.scalars import (
    Count,
    Day,
    Duration,
    Flag,
    Number,
    Text,
    quoted,
)
from hyzs.model.vocabulary import VocabularyTerm

P = Level.public


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
    """A quota that projects need, and its yearly amount."""

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
        if len(self.words) > MOST_WORDS:
            message = f"这一组有 {len(self.words)} 个词，太多，这一条不查"
            yield Problem("article-form", route, message, f"最多 {MOST_WORDS} 个，拆成几条")
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

    def problems(self, route: Route) -> Iterator[Problem]:
        """An article without any group, by which nothing is looked for, or with too many."""
        if len(self.all) > MOST_GROUPS:
            message = f"有 {len(self.all)} 组词，太多，这一条不查"
            yield Problem("article-form", (*route, "all"), message, f"最多 {MOST_GROUPS} 组")
        if not self.all:
            yield Problem("article-form", (*route, "all"), "没有词组，这一条什么也查不出", "写上词组，或者删去这一条")


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
