"""Notices to units that owe: reminders, urgings, supervision orders, circulars."""

from collections.abc import Iterator
from typing import Annotated, ClassVar, Literal

from hyzs.model.annotations import Level, Ref, Term
from hyzs.model.finding import Problem, Route, Rule, Severity
from hyzs.model.record import Part, Record, field
from hyzs.model.scalars import Day, Flag, Text

P, I = Level.public, Level.internal
_HEAD = (
    "== data/notices/n26-a1.yaml\ntype: 提醒函\nnumber: 示例〔2026〕1号\nsample: true\nunit: 甲县\nweeks: [2026-W46]\n"
)


class NoticeNeed(Part):
    """A need that a notice presses for."""

    project: Annotated[Text, Ref("project")] = field("项目", level=I)
    text: Text = field("诉求", level=I)


class Notice(Record):
    """One notice to one unit."""

    kind: ClassVar[str] = "notice"
    label: ClassVar[str] = "催办文书"
    path: ClassVar[str] = "notices/**/{id}.yaml"
    caption_level: ClassVar[Level | None] = I
    owner_fields: ClassVar[tuple[str, ...]] = ("unit",)
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "notice-order",
            Severity.error,
            "催办文书的日期前后不通：答复早于发出，或者答复期限早于发出。",
            "升级按没有答复的文书数；日期错了就会多催或少催。",
            "核对发出、限期和答复的日期。",
            f"{_HEAD}sent: 2026-11-17\nanswer_by: »2026-11-16«\n",
        ),
    )

    type: Literal["提醒函", "催办单", "督办单", "通报"] = field("文种", level=P)
    number: Text = field("文号", level=P)
    sample: Flag = field("示例", False, level=P)
    unit: Annotated[Text, Ref("unit")] = field("单位", level=I)
    weeks: tuple[Text, ...] = field("哪几周", (), level=I)
    projects: tuple[Annotated[Text, Ref("project")], ...] = field("项目", (), level=I)
    tasks: tuple[Annotated[Text, Term("task")], ...] = field("任务", (), level=I)
    matters: tuple[Annotated[Text, Ref("matter")], ...] = field("交办事项", (), level=I)
    needs: tuple[NoticeNeed, ...] = field("诉求", (), level=I)
    sent: Day = field("发出", level=I)
    answer_by: Day | None = field("答复期限", None, level=I)
    answered: Day | None = field("答复", None, level=I)
    note: Text | None = field("备注", None, level=I)

    @property
    def caption(self) -> str:
        """Type, number and unit of the notice."""
        return f"{self.type} {self.number} {self.unit}"

    def problems(self, route: Route) -> Iterator[Problem]:
        """Answers, and days for them, before the day of sending."""
        for name, day in (("answer_by", self.answer_by), ("answered", self.answered)):
            if day and day < self.sent:
                yield Problem("notice-order", (*route, name), f"{day} 早于发出的 {self.sent}", "核对日期")
