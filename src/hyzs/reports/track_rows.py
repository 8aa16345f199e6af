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
SELECT e.key_id AS project, p.key AS indicator, p.number AS value
FROM entry e JOIN pair p ON p.file = e.file AND p.item = e.item AND p.owner = e.seq
WHERE p.field = 'projects.figures' AND e.week_no <= :week ORDER BY e.week_no
"""
INVESTORS = "SELECT record, \"of\" AS name FROM share WHERE kind = 'project' ORDER BY record, pos"
OFFICERS = """
SELECT u.name AS unit, o.person, o.since, o.until FROM officer o JOIN unit u ON u.id = o.record ORDER BY o.record, o.pos
"""
INDICATORS = "SELECT name FROM indicator ORDER BY pos"


class WeekRows:
    """The projects of one week, ready to be made rows."""

    def __init__(self, book: Ledger, week: Week) -> None:
        self.book, self.week = book, week
        index, number = book.index, week.number
        self.entries = {row["project"]: row for row in reversed(index.rows(ENTRIES, week=number))}
        self.last = {row["project"]: row for row in index.rows(LAST, week=number)}
        self.needs: dict[tuple[int, int, int], list[Row]] = defaultdict(list)
        for row in index.rows(NEEDS, week=number):
            self.needs[row.pop("file"), row.pop("item"), row.pop("owner")].append(row)
        self.figures: dict[str, Row] = defaultdict(dict)
        for row in index.rows(FIGURES, week=number):
            self.figures[row["project"]][row["indicator"]] = row["value"]
        self.investors: dict[str, list[str]] = defaultdict(list)
        for row in index.rows(INVESTORS):
            self.investors[row["record"]].append(row["name"])
        self.officers = index.rows(OFFICERS)
        self.indicators = [row["name"] for row in index.rows(INDICATORS)]

    def rows(self, all_of_them: bool) -> list[Row]:
        """A row a project in play; with ``all_of_them`` also drafts and ended ones."""
        stages = self.book.stages
        return [self._row(p) for p in self.book.projects if all_of_them or p.in_play(self.week, stages)]

    def _row(self, project: Project) -> Row:
        day, book, id = self.week.sunday, self.book, project.row["id"]
        entry, last = self.entries.get(id), self.last.get(id)
        exempt = book.exempt(project, self.week) if project.in_play(self.week, book.stages) else _why_not(project, day)
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
            "investor": "、".join(self.investors[id]) or None,
            "content": project.row["content"],
            "total": project.row["total"],
            "status": book.status(self.week, exempt, entry["submitted"] if entry else None),
            "exempt_reason": exempt or None,
            "weeks_silent": 0 if entry or (exempt and not last) else self._silent(project, last),
            "weeks_unchanged": _unchanged(entry, last),
            "last_week": str(Week.numbered(last["last"])) if last else None,
            **self._said(entry),
            **self._next(project, day),
            **{name: self.figures[id].get(name) for name in self.indicators},
            "light": None,
            "sample": bool(project.row["sample"]),
        }

    def _silent(self, project: Project, last: Row | None) -> int:
        if not project.in_play(self.week, self.book.stages):
            return 0
        return self.book.silent(project, self.week, last["last"] if last else None)

    def _said(self, entry: Row | None) -> Row:
        """What the entry of the week says."""
        if entry is None:
            return {"progress": None, "needs": [], "matters": [], "next": None}
        progress = entry["progress"] or (f"无变化：{entry['reason']}" if entry["no_change"] else None)
        needs = self.needs.get((entry["file"], entry["item"], entry["seq"]), [])
        return {"progress": progress, "needs": needs, "matters": [], "next": entry["next"]}

    def _next(self, project: Project, day: date) -> Row:
        """The next milestone with a promise, by when, and how many days it is overdue."""
        ahead = [s for s in self.book.stages.next(project.stage(day, self.book.stages)) if s not in project.milestones]
        promised = next((s for s in ahead if s in project.promises), None)
        node = promised or (ahead[0] if ahead else None)
        promise = project.promises[promised] if promised else None
        as_of = min(day, self.book.now.date())
        late = (as_of - date.fromisoformat(promise["by_end"])).days if promise else 0
        return {"next_node": node, "next_by": promise["by"] if promise else None, "overdue_days": max(0, late)}

    def _officer(self, unit: str | None, day: str) -> str | None:
        for row in self.officers:
            if row["unit"] == unit and (row["since"] or day) <= day <= (row["until"] or day):
                return str(row["person"])
        return None


def _why_not(project: Project, day: date) -> str:
    state = project.state(day)
    if project.row["draft"]:
        return "草稿"
    return "终止" if state and state["state"] == "终止" else "不在跟踪期"


def _unchanged(entry: Row | None, last: Row | None) -> int:
    """How many entries in a row, up to this week's, say nothing new."""
    return last["same"] if entry and last else 0
