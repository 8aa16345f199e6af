"""Events as of a day: planned, under way, held or called off; heads and person-days."""

from collections.abc import Iterator
from datetime import date

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row

#: Of two files with one id (a finding) the first by path counts.
EVENTS = """
SELECT e.id, e.name, e.sample, e.type, e.series, e.brand, e."on.from" AS first,
       coalesce(e."on.to", e."on.from") AS last, e.place, e.occasion, p.id AS parent, coalesce(u.name, e.lead) AS lead,
       e."cancelled.on" AS cancelled_on, e."cancelled.reason" AS reason, e.evidence, t.follow,
       coalesce(t.training, 0) AS training,
       (SELECT sum(a.count) FROM attendance a WHERE a.file = e.file AND a.item = e.item) AS heads
FROM event e JOIN file f ON f.id = e.file
LEFT JOIN resolved_name p ON p.text = e.part_of AND p.kinds = 'event'
LEFT JOIN resolved_name u ON u.text = e.lead AND u.kinds = 'unit'
LEFT JOIN event_type t ON t.name = e.type
WHERE coalesce(e.draft, 0) = 0 AND NOT EXISTS (
  SELECT 1 FROM event o JOIN file g ON g.id = o.file WHERE o.id = e.id AND o.file <> e.file AND g.path < f.path
)
ORDER BY first, last, e.id
"""
PLANNED, UNDER_WAY, HELD, CANCELLED = "计划", "进行中", "已办", "取消"
#: The states of an event, none of which is written down.
STATUSES = (PLANNED, UNDER_WAY, HELD, CANCELLED)


def event_rows(index: IndexReader, day: date) -> Iterator[Row]:
    """One row per event, by its days: {id, name, …, first, last, parent, status, held_on, days, heads, person_days}.

    ``held_on`` is the last day of one that was held by ``day``: the day on which it counts; ``days`` both included;
    ``heads`` 人次, ``person_days`` 人天: None where nobody wrote how many people went.
    """
    for row in index.rows(EVENTS):
        status = _status(row, str(day))
        days = (date.fromisoformat(row["last"]) - date.fromisoformat(row["first"])).days + 1
        yield {
            **row,
            "status": status,
            "held_on": row["last"] if status == HELD else None,
            "days": days,
            "person_days": None if row["heads"] is None else row["heads"] * days,
        }


def _status(row: Row, day: str) -> str:
    if row["cancelled_on"] and row["cancelled_on"] <= day:
        return CANCELLED
    if day < row["first"]:
        return PLANNED
    return HELD if row["last"] <= day else UNDER_WAY
