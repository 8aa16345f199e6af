"""Indicators: the figures that returns carry, as the settings declare them."""

from typing import NamedTuple

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Column
from hyzs.model.decimals import Number, number_text, yi_text

INDICATORS = "SELECT name, label, unit, cumulative FROM indicator ORDER BY pos"
#: The unit of amounts, which pages show in 亿元.
_MONEY = "万元"


class IndicatorInfo(NamedTuple):
    """A figure of a project: the key of its values, what people call it, its unit, and since when it is summed up.

    ``cumulative`` is ``ever`` or ``year``; "" is a figure of its week alone.
    """

    name: str
    label: str
    unit: str
    cumulative: str = ""

    @property
    def short_label(self) -> str:
        """The label as headings have it: 累计 goes without saying there."""
        return self.label.removeprefix("累计") or self.label

    @property
    def is_money(self) -> bool:
        """True for an amount in 万元."""
        return self.unit == _MONEY

    def text(self, value: Number | None) -> str:
        """A value for a page: amounts in 亿元, others in their unit; — where nobody knows it."""
        if value is None:
            return "—"
        return f"{yi_text(value)} 亿元" if self.is_money else f"{number_text(value)} {self.unit}".rstrip()

    def change_text(self, difference: Number) -> str:
        """The size of a change, without its unit."""
        return yi_text(difference) if self.is_money else number_text(difference)

    @property
    def column(self) -> Column:
        """The column of a list of projects, each row of which has the value under the name."""
        return Column(self.name, self.short_label, "number", self.unit, level="内部")


def indicators(index: IndexReader) -> list[IndicatorInfo]:
    """The indicators of projects, in the order of the settings."""
    return [
        IndicatorInfo(row["name"], row["label"], row["unit"] or "", row["cumulative"] or "")
        for row in index.rows(INDICATORS)
    ]
