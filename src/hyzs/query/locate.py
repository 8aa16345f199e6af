"""Where a record stands in the files, what they say of it, and where it is named."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from hyzs.model.finding import Route
from hyzs.query.fields.catalog import FieldCatalog
from hyzs.query.fields.index_reader import IndexReader, records_by_name, resolve_name

#: The record, or the part that is a duty of its own, with the record it stands in.
WHERE = """
SELECT k.at, r.at AS head, r.kind AS owner, r.id AS owner_id, f.path, b.json FROM "{kind}" k
JOIN record r ON r.file = k.file AND r.item = k.item
JOIN body b ON b.file = k.file AND b.item = k.item
JOIN file f ON f.id = k.file
WHERE k.id = :id ORDER BY k.file, k.item
"""
#: Where a text stands that means this record; the words of a vocabulary (tasks of returns) too.
NAMED = """
SELECT DISTINCT f.path, m.at, m.on_key FROM mention m JOIN resolved_name c ON c.text = m.text AND c.kinds = m.kinds
JOIN file f ON f.id = m.file WHERE m.text = :text AND c.id = :id
UNION SELECT DISTINCT f.path, t.at, t.on_key FROM (SELECT * FROM term WHERE text = :text) t
JOIN file f ON f.id = t.file WHERE instr('|' || t.kinds || '|', '|' || :kind || '|')
ORDER BY 1, 2
"""
PATHS = "SELECT f.path FROM record r JOIN file f ON f.id = r.file WHERE r.kind = :kind ORDER BY r.id DESC"

EVERY = "SELECT DISTINCT path FROM record r JOIN file f ON f.id = r.file ORDER BY path"


class LocatedRecord(NamedTuple):
    """A record or part: its file below ``data/``, the route to it, and what the file says of it.

    ``owner`` is the kind of the record that stands in the file at ``head``; of a record itself, its own.
    """

    kind: str
    id: str
    name: str
    path: str
    route: Route
    owner: str
    record_route: Route
    body: Any


def locate(index: IndexReader, text: str, kinds: str | None = None) -> LocatedRecord:
    """Where that stands which people call ``text``; an error with a near name if nothing is called so."""
    wanted = kinds or "|".join(kind.name for kind in FieldCatalog(index).kinds)
    one = resolve_name(index, text, wanted)
    found = index.rows(WHERE.format(kind=one["kind"]), id=one["id"])[0]
    at, head = route_of(found["at"]), route_of(found["head"])
    return LocatedRecord(
        one["kind"], one["id"], one["name"], found["path"], at, found["owner"], head, _inside(found["json"], at, head)
    )


class Mention(NamedTuple):
    """Where a name stands: as a value, or as a key."""

    path: str
    route: Route
    on_key: bool


def name_mentions(index: IndexReader, one: LocatedRecord, text: str) -> Iterator[Mention]:
    """Where ``text`` stands for that record."""
    for row in index.rows(NAMED, text=text, id=one.id, kind=one.kind):
        yield Mention(row["path"], route_of(row["at"]), bool(row["on_key"]))


def paths_of_kind(index: IndexReader, kind: str) -> list[str]:
    """The files that hold records of a kind, that of the last id first."""
    return list(dict.fromkeys(row["path"] for row in index.rows(PATHS, kind=kind)))


def is_name_taken(index: IndexReader, text: str, kind: str) -> bool:
    """True if a record of that kind is called so, in whatever width, with whatever blanks and brackets."""
    return bool(records_by_name(index, text, kind))


def has_id(index: IndexReader, id: str) -> bool:
    """True if a record, of whatever kind, has that id."""
    return bool(index.value("SELECT 1 FROM record WHERE id = :id", id=id))


def all_paths(index: IndexReader) -> list[str]:
    """Every file that holds a record."""
    return [row["path"] for row in index.rows(EVERY)]


def _inside(text: str, at: Route, head: Route) -> Any:
    value = json.loads(text)
    for step in at[len(head) :]:
        value = value[step]
    return value


def route_of(pointer: str) -> Route:
    """The route that a pointer of the index writes."""
    steps = pointer.split("/")[1:]
    return tuple(int(s) if s.isdecimal() else s.replace("~1", "/").replace("~0", "~") for s in steps)
