"""Returns: the weekly report of one unit."""

from typing import Annotated, ClassVar, Literal

from hyzs.model.annotations import Folded, Level, Ref, Term
from hyzs.model.evidence import EvidenceFiles
from hyzs.model.finding import Rule, Severity
from hyzs.model.record import Part, Record, field
from hyzs.model.scalars import Day, Flag, Moment, Number, Text
from hyzs.model.week import Week

P, I = Level.public, Level.internal


class Need(Part):
    """Something the project needs, handed to a unit; one need of a project goes by its text, over all weeks."""

    subject: ClassVar[tuple[str, str, str] | None] = ("need", "text", "诉求")
    list_columns: ClassVar[tuple[str, ...]] = ("project", "text", "to", "due", "week", "status")
    list_rank: ClassVar[int] = 3
    text: Annotated[Text, Folded()] = field("诉求", level=I, note="以后各周文字相同的，是同一条诉求")
    to: Annotated[Text, Ref("unit", duty="handle")] | None = field("承办单位", None, level=I)
    due: Day | None = field("限期", None, level=I)
    matter: Annotated[Text, Ref("matter")] | None = field("交办事项", None, level=I)
    state: Literal["已解决", "撤回"] | None = field("了结", None, level=I, note="不写就是还没有解决")


class Met(Part):
    """A meeting of the week: day, form, partner."""

    subject: ClassVar[tuple[str, str, str] | None] = ("met", "with_", "对接")
    list_columns: ClassVar[tuple[str, ...]] = ("project", "on", "how", "with", "rank", "week")
    on: Day = field("对接日期", level=I)
    how: Literal["来访", "拜访", "洽谈", "考察", "视频"] = field("方式", level=I)
    with_: Text = field("对接方", level=I, key="with")
    rank: Text | None = field("我方层级", None, level=I, note="谁出面，写职务，如 分管副县长")


class Revision(Part):
    """A figure that was corrected; the old value stays on record."""

    on: Day = field("更正日期", level=I)
    field_: Annotated[Text, Term("indicator")] = field("指标", level=I, key="field")
    from_: Number = field("原值", level=I, key="from")
    to: Number = field("新值", level=I)
    why: Text = field("原因", level=I)
    by: Text | None = field("更正人", None, level=I)


class Entry(Part):
    """The line of one project in one week."""

    progress: Text | None = field("本周进展", None, level=I)
    no_change: Flag = field("无变化", False, level=I)
    reason: Text | None = field("无变化原因", None, level=I, note="或者很久没有报，为什么")
    figures: dict[Annotated[Text, Term("indicator")], Number] = field("指标", {}, level=I)
    revised: tuple[Revision, ...] = field("更正", (), level=I)
    needs: tuple[Need, ...] = field("诉求", (), level=I)
    met: tuple[Met, ...] = field("对接", (), level=I)
    next: Text | None = field("下步打算", None, level=I)
    submitted: Moment | None = field("填报时间", None, level=I, note="不写则为全表的填报时间")
    late: Text | None = field("补报原因", None, level=I)
    attachments: EvidenceFiles = ()


class Result(Part):
    """A deliverable that a task came to: the document, list or account."""

    name: Text | None = field("成果名称", None, level=I)
    number: Text | None = field("文号", None, level=I)
    on: Day | None = field("成果日期", None, level=I)
    file: Text | None = field("成果文件", None, level=I, note="存放的位置或网址")
    attachments: EvidenceFiles = ()


class TaskEntry(Part):
    """The line of one task in one week."""

    state: Literal["未启动", "推进", "完成"] | None = field("状态", None, level=I, note="不写则照上次所报")
    progress: Text | None = field("本周进展", None, level=I)
    done: Number | None = field("本期完成", None, level=I)
    no_change: Flag = field("无变化", False, level=I)
    reason: Text | None = field("无变化原因", None, level=I)
    figures: dict[Text, Number] = field("指标", {}, level=I, note="任务里声明的指标，按代号")
    result: Result | None = field("成果", None, level=I)
    next: Text | None = field("下步打算", None, level=I)
    submitted: Moment | None = field("填报时间", None, level=I, note="不写则为全表的填报时间")
    late: Text | None = field("补报原因", None, level=I)
    attachments: EvidenceFiles = ()


class Origin(Part):
    """Origin of a return that was not typed in: file, checksum, channel, time."""

    file: Text = field("文件", level=I)
    sha256: Text = field("校验值", level=I)
    via: Text = field("方式", level=I)
    received: Moment = field("收到时间", level=I)


class Return(Record):
    """A unit's return of a week."""

    kind: ClassVar[str] = "return"
    label: ClassVar[str] = "周填报"
    path: ClassVar[str] = "returns/{week}/{unit}.yaml"
    list_columns: ClassVar[tuple[str, ...]] = ("week", "unit", "submitted", "filed_by", "nil")
    caption_level: ClassVar[Level | None] = I
    is_offered: ClassVar[bool] = False
    owner_fields: ClassVar[tuple[str, ...]] = ("unit",)
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "bad-week",
            Severity.error,
            "填报所在的文件夹不是一周，或者那一年没有这一周。",
            "填报属于哪一周只由文件夹说明，错了就会记到别的周，或者谁也看不到。",
            "文件夹写成 2026-W47 的样子；一年有 52 周，少数年份有 53 周。",
            "== data/returns/2025-W53/jiaxian.yaml\n»submitted: 2025-12-26T09:00«\n",
        ),
    )

    week: Text = field("周", level=P)
    unit: Annotated[Text, Ref("unit")] = field("填报单位", level=P)
    submitted: Moment = field("填报时间", level=I)
    filed_by: Text | None = field("填报人", None, level=I)
    approved_by: Text | None = field("审核人", None, level=I)
    nil: Flag = field("零报告", False, level=P)
    source: Origin | None = field("来源", None, level=I)
    projects: dict[Annotated[Text, Ref("project")], Entry] = field("项目", {}, level=I)
    tasks: dict[Annotated[Text, Term("task")], TaskEntry] = field("任务", {}, level=I)
    notes: dict[Annotated[Text, Ref("project")], Text] = field("协同情况", {}, level=I)

    def week_of(self) -> Week:
        """Week of the return."""
        return Week.parse(self.week)

    @property
    def caption(self) -> str:
        """Unit and week of the return."""
        return f"{self.unit} {self.week}"
