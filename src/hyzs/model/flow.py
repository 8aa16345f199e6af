"""Flows (流程): order of acts, units, time limits; the state of a case is computed from its events.

A flow is data. One whose words code branches on is built in: a ``Flow`` beside the kind that carries it. All others are
declared in ``settings.flows``. A field carries a flow by the mark ``Carries`` on its list of events.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, NamedTuple

from hyzs.model.reporting_schedule import ReportingSchedule

#: The units in which limits are counted.
WORKING, CALENDAR = "工作日", "日"
_ONE_DAY = timedelta(days=1)


class Limit(NamedTuple):
    """Time limit of a step in 工作日 or 日, counted from the day after the act ``start``.

    ``start`` empty: the act that the case stands at. Of several such acts in a round the first counts.
    """

    days: int
    of: str = WORKING
    start: str = ""


class StepRule(NamedTuple):
    """An act of a flow: the acts before it, the unit that does it, its time limit, its effect on the case.

    ``by`` is the unit that does it, ``by_field`` the field that names that unit: ``to`` or ``from`` of the last event
    that has it, else a field of the record. ``status`` is the word for a case that stands at it, else the act itself.
    """

    do: str
    #: The acts that it may come after: the one that the case stands at, or the very last.
    after: tuple[str, ...] = ()
    limit: Limit | None = None
    by: str = ""
    by_field: str = ""
    status: str = ""
    #: A case may begin with it.
    first: bool = False
    #: It needs a note. Such an act (退回, 终止) is no regular way on, so it is never the next step.
    note: bool = False
    #: The case ends with it: no step is due any more.
    ends: bool = False
    #: The case stays where it is (延期, 评价).
    stays: bool = False
    #: So it does, and the clock stands still: up to the event's ``until``, or to the day before the next act.
    pauses: bool = False
    #: The event's ``due`` is the new last day, if it is later.
    extends: bool = False
    #: It meets the due day that the record has itself.
    meets: bool = False
    #: Limit and unit are those that the settings give for the key (a permit) under which the case stands.
    keyed: bool = False

    @property
    def moves(self) -> bool:
        """True if the case stands at it afterwards."""
        return not (self.stays or self.pauses)

    @property
    def is_way_on(self) -> bool:
        """True if it can be the next step that is owed."""
        return self.moves and not self.note


class CaseEvent(NamedTuple):
    """An act of a case: its day and details; ``due`` and ``until`` are days."""

    on: date
    do: str
    by: str | None = None
    to: str | None = None
    sender: str | None = None
    due: date | None = None
    until: date | None = None
    note: str | None = None


class Pause(NamedTuple):
    """Days that do not count, both included; ``last`` None: it lasts still."""

    first: date
    last: date | None


@dataclass(frozen=True)
class Flow:
    """A flow in force from ``since`` on (None: it always was); ``source`` is what it rests on."""

    name: str
    source: str
    steps: tuple[StepRule, ...]
    since: date | None = None
    #: The kind that carries it judges the order itself, under codes of its own.
    is_judged_by_kind: bool = False

    @cached_property
    def _by_act(self) -> dict[str, StepRule]:
        return {step.do: step for step in self.steps}

    def step(self, do: str) -> StepRule | None:
        """The step of that act; None if the flow has no such act."""
        return self._by_act.get(do)

    def follows(self, do: str, events: Sequence[CaseEvent]) -> bool:
        """True if the act may come after these events; an act that the flow does not have never may."""
        return any(step.do == do for step in self.following(events))

    def place(self, events: Sequence[CaseEvent]) -> str:
        """The act that the case stands at: the last that moves it; empty before any."""
        return next((event.do for event in reversed(events) if self._moves(event)), "")

    def following(self, events: Sequence[CaseEvent]) -> list[StepRule]:
        """The steps that may come next, in the order of the flow."""
        if not events:
            return [step for step in self.steps if step.first]
        before = {self.place(events), events[-1].do}
        return [step for step in self.steps if not before.isdisjoint(step.after)]

    def next_step(self, events: Sequence[CaseEvent]) -> StepRule | None:
        """The step that is owed: the first declared one that may follow, is a way on and is not the one just done."""
        place = self.place(events)
        if (at := self.step(place)) and at.ends:
            return None
        return next((step for step in self.following(events) if step.is_way_on and step.do != place), None)

    def round(self, events: Sequence[CaseEvent]) -> Sequence[CaseEvent]:
        """The events since the case began or was last taken up again after its end."""
        begin = 0
        for n in range(1, len(events)):
            at = self.step(self.place(events[:n]))
            if at and at.ends and self._moves(events[n]):
                begin = n
        return events[begin:]

    def extended(self, due: date | None, events: Sequence[CaseEvent]) -> date | None:
        """The due day after these events put it off."""
        for event in events:
            step = self.step(event.do)
            if step and step.extends and event.due and due and event.due > due:
                due = event.due
        return due

    def pauses(self, events: Sequence[CaseEvent]) -> Iterator[Pause]:
        """The spans that do not count."""
        for n, event in enumerate(events):
            step = self.step(event.do)
            if step is None or not step.pauses:
                continue
            ended = [
                later.on - _ONE_DAY for later in events[n + 1 :] if event.until is None or self._resumes(later, event)
            ]
            last = min([*([event.until] if event.until else []), *ended[:1]], default=None)
            if last is None or last >= event.on:
                yield Pause(event.on, last)

    def _moves(self, event: CaseEvent) -> bool:
        """True of an act that moves the case; one that the flow does not have is taken for such."""
        step = self.step(event.do)
        return step is None or step.moves

    def _resumes(self, event: CaseEvent, pause: CaseEvent) -> bool:
        step = self.step(event.do)
        return step is None or step.moves or pause.do in step.after


class CaseState(NamedTuple):
    """A case as it stands on a day.

    ``since`` is the day on which it came to where it stands; ``due`` the last day for ``step`` (None: no limit, or the
    clock stands still without an end in sight: ``paused_since``); ``overdue`` counts days of ``counted`` after it.
    ``note`` says how working days were counted where a year's calendar is not published.
    """

    status: str
    last: CaseEvent | None
    ended: bool
    step: StepRule | None = None
    since: date | None = None
    due: date | None = None
    counted: str = CALENDAR
    overdue: int = 0
    paused_since: date | None = None
    paused_days: int = 0
    note: str = ""


class DoneStep(NamedTuple):
    """A step that was taken: its day, the last day it had, by how many days of ``counted`` it was late."""

    do: str
    on: date
    by: str | None
    due: date | None
    counted: str
    late: int


class Clock:
    """Counts limits on the calendars of the store, which are asked for when working days are counted first."""

    def __init__(self, load_schedule: Callable[[], ReportingSchedule]) -> None:
        self._load_schedule = load_schedule

    @cached_property
    def schedule(self) -> ReportingSchedule:
        """The calendars by which working days are counted."""
        return self._load_schedule()

    def due(self, start: date, limit: Limit, pauses: Sequence[Pause] = ()) -> date | None:
        """The last day of the limit, without the days that lie in pauses; None while one lasts that began before it."""
        day, left = start, limit.days
        pauses = [pause for pause in pauses if pause.last is None or pause.last > start]
        if not pauses:
            return self.schedule.add_working_days(day, left).day if limit.of == WORKING else day + timedelta(days=left)
        while left > 0:
            day += _ONE_DAY
            pause = next(
                (pause for pause in pauses if pause.first <= day and (pause.last is None or day <= pause.last)), None
            )
            if pause and pause.last is None:
                return None
            left -= pause is None and self.is_counted(day, limit.of)
        return day

    def is_counted(self, day: date, of: str) -> bool:
        """True if limits of that unit count the day."""
        return of == CALENDAR or self.schedule.is_working_day(day)

    def days(self, after: date, last: date, of: str, pauses: Sequence[Pause] = ()) -> int:
        """The days of that unit after ``after``, up to and with ``last``, that lie in no pause; 0 if not later."""
        if last <= after:
            return 0
        count = (last - after).days if of == CALENDAR else self.schedule.working_days(after, last)
        for pause in pauses:
            begin, end = max(pause.first - _ONE_DAY, after), min(pause.last or last, last)
            count -= self.days(begin, end, of)
        return count

    def known_on(self, day: date) -> "Clock":
        """The clock with the calendars that were in force on that day: a later one never makes a finished step late."""
        return Clock(lambda: self.schedule.as_known_on(day))


def state(
    flow: Flow, events: Sequence[CaseEvent], clock: Clock, day: date, record_due: date | None = None
) -> CaseState:
    """The case as it stands on ``day``, given its events up to then; ``record_due`` is the due day of the record."""
    place = flow.place(events)
    at = flow.step(place)
    last = events[-1] if events else None
    ended = bool(at and at.ends)
    status = (at.status if at else "") or place
    round_ = flow.round(events)
    pauses = list(flow.pauses(round_))
    paused_days = sum((min(pause.last or day, day) - pause.first).days + 1 for pause in pauses if pause.first <= day)
    step = flow.next_step(events)
    if step is None:
        return CaseState(status, last, ended, paused_days=paused_days, since=_arrival(flow, round_))
    running = next(
        (pause for pause in pauses if pause.first <= day and (pause.last is None or day <= pause.last)), None
    )
    due, counted = _due(flow, step, round_, clock, flow.extended(record_due, events))
    return CaseState(
        status=status,
        last=last,
        ended=ended,
        step=step,
        since=_arrival(flow, round_),
        due=due,
        counted=counted,
        overdue=clock.days(due, day, counted, pauses) if due else 0,
        paused_since=running.first if running else None,
        paused_days=paused_days,
        note=clock.schedule.calendar_note(round_[0].on, due) if due and counted == WORKING and round_ else "",
    )


def done_steps(flow: Flow, events: Sequence[CaseEvent], clock: Clock, record_due: date | None = None) -> list[DoneStep]:
    """Every act that moved the case, with the last day that it had by the calendars known when it was done."""
    out = []
    for n, event in enumerate(events):
        step, before = flow.step(event.do), flow.round(events[:n])
        if step is None or not step.moves:
            continue
        known_on = clock.known_on(event.on)
        own = flow.extended(record_due, events[:n])
        due, counted = _due(flow, step, before, known_on, own) if before else (None, CALENDAR)
        late = known_on.days(due, event.on, counted, list(flow.pauses(events[: n + 1]))) if due else 0
        out.append(DoneStep(event.do, event.on, event.by, due, counted, late))
    return out


def _arrival(flow: Flow, events: Sequence[CaseEvent]) -> date | None:
    """The day of the first act in the round by which the case stands where it does."""
    place = flow.place(events)
    return next((event.on for event in events if event.do == place), None)


def _due(
    flow: Flow, step: StepRule, events: Sequence[CaseEvent], clock: Clock, record_due: date | None
) -> tuple[date | None, str]:
    """The last day for the step, and how its days are counted; without a limit of its own, that of the record."""
    if step.limit:
        start = step.limit.start or flow.place(events)
        begin = next((event.on for event in events if event.do == start), None)
        due = clock.due(begin, step.limit, list(flow.pauses(events))) if begin else None
        return flow.extended(due, events), step.limit.of
    is_met = any((met := flow.step(event.do)) and met.meets for event in events)
    return None if is_met else record_due, CALENDAR


def event_of(row: dict[str, Any]) -> CaseEvent:
    """The event that a row of the table ``act`` tells."""
    days = {key: date.fromisoformat(row[key]) if row[key] else None for key in ("due", "until")}
    return CaseEvent(
        date.fromisoformat(row["on"]),
        row["do"],
        row["by"],
        row["to"],
        row["from"],
        days["due"],
        days["until"],
        row["note"],
    )
