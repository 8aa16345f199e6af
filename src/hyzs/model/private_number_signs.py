"""Signs that stand for the digits of a private number and between them; and such a number as it is found."""

from typing import NamedTuple

from hyzs.model.invisible import IGNORABLE

#: Ideographs, and signs that Unicode does not count as decimal digits, that stand for 0 to 9.
IDEOGRAPHS = ("〇零", "一壹幺", "二贰", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖")
FIGURES = (
    ("⁰₀⓪⓿", "¹₁①❶➀➊⑴⒈", "²₂②❷➁➋⑵⒉", "³₃③❸➂➌⑶⒊", "⁴₄④❹➃➍⑷⒋"),
    ("", "", "", "", "", "⁵₅⑤❺➄➎⑸⒌", "⁶₆⑥❻➅➏⑹⒍", "⁷₇⑦❼➆➐⑺⒎", "⁸₈⑧❽➇➑⑻⒏", "⁹₉⑨❾➈➒⑼⒐"),
)
#: Separators that people put between digits: dashes, slashes and brackets; dots; commas.
DASHES = "-‐‑‒–—―−－﹣﹘─━ーｰ~～_＿/／\\\\|｜*＊()（）〔〕【】<>《》"
DOTS = ".．·•・･‧∙⋅。｡●"
COMMAS = ",，、"
#: Characters that take no room on paper.
UNSEEN = f"{IGNORABLE}\ufffd"


class PrivateNumber(NamedTuple):
    """Private number: its span in the text and its sort; ``is_landline``: perhaps an office's own."""

    start: int
    end: int
    name: str
    is_landline: bool = False
