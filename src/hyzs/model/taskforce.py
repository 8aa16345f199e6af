"""A 专班: the units that look after a project or an industry, in five parts."""

from typing import Annotated

from hyzs.model.annotations import Level, Ref
from hyzs.model.record import Part, field
from hyzs.model.scalars import Text

P = Level.public
UnitName = Annotated[Text, Ref("unit", duty="taskforce")]


class Taskforce(Part):
    """The five parts of a 专班 (方案第一条)."""

    industry: UnitName | None = field("行业主管", None, level=P)
    commerce: UnitName | None = field("商务", None, level=P)
    factors: tuple[UnitName, ...] = field("要素保障", (), level=P)
    local: UnitName | None = field("属地", None, level=P)
    companies: tuple[UnitName, ...] = field("市属国企", (), level=P)
