"""Options of print: paper size, unit of money, audience."""

from collections.abc import Iterable
from dataclasses import dataclass

#: Levels of confidentiality, the strictest last.
LEVELS = ("公开", "内部", "敏感")
#: Audience → levels that it may see. An unknown level counts as 敏感.
VISIBLE_LEVELS: dict[str, frozenset[str]] = {
    "public": frozenset(("公开",)),
    "internal": frozenset(("公开", "内部")),
}
PAPERS = ("A4", "A3")
#: Units in which amounts may be printed.
MONEY_UNITS = ("万元", "亿元")


@dataclass(frozen=True, slots=True)
class PrintOptions:
    """``paper`` is one of PAPERS; ``money`` one of MONEY, or empty for what each column has; ``audience`` who reads.

    ``annex`` is the number under which it is attached to a paper: 1, or empty where it stands for itself;
    ``letterhead`` the name of the office that stands over it in red, or empty; ``archive`` asks for PDF/A-2b.
    For a ``unit`` its ``own`` records (ids) are whole, of all others it has what everybody may see.
    """

    paper: str = "A4"
    money: str = ""
    audience: str = "full"
    annex: str = ""
    letterhead: str = ""
    archive: bool = False
    unit: str = ""
    own: frozenset[str] = frozenset()


def strictest_level(levels: Iterable[str]) -> str:
    """The strictest of the levels; an unknown one counts as 敏感."""
    return max((level if level in LEVELS else LEVELS[-1] for level in levels), key=LEVELS.index)
