"""Tolerances (激励容错): somebody has decided that projects do not count against a unit; recorded, never judged."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from hyzs.model.annotations import Level, Ref, Term
from hyzs.model.finding import Problem, Route, Rule, Severity
from hyzs.model.partial_date import PartialDate
from hyzs.model.record import Part, Record, field
from hyzs.model.scalars import Day, Flag, Text

I = Level.internal


class Decision(Part):
    """The decision: unit, document number, day."""

    by: Annotated[Text, Ref("unit")] = field("决定单位", level=I)
    number: Text | None = field("文号", None, level=I)
    on: Day = field("决定日期", level=I)


class ToleranceEffect(Part):
    """The items of schemes that leave the projects out, from a period on."""

    schemes: tuple[Annotated[Text, Ref("scheme")], ...] = field("评价办法", level=I)
    items: tuple[Text, ...] = field("指标", (), level=I, note="不写则为办法里准许容错的各项")
    from_: PartialDate = field("从哪一期", level=I, key="from")


class Tolerance(Record):
    """One decision to tolerate."""

    kind: ClassVar[str] = "tolerance"
    label: ClassVar[str] = "容错"
    path: ClassVar[str] = "tolerances/{file}.yaml"
    listed: ClassVar[bool] = True
    letter: ClassVar[str] = "r"
    list_columns: ClassVar[tuple[str, ...]] = ("id", "unit", "projects", "ground", "decided.number", "decided.on")
    caption_level: ClassVar[Level | None] = I
    owner_fields: ClassVar[tuple[str, ...]] = ("unit",)
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "tolerance-basis",
            Severity.warning,
            "容错没有写决定的文号。",
            "容错把项目从考核里拿出来，没有文号就说不清是谁定的。",
            "写 decided.number。",
            "== data/tolerances/a.yaml\n- id: r26-a1\n  unit: 甲县\n  projects: [p26-a1]\n"
            "  ground: 客观条件变化\n  decided: »{by: 市发改委, on: 2026-10-18}«\n"
            "  effect: {schemes: [zb-2026], from: 2026-Q3}\n",
        ),
    )

    sample: Flag = field("示例", False, level=Level.public)
    unit: Annotated[Text, Ref("unit")] = field("单位", level=I)
    projects: tuple[Annotated[Text, Ref("project")], ...] = field("项目", level=I)
    ground: Annotated[Text, Term("tolerance_ground")] = field("情形", level=I)
    decided: Decision = field("决定", level=I)
    effect: ToleranceEffect = field("效力", level=I)
    note: Text | None = field("说明", None, level=I)

    @property
    def caption(self) -> str:
        """The number of the decision, the unit and the ground."""
        return " ".join(filter(None, (self.decided.number, self.unit, self.ground)))

    def problems(self, route: Route) -> Iterator[Problem]:
        """A decision without a number."""
        if not self.decided.number:
            yield Problem("tolerance-basis", (*route, "decided"), "容错的决定没有文号", "写 decided.number")
