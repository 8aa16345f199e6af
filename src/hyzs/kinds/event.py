"""Events at which the city meets firms, with their results: fairs, forums, delegations, visits, training."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, ClassVar

from hyzs.kinds.event_settings import Line
from hyzs.model.annotations import Level, Name, Ref, Term
from hyzs.model.evidence import EvidenceFiles
from hyzs.model.figure import Figure
from hyzs.model.finding import Problem, Route, Rule, Severity
from hyzs.model.record import Part, Record, field
from hyzs.model.scalars import Count, Day, Flag, Text
from hyzs.model.spreadsheet_origin import DraftFlag, Origin

P, I = Level.public, Level.internal
_HEAD = "== data/events/2026/e26-a1b2.yaml\nname: 示例·推介会\nsample: true\ntype: 推介会\nlead: 市招商局\n"


class Days(Part):
    """The days of an event, both included; one day if it has no last one."""

    shorthand: ClassVar[str] = "from"

    from_: Day = field("开始日期", level=P, key="from")
    to: Day | None = field("结束日期", None, level=P, note="一天的不写")

    @property
    def last(self) -> date:
        """The last day."""
        return self.to or self.from_


class Attendance(Part):
    """Number of people that a unit sent; their names stay in ``private/``."""

    unit: Annotated[Text, Ref("unit")] = field("单位", level=P)
    count: Count = field("人数", level=P, unit="人")


class Cancellation(Part):
    """The day and the reason of a cancellation."""

    on: Day = field("取消日期", level=P)
    reason: Text = field("取消原因", level=I)


class Event(Record):
    """An event, planned or held; whether it was held follows from its days."""

    kind: ClassVar[str] = "event"
    label: ClassVar[str] = "活动"
    path: ClassVar[str] = "events/**/{id}.yaml"
    list_columns: ClassVar[tuple[str, ...]] = ("id", "name", "type", "status", "on.from", "on.to", "place", "lead")
    owner_fields: ClassVar[tuple[str, ...]] = ("lead",)
    counted_on: ClassVar[str] = "held_on"
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "event-span",
            Severity.error,
            "活动的结束日期早于开始日期。",
            "场次按最后一天算在哪一年，日期错了就数错。",
            "核对 on 的 from 和 to；一天的活动不写 to。",
            f"{_HEAD}on: {{from: 2026-09-24, to: »2026-09-20«}}\n",
        ),
    )

    name: Annotated[Text, Name()] = field("活动名称", level=I)
    sample: Flag = field("示例", False, level=P)
    draft: DraftFlag = False
    type: Annotated[Text, Term("event_type")] = field("类型", level=P)
    series: Annotated[Text, Term("series")] | None = field("系列", None, level=P, note="每年或隔年办的展会、论坛")
    brand: Annotated[Text, Term("brand")] | None = field("品牌", None, level=P)
    line: tuple[Line, ...] = field("工作线", (), level=P)
    on: Days = field("日期", level=P)
    place: Text | None = field("地点", None, level=P)
    occasion: Annotated[Text, Term("festival")] | None = field("节日", None, level=P, note="照方案写，不由日期推")
    part_of: Annotated[Text, Ref("event")] | None = field("上级活动", None, level=I, note="省里的洽谈周里的市专场")
    lead: Annotated[Text, Ref("unit", duty="lead")] | None = field("牵头单位", None, level=P)
    with_: tuple[Annotated[Text, Ref("unit", duty="assist")], ...] = field("参加单位", (), level=P, key="with")
    partners: tuple[Annotated[Text, Ref("partner")], ...] = field("伙伴", (), level=I)
    firms: tuple[Annotated[Text, Ref("investor")], ...] = field("企业", (), level=I)
    people: tuple[Attendance, ...] = field("人数", (), level=P)
    outcomes: dict[Annotated[Text, Term("outcome")], Figure] = field("成效", {}, level=I)
    evidence: Text | None = field("凭证", None, level=I, note="签到表、纪要、通知")
    attachments: EvidenceFiles = ()
    cancelled: Cancellation | None = field("取消", None, level=P)
    note: Text | None = field("备注", None, level=I)
    origin: Origin = None

    @property
    def duty_until(self) -> date | None:
        """The day until which somebody answers for it: the last one, or that on which it was called off."""
        return self.cancelled.on if self.cancelled else self.on.last

    def problems(self, route: Route) -> Iterator[Problem]:
        """A last day before the first."""
        if self.on.to and self.on.to < self.on.from_:
            message = f"结束 {self.on.to} 早于开始 {self.on.from_}"
            yield Problem("event-span", (*route, "on", "to"), message, "核对日期；一天的活动不写 to")
