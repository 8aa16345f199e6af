"""Flows and time limits that the settings declare."""

from collections.abc import Iterator
from typing import Annotated, Literal

from hyzs.model.annotations import Level, Ref, Where
from hyzs.model.finding import Problem, Route
from hyzs.model.record import Part, field
from hyzs.model.scalars import (
    Count,
    Day,
    Duration,
    Flag,
    Text,
)

P = Level.public


class DayLimit(Part):
    """Time limit of a step, in days."""

    days: Duration = field("天数", level=P)
    of: Literal["工作日", "日"] = field("计法", "工作日", level=P)
    start: Text | None = field("从哪一步起", None, level=P, note="不写则从前一步起；第二天算第一天")


class FlowStep(Part):
    """An act of a flow: the acts before it, the unit that does it, its time limit."""

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
            yield flow_problem((*route, "name"), f"“{self.name}”里有竖线", "换一个名称")
        for n, step in enumerate(self.steps):
            at = (*route, "steps", n)
            unknown = [name for name in (*step.after, *_starts(step)) if name not in names]
            if names.index(step.do) < n:
                yield flow_problem((*at, "do"), f"“{step.do}”写了两遍", "合成一步，after 写在一起")
            elif "|" in step.do:
                yield flow_problem((*at, "do"), f"“{step.do}”里有竖线", "换一个名称")
            elif unknown:
                key = "after" if unknown[0] in step.after else "limit"
                yield flow_problem(
                    (*at, key), f"流程“{self.name}”里没有“{unknown[0]}”这一步", f"可以写：{'、'.join(names)}"
                )
            elif not (step.after or step.first):
                yield flow_problem((*at, "do"), f"“{step.do}”哪里都接不上", "写 after，或者写 first: true")
            elif step.by and step.by_field:
                yield flow_problem((*at, "by_field"), "by 和 by_field 都写了，不知道归谁办", "留一个")
        for flag, place in (("first", "从哪一步开始"), ("ends", "到哪一步结束")):
            if not any(getattr(step, flag) for step in self.steps):
                message = f"流程“{self.name}”没有写{place}"
                yield flow_problem((*route, "steps"), message, f"在那一步写上 {flag}: true")


def _starts(step: FlowStep) -> tuple[str, ...]:
    """The act from which the step's limit runs, if it names one."""
    return (step.limit.start,) if step.limit and step.limit.start else ()


def flow_problem(route: Route, message: str, hint: str) -> Problem:
    """A problem of a flow that is declared wrongly, in the settings or beside a kind."""
    return Problem("flow-form", route, message, hint)


class Deadline(Part):
    """Working days allowed for matters of an origin."""

    origin: Text = field("来源", level=P)
    days: Duration = field("工作日", level=P)


class Step(Part):
    """A step of the ladder: reached with so many unanswered notices, or after so many weeks of silence."""

    type: Literal["提醒函", "催办单", "督办单", "通报"] = field("文种", level=P)
    notices: Count = field("未答复的文书", level=P, note="至少这么多份")
    weeks: Duration | None = field("连续未报周数", None, level=P, note="或者至少这么多周")
    days: Duration = field("答复工作日", level=P)
