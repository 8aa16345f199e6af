"""Parcels (载体): plots and factories on the shelf, as the land office's platform lists them."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from hyzs.model.act import Act
from hyzs.model.annotations import Carries, Level, Name, Ref, Term
from hyzs.model.finding import Problem, Route, Rule, Severity
from hyzs.model.partial_date import PartialDate
from hyzs.model.record import Part, Record, field
from hyzs.model.scalars import Count, Day, Flag, Number, Text
from hyzs.model.spreadsheet_origin import DraftFlag, Origin

P, I = Level.public, Level.internal


class Scale(Part):
    """Total investment that the parcel is meant for, in 万元; either bound may be absent."""

    min: Number | None = field("不少于", None, level=P, unit="万元")
    max: Number | None = field("不超过", None, level=P, unit="万元")


class Floor(Part):
    """Conditions of a 标准地, each per 亩."""

    intensity: Number | None = field("投资强度", None, level=P, unit="万元/亩")
    tax_mu: Number | None = field("亩均税收", None, level=P, unit="万元/亩")
    plot_ratio: Number | None = field("容积率", None, level=P)


class Listing(Part):
    """The platform that lists the parcel, under which number, and the day of that information."""

    platform: Text | None = field("平台", None, level=P)
    code: Text | None = field("平台编号", None, level=P)
    on: Day | None = field("更新日期", None, level=P)


class ParcelAct(Act):
    """A step on the way of a parcel to a project."""

    project: Annotated[Text, Ref("project")] | None = field("项目", None, level=I)
    due: Day | None = field("留到", None, level=P, note="预留到哪一天")


class Parcel(Record):
    """A plot or factory that a project may be put on; prices are not kept."""

    kind: ClassVar[str] = "parcel"
    label: ClassVar[str] = "载体"
    path: ClassVar[str] = "parcels/**/{id}.yaml"
    letter: ClassVar[str] = "k"
    list_columns: ClassVar[tuple[str, ...]] = ("id", "name", "type", "park", "area_mu", "industries", "status", "ready")
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "parcel-scale",
            Severity.error,
            "载体要求的投资规模，下限比上限还高。",
            "这样的载体哪个项目都配不上。",
            "核对 scale 的 min、max，单位都是万元。",
            "== data/parcels/k26-a1.yaml\nname: 示例·甲地块\nsample: true\ntype: 净地\n"
            "scale: {min: »50000«, max: 15000}\n",
        ),
    )

    name: Annotated[Text, Name()] = field("名称", level=P)
    sample: Flag = field("示例", False, level=P)
    draft: DraftFlag = False
    type: Annotated[Text, Term("parcel_type")] = field("类型", level=P)
    part_of: Annotated[Text, Ref("parcel")] | None = field("所属片区", None, level=P, note="成片开发的，写那一片")
    park: Annotated[Text, Ref("unit")] | None = field("园区", None, level=P)
    county: Annotated[Text, Ref("unit")] | None = field("县市区", None, level=P, note="不在园区的写")
    holder: Annotated[Text, Ref("unit", duty="handle")] | None = field("持有单位", None, level=P)
    supply: Annotated[Text, Term("parcel_way")] | None = field("供应方式", None, level=P, key="way")
    area_mu: Number | None = field("面积", None, level=P, unit="亩")
    building_m2: Number | None = field("建筑面积", None, level=P, unit="平方米")
    use: Annotated[Text, Term("land_use")] | None = field("用途", None, level=P)
    years: Count | None = field("使用年限", None, level=P, unit="年")
    industries: tuple[Annotated[Text, Ref("industry")], ...] = field("产业方向", (), level=P, note="不写为不限")
    scale: Scale | None = field("投资规模", None, level=P)
    floor: Floor | None = field("准入要求", None, level=P)
    ready: PartialDate | None = field("可交付", None, level=P)
    source: Listing | None = field("来源", None, level=P)
    steps: Annotated[tuple[ParcelAct, ...], Carries("供地")] = field("经过", (), level=I)
    note: Text | None = field("备注", None, level=I)
    origin: Origin = None

    def problems(self, route: Route) -> Iterator[Problem]:
        """Bounds of the scale that exclude each other."""
        scale = self.scale
        if scale and scale.min is not None and scale.max is not None and scale.min > scale.max:
            message = f"投资规模下限 {scale.min} 高于上限 {scale.max}"
            yield Problem("parcel-scale", (*route, "scale", "min"), message, "核对 min、max")
