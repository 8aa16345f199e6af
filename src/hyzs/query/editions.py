"""Editions: published results of schemes and reports, with the status of each."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from hyzs.fields.index_reader import IndexReader
from hyzs.fields.reporting_week import load_schedule
from hyzs.model.blocks import Row
from hyzs.model.flow import WORKING, Clock, Limit

EDITIONS = """
SELECT r.id, r.name, r.sample, b.json, f.path,
       (SELECT a.do FROM act a WHERE a.record = r.id AND a.flow = '发布' AND a.last = 1) AS status,
       (SELECT max(a."on") FROM act a WHERE a.record = r.id AND a.flow = '发布' AND a.do = '发布') AS published
FROM record r JOIN body b ON b.file = r.file AND b.item = r.item JOIN file f ON f.id = r.file
WHERE r.kind = 'edition' ORDER BY r.id
"""
#: Acts that show an edition, with the days of notice that its scheme asked for then.
NOTICES = """
SELECT a.file, a.at || '/until' AS at, a.record, 'events.until' AS field, a."on", a.until,
       e."notice.days" AS days, e."notice.of" AS counted
FROM edition_act a JOIN edition e ON e.file = a.file
WHERE a.do = '公示' AND a.until IS NOT NULL AND e."notice.days" IS NOT NULL ORDER BY a.file, a.at
"""
SCHEME_IDS = "SELECT c.text, c.id FROM resolved_name c WHERE c.kinds = 'scheme'"


#: Those whom an edition may be about.
SUBJECTS = "SELECT id FROM record WHERE kind IN ('unit', 'project', 'investor')"


class EditionHead(NamedTuple):
    """An edition as its file says: of which scheme or report (``of``), for which period, of which data."""

    id: str
    name: str
    of: str
    is_report: bool
    period: str
    status: str
    published: str | None
    path: str
    data: dict[str, Any]
    subjects: Sequence[Mapping[str, Any]]
    given: Sequence[Mapping[str, Any]]
    supersedes: str | None
    is_sample: bool
    #: {days, of} of the notice that the scheme asked for.
    notice: Mapping[str, Any] | None = None

    @property
    def sha256(self) -> str:
        """Hash of the answer beside it."""
        return str(self.data["sha256"])


def edition_heads(index: IndexReader) -> list[EditionHead]:
    """Every edition, the earliest of a period first."""
    schemes = dict(index.tuples(SCHEME_IDS))
    heads = []
    for row in index.rows(EDITIONS):
        body = json.loads(row["json"], parse_float=Decimal)
        of = body.get("report") or schemes.get(body.get("of"), body.get("of"))
        heads.append(
            EditionHead(
                id=row["id"],
                name=body["name"],
                of=str(of),
                is_report="report" in body,
                period=body["period"],
                status=row["status"] or "",
                published=row["published"],
                path=row["path"],
                data=body["data"],
                subjects=body.get("subjects", ()),
                given=body.get("given", ()),
                supersedes=body.get("supersedes"),
                is_sample=bool(row["sample"]),
                notice=body.get("notice"),
            )
        )
    return sorted(heads, key=lambda head: (head.of, head.period, len(head.id), head.id))


def subject_ids(index: IndexReader) -> set[str]:
    """The ids of all whom an edition may be about."""
    return {id for (id,) in index.tuples(SUBJECTS)}


def standing_editions(index: IndexReader, of: str) -> list[EditionHead]:
    """The published editions of a scheme or report that nothing has corrected or withdrawn, by period."""
    return [head for head in edition_heads(index) if head.of == of and head.status == "发布"]


def notice_end(clock: Clock, shown_on: date, days: int, counted: str) -> date:
    """The last day of a notice of so many days (工作日 or 日); the day on which it is shown is the first of them."""
    end = clock.known_on(shown_on).due(shown_on - timedelta(days=1), Limit(days, counted))
    assert end is not None
    return end


def short_notices(index: IndexReader) -> Iterator[Row]:
    """The notices that end before the days that their scheme asks for: {file, at, …, length, on, until, end}."""
    clock = Clock(lambda: load_schedule(index))
    for row in index.rows(NOTICES):
        end = notice_end(clock, date.fromisoformat(row["on"]), row["days"], row["counted"])
        if row["until"] < str(end):
            yield {**row, "length": notice_length(row["days"], row["counted"]), "end": str(end)}


def notice_length(days: int, counted: str) -> str:
    """5 个工作日, 7 天."""
    return f"{days} 个{WORKING}" if counted == WORKING else f"{days} 天"
