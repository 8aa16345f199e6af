"""Rules of matches as the settings have them: two kinds, their scopes, the musts and the scores."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from hyzs.fields.index_reader import IndexReader

RULES = """
SELECT file, seq, name, "of", "to", "where.of" AS where_of, "where.to" AS where_to, source FROM match_rule ORDER BY pos
"""
ITEMS = """
SELECT file, owner, 0 AS part, pos, name, "left", test, "right", NULL AS weight, NULL AS kin, NULL AS "open"
FROM match_must
UNION ALL
SELECT file, owner, 1, pos, name, "left", test, "right", weight, kin, "open" FROM match_score ORDER BY 1, 2, 3, 4
"""


class MatchItem(NamedTuple):
    """A line of a rule; ``weight`` None: a must."""

    name: str
    left: str
    test: str
    right: str
    weight: float | None
    kin: float
    open: float | None


class DeclaredRule(NamedTuple):
    """A rule as the settings have it."""

    name: str
    of: str
    to: str
    where_of: str | None
    where_to: str | None
    source: str
    musts: Sequence[MatchItem]
    scores: Sequence[MatchItem]


def match_rules(index: IndexReader) -> list[DeclaredRule]:
    """The rules of the settings, in their order."""
    items: dict[tuple[int, int], list[MatchItem]] = defaultdict(list)
    for row in index.rows(ITEMS):
        words = row["name"], row["left"], row["test"], row["right"]
        items[row["file"], row["owner"]].append(MatchItem(*words, row["weight"], row["kin"] or 0.0, row["open"]))
    rules = []
    for row in index.rows(RULES):
        own = items[row["file"], row["seq"]]
        musts, scores = ([item for item in own if (item.weight is None) is is_must] for is_must in (True, False))
        scope = row["where_of"], row["where_to"]
        rules.append(DeclaredRule(row["name"], row["of"], row["to"], *scope, row["source"], musts, scores))
    return rules
