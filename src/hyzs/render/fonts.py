"""The faces of official papers (GB/T 9704): the real ones where the system has them, else the free ones we ship."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Any
from unicodedata import category

from hyzs.model.errors import BadConfig
from hyzs.model.optional_import import import_optional
from hyzs.paths import FONTS

#: Variation selectors: they choose a shape of the character before them, and are none themselves.
_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
#: Categories of what no font has: private use, surrogates. What is not assigned yet may be a rare name's in a newer
#: Unicode than ours.
_WITHOUT_GLYPH = ("Co", "Cs")
_FREE_FAMILIES = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC")
#: Kind of text → families of its face, the official ones first. 小标宋 has no free twin: 宋 in bold.
FACES = {
    "title": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋_GBK", "方正小标宋简体", *_FREE_FAMILIES),
    "body": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "STFangsong", *_FREE_FAMILIES),
    "head": ("SimHei", "黑体", "STHeiti", "Noto Sans CJK SC", "Source Han Sans SC", *_FREE_FAMILIES),
    "mark": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "STKaiti", "LXGW WenKai", *_FREE_FAMILIES),
    "page": ("SimSun", "宋体", *_FREE_FAMILIES),
}


@cache
def available_fonts() -> Any:
    """Every font that typesetting can use here. Raises: BadConfig: an optional package is not installed."""
    return import_optional("typst", "pdf").Fonts(font_paths=[str(FONTS)])


def faces() -> dict[str, list[str]]:
    """The families of each kind of text that are here, the best first.

    Raises:
        BadConfig: an optional package is not installed.
    """
    available = set(available_fonts().families())
    return {kind: [name for name in names if name in available] for kind, names in FACES.items()}


def require_glyphs(texts: Iterable[tuple[str, str]]) -> None:
    """Check that a font here has every character of these (place, text): a page never shows empty boxes.

    Raises:
        BadConfig: none has one; with the character and the record and field that it stands in.
    """
    places = _places(texts)
    missing = set(places) - _shipped_characters()
    for font in available_fonts().fonts() if missing else ():
        if font.path:
            missing -= _characters(font.path, font.index)
        if not missing:
            return
    _refuse({code: places[code] for code in missing}, "没有字体能写出这些字")


def require_characters(texts: Iterable[tuple[str, str]]) -> None:
    """Check that these (place, text) have only characters that fonts can have: of the reader's own we know none.

    Raises:
        BadConfig: one is of private use; with the record and field that it stands in.
    """
    places = _places(texts)
    _refuse(
        {code: place for code, place in places.items() if category(chr(code)) in _WITHOUT_GLYPH}, "没有字体会有这些字"
    )


def _places(texts: Iterable[tuple[str, str]]) -> dict[int, str]:
    """Each character with the first place where it stands; blanks and variation selectors are none."""
    places: dict[int, str] = {}
    for place, text in texts:
        for sign in set(text):
            if not sign.isspace() and not _SELECTOR.match(sign):
                places.setdefault(ord(sign), place)
    return places


def _refuse(lacking: dict[int, str], problem: str) -> None:
    if lacking:
        characters = "、".join(f"{chr(code)}(U+{code:04X}，{place})" for code, place in sorted(lacking.items()))
        raise BadConfig(f"{problem}：{characters}", "改成正确的字（hyzs check 认得一些），或装上有这些字的字体")


@cache
def _shipped_characters() -> frozenset[int]:
    return _characters(str(FONTS / "hyzs_serif_sc.otf"), 0)


@cache
def _characters(path: str, index: int) -> frozenset[int]:
    """The characters of one font."""
    font = import_optional("fontTools.ttLib", "pdf").TTFont(path, fontNumber=index, lazy=True)
    try:
        return frozenset(font.getBestCmap() or ())
    except KeyError:
        return frozenset()
    finally:
        font.close()
