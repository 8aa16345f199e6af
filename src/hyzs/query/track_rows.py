"""The rows of the tracking list: each project in play as it stood in the week, and what was said of it."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

from hyzs.model.answer import Row
from hyzs.model.lateness import overdue_days
from hyzs.model.week import Week
from hyzs.query.duties import Duties
from hyzs.query.entry_history import entry_history
from hyzs.query.indicators import indicators
from hyzs.query.lights import ProjectFacts, light_of, light_rules
from hyzs.query.matters import matters, open_by_project
from hyzs.query.officers import officers
from hyzs.query.open_needs import open_needs
from hyzs.query.projects import Project

#: The entries of a week, with the time at which each was filed.
ENTRIES = """
SELECT e.key_id AS project, r.unit, e.progress, e.no_change, e.reason, e.next,
       coalesce(e.submitted, r.submitted) AS submitted
FROM entry e JOIN "return" r ON r.file = e.file AND r.item = e.item
WHERE e.week = :week ORDER BY r.unit, e.seq
"""
#: Whom one met in a week, whichever unit said so.
MET = """
SELECT c.id, m."on", m.how, m."with", m.rank FROM met m JOIN resolved_name c ON c.text = m.under AND c.kinds = 'project'
WHERE m.week = :week ORDER BY m."on", m.record, m.seq
"""
INVESTORS = """
SELECT s.file, s."of" FROM in_values a JOIN share s ON s.file = a.value WHERE s.kind = 'project' ORDER BY a.value, s.pos
"""


class WeekRows:
    """The projects of one week, ready to be made rows."""

    def __init__(self, book: Duties, week: Week) -> None:
        self.duties, self.week = book, week
        index = book.index
        self.projects = {project.row["id"]: project for project in book.projects}
        self.entries: dict[str, Row] = {}
        for row in index.rows(ENTRIES, week=str(week)):
            if self._counts(row["project"], row["unit"], self.entries.get(row["project"]), week):
                self.entries[row["project"]] = row
        self.meetings: dict[str, list[Row]] = defaultdict(list)
        for id, *meeting in index.tuples(MET, week=str(week)):
            self.meetings[id].append(dict(zip(("on", "how", "with", "rank"), meeting, strict=True)))
        self.investors: dict[int, list[str]] = defaultdict(list)
        files = [project.row["file"] for project in book.projects]
        for file, name in index.tuples(INVESTORS, files):
            self.investors[file].append(name)
        self.officers = officers(index, week.bounds[1])
        self.indicators = [indicator.name for indicator in indicators(index)]
        as_of = min(week.sunday, book.now.date())
        stood = matters(index, as_of)
        self.matters = open_by_project(stood)
        self.needs = open_needs(index, week, as_of, stood, self.projects)
        self.rules = light_rules(index)
        self.facts = ProjectFacts(index, week, book.now.date(), files) if self.rules else None
        self.history = entry_history(index, self.projects, week, self.indicators)

    def rows(self) -> Iterator[Row]:
        """A row a project."""
        return map(self._row, self.duties.projects)

    def _counts(self, id: str, unit: str, before: Row | None, week: Week) -> bool:
        """Whether it takes the place of what was said ``before``: of two units in one week the reporter counts."""
        if before is None:
            return True
        project = self.projects.get(id)
        return project is not None and unit == self.duties.reporter(project, week) != before["unit"]

    def _figure(self, id: str, name: str) -> Any:
        """The last value of that indicator that was reported."""
        known = self.history.figures.get((id, name))
        if not known:
            return None
        counts = known[0]
        if len(known) == 1:
            return counts.value
        week = Week.from_number(counts.week)
        for figure in known[1:]:
            if figure.unit == self.duties.reporter(self.projects[id], week) != counts.unit:
                counts = figure
        return counts.value

    def _row(self, project: Project) -> Row:
        day, book, id = self.week.bounds[1], self.duties, project.row["id"]
        entry, last = self.entries.get(id), self.history.last_week(id)
        exempt = book.exempt_reason(project, self.week)
        lead, stage = project.holder("lead", day), project.stage(day, book.stages)
        row = {
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
            "reporter": book.reporter(project, self.week),
            "investor": "、".join(self.investors.get(project.row["file"], ())) or None,
            "content": project.row["content"],
            "total": project.row["total"],
            "status": book.status(self.week, exempt, entry["submitted"] if entry else None),
            "exempt_reason": exempt or None,
            "weeks_silent": 0 if entry else book.silent_week_count(project, self.week, last),
            "weeks_unchanged": self.history.unchanged_weeks(id) if entry else 0,
            "last_week": str(last) if last else None,
            "progress": _progress(entry) if entry else None,
            "needs": self.needs.get(id, []),
            "matters": self.matters.get(id, []),
            "next": entry["next"] if entry else None,
            "met": self.meetings.get(id, []),
            **self._next(project, stage, day, out=bool(project.out_of_play_reason(self.week, book.stages))),
            **{name: self._figure(id, name) for name in self.indicators},
            "light": None,
            "sample": bool(project.row["sample"]),
        }
        return {**row, "light": light_of(self.rules, self.facts.facts_of(row))} if self.facts else row

    def _next(self, project: Project, stage: str | None, day: str, *, out: bool) -> Row:
        """The next milestone with a promise, by when, and how many days it is overdue; out of play nothing is."""
        ahead = self.duties.stages.stages_after(stage)
        promised = ((stage, project.promise(stage, day)) for stage in ahead)
        node, promise = next((pair for pair in promised if pair[1]), (next(iter(ahead), None), None))
        as_of = min(date.fromisoformat(day), self.duties.now.date())
        late = overdue_days(date.fromisoformat(promise.by_end), as_of) if promise and not out else 0
        return {"next_node": node, "next_by": promise.by if promise else None, "overdue_days": late}


def _progress(entry: Row) -> str | None:
    """What an entry says in words; of no change the reason."""
    return entry["progress"] or (f"无变化：{entry['reason']}" if entry["no_change"] else None)
