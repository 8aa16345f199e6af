"""Units of quantities as headings and cells name them: 亿元, 百万元人民币, 公顷; what one is worth in a field's own."""

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from hyzs.model.folding import fold

_TENS = {"": 1, "十": 10, "百": 100, "千": 1000}
_GROUPS = {"": 1, "万": 10**4, "亿": 10**8, "万亿": 10**12}
#: Words of number, and how many they are: 百万 is 1,000,000.
_NUMBERS = {f"{ten}{group}": tens * groups for ten, tens in _TENS.items() for group, groups in _GROUPS.items()}
_YUAN = Decimal(1) / 10000
#: Worth of one unit of money, in 万元.
WAN_PER_UNIT = {"元": _YUAN, "万元": Decimal(1), "亿元": Decimal(10000)}
_NUMBER = "(?P<number>[十百千]?(?:万亿|亿|万)?)"
_MONEY = re.compile(
    rf"(?:折合?|约)?(?:人民币|rmb|cny|¥)?{_NUMBER}(?P<currency>元?)(?:\(?(?:人民币|rmb|cny)\)?|整)?(?P<per>/年|每年)?"
)
#: Other currencies: their amounts need a rate, which no heading tells.
_FOREIGN = re.compile(
    "美元|美金|欧元|日元|日圆|港元|港币|英镑|韩元|韩币|澳元|澳币|加元|台币|新台币|新加坡元|新元|卢布|瑞士法郎|泰铢"
    "|usd|eur|jpy|hkd|gbp|krw|aud|cad|twd|sgd|us\\$|hk\\$|\\$|€|£"
)
#: A text that means to be a unit, known or not: a word of number before, of currency behind, or letters.
_LIKE_UNIT = re.compile(r"^[十百千万亿]|[元币圆镑]$|^[a-z$€£¥%㎡²/]+$")
#: Words in brackets of at most so many characters are too short for a note.
_TOO_SHORT = 2
#: Short notes in headings that are no units.
_NOTES = frozenset(
    (
        "必填",
        "选填",
        "可选",
        "预计",
        "计划",
        "拟",
        "约",
        "估",
        "估算",
        "含税",
        "不含税",
        "实际",
        "合计",
        "总",
        "全部",
        "人民币",
    )
)
#: Square metres of one 亩; no decimal is exactly that.
_MU = 10000 / Decimal(15)
#: Worth of one of the unit, by the unit of the field. 15 亩 are one hectare (法定计量单位, 1984).
_OTHERS: Mapping[str, Mapping[str, Decimal]] = {
    "亩": {
        "亩": Decimal(1),
        "万亩": Decimal(10000),
        "公顷": Decimal(15),
        "平方米": Decimal("0.0015"),
        "平米": Decimal("0.0015"),
        "m2": Decimal("0.0015"),
        "㎡": Decimal("0.0015"),
        "万平方米": Decimal(15),
        "平方公里": Decimal(1500),
        "平方千米": Decimal(1500),
        "km2": Decimal(1500),
    },
    "平方米": {
        "平方米": Decimal(1),
        "平米": Decimal(1),
        "m2": Decimal(1),
        "㎡": Decimal(1),
        "万平方米": Decimal(10000),
        "公顷": Decimal(10000),
        "亩": _MU,
    },
    "万元/亩": {
        "万元/亩": Decimal(1),
        "万元/公顷": 1 / Decimal(15),
        "万元/平方米": _MU,
        "元/平方米": _MU / 10000,
        "亿元/公顷": 10000 / Decimal(15),
        "亿元/平方公里": 10000 / Decimal(1500),
        "亿元/平方千米": 10000 / Decimal(1500),
    },
    "人": {"人": Decimal(1), "名": Decimal(1), "个": Decimal(1), "人次": Decimal(1), "万人": Decimal(10000)},
    "%": {"%": Decimal(1), "百分之": Decimal(1)},
}


class MeasurementUnit(NamedTuple):
    """Unit as it is written, and its worth in the field's own unit."""

    text: str
    factor: Decimal


def parse_unit(text: str, own: str, *, bracketed: bool = True) -> MeasurementUnit | None:
    """The unit that ``text`` names, of a field in ``own`` (万元, 亩, 人 …); None if it is a note and no unit.

    Words in brackets that are too short for a note are taken for a unit; others are not.

    Raises:
        ValueError: It names a unit that is not known, or another currency; the message says which.
    """
    folded = fold(text).strip("()").removeprefix("单位").lstrip(":")
    if not folded or folded in _NOTES:
        return None
    if own == "万元" and (foreign := _FOREIGN.search(folded)):
        raise ValueError(
            f"“{foreign[0]}”是外币，没有汇率折不成万元；先换算成人民币，或逐个用 hyzs set 写明币种和折合率"
        )
    units = {unit for part in re.split("[,;、]", folded) if (unit := _unit(part, own))}
    if len(units) > 1:
        raise ValueError(f"“{text.strip()}”写了几个单位：{'、'.join(sorted(unit.text for unit in units))}；只留一个")
    if units:
        return units.pop()
    is_short = bracketed and len(folded) <= _TOO_SHORT
    if "单位" in fold(text) or is_short or _LIKE_UNIT.search(folded):
        noun = "金额单位" if own == "万元" else "单位"
        raise ValueError(f"“{text.strip()}”不是认得的{noun}，这一列没有收；表头写明单位，如 ({own})")
    return None


def is_unit(text: str, own: str) -> bool:
    """True if the whole text is a unit of quantities that are measured in ``own``."""
    return _unit(fold(text).strip("()"), own) is not None


def trailing_unit(text: str, own: str) -> MeasurementUnit | None:
    """The unit at the end of a text without a sign before it: 总投资亿元."""
    folded = fold(text)
    for start in range(len(folded)):
        tail = folded[start:]
        if own == "万元" and not tail.removesuffix("人民币").endswith("元"):
            return None
        if (unit := _unit(tail, own)) and unit.text not in ("元",):
            return unit
    return None


def _unit(folded: str, own: str) -> MeasurementUnit | None:
    """The unit, if it is one of those that measure the same as ``own``."""
    if own != "万元":
        worth = _OTHERS.get(own, {own: Decimal(1)}).get(folded.replace("²", "2"))
        return MeasurementUnit(folded, worth) if worth is not None else None
    match = _MONEY.fullmatch(folded)
    if not match or not (match["number"] or match["currency"]):
        return None
    return MeasurementUnit(f"{match['number']}元", without_trailing_zeros(_NUMBERS[match["number"]] * _YUAN))


def without_trailing_zeros(value: Decimal) -> Decimal:
    """The number without zeros at its end, never as 1E+4.

    Raises:
        ValueError: It has more digits than numbers here may have.
    """
    try:
        value = value.normalize()
        return value.quantize(Decimal(1)) if value == value.to_integral() else value
    except InvalidOperation:
        raise ValueError("数太大了") from None
