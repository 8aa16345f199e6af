"""Grants (兑现): one support for one firm in one period, from the push or the application to the payment."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar

from hyzs.model.act import Act
from hyzs.model.annotations import Carries, Level, Ref
from hyzs.model.evidence import EvidenceFiles
from hyzs.model.finding import Problem, Route, Rule, Severity
from hyzs.model.flow import CaseEvent, Flow, Limit, StepRule
from hyzs.model.partial_date import PartialDate
from hyzs.model.record import Record, field
from hyzs.model.scalars import Day, Flag, Number, Text

P, I = Level.public, Level.internal
#: Acts after which money may move: the firm said yes, or asked for it itself. Silence is no confirmation.
ASKED = ("确认", "申报")
PAID = "拨付"
#: The way of a grant. A firm that gave up may come back; money that was wrongly paid is called in.
FLOW = Flow(
    name="兑现",
    source="国令第722号优化营商环境条例；免申即享的步骤参照广州黄埔、湖南省级做法，时限为示例",
    is_judged_by_kind=True,
    steps=(
        StepRule("推送", ("放弃",), by_field="unit", status="已推送", first=True),
        StepRule("确认", ("推送", "异议"), by_field="firm", status="已确认"),
        StepRule("申报", ("放弃",), by_field="firm", status="已申报", first=True),
        StepRule("放弃", ("推送", "异议", "确认", "申报"), note=True, status="放弃", ends=True),
        StepRule("异议", ("推送", "审核", "公示"), note=True, status="有异议"),
        StepRule("审核", ("确认", "申报", "异议"), Limit(10), by_field="unit", status="已审核"),
        StepRule("公示", ("审核",), Limit(5), by_field="unit", status="公示"),
        StepRule("拨付", ("公示",), Limit(20), by_field="unit", status="已拨付", ends=True),
        StepRule("不符", ("推送", "确认", "申报", "审核", "公示", "异议"), note=True, status="不符", ends=True),
        StepRule("追回", ("拨付",), note=True, status="追回", ends=True),
    ),
)
_HEAD = (
    "== data/investors/firms.yaml\n- {id: firm-a1, name: 示例·甲公司, sample: true}\n"
    "== data/offers/offers.yaml\n- {id: sb-a1, name: 示例·甲事项, sample: true, form: 奖补, unit: 甲县, basis: 示例}\n"
    "== data/grants/2026/g26-a1b2.yaml\nfirm: 示例·甲公司\noffer: 示例·甲事项\nsample: true\nunit: 甲县\nperiod: 2026\n"
)


class GrantAct(Act):
    """A step on the way of a grant."""

    by: Annotated[Text, Ref("unit|investor")] | None = field("谁", None, level=P)
    due: Day | None = field("确认期限", None, level=P, note="推送时写：请企业哪天以前确认")
    number: Text | None = field("文号", None, level=I)
    paid: Number | None = field("拨付金额", None, level=Level.secret, unit="万元")


class Grant(Record):
    """One support for one firm in one period."""

    kind: ClassVar[str] = "grant"
    label: ClassVar[str] = "兑现"
    path: ClassVar[str] = "grants/**/{id}.yaml"
    letter: ClassVar[str] = "g"
    list_columns: ClassVar[tuple[str, ...]] = ("id", "firm", "offer", "period", "unit", "status", "status_since")
    caption_level: ClassVar[Level | None] = I
    is_offered: ClassVar[bool] = True
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "grant-unconfirmed-paid",
            Severity.error,
            "企业没有确认，也没有申报，钱已经拨了。",
            "免申即享也要企业愿意；没有回音不是确认。",
            "核对企业哪天确认的，补上这一步；没有确认的钱要追回。",
            f"{_HEAD}events:\n  - {{on: 2026-05-06, do: 推送}}\n  - {{on: 2026-06-09, do: »拨付«}}\n",
        ),
        Rule(
            "grant-order",
            Severity.error,
            "兑现的经过接不上，或者写了没有的动作。",
            "跳过一步，后面的期限和由谁办就认不清了。",
            "推送(或申报)→ 确认 → 审核 → 公示 → 拨付；另有放弃、异议、不符、追回。",
            f"{_HEAD}events:\n  - {{on: 2026-05-06, do: 推送}}\n  - {{on: 2026-06-09, do: »审核«}}\n",
        ),
    )

    sample: Flag = field("示例", False, level=P)
    firm: Annotated[Text, Ref("investor")] = field("企业", level=I)
    offer: Annotated[Text, Ref("offer")] = field("支持事项", level=P)
    period: PartialDate = field("所属时段", level=P, note="如 2026")
    unit: Annotated[Text, Ref("unit", duty="handle")] = field("兑现单位", level=P)
    amount: Number | None = field("金额", None, level=Level.secret, unit="万元")
    reasons: tuple[Text, ...] = field("依据的事实", (), level=I, note="一行一条；企业的数不写在这里")
    commit: Text | None = field("推送时的版本", None, level=P, note="照哪一次提交的数据推的")
    events: Annotated[tuple[GrantAct, ...], Carries(FLOW, due="confirm_by")] = field("经过", (), level=I)
    note: Text | None = field("备注", None, level=I)
    attachments: EvidenceFiles = ()

    @property
    def caption(self) -> str:
        """The firm and what it gets."""
        return f"{self.firm} {self.offer}"

    @property
    def confirm_by(self) -> str | None:
        """The day by which the firm is asked to confirm, as the last push says."""
        due = next((act.due for act in reversed(self.events) if act.do == "推送"), None)
        return str(due) if due else None

    @property
    def duty_until(self) -> date | None:
        """The day on which it ended: nobody owes a step of it any more."""
        step = FLOW.step(self.events[-1].do) if self.events else None
        return self.events[-1].on if step and step.ends else None

    def problems(self, route: Route) -> Iterator[Problem]:
        """Acts out of order, and money that moved before the firm had said yes."""
        events: list[CaseEvent] = []
        for n, act in enumerate(self.events):
            at = (*route, "events", n, "do")
            if act.do == PAID and not any(event.do in ASKED for event in events):
                yield Problem("grant-unconfirmed-paid", at, "企业没有确认，也没有申报，已经拨付", "补上确认，或者追回")
            elif not FLOW.follows(act.do, events):
                before = f"“{events[-1].do}”以后" if events else "第一步"
                words = "、".join(step.do for step in FLOW.following(events))
                yield Problem("grant-order", at, f"{before}不能“{act.do}”", f"可以写：{words}")
            elif (step := FLOW.step(act.do)) and step.note and not act.note:
                yield Problem("grant-order", at, f"“{act.do}”没有写原因", "写 note: 原因")
            events.append(CaseEvent(act.on, act.do))
