"""Editions: what was published of a scheme or a report, and where each stands."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from hyzs.fields.index_reader import IndexReader

EDITIONS = """
SELECT r.id, r.name, r.sample, b.json, f.path,
       (SELECT a.do FROM act a WHERE a.record = r.id AND a.flow = '发布' AND a.last = 1) AS status,
       (SELECT max(a."on") FROM act a WHERE a.record = r.id AND a.flow = '发布' AND a.do = '发布') AS published
FROM record r JOIN body b ON b.file = r.file AND b.item = r.item JOIN file f ON f.id = r.file
WHERE r.kind = 'edition' ORDER BY r.id
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
            )
        )
    return sorted(heads, key=lambda head: (head.of, head.period, len(head.id), head.id))


def subject_ids(index: IndexReader) -> set[str]:
    """The ids of all whom an edition may be about."""
    return {id for (id,) in index.tuples(SUBJECTS)}


def standing_editions(index: IndexReader, of: str) -> list[EditionHead]:
    """The published editions of a scheme or report that nothing has corrected or withdrawn, by period."""
    return [head for head in edition_heads(index) if head.of == of and head.status == "发布"]
