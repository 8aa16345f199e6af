"""Texts to compare by: width, case, blanks and punctuation make no difference."""

import re
import unicodedata

_GROUPED = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_SIGNS = re.compile(r"[^\w%‰]+|_+")


def folded(text: str) -> str:
    """The text by which two wordings are the same: NFKC, casefolded, without blanks and punctuation.

    Signs between two digits stay (1.2 is not 12), save the commas of thousands; a text of signs alone stays as it is.
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    bare = _SIGNS.sub(_between_digits, _GROUPED.sub("", plain))
    return bare or plain.strip()


def _between_digits(sign: re.Match[str]) -> str:
    before, after = sign.string[sign.start() - 1 : sign.start()], sign.string[sign.end() : sign.end() + 1]
    return sign[0] if before.isdecimal() and after.isdecimal() else ""
