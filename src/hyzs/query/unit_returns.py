"""Returns of units in a week, and the silent weeks of units without projects."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from hyzs.model.week import Week
from hyzs.query.duties import Duties
from hyzs.query.projects import ProjectHistory, projects_ever_held

RETURNS = """
SELECT u.name AS unit, r.submitted, r.nil FROM "return" r JOIN unit u ON u.name = r.unit WHERE r.week = :week
"""
#: The last earlier week in which each unit of ``in_values`` filed; a look-up each, however many weeks there are.
LAST = """
SELECT a.value, max((SELECT r.week FROM all_return r
                     WHERE r.unit = c.text AND r.week < :week AND +r.file IN (SELECT file FROM visible_file)
                     ORDER BY r.week DESC LIMIT 1))
FROM in_values a JOIN resolved_name c ON c.name = a.value AND c.kinds = 'unit' GROUP BY a.value
"""
FIRST = """
SELECT r.week FROM "return" r JOIN unit u ON u.name = r.unit WHERE r.week < :week ORDER BY r.week LIMIT 1
"""


class UnitReturns:
    """Returns of ``week`` filed so far, ``by_unit``: {unit, submitted, nil}."""

    def __init__(self, duties: Duties, week: Week) -> None:
        self.duties, self.week = duties, week
        self.by_unit = {row["unit"]: row for row in duties.index.rows(RETURNS, week=str(week))}
        self._projects_by_week: dict[Week, dict[str | None, list[ProjectHistory]]] = {}

    def silent_weeks(self, names: Sequence[str]) -> dict[str, list[Week]]:
        """Owed weeks without a return of units that report no project now.

        They go back to the last return of the unit, or to the first return of any unit.
        """
        last = self._last_filed(names)
        first = self.duties.index.value(FIRST, week=str(self.week))
        earliest = Week.parse(first) if first else self.week
        since = {name: last[name].plus(1) if name in last else earliest for name in names}
        if longer := [name for name in names if since[name] < self.week]:
            self._load_projects_since(longer, min(since.values()))
        return {name: self._silent_weeks_of(name, since[name]) for name in names}

    def _last_filed(self, names: Sequence[str]) -> dict[str, Week]:
        """The last week before this one in which each unit filed; units that never did are left out."""
        rows = self.duties.index.tuples(LAST, names, week=str(self.week))
        return {unit: Week.parse(week) for unit, week in rows if week}

    def _load_projects_since(self, names: Sequence[str], first: Week) -> None:
        """Load the projects that these units reported in the weeks from ``first`` on and before this one."""
        projects = projects_ever_held(self.duties.index, names, first, self.week)
        for number in range(first.number, self.week.number):
            week = Week.from_number(number)
            self._projects_by_week[week] = _projects_by_reporter(self.duties, projects, week)

    def _silent_weeks_of(self, name: str, first: Week) -> list[Week]:
        weeks = (Week.from_number(n) for n in range(first.number, self.week.number + 1))
        return [week for week in weeks if self.duties.is_past_due(week) and self._is_owed(name, week)]

    def _is_owed(self, name: str, week: Week) -> bool:
        """True if it had to file then: for a project that owed, or a 零报告 where it had no project at all."""
        projects = self._projects_by_week.get(week, {}).get(name)
        if self.duties.due(week).is_exempt:
            return False
        return any(self.duties.is_owed(p, week) for p in projects) if projects else name in self.duties.filers(week)


def _projects_by_reporter(
    duties: Duties, projects: Iterable[ProjectHistory], week: Week
) -> dict[str | None, list[ProjectHistory]]:
    """Projects in play in ``week``, by the unit that reports them."""
    by_reporter: dict[str | None, list[ProjectHistory]] = defaultdict(list)
    for project in projects:
        if not project.out_of_play_reason(week, duties.stages):
            by_reporter[duties.reporter(project, week)].append(project)
    return dict(by_reporter)
