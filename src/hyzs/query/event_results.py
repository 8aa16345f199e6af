"""Events with their results, recurring series, targets that count events, and leads without any follow-up."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.model.decimals import stored_number, total_of
from hyzs.model.errors import HyzsError
from hyzs.model.lateness import overdue_days
from hyzs.query.events import CANCELLED, HELD, PLANNED, UNDER_WAY
from hyzs.query.pace import Pace, pace
from hyzs.query.project_results import ProjectResult
from hyzs.query.quantities import CountedTerm, Period, term_value

SERIES = """
SELECT s.name, s.every, coalesce(u.name, s.unit) AS unit, s.source, s.note FROM series s
LEFT JOIN resolved_name u ON u.text = s.unit AND u.kinds = 'unit' ORDER BY s.pos
"""
#: Figures that tell the results of events: each with the unit that verified it, if one did.
OUTCOMES = """
SELECT f.record AS event, f.key AS name, o.unit, f.value, f.verified_by
FROM figure f LEFT JOIN outcome o ON o.name = f.key WHERE f.kind = 'event' AND f.as_of <= :day ORDER BY o.pos, f.key
"""
#: Targets that count events.
TARGETS = """
SELECT t.id, t.text,
       coalesce((SELECT y.number FROM pair y WHERE y.file = t.file AND y.owner = t.seq
                 AND y.field = 'tasks.target.yearly' AND y.key = :year), t."target.at_least") AS at_least,
       t."target.unit" AS unit, t."target.as_written" AS as_written,
       coalesce(t."target.counts.count", t."target.counts.sum") AS counts, t."target.counts.where" AS "where",
       t."target.counts.field" AS summed, t."target.counts.on" AS counted_on, t."target.counts.source" AS source
FROM task t JOIN record r ON r.file = t.file AND r.item = t.item
JOIN kind k ON k.name = 'event'
WHERE r.draft = 0 AND t."target.per" = '年'
  AND coalesce(t."target.counts.count", t."target.counts.sum") IN (k.name, k.label) ORDER BY t.file, t.pos
"""
#: Looks into projects.
LOOKS = 'SELECT k.record, k."on" FROM checked k WHERE k.kind = \'project\' AND k."on" <= :day'
#: States of a series in a year.
NOT_PLANNED, NOT_DUE, NO_RECORD = "今年未安排", "今年不办", "今年未安排，没有办过的记录"


def series_rows(index: IndexReader, events: Sequence[Row], year: int) -> list[Row]:
    """One row per declared series: {series, every, unit, source, note, events, last_year, state}.

    ``last_year``: the year of the last one before that was not called off. One that comes every second year is not due
    in the year after it was held; of one that was never held nobody knows, so it is told as not planned.
    """
    by_series: dict[str, list[Row]] = defaultdict(list)
    for event in events:
        if event["series"] and event["status"] != CANCELLED:
            by_series[event["series"]].append(event)
    rows = []
    for series in index.rows(SERIES):
        own = [event for event in by_series[series["name"]] if event["last"][:4] == str(year)]
        before = [int(event["last"][:4]) for event in by_series[series["name"]] if int(event["last"][:4]) < year]
        last = max(before, default=None)
        if own:
            state = "、".join(dict.fromkeys(event["status"] for event in own))
        elif last is None:
            state = NO_RECORD
        else:
            state = NOT_PLANNED if last + series["every"] <= year else NOT_DUE
        about = {key: series[key] for key in ("every", "unit", "source", "note")}
        ids = [event["id"] for event in own]
        rows.append({"series": series["name"], **about, "events": ids, "last_year": last, "state": state})
    return rows


def outcome_rows(index: IndexReader, ids: Iterable[str], day: date) -> list[Row]:
    """One row per outcome: {name, unit, reported, verified, events}: figures that a unit verified stand apart."""
    id_set = set(ids)
    figures: dict[tuple[str, str | None], list[Row]] = defaultdict(list)
    for row in index.rows(OUTCOMES, day=str(day)):
        if row["event"] in id_set:
            figures[row["name"], row["unit"]].append(row)
    return [
        {
            "name": name,
            "unit": unit,
            "reported": stored_number(total_of(row["value"] for row in rows if row["verified_by"] is None)),
            "verified": stored_number(total_of(row["value"] for row in rows if row["verified_by"] is not None)),
            "events": len({row["event"] for row in rows}),
        }
        for (name, unit), rows in figures.items()
    ]


def target_rows(index: IndexReader, year: int, now: datetime) -> list[Row]:
    """One row per yearly target that events are counted for, with its pace: {id, text, at_least, done, percent, …}.

    ``behind`` in the unit of the target, ``points_behind`` in percentage points; ``problem``: it is not understood.
    """
    first, last = date(year, 1, 1), date(year, 12, 31)
    rows = []
    for target in index.rows(TARGETS, year=str(year)):
        term = CountedTerm(target["counts"], target["where"], target["summed"], target["counted_on"])
        about = {key: target[key] for key in ("id", "text", "at_least", "unit", "as_written", "where", "source")}
        try:
            done_count = term_value(index, term, Period(first, last), as_of=now)
        except HyzsError as error:
            rows.append({**about, "done": None, "problem": error.message.partition("\n")[0]})
            continue
        progress = pace(target["at_least"], done_count, first, last, now.date())
        rows.append({**about, "done": stored_number(done_count), "problem": None, **pace_values(progress)})
    return rows


def pace_values(of: Pace) -> Row:
    """The numbers of a pace, for rows."""
    names = {key: key for key in ("due", "percent", "elapsed", "points_behind")} | {"behind": "shortfall"}
    values = {key: getattr(of, name) for key, name in names.items()}
    numbers = {key: None if value is None else stored_number(value) for key, value in values.items()}
    return {"days_passed": of.passed, "days": of.days, **numbers}


def left_leads(index: IndexReader, events: Iterable[Row], results: Iterable[ProjectResult], day: date) -> list[Row]:
    """Leads that nobody took up in the days that the type of their event allows: {project, name, event, due, late}.

    Taken up: the project was looked into (研判) after the event began, or reached 在谈; ``late`` in days.
    """
    looks: dict[str, list[str]] = defaultdict(list)
    for id, on in index.tuples(LOOKS, day=str(day)):
        looks[id].append(on)
    by_id = {event["id"]: event for event in events if event["status"] == HELD and event["follow"] is not None}
    rows = []
    for result in results:
        event = by_id.get(result.put_down_to.get("event") or "")
        if event is None:
            continue
        due = date.fromisoformat(event["last"]) + timedelta(days=int(event["follow"]))
        is_taken_up = "talks" in result.reached or any(on >= event["first"] for on in looks[result.id])
        late = overdue_days(due, day)
        if late and not is_taken_up:
            about = {"project": result.id, "name": result.name, "event": event["id"], "event_name": event["name"]}
            rows.append({**about, "due": str(due), "late": late})
    return sorted(rows, key=lambda row: (-row["late"], row["project"]))


def status_counts(events: Iterable[Row]) -> Row:
    """Numbers of events that are planned, under way, held and called off."""
    statuses = list(events)
    words = {"planned": PLANNED, "under_way": UNDER_WAY, "held": HELD, "cancelled": CANCELLED}
    return {key: sum(event["status"] == status for event in statuses) for key, status in words.items()}
