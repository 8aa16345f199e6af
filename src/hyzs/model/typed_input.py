"""Parsers of typed cells and command-line values: ``１２.５亿元``, ``3,200``, ``二〇二五年十二月底``, ``—``.

Each returns the value and, where it is not the very text, an explanation.
"""

import re
from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal, localcontext
from typing import NamedTuple

from hyzs.model.decimals import DIGITS, number_text, precision_problem, round_decimal
from hyzs.model.measurement_units import MeasurementUnit, parse_unit, without_trailing_zeros
from hyzs.model.nfkc import nfkc
from hyzs.model.week import year_problem

#: Texts that people write where there is nothing to say.
NOTHING = frozenset(("", "-", "--", "—", "——", "–", "/", "\\", "无", "暂无", "没有", "none", "n/a", "na", "null", "〇"))
_AMOUNT = re.compile(r"(?:约|合计|共|人民币|¥|￥)?(?P<number>[-+]?[0-9][0-9,]*(?:\.[0-9]+)?)(?P<unit>\D*)")
_GROUPED = re.compile(r"[-+]?[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?|[-+]?[0-9]+(\.[0-9]+)?")
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_CHINESE = re.compile("[〇零一二三四五六七八九十]+")
_DATE = re.compile(
    r"(?P<year>[0-9]{4}|[0-9]{2}(?=年))"
    r"(?:[-./年]?(?:第?(?P<quarter>[1-4])季度|Q(?P<q>[1-4])|(?P<half>[上下])半年)"
    r"|[-./年](?:(?P<month>[0-9]{1,2})(?:[-./月](?P<day>[0-9]{1,2})?日?)?)?)"
    r"(?:年(?=[底末初]))?(?P<end>底|末|初|上旬|中旬|下旬|左右)?(?:之?前|以前)?(?:完成)?"
)
#: Midnight behind a day, as databases write it.
_MIDNIGHT = re.compile(r"(?<=[0-9日])[ T]*0{1,2}:00(:00(\.0+)?)?$")
#: 20261005, 202610.
_RUN = re.compile("(?P<year>(?:19|20)[0-9]{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12][0-9]|3[01])?")
_ISO = re.compile(r"[0-9]{4}(-Q[1-4]|-[0-9]{2}(-[0-9]{2})?)?")
#: Signs of a number that a sentence quotes.
_QUOTED = 40
#: Spreadsheets count days from here (and think that 1900 was a leap year); what they count lies between these.
_EPOCH = date(1899, 12, 30)
_SERIALS = range(29221, 73051)


class Parsed(NamedTuple):
    """A value, and how it was understood (empty: as it is written)."""

    value: Decimal | str | None
    explanation: str = ""


def without_blanks(text: str) -> str:
    """The text as labels and names in forms are compared: without blanks, its signs half width."""
    return "".join(normalize(text).split())


def normalize(text: str) -> str:
    """The text with half-width figures and signs, and without blanks round it."""
    return nfkc(text).strip().strip("\u200b\ufeff")


def is_nothing(text: str) -> bool:
    """True of texts that say that there is nothing: —, /, 无."""
    return normalize(text).casefold() in NOTHING


def parse_quantity(text: str, own: str, unit: MeasurementUnit | None = None) -> Parsed:
    """A quantity in the field's ``own`` unit; a bare number is in ``unit``, which its heading names, else in ``own``.

    Raises:
        ValueError: It is no quantity, or in a unit that is not known; the message says so.
    """
    plain = normalize(text).replace(" ", "").replace("，", ",")
    if plain.casefold() in NOTHING:
        return Parsed(None)
    match = _AMOUNT.fullmatch(plain)
    try:
        written_unit = parse_unit(match["unit"], own) if match and match["unit"] else unit
    except ValueError:
        written_unit, match = None, None
    if not match or (match["unit"] and not written_unit):
        how = "写成万元为单位的数，如 12500 或 1.25亿元" if own == "万元" else f"写成{own}为单位的数"
        raise ValueError(f"“{text}”不是{'金额' if own == '万元' else '数'}，{how}")
    if not _GROUPED.fullmatch(match["number"]):
        raise ValueError(f"“{text}”里的逗号位置不对")
    value = _exact(text, match["number"], own, written_unit.factor if written_unit else Decimal(1))
    return Parsed(value, "" if str(value) == text.strip() else f"{text.strip()} → {value} {own}")


def parse_amount(text: str, own: str = "", unit: MeasurementUnit | None = None) -> Parsed:
    """A quantity where the field has a unit of its ``own``, else a plain number. Raises: ValueError."""
    return parse_quantity(text, own, unit) if own else parse_number(text)


def parse_number(text: str) -> Parsed:
    """A plain number without a unit; ``ValueError`` says what is wrong with it."""
    plain = normalize(text).replace(" ", "").replace("，", ",")
    if plain.casefold() in NOTHING:
        return Parsed(None)
    bare = plain.rstrip("场次个家项人户亩件条")
    if not _GROUPED.fullmatch(bare):
        raise ValueError(f"“{text}”不是数")
    value = _exact(text, bare, "", Decimal(1))
    return Parsed(value, "" if str(value) == text.strip() else f"{text.strip()} → {value}")


def _exact(text: str, number: str, own: str, worth: Decimal) -> Decimal:
    """The number times ``worth``, exactly; where no decimal is exactly the worth, to the decimals that are kept.

    Raises:
        ValueError: It has more digits or decimals than are kept; nothing is rounded in silence.
    """
    digits = number.replace(",", "")
    with localcontext() as context:
        context.prec = len(digits) + 2 * DIGITS
        value = Decimal(digits) * worth + 0
    if len(worth.as_tuple().digits) > DIGITS:
        value = round_decimal(value)
    if too_long := precision_problem(number_text(value)):
        converted = f"合 {_quoted(number_text(value))} {own}，" if worth != 1 else ""
        raise ValueError(f"“{_quoted(text.strip())}”{converted}{too_long}")
    return without_trailing_zeros(value)


def _quoted(text: str) -> str:
    return text if len(text) <= _QUOTED else f"{text[:_QUOTED]}…"


def parse_partial_date(text: str) -> Parsed:
    """A date as precise as it is known: 2026, 2026-Q2, 2026-03, 2026-03-15; ``ValueError`` if it is none.

    ``3月底`` stays the month: its last day is the last that counts anyway; 上半年 is June. A bare number is a
    spreadsheet's day.
    """
    plain = _MIDNIGHT.sub("", normalize(text)).replace(" ", "")
    if plain.casefold() in NOTHING:
        return Parsed(None)
    if _ISO.fullmatch(plain):
        return Parsed(_checked(plain, text), "" if plain == text.strip() else f"{text.strip()} → {plain}")
    if plain.isdecimal() and int(plain) in _SERIALS:
        day = str(_EPOCH + timedelta(days=int(plain)))
    elif run := _RUN.fullmatch(plain):
        day = "-".join(filter(None, run.groups()))
    else:
        day = _parse_written_date(_CHINESE.sub(lambda digits: _arabic(digits[0]), plain), text)
    return Parsed(_checked(day, text), f"{text.strip()} → {day}")


def parse_day(text: str) -> Parsed:
    """A single day; ``ValueError`` for a month, a quarter or a year."""
    day = parse_partial_date(text)
    if isinstance(day.value, str) and len(day.value) != len("2026-03-15"):
        raise ValueError(f"“{text}”要写到哪一天，如 2026-03-15")
    return day


def _parse_written_date(plain: str, text: str) -> str:
    match = _DATE.fullmatch(plain)
    if not match:
        raise ValueError(f"“{text}”不是日期，写成 2026-03-15、2026-03 或 2026年3月15日")
    year = match["year"] if len(match["year"]) == 4 else f"20{match['year']}"
    if quarter := match["quarter"] or match["q"]:
        return f"{year}-Q{quarter}"
    if match["half"]:
        return f"{year}-{'06' if match['half'] == '上' else '12'}"
    if not match["month"]:
        return f"{year}-12" if match["end"] in ("底", "末") else year
    month = f"{year}-{int(match['month']):02}"
    return f"{month}-{int(match['day']):02}" if match["day"] else month


def _checked(iso: str, text: str) -> str:
    """The date, if the calendar has it."""
    steps = iso.split("-")
    if is_far := year_problem(int(steps[0])):
        raise ValueError(f"“{text}”：{is_far}")
    if len(steps) > 1 and not steps[1].startswith("Q"):
        year, month = int(steps[0]), int(steps[1])
        last = monthrange(year, month)[1] if year and 1 <= month <= 12 else 0
        if not last or (len(steps) > 2 and not 1 <= int(steps[2]) <= last):
            raise ValueError(f"“{text}”：日历上没有这一天")
    return iso


def _arabic(chinese: str) -> str:
    """二〇二五 → 2025, 十二 → 12, 二十 → 20."""
    if "十" not in chinese:
        return chinese.translate(_DIGITS)
    tens, _, ones = chinese.partition("十")
    return str(int(tens.translate(_DIGITS) or "1") * 10 + int(ones.translate(_DIGITS) or "0"))
