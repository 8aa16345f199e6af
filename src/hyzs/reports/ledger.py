"""The ledger of weekly duties: who owes a return on what, who has filed, who is silent since when."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hyzs.model.rhythm import Due, Rhythm
from hyzs.model.week import Week
from hyzs.reports.asked import Asked
from hyzs.reports.projects import Project, Stages, projects, stages

#: The entries of a week, with the time at which each was filed.
ENTRIES = """
SELECT e.key_id AS project, r.unit, e.file, e.item, e.seq, e.progress, e.no_change, e.reason, e.next,
       coalesce(e.submitted, r.submitted) AS submitted
FROM entry e JOIN "return" r ON r.file = e.file AND r.item = e.item
WHERE e.week_no = :week ORDER BY r.unit, e.seq
"""
#: The last week with an entry of each project up to a week, and how many such weeks in a row up to it said nothing
#: new: no change, or the words of the last progress again.
LAST = """
WITH said AS (
  SELECT e.key_id AS project, e.week_no, min(e.no_change) AS no_change, max(e.progress) AS progress
  FROM entry e WHERE e.week_no <= :week GROUP BY e.key_id, e.week_no
), told AS (
  SELECT project, week_no,
         CASE WHEN no_change = 1
                OR progress = lag(progress) OVER (PARTITION BY project, progress IS NULL ORDER BY week_no)
              THEN 1 ELSE 0 END AS same
  FROM said
), news AS (SELECT project, max(week_no) AS week_no FROM told WHERE same = 0 GROUP BY project)
SELECT told.project, max(told.week_no) AS last,
       sum(CASE WHEN told.week_no > coalesce(news.week_no, 0) THEN 1 ELSE 0 END) AS same
FROM told LEFT JOIN news ON news.project = told.project
GROUP BY told.project
"""
RETURNS = 'SELECT u.name AS unit, r.week, r.submitted, r.nil FROM "return" r JOIN unit u ON u.name = r.unit'
UNITS = 'SELECT name, since, until FROM unit WHERE files = 1 ORDER BY "order" IS NULL, "order", id, name, since'


@dataclass(slots=True)
class Ledger:
    """The duties of one store as they stand now."""

    index: Asked
    rhythm: Rhythm
    stages: Stages
    projects: list[Project]
    units: list[dict[str, Any]]
    now: datetime
    _dues: dict[Week, Due] = field(default_factory=dict)
    _filers: dict[Week, list[str]] = field(default_factory=dict)

    def due(self, week: Week) -> Due:
        """When the returns of that week are due."""
        if week not in self._dues:
            self._dues[week] = self.rhythm.due_of(week)
        return self._dues[week]

    def past_due(self, week: Week) -> bool:
        """Whether its due time is over; a week without one is never past due."""
        at = self.due(week).at
        return at is not None and self.now > at

    def exempt(self, project: Project, week: Week) -> str:
        """Why the project owes nothing in that week; empty when it owes."""
        day, due = week.sunday, self.due(week)
        if out := project.out(week, self.stages):
            return out
        if due.exempt:
            return due.reason
        if due.at and project.row["since"] > str(due.at.date()):
            return "本周截止后才纳入跟踪"
        if project.paused(day):
            return "暂缓"
        stage = project.stage(day, self.stages)
        return self.rhythm.asks(week, project.holder("tier", day), stage, project.tracked())

    def owes(self, project: Project, week: Week) -> bool:
        """Whether it has to report in that week."""
        return not self.exempt(project, week)

    def filers(self, week: Week) -> list[str]:
        """The units that file returns in that week, in the store's order."""
        if week not in self._filers:
            day = str(week.sunday)
            standing = (u for u in self.units if (u["since"] or day) <= day <= (u["until"] or day))
            self._filers[week] = list(dict.fromkeys(unit["name"] for unit in standing))
        return self._filers[week]

    def reporter(self, project: Project, week: Week) -> str | None:
        """Who files for it in that week."""
        return project.reporter(week.sunday, self.filers(week))

    def status(self, week: Week, exempt: str, submitted: str | None) -> str:
        """pending, heard, late, owed or exempt."""
        at = self.due(week).at
        if exempt:
            return "exempt"
        if submitted is None:
            return "owed" if self.past_due(week) else "pending"
        return "late" if at and datetime.fromisoformat(submitted) > at else "heard"

    def silent(self, project: Project, week: Week, last: int | None) -> int:
        """The owed weeks since the last entry (else since it is tracked), up to ``week``; none out of play."""
        if project.out(week, self.stages):
            return 0
        first = last + 1 if last is not None else project.tracked().number
        weeks = (Week.numbered(n) for n in range(first, week.number + 1))
        return sum(self.past_due(w) and self.owes(project, w) for w in weeks)


def ledger(index: Asked, rhythm: Rhythm, now: datetime) -> Ledger:
    """The ledger of the store that ``index`` shows."""
    return Ledger(index, rhythm, stages(index), projects(index), index.rows(UNITS), now)


@dataclass(slots=True)
class Returns:
    """The returns of units: who filed when, and who is silent."""

    ledger: Ledger
    filed: dict[str, dict[Week, dict[str, Any]]]
    _held: dict[Week, dict[str | None, list[Project]]] = field(default_factory=dict)

    def units(self, week: Week) -> list[dict[str, Any]]:
        """One row a unit that owes a return in ``week`` or is exempt, in the store's order."""
        return [self._unit(name, week) for name in self._names(week)]

    def _names(self, week: Week) -> list[str]:
        names = self.ledger.filers(week)
        return names + sorted(name for name in self.held(week) if name and name not in names)

    def held(self, week: Week) -> dict[str | None, list[Project]]:
        """The projects in play in ``week`` by the unit that reports them."""
        if week not in self._held:
            held: dict[str | None, list[Project]] = defaultdict(list)
            for project in self.ledger.projects:
                if not project.out(week, self.ledger.stages):
                    held[self.ledger.reporter(project, week)].append(project)
            self._held[week] = dict(held)
        return self._held[week]

    def _unit(self, name: str, week: Week) -> dict[str, Any]:
        filed, due = self.filed[name].get(week), self.ledger.due(week)
        exempt = "" if self.owes(name, week) else due.reason or "本周无应报项目"
        return {
            "unit": name,
            "due": due.at.isoformat(timespec="minutes") if due.at and not exempt else None,
            "submitted": filed["submitted"] if filed else None,
            "status": self.ledger.status(week, exempt, filed["submitted"] if filed else None),
            "nil": bool(filed and filed["nil"]),
            "weeks_silent": self._silent(name, week),
        }

    def owes(self, name: str, week: Week) -> bool:
        """Whether the unit has to file: for a project that owes, or a 零报告 when it has no project at all."""
        if self.ledger.due(week).exempt:
            return False
        its = self.held(week).get(name)
        return any(self.ledger.owes(p, week) for p in its) if its else name in self.ledger.filers(week)

    def _silent(self, name: str, week: Week) -> int:
        """The owed weeks without a return, back to the last one it filed (or the first that anybody filed)."""
        silent, first = 0, min(week, self._first)
        while week >= first and week not in self.filed[name]:
            silent += self.ledger.past_due(week) and self.owes(name, week)
            week = week.plus(-1)
        return silent

    @property
    def _first(self) -> Week:
        return min((week for weeks in self.filed.values() for week in weeks), default=Week(9999, 1))


def returns(ledger: Ledger) -> Returns:
    """The returns filed so far."""
    filed: dict[str, dict[Week, dict[str, Any]]] = defaultdict(dict)
    for row in ledger.index.rows(RETURNS):
        filed[row["unit"]][Week.parse(row["week"])] = row
    return Returns(ledger, filed)
