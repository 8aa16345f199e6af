"""Items that each unit has to report in a week: its projects, or that it has none (零报告), and its tasks."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from hyzs.model.blocks import Row
from hyzs.model.week import Week
from hyzs.query.duties import Duties
from hyzs.query.duty_counts import project_counts
from hyzs.query.projects import OUT_OF_PLAY
from hyzs.query.task_duties import task_duties
from hyzs.query.track_row import TrackRow
from hyzs.query.unit_returns import UnitReturns

UNITS = 'SELECT name FROM unit ORDER BY "order" IS NULL, "order", id'
#: Item of a unit that files returns and reports no project.
NIL = "零报告"
#: States of items that are missing; all others except exempt are reported.
MISSING = ("owed", "pending")


class Obligations:
    """The obligations of ``week``: ``rows`` {kind, id, name, public_name, unit, status, weeks_silent, weeks}.

    ``projects`` are all rows of its tracking list; those out of play or without a reporter are obligations of no unit.
    ``weeks`` are the silent weeks in which this unit owed the item, ``weeks_silent`` is their number.
    """

    def __init__(self, duties: Duties, week: Week, projects: Iterable[TrackRow]) -> None:
        self.duties, self.week, self.returns = duties, week, UnitReturns(duties, week)
        in_play = [row for row in projects if row["exempt_reason"] not in OUT_OF_PLAY]
        reported = [(row["reporter"], row) for row in in_play if row["reporter"]]
        self.rows = [
            *self._of_projects(reported),
            *self._nil_reports({unit for unit, _ in reported}),
            *self._of_tasks(),
        ]

    def units(self) -> list[Row]:
        """One row per unit that has to report or is exempt: units that file, then others, in the store's order.

        ``items_due`` and ``items_in`` count the items it has to report and those reported; ``missing`` names the rest.
        ``weeks`` are the silent weeks of any missing item, ``weeks_silent`` the greatest number of one item.
        """
        items: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            items[row["unit"]].append(row)
        others = (row["name"] for row in self.duties.index.rows(UNITS))
        names = dict.fromkeys([*self.duties.filers(self.week), *(name for name in others if name in items), *items])
        return [self._unit(name, items[name]) for name in names]

    def task_counts(self, units: Collection[str]) -> Row:
        """Counts of the reports on tasks of these units in the week, by state."""
        return project_counts(row for row in self.rows if row["kind"] == "task" and row["unit"] in units)

    def _unit(self, name: str, items: Sequence[Row]) -> Row:
        filing = self.returns.by_unit.get(name)
        items_due = [item for item in items if item["status"] != "exempt"]
        missing = [item for item in items_due if item["status"] in MISSING]
        due = self.duties.due(self.week).moment if items_due else None
        silent = missing if items_due else items
        return {
            "unit": name,
            "due": due.isoformat(timespec="minutes") if due else None,
            "submitted": filing["submitted"] if filing else None,
            "status": _status(items_due, missing),
            "nil": bool(filing and filing["nil"]),
            "weeks_silent": max((item["weeks_silent"] for item in silent), default=0),
            "weeks": [str(week) for week in sorted({week for item in silent for week in item["weeks"]})],
            "items_due": len(items_due),
            "items_in": len(items_due) - len(missing),
            "missing": [{key: item[key] for key in ("kind", "id", "name", "weeks_silent")} for item in missing],
        }

    def _of_projects(self, reported: Iterable[tuple[str, TrackRow]]) -> Iterator[Row]:
        projects = {project.row["id"]: project for project in self.duties.projects}
        for unit, row in reported:
            last, weeks = row["last_week"], list[Week]()
            if row["weeks_silent"]:
                before = Week.parse(last) if last else None
                weeks = self.duties.silent_weeks(projects[row["id"]], self.week, before, unit)
            yield _row("project", unit, row["status"], weeks, row["id"], row["name"], row["public_name"])

    def _of_tasks(self) -> Iterator[Row]:
        """Tasks of measures that are due in the week; exempt ones are obligations of no unit."""
        for row in task_duties(self.duties.index, self.duties, self.week):
            if row["status"] != "exempt":
                yield _row("task", row["unit"], row["status"], row["weeks"], row["id"], row["text"], row["text"])

    def _nil_reports(self, holders: Collection[str]) -> Iterator[Row]:
        """零报告 of the units that file and report no project."""
        returns, exempt = self.returns.by_unit, self.duties.due(self.week).reason
        names = [name for name in self.duties.filers(self.week) if name not in holders]
        silences = self.returns.silent_weeks([name for name in names if name not in returns])
        for name in names:
            status = self.duties.status(self.week, exempt, returns[name]["submitted"] if name in returns else None)
            yield _row("nil", name, status, silences.get(name, []))


def _status(items: Sequence[Row], missing: Sequence[Row]) -> str:
    """State of a unit: heard or late once all items are in; past due, partial if some are.

    ``items`` are those due, ``missing`` those not reported yet.
    """
    if not items:
        return "exempt"
    if not missing:
        return "late" if any(item["status"] == "late" for item in items) else "heard"
    if all(item["status"] == "pending" for item in missing):
        return "pending"
    return "partial" if len(missing) < len(items) else "owed"


def _row(
    kind: str,
    unit: str,
    status: str,
    weeks: Sequence[Week],
    id: str | None = None,
    name: str = NIL,
    public_name: str | None = None,
) -> Row:
    about = {"kind": kind, "id": id, "name": name, "public_name": public_name, "unit": unit, "status": status}
    return {**about, "weeks_silent": len(weeks), "weeks": weeks}


def outstanding(duties: Duties, week: Week, projects: Iterable[TrackRow], units: Sequence[str]) -> Row:
    """{week, due, missing}: units that owe a return in the week and have handed in none; those of ``units`` have.

    ``projects`` are the rows of its tracking list.
    """
    due = [row for row in Obligations(duties, week, projects).units() if row["status"] != "exempt"]
    missing = [row["unit"] for row in due if row["submitted"] is None and row["unit"] not in units]
    return {"week": str(week), "due": len(due), "missing": missing}
