"""A kind and a rule about it that the program does not have, and a store with records of it."""

KIND = '''
"""Pledges: what a unit promised an investor."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from hyzs.model.annotations import Level, Ref
from hyzs.model.finding import Problem, Route, Rule, Severity
from hyzs.model.record import Part, Record, field
from hyzs.model.scalars import Day, Flag, Number, Text
from hyzs.model.spreadsheet_origin import SpreadsheetOrigin

P, I = Level.public, Level.internal


class Payment(Part):
    """An amount that was paid out."""

    on: Day = field("兑付日期", level=I)
    amount: Number = field("兑付金额", level=I, unit="万元")


class Pledge(Record):
    """A promise of one unit to one investor."""

    kind: ClassVar[str] = "pledge"
    label: ClassVar[str] = "招商承诺"
    path: ClassVar[str] = "pledges/**/{id}.yaml"
    letter: ClassVar[str] = "c"
    called_by: ClassVar[str] = "text"
    list_columns: ClassVar[tuple[str, ...]] = ("id", "text", "unit", "due")
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "pledge-order", Severity.error, "承诺的期限早于作出的日期。", "顺序错了就算不清。", "核对日期。",
            "== data/pledges/c26-a1.yaml\\ntext: 甲\\nunit: 甲县\\nmade: 2026-05-01\\ndue: »2026-04-01«\\n",
        ),
    )

    text: Text = field("承诺内容", level=I)
    sample: Flag = field("示例", False, level=P)
    unit: Annotated[Text, Ref("unit", duty="handle")] = field("承诺单位", level=P)
    project: Annotated[Text, Ref("project")] | None = field("项目", None, level=I)
    made: Day = field("作出日期", level=P)
    due: Day = field("兑现期限", level=P)
    ceiling: Number | None = field("上限", None, unit="万元")
    payments: tuple[Payment, ...] = field("兑付", (), level=I)
    origin: SpreadsheetOrigin | None = field("来源", None, level=I)

    @property
    def caption(self) -> str:
        """The text of the promise."""
        return self.text

    def problems(self, route: Route) -> Iterator[Problem]:
        """A day that cannot be."""
        if self.due < self.made:
            yield Problem("pledge-order", (*route, "due"), f"{self.due} 早于作出的 {self.made}", "核对日期")
'''
STORE = """
== data/projects/p26-a1.yaml
name: 示例·甲项目
sample: true
tier: 一般
== data/pledges/c26-a1.yaml
text: 示例承诺·厂房租金减半
sample: true
unit: 衡东县
project: p26-a1
made: 2026-03-01
due: 2026-10-31
ceiling: 77.5
payments: [{on: 2026-06-30, amount: 40}]
== data/pledges/c26-b2.yaml
text: 示例承诺·用电接入
sample: true
unit: 衡东区
made: 2026-05-01
due: 2026-04-01
"""
CHECK = '''
"""A pledge that is due is paid out."""

from hyzs.model.finding import Rule, Severity

RULE = Rule(
    "pledge-unpaid", Severity.warning, "到期的承诺没有兑付。", "承诺要算数。", "补上兑付。",
    "== data/pledges/c26-a1.yaml\\ntext: 甲\\nunit: 甲县\\nmade: 2026-03-01\\ndue: »2026-04-01«\\n",
)
SQL = """
SELECT p.file, p.at || '/due' AS at, p.id AS record, 'due' AS field, p.unit FROM pledge p
WHERE p.due <= :today AND NOT EXISTS (SELECT 1 FROM payment y WHERE y.record = p.id)
"""
MESSAGE = "{unit}到期没有兑付"
HINT = ""
'''
#: Both as files of the program.
MODULES = {"hyzs.kinds.pledge": KIND, "hyzs.checks.pledge_unpaid": CHECK}
