"""Projects as they stood in a week: who held them, their tier, stage and state on its last day."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hyzs.model.week import Week
from hyzs.reports.asked import Asked

#: Of two files with one id (a finding) the first by path counts.
PROJECTS = """
SELECT p.file, p.id, p.name, p.sample, p.draft, p.content, p."investment.total" AS total, p."tracked.since" AS since
FROM project p JOIN file f ON f.id = p.file ORDER BY p.id, f.path
"""
HOLDINGS = "SELECT file, field, value, since, until FROM holding WHERE kind = 'project' ORDER BY file, seq"
MILESTONES = "SELECT file, key AS stage, \"on\" AS day FROM milestone WHERE kind = 'project'"
STATES = "SELECT file, state, since, review, reason FROM state WHERE kind = 'project' ORDER BY file, pos"
PROMISES = """
SELECT file, key AS stage, "by", by_end, "set" FROM promise_step WHERE kind = 'project' ORDER BY file, pos
"""
STAGES = "SELECT name, ends FROM stage ORDER BY pos"

DRAFT, EARLY, STOPPED, ENDED = "草稿", "尚未纳入跟踪", "终止", "已完结"
#: Why a project is not in play in a week: it is listed only when asked for, and never counted.
OUT = (DRAFT, EARLY, STOPPED, ENDED)


@dataclass(slots=True)
class Stages:
    """The stages of the settings, in their order, and which of them end a project."""

    order: list[str]
    ending: set[str]

    def next(self, stage: str | None) -> list[str]:
        """The stages after ``stage``."""
        return self.order[self.order.index(stage) + 1 :] if stage in self.order else self.order


@dataclass(slots=True)
class Project:
    """A project with its history; every question takes the day."""

    row: dict[str, Any]
    holdings: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    milestones: dict[str, str] = field(default_factory=dict)
    states: list[dict[str, Any]] = field(default_factory=list)
    promises: dict[str, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))

    def holder(self, name: str, day: date) -> str | None:
        """Who or what held that field on ``day``: the tier, the county, the lead …"""
        text = str(day)
        for span in self.holdings.get(name, ()):
            if (span["since"] or text) <= text <= (span["until"] or text):
                return str(span["value"])
        return None

    def stage(self, day: date, stages: Stages) -> str | None:
        """The furthest stage reached by ``day``."""
        text = str(day)
        return next((s for s in reversed(stages.order) if self.milestones.get(s, "9") <= text), None)

    def state(self, day: date) -> dict[str, Any] | None:
        """The last word on whether it is pursued, as of ``day``."""
        return next((s for s in reversed(self.states) if s["since"] <= str(day)), None)

    def paused(self, day: date) -> bool:
        """暂缓, and its review date not yet past."""
        state = self.state(day)
        return state is not None and state["state"] == "暂缓" and (state["review"] or "9") >= str(day)

    def promise(self, stage: str, day: date) -> dict[str, Any] | None:
        """The promise in force on ``day`` for reaching ``stage``."""
        return next((p for p in reversed(self.promises.get(stage, ())) if (p["set"] or "") <= str(day)), None)

    def out(self, week: Week, stages: Stages) -> str:
        """Why it is not in play in that week; empty when it is."""
        since, state = self.row["since"], self.state(week.sunday)
        if self.row["draft"]:
            return DRAFT
        if not since or since > str(week.sunday):
            return EARLY
        if state and state["state"] == STOPPED:
            return STOPPED
        ended = any(self.milestones.get(stage, "9") < str(week.monday) for stage in stages.ending)
        return ENDED if ended else ""

    def reporter(self, day: date, filers: Collection[str]) -> str | None:
        """Who files for it on ``day``: the one named, else the park if it files, else the county, else the lead."""
        park = self.holder("park", day)
        named = self.holder("reporter", day) or (park if park in filers else None)
        return named or self.holder("county", day) or self.holder("lead", day)

    def tracked(self) -> Week:
        """The first week in which it is followed."""
        return Week.of(date.fromisoformat(self.row["since"]))


def projects(index: Asked) -> list[Project]:
    """Every project of the store."""
    by_id: dict[str, Project] = {}
    for row in index.rows(PROJECTS):
        by_id.setdefault(row["id"], Project(row))
    found = {project.row["file"]: project for project in by_id.values()}
    for row in index.rows(HOLDINGS):
        if project := found.get(row["file"]):
            project.holdings[row["field"]].append(row)
    for row in index.rows(MILESTONES):
        if project := found.get(row["file"]):
            project.milestones[row["stage"]] = row["day"]
    for row in index.rows(STATES):
        if project := found.get(row["file"]):
            project.states.append(row)
    for row in index.rows(PROMISES):
        if project := found.get(row["file"]):
            project.promises[row["stage"]].append(row)
    return list(found.values())


def stages(index: Asked) -> Stages:
    """The stages of the settings."""
    rows = index.rows(STAGES)
    return Stages([row["name"] for row in rows], {row["name"] for row in rows if row["ends"]})
