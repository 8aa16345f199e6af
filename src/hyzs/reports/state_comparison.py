"""Two states of the store side by side: the records that differ, and their changes in domain words.

A record is compared by its id and by what it says: where a file lies, how it is formatted, in which order its keys
stand and by which of its names a record is called are no changes. Returns are counted.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from hyzs.fields.field_catalog import Field, FieldCatalog
from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.query.record_values import holder_of, join_texts
from hyzs.query.record_view import RecordView
from hyzs.reports.change_rules import RULES, RecordChange, flow_acts

#: Each file by its path and the key of its content: ids of files differ between indexes that are not kept.
FILES = "SELECT f.path, f.key, f.id FROM visible_file v JOIN file f ON f.id = v.file WHERE f.kind IS NOT NULL"
RECORDS = """
SELECT r.file, r.kind, r.id, r.name, f.path, b.json FROM in_values a
CROSS JOIN record r JOIN body b ON b.file = r.file AND b.item = r.item
JOIN file f ON f.id = r.file WHERE r.file = a.value ORDER BY r.kind, r.id
"""
NAMES = "SELECT text, kinds, id FROM resolved_name WHERE id IS NOT NULL"
CALLED = "SELECT n.text, n.called FROM name n WHERE n.kind = 'unit'"
PUBLIC = "SELECT id, public_name FROM project"
#: Fields that hold the acts of a flow.
CARRYING = "SELECT DISTINCT kind, field FROM act"
#: Fields of projects whose change has a name of its own; they are holdings or lists of units.
_DUTIES = frozenset(("county", "park", "reporter", "patron", "responsible", "taskforce"))


class StateComparison:
    """Two indexes side by side, with the records of the files that stand in one of them only."""

    def __init__(self, old: IndexReader, new: IndexReader) -> None:
        self.catalog = FieldCatalog(new)
        self.view = RecordView(new, self.catalog)
        self.owners = {kind.name: kind.owners for kind in self.catalog.kinds}
        self.units = {row["text"]: row["called"] for row in new.rows(CALLED)}
        self.carrying = {pair for index in (old, new) for pair in index.tuples(CARRYING)}
        self.public = {row["id"]: row["public_name"] for row in new.rows(PUBLIC)}
        self.names = tuple(_ids(index) for index in (old, new))
        files = [{(path, key): id for path, key, id in index.tuples(FILES)} for index in (old, new)]
        self.old = _records(old, (id for file, id in files[0].items() if file not in files[1]))
        self.new = _records(new, (id for file, id in files[1].items() if file not in files[0]))

    def rows(self) -> Iterator[Row]:
        """The changes of records, in the order of kinds and ids; then the returns, one row per unit."""
        returns: dict[str, Counter[str]] = defaultdict(Counter)
        paths: dict[str, str] = {}
        for key in sorted({*self.old, *self.new}):
            before, after = self.old.get(key), self.new.get(key)
            record: Row = after or before or {}
            if key[0] == "return":
                self._count(returns, before, after)
                paths[self._unit(record)] = f"data/{record['path']}"
            else:
                yield from self._record(before, after, record)
        for unit in sorted(unit for unit, counts in returns.items() if counts):
            counts = returns[unit]
            text = "，".join(f"{label} {counts[label]} {sign}" for label, sign in _RETURNS if counts[label])
            yield self._row(
                {"kind": "return", "id": None, "name": unit, "path": paths[unit][5:]},
                unit,
                RecordChange("returns", text),
            )

    def _row(self, record: Row, unit: str, event: RecordChange) -> Row:
        return {
            "kind": record["kind"],
            "kind_label": self.view.labels[record["kind"]],
            "id": record["id"],
            "name": record["name"] or record["id"],
            "public_name": self.public.get(record["id"]) if record["kind"] == "project" else record["name"],
            "unit": unit or None,
            **event._asdict(),
            "path": f"data/{record['path']}",
        }

    def _record(self, before: Row | None, after: Row | None, record: Row) -> Iterator[Row]:
        """Events of one record: added, removed, or fields with another value."""
        unit = self._unit(record)
        if before is None or after is None:
            yield self._row(
                record, unit, RecordChange("added" if before is None else "removed", self.view.labels[record["kind"]])
            )
            return
        old, new = before["body"], after["body"]
        is_renamed = old.get("name") != new.get("name")
        changed = {name for name in {*old, *new} if old.get(name) != new.get(name)}
        for field in self.catalog.by_kind[record["kind"]] if changed else ():
            if field.name not in changed:
                continue
            is_implied = is_renamed and field.name == "former_names"  # the line of the new name says it
            is_same = not is_renamed if field.name == "name" else self.is_same(*(b.get(field.name) for b in (old, new)))
            if is_implied or is_same:
                continue
            for event in self._events(record["kind"], field, old.get(field.name), new.get(field.name), new):
                yield self._row(record, unit, event)
        yield from (self._row(record, unit, event) for event in _evidence_events(old, new))

    def _events(self, kind: str, field: Field, old: Any, new: Any, body: Row) -> Iterator[RecordChange]:
        """Events of one field whose value changed."""
        if rule := RULES.get((kind, field.name)) or (flow_acts if (kind, field.name) in self.carrying else None):
            yield from rule(self, field, old, new)
        elif field.name == "draft":
            since = (body.get("tracked") or {}).get("since") if isinstance(body.get("tracked"), dict) else None
            if old and not new:
                yield RecordChange("admitted", f"{since} 起" if since else "不再是草稿")
            elif new:
                yield RecordChange("field", field.label, "", "是")
        elif field.name == "name":
            yield RecordChange("renamed", field.label, str(old), str(new))
        elif field.type == "part":
            yield from self._part(field, old or {}, new or {})
        else:
            code = "lead" if field.name == "lead" else "duty" if field.name in _DUTIES else "field"
            before, after = self._text(field, old), self._text(field, new)
            if before != after:
                yield RecordChange("tier" if field.name == "tier" else code, field.label, before, after)

    def _part(self, group: Field, old: Row, new: Row) -> Iterator[RecordChange]:
        """Events of the fields inside a single part; 万元 are amounts."""
        for field in self.catalog.fields(group.kind):
            inner = field.name.removeprefix(f"{group.name}.")
            if inner == field.name or "." in inner or self.is_same(old.get(inner), new.get(inner)):
                continue
            code = "amount" if field.unit == "万元" else "duty" if group.name in _DUTIES else "field"
            yield RecordChange(code, field.label, self._text(field, old.get(inner)), self._text(field, new.get(inner)))

    def field_events(self, key: tuple[str, str], name: str) -> Iterator[RecordChange]:
        """Events of one field of the record of that kind and id; none if its file is the same in both states."""
        if key in self.old and key in self.new:
            old, new = self.old[key]["body"], self.new[key]["body"]
            for field in self.catalog.by_kind[key[0]]:
                if field.name == name and not self.is_same(old.get(name), new.get(name)):
                    yield from self._events(key[0], field, old.get(name), new.get(name), new)

    def _text(self, field: Field, value: Any) -> str:
        """The value in a line; of a holding the last holder."""
        if value in (None, [], {}, ""):
            return ""
        if field.tbl == "holding":
            return join_texts(_holder(value))
        return join_texts(self.view.value_text(field, value) or "")

    def is_same(self, old: Any, new: Any) -> bool:
        """True if both values are the same, whichever names they use."""
        return bool(old == new or _canonical(old, self.names[0]) == _canonical(new, self.names[1]))

    def _unit(self, record: Row) -> str:
        """The unit that a change is attributed to: reporter, place or lead; empty where there is none."""
        body = record["body"]
        keys = self.owners[record["kind"]]
        holder = next((_holder(body[key]) for key in keys if body.get(key)), None)
        first = holder[0] if isinstance(holder, list) else holder
        return self.units.get(str(first), str(first)) if first else ""

    def _count(self, returns: dict[str, Counter[str]], before: Row | None, after: Row | None) -> None:
        """Count a return as new, changed or removed; and the figures that it corrects."""
        record: Row = after or before or {}
        unit = self._unit(record)
        old, new = (_revisions(side["body"]) if side else [] for side in (before, after))
        if after is None:
            returns[unit]["撤下"] += 1
        elif before is None:
            returns[unit]["填报"] += 1
        elif not self.is_same(before["body"], after["body"]):
            returns[unit]["补充"] += 1
        returns[unit]["数额更正"] += sum(revision not in old for revision in new)


def _evidence_events(old: Row, new: Row) -> Iterator[RecordChange]:
    """The files that came and went beside the facts of a record, counted: their names are not for all who read this."""
    before, after = Counter(_evidence(old)), Counter(_evidence(new))
    if before != after:
        came, went = (after - before).total(), (before - after).total()
        yield RecordChange("evidence", "附件", f"{before.total()} 份", f"{after.total()} 份（加 {came}，去 {went}）")


def _evidence(value: Any) -> Iterator[str]:
    """The sha256 of every file inside of the value."""
    if isinstance(value, dict):
        files = value.get("attachments") or ()
        yield from (str(file["sha256"]) for file in files)
        yield from (sha256 for key, inner in value.items() if key != "attachments" for sha256 in _evidence(inner))
    elif isinstance(value, list):
        yield from (sha256 for inner in value for sha256 in _evidence(inner))


_RETURNS = (("填报", "份"), ("补充", "份"), ("撤下", "份"), ("数额更正", "项"))


def _ids(index: IndexReader) -> dict[str, str]:
    """Ids of records by every text that names one record only."""
    ids_by_kind: dict[str, set[str]] = defaultdict(set)
    for row in index.rows(NAMES):
        ids_by_kind[row["text"]].add(row["id"])
    return {text: next(iter(ids)) for text, ids in ids_by_kind.items() if len(ids) == 1}


def _records(index: IndexReader, files: Iterable[int]) -> dict[tuple[str, str], Row]:
    """Records of these files by kind and id, with their value in the file as ``body``."""
    keys = ("file", "kind", "id", "name", "path", "json")
    rows = (dict(zip(keys, row, strict=True)) for row in index.tuples(RECORDS, set(files)))
    return {(row["kind"], row["id"]): {**row, "body": json.loads(row["json"])} for row in rows}


def _canonical(value: Any, names: Mapping[str, str]) -> Any:
    """The value with ids in the place of names, and a list of one item as that item."""
    if isinstance(value, dict):
        return {names.get(key, key): _canonical(inner, names) for key, inner in value.items() if inner not in _NOTHING}
    if isinstance(value, list):
        items = [_canonical(item, names) for item in value]
        return items[0] if len(items) == 1 else items
    return names.get(value, value) if isinstance(value, str) else value


_NOTHING: tuple[Any, ...] = (None, "", [], {}, False)


def _holder(value: Any) -> Any:
    """The last holder of a list of holdings; a list of plain names as it is."""
    if isinstance(value, list) and value and isinstance(value[-1], dict):
        return holder_of(value[-1])
    return value


def _revisions(body: Row) -> list[Any]:
    entries = (body.get("projects") or {}).items()
    return [
        {"of": key, **revision}
        for key, entry in entries
        if isinstance(entry, dict)
        for revision in entry.get("revised") or ()
    ]
