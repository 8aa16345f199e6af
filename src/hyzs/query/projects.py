"""Projects with their history: holders, stage, state and promises as of any day."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from sys import intern
from typing import Any, NamedTuple

from hyzs.fields.index_reader import IndexReader
from hyzs.model.lateness import holder_on, promise_in_force
from hyzs.model.week import Week

#: Candidates for being in play in a week: tracked by its sunday, no draft, not ended before its monday.
CANDIDATES = """
SELECT p.file FROM project p
WHERE p."tracked.since" <= :sunday AND coalesce(p.draft, 0) = 0 AND p.file NOT IN (
  SELECT m.file FROM stage s JOIN milestone m ON m.key = s.name WHERE s.ends = 1 AND m."on" < :monday
)
"""
#: Projects that name one of the units in ``in_values``: only they can have it as reporter.
NAMING = """
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
#: Records that were stopped by the day and did not go on since: nobody owes a step of theirs.
STOPPED_RECORDS = """
SELECT s.record FROM state s WHERE s.state = '终止' AND s.since <= :day
  AND NOT EXISTS (SELECT 1 FROM state t WHERE t.file = s.file AND t.pos > s.pos AND t.since <= :day)
"""
PROMISES = """
SELECT p.file, p.key, p."by", p.by_end, p."set"
FROM in_values a JOIN promise_step p ON p.file = a.value WHERE p.kind = 'project' ORDER BY a.value, p.pos
"""
STAGES = "SELECT name, ends FROM stage ORDER BY pos"

#: A day, or its ISO text.
Day = date | str

DRAFT, EARLY, STOPPED, ENDED = "草稿", "尚未纳入跟踪", "终止", "已完结"
#: Reasons why a project is out of play in a week: it is listed only with ``all``, and never counted.
OUT_OF_PLAY = (DRAFT, EARLY, STOPPED, ENDED)


@dataclass(slots=True)
class Stages:
    """Stages of the settings, in their order, and those that end a project."""

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
    """A promise of a stage: deadline as written, its last day, and the day on which it was made."""

    by: str
    by_end: str
    set_on: str | None


class StateRow(NamedTuple):
    """A state of a project (在推, 暂缓, 终止), its first day, and the day of its review."""

    state: str
    since: str
    review: str | None


@dataclass(slots=True)
class ProjectHistory:
    """A project with its history; every question takes the day."""

    row: dict[str, Any]
    holdings: dict[str, list[tuple[str, str | None, str | None]]] = field(default_factory=dict)
    milestones: dict[str, str] = field(default_factory=dict)
    states: list[StateRow] = field(default_factory=list)
    promises: dict[str, list[PromiseRow]] = field(default_factory=dict)

    def holder(self, name: str, day: Day) -> str | None:
        """Value of a field with holdings on ``day``: the tier, the county, the lead …; None in a gap."""
        return holder_on(self.holdings.get(name, ()), str(day))

    def stage(self, day: Day, stages: Stages) -> str | None:
        """The furthest stage reached by ``day``."""
        text, reached = str(day), self.milestones
        return next((s for s in stages.backwards if s in reached and reached[s] <= text), None)

    def state(self, day: Day) -> StateRow | None:
        """The state in force on ``day``; None before the first."""
        return next((s for s in reversed(self.states) if s.since <= str(day)), None)

    def is_paused(self, day: Day) -> bool:
        """True while it is 暂缓 and its review day is not past."""
        state = self.state(day)
        return state is not None and state.state == "暂缓" and (state.review or "9") >= str(day)

    def promise(self, stage: str, day: Day) -> PromiseRow | None:
        """The promise for ``stage`` in force on ``day``: the last one made by then."""
        return promise_in_force(self.promises.get(stage, ()), str(day))

    def out_of_play_reason(self, week: Week, stages: Stages) -> str:
        """Reason of OUT_OF_PLAY why it is not in play in that week; empty if it is."""
        since = self.row["since"]
        if self.row["draft"]:
            return DRAFT
        if not since or since > week.bounds[1]:
            return EARLY
        return self.end_reason(week, stages)

    def end_reason(self, week: Week, stages: Stages) -> str:
        """终止 or 已完结 if it ended by that week, tracked or not; empty while it goes on."""
        monday, sunday = week.bounds
        if (state := self.state(sunday)) and state.state == STOPPED:
            return STOPPED
        ended = any(self.milestones.get(stage, "9") < monday for stage in stages.ending)
        return ENDED if ended else ""

    def reporter(self, day: Day, filers: Collection[str]) -> str | None:
        """Unit that files for it on ``day``: the named reporter, else the park if it files, else county, else lead."""
        park = self.holder("park", day)
        reporter = self.holder("reporter", day) or (park if park in filers else None)
        return reporter or self.holder("county", day) or self.holder("lead", day)

    def first_tracked_week(self) -> Week:
        """The first week in which it is tracked."""
        return Week.of(date.fromisoformat(self.row["since"]))


def projects(index: IndexReader) -> list[ProjectHistory]:
    """Every project of the store."""
    return _of_files(index, (file for (file,) in index.tuples(FILES)))


def projects_of(index: IndexReader, ids: Collection[str]) -> list[ProjectHistory]:
    """Projects with these ids."""
    files = [file for (file,) in index.tuples(FILES_OF, ids)] if ids else []
    return _of_files(index, files)


def projects_in_play(index: IndexReader, week: Week, stages: Stages) -> list[ProjectHistory]:
    """Projects in play in that week."""
    monday, sunday = week.bounds
    files = (file for (file,) in index.tuples(CANDIDATES, monday=monday, sunday=sunday))
    return [project for project in _of_files(index, files) if not project.out_of_play_reason(week, stages)]


def projects_between(index: IndexReader, first: Week, last: Week) -> list[ProjectHistory]:
    """Projects that may be in play in some week from ``first`` to ``last``."""
    candidates = index.tuples(CANDIDATES, monday=first.bounds[0], sunday=last.bounds[1])
    return _of_files(index, (file for (file,) in candidates))


def projects_ever_held(index: IndexReader, units: Collection[str], first: Week, last: Week) -> list[ProjectHistory]:
    """Projects that name one of ``units`` and may be in play from ``first`` to ``last``."""
    naming = {file for (file,) in index.tuples(NAMING, units)}
    candidates = index.tuples(CANDIDATES, monday=first.bounds[0], sunday=last.bounds[1]) if naming else ()
    return _of_files(index, (file for (file,) in candidates if file in naming))


def _of_files(index: IndexReader, files: Iterable[int]) -> list[ProjectHistory]:
    """Projects of these files, with their whole history."""
    names = ("file", "id", "name", "public_name", "sample", "draft", "content", "total", "since")
    rows = [dict(zip(names, row, strict=True)) for row in index.tuples(PROJECTS, files)]
    project_of = {row["file"]: ProjectHistory(row) for row in rows}
    for file, name, value, since, until in index.tuples(HOLDINGS, project_of):
        project_of[file].holdings.setdefault(intern(name), []).append((intern(str(value)), since, until))
    for file, stage, day in index.tuples(MILESTONES, project_of):
        project_of[file].milestones[intern(stage)] = day
    for file, *state in index.tuples(STATES, project_of):
        project_of[file].states.append(StateRow(*state))
    for file, stage, *promise in index.tuples(PROMISES, project_of):
        project_of[file].promises.setdefault(intern(stage), []).append(PromiseRow(*promise))
    return list(project_of.values())


def untracked_note(id: str, draft: Any, since: str | None, day: Day) -> str:
    """Sentence for a project that is not tracked on ``day``: the reason, and the command to admit it; else empty."""
    if draft:
        return f"尚未纳入跟踪：草稿，不计数，不欠报；核对以后 hyzs admit {id}"
    if not since:
        return f"尚未纳入跟踪：没有写从哪一天起，不欠报；hyzs admit {id}"
    return f"尚未纳入跟踪：{since} 起才欠报" if since > str(day) else ""


def stages(index: IndexReader) -> Stages:
    """Stages of the settings."""
    rows = index.rows(STAGES)
    return Stages([row["name"] for row in rows], {row["name"] for row in rows if row["ends"]})
