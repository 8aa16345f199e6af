"""Weekly duties to report: due times, exemptions, filing units, owed and silent weeks."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from hyzs.fields.index_reader import IndexReader
from hyzs.model.lateness import is_in_force
from hyzs.model.reporting_schedule import Due, ReportingSchedule
from hyzs.model.week import Week
from hyzs.query.projects import ProjectHistory, Stages, projects, projects_in_play, stages

UNITS = """
SELECT name, since, until FROM unit WHERE files = 1 AND coalesce(draft, 0) = 0
ORDER BY "order" IS NULL, "order", id, name, since
"""


@dataclass(slots=True)
class Duties:
    """The duties of one store as of ``now``."""

    index: IndexReader
    schedule: ReportingSchedule
    stages: Stages
    projects: list[ProjectHistory]
    units: list[dict[str, Any]]
    now: datetime
    _dues: dict[Week, Due] = field(default_factory=dict)
    _filers: dict[Week, list[str]] = field(default_factory=dict)

    def of_projects(self, projects: list[ProjectHistory]) -> "Duties":
        """The duties on these projects alone, with notes of their own."""
        return Duties(self.index, self.schedule, self.stages, projects, self.units, self.now)

    def due(self, week: Week) -> Due:
        """Due time of the returns of that week."""
        if week not in self._dues:
            self._dues[week] = self.schedule.due_of(week)
        return self._dues[week]

    def due_as_known(self, week: Week, day: date) -> Due:
        """Due time of that week by the calendars known on ``day``, which decides if a return filed then was late."""
        schedule = self.schedule.as_known_on(day)
        return self.due(week) if schedule is self.schedule else schedule.due_of(week)

    def is_past_due(self, week: Week) -> bool:
        """True once its due time is over; a week without one is never past due."""
        moment = self.due(week).moment
        return moment is not None and self.now > moment

    def exempt_reason(self, project: ProjectHistory, week: Week) -> str:
        """Reason why the project owes no entry in that week; empty if it owes one."""
        day, due = week.bounds[1], self.due(week)
        if reason := project.out_of_play_reason(week, self.stages):
            return reason
        if due.is_exempt:
            return due.reason
        if due.moment and project.row["since"] > str(due.moment.date()):
            return "本周截止后才纳入跟踪"
        if project.is_paused(day):
            return "暂缓"
        stage = project.stage(day, self.stages)
        return self.schedule.exemption_reason(week, project.holder("tier", day), stage, project.first_tracked_week())

    def is_owed(self, project: ProjectHistory, week: Week) -> bool:
        """True if it has to report in that week."""
        return not self.exempt_reason(project, week)

    def due_note(self, week: Week) -> str | None:
        """Reason why nothing is due in that week, and how due days of the weeks asked so far were counted; or None."""
        due = self.due(week)
        note = next((due.note for due in self._dues.values() if due.note), "")
        return "；".join(text for text in (due.reason, note) if text) or None

    def filers(self, week: Week) -> list[str]:
        """Units that file returns on the last day of that week, in the store's order."""
        if week not in self._filers:
            day = week.bounds[1]
            filing = (unit["name"] for unit in self.units if is_in_force(unit["since"], unit["until"], day))
            self._filers[week] = list(dict.fromkeys(filing))
        return self._filers[week]

    def reporter(self, project: ProjectHistory, week: Week) -> str | None:
        """Unit that files for the project in that week."""
        return project.reporter(week.bounds[1], self.filers(week))

    def status(self, week: Week, exempt: str, submitted: str | None) -> str:
        """State of a duty: pending, heard, late, owed or exempt."""
        if exempt:
            return "exempt"
        if submitted is None:
            return "owed" if self.is_past_due(week) else "pending"
        filed_at = datetime.fromisoformat(submitted)
        due_at = self.due_as_known(week, filed_at.date()).moment
        return "late" if due_at and filed_at > due_at else "heard"

    def silent_week_count(self, project: ProjectHistory, week: Week, last: Week | None) -> int:
        """Number of owed weeks since the last entry (else since it is tracked), up to ``week``; 0 out of play."""
        return len(self.silent_weeks(project, week, last))

    def silent_weeks(
        self, project: ProjectHistory, week: Week, last: Week | None, unit: str | None = None
    ) -> list[Week]:
        """Owed weeks since the last entry (else since it is tracked), up to ``week``; none out of play.

        With ``unit`` only the weeks in which that unit reports it.
        """
        if project.out_of_play_reason(week, self.stages):
            return []
        first = last.plus(1) if last else project.first_tracked_week()
        weeks = (Week.from_number(n) for n in range(first.number, week.number + 1))
        owed = [w for w in weeks if self.is_past_due(w) and self.is_owed(project, w)]
        return [w for w in owed if self.reporter(project, w) == unit] if unit else owed


def load_duties(
    index: IndexReader, schedule: ReportingSchedule, now: datetime, week: Week, *, all: bool = False
) -> Duties:
    """Duties of the store on the projects in play in ``week`` (or on ``all`` projects)."""
    stage_rows = stages(index)
    selected = projects(index) if all else projects_in_play(index, week, stage_rows)
    return Duties(index, schedule, stage_rows, selected, index.rows(UNITS), now)


def load_unit_duties(index: IndexReader, schedule: ReportingSchedule, now: datetime) -> Duties:
    """Duties of units beside projects; no project is read."""
    return Duties(index, schedule, stages(index), [], index.rows(UNITS), now)
