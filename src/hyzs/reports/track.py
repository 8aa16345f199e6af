"""The week's tracking list: every project in play, what was said of it, who owes, who is silent."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hyzs.model.answer import Answer, Row
from hyzs.reports.asked import Asked, named, word_of
from hyzs.reports.escalation import escalated
from hyzs.reports.ledger import ledger
from hyzs.reports.projects import OUT
from hyzs.reports.returns import returns
from hyzs.reports.rhythm import meant, rhythm
from hyzs.reports.track_page import GROUPINGS, STATUSES, page
from hyzs.reports.track_rows import WeekRows

TIERS = "SELECT name FROM tier ORDER BY pos"
UNITS = 'SELECT name FROM unit ORDER BY "order" IS NULL, "order", id'

AGAINST = "SELECT id FROM matter WHERE against = :unit"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows people want, and how they are grouped."""

    unit: str | None = None
    tier: str | None = None
    patron: str | None = None
    status: Sequence[str] = ()
    silent: int = 0
    by: str = "tier"
    all: bool = False


def track(index: Asked, week: str | None, now: datetime, wanted: Wanted = Wanted()) -> Answer:
    """The tracking list of ``week`` (本期 if None), everything in it as of that week's last day."""
    wanted = _understood(index, wanted)
    the_rhythm = rhythm(index)
    the_week = meant(week, the_rhythm, now)
    book = ledger(index, the_rhythm, now, the_week, all=wanted.all)
    rows = [row for row in WeekRows(book, the_week).rows() if _is_wanted(row, wanted)]
    if wanted.unit:
        _hide_complaints(index, rows, wanted.unit)
    rows = escalated(index, the_week, now, rows)
    tiers = [row["name"] for row in index.rows(TIERS)]
    names = [row["name"] for row in index.rows(UNITS)]
    places = {"tier": tiers, "stage": book.stages.order, "county": names, "lead": names}
    rows.sort(key=lambda row: _order(row, wanted.by, places.get(wanted.by, [])))
    reporters = {row["reporter"] for row in rows}
    units = [
        u for u in returns(book, the_week).units() if not _filtered(wanted) or u["unit"] in reporters | {wanted.unit}
    ]
    due = book.due(the_week)
    about = {
        "id": str(the_week),
        "monday": str(the_week.monday),
        "sunday": str(the_week.sunday),
        "due": due.at.isoformat(timespec="minutes") if due.at else None,
        "note": book.note(the_week),
    }
    return page(
        Answer(
            report="track",
            params={"week": str(the_week), **_params(wanted)},
            rows=rows,
            summary=_summary(rows, tiers),
            extra={"week": about, "units": units},
        ),
        the_week,
        wanted.by,
        _filter(wanted),
        now.date(),
    )


def _hide_complaints(index: Asked, rows: list[Row], unit: str) -> None:
    """A unit does not see who complained of it."""
    against = {row["id"] for row in index.rows(AGAINST, unit=unit)}
    for row in rows:
        row["matters"] = [one for one in row["matters"] if one["id"] not in against]


def _understood(index: Asked, wanted: Wanted) -> Wanted:
    """The wishes with names as the store has them."""
    return Wanted(
        unit=wanted.unit and named(index, wanted.unit, "unit")["name"],
        tier=wanted.tier and named(index, wanted.tier, "tier")["name"],
        patron=wanted.patron and named(index, wanted.patron, "person")["name"],
        status=statuses(wanted.status),
        silent=wanted.silent,
        by=word_of(wanted.by, GROUPINGS, f"不能按“{wanted.by}”分组"),
        all=wanted.all,
    )


def statuses(words: Sequence[str]) -> tuple[str, ...]:
    """States of a duty by their English or Chinese names."""
    return tuple(word_of(word, STATUSES, f"没有“{word}”这种状态") for word in words)


def _filtered(wanted: Wanted) -> bool:
    return bool(wanted.unit or wanted.tier or wanted.patron or wanted.status or wanted.silent)


def _filter(wanted: Wanted) -> str:
    """The filter as the page names it: 衡南县、重大、未报."""
    names = (wanted.unit, wanted.tier, wanted.patron, *(STATUSES[status] for status in wanted.status))
    silent = f"连续 {wanted.silent} 周未报或无变化" if wanted.silent else None
    return "、".join(name for name in (*names, silent) if name)


def _params(wanted: Wanted) -> Row:
    return {
        "unit": wanted.unit,
        "tier": wanted.tier,
        "patron": wanted.patron,
        "status": list(wanted.status),
        "silent": wanted.silent,
        "by": wanted.by,
        "all": wanted.all,
    }


def _is_wanted(row: Row, wanted: Wanted) -> bool:
    named_by = (row["reporter"], row["county"], row["park"], row["lead"])
    return (
        (wanted.unit is None or wanted.unit in named_by)
        and (wanted.tier is None or wanted.tier == row["tier"])
        and (wanted.patron is None or wanted.patron == row["patron"])
        and (not wanted.status or row["status"] in wanted.status)
        and max(row["weeks_silent"], row["weeks_unchanged"]) >= wanted.silent
    )


def _order(row: Row, by: str, place: list[str]) -> tuple[Any, ...]:
    """The group, then the longest silence, then who owes."""
    key = row[by]
    group = place.index(key) if key in place else len(place)
    owes = list(STATUSES).index(row["status"])
    return (key is None, group, key or "", -row["weeks_silent"], owes, -row["weeks_unchanged"], row["id"])


def counted(rows: Sequence[Row]) -> list[Row]:
    """The rows that count: whatever is out of play is only listed."""
    return [row for row in rows if row["exempt_reason"] not in OUT]


def _summary(rows: list[Row], tiers: list[str]) -> Row:
    """How many projects in play stand how, in all and by tier; whatever is out of play is not counted."""
    rows = counted(rows)

    def counts(some: list[Row]) -> Row:
        number = Counter(row["status"] for row in some)
        kinds = {status: number[status] for status in ("pending", "heard", "late", "owed", "exempt")}
        return {"due": len(some) - number["exempt"], **kinds}

    by_tier = {tier: counts([row for row in rows if row["tier"] == tier]) for tier in tiers}
    return {**counts(rows), "by_tier": by_tier}
