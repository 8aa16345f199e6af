"""Texts to compare by: names as look-ups compare them, and wordings that say the same."""

import re
from functools import lru_cache

from hyzs.model.invisible import IGNORABLE, visible_text
from hyzs.model.nfkc import nfkc

#: Letters that only look like characters, and the characters they look like, in pairs; NFKC knows the other radicals.
#: Source: Unicode Character Database, EquivalentUnifiedIdeograph.txt, U+2E81–U+2EF3.
_RADICALS = (
    "⺁厂⺄乙⺈刀⺉刂⺊卜⺌小⺍小⺎兀⺒巳⺓幺⺔彑⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王"
    "⺫目⺬示⺭礻⺯糹⺰纟⺱罓⺲罒⺴冗⺶羊⺹耂⺺肀⺻聿⺼肉⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻈讠⻉贝⻋车⻌辶⻍辶⻎辶"
    "⻏邑⻐钅⻑長⻒镸⻓长⻔门⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐"
    "⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
)
#: Characters that NFKC makes of radicals, and how they are written here.
_WRITTEN_HERE = {"戶": "户", "靑": "青", "黃": "黄"}
#: Signs that people type for one another, after NFKC.
_SIGNS = {
    "·": "•‧∙⋅・･●",
    "-": "‐‑‒–—―−─",
    "(": "〔〖【[",
    ")": "〕〗】]",
    '"': "“”„‟〝〞",
    "'": "‘’‚‛",
    ",": "，",
}
_ALIKE = str.maketrans(
    dict(zip(_RADICALS[::2], _RADICALS[1::2], strict=True))
    | _WRITTEN_HERE
    | {like: sign for sign, others in _SIGNS.items() for like in others}
)
#: Texts that are folded as they stand, as nearly all names are: without the keys of ``_WRITTEN_HERE``.
_FOLDED = re.compile("[\u4e00-\u6235\u6237-\u9750\u9752-\u9ec2\u9ec4-\u9fff·a-z0-9-]*")
_BLANK = re.compile(rf"[\s{IGNORABLE}]+")
_GROUPED = re.compile(r"(?<=[0-9]),(?=[0-9]{3}(?![0-9]))")
_PUNCTUATION = re.compile(r"[^\w%‰]+|_+")


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """The text as look-ups compare it: half-width, without blanks and invisible characters, letters in lower case.

    Brackets, dots and dashes of all sorts are one; radicals are the characters they look like. Both sides of a
    comparison are folded; a folded text is never stored.
    """
    if _FOLDED.fullmatch(text):
        return text
    # Each step may bring what another one folds: signs that have look-alikes, blanks, letters in parts.
    while (folded := _folded_once(text)) != text:
        text = folded
    return text


def _folded_once(text: str) -> str:
    text = _BLANK.sub("", nfkc(visible_text(_BLANK.sub("", text))[0]))
    return text.translate(_ALIKE).casefold()


def fold_wording(text: str) -> str:
    """The text by which two wordings are the same: NFKC, casefolded, without blanks and punctuation.

    Signs between two digits stay (1.2 is not 12), save the commas of thousands; a text of signs alone stays as it is.
    """
    plain = nfkc(text).casefold()
    bare = _PUNCTUATION.sub(_between_digits, _GROUPED.sub("", plain))
    return bare or plain.strip()


def _between_digits(sign: re.Match[str]) -> str:
    before, after = sign.string[sign.start() - 1 : sign.start()], sign.string[sign.end() : sign.end() + 1]
    return sign[0] if before.isdecimal() and after.isdecimal() else ""
