"""Money in 万元, or in another currency with the rate that makes it so."""

from decimal import Context, Decimal
from typing import ClassVar

from pydantic import model_validator

from hyzs.model.annotations import Level
from hyzs.model.decimals import number_text, precision_problem, round_decimal
from hyzs.model.record import Part, field
from hyzs.model.scalars import Day, Number, Text, quoted, validation_error

#: Room for every digit of an amount times a rate, 21 digits each.
_EXACT = Context(prec=42)


class Money(Part):
    """An amount; a bare number is in 万元."""

    shorthand: ClassVar[str] = "amount"
    amount: Number = field("数额", level=Level.internal)
    currency: Text = field("币种", "万元", level=Level.internal)
    rate: Number | None = field(
        "折合率", None, level=Level.internal, note="一个币种单位折合多少万元，如 1 万美元折合 7.1 万元，写 7.1"
    )
    on: Day | None = field("折算日期", None, level=Level.internal)

    @model_validator(mode="after")
    def _has_rate(self) -> "Money":
        if self.amount < 0:
            raise validation_error("bad-money", f"金额不能是负数：{self.amount}")
        if self.currency == "万元" and self.rate:
            raise validation_error("bad-money", "万元不用折合率 rate；如果是外币，写明币种 currency")
        if self.currency != "万元" and (not self.rate or self.rate < 0):
            raise validation_error("bad-money", f"{quoted(self.currency)}要写大于 0 的折合率 rate，才能合计成万元")
        if too_long := precision_problem(f"{self.wan:f}"):
            converted = f"折合 {number_text(self.wan)} 万元，" if self.rate else ""
            raise validation_error(
                "bad-money", f"金额 {number_text(self.amount)} {quoted(self.currency)}：{converted}{too_long}"
            )
        return self

    @property
    def wan(self) -> Decimal:
        """The amount in 万元; one that is converted is rounded to 10⁻⁶, which are one 分."""
        return round_decimal(_EXACT.multiply(self.amount, self.rate)) if self.rate else self.amount
