"""The rows of the tracking list: each project in play as it stood in the week, and what was said of it."""

from collections import defaultdict
from datetime import date

from hyzs.model.answer import Row
from hyzs.model.week import Week
from hyzs.reports.ledger import ENTRIES, LAST, Ledger
from hyzs.reports.projects import Project

NEEDS = """
SELECT n.file, n.item, n.owner, n.text, n."to", n.due, n.matter
FROM need n WHERE n.week_no = :week ORDER BY n.file, n.pos
"""
#: Every figure reported up to the week, oldest first: the last one counts.
FIGURES = """
SELECT e.key_id AS project, e.week_no, r.unit, p.key AS indicator, p.number AS value
FROM entry e JOIN pair p ON p.file = e.file AND p.item = e.item AND p.owner = e.seq
JOIN "return" r ON r.file = e.file AND r.item = e.item
WHERE p.field = 'projects.figures' AND e.week_no <= :week ORDER BY e.week_no, r.unit, e.seq
"""
INVESTORS = "SELECT file, \"of\" AS name FROM share WHERE kind = 'project' ORDER BY file, pos"
OFFICERS = """
SELECT u.name AS unit, o.person, o.since, o.until
FROM officer o JOIN unit u ON u.file = o.file AND u.item = o.item JOIN file f ON f.id = o.file
ORDER BY f.path, o.item, o.pos
"""
INDICATORS = "SELECT name FROM indicator ORDER BY pos"


class WeekRows:
    """The projects of one week, ready to be made rows."""

    def __init__(self, book: Ledger, week: Week) -> None:
        self.book, self.week = book, week
        index, number = book.index, week.number
        self.projects = {project.row["id"]: project for project in book.projects}
        self.entries: dict[str, Row] = {}
        for row in index.rows(ENTRIES, week=number):
            if self._counts(row, self.entries.get(row["project"]), week):
                self.entries[row["project"]] = row
        self.last = {row["project"]: row for row in index.rows(LAST, week=number)}
        self.needs: dict[tuple[int, int, int], list[Row]] = defaultdict(list)
        for row in index.rows(NEEDS, week=number):
            self.needs[row.pop("file"), row.pop("item"), row.pop("owner")].append(row)
        self.figures: dict[tuple[str, str], Row] = {}
        for row in index.rows(FIGURES, week=number):
            key, when = (row["project"], row["indicator"]), Week.numbered(row["week_no"])
            if self._counts(row, self.figures.get(key), when):
                self.figures[key] = row
        self.investors: dict[int, list[str]] = defaultdict(list)
        for row in index.rows(INVESTORS):
            self.investors[row["file"]].append(row["name"])
        self.officers = index.rows(OFFICERS)
        self.indicators = [row["name"] for row in index.rows(INDICATORS)]

    def rows(self, all_of_them: bool) -> list[Row]:
        """A row a project in play; with ``all_of_them`` also drafts and ended ones."""
        stages = self.book.stages
        return [self._row(p) for p in self.book.projects if all_of_them or not p.out(self.week, stages)]

    def _counts(self, row: Row, before: Row | None, week: Week) -> bool:
        """Whether it takes the place of what was said ``before``: of two units in one week the reporter counts."""
        if before is None or before.get("week_no") != row.get("week_no"):
            return True
        project = self.projects.get(row["project"])
        return project is not None and row["unit"] == self.book.reporter(project, week) != before["unit"]

    def _row(self, project: Project) -> Row:
        day, book, id = self.week.sunday, self.book, project.row["id"]
        entry, last = self.entries.get(id), self.last.get(id)
        exempt = book.exempt(project, self.week)
        lead = project.holder("lead", day)
        return {
            "id": id,
            "name": project.row["name"],
            "tier": project.holder("tier", day),
            "stage": project.stage(day, book.stages),
            "county": project.holder("county", day),
            "park": project.holder("park", day),
            "lead": lead,
            "patron": project.holder("patron", day),
            "officer": self._officer(lead, str(day)),
            "reporter": book.reporter(project, self.week),
            "investor": "、".join(self.investors[project.row["file"]]) or None,
            "content": project.row["content"],
            "total": project.row["total"],
            "status": book.status(self.week, exempt, entry["submitted"] if entry else None),
            "exempt_reason": exempt or None,
            "weeks_silent": 0 if entry else book.silent(project, self.week, last["last"] if last else None),
            "weeks_unchanged": _unchanged(entry, last),
            "last_week": str(Week.numbered(last["last"])) if last else None,
            **self._said(entry),
            **self._next(project, day),
            **{name: self.figures.get((id, name), {}).get("value") for name in self.indicators},
            "light": None,
            "sample": bool(project.row["sample"]),
        }

    def _said(self, entry: Row | None) -> Row:
        """What the entry of the week says."""
        if entry is None:
            return {"progress": None, "needs": [], "matters": [], "next": None}
        progress = entry["progress"] or (f"无变化：{entry['reason']}" if entry["no_change"] else None)
        needs = self.needs.get((entry["file"], entry["item"], entry["seq"]), [])
        return {"progress": progress, "needs": needs, "matters": [], "next": entry["next"]}

    def _next(self, project: Project, day: date) -> Row:
        """The next milestone with a promise, by when, and how many days it is overdue."""
        ahead = self.book.stages.next(project.stage(day, self.book.stages))
        promised = ((stage, project.promise(stage, day)) for stage in ahead)
        node, promise = next((pair for pair in promised if pair[1]), (next(iter(ahead), None), None))
        as_of = min(day, self.book.now.date())
        late = (as_of - date.fromisoformat(promise["by_end"])).days if promise else 0
        return {"next_node": node, "next_by": promise["by"] if promise else None, "overdue_days": max(0, late)}

    def _officer(self, unit: str | None, day: str) -> str | None:
        for row in self.officers:
            if row["unit"] == unit and (row["since"] or day) <= day <= (row["until"] or day):
                return str(row["person"])
        return None


def _unchanged(entry: Row | None, last: Row | None) -> int:
    """How many entries in a row, up to this week's, say nothing new."""
    return last["same"] if entry and last else 0
