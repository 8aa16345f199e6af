"""Rows of the weekly tracking list: projects as of the last day of a week, with their entries."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any, cast

from hyzs.model.blocks import Row
from hyzs.model.lateness import overdue_days
from hyzs.model.week import Week
from hyzs.query.duties import Duties
from hyzs.query.entry_history import entry_history
from hyzs.query.indicators import indicators
from hyzs.query.lights import ProjectFacts, light_of, light_rules
from hyzs.query.matters import matters, open_by_project
from hyzs.query.officers import officers
from hyzs.query.open_needs import open_needs
from hyzs.query.projects import ProjectHistory
from hyzs.query.track_row import TrackRow

#: Entries of a week, with the time at which each was filed.
ENTRIES = """
SELECT e.key_id AS project, r.unit, e.progress, e.no_change, e.reason, e.next,
       coalesce(e.submitted, r.submitted) AS submitted
FROM entry e JOIN "return" r ON r.file = e.file AND r.item = e.item
WHERE e.week = :week ORDER BY r.unit, e.seq
"""
#: Meetings of a week, from the entries of any unit.
MET = """
SELECT c.id, m."on", m.how, m."with", m.rank FROM met m JOIN resolved_name c ON c.text = m.under AND c.kinds = 'project'
WHERE m.week = :week ORDER BY m."on", m.record, m.seq
"""
INVESTORS = """
SELECT s.file, s."of" FROM in_values a JOIN share s ON s.file = a.value WHERE s.kind = 'project' ORDER BY a.value, s.pos
"""


class WeekRows:
    """The projects of ``duties`` in one week; the index is asked once for all rows."""

    def __init__(self, duties: Duties, week: Week) -> None:
        self.duties, self.week = duties, week
        index = duties.index
        self.projects = {project.row["id"]: project for project in duties.projects}
        self.entries: dict[str, Row] = {}
        for row in index.rows(ENTRIES, week=str(week)):
            if self._counts(row["project"], row["unit"], self.entries.get(row["project"]), week):
                self.entries[row["project"]] = row
        self.meetings: dict[str, list[Row]] = defaultdict(list)
        for id, *meeting in index.tuples(MET, week=str(week)):
            self.meetings[id].append(dict(zip(("on", "how", "with", "rank"), meeting, strict=True)))
        self.investors: dict[int, list[str]] = defaultdict(list)
        files = [project.row["file"] for project in duties.projects]
        for file, name in index.tuples(INVESTORS, files):
            self.investors[file].append(name)
        self.officers = officers(index, week.bounds[1])
        self.indicators = [indicator.name for indicator in indicators(index)]
        as_of = min(week.sunday, duties.now.date())
        known_matters = matters(index, as_of)
        self.matters = open_by_project(known_matters)
        self.needs = open_needs(index, week, as_of, known_matters, self.projects)
        self.rules = light_rules(index)
        self.facts = ProjectFacts(index, week, duties.now.date(), files) if self.rules else None
        self.history = entry_history(index, self.projects, week, self.indicators)

    def rows(self) -> Iterator[TrackRow]:
        """One row per project."""
        return map(self._row, self.duties.projects)

    def _counts(self, id: str, unit: str, before: Row | None, week: Week) -> bool:
        """True if the entry of ``unit`` replaces ``before``: of several units in one week the reporter counts."""
        if before is None:
            return True
        project = self.projects.get(id)
        return project is not None and unit == self.duties.reporter(project, week) != before["unit"]

    def _figure(self, id: str, name: str) -> Any:
        """The last reported value of that indicator; of several units in one week the reporter counts."""
        values = self.history.figures.get((id, name))
        if not values:
            return None
        counting = values[0]
        if len(values) == 1:
            return counting.value
        week = Week.from_number(counting.week)
        for figure in values[1:]:
            if figure.unit == self.duties.reporter(self.projects[id], week) != counting.unit:
                counting = figure
        return counting.value

    def _row(self, project: ProjectHistory) -> TrackRow:
        day, duties, id = self.week.bounds[1], self.duties, project.row["id"]
        entry, last = self.entries.get(id), self.history.last_week(id)
        exempt = duties.exempt_reason(project, self.week)
        lead, stage = project.holder("lead", day), project.stage(day, duties.stages)
        values: Row = {
            "id": id,
            "name": project.row["name"],
            "public_name": project.row["public_name"],
            "tier": project.holder("tier", day),
            "stage": stage,
            "county": project.holder("county", day),
            "park": project.holder("park", day),
            "lead": lead,
            "patron": project.holder("patron", day),
            "officer": self.officers.get(lead or ""),
            "reporter": duties.reporter(project, self.week),
            "investor": "、".join(self.investors.get(project.row["file"], ())) or None,
            "content": project.row["content"],
            "total": project.row["total"],
            "status": duties.status(self.week, exempt, entry["submitted"] if entry else None),
            "exempt_reason": exempt or None,
            "weeks_silent": 0 if entry else duties.silent_week_count(project, self.week, last),
            "weeks_unchanged": self.history.unchanged_weeks(id) if entry else 0,
            "last_week": str(last) if last else None,
            "progress": _progress(entry) if entry else None,
            "needs": self.needs.get(id, []),
            "matters": self.matters.get(id, []),
            "next": entry["next"] if entry else None,
            "met": self.meetings.get(id, []),
            **self._next(project, stage, day, out=bool(project.out_of_play_reason(self.week, duties.stages))),
            **{name: self._figure(id, name) for name in self.indicators},
            "light": None,
            "sample": bool(project.row["sample"]),
        }
        row = cast("TrackRow", values)
        if self.facts:
            row["light"] = light_of(self.rules, self.facts.facts_of(row))
        return row

    def _next(self, project: ProjectHistory, stage: str | None, day: str, *, out: bool) -> Row:
        """The next milestone with a promise, its deadline, and days overdue; 0 days out of play."""
        later = self.duties.stages.stages_after(stage)
        promised = ((stage, project.promise(stage, day)) for stage in later)
        node, promise = next((pair for pair in promised if pair[1]), (next(iter(later), None), None))
        as_of = min(date.fromisoformat(day), self.duties.now.date())
        late = overdue_days(date.fromisoformat(promise.by_end), as_of) if promise and not out else 0
        return {"next_node": node, "next_by": promise.by if promise else None, "overdue_days": late}


def _progress(entry: Row) -> str | None:
    """The progress of an entry; of 无变化 its reason."""
    return entry["progress"] or (f"无变化：{entry['reason']}" if entry["no_change"] else None)
