"""Vocabularies of the settings: the words of projects, units, land, firms, checks and lists."""

import re
from typing import Annotated, ClassVar, Literal

from pydantic import BeforeValidator

from hyzs.kinds.flow_settings import DayLimit
from hyzs.model.annotations import Level, Ref, Term
from hyzs.model.record import field
from hyzs.model.reporting_interval import INTERVAL_NAMES
from hyzs.model.scalars import (
    Day,
    Duration,
    Flag,
    Text,
    json_schema,
    quoted,
    scalar,
    validation_error,
)
from hyzs.model.vocabulary import VocabularyTerm

P = Level.public


def _every(value: object) -> str:
    text = scalar(value)
    if text not in INTERVAL_NAMES and not re.fullmatch("[1-9][0-9]?", text):
        raise validation_error(
            "bad-choice", f"“{quoted(text)}”不是报送间隔，写周数(如 2)或 {'、'.join(INTERVAL_NAMES)}"
        )
    return str(text)


Every = Annotated[
    str,
    BeforeValidator(_every),
    json_schema(
        type=["string", "integer"], pattern=f"^({'|'.join(INTERVAL_NAMES)}|[1-9][0-9]?)$", minimum=1, maximum=99
    ),
]


class Tier(VocabularyTerm):
    """A class of projects."""

    vocabulary: ClassVar[str] = "tier"
    taskforce: Flag = field("须有专班", False, level=P)


class Indicator(VocabularyTerm):
    """A figure that returns may carry."""

    vocabulary: ClassVar[str] = "indicator"
    label: Text = field("中文名", level=P)
    unit: Text = field("计量单位", level=P)
    cumulative: Literal["ever", "year"] | None = field("累计口径", None, level=P)
    cap: Text | None = field("上限字段", None, level=P, note="不应超过的项目字段，如 investment.total")


class FirmIndicator(VocabularyTerm):
    """A figure of firms, which stands in ``private/figures/``; ``keeper`` is the unit that has it."""

    vocabulary: ClassVar[str] = "firm_indicator"
    label: Text = field("中文名", level=P)
    unit: Text = field("计量单位", level=P)
    keeper: Annotated[Text, Ref("unit")] | None = field("向谁要", None, level=P)


class Stage(VocabularyTerm):
    """A stage of a project: reached when its milestone has a date."""

    vocabulary: ClassVar[str] = "stage"
    after: Annotated[Text, Term("stage")] | None = field("须晚于", None, level=P)
    ends: Flag = field("到此完结", False, level=P)


class CadenceWord(VocabularyTerm):
    """Cadence word of tasks, with its reporting interval."""

    vocabulary: ClassVar[str] = "cadence"
    every: Every | None = field("间隔", None, level=P, note="不写则照 cadence 里没有写频次的任务")


class UnitType(VocabularyTerm):
    """A sort of unit."""

    vocabulary: ClassVar[str] = "unit_type"
    regions: Flag = field("须写负责区域", False, level=P)
    park: Flag = field("是园区", False, level=P)


class UnitLevel(VocabularyTerm):
    """A level of government."""

    vocabulary: ClassVar[str] = "unit_level"


class ProjectType(VocabularyTerm):
    """A sort of project."""

    vocabulary: ClassVar[str] = "project_type"
    local: Flag = field("投资方已在本地", False, level=P, note="增资扩产之类：没有一家在本地的，check 会问")


class LandType(VocabularyTerm):
    """A sort of land."""

    vocabulary: ClassVar[str] = "land_type"


class ParcelType(VocabularyTerm):
    """A sort of parcel."""

    vocabulary: ClassVar[str] = "parcel_type"


class ParcelWay(VocabularyTerm):
    """A way by which parcels are given to projects."""

    vocabulary: ClassVar[str] = "parcel_way"


class LandUse(VocabularyTerm):
    """A use that land is zoned for."""

    vocabulary: ClassVar[str] = "land_use"


class Channel(VocabularyTerm):
    """A way by which leads come."""

    vocabulary: ClassVar[str] = "channel"


class AgreementType(VocabularyTerm):
    """A sort of agreement."""

    vocabulary: ClassVar[str] = "agreement_type"
    contracts: Flag = field("算合同额", False, level=P, note="最后签的一份的金额就是合同额")


class Region(VocabularyTerm):
    """A part of the country or of the world that offices look after."""

    vocabulary: ClassVar[str] = "region"
    covers: tuple[Text, ...] = field("包括", level=P, note="所在地以这些地名开头的；几个都对得上，照最长的")


class ChainRole(VocabularyTerm):
    """A part that a firm plays on a node of a chain."""

    vocabulary: ClassVar[str] = "chain_role"


class FirmLabelTerm(VocabularyTerm):
    """A list of firms that somebody publishes."""

    vocabulary: ClassVar[str] = "firm_label"
    complete_on: Day | None = field("名单齐全截至", None, level=P, note="写了，没有这个标签的就是“否”；不写就是“缺”")
    platform: Literal["国家", "省", "市"] | None = field("哪一级创新平台", None, level=P, note="不是创新平台的不写")
    source: Text | None = field("名单出处", None, level=P)


class PermitType(VocabularyTerm):
    """A permit that a project may need."""

    vocabulary: ClassVar[str] = "permit"
    unit: Annotated[Text, Ref("unit")] | None = field("办理单位", None, level=P)
    before: Annotated[Text, Term("stage")] | None = field("哪个节点以前", None, level=P, note="这个节点以前要办结")
    waits_for: tuple[Annotated[Text, Term("permit")], ...] = field("要等", (), level=P, note="这几样办结了才能办结")
    limit: DayLimit | None = field("法定时限", None, level=P, note="从受理起；没有核到的不写")
    source: Text | None = field("时限依据", None, level=P)


class Aspect(VocabularyTerm):
    """An aspect under which projects are looked into."""

    vocabulary: ClassVar[str] = "aspect"
    before: Annotated[Text, Term("stage")] | None = field("哪个阶段以前要有", None, level=P)
    tier: Annotated[Text, Term("tier")] | None = field("哪类项目要有", None, level=P, note="和 before 一起写")


class CheckItem(VocabularyTerm):
    """An item of due diligence on firms or partners (尽调): source, days that a check holds, first stage."""

    vocabulary: ClassVar[str] = "check_item"
    of: Literal["企业", "伙伴"] = field("查谁", "企业", level=P)
    source: Text = field("到哪里查", level=P)
    months: Duration | None = field("有效期", None, level=P, unit="月", note="没有写 until 的，过了这么多个月要复查")
    from_: Annotated[Text, Term("stage")] | None = field(
        "从哪个阶段起要有", None, level=P, key="from", note="项目到了这个阶段，它的企业要查过这一项"
    )
    tier: Annotated[Text, Term("tier")] | None = field("哪类项目要有", None, level=P, note="不写就是各类项目")
    note: Text | None = field("说明", None, level=P)


class AccessList(VocabularyTerm):
    """An edition of a list by which foreign investment is admitted or encouraged."""

    vocabulary: ClassVar[str] = "access_list"
    number: Text = field("文号", level=P)
    since: Day = field("起施行", level=P)
    until: Day | None = field("施行到", None, level=P)
    source: Text = field("来源", level=P)
