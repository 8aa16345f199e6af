"""State of the cases of all flows on a day: the act that is due, the unit that owes it, the last day."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import groupby

from hyzs.fields.index_reader import IndexReader
from hyzs.fields.reporting_week import load_schedule
from hyzs.model.blocks import Row
from hyzs.model.flow import (
    WORKING,
    CaseEvent,
    CaseState,
    Clock,
    DoneStep,
    Flow,
    Limit,
    StepRule,
    done_steps,
    event_of,
    state,
)
from hyzs.model.lateness import in_force

STEPS = "SELECT * FROM flow_act ORDER BY flow, since, pos"
AFTER = 'SELECT flow, since, "do", "after" FROM flow_after ORDER BY flow, since, "do", pos'
#: Values that the settings give for the keys under which cases stand.
KEYED = """
SELECT name, unit, "limit.days" AS days, "limit.of" AS of, "limit.start" AS start, source FROM permit_type
ORDER BY pos
"""
_EVENTS = """
SELECT a.file, a.item, a.at, a.kind, a.record, a.field, a.flow, a.key, a.began, a.case_due, a."on", a.do,
       a."by", a."to", a."from", a.due, a.until, a.note, r.name, r.sample, r.draft
"""
EVENTS = """
SELECT a.file, a."on", a.do, a."by", a."to", a."from", a.due, a.until, a.note FROM act a
WHERE a.flow = :flow AND a."on" <= :day ORDER BY a.file, a.pos
"""
_COLUMNS = (
    *("file", "item", "at", "kind", "record", "field", "flow", "key", "began", "case_due", "on", "do"),
    *("by", "to", "from", "due", "until", "note", "name", "sample", "draft"),
)
_ORDER = 'a."on" <= :day ORDER BY a.record, a.file, a.item, a.field, a.key, a.pos'
#: The events of cases that may be open on the day: the last act does not end them, or came later.
OPEN = f"""
WITH ending AS (SELECT flow, "do" FROM flow_act GROUP BY flow, "do" HAVING min(ends) = 1),
unfinished AS MATERIALIZED (
    SELECT t.file, t.item, t.field, t.key FROM all_act t
    WHERE t.last = 1 AND +t.file IN (SELECT file FROM visible_file)
      AND (t."on" > :day OR (t.flow, t.do) NOT IN (SELECT flow, "do" FROM ending))
)
{_EVENTS}
FROM unfinished u
CROSS JOIN act a
JOIN record r ON r.file = a.file AND r.item = a.item
WHERE a.file = u.file AND a.field = u.field AND a.key = u.key AND a.item = u.item AND {_ORDER}
"""
OF_RECORDS = f"""
{_EVENTS}
FROM in_values f CROSS JOIN act a
JOIN record r ON r.file = a.file AND r.item = a.item
WHERE a.record = f.value AND {_ORDER}
"""
#: Units that records name in the fields from which steps take their unit.
HOLDERS = f"""
SELECT m.record, m.field, coalesce(c.name, m.text) FROM in_values f CROSS JOIN mention m
LEFT JOIN resolved_name c ON c.text = m.text AND c.kinds = m.kinds
WHERE m.record = f.value AND instr(:fields, '|' || m.field || '|') > 0
  AND {in_force("m")}
ORDER BY m.record, m.at
"""
WORDS = "SELECT DISTINCT id FROM name WHERE kind = :kind ORDER BY id"
#: Fields of events that name the unit of a step, as an ``Event`` calls them.
_OF_EVENTS = {"to": "to", "from": "sender"}
_FLAGS = ("first", "note", "ends", "stays", "pauses", "extends", "meets", "keyed")


def events_by_file(index: IndexReader, flow: str, day: date) -> dict[int, list[CaseEvent]]:
    """The events of a flow up to the day by the file that they stand in, for kinds of one record per file."""
    events: dict[int, list[CaseEvent]] = defaultdict(list)
    for row in index.rows(EVENTS, day=str(day), flow=flow):
        events[row["file"]].append(event_of(row))
    return events


class FlowBook:
    """The flows of the store, built in and declared; of several of one name the day of the first event chooses."""

    def __init__(self, index: IndexReader) -> None:
        self._index = index
        after: dict[tuple[str, str | None, str], list[str]] = defaultdict(list)
        for flow, since, do, before in index.tuples(AFTER):
            after[flow, since, do].append(before)
        self.versions: dict[str, list[Flow]] = defaultdict(list)
        for (name, since, source), rows in groupby(
            index.rows(STEPS), lambda row: (row["flow"], row["since"], row["source"])
        ):
            steps = tuple(_step(row, after[name, since, row["do"]]) for row in rows)
            self.versions[name].append(Flow(name, source, steps, date.fromisoformat(since) if since else None))
        self._keyed: dict[tuple[str, date | None, str], Flow] = {}

    @cached_property
    def clock(self) -> Clock:
        """The clock on the calendars that the store has."""
        return Clock(lambda: load_schedule(self._index))

    def flow(self, name: str, began: date, key: str = "") -> Flow | None:
        """The flow of a case that began on that day, with limit and unit of its key; None if nothing declares it.

        A case that is older than every version goes by the first.
        """
        versions = self.versions.get(name, [])
        begun = [flow for flow in versions if flow.since is None or flow.since <= began]
        flow = next(iter(begun[-1:] or versions[:1]), None)
        if flow is None or not key:
            return flow
        cache_key = (name, flow.since, key)
        if cache_key not in self._keyed:
            steps = tuple(self._of_key(step, key) for step in flow.steps)
            term = self._terms.get(key, {})
            source = term["source"] if term.get("days") is not None and term.get("source") else flow.source
            self._keyed[cache_key] = replace(flow, steps=steps, source=source)
        return self._keyed[cache_key]

    @cached_property
    def _terms(self) -> dict[str, Row]:
        return {row["name"]: row for row in self._index.rows(KEYED)}

    def _of_key(self, step: StepRule, key: str) -> StepRule:
        term = self._terms.get(key)
        if not step.keyed or term is None:
            return step
        limit = None if term["days"] is None else Limit(int(term["days"]), term["of"], term["start"] or "")
        return step._replace(limit=limit or step.limit, by=term["unit"] or step.by)


@dataclass(slots=True)
class Case:
    """One case of a flow: its record, its events up to the day, its state; ``flow`` None: the flow is not declared.

    ``at`` points to the list of its events in the file ``file``; ``who`` owes the next step, None if nobody is named.
    """

    kind: str
    id: str
    name: str
    is_sample: bool
    is_draft: bool
    file: int
    field: str
    flow_name: str
    key: str
    at: str
    flow: Flow | None
    events: Sequence[CaseEvent]
    state: CaseState | None
    record_due: date | None
    who: str | None = None

    @property
    def is_open(self) -> bool:
        """True if a step is owed."""
        return self.state is not None and self.state.step is not None

    @property
    def is_stuck(self) -> bool:
        """True if it has not ended and nothing can follow: no flow is declared, or the flow does not know its acts."""
        return self.state is None or not (self.is_open or self.state.ended)

    @property
    def next_words(self) -> str:
        """The next step: 流转·受理 市商务局，限 2026-11-19，逾期 2 个工作日."""
        if self.state is None or self.state.step is None:
            return ""
        state = self.state
        unit = "个工作日" if state.counted == WORKING else "天"
        parts = [
            f"{self.key or self.flow_name}·{self.state.step.do}{f' {self.who}' if self.who else ''}",
            *([f"限 {state.due}"] if state.due else []),
            *([f"停计，自 {state.paused_since}"] if state.paused_since else []),
            *([f"逾期 {state.overdue} {unit}"] if state.overdue else []),
        ]
        return "，".join(parts)

    @property
    def row(self) -> Row:
        """The next step: {flow, key, status, step, who, since, due, overdue_days, counted, paused_since}."""
        state = self.state
        step = state.step if state else None
        days = {"since": state.since, "due": state.due, "paused_since": state.paused_since} if state else {}
        return {
            "flow": self.flow_name,
            "key": self.key,
            "status": state.status if state else None,
            "step": step.do if step else None,
            "who": self.who,
            **{key: str(day) if day else None for key, day in days.items()},
            "overdue_days": state.overdue if state else 0,
            "counted": state.counted if state else None,
        }

    def done_steps(self, book: FlowBook) -> list[DoneStep]:
        """The steps that were taken, with the days they had."""
        return done_steps(self.flow, self.events, book.clock, self.record_due) if self.flow else []


def words_of(index: IndexReader, vocabulary: str) -> list[str]:
    """The words under which cases can stand: those of a vocabulary."""
    return [row["id"] for row in index.rows(WORDS, kind=vocabulary)]


def following_acts(index: IndexReader, record: str, flow: str, day: date) -> list[str]:
    """The acts that may come next in the record's case of that flow or key; without one, those that begin it."""
    book = FlowBook(index)
    case = next((case for case in cases_of(index, book, [record], day) if flow in (case.flow_name, case.key)), None)
    current_flow = case.flow if case else book.flow(flow, day)
    return [step.do for step in current_flow.following(case.events if case else ())] if current_flow else []


def open_cases(index: IndexReader, book: FlowBook, day: date) -> list[Case]:
    """Every case in which a step is owed on ``day``, by record; those that are stuck are in it too."""
    cases = _cases(index, book, index.rows(OPEN, day=str(day)), day)
    return [case for case in cases if case.is_open or case.is_stuck]


def step_values(index: IndexReader, kind: str, day: date) -> dict[str, Row]:
    """By record of that kind: {open_steps, flow_overdue, next_step, next_step_due, next_step_who} of its open cases.

    The next step is the one that is due first.
    """
    open_: dict[str, list[Case]] = defaultdict(list)
    for case in open_cases(index, FlowBook(index), day):
        if case.kind == kind and case.is_open:
            open_[case.id].append(case)
    return {id: _step_values(cases) for id, cases in open_.items()}


def _step_values(cases: Sequence[Case]) -> Row:
    states = [case.state for case in cases if case.state]
    first = min(cases, key=lambda case: (case.state and case.state.due) or date.max)
    assert first.state is not None
    assert first.state.step is not None
    return {
        "open_steps": len(cases),
        "flow_overdue": sum(state.overdue > 0 for state in states),
        "next_step": f"{first.key or first.flow_name}·{first.state.step.do}",
        "next_step_due": str(first.state.due) if first.state.due else None,
        "next_step_who": first.who,
    }


def cases_of(index: IndexReader, book: FlowBook, records: Collection[str], day: date) -> list[Case]:
    """Every case of these records by ``day``, open or not."""
    rows = (dict(zip(_COLUMNS, row, strict=True)) for row in index.tuples(OF_RECORDS, list(records), day=str(day)))
    return _cases(index, book, rows, day)


def _cases(index: IndexReader, book: FlowBook, rows: Iterable[Row], day: date) -> list[Case]:
    cases = [_case(book, list(events), day) for _, events in groupby(rows, _identity)]
    _name_holders(index, cases, day)
    return cases


def _identity(row: Row) -> tuple[object, ...]:
    return row["file"], row["item"], row["field"], row["key"]


def _case(book: FlowBook, rows: Sequence[Row], day: date) -> Case:
    first = rows[0]
    flow = book.flow(first["flow"], date.fromisoformat(first["began"]), first["key"])
    events = [event_of(row) for row in rows]
    due = date.fromisoformat(first["case_due"]) if first["case_due"] else None
    return Case(
        kind=first["kind"],
        id=first["record"],
        name=first["name"] or first["record"],
        is_sample=bool(first["sample"]),
        is_draft=bool(first["draft"]),
        file=first["file"],
        field=first["field"],
        flow_name=first["flow"],
        key=first["key"],
        at=first["at"].rpartition("/")[0],
        flow=flow,
        events=events,
        state=state(flow, events, book.clock, day, due) if flow else None,
        record_due=due,
    )


def _name_holders(index: IndexReader, cases: Iterable[Case], day: date) -> None:
    """Say who owes the next step of each case."""
    asking: dict[tuple[str, str], list[Case]] = defaultdict(list)
    for case in cases:
        step = case.state.step if case.state else None
        if step is None:
            continue
        case.who = step.by or None
        if step.by_field in _OF_EVENTS:
            holders = (getattr(event, _OF_EVENTS[step.by_field]) for event in reversed(case.events))
            case.who = case.who or next((unit for unit in holders if unit), None)
        elif step.by_field and not case.who:
            asking[case.id, step.by_field].append(case)
    if asking:
        fields = f"|{'|'.join(sorted({field for _, field in asking}))}|"
        for id, field, name in index.tuples(HOLDERS, sorted({id for id, _ in asking}), fields=fields, day=str(day)):
            for case in asking.get((id, field), ()):
                case.who = case.who or name


def _step(row: Row, after: Sequence[str]) -> StepRule:
    limit = None if row["days"] is None else Limit(int(row["days"]), row["of"], row["start"] or "")
    flags = {flag: bool(row[flag]) for flag in _FLAGS}
    return StepRule(
        do=row["do"],
        after=tuple(after),
        limit=limit,
        by=row["by"] or "",
        by_field=row["by_field"] or "",
        status=row["status"] or "",
        **flags,
    )
