"""Patterns of private numbers: groups, separators and check digits."""

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from functools import cache

from hyzs.model.private_number_signs import COMMAS, DASHES, DOTS, FIGURES, IDEOGRAPHS, UNSEEN, PrivateNumber

_ZERO = re.compile("(?<=[0-9])[oO](?=[0-9oO])")
_BLANKS = re.compile(rf"[\s{UNSEEN}]")
_SPELT = str.maketrans({char: str(figure) for figure, chars in enumerate(IDEOGRAPHS) for char in chars})
_SIGN = (
    {char: sign for sign, chars in (("-", DASHES), (".", DOTS), (",", COMMAS)) for char in chars}
    | {char: str(figure) for row in FIGURES for figure, chars in enumerate(row) for char in chars}
    | {"[": "-", "]": "-", "Ｘ": "X", "ｘ": "X", "Ⅹ": "X", "＋": "+"}
)
#: Codes that have runs of digits by chance: fingerprints and identifiers in hexadecimal figures, with letters in them.
_CODE = re.compile(
    "(?<![0-9A-Za-z])(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
    "|(?=[0-9]*+[a-fA-F][0-9]*+[a-fA-F])[0-9a-fA-F]{16,}+)(?![0-9A-Za-z])"
)
#: Characters round a number that are searched for a code that it is part of.
_ROUND = 80
#: Joint between two groups: blanks and at most two signs. ``_NO_DOT``: without the signs that amounts have.
_JOINT = r"(?: ++[-.]{0,2}+ *+|[-.]{1,2}+ *+|,(?! ))"
_NO_DOT = r"(?: ++-{0,2}+ *+|-{1,2}+ *+)"
_ABROAD = r"(?:\+?(?:00)?86 *+-{0,2}+ *+)?"
_NOT_BEFORE = r"(?<![0-9])(?<![0-9][-.,])"
_NOT_BEHIND = r"(?![0-9])(?![-.,][0-9])"
#: An amount or a size, and no number to call.
_UNIT = r"(?! *+(?:[万亿]|元|平方|立方|公顷|吨|千瓦|兆瓦|㎡|kW|MW))"
#: Groups of digits as mobiles are told in; those in ``_LONE`` only where no further digits stand beside them.
_GROUPED = ((3, 4, 4),)
_LONE = ((4, 4, 3), (3, 2, 2, 2, 2), (3, 4, 2, 2), (3, 2, 2, 4), (2,) * 5 + (1,), (1,) + (2,) * 5, (1,) * 11)
_YEARS = r"(?!(?:19|20)[0-9]{2}[^0-9]++(?:19|20)[0-9]{2})"
_DAY = r"(?!1[0-9]{2}[^0-9]++20[0-4][0-9][^0-9]*+(?:0[1-9]|1[0-2])[^0-9]*+[0-3][0-9])"


def _groups(*sizes: int, joint: str) -> str:
    return joint.join(f"[0-9]{{{size}}}" for size in sizes)


_MOBILE = re.compile(
    rf"(?<![0-9])(?<![0-9]\.){_ABROAD}1[3-9][0-9]{{9}}(?![0-9])(?!\.[0-9]){_UNIT}"
    rf"|{_NOT_BEFORE}{_ABROAD}(?=1 *+-*+ *+[3-9]|1[^0-9]?+[3-9]){_DAY}"
    rf"(?:{'|'.join(_groups(*sizes, joint=_JOINT) for sizes in _GROUPED)}"
    rf"|{_groups(3, 8, joint=_NO_DOT)}|{_groups(7, 4, joint=_NO_DOT)}(?<!20[0-4][0-9]))(?!-[0-9]){_NOT_BEHIND}"
    rf"|{_NOT_BEFORE}(?<![0-9] ){_ABROAD}(?=1[^0-9]*+[3-9]){_YEARS}"
    rf"(?:{'|'.join(_groups(*sizes, joint=_JOINT) for sizes in _LONE)}){_NOT_BEHIND}(?! [0-9])"
)
_CARD = re.compile(
    rf"(?<![0-9A-Za-z])(?<![0-9][-.,])[0-9](?:{_JOINT}?+[0-9]){{16}}{_JOINT}?+[0-9Xx](?![0-9A-Za-z])(?![-.,][0-9])"
)
_OLD_CARD = re.compile(
    rf"(?<![0-9A-Za-z])(?<![0-9][-.,])[0-9]{{6}}{_NO_DOT}?+[0-9]{{6}}{_NO_DOT}?+[0-9]{{3}}(?![0-9A-Za-z])(?![-.,][0-9])"
)
_BANK = re.compile(
    r"(?<![0-9A-Za-z])(?<![0-9][-.,])"
    r"(?:62[0-9]{14,17}|[345][0-9]{15}"
    rf"|(?:62|[345][0-9])[0-9]{{2}}(?:{_NO_DOT}[0-9]{{4}}){{3}}(?:{_NO_DOT}?+[0-9]{{1,3}})?"
    rf"|62[0-9]{{4}}{_NO_DOT}[0-9]{{10,13}})"
    r"(?![0-9A-Za-z])"
)
_AREA = "0(?:10|2[0-9]|[3-9][0-9]{2})"
_LANDLINE = re.compile(
    rf"{_NOT_BEFORE}(?:86{_NO_DOT})?{_AREA}{_NO_DOT}[0-9]{{3,4}}{_NO_DOT}?+[0-9]{{4}}(?![0-9]){_UNIT}"
    rf"|(?<=\+86)(?: |-)(?:10|2[0-9]|[3-9][0-9]{{2}}){_NO_DOT}[0-9]{{3,4}}{_NO_DOT}?+[0-9]{{4}}(?![0-9])"
    rf"|(?:电话|座机|传真|热线|致电|[Tt][Ee][Ll]|[Ff][Aa][Xx])[^0-9]{{0,4}}({_AREA}[2-8][0-9]{{6,7}})(?![0-9])"
)
#: The first two figures of an identity card: the province (GB/T 2260), or who lives here from elsewhere.
_REGIONS = frozenset(
    (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83, 91)
)
#: Ways to write the eighteen figures that need no right check digit to be believed.
_USUAL = frozenset(((18,), (6, 8, 4), (6, 4, 4, 4), (6, 4, 2, 2, 4), (3, 3, 4, 4, 4), (6, 12), (14, 4)))
#: Years of birth: of those who hold a card; of those whose card had 15 figures (two of them the year).
_BORN, _BORN_OLD = range(1900, 2100), range(1930, 2000)
#: Later births are a code's day of issue more often than a person's: only a right check digit tells.
_RECENT = 2012
#: Years in which something may have been filed.
_FILED = range(1980, 2060)
_LANDLINE_NAME = "座机号码"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"


def is_in_code(text: str, start: int, end: int) -> bool:
    """True if these characters are part of a fingerprint or an identifier."""
    begin = max(0, start - _ROUND)
    codes = _CODE.finditer(text[begin : end + _ROUND])
    return any(begin + code.start() < end and start < begin + code.end() for code in codes)


def _narrow(text: str) -> str:
    """The text one character for one: figures in ASCII, a blank, ``-``, ``.`` or ``,`` for what separates them."""
    return _ZERO.sub("0", "".join(map(_sign, text)))


@cache
def _sign(char: str) -> str:
    """Figure, separator, or the character itself."""
    if sign := _SIGN.get(char):
        return sign
    if _BLANKS.match(char):
        return " "
    figure = unicodedata.decimal(char, None)
    return char if figure is None else str(figure)


def find_private_numbers(text: str) -> list[PrivateNumber]:
    """The numbers written in figures, and then those in which ideographs stand for some: 张三 ends in none."""
    numbers: list[PrivateNumber] = []
    narrow = _strike(_narrow(text), numbers)
    if narrow != (spelt := narrow.translate(_SPELT)):
        _strike(spelt, numbers)
    return sorted(numbers)


def _strike(narrow: str, numbers: list[PrivateNumber]) -> str:
    """Text without the numbers of each sort, which are added to ``numbers``."""
    for name, shape, holds in _KINDS:

        def strike_out(match: re.Match[str], name: str = name, holds: Callable[[str], bool] = holds) -> str:
            if not holds(match[0]):
                return match[0]
            start, end = match.span(match.lastindex or 0)  # a group: the number without the word before it
            numbers.append(PrivateNumber(start, end, name, name == _LANDLINE_NAME))
            return "#" * len(match[0])

        # A number is struck out, so that no part of it matches another sort.
        narrow = shape.sub(strike_out, narrow)
    return narrow


def _figures(text: str) -> str:
    return re.sub("[^0-9X]", "", text.upper())


def _sizes(text: str) -> tuple[int, ...]:
    return tuple(len(group) for group in re.split("[^0-9Xx]+", text) if group)


def _is_identity_card(text: str) -> bool:
    """A region and a birthday where a card has them; a check digit that was mistyped or rounded away hides nobody."""
    figures = _figures(text)
    if int(figures[:2]) not in _REGIONS or not _is_day(figures[6:14], _BORN):
        return False
    is_usual = _sizes(text) in _USUAL and int(figures[6:10]) < _RECENT and figures[:2] != "91"
    return is_usual or _has_check_digit(figures)


def _has_check_digit(figures: str) -> bool:
    return _CHECKS[sum(int(f) * w for f, w in zip(figures, _WEIGHTS, strict=False)) % 11] == figures[17]


def _is_old_card(text: str) -> bool:
    figures = _figures(text)
    return int(figures[:2]) in _REGIONS and figures[2:4] != "00" and _is_day(f"19{figures[6:12]}", _BORN_OLD)


def _is_day(figures: str, years: range) -> bool:
    try:
        day = date(int(figures[:4]), int(figures[4:6]), int(figures[6:]))
    except ValueError:
        return False
    return day.year in years


def _is_bank_card(text: str) -> bool:
    """The check digit of Luhn; sixteen figures in a row that begin with a division and a year are a filing's."""
    figures = _figures(text)
    if not 16 <= len(figures) <= 19 or (figures[:2] != "62" and len(figures) != 16):
        return False
    if text == figures and int(figures[:2]) in _REGIONS - {62} and int(figures[6:10]) in _FILED:
        return False
    doubled = (int(figure) * (1 + n % 2) for n, figure in enumerate(reversed(figures)))
    return sum(d // 10 + d % 10 for d in doubled) % 10 == 0


_KINDS: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = (
    ("身份证号", _CARD, _is_identity_card),
    ("银行卡号", _BANK, _is_bank_card),
    ("手机号码", _MOBILE, lambda _: True),
    ("身份证号", _OLD_CARD, _is_old_card),
    (_LANDLINE_NAME, _LANDLINE, lambda _: True),
)
