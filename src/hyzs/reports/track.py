"""The week's tracking list: every project in play, what was said of it, who owes, who is silent."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from hyzs.model.answer import Answer, Row
from hyzs.model.errors import BadUsage
from hyzs.model.week import Week
from hyzs.reports.asked import Asked, named
from hyzs.reports.ledger import ENTRIES, LAST, Ledger, ledger, returns
from hyzs.reports.projects import Project
from hyzs.reports.rhythm import meant, rhythm
from hyzs.reports.track_page import STATUSES, page

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
TIERS = "SELECT name FROM tier ORDER BY pos"

GROUPINGS = ("tier", "stage", "county", "lead", "patron")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which rows people want, and how they are grouped."""

    unit: str | None = None
    tier: str | None = None
    patron: str | None = None
    status: Sequence[str] = ()
    silent: int = 0
    by: str = "tier"
    all: bool = False


def track(index: Asked, week: str | None, now: datetime, wanted: Wanted = Wanted()) -> Answer:
    """The tracking list of ``week`` (本期 if None), everything in it as of that week's last day."""
    wanted = _understood(index, wanted)
    the_rhythm = rhythm(index)
    the_week = meant(week, the_rhythm, now)
    book = ledger(index, the_rhythm, now)
    rows = [row for row in _Week(book, the_week).rows(wanted.all) if _is_wanted(row, wanted)]
    tiers = [row["name"] for row in index.rows(TIERS)]
    rows.sort(key=lambda row: _order(row, wanted.by, tiers, book.stages.order))
    units = [u for u in returns(book).units(the_week) if not _filtered(wanted) or _reports(u, rows)]
    due = book.due(the_week)
    about = {
        "id": str(the_week),
        "monday": str(the_week.monday),
        "sunday": str(the_week.sunday),
        "due": due.at.isoformat(timespec="minutes") if due.at else None,
        "note": due.reason or None,
    }
    return page(
        Answer(
            report="track",
            params={"week": str(the_week), **_params(wanted)},
            rows=rows,
            summary=_summary(rows, tiers),
            extra={"week": about, "units": units},
        ),
        the_week,
        wanted.by,
        now.date(),
    )


def _understood(index: Asked, wanted: Wanted) -> Wanted:
    """The wishes with names as the store has them."""
    if wanted.by not in GROUPINGS:
        raise BadUsage(f"不能按“{wanted.by}”分组", f"可以写：{'、'.join(GROUPINGS)}")
    return Wanted(
        unit=wanted.unit and named(index, wanted.unit, "unit")["name"],
        tier=wanted.tier and named(index, wanted.tier, "tier")["name"],
        patron=wanted.patron and named(index, wanted.patron, "person")["name"],
        status=statuses(wanted.status),
        silent=wanted.silent,
        by=wanted.by,
        all=wanted.all,
    )


def statuses(words: Sequence[str]) -> tuple[str, ...]:
    """States of a duty by their English or Chinese names."""
    english = {label: status for status, label in STATUSES.items()} | {status: status for status in STATUSES}
    if unknown := [word for word in words if word not in english]:
        raise BadUsage(f"没有“{unknown[0]}”这种状态", f"可以写：{'、'.join(STATUSES)}")
    return tuple(english[word] for word in words)


def _filtered(wanted: Wanted) -> bool:
    return bool(wanted.unit or wanted.tier or wanted.patron or wanted.status or wanted.silent)


def _reports(unit: Row, rows: list[Row]) -> bool:
    return any(row["reporter"] == unit["unit"] for row in rows)


def _params(wanted: Wanted) -> Row:
    return {
        "unit": wanted.unit,
        "tier": wanted.tier,
        "patron": wanted.patron,
        "status": list(wanted.status),
        "silent": wanted.silent,
        "by": wanted.by,
        "all": wanted.all,
    }


def _is_wanted(row: Row, wanted: Wanted) -> bool:
    named_by = (row["reporter"], row["county"], row["park"], row["lead"])
    return (
        (wanted.unit is None or wanted.unit in named_by)
        and (wanted.tier is None or wanted.tier == row["tier"])
        and (wanted.patron is None or wanted.patron == row["patron"])
        and (not wanted.status or row["status"] in wanted.status)
        and max(row["weeks_silent"], row["weeks_unchanged"]) >= wanted.silent
    )


def _order(row: Row, by: str, tiers: list[str], stages: list[str]) -> tuple[Any, ...]:
    """The group, then the longest silence, then who owes."""
    key = row[by]
    place = {"tier": tiers, "stage": stages}.get(by, [])
    group = place.index(key) if key in place else len(place)
    owes = list(STATUSES).index(row["status"])
    return (group, key or "", -row["weeks_silent"], owes, -row["weeks_unchanged"], row["id"])


def _summary(rows: list[Row], tiers: list[str]) -> Row:
    def counts(some: list[Row]) -> Row:
        number = Counter(row["status"] for row in some)
        kinds = {status: number[status] for status in ("pending", "heard", "late", "owed", "exempt")}
        return {"due": len(some) - number["exempt"], **kinds}

    by_tier = {tier: counts([row for row in rows if row["tier"] == tier]) for tier in tiers}
    return {**counts(rows), "by_tier": by_tier}


class _Week:
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
