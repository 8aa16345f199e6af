"""Positions of records in the files: file, route, the value that the file holds, and every mention of a name."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from hyzs.fields.field_catalog import FieldCatalog
from hyzs.fields.index_reader import IndexReader, records_by_name, resolve_name
from hyzs.model.finding import Route
from hyzs.model.json_pointer import from_pointer, value_at

#: The record, or the part that is a duty of its own, with the record that contains it.
POSITION = """
SELECT k.at, r.at AS record_at, r.kind AS owner, r.sample, f.path, b.json FROM "{kind}" k
JOIN record r ON r.file = k.file AND r.item = k.item
JOIN body b ON b.file = k.file AND b.item = k.item
JOIN file f ON f.id = k.file
WHERE k.id = :id ORDER BY k.file, k.item
"""
#: Every place at which a text means this record; terms of a vocabulary (tasks of returns) too.
MENTIONS = """
SELECT DISTINCT f.path, m.at, m.on_key FROM mention m JOIN resolved_name c ON c.text = m.text AND c.kinds = m.kinds
JOIN file f ON f.id = m.file WHERE m.text = :text AND c.id = :id
UNION SELECT DISTINCT f.path, t.at, t.on_key FROM (SELECT * FROM term WHERE text = :text) t
JOIN file f ON f.id = t.file WHERE instr('|' || t.kinds || '|', '|' || :kind || '|')
ORDER BY 1, 2
"""
PATHS = "SELECT f.path FROM record r JOIN file f ON f.id = r.file WHERE r.kind = :kind ORDER BY r.id DESC"
ALL_PATHS = "SELECT DISTINCT path FROM record r JOIN file f ON f.id = r.file ORDER BY path"


class LocatedRecord(NamedTuple):
    """A record or part: its file below ``data/``, the route to it, and its value in the file.

    ``owner`` is the kind of the record at ``record_route`` that contains the part; of a record itself, its own kind.
    """

    kind: str
    id: str
    name: str
    path: str
    route: Route
    owner: str
    record_route: Route
    body: Any
    is_sample: bool


def locate_record(index: IndexReader, text: str, kinds: str | None = None) -> LocatedRecord:
    """Position of the record of ``kinds`` (all kinds if None) that people call ``text``.

    Raises: NotFound, with a near name where nothing has that name, with all of them where several have.
    """
    allowed = kinds or "|".join(kind.name for kind in FieldCatalog(index).kinds)
    record = resolve_name(index, text, allowed)
    row = index.rows(POSITION.format(kind=record["kind"]), id=record["id"])[0]
    route, record_route = from_pointer(row["at"]), from_pointer(row["record_at"])
    return LocatedRecord(
        kind=record["kind"],
        id=record["id"],
        name=record["name"],
        path=row["path"],
        route=route,
        owner=row["owner"],
        record_route=record_route,
        body=value_at(json.loads(row["json"]), route[len(record_route) :]),
        is_sample=bool(row["sample"]),
    )


class NameMention(NamedTuple):
    """Position of a name in a file: a value, or a key."""

    path: str
    route: Route
    on_key: bool


def name_mentions(index: IndexReader, record: LocatedRecord, text: str) -> Iterator[NameMention]:
    """Every place at which ``text`` means that record."""
    for row in index.rows(MENTIONS, text=text, id=record.id, kind=record.kind):
        yield NameMention(row["path"], from_pointer(row["at"]), bool(row["on_key"]))


def paths_of_kind(index: IndexReader, kind: str) -> list[str]:
    """Files that hold records of a kind, that of the last id first."""
    return list(dict.fromkeys(row["path"] for row in index.rows(PATHS, kind=kind)))


def is_name_taken(index: IndexReader, text: str, kind: str) -> bool:
    """True if a record of that kind has the name, in whatever width, with whatever blanks and brackets."""
    return bool(records_by_name(index, text, kind))


def has_id(index: IndexReader, id: str) -> bool:
    """True if a record, of whatever kind, has that id."""
    return bool(index.value("SELECT 1 FROM record WHERE id = :id", id=id))


def all_paths(index: IndexReader) -> list[str]:
    """Every file that holds a record."""
    return [row["path"] for row in index.rows(ALL_PATHS)]
