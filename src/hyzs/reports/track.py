"""The week's tracking list: every project in play, what was said of it, who owes, who is silent."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hyzs.model.answer import Answer, Row
from hyzs.model.errors import BadUsage
from hyzs.query.counts import STATUSES, project_counts, rows_in_play, unit_counts
from hyzs.query.duties import Duties, load_duties
from hyzs.query.fields.index_reader import IndexReader, parse_choice, resolve_name
from hyzs.query.indicators import indicators
from hyzs.query.light_escalation import escalate_lights
from hyzs.query.lights import light_names
from hyzs.query.obligations import Obligations
from hyzs.query.reporting_week import load_schedule, parse_week_argument
from hyzs.query.track_rows import WeekRows
from hyzs.reports.track_page import GROUPINGS, UNLIT, group_of, page

TIERS = "SELECT name FROM tier ORDER BY pos"
UNITS = 'SELECT name FROM unit ORDER BY "order" IS NULL, "order", id'

AGAINST = "SELECT id FROM matter WHERE against = :unit"


@dataclass(frozen=True, slots=True)
class TrackFilter:
    """Which rows people want, and how they are grouped."""

    unit: str | None = None
    tier: str | None = None
    patron: str | None = None
    status: Sequence[str] = ()
    silent: int = 0
    by: str = "tier"
    all: bool = False
    light: Sequence[str] = ()

    @property
    def is_filter(self) -> bool:
        """Something in play may be left out."""
        return bool(self.unit or self.tier or self.patron or self.status or self.silent or self.light)


def track(index: IndexReader, week: str | None, now: datetime, wanted: TrackFilter = TrackFilter()) -> Answer:
    """The tracking list of ``week`` (本期 if None), everything in it as of that week's last day."""
    wanted = _understood(index, wanted)
    the_rhythm = load_schedule(index)
    the_week = parse_week_argument(week, the_rhythm, now)
    book = load_duties(index, the_rhythm, now, the_week, all=wanted.all)
    every = list(WeekRows(book, the_week).rows())
    owed = Obligations(book, the_week, every)
    units = owed.units()
    partial = {unit["unit"] for unit in units if unit["status"] == "partial"}
    rows = [row for row in every if _is_wanted(row, wanted, partial)]
    if wanted.unit:
        _hide_complaints(index, rows, wanted.unit)
    rows = [
        row for row in escalate_lights(index, the_week, now, rows) if not wanted.light or _is_lit(row, wanted.light)
    ]
    tiers = [row["name"] for row in index.rows(TIERS)]
    place = _places(index, book, wanted.by, tiers)
    rows.sort(key=lambda row: _order(row, wanted.by, place))
    if wanted.is_filter:
        concerned = {row["reporter"] for row in rows} | {wanted.unit}
        units = [unit for unit in units if unit["unit"] in concerned]
    due = book.due(the_week)
    about = {
        "id": str(the_week),
        "monday": str(the_week.monday),
        "sunday": str(the_week.sunday),
        "due": due.moment.isoformat(timespec="minutes") if due.moment else None,
        "note": book.due_note(the_week),
    }
    return page(
        Answer(
            report="track",
            params={"week": str(the_week), **_params(wanted)},
            rows=rows,
            summary={**_summary(rows, units, tiers), "tasks": owed.task_counts([unit["unit"] for unit in units])},
            extra={"week": about, "units": units},
        ),
        the_week,
        wanted.by,
        _filter(wanted),
        now.date(),
        indicators(index),
    )


def _hide_complaints(index: IndexReader, rows: list[Row], unit: str) -> None:
    """A unit does not see who complained of it."""
    against = {row["id"] for row in index.rows(AGAINST, unit=unit)}
    for row in rows:
        row["matters"] = [one for one in row["matters"] if one["id"] not in against]


def _understood(index: IndexReader, wanted: TrackFilter) -> TrackFilter:
    """The wishes with names as the store has them."""
    return TrackFilter(
        unit=wanted.unit and resolve_name(index, wanted.unit, "unit")["name"],
        tier=wanted.tier and resolve_name(index, wanted.tier, "tier")["name"],
        patron=wanted.patron and resolve_name(index, wanted.patron, "person")["name"],
        status=statuses(wanted.status),
        silent=wanted.silent,
        by=parse_choice(wanted.by, GROUPINGS, f"不能按“{wanted.by}”分组"),
        all=wanted.all,
        light=_lights(index, wanted.light),
    )


def _lights(index: IndexReader, texts: Sequence[str]) -> tuple[str, ...]:
    """Lights by their names; 未亮灯 are the projects that no rule gives one.

    Raises:
        BadUsage: a text is no light of the settings; with a near name and all of them.
    """
    from hyzs.model.fuzzy_names import NearNames

    known = [*light_names(index), UNLIT] if texts else []
    for text in texts:
        if text not in known:
            near = NearNames(known).nearest(text)
            likely = f"是不是：{near}；" if near else ""
            raise BadUsage(f"没有“{text}”这种灯", f"{likely}可以写：{'、'.join(known)}")
    return tuple(texts)


def statuses(words: Sequence[str]) -> tuple[str, ...]:
    """States of a duty by their English or Chinese names."""
    return tuple(parse_choice(word, STATUSES, f"没有“{word}”这种状态") for word in words)


def _filter(wanted: TrackFilter) -> str:
    """The filter as the page names it: 衡南县、重大、未报."""
    names = (wanted.unit, wanted.tier, wanted.patron, *(STATUSES[status] for status in wanted.status))
    silent = f"连续 {wanted.silent} 周未报或无变化" if wanted.silent else None
    return "、".join(name for name in (*names, silent, *wanted.light) if name)


def _params(wanted: TrackFilter) -> Row:
    return {
        "unit": wanted.unit,
        "tier": wanted.tier,
        "patron": wanted.patron,
        "status": list(wanted.status),
        "silent": wanted.silent,
        "by": wanted.by,
        "all": wanted.all,
        "light": list(wanted.light),
    }


def has_state(answer: Answer, states: Collection[str]) -> bool:
    """One of the listed projects or units is in one of these states; a unit that is 部分已报 owes too."""
    units = answer.extra.get("units", ())
    known = {row["status"] for row in (*answer.rows, *units)}
    return not (known | ({"owed"} if "partial" in known else set())).isdisjoint(states)


def _is_wanted(row: Row, wanted: TrackFilter, partial: Collection[str]) -> bool:
    """It meets every wish but that for a light; 部分已报 are the projects of the units that are so."""
    states = {row["status"], "partial"} if row["reporter"] in partial else {row["status"]}
    named_by = (row["reporter"], row["county"], row["park"], row["lead"])
    return (
        (wanted.unit is None or wanted.unit in named_by)
        and (wanted.tier is None or wanted.tier == row["tier"])
        and (wanted.patron is None or wanted.patron == row["patron"])
        and (not wanted.status or not states.isdisjoint(wanted.status))
        and max(row["weeks_silent"], row["weeks_unchanged"]) >= wanted.silent
    )


def _is_lit(row: Row, lights: Sequence[str]) -> bool:
    return (row["light"]["name"] if row["light"] else UNLIT) in lights


def _places(index: IndexReader, book: Duties, by: str, tiers: Sequence[str]) -> Sequence[str]:
    """The groups of that grouping in the order of the settings or of the store; others follow by name."""
    if by in ("county", "lead"):
        return [row["name"] for row in index.rows(UNITS)]
    return {"tier": tiers, "stage": book.stages.order, "light": light_names(index)}.get(by, ())


def _order(row: Row, by: str, place: Sequence[str]) -> tuple[Any, ...]:
    """The group, then the longest silence, then who owes."""
    key = group_of(row, by)
    group = place.index(key) if key in place else len(place)
    owes = list(STATUSES).index(row["status"])
    return (key is None, group, key or "", -row["weeks_silent"], owes, -row["weeks_unchanged"], row["id"])


def _summary(rows: list[Row], units: list[Row], tiers: list[str]) -> Row:
    """How many projects in play stand how, in all and by tier; then ``units`` and ``projects``, each by itself."""
    rows = rows_in_play(rows)
    counts = project_counts(rows)
    by_tier = {tier: project_counts(row for row in rows if row["tier"] == tier) for tier in tiers}
    return {**counts, "by_tier": by_tier, "units": unit_counts(units), "projects": counts}
