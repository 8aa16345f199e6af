"""Quotients of exact numbers: numerator and denominator are kept, the rate is made last, to declared digits.

Real tables do not agree: 六安 rounds half up (45/52 is 86.5), 渭南 cuts off (291/292 is printed 99.65, not 99.66). So a
quantity declares its digits and its rounding; Python's ``round``, which makes 86.25 to 86.2, is never used.
"""

from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from fractions import Fraction
from typing import Literal, get_args

from hyzs.model.decimals import Number, decimal_of

Rounding = Literal["half_up", "down"]
ROUNDINGS: tuple[str, ...] = get_args(Rounding)
_MODES = {"half_up": ROUND_HALF_UP, "down": ROUND_DOWN}
_HUNDRED = 100


def round_to(value: Decimal, digits: int, rounding: Rounding = "half_up") -> Decimal:
    """The value to so many decimals: halves away from zero, or cut off."""
    return value.quantize(Decimal(1).scaleb(-digits), _MODES[rounding])


def quotient(
    numerator: Number, denominator: Number, digits: int, rounding: Rounding = "half_up", *, percent: bool = True
) -> Decimal | None:
    """Numerator over denominator, in per cent unless ``percent`` is false; None over nothing.

    It is exact: rounded from the fraction itself, not from a quotient that was rounded before.
    """
    dividend, divisor = decimal_of(numerator), decimal_of(denominator)
    if not divisor:
        return None
    return round_fraction(Fraction(dividend) / Fraction(divisor) * (_HUNDRED if percent else 1), digits, rounding)


def round_fraction(value: Fraction, digits: int, rounding: Rounding = "half_up") -> Decimal:
    """The exact value to so many decimals: halves away from zero, or cut off."""
    fraction = value * 10**digits
    integer, rest = divmod(abs(fraction.numerator), fraction.denominator)
    if rounding == "half_up" and rest * 2 >= fraction.denominator:
        integer += 1
    return Decimal(integer if fraction >= 0 else -integer).scaleb(-digits)
