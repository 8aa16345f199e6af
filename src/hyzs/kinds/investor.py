"""Firms: those that projects court, those that invested, and those that are here already."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from hyzs.model.annotations import Level, Name, Ref, Term
from hyzs.model.checked import Checked
from hyzs.model.credit_code import code_problems
from hyzs.model.finding import Problem, Route
from hyzs.model.money import Money
from hyzs.model.record import Part, Record, Starter, field
from hyzs.model.scalars import Day, Flag, Text
from hyzs.model.spreadsheet_origin import DraftFlag, Origin

P, I = Level.public, Level.internal


class NodeRole(Part):
    """A node of a chain on which the firm works, and its part there."""

    shorthand: ClassVar[str] = "of"
    of: Annotated[Text, Ref("industry")] = field("环节", level=P)
    role: Annotated[Text, Term("chain_role")] | None = field("角色", None, level=P)
    product: Text | None = field("产品", None, level=P)


class FirmLabel(Part):
    """A list that the firm is on from a day to a day, and the notice that says so."""

    shorthand: ClassVar[str] = "label"
    label: Annotated[Text, Term("firm_label")] = field("标签", level=P)
    since: Day | None = field("起", None, level=P)
    until: Day | None = field("止", None, level=P)
    source: Text | None = field("依据", None, level=P)


class Courting(Part):
    """A unit courts the firm, from a day to a day."""

    shorthand: ClassVar[str] = "unit"
    unit: Annotated[Text, Ref("unit", duty="court")] = field("招引单位", level=I)
    since: Day | None = field("起", None, level=I)
    until: Day | None = field("止", None, level=I)


class Want(Part):
    """Something that the firm looks for: a technology, a supplier, a place."""

    shorthand: ClassVar[str] = "text"
    text: Text = field("需求", level=I)
    industry: Annotated[Text, Ref("industry")] | None = field("产业", None, level=P)
    budget: Money | None = field("预算", None, level=I, unit="万元")


class Investor(Record):
    """A firm: an investor, a target of courting, or a local firm."""

    kind: ClassVar[str] = "investor"
    label: ClassVar[str] = "企业"
    former_labels: ClassVar[tuple[str, ...]] = ("投资方",)
    path: ClassVar[str] = "investors/{file}.yaml"
    starter: ClassVar[Starter] = Starter.city
    listed: ClassVar[bool] = True
    list_columns: ClassVar[tuple[str, ...]] = ("id", "name", "local", "region", "nodes", "labels", "courting")

    name: Annotated[Text, Name()] = field("名称", level=I)
    full_name: Annotated[Text, Name("full")] | None = field("全称", None, level=I)
    aliases: tuple[Annotated[Text, Name("alias")], ...] = field("别名", (), level=I)
    sample: Flag = field("示例", False, level=P)
    draft: DraftFlag = False
    credit_code: Text | None = field("统一社会信用代码", None, level=I)
    group: Text | None = field("所属集团", None, level=I, note="同一集团的企业视为同一投资方")
    region: Text | None = field("所在地", None, level=P)
    local: Flag = field("本地", False, level=P, note="已经在本市有工厂或公司")
    foreign: Flag = field("外资", False, level=P)
    nodes: tuple[NodeRole, ...] = field("所在环节", (), level=P)
    labels: tuple[FirmLabel, ...] = field("标签", (), level=P, note="链主、高新技术企业……照公布的名单")
    courting: tuple[Courting, ...] = field("招引", (), level=I)
    via: tuple[Annotated[Text, Ref("partner")], ...] = field("经由", (), level=I, note="哪些伙伴同它有联系")
    coordinator: Annotated[Text, Ref("unit", duty="coordinate")] | None = field(
        "统筹单位", None, level=I, note="几家招引同一家时由谁统筹"
    )
    wants: tuple[Want, ...] = field("需求", (), level=I)
    checks: tuple[Checked, ...] = field("尽调", (), level=I)
    profile: Text | None = field("简介", None, level=I)
    origin: Origin = None

    def problems(self, route: Route) -> Iterator[Problem]:
        """A credit code that can be none."""
        yield from code_problems(self.credit_code, (*route, "credit_code"))
