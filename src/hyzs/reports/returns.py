"""The returns of units: who filed when, and who is silent since when."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from hyzs.model.answer import Row
from hyzs.model.week import Week
from hyzs.reports.ledger import Ledger
from hyzs.reports.projects import Project, ever_held

RETURNS = """
SELECT u.name AS unit, r.submitted, r.nil FROM "return" r JOIN unit u ON u.name = r.unit WHERE r.week = :week
"""
#: The last week before in which each unit of ``among`` filed; however many there were, only the last is looked at.
LAST = """
SELECT a.value, max((SELECT r.week FROM all_return r
                     WHERE r.unit = c.text AND r.week < :week AND +r.file IN (SELECT file FROM live)
                     ORDER BY r.week DESC LIMIT 1))
FROM among a JOIN called c ON c.name = a.value AND c.kinds = 'unit' GROUP BY a.value
"""
FIRST = """
SELECT r.week FROM "return" r JOIN unit u ON u.name = r.unit WHERE r.week < :week ORDER BY r.week LIMIT 1
"""


@dataclass(slots=True)
class Returns:
    """The returns of ``week``."""

    ledger: Ledger
    week: Week
    filed: dict[str, Row]
    held: dict[str | None, list[Project]]
    _past: dict[Week, dict[str | None, list[Project]]] = field(default_factory=dict)

    def units(self) -> list[Row]:
        """One row a unit that owes a return in the week or is exempt, in the store's order."""
        filers = self.ledger.filers(self.week)
        names = filers + sorted(name for name in self.held if name and name not in filers)
        silent = self._silences([name for name in names if name not in self.filed])
        return [self._unit(name, silent.get(name, 0)) for name in names]

    def _unit(self, name: str, silent: int) -> Row:
        week, filed, due = self.week, self.filed.get(name), self.ledger.due(self.week)
        exempt = "" if self._owes(name, week, self.held) else due.reason or "本周无应报项目"
        return {
            "unit": name,
            "due": due.at.isoformat(timespec="minutes") if due.at and not exempt else None,
            "submitted": filed["submitted"] if filed else None,
            "status": self.ledger.status(week, exempt, filed["submitted"] if filed else None),
            "nil": bool(filed and filed["nil"]),
            "weeks_silent": silent,
        }

    def _owes(self, name: str, week: Week, held: dict[str | None, list[Project]]) -> bool:
        """Whether the unit has to file: for a project that owes, or a 零报告 when it has no project at all."""
        if self.ledger.due(week).exempt:
            return False
        its = held.get(name)
        return any(self.ledger.owes(p, week) for p in its) if its else name in self.ledger.filers(week)

    def _silences(self, names: list[str]) -> dict[str, int]:
        """The owed weeks without a return, back to the last one a unit filed (or the first that anybody filed)."""
        last = self._last_filed(names)
        first = self.ledger.index.value(FIRST, week=str(self.week))
        anybody = Week.parse(first) if first else self.week
        since = {name: last[name].plus(1) if name in last else anybody for name in names}
        if longer := [name for name in names if since[name] < self.week]:
            self._look_back(longer, min(since.values()))
        return {name: self._silent(name, since[name]) for name in names}

    def _last_filed(self, names: list[str]) -> dict[str, Week]:
        """The last week before this one in which each unit filed, if it ever did."""
        rows = self.ledger.index.tuples(LAST, names, week=str(self.week))
        return {unit: Week.parse(week) for unit, week in rows if week}

    def _look_back(self, names: list[str], first: Week) -> None:
        """Find what these units held in the weeks from ``first`` on and before this one."""
        projects = ever_held(self.ledger.index, names, first, self.week)
        for number in range(first.number, self.week.number):
            week = Week.numbered(number)
            self._past[week] = _held(self.ledger, projects, week)

    def _silent(self, name: str, first: Week) -> int:
        weeks = (Week.numbered(n) for n in range(first.number, self.week.number + 1))
        return sum(self.ledger.past_due(w) and self._owes(name, w, self._past.get(w, self.held)) for w in weeks)


def returns(ledger: Ledger, week: Week) -> Returns:
    """The returns of that week filed so far."""
    filed = {row["unit"]: row for row in ledger.index.rows(RETURNS, week=str(week))}
    return Returns(ledger, week, filed, _held(ledger, ledger.projects, week))


def _held(ledger: Ledger, projects: Iterable[Project], week: Week) -> dict[str | None, list[Project]]:
    """Those in play in ``week`` by the unit that reports them."""
    held: dict[str | None, list[Project]] = defaultdict(list)
    for project in projects:
        if not project.out(week, ledger.stages):
            held[ledger.reporter(project, week)].append(project)
    return dict(held)
