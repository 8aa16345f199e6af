"""Pace of a target: what should be reached by a day if it came evenly, in calendar days, both ends included."""

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from hyzs.model.decimals import Number, decimal_of
from hyzs.model.quotient import quotient


class Pace(NamedTuple):
    """Days passed of those of the period, the number due by now, and the number reached."""

    passed: int
    days: int
    at_least: Decimal
    reached: Decimal

    @property
    def due(self) -> Decimal | None:
        """The number that should be reached by now, in the unit of the target, to one decimal, half up."""
        return quotient(self.at_least * self.passed, self.days, 1, percent=False)

    @property
    def shortfall(self) -> Decimal | None:
        """The number that is missing by now, in the unit of the target, to one decimal; below zero: it is ahead."""
        return quotient(self.at_least * self.passed - self.reached * self.days, self.days, 1, percent=False)

    @property
    def percent(self) -> Decimal | None:
        """Reached of what is to be reached, in per cent to one decimal."""
        return quotient(self.reached, self.at_least, 1)

    @property
    def elapsed(self) -> Decimal | None:
        """Passed of the period, in per cent to one decimal."""
        return quotient(self.passed, self.days, 1)

    @property
    def points_behind(self) -> Decimal | None:
        """Percentage points by which it is behind the elapsed share, rounded last; None for a target of nothing."""
        missing = self.at_least * self.passed - self.reached * self.days
        return quotient(missing, self.at_least * self.days, 1)


def pace(at_least: Number, reached: Number, first: date, last: date, today: date) -> Pace:
    """The pace on ``today`` in the period from ``first`` to ``last``; before it nothing has passed."""
    passed = (min(today, last) - first).days + 1
    return Pace(max(0, passed), (last - first).days + 1, decimal_of(at_least), decimal_of(reached))
