"""Projects as they stood in a week: who held them, their tier, stage and state on its last day."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from sys import intern
from typing import Any, NamedTuple

from hyzs.model.lateness import holder_on, promise_in_force
from hyzs.model.week import Week
from hyzs.query.fields.index_reader import IndexReader

#: What may be in play in a week: tracked by its sunday, no draft, not ended before its monday.
CANDIDATES = """
SELECT p.file FROM project p
WHERE p."tracked.since" <= :sunday AND coalesce(p.draft, 0) = 0 AND p.file NOT IN (
  SELECT m.file FROM stage s JOIN milestone m ON m.key = s.name WHERE s.ends = 1 AND m."on" < :monday
)
"""
#: What names one of the units in ``in_values``: it may report nothing else.
HELD = """
SELECT DISTINCT m.file FROM (
  SELECT c.text FROM resolved_name c WHERE c.name IN (SELECT value FROM in_values) UNION SELECT value FROM in_values
) u CROSS JOIN mention m WHERE m.text = u.text AND m.kind = 'project'
"""
FILES = "SELECT file FROM project"
FILES_OF = "SELECT p.file FROM in_values a JOIN project p ON p.id = a.value"
#: Of two files with one id (a finding) the first by path counts.
PROJECTS = """
SELECT p.file, p.id, p.name, p.public_name, p.sample, p.draft, p.content, p."investment.total" AS total,
       p."tracked.since" AS since
FROM in_values a JOIN project p ON p.file = a.value JOIN file f ON f.id = p.file
WHERE NOT EXISTS (
  SELECT 1 FROM project o JOIN file g ON g.id = o.file WHERE o.id = p.id AND o.file <> p.file AND g.path < f.path
)
ORDER BY p.id
"""
HOLDINGS = """
SELECT h.file, h.field, h.value, h.since, h.until
FROM in_values a JOIN holding h ON h.file = a.value WHERE h.kind = 'project' ORDER BY a.value, h.seq
"""
MILESTONES = """
SELECT m.file, m.key, m."on" FROM in_values a JOIN milestone m ON m.file = a.value WHERE m.kind = 'project'
"""
STATES = """
SELECT s.file, s.state, s.since, s.review
FROM in_values a JOIN state s ON s.file = a.value WHERE s.kind = 'project' ORDER BY a.value, s.pos
"""
PROMISES = """
SELECT p.file, p.key, p."by", p.by_end, p."set"
FROM in_values a JOIN promise_step p ON p.file = a.value WHERE p.kind = 'project' ORDER BY a.value, p.pos
"""
STAGES = "SELECT name, ends FROM stage ORDER BY pos"

#: A day, or how it is written.
Day = date | str

DRAFT, EARLY, STOPPED, ENDED = "草稿", "尚未纳入跟踪", "终止", "已完结"
#: Why a project is not in play in a week: it is listed only when asked for, and never counted.
OUT_OF_PLAY = (DRAFT, EARLY, STOPPED, ENDED)


@dataclass(slots=True)
class Stages:
    """The stages of the settings, in their order, and which of them end a project."""

    order: list[str]
    ending: set[str]

    @property
    def backwards(self) -> list[str]:
        """The last one first."""
        return self.order[::-1]

    def stages_after(self, stage: str | None) -> list[str]:
        """The stages after ``stage``."""
        return self.order[self.order.index(stage) + 1 :] if stage in self.order else self.order


class PromiseRow(NamedTuple):
    """By when a stage was promised, as written and as its last day, and when that was said."""

    by: str
    by_end: str
    set_on: str | None


class StateRow(NamedTuple):
    """Whether it is pursued, since when, and when that is looked at again."""

    state: str
    since: str
    review: str | None


@dataclass(slots=True)
class Project:
    """A project with its history; every question takes the day."""

    row: dict[str, Any]
    holdings: dict[str, list[tuple[str, str | None, str | None]]] = field(default_factory=dict)
    milestones: dict[str, str] = field(default_factory=dict)
    states: list[StateRow] = field(default_factory=list)
    promises: dict[str, list[PromiseRow]] = field(default_factory=dict)

    def holder(self, name: str, day: Day) -> str | None:
        """Who or what held that field on ``day``: the tier, the county, the lead …"""
        return holder_on(self.holdings.get(name, ()), str(day))

    def stage(self, day: Day, stages: Stages) -> str | None:
        """The furthest stage reached by ``day``."""
        text, reached = str(day), self.milestones
        return next((s for s in stages.backwards if s in reached and reached[s] <= text), None)

    def state(self, day: Day) -> StateRow | None:
        """The last word on whether it is pursued, as of ``day``."""
        return next((s for s in reversed(self.states) if s.since <= str(day)), None)

    def is_paused(self, day: Day) -> bool:
        """暂缓, and its review date not yet past."""
        state = self.state(day)
        return state is not None and state.state == "暂缓" and (state.review or "9") >= str(day)

    def promise(self, stage: str, day: Day) -> PromiseRow | None:
        """The promise in force on ``day`` for reaching ``stage``."""
        return promise_in_force(self.promises.get(stage, ()), str(day))

    def out_of_play_reason(self, week: Week, stages: Stages) -> str:
        """Why it is not in play in that week; empty when it is."""
        since = self.row["since"]
        if self.row["draft"]:
            return DRAFT
        if not since or since > week.bounds[1]:
            return EARLY
        return self.end_reason(week, stages)

    def end_reason(self, week: Week, stages: Stages) -> str:
        """Why it is over by that week, tracked or not: stopped, or past a stage that ends it; empty when it goes on."""
        monday, sunday = week.bounds
        if (state := self.state(sunday)) and state.state == STOPPED:
            return STOPPED
        ended = any(self.milestones.get(stage, "9") < monday for stage in stages.ending)
        return ENDED if ended else ""

    def reporter(self, day: Day, filers: Collection[str]) -> str | None:
        """Who files for it on ``day``: the one named, else the park if it files, else the county, else the lead."""
        park = self.holder("park", day)
        named = self.holder("reporter", day) or (park if park in filers else None)
        return named or self.holder("county", day) or self.holder("lead", day)

    def first_tracked_week(self) -> Week:
        """The first week in which it is followed."""
        return Week.of(date.fromisoformat(self.row["since"]))


def projects(index: IndexReader) -> list[Project]:
    """Every project of the store."""
    return _of_files(index, (file for (file,) in index.tuples(FILES)))


def projects_of(index: IndexReader, ids: Collection[str]) -> list[Project]:
    """The projects with these ids."""
    files = [file for (file,) in index.tuples(FILES_OF, ids)] if ids else []
    return _of_files(index, files)


def projects_in_play(index: IndexReader, week: Week, stages: Stages) -> list[Project]:
    """The projects in play in that week."""
    monday, sunday = week.bounds
    files = (file for (file,) in index.tuples(CANDIDATES, monday=monday, sunday=sunday))
    return [project for project in _of_files(index, files) if not project.out_of_play_reason(week, stages)]


def projects_ever_held(index: IndexReader, units: Collection[str], first: Week, last: Week) -> list[Project]:
    """The projects that one of ``units`` ever held, if they may be in play from ``first`` to ``last``."""
    held = {file for (file,) in index.tuples(HELD, units)}
    found = index.tuples(CANDIDATES, monday=first.bounds[0], sunday=last.bounds[1]) if held else ()
    return _of_files(index, (file for (file,) in found if file in held))


def _of_files(index: IndexReader, files: Iterable[int]) -> list[Project]:
    """The projects of these files."""
    names = ("file", "id", "name", "public_name", "sample", "draft", "content", "total", "since")
    rows = [dict(zip(names, row, strict=True)) for row in index.tuples(PROJECTS, files)]
    found = {row["file"]: Project(row) for row in rows}
    for file, name, value, since, until in index.tuples(HOLDINGS, found):
        found[file].holdings.setdefault(intern(name), []).append((intern(str(value)), since, until))
    for file, stage, day in index.tuples(MILESTONES, found):
        found[file].milestones[intern(stage)] = day
    for file, *state in index.tuples(STATES, found):
        found[file].states.append(StateRow(*state))
    for file, stage, *promise in index.tuples(PROMISES, found):
        found[file].promises.setdefault(intern(stage), []).append(PromiseRow(*promise))
    return list(found.values())


def untracked_note(id: str, draft: Any, since: str | None, day: Day) -> str:
    """A sentence for a project that is not followed on ``day``: why not, and how it comes to be; else empty."""
    if draft:
        return f"尚未纳入跟踪：草稿，不计数，不欠报；核对以后 hyzs admit {id}"
    if not since:
        return f"尚未纳入跟踪：没有写从哪一天起，不欠报；hyzs admit {id}"
    return f"尚未纳入跟踪：{since} 起才欠报" if since > str(day) else ""


def stages(index: IndexReader) -> Stages:
    """The stages of the settings."""
    rows = index.rows(STAGES)
    return Stages([row["name"] for row in rows], {row["name"] for row in rows if row["ends"]})
