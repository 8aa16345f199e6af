"""A declared number: the count of the records of a kind under a condition, or the sum of one of their fields."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from hyzs.model.annotations import Level, Where
from hyzs.model.finding import Problem, Route
from hyzs.model.record import Part, field
from hyzs.model.scalars import Text

P = Level.public


class RecordCount(Part):
    """A count or a sum of other records."""

    table: ClassVar[str] = "counted"

    count: Text | None = field("计数", None, level=P, note="数哪一种记录，英文名或中文名，如 project、项目")
    sum: Text | None = field("合计", None, level=P, note="或者把哪一种记录的 field 加起来")
    where: Annotated[Text, Where(kind_in="count|sum")] | None = field(
        "条件", None, level=P, note="写法同 hyzs list --where"
    )
    on: Text | None = field(
        "日期字段", None, level=P, note="哪个日期落在时段里才算；不写则照那种记录自己的，或按记录所在的周"
    )
    field: Text | None = field("合计字段", None, level=P, note="sum 加哪个数，如 investment.total")

    def problems(self, route: Route) -> Iterator[Problem]:
        """Problems where it does not either count, or add up a named field."""
        if bool(self.count) == bool(self.sum):
            yield Problem(
                "quantity-form", route, "口径要写 count 或 sum，只写一样", "如 {count: 项目, where: 项目类别=重大}"
            )
        elif bool(self.sum) != bool(self.field):
            yield Problem(
                "quantity-form", route, "sum 要写 field，count 不写", "如 {sum: 项目, field: investment.total}"
            )
