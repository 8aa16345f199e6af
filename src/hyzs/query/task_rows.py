"""Tasks as of today, one row per task: state, latest progress, result, target, light, units that owe an entry."""

from collections.abc import Iterator
from datetime import date, datetime

from hyzs.fields.index_reader import IndexReader
from hyzs.fields.reporting_week import load_schedule
from hyzs.model.blocks import Row
from hyzs.model.decimals import Number, number_text, total_of
from hyzs.model.errors import HyzsError
from hyzs.model.reporting_interval import calendar_period
from hyzs.model.week import Week
from hyzs.query.duties import load_unit_duties
from hyzs.query.lights import TASK_FACT_LABELS, light_of, light_rules
from hyzs.query.pace import pace
from hyzs.query.quantities import CountedTerm, Period, term_value
from hyzs.query.task_duties import TaskWeek
from hyzs.query.tasks import DONE, IDLE, UNDER_WAY, TaskDuty, tasks

RETURNS = 'SELECT count(*) FROM "return" WHERE week = :week'
_PERIODS = {"年": "year", "季": "quarter", "月": "month"}


def task_rows(index: IndexReader, now: datetime) -> list[Row]:
    """One row per task, in the order of the plans: owed entries are those of 本期, all else is as of today.

    Raises: BadConfig: the settings cannot be read.
    """
    return list(_Today(index, now).rows())


class _Today:
    """Tasks of a store on a day."""

    def __init__(self, index: IndexReader, now: datetime) -> None:
        self.index, self.now, self.today = index, now, now.date()
        self.duties = load_unit_duties(index, load_schedule(index), now)
        self.current = self.duties.schedule.current_week(now)
        self.week = max(self.current, Week.of(self.today))
        self.task_week, self.rules = TaskWeek(index, self.duties, self.current), light_rules(index)

    def rows(self) -> Iterator[Row]:
        """One row per task."""
        return map(self._row, tasks(self.duties, self.week))

    def _row(self, task: TaskDuty) -> Row:
        entries = task.all_entries()
        progress, problem = self._progress_to_target(task)
        state = self._derived_state(task, progress) if task.is_derived else task.state(self.week, self.today)
        duties = [self.task_week.row(task, unit) for unit in task.units]
        row = {
            **{key: task.row[key] for key in ("id", "measure", "number", "text")},
            "measure_id": task.row["measure_id"],
            "plan": task.row["plan_name"],
            "lead": task.leads,
            "units": task.units,
            "due": task.row["due"],
            "cadence": task.row["cadence"],
            "state": state,
            "last": problem or (self._derived_words(task, progress) if task.is_derived else _last_words(task, entries)),
            "last_week": entries[-1]["week"] if entries else None,
            "result": _result(task),
            "overdue_days": task.overdue_days(self.today, state),
            "weeks_silent": max((duty["weeks_silent"] for duty in duties), default=0),
            "owed": [duty["unit"] for duty in duties if duty["status"] == "owed"],
            "pending": [duty["unit"] for duty in duties if duty["status"] == "pending"],
            "deliverable": task.row["deliverable"],
            "target": _target(task, progress),
            "figures": [
                {**_of(figure, "name", "label", "unit"), "values": _values(task, figure)} for figure in task.figures
            ],
            "confirmation": self._confirmation(task),
        }
        facts = self._facts(task, row)
        lit = light_of(self.rules, facts, TASK_FACT_LABELS) if self.rules and state != DONE else None
        return {**row, "light": lit, "facts": facts}

    def _progress_to_target(self, task: TaskDuty) -> tuple[Number | None, str]:
        """Progress to the target in its period, counted (口径) or reported; None without one; and an error."""
        row, (first, last) = task.row, self._period(task)
        if row["at_least"] is None:
            return None, ""
        if row["counts"]:
            try:
                term = CountedTerm(row["counts"], row["where"], row["summed"], row["counted_on"])
                return term_value(self.index, term, Period(first, last), as_of=self.now), ""
            except HyzsError as error:
                return None, f"口径看不懂：{error.message.partition(chr(10))[0]}"
        days = ((Week.from_number(entry["week_no"]).days()[3], entry["done"] or 0) for entry in task.all_entries())
        return total_of(number for day, number in days if first <= day <= last), ""

    def _period(self, task: TaskDuty) -> tuple[date, date]:
        """First and last day of the target's period; without one from the plan's issue to the deadline."""
        per = task.row["per"]
        if per in _PERIODS:
            return calendar_period(_PERIODS[per], self.today)
        if per == "周":
            return self.week.monday, self.week.sunday
        return task.start.monday, task.due_end or self.today

    def _derived_state(self, task: TaskDuty, progress: Number | None) -> str:
        """State of a task that other records answer: by its target; without one, by the returns of 本期."""
        if task.row["at_least"] is None:
            return UNDER_WAY if self._return_count() else IDLE
        if progress is None:
            return IDLE
        return DONE if progress >= task.row["at_least"] else UNDER_WAY if progress else IDLE

    def _derived_words(self, task: TaskDuty, progress: Number | None) -> str:
        if progress is None:
            return f"{self.current} 收到周填报 {self._return_count()} 份"
        first, last = self._period(task)
        return f"{first} 至 {min(last, self.today)} 按口径统计 {number_text(progress)}{task.row['unit']}"

    def _return_count(self) -> int:
        return int(self.index.value(RETURNS, week=str(self.current)))

    def _confirmation(self, task: TaskDuty) -> Row | None:
        """Confirmation or refusal of the completion by another unit; None before it."""
        by, on, refused = (task.row[key] for key in ("confirmed_by", "confirmed_on", "refused"))
        return {"by": by, "on": on, "refused": refused} if on and on <= str(self.today) else None

    def _facts(self, task: TaskDuty, row: Row) -> dict[str, float | None]:
        """Facts for the rules of lights; None: not known."""
        end = task.due_end
        return {
            "points_behind": self._points_behind(task, row["target"]),
            "overdue_days": row["overdue_days"] if end else None,
            "days_left": max(0, (end - self.today).days) if end else None,
            "weeks_silent": row["weeks_silent"],
            "exempt": 0,
        }

    def _points_behind(self, task: TaskDuty, target: Row | None) -> float | None:
        """Percentage points by which the target is behind the elapsed share of its period; None without one."""
        first, last = self._period(task)
        if (
            target is None
            or target["done"] is None
            or not target["at_least"]
            or task.is_each
            or (task.row["per"] is None and task.due_end is None)
        ):
            return None
        points_behind = pace(target["at_least"], target["done"], first, last, self.today).points_behind
        return None if points_behind is None else float(points_behind)


def _last_words(task: TaskDuty, entries: list[Row]) -> str | None:
    """The latest entry in words, with its unit where several report."""
    if not entries:
        return None
    entry = entries[-1]
    words = entry["progress"] or (f"无变化：{entry['reason']}" if entry["no_change"] else None)
    words = words or (
        f"本期完成 {number_text(entry['done'])}" if entry["done"] is not None else entry["next"] or entry["state"]
    )
    return f"{entry['unit']}：{words}" if words and len(task.units) > 1 else words


def _result(task: TaskDuty) -> Row | None:
    """The latest result {name, number, on, file}."""
    entry = next((row for row in reversed(task.all_entries()) if row["name"]), None)
    if entry is None:
        return None
    return {**_of(entry, "name", "number", "on"), "file": entry["result_file"]}


def _target(task: TaskDuty, progress: Number | None) -> Row | None:
    """The target, and the ``progress`` to it."""
    if task.row["at_least"] is None:
        return None
    return {
        **_of(task.row, "at_least", "unit", "per", "as_written"),
        "done": progress,
        "source": task.row["counts_source"],
    }


def _values(task: TaskDuty, figure: Row) -> list[Row]:
    """Last value of a figure from each unit that reported it."""
    values = []
    for unit, entries in task.entries.items():
        entry = next((row for row in reversed(entries) if figure["name"] in row["figures"]), None)
        if entry:
            values.append({"unit": unit, "week": entry["week"], "value": entry["figures"][figure["name"]]})
    return values


def _of(row: Row, *keys: str) -> Row:
    return {key: row[key] for key in keys}
