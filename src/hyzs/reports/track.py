"""The weekly tracking list: projects in play with their entries, units that owe, silent projects."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from hyzs.fields.index_reader import IndexReader, parse_choice, resolve_name
from hyzs.fields.reporting_week import load_schedule, parse_week_argument
from hyzs.model.answer import Answer
from hyzs.model.blocks import Row
from hyzs.model.errors import BadUsage
from hyzs.model.week import Week
from hyzs.query.duties import Duties, load_duties
from hyzs.query.duty_counts import STATUSES, project_counts, rows_in_play, unit_counts
from hyzs.query.indicators import indicators
from hyzs.query.light_escalation import escalate_lights
from hyzs.query.lights import light_names
from hyzs.query.obligations import Obligations
from hyzs.query.track_row import TrackRow, as_rows
from hyzs.query.track_rows import WeekRows
from hyzs.reports.track_page import GROUPINGS, UNLIT, group_of, track_page

TIERS = "SELECT name FROM tier ORDER BY pos"
UNITS = 'SELECT name FROM unit ORDER BY "order" IS NULL, "order", id'

AGAINST = "SELECT id FROM matter WHERE against = :unit"


@dataclass(frozen=True, slots=True)
class TrackFilter:
    """Selection and grouping of rows."""

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
        """True if projects in play may be left out."""
        return bool(self.unit or self.tier or self.patron or self.status or self.silent or self.light)


def track(index: IndexReader, week: str | None, now: datetime, options: TrackFilter = TrackFilter()) -> Answer:
    """Tracking list of ``week`` (本期 if None), as of that week's last day.

    Raises: BadUsage, NotFound where week, grouping, state, light, unit, tier or person are unknown; BadConfig: the
    settings cannot be read.
    """
    options = _resolved(index, options)
    schedule = load_schedule(index)
    the_week = parse_week_argument(week, schedule, now)
    duties = load_duties(index, schedule, now, the_week, all=options.all)
    every_row = list(WeekRows(duties, the_week).rows())
    obligations = Obligations(duties, the_week, every_row)
    units = obligations.units()
    partial = {unit["unit"] for unit in units if unit["status"] == "partial"}
    rows = [row for row in every_row if _is_selected(row, options, partial)]
    if options.unit:
        _hide_complaints(index, rows, options.unit)
    rows = [row for row in escalate_lights(duties, the_week, rows) if not options.light or _is_lit(row, options.light)]
    tiers = [row["name"] for row in index.rows(TIERS)]
    _sort(rows, options.by, _group_order(index, duties, options.by, tiers))
    if options.is_filter:
        concerned = {row["reporter"] for row in rows} | {options.unit}
        units = [unit for unit in units if unit["unit"] in concerned]
    return track_page(
        Answer(
            report="track",
            params={"week": str(the_week), **_params(options)},
            rows=as_rows(rows),
            summary={
                **_summary(rows, units, tiers),
                "tasks": obligations.task_counts([unit["unit"] for unit in units]),
            },
            extra={"week": _week(duties, the_week), "units": units},
        ),
        the_week,
        options.by,
        _filter(options),
        now.date(),
        indicators(index),
    )


def rows_in_play_in(index: IndexReader, week: Week, now: datetime) -> list[TrackRow]:
    """Rows of the projects in play in that week, as ``track`` lists them, without its units and page.

    Raises: BadConfig: the settings cannot be read.
    """
    duties = load_duties(index, load_schedule(index), now, week)
    rows = escalate_lights(duties, week, list(WeekRows(duties, week).rows()))
    tiers = [row["name"] for row in index.rows(TIERS)]
    by = TrackFilter().by
    _sort(rows, by, _group_order(index, duties, by, tiers))
    return rows


def _week(duties: Duties, week: Week) -> Row:
    """The week with its days, and the moment at which its returns are due."""
    due = duties.due(week)
    return {
        "id": str(week),
        "monday": str(week.monday),
        "sunday": str(week.sunday),
        "due": due.moment.isoformat(timespec="minutes") if due.moment else None,
        "note": duties.due_note(week),
    }


def _sort(rows: list[TrackRow], by: str, groups: Sequence[str]) -> None:
    rows.sort(key=lambda row: _order(row, by, groups))


def _hide_complaints(index: IndexReader, rows: list[TrackRow], unit: str) -> None:
    """Remove the matters against the unit: it does not see complaints about itself."""
    against = {row["id"] for row in index.rows(AGAINST, unit=unit)}
    for row in rows:
        row["matters"] = [matter for matter in row["matters"] if matter["id"] not in against]


def _resolved(index: IndexReader, options: TrackFilter) -> TrackFilter:
    """The options with usual names and keys instead of texts."""
    return TrackFilter(
        unit=options.unit and resolve_name(index, options.unit, "unit")["name"],
        tier=options.tier and resolve_name(index, options.tier, "tier")["name"],
        patron=options.patron and resolve_name(index, options.patron, "person")["name"],
        status=statuses(options.status),
        silent=options.silent,
        by=parse_choice(options.by, GROUPINGS, f"不能按“{options.by}”分组"),
        all=options.all,
        light=_lights(index, options.light),
    )


def _lights(index: IndexReader, texts: Sequence[str]) -> tuple[str, ...]:
    """Names of lights, checked; 未亮灯 means no light.

    Raises:
        BadUsage: a text is no light of the settings; with a near name and all of them.
    """
    from hyzs.model.fuzzy_names import NearNames

    names = [*light_names(index), UNLIT] if texts else []
    for text in texts:
        if text not in names:
            near = NearNames(names).nearest(text)
            likely = f"是不是：{near}；" if near else ""
            raise BadUsage(f"没有“{text}”这种灯", f"{likely}可以写：{'、'.join(names)}")
    return tuple(texts)


def statuses(words: Sequence[str]) -> tuple[str, ...]:
    """States of a duty by their English or Chinese names.

    Raises: BadUsage for an unknown state.
    """
    return tuple(parse_choice(word, STATUSES, f"没有“{word}”这种状态") for word in words)


def _filter(options: TrackFilter) -> str:
    """The filter in words: 衡南县、重大、未报."""
    names = (options.unit, options.tier, options.patron, *(STATUSES[status] for status in options.status))
    silent = f"连续 {options.silent} 周未报或无变化" if options.silent else None
    return "、".join(name for name in (*names, silent, *options.light) if name)


def _params(options: TrackFilter) -> Row:
    return {
        "unit": options.unit,
        "tier": options.tier,
        "patron": options.patron,
        "status": list(options.status),
        "silent": options.silent,
        "by": options.by,
        "all": options.all,
        "light": list(options.light),
    }


def has_state(answer: Answer, states: Collection[str]) -> bool:
    """True if a listed project or unit is in one of these states; a unit that is 部分已报 owes too."""
    units = answer.extra.get("units", ())
    present = {row["status"] for row in (*answer.rows, *units)}
    return not (present | ({"owed"} if "partial" in present else set())).isdisjoint(states)


def _is_selected(row: TrackRow, options: TrackFilter, partial: Collection[str]) -> bool:
    """True if the row meets every option except the light; 部分已报 means projects of units in that state."""
    states = {row["status"], "partial"} if row["reporter"] in partial else {row["status"]}
    named_by = (row["reporter"], row["county"], row["park"], row["lead"])
    return (
        (options.unit is None or options.unit in named_by)
        and (options.tier is None or options.tier == row["tier"])
        and (options.patron is None or options.patron == row["patron"])
        and (not options.status or not states.isdisjoint(options.status))
        and max(row["weeks_silent"], row["weeks_unchanged"]) >= options.silent
    )


def _is_lit(row: TrackRow, lights: Sequence[str]) -> bool:
    return (row["light"]["name"] if row["light"] else UNLIT) in lights


def _group_order(index: IndexReader, duties: Duties, by: str, tiers: Sequence[str]) -> Sequence[str]:
    """Groups of that grouping in the order of the settings or the store; others follow by name."""
    if by in ("county", "lead"):
        return [row["name"] for row in index.rows(UNITS)]
    return {"tier": tiers, "stage": duties.stages.order, "light": light_names(index)}.get(by, ())


def _order(row: TrackRow, by: str, place: Sequence[str]) -> tuple[Any, ...]:
    """Sort key: group, silent weeks descending, state, unchanged weeks descending, id."""
    key = group_of(row, by)
    group = place.index(key) if key in place else len(place)
    owes = list(STATUSES).index(row["status"])
    return (key is None, group, key or "", -row["weeks_silent"], owes, -row["weeks_unchanged"], row["id"])


def _summary(rows: list[TrackRow], units: list[Row], tiers: list[str]) -> Row:
    """Counts of projects in play by state, in all and by tier; then ``units`` and ``projects``."""
    rows = rows_in_play(rows)
    counts = project_counts(rows)
    by_tier = {tier: project_counts(row for row in rows if row["tier"] == tier) for tier in tiers}
    return {**counts, "by_tier": by_tier, "units": unit_counts(units), "projects": counts}
