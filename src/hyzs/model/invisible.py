"""Invisible characters, which come in with texts pasted from web pages and documents."""

import re
import unicodedata

#: Control and format characters, line and paragraph separators.
_CATEGORIES = ("Cc", "Cf", "Zl", "Zp")
#: Characters that are drawn as nothing (Default_Ignorable_Code_Point of the Unicode Character Database), as ranges.
IGNORABLE = (
    "\u00ad\u034f\u061c\u115f-\u1160\u17b4-\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
#: Characters at which other programs break a line.
_BREAKS = frozenset("\v\f\x1c\x1d\x1e\x85\u2028\u2029")
#: Control characters as a workbook spells them, where a program has not read them back: _x000B_.
_ESCAPED = re.compile("_x(00[01][0-9A-Fa-f]|007[Ff]|FFF[EeFf])_")


def is_invisible(char: str) -> bool:
    """True if the character leaves no trace on paper; a line feed does."""
    return char != "\n" and (unicodedata.category(char) in _CATEGORIES or char in "\ufffe\uffff")


def visible_text(text: str) -> tuple[str, list[str]]:
    """Visible text, and the code points that were removed from it: ``U+200B``.

    Other line breaks become line feeds, a tab a blank; all else that is unseen is left out.
    """
    plain = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text.replace("\r\n", "\n").replace("\r", "\n"))
    removed = dict.fromkeys(char for char in ("" if plain.isprintable() else plain) if is_invisible(char))
    table = {ord(char): "\n" if char in _BREAKS else " " if char == "\t" else None for char in removed}
    return plain.translate(table), [f"U+{ord(char):04X}" for char in removed]
