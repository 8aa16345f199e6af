"""Dates and amounts as papers write them: 2026年12月, 12,000 万元, 1.20 亿元; unknown amounts are —."""

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from hyzs.model.blocks import Column
from hyzs.model.decimals import decimal_of, number_text
from hyzs.model.print_options import MONEY_UNITS
from hyzs.render.layout.cell_text import is_number, plain_text

#: A day, month or quarter, or an ISO week, as data writes it; not within an id, a path or a longer number.
_DATE = re.compile(
    r"(?<![\w./-])(?P<year>(?:19|20)[0-9]{2})-"
    r"(?:W(?P<week>[0-5][0-9])|Q(?P<quarter>[1-4])|(?P<month>0[1-9]|1[0-2])(?:-(?P<day>0[1-9]|[12][0-9]|3[01]))?)"
    r"(?:T(?P<time>[0-2][0-9]:[0-5][0-9])(?::[0-5][0-9])?)?(?![A-Za-z0-9_/-])(?!\.[A-Za-z0-9])"
)
_QUARTERS = "一二三四"
_CENT = Decimal("0.01")
UNKNOWN = "—"


def date_words(text: str) -> str:
    """``text`` with each date in it as papers write it: 2026-12-05 is 2026年12月5日, 2026-W47 is 2026年第47周."""
    return _DATE.sub(_date_text, text) if "-" in text else text


def _date_text(match: re.Match[str]) -> str:
    year = f"{match['year']}年"
    if match["week"]:
        return f"{year}第{int(match['week'])}周"
    if match["quarter"]:
        return f"{year}第{_QUARTERS[int(match['quarter']) - 1]}季度"
    day = f"{int(match['day'])}日" if match["day"] else ""
    return f"{year}{int(match['month'])}月{day}{' ' + match['time'] if match['time'] else ''}"


def paper_text(column: Column, value: Any) -> str:
    """A value of that column: amounts in 万元 with thousands separators, in 亿元 with two decimals; codes unchanged."""
    if column.type == "number" and column.unit in MONEY_UNITS:
        return amount_words(value, column.unit)
    return plain_text(value) if column.type == "code" else date_words(plain_text(value))


def amount_words(value: Any, unit: str) -> str:
    """An amount without its unit (万元 or 亿元); None is —, a text is left as it is."""
    if value is None:
        return UNKNOWN
    if not is_number(value):
        return plain_text(value)
    if unit == "亿元":
        return f"{decimal_of(value).quantize(_CENT, ROUND_HALF_UP):,f}"
    return f"{Decimal(number_text(value)):,f}"
