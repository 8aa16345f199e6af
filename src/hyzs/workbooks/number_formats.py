"""Number formats under which people see another number than the cell holds."""

import re
from decimal import Decimal

from hyzs.model.decimals import parse_decimal

#: Words in a format: "亿元", \元, and what is written without quotes.
_QUOTED = re.compile(r'"([^"]*)"|\\(.)')
_COLOUR = re.compile(r"\[(?!\$)[^\]]*\]")
#: A currency of a format: [$€-2], [$USD], and those without brackets.
_CURRENCY = re.compile(r"\[\$(?P<sign>[^\]-]*)[^\]]*\]")
_FOREIGN = re.compile(r"US\$|HK\$|[$€£₩]|USD|EUR|HKD|GBP|JPY")
_PADDING = re.compile(r"[_*].")
_PLAIN_UNIT = re.compile("[\u4e00-\u9fff%]+")
_NOUGHTS = re.compile("0{2,}")
#: A comma behind the last digit divides by a thousand; a sign in quotes between digits moves the point.
_SCALED = re.compile(r'[0#?],+(?![0#?,])|[0#?](?:\\|!)\.[0#?]|[0#?]"\."[0#?]')


def is_scaled(code: str) -> bool:
    """True if the format shows a number divided: what people see is not what the cell holds."""
    return bool(_SCALED.search(_first(code)))


def shown_number(value: str, code: str) -> str:
    """The text of the number as the format shows it: with unit, currency, per cent, or noughts before; else empty."""
    code, number = _first(code), parse_decimal(value)
    if number is None:
        return ""
    if _NOUGHTS.fullmatch(code) and number == number.to_integral_value() and number >= 0:
        return f"{int(number):0{len(code)}}"
    if currency := _FOREIGN.search(code):
        return f"{currency[0]}{_plain(number)}"
    unit = _unit(code)
    if "%" in unit:
        return f"{_plain(number * 100)}%"
    return f"{_plain(number)}{unit}" if unit else ""


def _first(code: str) -> str:
    """The section of the format that positive numbers have, without colours and the places of languages."""
    plain = _COLOUR.sub("", code.split(";", maxsplit=1)[0])
    return _CURRENCY.sub(lambda currency: currency["sign"], plain).replace("General", "0")


def _unit(code: str) -> str:
    """The words behind the digits; the words of dates and of other writing systems are none."""
    if not re.search("[0#]", code):
        return ""
    tail = re.split("[0#?](?!.*[0#?])", _PADDING.sub("", code))[-1]
    text = _QUOTED.sub(lambda match: match[1] if match[1] is not None else match[2], tail)
    match = _PLAIN_UNIT.search(text)
    return match[0] if match else ""


def _plain(number: Decimal) -> str:
    text = f"{number:.10f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
