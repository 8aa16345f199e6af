"""Values that hold from a day to a day (responsible unit, person, tier), with neither gap nor overlap."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, ClassVar, Generic, TypeVar

from pydantic import RootModel, model_validator

from hyzs.model.annotations import Level
from hyzs.model.finding import Problem, Route, Rule, Severity
from hyzs.model.record import Part, field
from hyzs.model.scalars import Day, Text, one_or_many


class Holding(Part):
    """Value with its span of days; both days are included, an absent one is open."""

    since: Day | None = field("起", None, level=Level.public)
    until: Day | None = field("止", None, level=Level.public)
    basis: Text | None = field("依据", None, level=Level.internal)

    @property
    def value(self) -> str:
        """The value held, as written."""
        return str(getattr(self, self.shorthand))


class UnitHolding(Holding):
    """Unit responsible for a span of days."""

    shorthand: ClassVar[str] = "unit"
    unit: Text = field("单位", level=Level.public)


class PersonHolding(Holding):
    """Person responsible for a span of days."""

    shorthand: ClassVar[str] = "person"
    person: Text = field("人员", level=Level.public)


class TierHolding(Holding):
    """Tier of a project for a span of days."""

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

    def problems(self, route: Route) -> Iterator[Problem]:
        """Gaps and overlaps between a holding and the next, at the later one."""
        for n, (earlier, later) in enumerate(pairwise(self.root), start=1):
            position, hint = (*route, n), _hint(earlier, later)
            if earlier.until is None or later.since is None or later.since <= earlier.until:
                message = f"“{later.value}”与前一段“{earlier.value}”的起止时间重叠"
                yield Problem("dated-overlap", position, message, hint)
            elif later.since > earlier.until + timedelta(days=1):
                message = f"{earlier.until} 之后到 {later.since} 之前没有人接上“{earlier.value}”"
                yield Problem("dated-gap", position, message, hint)
        for n, holding in enumerate(self.root):
            if holding.since and holding.until and holding.until < holding.since:
                message = f"“{holding.value}”的止 {holding.until} 早于起 {holding.since}"
                yield Problem("dated-overlap", (*route, n), message)


def _hint(earlier: Holding, later: Holding) -> str:
    """Advice that makes the two spans meet."""
    if later.since and later.since > date.min:
        return f"前一段写 until: {later.since - timedelta(days=1)}"
    if earlier.until and earlier.until < date.max:
        return f"这一段写 since: {earlier.until + timedelta(days=1)}"
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
