"""Numbers that belong to a person and must not stand in the data: mobiles, identity cards, bank cards."""

import re
from collections.abc import Callable, Iterator
from datetime import date

#: A run of eleven digits, separated or not, is the least that any of them has: clean lines pay for this search only.
#: With the rest of its line, since no number goes on in the next.
_DIGITS = "0-9０-９"
_GAPS = " \u00a0\u3000\u2010-\u2015－-"
_LONG = re.compile(f"[{_DIGITS}][{_DIGITS}{_GAPS}]{{10}}[^\\n]*")
#: Of these, what begins as a mobile does or is as long as a card: neither two days in a row nor a project's number.
_LIKELY = re.compile(rf"[{_DIGITS}](?:(?<=[1１])[3-9３-９][{_DIGITS}{_GAPS}]{{9}}|[{_DIGITS}{_GAPS}]{{15}})")
#: What people type for digits, brought to ASCII one for one, so that columns stay.
_NARROW = str.maketrans("０１２３４５６７８９Ｘ＋", "0123456789X+") | dict.fromkeys(
    map(ord, "\u00a0\u3000\u2010\u2011\u2012\u2013\u2014\u2015－"), "-"
)
_CARD = re.compile(r"(?<![0-9A-Za-z])[0-9]{6}[ -]?[0-9]{8}[ -]?[0-9]{3}[0-9Xx](?![0-9A-Za-z])")
_BANK = re.compile(
    r"(?<![0-9A-Za-z])(?<![0-9]-)"
    r"(?:62[0-9]{14,17}|[345][0-9]{15}|(?:62|[345][0-9])[0-9]{2}(?:[ -][0-9]{4}){3}(?:[ -]?[0-9]{1,3})?)"
    r"(?![0-9A-Za-z])"
)
_MOBILE = re.compile(
    r"(?<![0-9])(?<![0-9]\.)(?:\+?(?:00)?86[ -]?)?"
    r"(?:1[3-9][0-9]{9}|(?<![0-9]-)1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?!-[0-9]))(?![0-9])(?!\.[0-9])"
)
#: The fingerprint of a file (SHA-256) has runs of digits by chance.
_HASH = re.compile(r"(?<![0-9A-Za-z])[0-9a-f]{64}(?![0-9A-Za-z])")
#: The first two figures of an identity card: the province (GB/T 2260), or who lives here from elsewhere.
_REGIONS = frozenset(
    (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83, 91)
)
#: Years in which somebody may be born who has a card.
_BORN = (1900, 2099)


def numbers_in(text: str) -> Iterator[tuple[int, int, str]]:
    """From where to where a private number stands, and what it is, in the order of the text."""
    for long in _LONG.finditer(text):
        if not _LIKELY.search(long[0]):
            continue
        start = text.rfind("\n", 0, long.start()) + 1
        yield from ((start + one, start + two, what) for one, two, what in _in_line(text[start : long.end()]))


def _in_line(line: str) -> list[tuple[int, int, str]]:
    narrow = _HASH.sub(lambda found: "*" * len(found[0]), line.translate(_NARROW))
    found: list[tuple[int, int, str]] = []
    for what, shape, holds in _KINDS:

        def taken(match: re.Match[str], what: str = what, holds: Callable[[str], bool] = holds) -> str:
            if not holds(re.sub("[ -]", "", match[0])):
                return match[0]
            found.append((*match.span(), what))
            return "*" * len(match[0])

        # What is found is struck out, so that no part of it is found again as something else.
        narrow = shape.sub(taken, narrow)
    return sorted(found)


def _is_identity_card(digits: str) -> bool:
    """A region and a birthday where a card has them; a check digit that was mistyped or rounded away hides nobody."""
    if int(digits[:2]) not in _REGIONS:
        return False
    try:
        born = date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    return _BORN[0] <= born.year <= _BORN[1]


def _is_bank_card(digits: str) -> bool:
    if not 16 <= len(digits) <= 19 or (digits[:2] != "62" and len(digits) != 16):
        return False
    doubled = (int(d) * (1 + n % 2) for n, d in enumerate(reversed(digits)))
    return sum(d // 10 + d % 10 for d in doubled) % 10 == 0


_KINDS: tuple[tuple[str, re.Pattern[str], Callable[[str], bool]], ...] = (
    ("身份证号", _CARD, _is_identity_card),
    ("银行卡号", _BANK, _is_bank_card),
    ("手机号码", _MOBILE, lambda _: True),
)
