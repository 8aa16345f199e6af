"""Formulas on days: 逾期, 推迟, the value that holds on a day. No pydantic here: warm commands use them too.

Source: the promise of a milestone is one of several wordings; the last one made by a day is in force on it.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Protocol, TypeVar

Value = TypeVar("Value")


class Wording(Protocol):
    """A wording of a promise: the day on which it was made, ISO 8601; None: from the start."""

    @property
    def set_on(self) -> str | None:
        """The day on which it was made."""


Promise = TypeVar("Promise", bound=Wording)


def overdue_days(last_day: date, today: date) -> int:
    """逾期: calendar days by which ``today`` is past ``last_day``; 0 until that day is over."""
    return max(0, (today - last_day).days)


def postponed_days(earlier: date, later: date) -> int:
    """推迟: calendar days by which the last day moved from ``earlier`` to ``later``; negative if brought forward."""
    return (later - earlier).days


def promise_in_force(wordings: Sequence[Promise], day: str) -> Promise | None:
    """The last wording, of those in their order, that was made by ``day``; None if none was."""
    return next((wording for wording in reversed(wordings) if (wording.set_on or "") <= day), None)


def is_in_force(since: str | None, until: str | None, day: str) -> bool:
    """True if what holds from ``since`` to ``until`` holds on ``day``: both are included, an absent one is open."""
    return (since or day) <= day <= (until or day)


def in_force(alias: str, day: str = ":day") -> str:
    """``is_in_force`` as a condition of SQL on the columns ``since`` and ``until`` of a table."""
    return f"coalesce({alias}.since, {day}) <= {day} AND {day} <= coalesce({alias}.until, {day})"


def holder_on(holdings: Iterable[tuple[Value, str | None, str | None]], day: str) -> Value | None:
    """The value that holds on ``day``, of (value, since, until)."""
    return next((value for value, since, until in holdings if is_in_force(since, until, day)), None)
