"""Duties to report tasks in a week, one row per task and unit: state, owed weeks, days overdue."""

from collections.abc import Sequence
from typing import NamedTuple

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.model.reporting_interval import interval_label
from hyzs.model.week import Week
from hyzs.query.duties import Duties
from hyzs.query.tasks import CLAIMED, DONE, TaskDuty, tasks

#: The first week with a return: nothing is owed for weeks before it.
FIRST = 'SELECT min(week) FROM "return"'
#: Exemption of a task whose completion was reported, by its state.
_FINISHED = {CLAIMED: "完成待核", DONE: "已完成"}
EARLY, ENDED = "方案尚未印发", "方案已到期"


class Duty(NamedTuple):
    """State of a unit's duty on a task in a week; ``weeks``: the owed weeks since it was due."""

    status: str
    exempt_reason: str = ""
    weeks: tuple[Week, ...] = ()


def task_duties(index: IndexReader, duties: Duties, week: Week) -> list[Row]:
    """One row per task and unit that reports it, in the order of the plans; of several leads one answers for all.

    A task is due in the last reporting week of its interval, and every week once it is past its deadline. An entry in
    any week of the interval answers it. A task without one stays owed, week after week, until there is an entry.
    """
    task_week = TaskWeek(index, duties, week)
    return [task_week.row(task, unit) for task in tasks(duties, week) for unit in task.units]


class TaskWeek:
    """The duties of one week."""

    def __init__(self, index: IndexReader, duties: Duties, week: Week) -> None:
        self.duties, self.week = duties, week
        self.as_of = min(week.sunday, duties.now.date())
        first = index.value(FIRST)
        self.first = min(Week.parse(first), week) if first else week
        self._weeks: dict[tuple[str, Week, Week], Week] = {}

    def row(self, task: TaskDuty, unit: str) -> Row:
        """The duty of ``unit`` on ``task``, as of the week's last day or today."""
        state = task.state_of(unit, self.week, self.as_of)
        entries = task.entries.get(unit, []) if task.is_each else task.all_entries(by_reporters=True)
        duty = self.duty(task, entries, state)
        return {
            **{key: task.row[key] for key in ("id", "measure", "number", "text")},
            "unit": unit,
            "status": duty.status,
            "exempt_reason": duty.exempt_reason or None,
            "last_week": entries[-1]["week"] if entries else None,
            "weeks_silent": len(duty.weeks),
            "weeks": duty.weeks,
            "due": task.row["due"],
            "overdue_days": task.overdue_days(self.as_of, state),
            "state": state,
        }

    def duty(self, task: TaskDuty, entries: Sequence[Row], state: str) -> Duty:
        """Duty on a task in ``state`` with these entries of a unit, the earliest first; later weeks do not count."""
        duties, week = self.duties, self.week
        here = next((entry for entry in reversed(entries) if entry["week_no"] == week.number), None)
        earlier = [entry["week_no"] for entry in entries if entry["week_no"] < week.number]
        before = Week.from_number(earlier[-1]) if earlier else None
        owed_from, due = self._owed_from(task, before), duties.due(week)
        reporting = self._reporting(task, week) == week
        if here is not None:
            is_due = not due.is_exempt and (week >= owed_from or reporting)
            return Duty(duties.status(week, "", here["submitted"]) if is_due else "heard")
        if state in _FINISHED:
            return Duty("exempt", _FINISHED[state])
        since = (Week.from_number(number) for number in range(owed_from.number, week.number + 1))
        silent = tuple(filter(self.duties.is_past_due, since))
        if task.since and week < task.since:
            return Duty("exempt", EARLY)
        if task.until and week > task.until and owed_from > task.until:
            return Duty("exempt", ENDED)
        if due.is_exempt:
            return Duty("exempt", due.reason, silent)
        if week >= owed_from:
            return Duty(duties.status(week, "", None), "", silent)
        return Duty("heard") if reporting else Duty("exempt", interval_label(task.row["every"]))

    def _owed_from(self, task: TaskDuty, before: Week | None) -> Week:
        """The first week in which it is due after the last entry, of week ``before``."""
        start = max(self.first, task.since or self.first)
        begin = task.interval(before).last.plus(1) if before else start
        due = self._reporting(task, begin)
        if due < begin:  # the rest of the interval is holidays
            due = self._reporting(task, task.interval(begin).last.plus(1))
        if task.due_end is None:
            return due
        return min(due, max(Week.of(task.due_end).plus(1), before.plus(1) if before else start))

    def _reporting(self, task: TaskDuty, week: Week) -> Week:
        """The week in which it is due, of its interval round ``week``."""
        every, last = task.row["every"], task.interval(week).last
        if (every, task.start, last) not in self._weeks:
            self._weeks[every, task.start, last] = self.duties.schedule.reporting_week(every, week, task.start)
        return self._weeks[every, task.start, last]
