"""Tests of match rules: how the value of one record is compared with that of another, and the share it earns.

Each test prepares the values of either side once, so that a pair costs one call. A share is 0 to 1; a value that is
not there is None, and makes the item unknown.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from hyzs.model.decimals import number_text
from hyzs.model.folding import fold
from hyzs.model.partial_date import date_bounds

#: A prepared value, None if there is none; and the share to which the left meets the right.
Prepared = Any
Share = Callable[[Prepared, Prepared], float]
#: Types that the sides of a test may have: see ``side_problem``.
NUMBER, DATE, WORDS, INDUSTRY, TEXT, BOUNDS, CONSTANT = "number", "date", "words", "industry", "text", "bounds", "word"
_FLAGS = {1: "是", 0: "否"}
_TRUE = {"true": "是", "false": "否"}


class Lineage(NamedTuple):
    """Industries by name, each with all above it up to the top, itself first."""

    above: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, parents: Mapping[str, str | None]) -> "Lineage":
        """Lineages of a tree; one that goes in a circle ends where it began."""
        parents_of: dict[str, list[str]] = {}
        for name in parents:
            path: dict[str, None] = {}
            step: str | None = name
            while step is not None and step not in path:
                path[step] = None
                step = parents.get(step)
            parents_of[name] = list(path)
        return cls(parents_of)


class Branches(NamedTuple):
    """Industries of one side: as they are named, with all above them, and their tops."""

    names: frozenset[str]
    above: frozenset[str]
    tops: frozenset[str]


class MatchTest(NamedTuple):
    """A test: the types of its sides, and the message where it fails: 面积 40 < 45."""

    label: str
    left: str
    right: str
    #: Without a share between 0 and 1 it may stand in ``must``.
    is_condition: bool = True
    failure: str = "{left}，要 {right}"


TESTS = {
    "equals": MatchTest("相同", WORDS, WORDS),
    "in": MatchTest("在其中", WORDS, WORDS, failure="{left}，不在 {right}"),
    "overlap": MatchTest("有几成相同", WORDS, WORDS, failure="{left}，不在 {right}"),
    "tree": MatchTest("同一环节或下级", INDUSTRY, INDUSTRY, failure="{left}，不属于 {right}"),
    "at_most": MatchTest("不超过", NUMBER, NUMBER, failure="{right} < {left}"),
    "at_least": MatchTest("不少于", NUMBER, NUMBER, failure="{left} < {right}"),
    "between": MatchTest("在两数之间", NUMBER, BOUNDS, failure="{left}，不在 {right}"),
    "near": MatchTest("相近", NUMBER, NUMBER, is_condition=False),
    "before": MatchTest("早于", DATE, DATE, failure="{left} 不早于 {right}"),
    "not_before": MatchTest("不早于", DATE, DATE, failure="{left} 早于 {right}"),
    "covers": MatchTest("地区相合", TEXT, TEXT, failure="{left}，不在 {right}"),
    "is": MatchTest("是", WORDS, CONSTANT),
}


class Toolbox(NamedTuple):
    """Knowledge of tests besides the values: the tree of industries, regions with the places that they cover."""

    lineage: Lineage
    regions: Mapping[str, Sequence[str]]

    def prepare(self, side: str, values: Any) -> Prepared:
        """The values of a field, one or a list, for tests on that side; None if there are none."""
        present = [value for value in (values if isinstance(values, list) else [values]) if value is not None]
        if side == BOUNDS:
            return None if not present else tuple(values)
        if not present:
            return None
        if side == NUMBER:
            return present[0]
        if side == DATE:
            return date_bounds(str(present[0])[:10])
        if side == INDUSTRY:
            return self._branches(present)
        if side == TEXT:
            return tuple(map(str, present))
        return frozenset(word_of(value) for value in present)

    def _branches(self, names: Sequence[Any]) -> Branches:
        lines = [self.lineage.above.get(str(name), [str(name)]) for name in names]
        ancestors = frozenset(name for line in lines for name in line)
        return Branches(frozenset(map(str, names)), ancestors, frozenset(line[-1] for line in lines))

    def share(self, test: str, kin: float) -> Share:
        """The function that gives the share of a test; ``kin`` is what the same top industry is worth."""
        if test == "tree":
            return lambda left, right: 1.0 if left.above & right.names else kin if left.tops & right.tops else 0.0
        if test == "covers":
            return self._covers
        return _SHARES[test]

    def _covers(self, left: Sequence[str], right: Sequence[str]) -> float:
        """1 if a place on the left lies in a place or region on the right."""
        places = [place for text in right for place in (text, *self.regions.get(text, ()))]
        return float(any(text.startswith(place) for text in left for place in places))


def word_of(value: Any) -> str:
    """A value as words are compared: folded, flags as 是 and 否."""
    text = _FLAGS[int(value)] if isinstance(value, bool) else str(value)
    return fold(_TRUE.get(text, text))


def _between(left: Any, right: tuple[Any, Any]) -> float:
    least, most = right
    return float((least is None or left >= least) and (most is None or left <= most))


def _near(left: Any, right: Any) -> float:
    """The smaller number over the greater."""
    return 1.0 if left == right else max(0.0, min(left, right) / max(left, right)) if max(left, right) > 0 else 0.0


def _before(left: tuple[date, date], right: tuple[date, date]) -> float:
    """A partial date means all its days: the last on the left is before the first on the right."""
    return float(left[1] < right[0])


_SHARES: dict[str, Share] = {
    "equals": lambda left, right: float(left == right),
    "in": lambda left, right: float(left <= right),
    "overlap": lambda left, right: len(left & right) / len(left),
    "at_most": lambda left, right: float(left <= right),
    "at_least": lambda left, right: float(left >= right),
    "between": _between,
    "near": _near,
    "before": _before,
    "not_before": lambda left, right: 1.0 - _before(left, right),
    "is": lambda left, right: float(bool(left & right)),
}


def value_text(value: Any) -> str:
    """A value of either side in words."""
    if isinstance(value, list):
        return "、".join(value_text(item) for item in value if item is not None) or "—"
    if isinstance(value, bool):
        return _FLAGS[int(value)]
    return "—" if value is None else number_text(value) if isinstance(value, int | float) else str(value)


def bounds_text(bounds: Sequence[Any]) -> str:
    """Least and most in words: 15000—50000, 30000 以上."""
    least, most = bounds
    if least is None or most is None:
        return "—" if least is most else f"{value_text(least)} 以上" if most is None else f"{value_text(most)} 以下"
    return f"{value_text(least)}—{value_text(most)}"
