"""What happened to a record, newest first: its own dated fields and parts, and what others said of it."""

import json
from collections.abc import Iterator
from typing import Any

from hyzs.model.answer import Column, Row
from hyzs.query.fields.catalog import Field, FieldCatalog
from hyzs.query.fields.date_span import span
from hyzs.query.fields.index_reader import IndexReader
from hyzs.query.record_view import RecordView
from hyzs.query.value_format import as_mapping, holder_of, parts_of

#: What stands under a key that names the record in other records; parts know which one, plain texts only the name.
PARTS = """
SELECT v.at, r.at AS head, r.week, r.sunday, f.path, b.json FROM "{table}" v
JOIN record r ON r.file = v.file AND r.item = v.item
JOIN body b ON b.file = v.file AND b.item = v.item
JOIN file f ON f.id = v.file
WHERE {same} AND v.kind = :kind AND v.field = :field AND r.draft = 0
"""
_BY_ID = "v.key IN (SELECT c.text FROM resolved_name c WHERE c.id = :id UNION SELECT :id) AND v.key_id = :id"
_BY_NAME = "v.key IN (SELECT n.text FROM name n WHERE n.id = :id AND n.kind = :of)"

COLUMNS = [
    Column("date", "日期"),
    Column("label", "事项", get=lambda row: " ".join(filter(None, (row["label"], row["key"] or row["week"])))),
    Column("text", "内容", level="内部", wide=True, get=lambda row: "：".join(filter(None, (row["by"], row["text"])))),
    Column("path", "出处", level="内部"),
]


def timeline(
    index: IndexReader, models: FieldCatalog, told: RecordView, kind: str, id: str, record: Row, path: str
) -> list[Row]:
    """Every dated thing of the record ``id`` of ``kind``, which stands in the file ``path``."""
    own = [{**event, "by": None, "week": None, "path": path} for event in _own(models, told, kind, record)]
    found = [*own, *_said(index, models, told, kind, id)]
    return sorted(found, key=lambda event: _last_day(event["date"]), reverse=True)


def _last_day(text: str) -> str:
    days = span(text[:10])
    return str(days[1]) if days else text


def _event(date: Any, field: Field, key: str | None, text: str) -> Row:
    return {"date": str(date)[:10], "field": field.name, "label": field.label, "key": key, "text": text}


def _own(models: FieldCatalog, told: RecordView, kind: str, record: Row) -> Iterator[Row]:
    """The record's own fields: a single date, a part that has one, and each of many parts that have one."""
    for field in models.by_kind[kind]:
        value = record.get(field.name)
        if value is None or "." in field.name:
            continue
        if field.type == "part":
            inner = [f for f in models.fields(kind) if f.name.startswith(f"{field.name}.")]
            named = {f.name.removeprefix(f"{field.name}."): f for f in inner}
            if day := next((value[name] for name, f in named.items() if f.type == "date" and value.get(name)), None):
                said = {name: text for name, text in value.items() if text != day}
                texts = ((f, told.value_text(f, said.get(name))) for name, f in named.items())
                yield _event(day, field, None, "；".join(f"{f.label} {text}" for f, text in texts if text))
        elif field.tbl == "holding":
            held = [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
            yield from (_event(item["since"], field, None, _holder(item)) for item in held if item.get("since"))
        elif field.many:
            yield from _parts(models, told, field, value)
        elif field.type == "date":
            yield _event(value, field, None, "")


def _holder(item: Row) -> str:
    return "；".join(filter(None, (holder_of(item), item.get("basis"))))


def _parts(models: FieldCatalog, told: RecordView, field: Field, value: Any) -> Iterator[Row]:
    for key, item in parts_of(value):
        part = as_mapping(item, str(field.main))
        if day := _day(models, str(field.tbl), part):
            yield _event(part[day], field, key, told.sentence(str(field.tbl), part, without=day))


def _day(models: FieldCatalog, part: str, value: Row) -> str | None:
    """The field that dates a part: its first day, else the first year, quarter or month."""
    dates = [f for f in models.fields(part) if f.type == "date" and value.get(f.name)]
    exact = [f for f in dates if not f.last]
    return next((f.name for f in (*exact, *dates)), None)


def _said(index: IndexReader, models: FieldCatalog, told: RecordView, kind: str, id: str) -> Iterator[Row]:
    """What other records say of it under a key that names it."""
    for holder, fields in list(models.by_kind.items()):
        for field in (f for f in fields if f.keys == kind):
            same = _BY_NAME if field.tbl == "pair" else _BY_ID
            values = {"id": id, "kind": holder, "field": field.name} | ({"of": kind} if field.tbl == "pair" else {})
            for row in index.rows(PARTS.format(table=field.tbl, same=same), **values):
                yield _entry(models, told, field, row)


def _entry(models: FieldCatalog, told: RecordView, field: Field, row: Row) -> Row:
    record = value = json.loads(row["json"])
    for step in row["at"][len(row["head"]) :].split("/")[1:]:
        value = value[int(step)] if isinstance(value, list) else value[step.replace("~1", "/").replace("~0", "~")]
    part = as_mapping(value, str(field.main))
    day = _day(models, str(field.tbl), part)
    date = part[day] if day else record.get(_day(models, field.kind, record)) or row["sunday"]
    text = told.sentence(str(field.tbl), value, without=day or "")
    label = field.label if field.tbl == "pair" else told.labels[field.kind]
    said = {"date": date[:10], "field": field.name, "label": label, "key": None, "text": text}
    return {**said, "by": _author(models, told, field.kind, record), "week": row["week"], "path": f"data/{row['path']}"}


def _author(models: FieldCatalog, told: RecordView, kind: str, record: Row) -> str | None:
    """The first that a record names is the one who says what it says: the unit of a return."""
    field = next((f for f in models.fields(kind) if f.refs and not f.many and record.get(f.name)), None)
    return told.key_label(str(field.refs), record[field.name]) if field else None
