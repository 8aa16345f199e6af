"""What each unit has to report in a week, one row a thing: its projects or that it has none (零报告), and its tasks."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence

from hyzs.model.answer import Row
from hyzs.model.week import Week
from hyzs.query.counts import project_counts
from hyzs.query.duties import Duties
from hyzs.query.projects import OUT_OF_PLAY
from hyzs.query.task_duties import task_duties
from hyzs.query.unit_returns import UnitReturns

UNITS = 'SELECT name FROM unit ORDER BY "order" IS NULL, "order", id'
#: What a unit owes that files returns and reports no project: to say so.
NIL = "零报告"
#: States of what is missing; all others but exempt are in.
MISSING = ("owed", "pending")


class Obligations:
    """The obligations of ``week``: ``rows`` {kind, id, name, public_name, unit, status, weeks_silent, weeks}.

    ``projects`` are the rows of its tracking list, all of them; what is out of play or has no reporter is nobody's.
    ``weeks`` are the silent weeks in which it was this unit that owed it, ``weeks_silent`` is how many.
    """

    def __init__(self, book: Duties, week: Week, projects: Iterable[Row]) -> None:
        self.duties, self.week, self.returns = book, week, UnitReturns(book, week)
        held = [row for row in projects if row["reporter"] and row["exempt_reason"] not in OUT_OF_PLAY]
        self.rows = [*self._of_projects(held), *self._nil_reports({row["reporter"] for row in held}), *self._of_tasks()]

    def units(self) -> list[Row]:
        """One row a unit that has to report something or is exempt: those that file, then others, in the store's order.

        ``items_due`` and ``items_in`` count what it has to report and what is in; ``missing`` names the rest, and
        ``weeks`` are the silent weeks of any of that, ``weeks_silent`` the most of one.
        """
        items: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            items[row["unit"]].append(row)
        others = (row["name"] for row in self.duties.index.rows(UNITS))
        names = dict.fromkeys([*self.duties.filers(self.week), *(name for name in others if name in items), *items])
        return [self._unit(name, items[name]) for name in names]

    def task_counts(self, units: Collection[str]) -> Row:
        """How many reports on tasks these units owe in the week, by state."""
        return project_counts(row for row in self.rows if row["kind"] == "task" and row["unit"] in units)

    def _unit(self, name: str, items: Sequence[Row]) -> Row:
        filed = self.returns.by_unit.get(name)
        asked = [item for item in items if item["status"] != "exempt"]
        missing = [item for item in asked if item["status"] in MISSING]
        due = self.duties.due(self.week).moment if asked else None
        silent = missing if asked else items
        return {
            "unit": name,
            "due": due.isoformat(timespec="minutes") if due else None,
            "submitted": filed["submitted"] if filed else None,
            "status": _status(asked, missing),
            "nil": bool(filed and filed["nil"]),
            "weeks_silent": max((item["weeks_silent"] for item in silent), default=0),
            "weeks": [str(week) for week in sorted({week for item in silent for week in item["weeks"]})],
            "items_due": len(asked),
            "items_in": len(asked) - len(missing),
            "missing": [{key: item[key] for key in ("kind", "id", "name", "weeks_silent")} for item in missing],
        }

    def _of_projects(self, rows: Iterable[Row]) -> Iterator[Row]:
        projects = {project.row["id"]: project for project in self.duties.projects}
        for row in rows:
            unit, last, weeks = row["reporter"], row["last_week"], list[Week]()
            if row["weeks_silent"]:
                before = Week.parse(last) if last else None
                weeks = self.duties.silent_weeks(projects[row["id"]], self.week, before, unit)
            yield _row("project", unit, row["status"], weeks, row["id"], row["name"], row["public_name"])

    def _of_tasks(self) -> Iterator[Row]:
        """The tasks of measures that are asked in the week; the others are nobody's in it."""
        for row in task_duties(self.duties.index, self.duties, self.week):
            if row["status"] != "exempt":
                yield _row("task", row["unit"], row["status"], row["weeks"], row["id"], row["text"], row["text"])

    def _nil_reports(self, holders: Collection[str]) -> Iterator[Row]:
        """The 零报告 of those that file and report no project."""
        filed, exempt = self.returns.by_unit, self.duties.due(self.week).reason
        names = [name for name in self.duties.filers(self.week) if name not in holders]
        silences = self.returns.silent_weeks([name for name in names if name not in filed])
        for name in names:
            status = self.duties.status(self.week, exempt, filed[name]["submitted"] if name in filed else None)
            yield _row("nil", name, status, silences.get(name, []))


def _status(asked: Sequence[Row], missing: Sequence[Row]) -> str:
    """已报 or 迟报 only when all is in; once it is past due, 部分已报 when something is."""
    if not asked:
        return "exempt"
    if not missing:
        return "late" if any(item["status"] == "late" for item in asked) else "heard"
    if all(item["status"] == "pending" for item in missing):
        return "pending"
    return "partial" if len(missing) < len(asked) else "owed"


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


def outstanding(ledger: Duties, week: Week, projects: Iterable[Row], units: Sequence[str]) -> Row:
    """The units that owe a return in the week and have handed in none; those of ``units`` have.

    ``projects`` are the rows of its tracking list.
    """
    due = [row for row in Obligations(ledger, week, projects).units() if row["status"] != "exempt"]
    missing = [row["unit"] for row in due if row["submitted"] is None and row["unit"] not in units]
    return {"week": str(week), "due": len(due), "missing": missing}
