"""Who or what it was *then*: values that hold from a day to a day, with neither gap nor overlap."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import RootModel, model_validator

from hyzs.model.annotations import Level
from hyzs.model.finding import Problem, Route, Rule, Severity
from hyzs.model.record import Part, field
from hyzs.model.scalars import Day, Text, one_or_many


class Holding(Part):
    """One value and its span; both days belong to it, an absent one is open."""

    #: The field that holds the value: what a bare text stands for.
    since: Day | None = field("起", None, level=Level.public)
    until: Day | None = field("止", None, level=Level.public)
    basis: Text | None = field("依据", None, level=Level.internal)

    @property
    def value(self) -> str:
        """The value held, as written."""
        return str(getattr(self, self.shorthand))

    def covers(self, day: date) -> bool:
        """Whether it holds on ``day``."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


class UnitHolding(Holding):
    """A unit that holds something for a while."""

    shorthand: ClassVar[str] = "unit"
    unit: Text = field("单位", level=Level.public)


class PersonHolding(Holding):
    """A person who holds something for a while."""

    shorthand: ClassVar[str] = "person"
    person: Text = field("人员", level=Level.public)


class TierHolding(Holding):
    """A tier that a project has for a while."""

    shorthand: ClassVar[str] = "tier"
    tier: Text = field("项目类别", level=Level.public)


H = TypeVar("H", bound=Holding)


class Dated(RootModel[tuple[H, ...]], Generic[H]):
    """A bare value, or a list of holdings in time order."""

    model_config = {"frozen": True, "defer_build": True}

    @model_validator(mode="before")
    @classmethod
    def _one_or_many(cls, data: Any) -> Any:
        return one_or_many(data)

    def on(self, day: date) -> str | None:
        """The value that holds on ``day``, as written; None in a gap."""
        return next((h.value for h in self.root if h.covers(day)), None)

    def problems(self, route: Route) -> Iterator[Problem]:
        """Gaps and overlaps between one holding and the next, at the later one."""
        for n, (one, two) in enumerate(zip(self.root, self.root[1:], strict=False), start=1):
            at = (*route, n)
            if one.until is None or two.since is None or two.since <= one.until:
                yield Problem("dated-overlap", at, f"“{two.value}”与前一段“{one.value}”的起止时间重叠", _mend(one, two))
            elif two.since > one.until + timedelta(days=1):
                yield Problem(
                    "dated-gap", at, f"{one.until} 之后到 {two.since} 之前没有人接上“{one.value}”", _mend(one, two)
                )
        for n, one in enumerate(self.root):
            if one.since and one.until and one.until < one.since:
                yield Problem("dated-overlap", (*route, n), f"“{one.value}”的止 {one.until} 早于起 {one.since}")


def _mend(one: Holding, two: Holding) -> str:
    if two.since and two.since > date.min:
        return f"前一段写 until: {two.since - timedelta(days=1)}"
    if one.until and one.until < date.max:
        return f"这一段写 since: {one.until + timedelta(days=1)}"
    return "每一段都写明起止，首尾相接"


DatedUnit = Dated[UnitHolding]
DatedPerson = Dated[PersonHolding]
DatedTier = Dated[TierHolding]

RULES = (
    Rule(
        "dated-overlap",
        Severity.error,
        "同一项职责在同一天有两个承担者，或者起止颠倒。",
        "问“那一周是谁”时必须只有一个答案，否则催报会催错单位。",
        "前一段写 until，后一段写 since，后一段的起等于前一段的止加一天。",
        "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\n"
        "county:\n  - {unit: 甲县, until: 2026-11-08}\n  - »{unit: 乙县, since: 2026-11-05}«\n",
    ),
    Rule(
        "dated-gap",
        Severity.error,
        "一项职责中间有一段日子没有人承担。",
        "空档里的周没有填报单位，项目会悄悄漏报。",
        "把前一段的 until 或后一段的 since 改到首尾相接。",
        "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\n"
        "county:\n  - {unit: 甲县, until: 2026-11-08}\n  - »{unit: 乙县, since: 2026-11-12}«\n",
    ),
)
