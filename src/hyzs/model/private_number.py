"""Numbers that belong to a person: mobiles, identity cards, bank cards, and telephone numbers; found and masked."""

import re
from collections.abc import Iterable, Iterator

from hyzs.model.private_number_signs import COMMAS, DASHES, DOTS, FIGURES, IDEOGRAPHS, UNSEEN, PrivateNumber

_DIGIT = rf"\d{''.join(map(''.join, FIGURES))}{''.join(IDEOGRAPHS)}"
_GAP = rf"\s\[\]\{DASHES}{DOTS}{COMMAS}{UNSEEN}"
#: Eleven digits, whatever stands between them, is the least that any of the numbers has: clean texts pay for this only.
_RUN = re.compile(rf"[{_DIGIT}](?:[{_GAP}]*+[{_DIGIT}oO]){{10,}}+")
#: Of the runs in ASCII, what begins as a mobile or a landline does, or is as long as a card.
_LIKELY = re.compile(
    rf"1[{_GAP}]*+[3-9](?:[{_GAP}]*+[0-9oO]){{9}}|(?<![0-9])(?:0[1-9]|86)|[0-9](?:[{_GAP}]*+[0-9]){{14}}"
)
#: Characters round a run that are searched for a word or a sign.
_ROUND = 12


def private_numbers(text: str) -> Iterator[PrivateNumber]:
    """The numbers in the text in its order, in whatever figures and with whatever separators they are written."""
    for run in _RUN.finditer(text):
        if run[0].isascii() and not _LIKELY.search(run[0]):
            continue
        from hyzs.model.private_number_patterns import (  # what most commands need not compile
            find_private_numbers,
            is_in_code,
        )

        begin = max(0, run.start() - _ROUND)
        for number in find_private_numbers(text[begin : run.end() + _ROUND]):
            start, end = begin + number.start, begin + number.end
            if start < run.end() and end > run.start() and not is_in_code(text, start, end):
                yield number._replace(start=start, end=end)


def has_private_number(text: str) -> bool:
    """True if the number of a person stands in the text; a landline is perhaps an office's."""
    return any(not number.is_landline for number in private_numbers(text))


def mask(text: str) -> str:
    """The text with an asterisk for every character of its private numbers; line breaks stay."""
    return mask_spans(text, ((number.start, number.end) for number in private_numbers(text)))


def mask_spans(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with an asterisk for every character of these spans; line breaks stay."""
    chars = None
    for start, end in spans:
        chars = chars or list(text)
        chars[start:end] = (char if char in "\r\n" else "*" for char in text[start:end])
    return "".join(chars) if chars else text
