"""Points of an item of a scheme: seven ways in which a value becomes points, and the arithmetic in words.

The ways are those of published schemes: a share of the full mark (安庆), the 功效系数 between the least and the
greatest, a share of the best (黄岩), bands, steps below the full mark (寿县), so much for each, marks that people give.
"""

import math
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from hyzs.model.decimals import number_text

_HUNDRED = 100
Value = Decimal | Fraction | int


class Points(NamedTuple):
    """Points before any cap, and their arithmetic: 75.0 ÷ 100 × 40."""

    value: Fraction
    words: str


def item_points(item: dict[str, Any], value: Value, others: Sequence[Value]) -> Points:
    """The points of ``value`` by the item's way; ``others`` are the values of all that are compared, its own too."""
    exact = Fraction(value)
    ways = {
        "ratio": _share_of_full,
        "efficacy": _efficacy,
        "of_best": _share_of_best,
        "bands": _band,
        "steps": _steps,
        "each": _each,
    }
    return ways[item["how"]](item, exact, [Fraction(other) for other in others])


def capped(item: dict[str, Any], points: Fraction) -> tuple[Fraction, str]:
    """The points within the item's bounds, and the bound that they met, in words; empty if they met none."""
    for key, word in (("cap", "封顶"), ("most", "至多")):
        if item.get(key) is not None and points > Fraction(item[key]):
            return Fraction(item[key]), f"{word} {number_text(item[key])}"
    if item.get("least") is not None and points < Fraction(item["least"]):
        return Fraction(item["least"]), f"至少 {number_text(item['least'])}"
    return points, ""


def _share_of_full(item: dict[str, Any], value: Fraction, others: Sequence[Fraction]) -> Points:
    full, points = item["full_at"], item["points"]
    return Points(value / Fraction(full) * Fraction(points), f"{_text(value)} ÷ {_text(full)} × {_text(points)}")


def _efficacy(item: dict[str, Any], value: Fraction, others: Sequence[Fraction]) -> Points:
    """功效系数: (v − min) ÷ (max − min) × span + floor, in per cent of the points; where all are alike, all of it."""
    low, high = (_bound(item, key, others) for key in ("low", "high"))
    up, down = (low, high) if item.get("better", "high") == "high" else (high, low)
    part = Fraction(value - up, down - up) if low != high else Fraction(1)
    percent = part * Fraction(item["span"]) + Fraction(item["floor"])
    ratio = f"({_text(value)} − {_text(up)}) ÷ ({_text(down)} − {_text(up)})" if low != high else "1（各家相同）"
    words = f"({ratio} × {_text(item['span'])} + {_text(item['floor'])})% × {_text(item['points'])}"
    return Points(percent / _HUNDRED * Fraction(item["points"]), words)


def _bound(item: dict[str, Any], key: str, others: Sequence[Fraction]) -> Fraction:
    """The declared least or greatest value, else that of all who are compared."""
    if item.get(key) is not None:
        return Fraction(item[key])
    return min(others) if key == "low" else max(others)


def _share_of_best(item: dict[str, Any], value: Fraction, others: Sequence[Fraction]) -> Points:
    points = Fraction(item["points"])
    if item.get("better", "high") == "low":
        best = min(others)
        share = best / value if value else Fraction(1)
        return Points(share * points, f"{_text(best)} ÷ {_text(value)} × {_text(points)}")
    best = max(others)
    return Points(value / best * points if best else Fraction(0), f"{_text(value)} ÷ {_text(best)} × {_text(points)}")


def _band(item: dict[str, Any], value: Fraction, others: Sequence[Fraction]) -> Points:
    """The points of the first band that the value lies in; 0 if it lies in none."""
    for band in item["bands"]:
        low, high = band.get("from"), band.get("to")
        if (low is None or value >= Fraction(low)) and (high is None or value <= Fraction(high)):
            words = "".join(f" {sign} {_text(bound)}" for sign, bound in (("≥", low), ("≤", high)) if bound is not None)
            return Points(Fraction(band["points"]), f"{_text(value)}{words or '，其余'}，得 {_text(band['points'])}")
    return Points(Fraction(0), f"{_text(value)} 哪一段都不到，得 0")


def _steps(item: dict[str, Any], value: Fraction, others: Sequence[Fraction]) -> Points:
    """The full mark less ``less`` for each whole ``per`` by which the value misses ``full_at``."""
    full, per, less = (Fraction(item[key]) for key in ("full_at", "per", "less"))
    short = max(full - value if item.get("better", "high") == "high" else value - full, Fraction(0))
    steps = math.floor(short / per)
    words = (
        f"{_text(item['points'])} − {steps} × {_text(less)}（满分值 {_text(full)}，差 {_text(short)}，每 {_text(per)}）"
    )
    return Points(Fraction(item["points"]) - steps * less, words)


def _each(item: dict[str, Any], value: Fraction, others: Sequence[Fraction]) -> Points:
    return Points(value * Fraction(item["each"]), f"{_text(value)} × {_text(item['each'])}")


def _text(value: Value) -> str:
    """The number as people write it; of a fraction without end its first decimals with …."""
    exact = Fraction(value)
    scaled = exact * 10**6
    if scaled.denominator == 1:
        return number_text(Decimal(scaled.numerator).scaleb(-6))
    return f"{number_text(Decimal(math.floor(scaled)).scaleb(-6))}…"
