"""Exact decimals: numbers that can be stored, their sums, and how one is written.

The index, JSON and workbooks carry a number as a double. A double keeps every decimal of up to 15 digits (IEEE 754,
``DBL_DIG``), so a number of a record has no more; what is computed of such numbers is computed in decimals here.
"""

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal, Inexact, InvalidOperation, localcontext

Number = int | float | Decimal

#: Digits that are kept of one number, noughts at its ends not counted.
DIGITS = 15
#: Decimals that are kept: 10⁻⁶ 万元 are one 分.
DECIMALS = 6
#: 1 亿元 are 10⁴ 万元.
_YI = 4
_CENT = Decimal("0.01")
_LAST = Decimal(1).scaleb(-DECIMALS)


def decimal_of(value: Number) -> Decimal:
    """The decimal that a double stands for: that of its shortest text (``repr``)."""
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


def parse_decimal(text: str) -> Decimal | None:
    """The decimal that the text writes; None where it writes none."""
    try:
        return Decimal(text)
    except InvalidOperation:
        return None


def stored_number(value: Number) -> int | float:
    """The number as the index holds it: whole ones as int, others as the double that stands for them."""
    if isinstance(value, int | float):
        return value
    integer = int(value)
    return integer if integer == value else float(value)


def total_of(values: Iterable[Number | None]) -> Decimal:
    """Exact sum of the numbers that are not None, independent of their order."""
    integer_sum, rest = 0, Decimal()
    for value in values:
        if isinstance(value, int):
            integer_sum += value
        elif value is not None:
            rest += decimal_of(value)
    return integer_sum + rest


def is_double(value: Number) -> bool:
    """True if a double, which is all that JSON readers and workbooks have, stands for exactly this number."""
    return isinstance(value, float) or decimal_of(float(value)) == value


def round_decimal(value: Decimal) -> Decimal:
    """The value to the decimals that are kept, halves away from zero; from 10²⁰ on, where none are known, as it is."""
    return value.quantize(_LAST, ROUND_HALF_UP) if value.adjusted() < 20 else value


def convert_unit(value: Number, unit: Decimal) -> Decimal:
    """The value in a unit that is ``unit`` times its own: exact, or rounded where no decimal is (1 亩 in 公顷)."""
    with localcontext() as context:
        context.clear_flags()
        scaled = decimal_of(value) / unit
        return round_decimal(scaled) if context.flags[Inexact] else scaled


def wan_to_yi(amount: Number) -> Decimal:
    """An amount of 万元 in 亿元, exactly."""
    return decimal_of(amount).scaleb(-_YI)


def yi_text(amount: Number) -> str:
    """An amount of 万元 in 亿元 as papers write it: 1,234.50, two decimals, halves away from zero."""
    return f"{wan_to_yi(amount).quantize(_CENT, ROUND_HALF_UP):,f}"


def number_text(value: Number) -> str:
    """The number without exponent and without noughts that say nothing: 120000, not 1.2E+5."""
    text = f"{decimal_of(value):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def precision_problem(text: str) -> str:
    """Reason why a written number cannot be stored exactly, as the end of a sentence; empty if it can."""
    integer, _, decimals = text.lstrip("-").partition(".")
    if len(decimals) > DECIMALS:
        return f"有 {len(decimals)} 位小数，最多保留 {DECIMALS} 位；先四舍五入再写"
    digits = len((integer + decimals.rstrip("0")).lstrip("0"))
    return f"有 {digits} 位数字，最多能准确记下 {DIGITS} 位" if digits > DIGITS else ""
