"""Partners as of a day: the last contact and when the next is due, and the pace of what their agreements promise."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.model.decimals import stored_number, total_of
from hyzs.model.lateness import in_force
from hyzs.query.event_results import pace_values
from hyzs.query.events import CANCELLED, PLANNED, event_rows
from hyzs.query.pace import pace
from hyzs.query.project_results import ProjectResult, project_results

PARTNERS = f"""
SELECT p.id, p.name, p.sample, p.type, p.region, u.name AS unit, p."agreement.on" AS "on", p."agreement.until" AS until,
       t.contact_months AS months, (
         SELECT h.value FROM holding h WHERE h.file = p.file AND h.item = p.item AND h.field = 'patron'
           AND {in_force("h")}
       ) AS patron
FROM partner p LEFT JOIN partner_type t ON t.name = p.type
LEFT JOIN resolved_name u ON u.text = p.linked_by AND u.kinds = 'unit'
WHERE coalesce(p.draft, 0) = 0 AND (p.ended IS NULL OR p.ended > :day) ORDER BY p.id
"""
#: Partners of events.
MET = """
SELECT m.record AS event, n.id AS partner FROM mention m
JOIN resolved_name n ON n.text = m.text AND n.kinds = m.kinds WHERE m.kind = 'event' AND m.field = 'partners'
"""
DUTIES = """
SELECT d.record, d.text, d.at_least, d.per, d.counts FROM partner_duty d ORDER BY d.record, d.pos
"""
_MONTHS = 12
_MONEY = ("total", "contract", "paid_in")
#: The column by whose day a result falls into a period.
_DAY_OF = {"total": "leads", "contract": "signed", "paid_in": "leads"}


def partner_rows(index: IndexReader, day: date) -> list[Row]:
    """One row per present partner: {id, name, type, region, unit, patron, on, until, last, next, contact_by}.

    ``last``: the last day of an event with it that was not called off, else the day of its agreement; ``next``: the
    first day of one to come; ``contact_by``: when ``months`` without an event are over, None where no time is set.
    """
    events = {event["id"]: event for event in event_rows(index, day) if event["status"] != CANCELLED}
    met: dict[str, list[Row]] = defaultdict(list)
    for event_id, partner in index.tuples(MET):
        if event_id in events:
            met[partner].append(events[event_id])
    rows = []
    for row in index.rows(PARTNERS, day=str(day)):
        past_days = [event["last"] for event in met[row["id"]] if event["status"] != PLANNED]
        coming = [event["first"] for event in met[row["id"]] if event["status"] == PLANNED]
        last = max([*past_days, *([row["on"]] if row["on"] and row["on"] <= str(day) else [])], default=None)
        due = _months_later(last, row["months"]) if last and row["months"] else None
        rows.append({**row, "last": last, "next": min(coming, default=None), "contact_by": due})
    return rows


def _months_later(on: str, months: int) -> str:
    """The same day so many months later; the last of the month where it has no such day."""
    start = date.fromisoformat(on)
    years, month = divmod(start.month - 1 + months, _MONTHS)
    year, month = start.year + years, month + 1
    return str(date(year, month, min(start.day, monthrange(year, month)[1])))


def partner_duty_rows(index: IndexReader, now: datetime) -> list[Row]:
    """One row per duty of an agreement in force: {partner, text, counts, from, to, at_least, done, due, behind, …}.

    A yearly duty runs from the day of the agreement, and from that day of each year on.

    Raises: BadUsage: the condition of leads in the settings cannot be read.
    """
    day = now.date()
    duties: dict[str, list[Row]] = defaultdict(list)
    for row in index.rows(DUTIES):
        duties[row["record"]].append(row)
    if not duties:
        return []
    results: dict[str, list[ProjectResult]] = defaultdict(list)
    for result in project_results(index, now):
        results[result.put_down_to.get("partner") or ""].append(result)
    return list(_duties(partner_rows(index, day), duties, results, day))


def _duties(
    partners: Iterable[Row],
    duties: Mapping[str, Sequence[Row]],
    results: Mapping[str, Sequence[ProjectResult]],
    day: date,
) -> Iterator[Row]:
    for partner in partners:
        start = date.fromisoformat(partner["on"]) if partner["on"] else None
        end = date.fromisoformat(partner["until"]) if partner["until"] else None
        if start is None or start > day or (end and end < day):
            continue
        for duty in duties.get(partner["id"], ()):
            first, last = (start, end or day) if duty["per"] == "全期" else _year_of(start, end, day)
            result = _result(results.get(partner["id"], ()), duty["counts"], str(first), str(min(last, day)))
            progress = pace(duty["at_least"], result, first, last, day)
            yield {
                **{"partner": partner["id"], "name": partner["name"], "unit": partner["unit"], "text": duty["text"]},
                **{"counts": duty["counts"], "per": duty["per"], "from": str(first), "to": str(last)},
                **{"at_least": duty["at_least"], "done": stored_number(result), **pace_values(progress)},
            }


def _year_of(start: date, end: date | None, day: date) -> tuple[date, date]:
    """The year of the agreement that ``day`` is in, which ends with the agreement at the latest."""
    years = day.year - start.year
    if date.fromisoformat(_months_later(str(start), years * _MONTHS)) > day:
        years -= 1
    first = date.fromisoformat(_months_later(str(start), years * _MONTHS))
    last = date.fromisoformat(_months_later(str(start), (years + 1) * _MONTHS)) - timedelta(days=1)
    return first, min(last, end) if end else last


def _result(results: Iterable[ProjectResult], counts: str, first: str, last: str) -> Any:
    """The number of the results, or the sum of their money, whose day is in the period."""
    column = _DAY_OF.get(counts, counts)
    own_results = [
        result
        for result in results
        if result.is_lead
        and (on := result.came if column == "leads" else result.reached.get(column))
        and first <= on <= last
    ]
    return total_of(getattr(result, counts) for result in own_results) if counts in _MONEY else len(own_results)
