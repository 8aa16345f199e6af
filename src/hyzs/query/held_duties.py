"""Duties that a person or unit holds from a day on, wherever the marks of the fields put them: for a handover."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from hyzs.fields.index_reader import IndexReader
from hyzs.model.finding import Route
from hyzs.model.json_pointer import from_pointer
from hyzs.model.lateness import in_force
from hyzs.query.projects import STOPPED_RECORDS

#: True of a mention whose record is over on the day: ended for good, or all its acts have led to their end.
IS_OVER = f"""(
  m.record IN ({STOPPED_RECORDS})
  OR EXISTS (
    SELECT 1 FROM act e WHERE e.file = m.file AND e.item = m.item AND e.field = 'events' AND e."on" <= :day
      AND (e.flow, e.do) IN (SELECT flow, "do" FROM flow_act GROUP BY flow, "do" HAVING min(ends) = 1)
      AND NOT EXISTS (
        SELECT 1 FROM act o WHERE o.file = e.file AND o.item = e.item AND o.field = 'events' AND o.pos > e.pos
          AND o."on" <= :day
          AND (o.flow, o.do) NOT IN (SELECT flow, "do" FROM flow_act WHERE stays = 1 OR ends = 1)
      )
  )
)"""
#: A project that reached a stage at which it is done.
IS_DONE = """EXISTS (
  SELECT 1 FROM milestone ms JOIN stage g ON g.name = ms.key_id AND g.ends = 1
  WHERE ms.record = m.record AND ms."on" <= :day
)"""
#: Duties by holder; mentions in returns are left out, since they belong to their week for good.
HELD = f"""
SELECT f.path, m.kind, r.id, r.name, m.field, m.duty, m.at, r.at AS record_at, m.text, m.since, m.until, b.json,
       r.sample, CASE WHEN {IS_OVER} OR {IS_DONE} THEN 1 ELSE 0 END AS over
FROM mention m JOIN record r ON r.file = m.file AND r.item = m.item
JOIN body b ON b.file = r.file AND b.item = r.item JOIN file f ON f.id = r.file
LEFT JOIN kind k ON k.name = m.kind
WHERE m.target = :id AND m.duty <> '' AND m.week IS NULL AND m.subject_kind <> 'need'
  AND (m.until IS NULL OR m.until >= :day)
ORDER BY m.duty, k.pos, r.id, m.at
"""
#: Records for which a unit answers on the day.
OF_UNIT = f"""
SELECT DISTINCT m.record FROM mention m WHERE m.target = :unit AND m.duty <> '' AND m.week IS NULL
  AND {in_force("m")}
"""


class HeldDuty(NamedTuple):
    """A duty: the record and the field that name its holder, from when to when, and whether the record is over."""

    path: str
    kind: str
    id: str
    name: str
    field: str
    duty: str
    #: The place of the name in the file; the value of the record itself stands at ``record_route``.
    route: Route
    record_route: Route
    text: str
    since: str | None
    until: str | None
    body: Any
    is_over: bool
    is_sample: bool


def held_duties(index: IndexReader, id: str, day: str, unit: str | None = None) -> list[HeldDuty]:
    """The duties of that person or unit on ``day`` or later; with a ``unit`` those in it, or that it answers for."""
    chosen = {record for (record,) in index.tuples(OF_UNIT, unit=unit, day=day)} | {unit}
    return [duty for duty in _duties(index, id, day) if unit is None or duty.id in chosen]


def _duties(index: IndexReader, id: str, day: str) -> Iterator[HeldDuty]:
    for row in index.rows(HELD, id=id, day=day):
        yield HeldDuty(
            path=row["path"],
            kind=row["kind"],
            id=row["id"],
            name=row["name"],
            field=row["field"],
            duty=row["duty"],
            route=from_pointer(row["at"]),
            record_route=from_pointer(row["record_at"]),
            text=row["text"],
            since=row["since"],
            until=row["until"],
            body=json.loads(row["json"]),
            is_over=bool(row["over"]),
            is_sample=bool(row["sample"]),
        )
