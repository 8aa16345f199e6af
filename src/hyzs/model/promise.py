"""Promised times: the first one made never disappears, the last one is in force."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Annotated, Any, ClassVar

from pydantic import RootModel, model_validator

from hyzs.model.annotations import Level, Ref
from hyzs.model.finding import Problem, Route, Rule, Severity
from hyzs.model.partial_date import PartialDate
from hyzs.model.record import Part, field
from hyzs.model.scalars import Day, Text, one_or_many


class PromiseStep(Part):
    """One wording of a promise: its time limit, the day it was set, the reason of a change."""

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

    def problems(self, route: Route) -> Iterator[Problem]:
        """A promise that moved must say why; later wordings are set later."""
        for n, (earlier, later) in enumerate(pairwise(self.root), start=1):
            if not later.why:
                message = f"承诺时限从 {earlier.by} 改为 {later.by}，没有写明原因"
                yield Problem("promise-no-reason", (*route, n), message, "加上 why: 调整原因")
            if earlier.set and later.set and later.set < earlier.set:
                message = f"后一次承诺({later.set})早于前一次({earlier.set})"
                yield Problem("promise-order", (*route, n, "set"), message)


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
