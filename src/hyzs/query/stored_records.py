"""The records of the store that rows of a spreadsheet are about, with present values and origin."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from hyzs.fields.index_reader import IndexReader
from hyzs.fields.matching_rows import matching_rows
from hyzs.model.finding import Route
from hyzs.model.json_pointer import from_pointer

BODIES = """
SELECT r.id, r.name, r.draft, r.at, f.path, b.json
FROM in_values a JOIN record r ON r.id = a.value JOIN body b ON b.file = r.file AND b.item = r.item
JOIN file f ON f.id = r.file WHERE r.kind = :kind ORDER BY f.path
"""
#: The records that were taken from spreadsheets: the spreadsheet's file and sheet, and the row's name.
TAKEN = """
SELECT id, "{origin}.file" AS file, "{origin}.sheet" AS sheet, "{origin}.row" AS "row" FROM "{kind}"
WHERE "{origin}.file" IS NOT NULL ORDER BY id
"""
NAMES = "SELECT r.id, r.name FROM record r WHERE r.kind = :kind"


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """One record: where it stands, what its file says, and the values of some fields as of today, by path."""

    id: str
    name: str
    is_draft: bool
    path: str
    route: Route
    body: dict[str, Any]
    values: dict[str, Any] = field(default_factory=dict)
    #: The field of its kind that says where it came from.
    origin_key: str = "origin"

    @property
    def origin(self) -> dict[str, Any]:
        """Spreadsheet that it was taken from; empty if it was not."""
        return dict(self.body.get(self.origin_key) or {})


def stored_records(
    index: IndexReader, kind: str, now: datetime, ids: Collection[str], paths: Sequence[str], origin: str
) -> dict[str, StoredRecord]:
    """The records of those ids, with the values of the fields at ``paths``; ``origin`` is the field of their origin.

    Raises: FilterSyntaxError: the kind has no field of one of the ``paths``.
    """
    if not ids:
        return {}
    names = list(dict.fromkeys(("id", *paths)))
    rows = matching_rows(index, kind, names, None, now)
    values = {str(row["id"]): row for row in rows if row["id"] in ids}
    return {
        id: StoredRecord(id, name, bool(draft), path, from_pointer(at), json.loads(text), values.get(id, {}), origin)
        for id, name, draft, at, path, text in index.tuples(BODIES, ids, kind=kind)
    }


def imported_records(index: IndexReader, kind: str, origin: str) -> list[dict[str, Any]]:
    """The records of a kind that came from spreadsheets: id, file, sheet, row."""
    return index.rows(TAKEN.format(kind=kind, origin=origin))


def record_names(index: IndexReader, kind: str) -> list[tuple[str, str]]:
    """The ids of all records of a kind, each with its name or caption."""
    return [(id, name) for id, name in index.tuples(NAMES, kind=kind)]
