"""Weeks in which a project had to report (应报), as records that quantities can count: heard, late or owed.

Weeks whose due time lies in the period, up to now, with what the project was then: its tier, stage, county, reporter.
Weeks that are alike are one row with their number, so that ten thousand projects stay countable.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from hyzs.fields.index_reader import IndexReader
from hyzs.fields.reporting_week import load_schedule
from hyzs.model.blocks import Row
from hyzs.model.quotient import quotient
from hyzs.model.week import Week
from hyzs.query.duties import Duties, load_unit_duties
from hyzs.query.projects import ProjectHistory, projects_between

ITEMS = 'SELECT file, item, "at" FROM project'
#: Entries of the weeks, with the time at which each was filed.
ENTRIES = """
SELECT e.key_id, e.week_no, min(coalesce(e.submitted, r.submitted))
FROM entry e JOIN "return" r ON r.file = e.file AND r.item = e.item
WHERE e.week_no BETWEEN :first AND :last GROUP BY e.key_id, e.week_no
"""
COLUMNS = (
    *("key", "file", "item", "at", "id", "project", "status", "unit", "county", "park", "lead", "tier", "stage"),
    *("weeks", "listed"),
)


class _Then(NamedTuple):
    """A project in a week, as far as conditions may ask."""

    unit: str | None
    county: str | None
    park: str | None
    lead: str | None
    tier: str | None
    stage: str | None


def project_duty_rows(index: IndexReader, first: date, now: datetime) -> Iterator[tuple[Any, ...]]:
    """A row of ``COLUMNS`` a project, state and what it was then: ``weeks`` how many, ``listed`` the unheard.

    Raises: BadConfig: the settings cannot be read.
    """
    schedule = load_schedule(index)
    duties = load_unit_duties(index, schedule, now)
    weeks = [week for week in _weeks(first, now.date()) if _is_due(duties, week, first)]
    if not weeks:
        return
    entries: dict[str, dict[int, str]] = defaultdict(dict)
    for id, week, submitted in index.tuples(ENTRIES, first=weeks[0].number, last=weeks[-1].number):
        entries[id][week] = submitted
    places = {file: (item, at) for file, item, at in index.tuples(ITEMS)}
    cache: dict[tuple[object, ...], list[Week]] = {}
    for project in projects_between(index, weeks[0], weeks[-1]):
        own = entries.get(project.row["id"], {})
        counts: Counter[tuple[str, _Then]] = Counter()
        unheard: dict[tuple[str, _Then], list[str]] = defaultdict(list)
        for week, then in _due_weeks(duties, project, weeks, cache):
            status = duties.status(week, "", own.get(week.number))
            counts[status, then] += 1
            if status != "heard":
                unheard[status, then].append(str(week))
        id, file = project.row["id"], project.row["file"]
        item, at = places[file]
        for n, ((status, then), count) in enumerate(counts.items()):
            listed = "、".join(unheard[status, then])
            yield (f"{id} {n}", file, item, at, id, project.row["name"], status, *then, count, listed)


def heard_rates(index: IndexReader, now: datetime) -> Iterator[Row]:
    """{id, heard_rate} of projects that had to report this year: weeks heard in time of those due, in % to one digit.

    It counts from 1 January up to ``now``; a project without a due week has none, which is not the same as 0.

    Raises: BadConfig: the settings cannot be read.
    """
    due: Counter[str] = Counter()
    heard_counts: Counter[str] = Counter()
    for row in project_duty_rows(index, date(now.year, 1, 1), now):
        duty = dict(zip(COLUMNS, row, strict=True))
        due[duty["id"]] += duty["weeks"]
        heard_counts[duty["id"]] += duty["weeks"] if duty["status"] == "heard" else 0
    for id, count in due.items():
        yield {"id": id, "heard_rate": quotient(heard_counts[id], count, 1)}


def _weeks(first: date, last: date) -> Iterator[Week]:
    for number in range(Week.of(first).number - 1, Week.of(last).number + 1):
        yield Week.from_number(number)


def _is_due(duties: Duties, week: Week, first: date) -> bool:
    """True if its due time lies between the first day and now."""
    moment = duties.due(week).moment
    return moment is not None and first <= moment.date() and moment <= duties.now


def _due_weeks(
    duties: Duties, project: ProjectHistory, weeks: Sequence[Week], cache: dict[tuple[object, ...], list[Week]]
) -> Iterator[tuple[Week, _Then]]:
    """The weeks in which the project had to report, with what it was then.

    Most projects stay as they are all the time: their weeks are asked once for all that are alike.
    """
    if project.row["draft"] or not project.row["since"]:
        return
    first, last = weeks[0].bounds[0], weeks[-1].bounds[1]
    if _is_constant(project, first, last):
        then = _then(duties, project, weeks[-1])
        since = project.row["since"]
        tracked = project.first_tracked_week() if _has_interval(duties, then) else None
        alike = (
            then.tier,
            then.stage,
            "" if since < first else since,
            tracked,
            project.end_reason(weeks[0], duties.stages),
        )
        if alike not in cache:
            cache[alike] = [week for week in weeks if duties.is_owed(project, week)]
        yield from ((week, then) for week in cache[alike])
        return
    for week in weeks:
        if duties.is_owed(project, week):
            yield week, _then(duties, project, week)


def _is_constant(project: ProjectHistory, first: str, last: str) -> bool:
    """True if nothing that a duty depends on changes between these days."""
    days = (day for spans in project.holdings.values() for _, since, until in spans for day in (since, until) if day)
    return (
        not any(first <= day <= last for day in days)
        and not any(first <= day <= last for day in project.milestones.values())
        and not project.states
    )


def _has_interval(duties: Duties, then: _Then) -> bool:
    """True if projects of that tier and stage report every so many weeks, counted from when they were tracked."""
    return any(rule.tier in (None, then.tier) and rule.stage in (None, then.stage) for rule in duties.schedule.rules)


def _then(duties: Duties, project: ProjectHistory, week: Week) -> _Then:
    day = week.bounds[1]
    county, park, lead, tier = (project.holder(name, day) for name in ("county", "park", "lead", "tier"))
    return _Then(duties.reporter(project, week), county, park, lead, tier, project.stage(day, duties.stages))
