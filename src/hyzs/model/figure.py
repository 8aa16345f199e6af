"""A figure with its source: giver, day it holds for, unit and day of verification."""

from typing import Annotated, ClassVar, NamedTuple, Self

from pydantic import model_validator

from hyzs.model.annotations import Level, Ref
from hyzs.model.evidence import EvidenceFiles
from hyzs.model.record import Part, field
from hyzs.model.scalars import Day, Number, Text, validation_error

I = Level.internal


class Figure(Part):
    """A reported number of a firm; unverified ones are never added to verified ones."""

    shorthand: ClassVar[str] = "value"

    value: Number = field("数值", level=I)
    as_of: Day = field("截至", level=I)
    by: Text = field("数据来源", level=I, note="企业自报、税务、统计、财政等")
    verified_by: Annotated[Text, Ref("unit")] | None = field("核定单位", None, level=I, note="不写就是没有核定")
    verified_on: Day | None = field("核定日期", None, level=I)
    attachments: EvidenceFiles = ()

    @model_validator(mode="after")
    def _require_whole_verification(self) -> Self:
        if (self.verified_by is None) != (self.verified_on is None):
            raise validation_error("bad-form", "核定单位 verified_by 和核定日期 verified_on 要一起写")
        if self.verified_on and self.verified_on < self.as_of:
            raise validation_error("bad-form", f"核定日期 {self.verified_on} 早于数据截至的 {self.as_of}")
        return self

    @property
    def is_verified(self) -> bool:
        """True if a unit has verified it."""
        return self.verified_by is not None


class PrivateFigure(NamedTuple):
    """A figure of the firm or project ``id`` that is in no commit, by the name of its indicator."""

    id: str
    indicator: str
    figure: Figure
