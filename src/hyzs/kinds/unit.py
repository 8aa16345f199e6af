"""Units, and groups of units, that can be held responsible."""

from typing import Annotated, ClassVar

from pydantic import BeforeValidator

from hyzs.model.annotations import Level, Name, Ref, Term
from hyzs.model.record import Part, Record, Starter, field
from hyzs.model.scalars import Count, Day, Flag, Text, one_or_many
from hyzs.model.spreadsheet_origin import DraftFlag, Origin

P = Level.public


class FormerName(Part):
    """A name that a unit had until a day."""

    name: Annotated[Text, Name("former")] = field("曾用名", level=P)
    until: Day | None = field("用到", None, level=P)


class Member(Part):
    """A unit that belongs to a group, perhaps only for a while."""

    shorthand: ClassVar[str] = "unit"
    unit: Annotated[Text, Ref("unit")] = field("成员", level=P)
    since: Day | None = field("起", None, level=P)
    until: Day | None = field("止", None, level=P)


class Officer(Part):
    """A person who answers for the unit in a role."""

    role: Text = field("角色", level=P)
    person: Annotated[Text, Ref("person", duty="officer")] = field("人员", level=P)
    since: Day | None = field("起", None, level=P)
    until: Day | None = field("止", None, level=P)


class Successor(Part):
    """The unit that took over, all or a part."""

    unit: Annotated[Text, Ref("unit")] = field("承接单位", level=P)
    since: Day = field("起", level=P)
    scope: Text | None = field("承接范围", None, level=P)


class Cooperation(Part):
    """Work that a park and another place do together (园区跨区域合作共建)."""

    partner: Text = field("合作方", level=P, note="外地的园区、政府或机构")
    region: Text | None = field("所在地", None, level=P)
    mode: Text | None = field("合作方式", None, level=P, note="飞地、共建、托管等")
    since: Day = field("起", level=P)
    until: Day | None = field("止", None, level=P)
    source: Text = field("依据", level=P, note="协议或文号，示例写 示例")


class Unit(Record):
    """An organisation, or a group of them."""

    kind: ClassVar[str] = "unit"
    label: ClassVar[str] = "单位"
    path: ClassVar[str] = "units/{file}.yaml"
    starter: ClassVar[Starter] = Starter.plan
    listed: ClassVar[bool] = True
    list_columns: ClassVar[tuple[str, ...]] = ("id", "name", "full_name", "type", "parent", "files")
    owner_fields: ClassVar[tuple[str, ...]] = ("name",)

    name: Annotated[Text, Name()] = field("简称", level=P)
    full_name: Annotated[Text, Name("full")] | None = field("全称", None, level=P)
    draft: DraftFlag = False
    unconfirmed: Flag = field("全称待核", False, level=P)
    aliases: tuple[Annotated[Text, Name("alias")], ...] = field("别名", (), level=P)
    former_names: tuple[FormerName, ...] = field("曾用名", (), level=P)
    type: Annotated[Text, Term("unit_type")] = field("类型", level=P)
    level: Annotated[Text, Term("unit_level")] | None = field("层级", None, level=P)
    parent: Annotated[Text, Ref("unit")] | None = field("上级或属地", None, level=P)
    code: Text | None = field("统计代码", None, level=P)
    industries: tuple[Annotated[Text, Ref("industry")], ...] = field("产业", (), level=P, note="园区的主导产业")
    specialty: Annotated[tuple[Annotated[Text, Ref("industry")], ...], BeforeValidator(one_or_many)] = field(
        "特色产业", (), level=P, note="园区的特色产业；和产业都不写就是不限"
    )
    base: Text | None = field("驻地", None, level=P)
    regions: tuple[Annotated[Text, Term("region")], ...] = field("负责区域", (), level=P)
    cooperation: tuple[Cooperation, ...] = field("合作共建", (), level=P)
    order: Count | None = field("排序", None, level=P)
    files: Flag = field("填报单位", False, level=P)
    since: Day | None = field("设立", None, level=P)
    until: Day | None = field("撤销", None, level=P)
    succeeded_by: tuple[Successor, ...] = field("职能承接", (), level=P)
    members: tuple[Member, ...] = field("成员", (), level=P)
    open: Flag = field("不穷举", False, level=P, note="名单以“等”结尾：没有成员，谁也不因它担责")
    officers: tuple[Officer, ...] = field("责任人", (), level=Level.internal)
    source: Text | None = field("来源", None, level=P)
    origin: Origin = None
