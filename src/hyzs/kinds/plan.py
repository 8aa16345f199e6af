"""Plans: the policy documents whose measures are followed."""

from typing import Annotated, ClassVar

from hyzs.model.annotations import Level, Name, Ref
from hyzs.model.record import Part, Record, Starter, field
from hyzs.model.scalars import Count, Day, Text, Url
from hyzs.model.spreadsheet_origin import DraftFlag

P = Level.public


class Section(Part):
    """A section of a plan."""

    vocabulary: ClassVar[str] = "section"
    number: Annotated[Text, Name()] = field("序号", level=P)
    title: Text = field("标题", level=P)


class LeftOut(Part):
    """A paragraph of the document that becomes no measure, with the reason."""

    paragraph: Count = field("段", level=P, note="正文第几段，从 1 数起")
    reason: Text = field("不入举措的理由", level=P)


class Plan(Record):
    """A policy document."""

    kind: ClassVar[str] = "plan"
    label: ClassVar[str] = "方案"
    path: ClassVar[str] = "plans/{id}.yaml"
    starter: ClassVar[Starter] = Starter.plan

    name: Annotated[Text, Name()] = field("名称", level=P)
    draft: DraftFlag = False
    number: Annotated[Text, Name("number")] = field("文号", level=P)
    issuer: Text = field("发文机关", level=P)
    issued: Day = field("成文日期", level=P)
    until: Day | None = field("止期", None, level=P, note="方案管到哪一天；以后不再生出新的应报，欠下的照旧欠着")
    continues: Annotated[Text, Ref("plan")] | None = field("接续", None, level=P, note="接着做的是哪一个旧方案")
    url: Url | None = field("网址", None, level=P)
    sections: tuple[Section, ...] = field("部分", (), level=P)
    paragraphs: tuple[Text, ...] = field("正文", (), level=P, note="一段一项；由 hyzs import plan 写入")
    left_out: tuple[LeftOut, ...] = field("不入举措的段落", (), level=P)
