"""Unicode's composed forms (NFC, and the compatible NFKC), in time that grows with the text alone."""

import unicodedata

#: Marks may follow a character so many at a time; ordering a longer row of them costs the square of its length.
#: Source: Unicode Standard Annex 15, section 13 (Stream-Safe Text Format).
_MOST_MARKS = 30
#: The combining grapheme joiner stands between two such rows, and is not seen.
_JOINER = "\u034f"


def nfkc(text: str) -> str:
    """The text in NFKC; a row of more than 30 combining marks is cut by joiners, as the standard has it."""
    return unicodedata.normalize("NFKC", _cut(text))


def nfc(text: str) -> str:
    """The text in NFC, cut as by :func:`nfkc`."""
    return unicodedata.normalize("NFC", _cut(text))


def _cut(text: str) -> str:
    if len(text) <= _MOST_MARKS or text.isascii():
        return text
    signs: list[str] = []
    marks = 0
    for sign in text:
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks > _MOST_MARKS:
            signs.append(_JOINER)
            marks = 1
        signs.append(sign)
    return "".join(signs)
