"""Projects as they stood in a week: who held them, their tier, stage and state on its last day."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from hyzs.model.week import Week
from hyzs.reports.asked import Asked

PROJECTS = """
SELECT id, name, sample, draft, content, "investment.total" AS total, "tracked.since" AS since FROM project ORDER BY id
"""
HOLDINGS = "SELECT record, field, value, since, until FROM holding WHERE kind = 'project'"
MILESTONES = "SELECT m.record, m.key AS stage, m.\"on\" AS day FROM milestone m WHERE m.kind = 'project'"
STATES = "SELECT record, state, since, review, reason FROM state WHERE kind = 'project' ORDER BY record, pos"
PROMISES = """
SELECT record, key AS stage, "by", by_end, pos FROM promise_step WHERE kind = 'project' ORDER BY record, key, pos
"""
STAGES = "SELECT name, ends FROM stage ORDER BY pos"
FILERS = "SELECT name FROM unit WHERE files = 1"


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
    promises: dict[str, dict[str, Any]] = field(default_factory=dict)

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

    def in_play(self, week: Week, stages: Stages) -> bool:
        """Tracked by then, no draft, not 终止, and not past a stage that ends."""
        since, state = self.row["since"], self.state(week.sunday)
        if self.row["draft"] or not since or since > str(week.sunday) or (state and state["state"] == "终止"):
            return False
        return all(self.milestones.get(stage, "9") >= str(week.monday) for stage in stages.ending)

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
    found = {row["id"]: Project(row) for row in index.rows(PROJECTS)}
    for row in index.rows(HOLDINGS):
        if project := found.get(row["record"]):
            project.holdings[row["field"]].append(row)
    for row in index.rows(MILESTONES):
        if project := found.get(row["record"]):
            project.milestones[row["stage"]] = row["day"]
    for row in index.rows(STATES):
        if project := found.get(row["record"]):
            project.states.append(row)
    for row in index.rows(PROMISES):
        if project := found.get(row["record"]):
            project.promises[row["stage"]] = row
    return list(found.values())


def stages(index: Asked) -> Stages:
    """The stages of the settings."""
    rows = index.rows(STAGES)
    return Stages([row["name"] for row in rows], {row["name"] for row in rows if row["ends"]})
