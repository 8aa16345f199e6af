"""Matches (匹配): records of one kind that fit records of another by a rule of the settings, the same from both sides.

``must`` excludes with the reason, ``score`` adds up; what is not known is neither: it leaves the pair, marked 待核, and
says how much is still possible. The target's own condition (``who``) counts as a must. Values of all records are read
in a few statements; pairs are judged in Python.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from itertools import repeat
from typing import Any, NamedTuple

from hyzs.fields.eligibility import ConditionFact, Eligibility, eligibilities
from hyzs.fields.index_reader import IndexReader
from hyzs.fields.record_query import RecordQuery
from hyzs.model.blocks import Row
from hyzs.model.decimals import decimal_of
from hyzs.model.errors import BadUsage
from hyzs.model.match_rule_limits import MOST_ITEMS
from hyzs.model.print_options import strictest_level
from hyzs.model.quotient import round_to
from hyzs.query.match_rules import DeclaredRule, MatchItem
from hyzs.query.match_sides import OWN, MatchSide, own_conditions
from hyzs.query.match_tests import (
    BOUNDS,
    CONSTANT,
    TESTS,
    Lineage,
    Share,
    Toolbox,
    bounds_text,
    value_text,
    word_of,
)

INDUSTRIES = "SELECT name, parent FROM industry"
REGIONS = """
SELECT r.name, p.text FROM region r JOIN pair p ON p.file = r.file AND p.owner = r.seq AND p.field = 'regions.covers'
ORDER BY r.pos, p.pos
"""
#: The reason of an exclusion that is none of the rule's conditions.
OUT_OF_SCOPE = "不在这条规则的范围"
#: Outcomes of a must; the unknown ones are counted.
_MET, _UNKNOWN, _FAILED = 0, 1, -1
#: Digits to which a sum of doubles is right.
_EXACT = 9


@dataclass(slots=True)
class Match:
    """A pair as a rule judges it. ``unknown`` counts musts that cannot be told; ``excluded`` is the reason, if any, and
    ``excluded_by`` the name of the must, 条件 or 范围.

    ``possible`` is the score if all that is missing turned out well; both None where the rule scores nothing.
    """

    of: str
    to: str
    score: Decimal | None
    possible: Decimal | None
    unknown: int
    excluded: str | None
    excluded_by: str
    missing: list[str]
    items: list[Row]
    #: Level of the strictest of the values behind it.
    level: str


class PairVerdict(NamedTuple):
    """Verdict on a pair: the first must that fails, unknown musts, points, weight of missing values.

    ``verdict`` is that of the target's own condition; ``is_out``: a record is not in the scope of the rule.
    """

    of: str
    to: str
    failed: int | None
    unknown: int
    score: float | None
    lacking: float
    verdict: Eligibility | None
    is_out: bool

    @property
    def is_excluded(self) -> bool:
        """True if the two do not fit."""
        own = self.verdict is not None and self.verdict.verdict == "ineligible"
        return self.failed is not None or self.is_out or own


class _Column(NamedTuple):
    """The different values of an item on the left, and the place of each record's among them."""

    values: Sequence[Any]
    places: Sequence[int]

    @classmethod
    def of(cls, values: Sequence[Any]) -> "_Column":
        places: dict[Any, int] = {}
        numbers = [places.setdefault(value, len(places)) for value in values]
        return cls(list(places), numbers)


class Matcher:
    """One rule, ready to judge any pair of the records that it is about, as of ``now``.

    Raises: BadUsage where the rule is too long, or names a field or condition that there is not.
    """

    def __init__(self, index: IndexReader, rule: DeclaredRule, now: datetime) -> None:
        self.index, self.rule, self.now = index, rule, now
        self.items = [*rule.musts, *rule.scores]
        if len(self.items) > MOST_ITEMS:
            raise BadUsage(f"匹配规则“{rule.name}”有 {len(self.items)} 项，最多 {MOST_ITEMS} 项", "拆成几条规则")
        left = RecordQuery(index, rule.of, now)
        self.left = MatchSide(left, rule.where_of, self.items, is_left=True)
        self.right = MatchSide(RecordQuery(index, rule.to, now, left), rule.where_to, self.items, is_left=False)
        self._own = own_conditions(index, self.right.query, self.left.query)
        regions: dict[str, list[str]] = defaultdict(list)
        for name, place in index.tuples(REGIONS):
            regions[name].append(place)
        self.toolbox = Toolbox(Lineage.of(dict(index.tuples(INDUSTRIES))), regions)
        self._shares = [self.toolbox.share(item.test, item.kin) for item in self.items]
        self._constants = [frozenset([word_of(item.right)]) for item in self.items]
        self._read: dict[tuple[bool, tuple[str, ...] | None], dict[str, list[Any]]] = {}

    @cached_property
    def level(self) -> str:
        """Level of the strictest of the values that the rule looks at."""
        paths = [path for side in (self.left, self.right) for paths in side.paths for path in paths]
        return strictest_level(["公开", *(path.level for path in paths)])

    def pair_verdicts(
        self, of: Collection[str] | None = None, to: Collection[str] | None = None
    ) -> Iterator[PairVerdict]:
        """Every pair of these records (None: all in scope) as it is judged, by the records of the kind ``to``.

        A test is asked once of each value that the left sides have, however many of them have it.

        Raises:
            BadUsage: a condition of the rule cannot be understood.
        """
        lefts, rights = self._prepared(self.left, of), self._prepared(self.right, to)
        own = self._own_conditions(lefts, rights)
        columns = [_Column.of([values[n] for values in lefts.values()]) for n in range(len(self.items))]
        left_outside, right_outside = self.left.outside(of), self.right.outside(to) | self._own.elsewhere
        for right_id, right in rights.items():
            is_out = right_id in right_outside
            verdicts = (own.get((left_id, right_id)) for left_id in lefts) if own else repeat(None)
            outs = (is_out or left_id in left_outside for left_id in lefts) if left_outside else repeat(is_out)
            outcomes = self._columns_of(columns, right, len(lefts))
            yield from map(PairVerdict, lefts, repeat(right_id), *outcomes, verdicts, outs)

    def _columns_of(
        self, columns: Sequence["_Column"], right: Sequence[Any], count: int
    ) -> tuple[list[int | None], list[int], Iterable[float | None], Iterable[float]]:
        """Of each left side: the must that fails first, unknown musts, points, weight of what is missing."""
        musts, points, lacking = [], [], []
        for n, (item, share, column) in enumerate(zip(self.items, self._shares, columns, strict=True)):
            shares = _shares(item, share, column.values, right[n])
            if item.weight is None:
                states = [_UNKNOWN if part is None else _MET if part else _FAILED for part in shares]
                musts.append([states[place] for place in column.places])
                continue
            gains = [0.0 if part is None else item.weight * part for part in shares]
            points.append([gains[place] for place in column.places])
            if None in shares:
                losses = [item.weight if part is None else 0.0 for part in shares]
                lacking.append([losses[place] for place in column.places])
        states_of = list(zip(*musts, strict=True)) if musts else [()] * count
        outcome_of = {states: _outcome(states) for states in set(states_of)}
        outcomes = [outcome_of[states] for states in states_of]
        return (
            [failed for failed, _ in outcomes],
            [unknown for _, unknown in outcomes],
            map(sum, zip(*points, strict=True)) if points else repeat(None, count),
            map(sum, zip(*lacking, strict=True)) if lacking else repeat(0.0, count),
        )

    def matches(self, of: Collection[str] | None = None, to: Collection[str] | None = None) -> list[Match]:
        """The pairs with every item explained, best first: by score, then fewer unknown, then id; excluded ones last.

        Records that are named are judged even where they are out of scope; the pair says so.

        Raises:
            BadUsage: a condition of the rule cannot be understood.
        """
        lefts, rights = self._raw(self.left, of), self._raw(self.right, to)
        matches = [self._match(pair, lefts[pair.of], rights[pair.to]) for pair in self.pair_verdicts(of, to)]
        return sorted(matches, key=_order)

    def _raw(self, side: MatchSide, ids: Collection[str] | None) -> dict[str, list[Any]]:
        """The values of each item by id, read once."""
        key = (side.is_left, None if ids is None else tuple(ids))
        if key not in self._read:
            self._read[key] = side.values(ids)
        return self._read[key]

    def _prepared(self, side: MatchSide, ids: Collection[str] | None) -> dict[str, list[Any]]:
        """The values as tests take them."""
        sides = [TESTS[item.test].left if side.is_left else TESTS[item.test].right for item in self.items]
        return {
            id: [
                self._constants[n] if sides[n] == CONSTANT else self.toolbox.prepare(sides[n], value)
                for n, value in enumerate(values)
            ]
            for id, values in self._raw(side, ids).items()
        }

    def _own_conditions(
        self, lefts: Collection[str], rights: Collection[str]
    ) -> dict[tuple[str, str], Eligibility] | None:
        """Verdicts by the conditions of the records of the kind ``to`` on those of ``of``, as far as they have any."""
        conditions = self._own.texts
        eligibility_of: dict[tuple[str, str], Eligibility] = {}
        by_text: dict[str, list[str]] = defaultdict(list)
        for id in rights:
            if id in conditions:
                by_text[conditions[id]].append(id)
        for text, ids in by_text.items():
            for left, verdict in eligibilities(
                self.index, self.left.kind, text, self.now, list(lefts), owner=ids[0]
            ).items():
                eligibility_of.update({(left, id): verdict for id in ids})
        return eligibility_of or None

    def _match(self, pair: PairVerdict, left: Sequence[Any], right: Sequence[Any]) -> Match:
        """The pair with its items and reasons."""
        items = [self._item(n, left[n], right[n]) for n in range(len(self.items))]
        own = pair.verdict
        facts = own.facts if own else ()
        items += [_fact_item(fact) for fact in facts]
        excluded, excluded_by = self._exclusion(pair, left, right)
        missing = [label for item in items for label in item["missing"]]
        points = None if excluded else pair.score
        return Match(
            pair.of,
            pair.to,
            _score(points),
            None if points is None else _score(points + pair.lacking),
            pair.unknown + (own is not None and own.verdict == "unknown"),
            excluded,
            excluded_by,
            list(dict.fromkeys(missing)),
            items,
            strictest_level([self.level, *(fact.level for fact in facts)]),
        )

    def _exclusion(self, pair: PairVerdict, left: Sequence[Any], right: Sequence[Any]) -> tuple[str | None, str]:
        """The reason why the two do not fit, None if they do, and what it is called."""
        if pair.is_out:
            return OUT_OF_SCOPE, "范围"
        if pair.failed is not None:
            return self._failure(pair.failed, left, right), self.items[pair.failed].name
        is_refused = pair.verdict is not None and pair.verdict.verdict == "ineligible"
        return (pair.verdict.reason, "条件") if pair.verdict and is_refused else (None, "")

    def _item(self, number: int, left: Any, right: Any) -> Row:
        """An item: {name, test, left, right, verdict (yes, no, missing), points, weight, missing}."""
        item, test = self.items[number], TESTS[self.items[number].test]
        prepared = self.toolbox.prepare(test.left, left)
        other = self._constants[number] if test.right == CONSTANT else self.toolbox.prepare(test.right, right)
        (share,) = _shares(item, self._shares[number], [prepared], other)
        absent = []
        if share is None:
            absent += [self.left.label(number)] if prepared is None else []
            absent += [f"{self.right.query.kind.label}·{self.right.label(number)}"] if other is None else []
        points = None if item.weight is None else _points(item.weight * (share or 0))
        value_text = (
            item.right if test.right == CONSTANT else bounds_text(right) if test.right == BOUNDS and right else right
        )
        return {
            "name": item.name,
            "test": item.test,
            "left": left,
            "right": value_text,
            "verdict": "missing" if share is None else "yes" if share else "no",
            "points": points,
            "weight": item.weight,
            "missing": absent,
        }

    def _failure(self, number: int, left: Sequence[Any], right: Sequence[Any]) -> str:
        """The reason of an exclusion: 面积 40 < 45."""
        item = self.items[number]
        test = TESTS[item.test]
        bounds = bounds_text(right[number]) if test.right == BOUNDS else None
        other = bounds or (item.right if test.right == CONSTANT else value_text(right[number]))
        return f"{item.name} {test.failure.format(left=value_text(left[number]), right=other)}"


def _outcome(states: Sequence[int]) -> tuple[int | None, int]:
    """The must that fails first, None if none does, and then the number of those that cannot be told."""
    return (states.index(_FAILED), 0) if _FAILED in states else (None, sum(states))


def _shares(item: MatchItem, share: Share, lefts: Sequence[Any], right: Any) -> list[float | None]:
    """The shares of an item, None if one cannot be told: what is open to all industries is known to be so."""
    if right is None:
        return [item.open if item.test == "tree" else None] * len(lefts)
    return [None if left is None else share(left, right) for left in lefts]


def _score(points: float | None) -> Decimal | None:
    """Points to one digit, half up; a double holds their sum to more digits than are looked at."""
    return None if points is None else round_to(decimal_of(round(points, _EXACT)), 1)


def _points(points: float) -> Decimal:
    return round_to(decimal_of(round(points, _EXACT)), 2).normalize() + 0


def _order(match: Match) -> tuple[bool, Decimal, int, str, str]:
    return match.excluded is not None, -(match.score or Decimal()), match.unknown, match.of, match.to


def _fact_item(fact: ConditionFact) -> Row:
    """A comparison of the target's own condition as an item."""
    verdict = "missing" if fact.holds is None else "yes" if fact.holds else "no"
    about = {"name": fact.label, "test": OWN, "left": fact.value, "right": fact.source, "verdict": verdict}
    return {**about, "points": None, "weight": None, "missing": [fact.label] if fact.holds is None else []}
