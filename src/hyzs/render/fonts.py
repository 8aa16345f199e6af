"""The faces of official papers (GB/T 9704): the real ones where the system has them, else the free ones we ship."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from hyzs.model.errors import BadConfig
from hyzs.render.extras import need

_FREE = ("Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC")
#: What a text is → the names that its face goes by, the official ones first. 小标宋 has no free twin: 宋 in bold.
FACES = {
    "title": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "方正小标宋_GBK", "方正小标宋简体", *_FREE),
    "body": ("FangSong_GB2312", "仿宋_GB2312", "FangSong", "STFangsong", *_FREE),
    "head": ("SimHei", "黑体", "STHeiti", "Noto Sans CJK SC", "Source Han Sans SC", *_FREE),
    "mark": ("KaiTi_GB2312", "楷体_GB2312", "KaiTi", "STKaiti", "LXGW WenKai", *_FREE),
    "page": ("SimSun", "宋体", *_FREE),
}


def folder() -> Path:
    """Where the shipped fonts are."""
    return Path(__file__).parents[1] / "fonts"


@cache
def known() -> Any:
    """Every font that typesetting can use here."""
    return need("typst", "pdf").Fonts(font_paths=[str(folder())])


def faces() -> dict[str, list[str]]:
    """The families of each kind of text that are here, the best first."""
    here = set(known().families())
    return {kind: [name for name in names if name in here] for kind, names in FACES.items()}


def require(texts: Iterable[str]) -> None:
    """Raise BadConfig with the characters that no font here has: a page never shows empty boxes in their place."""
    wanted = {ord(sign) for text in texts for sign in text if not sign.isspace()}
    wanted -= _shipped()
    for font in known().fonts() if wanted else ():
        if font.path:
            wanted -= _signs(font.path, font.index)
        if not wanted:
            return
    if wanted:
        named = "、".join(f"{chr(code)}(U+{code:04X})" for code in sorted(wanted))
        raise BadConfig(f"没有字体能写出这些字：{named}", "装上有这些字的字体，或核对是不是打错了")


@cache
def _shipped() -> frozenset[int]:
    return _signs(str(folder() / "hyzs_serif_sc.otf"), 0)


@cache
def _signs(path: str, index: int) -> frozenset[int]:
    """The characters of one font."""
    font = need("fontTools.ttLib", "pdf").TTFont(path, fontNumber=index, lazy=True)
    try:
        return frozenset(font.getBestCmap() or ())
    except KeyError:
        return frozenset()
    finally:
        font.close()
