"""Scores of the subjects that a scheme compares: each item with what is behind it, the total, the place."""

from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from hyzs.model.blocks import Row
from hyzs.model.decimals import Number
from hyzs.query.quantities import CountedRecord
from hyzs.query.scoring.exclusions import GivenMark
from hyzs.query.scoring.scheme_declaration import item_parts


class ScoredSubject(NamedTuple):
    """One who is compared, and in which group."""

    id: str
    name: str
    group: str


@dataclass(slots=True)
class ItemScore:
    """An item of one subject: the members behind both numbers, what was taken out, the value, the points."""

    numerator: Number | None = None
    denominator: Number | None = None
    value: Decimal | None = None
    exact: Fraction | None = None
    points: Decimal | None = None
    words: str = ""
    bound: str = ""
    #: The reason why there are no points of its own: 没有分母, or the records of which a number is not known.
    empty: bool = False
    missing: list[str] = field(default_factory=list)
    taken_out: list[Row] = field(default_factory=list)
    above: list[CountedRecord] = field(default_factory=list)
    below: list[CountedRecord] = field(default_factory=list)
    mark: GivenMark | None = None
    parts: "dict[str, ItemScore]" = field(default_factory=dict)

    def row(self, item: dict[str, Any]) -> Row:
        """{numerator, denominator, value, points, full, capped, missing, excluded}; of one with parts ``parts`` too."""
        parts = {part["id"]: self.parts[part["id"]].row(part) for part in item_parts(item)}
        return {
            "numerator": self.numerator,
            "denominator": self.denominator,
            "value": self.value,
            "points": self.points,
            "full": item.get("points"),
            "capped": self.bound or None,
            "missing": self.missing,
            "excluded": self.taken_out,
            **({"parts": parts} if parts else {}),
        }


@dataclass(slots=True)
class SubjectScore:
    """All items of one subject, the total, the place."""

    subject: ScoredSubject
    items: dict[str, ItemScore]
    total: Decimal | None = None
    rank: int | None = None
    is_tied: bool = False
    grade: str | None = None
    reason: str = ""
    vetoes: list[Row] = field(default_factory=list)

    @property
    def is_ranked(self) -> bool:
        """True if it has a place."""
        return not self.reason
