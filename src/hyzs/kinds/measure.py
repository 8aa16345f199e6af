"""Measures: the numbered items of a plan with lead and responsible units, and their concrete tasks."""

from typing import Annotated, Any, ClassVar, Literal

from pydantic import BeforeValidator

from hyzs.model.annotations import DateOr, Level, Name, Ref, Term
from hyzs.model.finding import Rule, Severity
from hyzs.model.partial_date import PATTERN, PartialDate
from hyzs.model.record import Part, Record, Starter, field
from hyzs.model.record_count import RecordCount
from hyzs.model.scalars import Count, Day, Flag, Id, Number, Text, json_schema, scalar, validation_error
from hyzs.model.spreadsheet_origin import DraftFlag, Origin
from hyzs.model.week import year_problem

P, I = Level.public, Level.internal
Lead = Annotated[Text, Ref("unit", duty="lead")]
Responsible = Annotated[Text, Ref("unit", duty="responsible")]


class Quote(Part):
    """The words of the document that a measure or task was made of."""

    text: Text = field("原文", level=P)
    paragraph: Count = field("段", level=P, note="方案正文第几段，从 1 数起")
    at: Count = field("位置", level=P, note="从这一段的第几个字起，从 0 数起")
    sha256: Text = field("原文指纹", level=P)


class Clause(Part):
    """Units between two commas of the ownership sentence; ``open``: the list ends in 等."""

    shorthand: ClassVar[str] = "named"
    named: tuple[Responsible, ...] = field("单位", level=P)
    of: Responsible | None = field("群体", None, level=P)
    open: Flag = field("不穷举", False, level=P)


class Quantity(RecordCount):
    """A number counted or added up from other records; its period is that of the target."""

    source: Text = field("口径依据", level=P, note="没有公开口径的写 示例")


class Target(Part):
    """A quantity to reach in each period."""

    at_least: Number = field("不少于", level=P)
    yearly: dict[Text, Number] = field("各年目标", {}, level=P, note="某一年另有目标的写在这里，没有写的年份照“不少于”")
    unit: Text = field("单位", level=P)
    per: Literal["年", "季", "月", "周"] | None = field("每", None, level=P)
    as_written: Text | None = field("原文", None, level=P)
    counts: Quantity | None = field("口径", None, level=P, note="由别的记录统计，不用填报")


class TaskFigure(Part):
    """A figure that each report on the task carries: number of cases, average days."""

    name: Id = field("代号", level=P)
    label: Text = field("指标", level=P)
    unit: Text | None = field("计量单位", None, level=P)


class Confirmation(Part):
    """The word of another unit on a completion that was reported: it holds, or (``refused``) why it does not."""

    by: Annotated[Text, Ref("unit")] = field("确认单位", level=P)
    on: Day = field("确认日期", level=P)
    refused: Text | None = field("退回原因", None, level=I)
    note: Text | None = field("说明", None, level=I)


def _due(value: Any) -> Any:
    if scalar(value) == "长期":
        return "长期"
    due = PartialDate.parse(value)
    if is_far := year_problem(due.first.year):
        raise validation_error("bad-when", f"“{due}”{is_far}")
    return str(due)


Due = Annotated[
    str,
    BeforeValidator(_due),
    DateOr("长期"),
    json_schema(type=["string", "integer"], pattern=f"^(长期|{PATTERN})$", minimum=1, maximum=9999),
]


class Task(Part):
    """A concrete duty inside a measure: a deliverable, a cadence or a quantity."""

    vocabulary: ClassVar[str] = "task"
    subject: ClassVar[tuple[str, str, str] | None] = ("task", "text", "任务")
    list_columns: ClassVar[tuple[str, ...]] = ("id", "text", "lead", "due", "cadence")
    list_rank: ClassVar[int] = 1
    id: Annotated[Id, Name("id")] = field("编号", level=P)
    text: Text = field("任务", level=P)
    lead: tuple[Lead, ...] = field("牵头单位", (), level=P, note="不写则为举措的牵头单位")
    responsible: tuple[Responsible, ...] = field("责任单位", (), level=P)
    due: Due | None = field("完成时限", None, level=P, note="长期，或 2026、2026-Q2、2026-12")
    due_basis: Literal["方案", "拟定"] | None = field("时限依据", None, level=P)
    cadence: Annotated[Text, Term("cadence")] | None = field("频次", None, level=P)
    target: Target | None = field("目标", None, level=P)
    deliverable: Text | None = field("成果形式", None, level=P)
    reports: Literal["lead", "each", "derived"] = field(
        "谁填报", "lead", level=P, note="lead 牵头单位，each 各责任单位，derived 由别的记录体现，不用填报"
    )
    figures: tuple[TaskFigure, ...] = field("指标", (), level=P, note="每次填报都要填的数")
    basis: Text | None = field("出处", None, level=P)
    confirmation: Confirmation | None = field("完成确认", None, level=P)
    quote: Quote | None = field("原文", None, level=P)


class Feedback(Part):
    """A remark that somebody made on the measure in a printed division of tasks that came back."""

    text: Text = field("意见", level=I)
    on: Day = field("收到日期", level=I)
    file: Text | None = field("文件", None, level=I)


class Measure(Record):
    """One numbered item of a plan."""

    kind: ClassVar[str] = "measure"
    label: ClassVar[str] = "举措"
    path: ClassVar[str] = "measures/{id}.yaml"
    starter: ClassVar[Starter] = Starter.plan
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "quantity-form",
            Severity.error,
            "口径没有写全：数哪一种记录，还是把哪个数加起来。",
            "口径看不懂，目标就一直算没有完成。",
            "写 {count: 记录种类, where: 条件}，或者 {sum: 记录种类, field: 字段}。",
            "== data/measures/m02.yaml\nname: 示例举措\nplan: 示政办发〔2026〕1号\nnumber: 2\nsection: 一\n"
            "lead: [市招商局]\nresponsible: [[市发改委]]\nsummary: 略\n"
            "tasks:\n  - id: m02-1\n    text: 示例任务\n    due: 长期\n    reports: derived\n"
            "    target: {at_least: 20, unit: 万元, per: 年, counts: »{sum: 项目, source: 示例}«}\n",
        ),
    )
    list_columns: ClassVar[tuple[str, ...]] = ("number", "name", "section", "lead", "responsible")
    list_rank: ClassVar[int] = 0

    name: Annotated[Text, Name()] = field("重点任务", level=P)
    draft: DraftFlag = False
    plan: Annotated[Text, Ref("plan")] = field("方案", level=P)
    number: Count = field("序号", level=P)
    section: Annotated[Text, Term("section")] = field("部分", level=P)
    lead: tuple[Lead, ...] = field("牵头单位", level=P)
    coordinator: Annotated[Text, Ref("unit", duty="coordinate")] | None = field("总协调", None, level=P)
    responsible: tuple[Clause, ...] = field("责任单位", (), level=P)
    summary: Text | None = field("摘要", None, level=P)
    tasks: tuple[Task, ...] = field("具体举措", (), level=P)
    continues: Annotated[Text, Ref("measure")] | None = field("接续", None, level=P, note="接着做的是哪一条旧举措")
    quote: Quote | None = field("原文", None, level=P)
    residue: tuple[Text, ...] = field("待核的话", (), level=P, note="责任注释里没有认作单位的话，核对后删去")
    feedback: tuple[Feedback, ...] = field("反馈意见", (), level=I, note="征求意见时写在分工表上的话")
    origin: Origin = None
