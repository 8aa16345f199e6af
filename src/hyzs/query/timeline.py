"""Events of a record, newest first: its own dated fields and parts, and entries of other records about it."""

import json
from collections.abc import Iterator
from typing import Any

from hyzs.fields.field_catalog import Field, FieldCatalog
from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Column, PublicColumn, Row
from hyzs.model.json_pointer import from_pointer
from hyzs.model.json_pointer import value_at as value_at_route
from hyzs.model.partial_date import date_bounds
from hyzs.query.record_values import as_mapping, holder_of, parts_of
from hyzs.query.record_view import RecordView

#: Values of other records under a key that names this one; parts know its id, plain texts only its name.
PARTS = """
SELECT v.at, r.at AS record_at, r.week, r.sunday, f.path, b.json FROM "{table}" v
JOIN record r ON r.file = v.file AND r.item = v.item
JOIN body b ON b.file = v.file AND b.item = v.item
JOIN file f ON f.id = v.file
WHERE {same} AND v.kind = :kind AND v.field = :field AND r.draft = 0
"""
_BY_ID = "v.key IN (SELECT c.text FROM resolved_name c WHERE c.id = :id UNION SELECT :id) AND v.key_id = :id"
_BY_NAME = "v.key IN (SELECT n.text FROM name n WHERE n.id = :id AND n.kind = :of)"

COLUMNS = [
    PublicColumn("date", "日期"),
    PublicColumn("label", "事项", get=lambda row: " ".join(filter(None, (row["label"], row["key"] or row["week"])))),
    Column("text", "内容", level="内部", wide=True, get=lambda row: "：".join(filter(None, (row["by"], row["text"])))),
    Column("path", "出处", level="内部"),
]


def timeline(
    index: IndexReader, catalog: FieldCatalog, view: RecordView, kind: str, id: str, record: Row, path: str
) -> list[Row]:
    """Rows {date, field, label, key, text, by, week, path} of the record ``id`` of ``kind``, by their last day.

    ``path`` is the file of the record (``data/…``); ``by`` and ``week`` are of entries of other records.
    """
    own = [{**event, "by": None, "week": None, "path": path} for event in _own(catalog, view, kind, record)]
    events = [*own, *_entries(index, catalog, view, kind, id)]
    return sorted(events, key=lambda event: _last_day(event["date"]), reverse=True)


def _last_day(text: str) -> str:
    days = date_bounds(text[:10])
    return str(days[1]) if days else text


def _event(date: Any, field: Field, key: str | None, text: str) -> Row:
    return {"date": str(date)[:10], "field": field.name, "label": field.label, "key": key, "text": text}


def _own(catalog: FieldCatalog, view: RecordView, kind: str, record: Row) -> Iterator[Row]:
    """The record's own fields: a single date, a part that has one, and each of many parts that have one."""
    for field in catalog.by_kind[kind]:
        value = record.get(field.name)
        if value is None or "." in field.name or field.type == "machine":
            continue
        if field.type == "part":
            inner = [f for f in catalog.fields(kind) if f.name.startswith(f"{field.name}.")]
            fields = {f.name.removeprefix(f"{field.name}."): f for f in inner}
            if day := next((value[name] for name, f in fields.items() if f.type == "date" and value.get(name)), None):
                rest = {name: text for name, text in value.items() if text != day}
                texts = ((f, view.value_text(f, rest.get(name))) for name, f in fields.items())
                yield _event(day, field, None, "；".join(f"{f.label} {text}" for f, text in texts if text))
        elif field.tbl == "holding":
            holdings = [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
            yield from (_event(item["since"], field, None, _holder(item)) for item in holdings if item.get("since"))
        elif field.many:
            yield from _parts(catalog, view, field, value)
        elif field.type == "date":
            yield _event(value, field, None, "")


def _holder(item: Row) -> str:
    return "；".join(filter(None, (holder_of(item), item.get("basis"))))


def _parts(catalog: FieldCatalog, view: RecordView, field: Field, value: Any) -> Iterator[Row]:
    for key, item in parts_of(value):
        part = as_mapping(item, str(field.main))
        if day := _day(catalog, str(field.tbl), part):
            yield _event(part[day], field, key, view.sentence(str(field.tbl), part, omitted=day))
        for inner in catalog.fields(str(field.tbl)):  # the acts of a permit
            acts = part.get(inner.name) if inner.many and inner.tbl and inner.type != "machine" else None
            for act in acts if isinstance(acts, list) else ():
                if isinstance(act, dict) and (on := _day(catalog, str(inner.tbl), act)):
                    yield _event(act[on], field, key, view.sentence(str(inner.tbl), act, omitted=on))


def _day(catalog: FieldCatalog, part: str, value: Row) -> str | None:
    """The field that dates a part: its first exact day, else its first year, quarter or month."""
    dates = [f for f in catalog.fields(part) if f.type == "date" and value.get(f.name)]
    exact = [f for f in dates if not f.last]
    return next((f.name for f in (*exact, *dates)), None)


def _entries(index: IndexReader, catalog: FieldCatalog, view: RecordView, kind: str, id: str) -> Iterator[Row]:
    """Entries of other records under a key that names this one."""
    for holder, fields in list(catalog.by_kind.items()):
        for field in (f for f in fields if f.keys == kind):
            same = _BY_NAME if field.tbl == "pair" else _BY_ID
            values = {"id": id, "kind": holder, "field": field.name} | ({"of": kind} if field.tbl == "pair" else {})
            for row in index.rows(PARTS.format(table=field.tbl, same=same), **values):
                if event := _entry(catalog, view, field, row):
                    yield event


def _entry(catalog: FieldCatalog, view: RecordView, field: Field, row: Row) -> Row | None:
    """The entry as an event; None where nothing dates it."""
    record = json.loads(row["json"])
    value = value_at_route(record, from_pointer(row["at"][len(row["record_at"]) :]))
    part = as_mapping(value, str(field.main))
    day = _day(catalog, str(field.tbl), part)
    date = part[day] if day else record.get(_day(catalog, field.kind, record)) or row["sunday"]
    if not date:
        return None
    text = view.sentence(str(field.tbl), value, omitted=day or "")
    label = field.label if field.tbl == "pair" else view.labels[field.kind]
    event = {"date": date[:10], "field": field.name, "label": label, "key": None, "text": text}
    return {
        **event,
        "by": _author(catalog, view, field.kind, record),
        "week": row["week"],
        "path": f"data/{row['path']}",
    }


def _author(catalog: FieldCatalog, view: RecordView, kind: str, record: Row) -> str | None:
    """Author of a record: the first reference in it, such as the unit of a return."""
    field = next((f for f in catalog.fields(kind) if f.refs and not f.many and record.get(f.name)), None)
    return view.key_label(str(field.refs), record[field.name]) if field else None
