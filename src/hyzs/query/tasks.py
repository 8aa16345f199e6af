"""Tasks of measures as of a week: reporting units, entries, state."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache, cached_property
from typing import NamedTuple

from hyzs.fields.index_reader import IndexReader
from hyzs.fields.name_order import route_sort_key
from hyzs.model.blocks import Row
from hyzs.model.errors import NotFound
from hyzs.model.lateness import in_force, overdue_days
from hyzs.model.partial_date import date_bounds
from hyzs.model.reporting_interval import Interval, interval
from hyzs.model.week import Week
from hyzs.query.duties import Duties

#: Every task with its measure, its plan and the interval of its cadence; those without one report as the settings say.
#: A year with a target of its own has that.
TASKS = """
SELECT t.file, t.item, t.seq, t.id, t.text, t.due, t.cadence, t.reports, t.deliverable, m.id AS measure_id,
       m.name AS measure, m.number, p.id AS plan, p.name AS plan_name, p.issued, p.until AS plan_until,
       coalesce(w.every, CASE WHEN coalesce(t.due, '长期') = '长期' THEN s."cadence.long_term_tasks"
                              ELSE s."cadence.dated_tasks" END) AS every,
       coalesce((SELECT y.number FROM pair y WHERE y.file = t.file AND y.owner = t.seq
                 AND y.field = 'tasks.target.yearly' AND y.key = :year), t."target.at_least") AS at_least,
       t."target.unit" AS unit, t."target.per" AS per,
       t."target.as_written" AS as_written, coalesce(t."target.counts.count", t."target.counts.sum") AS counts,
       t."target.counts.field" AS summed, t."target.counts.where" AS "where",
       t."target.counts.on" AS counted_on, t."target.counts.source" AS counts_source,
       t."confirmation.by" AS confirmed_by, t."confirmation.on" AS confirmed_on, t."confirmation.refused" AS refused
FROM task t JOIN measure m ON m.file = t.file AND m.item = t.item
JOIN record r ON r.file = m.file AND r.item = m.item
JOIN settings s ON 1 = 1
LEFT JOIN mention c ON c.file = m.file AND c.item = m.item AND c.field = 'plan'
LEFT JOIN plan p ON p.id = c.target
LEFT JOIN cadence_word w ON w.name = t.cadence
WHERE r.draft = 0 ORDER BY p.issued, m.number, m.id, t.pos
"""
#: Units that measures and their tasks name.
NAMED = """
SELECT x.file, x.item, m.at, c.name, m.duty, m.subject_kind, m.subject_id
FROM measure x CROSS JOIN mention m
JOIN resolved_name c ON c.text = m.text AND c.kinds = m.kinds
WHERE m.file = x.file AND m.item = x.item AND m.duty IN ('lead', 'responsible')
  AND m.subject_kind IN ('measure', 'task')
"""
MEMBERS = f"""
SELECT g.name AS "group", c.name FROM member m JOIN unit g ON g.id = m.record
JOIN resolved_name c ON c.text = m.unit AND c.kinds = 'unit'
WHERE {in_force("m")} ORDER BY m.file, m.item, m.seq
"""
FIGURES = "SELECT f.file, f.owner, f.name, f.label, f.unit FROM task_figure f ORDER BY f.file, f.pos"
UNITS = "SELECT name, parent, open FROM unit"
ENTRIES = """
SELECT e.key_id AS id, r.unit, e.week, e.week_no, e.file, e.seq, coalesce(e.submitted, r.submitted) AS submitted,
       e.item, e.state, e.progress, e.done, e.no_change, e.reason, e.next,
       e."result.name" AS name, e."result.number" AS number, e."result.on" AS "on", e."result.file" AS result_file
FROM task_entry e JOIN "return" r ON r.file = e.file AND r.item = e.item
WHERE e.week_no <= :week ORDER BY e.week_no, submitted, r.unit
"""

#: The figures of entries.
NUMBERS = """
SELECT p.file, p.item, p.owner, p.key, p.number
FROM task_entry e CROSS JOIN pair p
WHERE p.file = e.file AND p.owner = e.seq AND p.field = 'tasks.figures' AND e.week_no <= :week
"""

IDLE, UNDER_WAY, CLAIMED, DONE = "未启动", "推进", "待核", "完成"
#: The states of a task, from the first to the last; 待核 is derived: completion reported, not confirmed.
STATES = (IDLE, UNDER_WAY, CLAIMED, DONE)
#: Those that a report may give.
REPORTED = (IDLE, UNDER_WAY, DONE)


class ReportedState(NamedTuple):
    """State that reports give, since which week; of a completion also the days of its first and last report."""

    state: str
    week: Week | None = None
    first: str = ""
    last: str = ""


@dataclass
class TaskDuty:
    """A task of a measure, the units that report it (none where other records answer it), and their entries."""

    row: Row
    leads: list[str]
    units: list[str]
    #: Entries by unit, the earliest first; those of units that do not report it too.
    entries: dict[str, list[Row]] = field(default_factory=lambda: defaultdict(list))
    #: Figures of its reports: name, label, unit.
    figures: list[Row] = field(default_factory=list)

    @property
    def is_derived(self) -> bool:
        """True if other records answer it and no unit reports it."""
        return bool(self.row["reports"] == "derived")

    @property
    def is_each(self) -> bool:
        """True if every responsible unit reports its own part."""
        return bool(self.row["reports"] == "each")

    @property
    def is_recurring(self) -> bool:
        """True if it has a cadence and no deadline: a completion is that of its interval."""
        return self.row["cadence"] is not None and self.due_end is None

    @cached_property
    def since(self) -> Week | None:
        """The week in which its plan was issued; None where the plan is not known."""
        return Week.of(date.fromisoformat(self.row["issued"])) if self.row["issued"] else None

    @cached_property
    def until(self) -> Week | None:
        """The week in which its plan ends; None for a plan without an end."""
        return Week.of(date.fromisoformat(self.row["plan_until"])) if self.row["plan_until"] else None

    @cached_property
    def due_end(self) -> date | None:
        """The last day of its deadline; None for 长期 and where none is set."""
        days = date_bounds(self.row["due"] or "")
        return days[1] if days else None

    @cached_property
    def start(self) -> Week:
        """The week from which its intervals are counted."""
        return self.since or Week.from_number(0)

    def interval(self, week: Week) -> Interval:
        """Its reporting interval round ``week``."""
        return interval(self.row["every"], week, self.start)

    def overdue_days(self, as_of: date, state: str) -> int:
        """Calendar days since its deadline; 0 once its completion is reported."""
        end = self.due_end
        return overdue_days(end, as_of) if end and state not in (CLAIMED, DONE) else 0

    def all_entries(self, *, by_reporters: bool = False) -> list[Row]:
        """Entries, the earliest first: of all units, or of those that report it."""
        rows = [
            row for unit, entries in self.entries.items() for row in entries if unit in self.units or not by_reporters
        ]
        return sorted(rows, key=lambda row: (row["week_no"], row["submitted"]))

    def state(self, week: Week, as_of: date) -> str:
        """State in the week; where each unit reports its part, 完成 only once all have."""
        if not self.is_each:
            return self._confirmed_state(self._reported_state(self.all_entries(by_reporters=True), week), as_of)
        reported = [self._reported_state(self.entries.get(unit, ()), week) for unit in self.units]
        if reported and all(part.state == DONE for part in reported):
            first, last = max(part.first for part in reported), max(part.last for part in reported)
            return self._confirmed_state(ReportedState(DONE, week, first, last), as_of)
        return IDLE if all(part.state == IDLE for part in reported) else UNDER_WAY

    def state_of(self, unit: str, week: Week, as_of: date) -> str:
        """State that one unit answers for: its own part where each unit reports one, else the whole."""
        if not self.is_each:
            return self.state(week, as_of)
        return self._confirmed_state(self._reported_state(self.entries.get(unit, ()), week), as_of)

    def _reported_state(self, entries: Sequence[Row], week: Week) -> ReportedState:
        """The state reported last; progress without a state means 推进."""
        reported = ReportedState(IDLE)
        for entry in entries:
            week_of_entry, day = Week.from_number(entry["week_no"]), entry["submitted"][:10]
            if entry["state"] == DONE:
                is_repeated = reported.state == DONE and self._is_valid_in(reported, week_of_entry)
                reported = ReportedState(DONE, week_of_entry, reported.first if is_repeated else day, day)
            elif entry["state"]:
                reported = ReportedState(entry["state"], week_of_entry)
            elif reported.state == IDLE and (entry["progress"] or entry["done"]):
                reported = ReportedState(UNDER_WAY, week_of_entry)
        return reported if self._is_valid_in(reported, week) else ReportedState(UNDER_WAY)

    def _is_valid_in(self, reported: ReportedState, week: Week) -> bool:
        """False for a completion of a recurring task outside its own interval."""
        if reported.state != DONE or reported.week is None or not self.is_recurring:
            return True
        return self.interval(reported.week) == self.interval(week)

    def _confirmed_state(self, reported: ReportedState, as_of: date) -> str:
        """State after confirmation: a completion is 完成 if confirmed, 推进 if sent back, else 待核."""
        if reported.state != DONE:
            return reported.state
        on, refused = self.row["confirmed_on"], self.row["refused"]
        if on is None or on > str(as_of) or on < (reported.last if refused else reported.first):
            return CLAIMED
        return UNDER_WAY if refused else DONE


def tasks(duties: Duties, week: Week) -> list[TaskDuty]:
    """Every task of every plan, in the order of the plans, with its entries up to ``week``."""
    index = duties.index
    units = {row["name"]: row for row in index.rows(UNITS)}
    filers = set(duties.filers(week))
    parents = {name: row["parent"] for name, row in units.items() if name not in filers and row["parent"] in filers}
    single_units = _single_units(index, units, week)
    names: dict[tuple[object, ...], list[str]] = defaultdict(list)
    for row in sorted(index.rows(NAMED), key=lambda row: route_sort_key(row["at"])):
        task_id = row["subject_id"] if row["subject_kind"] == "task" else None
        names[row["file"], row["item"], task_id, row["duty"]].append(row["name"])
    figures: dict[tuple[int, int], list[Row]] = defaultdict(list)
    for row in index.rows(FIGURES):
        figures[row["file"], row["owner"]].append(row)
    rows = {}
    for row in index.rows(TASKS, year=str(week.year)):
        leads, responsible = (
            names.get((row["file"], row["item"], row["id"], duty)) or names[row["file"], row["item"], None, duty]
            for duty in ("lead", "responsible")
        )
        reporting = [*leads, *(responsible if row["reports"] == "each" else ())]
        single = [] if row["reports"] == "derived" else [unit for name in reporting for unit in single_units(name)]
        reporters = list(dict.fromkeys(parents.get(unit, unit) for unit in single))
        rows[row["id"]] = TaskDuty(row, leads, reporters, figures=figures[row["file"], row["seq"]])
    numbers: dict[tuple[int, int, int], Row] = defaultdict(dict)
    for pair in index.rows(NUMBERS, week=week.number):
        numbers[pair["file"], pair["item"], pair["owner"]][pair["key"]] = pair["number"]
    for entry in index.rows(ENTRIES, week=week.number):
        entry["figures"] = numbers.get((entry["file"], entry["item"], entry["seq"]), {})
        if entry["id"] in rows:
            rows[entry["id"]].entries[parents.get(entry["unit"], entry["unit"])].append(entry)
    return list(rows.values())


def find_task(duties: Duties, week: Week, id: str) -> TaskDuty:
    """The task of that id.

    Raises: NotFound where it is a draft.
    """
    task = next((task for task in tasks(duties, week) if task.row["id"] == id), None)
    if task is None:
        raise NotFound(f"任务 {id} 还是草稿", "去掉举措的 draft: true 再报")
    return task


def _single_units(index: IndexReader, units: Mapping[str, Row], week: Week) -> Callable[[str], list[str]]:
    """A function that gives the single units of a group on the week's last day; none for an open group."""
    members: dict[str, list[str]] = defaultdict(list)
    for row in index.rows(MEMBERS, day=str(week.sunday)):
        members[row["group"]].append(row["name"])

    @cache
    def single_units(name: str) -> list[str]:
        single, visited, queue = [], set(), [name]
        while queue:
            unit = queue.pop()
            if unit not in visited:
                visited.add(unit)
                queue += reversed(members.get(unit, ()))
                if unit not in members and not units.get(unit, {}).get("open"):
                    single.append(unit)
        return single

    return single_units
