"""Matters handed to a unit with a deadline: needs, complaints, instructions, decisions. Their status is derived."""

from collections.abc import Iterator, Mapping
from typing import Annotated, Any, ClassVar, Literal

from hyzs.model.annotations import Carries, Level, Ref
from hyzs.model.evidence import EvidenceFiles
from hyzs.model.finding import Problem, Route, Rule, Severity
from hyzs.model.flow import CaseEvent, Flow, StepRule
from hyzs.model.record import Part, Record, field
from hyzs.model.scalars import Day, Flag, Text
from hyzs.model.spreadsheet_origin import DraftFlag, SpreadsheetOrigin

P, I = Level.public, Level.internal
Origin = Literal["企业诉求", "企业投诉", "外企诉求", "外企投诉", "领导批示", "会议议定", "周填报"]
Act = Literal["交办", "签收", "退回", "改派", "延期", "办结", "企业评价", "销号", "重开"]
#: The way of a matter. Its due day is met by 办结; a matter that was struck off can be taken up again.
FLOW = Flow(
    name="交办",
    source="方案没有规定交办的程序，按各地通行的做法",
    steps=(
        StepRule("交办", first=True, status="待签收"),
        StepRule("签收", ("交办", "改派", "重开", "退回"), by_field="lead", status="在办"),
        StepRule("办结", ("签收", "交办", "改派", "重开"), by_field="lead", status="待销号", meets=True),
        StepRule("销号", ("办结",), by_field="raised.by", status="已销号", ends=True),
        StepRule("退回", ("交办", "改派", "重开", "签收"), by_field="lead", status="退回"),
        StepRule("改派", ("交办", "签收", "退回", "改派", "重开"), status="待签收"),
        StepRule("延期", ("交办", "签收", "改派", "重开"), stays=True, extends=True),
        StepRule("企业评价", ("办结",), stays=True),
        StepRule("重开", ("办结", "销号"), status="在办"),
    ),
    is_judged_by_kind=True,
)

_HEAD = "== data/matters/x26-a1.yaml\ntext: 临时用电增容\nsample: true\norigin: 企业诉求\nraised: {on: 2026-11-02}\n"
_LEAD = "lead: 市自然资源和规划局\ndue: 2026-11-20\n"


def _rule(code: str, summary: str, why: str, fix: str, events: str) -> Rule:
    return Rule(code, Severity.error, summary, why, fix, f"{_HEAD}{_LEAD}events:\n{events}")


class MatterEvent(Part):
    """A step on the way of a matter."""

    on: Day = field("日期", level=I)
    do: Act = field("动作", level=I)
    by: Annotated[Text, Ref("unit|person|investor")] | None = field("谁", None, level=I)
    to: Annotated[Text, Ref("unit")] | None = field("转给", None, level=I, note="退回写该由谁办，改派写新的主办")
    due: Day | None = field("新期限", None, level=I, note="延期必写")
    note: Text | None = field("说明", None, level=I)
    attachments: EvidenceFiles = ()


class Raised(Part):
    """Person or unit that raised the matter, and the day."""

    by: Annotated[Text, Ref("unit|person|investor")] | None = field("提出者", None, level=I)
    on: Day = field("提出日期", level=I)


class MatterSource(Part):
    """The paper that a matter comes from: number, day, issuer, and the words that assign the matter."""

    type: Literal["纪要", "批示", "督办"] = field("来自", level=I)
    number: Text | None = field("文号", None, level=I)
    on: Day = field("日期", level=I, note="纪要写开会那天")
    by: Text | None = field("会议或批示人", None, level=I)
    clause: Text | None = field("第几项", None, level=I)
    text: Text = field("原文", level=I)


class Matter(Record):
    """One matter, from being handed over to being struck off."""

    kind: ClassVar[str] = "matter"
    label: ClassVar[str] = "交办事项"
    path: ClassVar[str] = "matters/**/{id}.yaml"
    letter: ClassVar[str] = "x"
    list_columns: ClassVar[tuple[str, ...]] = ("id", "text", "status", "lead", "effective_due", "overdue_days")
    caption_level: ClassVar[Level | None] = I
    called_by: ClassVar[str] = "text"
    rules: ClassVar[tuple[Rule, ...]] = (
        _rule(
            "matter-order",
            "交办事项的经过没有按时间先后排列，或者前后接不上。",
            "到了哪一步由经过推出；顺序不对，状态和逾期就算错。",
            "按日期从早到晚写；先交办后签收，先办结后销号，重开在办结或销号以后。",
            "  - {on: 2026-11-03, do: 交办}\n  - {on: 2026-11-05, do: »销号«, by: 市招商局}\n",
        ),
        _rule(
            "matter-extend",
            "延期没有写新的期限，新期限不比原来晚，或者过了期才提。",
            "延期要在到期以前提出；过期再补，逾期就看不见了。",
            "写 due: 新的期限；已经过期的，如实逾期，办结时说明。",
            "  - {on: 2026-11-03, do: 交办}\n  - {on: 2026-11-25, do: »延期«, due: 2026-12-10}\n",
        ),
        _rule(
            "matter-return",
            "退回没有写该由谁办，或者改派没有写新的主办。",
            "退回不能一推了之：要说明依据和该办的单位，事情才有着落。",
            "写 to: 单位。",
            "  - {on: 2026-11-03, do: 交办}\n  - {on: 2026-11-04, do: »退回«, note: 不属于本单位职责}\n",
        ),
        _rule(
            "matter-close",
            "主办单位自己给自己销号。",
            "办没办成，由提出的企业或交办的单位说了算。",
            "销号的 by 写交办单位或督查室。",
            "  - {on: 2026-11-03, do: 交办}\n  - {on: 2026-11-05, do: 签收}\n  - {on: 2026-11-10, do: 办结}\n"
            "  - {on: 2026-11-12, do: 销号, by: »市自然资源和规划局«}\n",
        ),
        _rule(
            "matter-lead",
            "改派以后，主办单位没有跟着改。",
            "一件事只有一个主办；两处不一样，就不知道找谁。",
            "lead 写最后一次改派的单位。",
            "  - {on: 2026-11-03, do: 交办}\n  - {on: 2026-11-05, do: 改派, to: »市招商局«}\n",
        ),
    )

    text: Text = field("事项", level=I)
    sample: Flag = field("示例", False, level=P)
    draft: DraftFlag = False
    origin: Origin = field("来源", level=I)
    source: MatterSource | None = field("出处", None, level=I)
    raised: Raised = field("提出", level=I)
    project: Annotated[Text, Ref("project")] | None = field("项目", None, level=I)
    against: Annotated[Text, Ref("unit")] | None = field("投诉对象", None, level=Level.secret)
    lead: Annotated[Text, Ref("unit", duty="handle")] = field("主办单位", level=I)
    assist: tuple[Annotated[Text, Ref("unit", duty="assist")], ...] = field("协办单位", (), level=I)
    due: Day = field("期限", level=I)
    events: Annotated[tuple[MatterEvent, ...], Carries(FLOW, due="due")] = field("经过", (), level=I)
    note: Text | None = field("备注", None, level=I)
    residue: tuple[Text, ...] = field("待核的话", (), level=I, note="原文里没有认作单位、期限的话，核对后删去")
    attachments: EvidenceFiles = ()
    ledger: SpreadsheetOrigin | None = field("台账来源", None, level=I)

    @classmethod
    def completed(cls, tree: Mapping[str, Any]) -> dict[str, Any]:
        """A matter of a ledger has been handed over on the day it was raised; the day that a row gives ended it."""
        raised = tree.get("raised") or {}
        events = [{"on": raised["on"], "do": "交办"}] if raised.get("on") else []
        ends = [{"on": act["on"], "do": "办结", **act} for act in tree.get("events") or () if "on" in act]
        return {**tree, "events": [*events, *ends]}

    @property
    def caption(self) -> str:
        """Text of the matter."""
        return self.text

    def problems(self, route: Route) -> Iterator[Problem]:
        """Steps that do not follow from one another, and what each step must say."""
        due, last, holder = self.due, None, ""
        events = [CaseEvent(event.on, event.do) for event in self.events]
        for n, event in enumerate(self.events):
            position = (*route, "events", n)
            if (last and event.on < last) or not FLOW.follows(event.do, events[:n]):
                message = f"“{event.do}”({event.on})接不上前面的“{FLOW.place(events[:n]) or '（还没有交办）'}”"
                yield Problem("matter-order", (*position, "do"), message, "按日期从早到晚写，先办结后销号")
            yield from _missing(event, position, due, self.lead)
            last = event.on
            due = event.due if event.do == "延期" and event.due and event.due > due else due
            holder = event.to or "" if event.do == "改派" else holder
        if holder and holder != self.lead:
            n = max(n for n, event in enumerate(self.events) if event.do == "改派")
            message = f"已经改派给{holder}，主办单位还是{self.lead}"
            yield Problem("matter-lead", (*route, "events", n, "to"), message, f"lead 改为 {holder}")


def _missing(event: MatterEvent, position: Route, due: object, lead: str) -> Iterator[Problem]:
    """Problems of a step that lacks what its act must say."""
    if event.do == "延期":
        if event.due is None:
            yield Problem("matter-extend", (*position, "do"), "延期没有写新的期限", "加上 due: 日期")
        elif str(event.due) <= str(due):
            yield Problem("matter-extend", (*position, "due"), f"新期限 {event.due} 不比原期限 {due} 晚", "核对日期")
        if str(event.on) > str(due):
            yield Problem(
                "matter-extend", (*position, "do"), f"{event.on} 才提延期，期限 {due} 已经过了", "如实逾期，办结时说明"
            )
    if event.do in ("退回", "改派") and not event.to:
        yield Problem("matter-return", (*position, "do"), f"{event.do}没有写该由谁办", "加上 to: 单位")
    if event.do == "销号" and event.by == lead:
        yield Problem("matter-close", (*position, "by"), f"{lead}是主办单位，不能自己销号", "由交办单位或督查室销号")
