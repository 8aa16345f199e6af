"""Promised times: the first one made never disappears, the last one is in force."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, ClassVar

from pydantic import RootModel, model_validator

from hyzs.model.annotations import Level, Ref
from hyzs.model.finding import Problem, Route, Rule, Severity
from hyzs.model.partial_date import PartialDate
from hyzs.model.record import Part, field
from hyzs.model.scalars import Day, Text, one_or_many


class PromiseStep(Part):
    """One wording of a promise: until when, set on which day, and why it moved."""

    shorthand: ClassVar[str] = "by"
    by: PartialDate = field("承诺时限", level=Level.public)
    set: Day | None = field("作出日期", None, level=Level.internal)
    unit: Annotated[Text, Ref("unit")] | None = field("承诺单位", None, level=Level.internal)
    basis: Text | None = field("依据", None, level=Level.internal)
    why: Text | None = field("调整原因", None, level=Level.internal)
    approved: Text | None = field("批准", None, level=Level.internal)


class Promise(RootModel[tuple[PromiseStep, ...]]):
    """A bare time, or every wording of the promise, oldest first."""

    model_config = {"frozen": True, "defer_build": True}

    @model_validator(mode="before")
    @classmethod
    def _one_or_many(cls, data: Any) -> Any:
        return one_or_many(data)

    @property
    def first(self) -> PartialDate:
        """The original promise."""
        return self.root[0].by

    @property
    def in_force(self) -> PartialDate:
        """The promise that counts now."""
        return self.root[-1].by

    def overdue(self, day: date) -> int:
        """Days past the promise in force (逾期); 0 until its last day is over."""
        return max(0, (day - self.in_force.last).days)

    def moved(self) -> int:
        """Days by which the promise in force ends later than the first (推迟); negative if earlier."""
        return (self.in_force.last - self.first.last).days

    def problems(self, route: Route) -> Iterator[Problem]:
        """A promise that moved must say why; later wordings are set later."""
        for n, (one, two) in enumerate(zip(self.root, self.root[1:], strict=False), start=1):
            if not two.why:
                said = f"承诺时限从 {one.by} 改为 {two.by}，没有写明原因"
                yield Problem("promise-no-reason", (*route, n), said, "加上 why: 调整原因")
            if one.set and two.set and two.set < one.set:
                yield Problem("promise-order", (*route, n, "set"), f"后一次承诺({two.set})早于前一次({one.set})")


RULES = (
    Rule(
        "promise-no-reason",
        Severity.error,
        "承诺时限调整了，却没有写原因。",
        "最初的承诺不会消失，每一次推迟都要有交代，领导问起来才答得上。",
        "在后一条承诺里写 why（原因），最好同时写 approved（批准人或文号）。",
        "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\n"
        "promises:\n  开工:\n    - {by: 2026-03, set: 2025-09-05}\n    - »{by: 2026-06, set: 2026-02-27}«\n",
    ),
    Rule(
        "promise-order",
        Severity.error,
        "承诺没有按时间先后排列。",
        "最后一条是现行承诺；顺序错了，逾期天数就算错。",
        "按作出日期 set 从早到晚排列。",
        "== data/projects/p26-a1.yaml\nname: 示例·甲项目\nsample: true\ntier: 一般\ncounty: 甲县\n"
        "promises:\n  开工:\n    - {by: 2026-03, set: 2025-09-05}\n    - {by: 2026-06, set: »2025-02-27«, "
        "why: 审批延后}\n",
    ),
)
