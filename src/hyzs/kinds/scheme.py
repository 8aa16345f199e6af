"""Schemes (评价办法): the compared subjects, quantities, formulas of points, exclusions with reasons.

A scheme is data: count or sum over a condition, divided by another, scored by one of seven ways. No expression is
evaluated. What the city has not published is 示例, and a scheme without a document number prints that word.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Annotated, ClassVar, Literal

from hyzs.kinds.settings import Percent
from hyzs.model.annotations import Level, Name, Ref, Where
from hyzs.model.finding import Problem, Route, Rule, Severity
from hyzs.model.record import Part, Record, field
from hyzs.model.scalars import Count, Flag, Id, Number, Text

P, I = Level.public, Level.internal
How = Literal["ratio", "efficacy", "of_best", "bands", "steps", "each", "given", "parts"]
PARTS = "parts"
#: Keys that each way of scoring requires.
_NEEDS: dict[str, tuple[str, ...]] = {
    "ratio": ("points", "full_at"),
    "efficacy": ("points", "floor", "span"),
    "of_best": ("points",),
    "bands": ("bands",),
    "steps": ("points", "full_at", "per", "less"),
    "each": ("each",),
    "given": ("points",),
    PARTS: ("points", "parts"),
}
_WHOLE = 100
#: 衡政办发〔2025〕11号: a document that somebody has issued.
DOCUMENT_NUMBER = re.compile(r"〔[0-9]{4}〕[0-9]+号")
_HEAD = (
    "== data/schemes/zb-2026.yaml\nname: 示例·评价办法\nsample: true\nbasis: 示例\n"
    "subjects: {kind: 单位, where: 类型=县市区, holder: county}\nperiod: {every: quarter, counts: year}\n"
)
_START = "id: start, name: 开工率, over: [{count: 项目, where: milestones.开工<=期末}, {count: 项目}]"
_RULES = (
    Rule(
        "scheme-form",
        Severity.error,
        "评价办法的一项没有写全，或者名称对不上。",
        "写不全的算不出分，或者算出来没有人说得清。",
        "照提示补全；口径写 count、sum 或 over，每种计分办法要的数写上。",
        f"{_HEAD}items:\n  - {{{_START}, points: 100, how: »ratio«}}\n",
    ),
    Rule(
        "scheme-points",
        Severity.error,
        "各项的分值加起来不是满分。",
        "分值对不上，排出来的名次没有依据。",
        "改各项的 points，或者写明满分 full。",
        f"{_HEAD}items: »[{{{_START}, points: 90, how: ratio, full_at: 100}}]«\n",
    ),
)


class SchemeSubjects(Part):
    """The records that are compared; ``holder`` is the field of a counted record that names whose it is."""

    kind: Text = field("评谁", level=P, note="单位 或 项目")
    where: Annotated[Text, Where(kind_in="kind")] | None = field("条件", None, level=P, note="写法同 hyzs list --where")
    holder: Text | None = field("归谁", None, level=P, note="项目的哪个字段说它是谁的，如 county；以期末那天为准")
    group: Text | None = field("分组", None, level=P, note="按哪个字段分组排名")


class SchemePeriod(Part):
    """Interval of the assessment, and the day from which figures count."""

    every: Literal["month", "quarter", "half-year", "year"] = field("多久一次", level=P)
    counts: Literal["year", "period"] = field(
        "从哪天算起", "year", level=P, note="year 从 1 月 1 日，period 从这一期头一天"
    )


class Exclusion(Part):
    """Records that no item counts, with the reason that is printed."""

    of: Text = field("哪种记录", "项目", level=P)
    where: Annotated[Text, Where(kind_in="of")] = field("条件", level=P, note="写法同 hyzs list --where")
    why: Text = field("理由", level=P)


class SchemeTerm(Part):
    """A count, or the sum of a field."""

    count: Text | None = field("计数", None, level=P)
    sum: Text | None = field("合计", None, level=P)
    where: Annotated[Text, Where(kind_in="count|sum")] | None = field("条件", None, level=P)
    on: Text | None = field("日期字段", None, level=P)
    field: Text | None = field("合计字段", None, level=P)


class Band(Part):
    """From (or up to) this value on, so many points."""

    from_: Number | None = field("不低于", None, level=P, key="from")
    to: Number | None = field("不高于", None, level=P)
    points: Number = field("得分", level=P)


class ScoredQuantity(Part):
    """A quantity and the way in which it becomes points."""

    id: Id = field("代号", level=P)
    name: Text = field("指标", level=P)
    points: Number | None = field("分值", None, level=P)
    unit: Text | None = field("计量单位", None, level=P)
    digits: Count = field("小数位", 2, level=P)
    round: Literal["half_up", "down"] = field("进位", "half_up", level=P, note="half_up 四舍五入，down 截去")
    compare: Literal["printed", "exact"] = field(
        "拿什么比", "printed", level=P, note="printed 印出来的数，exact 没有进位的"
    )
    batch: Annotated[Text, Where(kind_in="count|sum")] | None = field("同批", None, level=P, note="分子分母共用的条件")
    over: tuple[SchemeTerm, ...] = field("分子和分母", (), level=P)
    count: Text | None = field("计数", None, level=P)
    sum: Text | None = field("合计", None, level=P)
    where: Annotated[Text, Where(kind_in="count|sum")] | None = field("条件", None, level=P)
    on: Text | None = field("日期字段", None, level=P)
    holder: Text | None = field("归谁", None, level=P, note="不写则照 subjects.holder")
    percent: Flag = field("百分数", True, level=P, note="比率乘不乘 100")
    how: How = field("怎么计分", level=P)
    full_at: Number | None = field("满分值", None, level=P)
    low: Number | None = field("最低值", None, level=P, note="不写则为各家最低")
    high: Number | None = field("最高值", None, level=P, note="不写则为各家最高")
    floor: Number | None = field("基础分", None, level=P, unit="%", note="功效系数：分值的百分之几是底分，如 60")
    span: Number | None = field("浮动分", None, level=P, unit="%", note="如 40")
    bands: tuple[Band, ...] = field("分段", (), level=P, note="从上到下，第一条合的")
    per: Number | None = field("每差", None, level=P)
    less: Number | None = field("减分", None, level=P)
    each: Number | None = field("每个", None, level=P)
    most: Number | None = field("至多", None, level=P)
    least: Number | None = field("至少", None, level=P)
    cap: Number | None = field("封顶", None, level=P, note="不写就不封顶")
    better: Literal["high", "low"] = field("怎样为好", "high", level=P)
    once: Flag = field("只算一次", False, level=P, note="几项都写了的，一个项目只在前面的一项里算")
    empty: Literal["unranked", "zero", "full"] = field("没有分母", "unranked", level=P, note="unranked 不参评")
    missing: Literal["zero", "mean", "wait"] = field(
        "缺数", "zero", level=P, note="wait 待核，不排名；mean 不高于各家平均"
    )
    verified: Annotated[Text, Ref("unit")] | None = field("核定单位", None, level=P, note="只认它核定的数")
    source: Text | None = field("依据", None, level=P)
    note: Text | None = field("说明", None, level=P)
    field: Text | None = field("合计字段", None, level=P)

    @property
    def is_composed(self) -> bool:
        """True if its points are those of its parts."""
        return False

    @property
    def needs(self) -> tuple[str, ...]:
        """The fields that its way of scoring cannot do without."""
        return _NEEDS[self.how]

    def problems(self, route: Route) -> Iterator[Problem]:
        """Problems where the terms or keys do not fit the way of scoring."""
        terms = sum((bool(self.count), bool(self.sum), bool(self.over)))
        if self.how == "given" and terms:
            yield _problem((*route, "how"), f"“{self.name}”由人打分，不写口径", "去掉 count、sum、over")
        if self.is_composed and terms:
            yield _problem((*route, "how"), f"“{self.name}”由几部分合成，口径写在各部分", "去掉 count、sum、over")
        if self.how != "given" and not self.is_composed and terms != 1:
            yield _problem((*route, "how"), f"“{self.name}”要写口径：count、sum、over 只写一样", "如 count: 项目")
        if len(self.over) not in (0, 2):
            yield _problem((*route, "over"), f"“{self.name}”的 over 要写分子和分母两项", "如 over: [{…}, {…}]")
        if missing := [key for key in self.needs if not getattr(self, key) and getattr(self, key) != 0]:
            message = f"“{self.name}”按 {self.how} 计分，没有写 {'、'.join(missing)}"
            yield _problem((*route, "how"), message, f"加上 {missing[0]}")
        if not self.full_at and self.how == "ratio" and self.full_at is not None:
            yield _problem((*route, "full_at"), f"“{self.name}”的满分值不能是 0", "写大于 0 的数")


class SchemePart(ScoredQuantity):
    """A part of an item: its full mark is ``weight`` per cent of the item's."""

    weight: Number = field("权重", level=P, unit="%")

    @property
    def needs(self) -> tuple[str, ...]:
        """The fields that its way of scoring cannot do without; its points come from its weight."""
        return tuple(key for key in _NEEDS[self.how] if key != "points")

    def problems(self, route: Route) -> Iterator[Problem]:
        """Its points come from its weight, and it has no parts of its own."""
        if self.how == PARTS:
            yield _problem((*route, "how"), f"“{self.name}”已经是一部分，不能再分", "另写一种计分办法")
            return
        if self.points is not None:
            yield _problem((*route, "points"), f"“{self.name}”是一部分，分值由权重算", "去掉 points，写 weight")
        yield from super().problems(route)


class SchemeItem(ScoredQuantity):
    """An item of the scheme: a quantity that is scored, or several parts whose points add up by their weights."""

    parts: tuple[SchemePart, ...] = field("合成", (), level=P, note="how: parts；各部分按权重合成这一项的分")

    @property
    def is_composed(self) -> bool:
        """True if its points are those of its parts."""
        return self.how == PARTS

    def problems(self, route: Route) -> Iterator[Problem]:
        """The weights of the parts make up the whole; the parts have ids of their own."""
        yield from super().problems(route)
        if self.parts and not self.is_composed:
            yield _problem((*route, "how"), f"“{self.name}”写了几部分，计分办法要写 parts", "改为 how: parts")
        total = sum((part.weight for part in self.parts), Decimal())
        if self.parts and total != _WHOLE:
            message = f"“{self.name}”各部分的权重合计 {total}，不是 100"
            yield Problem("scheme-points", (*route, "parts"), message, "改 weight，合计写 100")
        if twice := _repeated(part.id for part in self.parts):
            yield _problem((*route, "parts"), f"代号“{twice}”写了两遍", "换一个代号")


class Veto(Part):
    """Something that undoes the place, as somebody has found."""

    name: Text = field("事由", level=P)
    given: Flag = field("由人认定", True, level=P)
    effect: Literal["取消评优", "不参评", "零分"] = field("后果", level=P)


class SchemeGrade(Part):
    """A grade: for the first so many of a group (cut off to whole ones), or from so many points on; or for the rest."""

    name: Text = field("等次", level=P)
    top: Percent | None = field("前", None, level=P)
    at_least: Number | None = field("不低于", None, level=P, unit="分")
    reward: Text | None = field("激励", None, level=P, note="办法说给什么；只列出，不发放")


class NoticeDays(Part):
    """Days for which a draft is shown before it is published; the day on which it is shown first counts."""

    days: Count = field("天数", level=P)
    of: Literal["工作日", "日"] = field("计法", "工作日", level=P)


class Scheme(Record):
    """One scheme of assessment."""

    kind: ClassVar[str] = "scheme"
    label: ClassVar[str] = "评价办法"
    path: ClassVar[str] = "schemes/{id}.yaml"
    letter: ClassVar[str] = "s"
    list_columns: ClassVar[tuple[str, ...]] = ("id", "name", "basis", "period.every", "full")
    rules: ClassVar[tuple[Rule, ...]] = _RULES

    name: Annotated[Text, Name()] = field("名称", level=P)
    sample: Flag = field("示例", False, level=P)
    basis: Text = field("依据", level=P, note="文号；没有公布的写 示例")
    aspect: Literal["成效", "过程"] = field("评什么", "成效", level=P, note="过程：hyzs report process 列它")
    subjects: SchemeSubjects = field("评价对象", level=P)
    period: SchemePeriod = field("期间", level=P)
    full: Number = field("满分", Decimal(100), level=P)
    digits: Count = field("得分小数位", 2, level=P)
    exclude: tuple[Exclusion, ...] = field("剔除", (), level=P)
    tolerance: tuple[Text, ...] = field("容错的指标", (), level=P, note="容错的项目不进这些指标")
    items: tuple[SchemeItem, ...] = field("指标", level=P)
    adjust: tuple[SchemeItem, ...] = field("加减分", (), level=P)
    veto: tuple[Veto, ...] = field("一票否决", (), level=P)
    ties: tuple[Text, ...] = field("同分比什么", (), level=P, note="还相同就并列")
    grades: tuple[SchemeGrade, ...] = field("等次", (), level=P, note="从上到下，第一条合的")
    notice: NoticeDays | None = field("公示期", None, level=P)
    note: Text | None = field("说明", None, level=P)

    @property
    def is_issued(self) -> bool:
        """True if a document number stands in its basis."""
        return bool(DOCUMENT_NUMBER.search(self.basis)) and "示例" not in self.basis

    def problems(self, route: Route) -> Iterator[Problem]:
        """Points add up; every item has an id of its own, and what names one names one that there is."""
        total = sum((item.points or Decimal() for item in self.items), Decimal())
        if total != self.full:
            message = f"各项分值合计 {total}，满分是 {self.full}"
            yield Problem("scheme-points", (*route, "items"), message, "改 points，或者写明 full")
        ids = [item.id for item in (*self.items, *self.adjust)]
        if twice := _repeated(ids):
            yield _problem((*route, "items"), f"代号“{twice}”写了两遍", "换一个代号")
        for key in ("tolerance", "ties"):
            for n, id in enumerate(getattr(self, key)):
                if id not in ids:
                    yield _problem((*route, key, n), f"没有“{id}”这一项", f"可以写：{'、'.join(ids)}")


def _repeated(ids: Iterable[str]) -> str | None:
    """The first id that stands there more than once."""
    return next((id for id, count in Counter(ids).items() if count > 1), None)


def _problem(route: Route, message: str, hint: str) -> Problem:
    return Problem("scheme-form", route, message, hint)
