"""Tariffs (要素价格): published prices of water, power, gas, land and work, by place, with their source."""

from collections.abc import Iterator
from typing import Annotated, ClassVar

from hyzs.model.annotations import Level, Name, Ref, Term
from hyzs.model.finding import Problem, Route, Rule, Severity
from hyzs.model.record import Record, field
from hyzs.model.scalars import Day, Flag, Number, Text
from hyzs.model.spreadsheet_origin import DraftFlag, Origin

P = Level.public
_HEAD = "== data/tariffs/a.yaml\n- id: jg-a1\n  sample: true\n  of: 甲县\n  factor: 天然气\n  unit: 元/立方米\n"


class Tariff(Record):
    """One published price of a factor at a place: from ``low`` to ``high`` (absent: just ``low``), for a yearly use."""

    kind: ClassVar[str] = "tariff"
    label: ClassVar[str] = "要素价格"
    path: ClassVar[str] = "tariffs/{file}.yaml"
    listed: ClassVar[bool] = True
    list_columns: ClassVar[tuple[str, ...]] = ("id", "of", "factor", "low", "high", "unit", "since", "until")
    caption_level: ClassVar[Level | None] = P
    owner_fields: ClassVar[tuple[str, ...]] = ("of",)
    rules: ClassVar[tuple[Rule, ...]] = (
        Rule(
            "tariff-range",
            Severity.error,
            "价格、用量或日期的上限小于下限。",
            "范围写反了，哪一档都套不上。",
            "核对 low 和 high、from 和 to、since 和 until。",
            f"{_HEAD}  low: 4\n  high: »3.3«\n  source: 示例\n",
        ),
        Rule(
            "tariff-no-basis",
            Severity.warning,
            "价格没有写依据哪份文件。",
            "企业按它算账，要说得出是谁公布的；给一家的优惠价不写在这里。",
            "写 basis: 文号或公告。",
            f"{_HEAD.replace('jg-a1', '»jg-a1«')}  low: 3.68\n  source: 示例\n",
        ),
    )

    name: Annotated[Text, Name()] | None = field("名称", None, level=P, note="不写就是哪里的、什么要素")
    sample: Flag = field("示例", False, level=P)
    draft: DraftFlag = False
    of: Annotated[Text, Ref("unit")] = field("哪里的", level=P, note="园区、县市区，或者全市")
    factor: Annotated[Text, Term("factor")] = field("要素", level=P)
    band: Text | None = field("时段或类别", None, level=P, note="尖峰、高峰、平、谷，单一制、两部制等")
    low: Number | None = field("价格", None, level=P, note="有范围的写下限；没有就是待填")
    high: Number | None = field("价格上限", None, level=P)
    unit: Text = field("单位", level=P)
    from_: Number | None = field("年用量从", None, level=P, key="from")
    to: Number | None = field("年用量到", None, level=P)
    includes: tuple[Text, ...] = field("含", (), level=P, note="含污水处理费等")
    since: Day | None = field("起", None, level=P)
    until: Day | None = field("止", None, level=P)
    basis: Text | None = field("依据", None, level=P)
    source: Text = field("来源", level=P)
    note: Text | None = field("备注", None, level=P)
    origin: Origin = None

    @property
    def caption(self) -> str:
        """Its name; else place, factor and band, and that it is a sample."""
        if self.name:
            return self.name
        return f"{'示例·' if self.sample else ''}{self.of}{self.factor}{f'（{self.band}）' if self.band else ''}"

    def problems(self, route: Route) -> Iterator[Problem]:
        """Bounds the wrong way round; a price that rests on nothing."""
        bounds = (("high", self.low, self.high), ("to", self.from_, self.to))
        for key, low, high in bounds:
            if low is not None and high is not None and high < low:
                yield Problem("tariff-range", (*route, key), f"上限 {high:f} 小于下限 {low:f}", "核对上下限")
        if self.since and self.until and self.until < self.since:
            yield Problem("tariff-range", (*route, "until"), f"{self.until} 早于起期 {self.since}", "核对日期")
        if self.low is not None and not self.basis:
            yield Problem("tariff-no-basis", (*route, "id"), f"{self.caption}没有写依据", "写 basis")
