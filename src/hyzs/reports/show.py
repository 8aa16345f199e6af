"""One record whole: every field, then what happened to it."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from hyzs.model.answer import Answer, Block, Heading, Row, Stamp, Table, Text
from hyzs.model.errors import BadConfig
from hyzs.query.fields.catalog import Field, FieldCatalog
from hyzs.query.fields.index_reader import IndexReader, resolve_name
from hyzs.query.fields.record_query import RecordQuery, SelectedRows
from hyzs.query.matters import matters
from hyzs.query.projects import untracked_note
from hyzs.query.record_view import RecordView
from hyzs.query.task_rows import task_rows
from hyzs.query.timeline import COLUMNS, timeline
from hyzs.reports.who import who

#: The record, or the part that is a duty of its own, and what its file says of it.
BODY = """
SELECT k.at, r.at AS head, r.sample, r.draft, f.path, b.json FROM "{kind}" k
JOIN record r ON r.file = k.file AND r.item = k.item
JOIN body b ON b.file = k.file AND b.item = k.item
JOIN file f ON f.id = k.file
WHERE k.id = :id ORDER BY k.file, k.item
"""


def show(index: IndexReader, text: str, now: datetime) -> Answer:
    """The record that people call ``text``, as of today."""
    kinds = [kind.name for kind in FieldCatalog(index).kinds]
    one = resolve_name(index, text, "|".join(kinds))
    question = RecordQuery(index, one["kind"], now)
    found = index.rows(BODY.format(kind=one["kind"]), id=one["id"])[0]
    body = _inside(found)
    record = _record(question, one["id"], body)
    told = RecordView(index, question.catalog)
    path = f"data/{found['path']}"
    events = timeline(index, question.catalog, told, one["kind"], one["id"], record, path)
    extra = {"kind": one["kind"], "path": path, "timeline": events, "first_contact": _first_contact(record)}
    duties, matter = _duties(index, one, now), _matter(index, one, now)
    lines = [*_met_first(extra["first_contact"]), *_task_lines(index, one, now), *_matter_lines(matter)]
    blocks = [*_above(one, record, now, duties), *told.blocks(one["kind"], record, lines), *_history(events)]
    return Answer(
        report="show",
        params={"id": one["id"]},
        rows=[record],
        extra=extra | ({"duties": duties.summary} if duties else {}) | ({"standing": matter} if matter else {}),
        blocks=blocks,
        title=f"{question.kind.label} {_caption(one['name'], body, record)}",
        prose=True,
        stamp=Stamp(sample=bool(found["sample"])),
        title_level=question.kind.level,
    )


def _inside(found: Row) -> Any:
    """What the file says of the record, or of the part that stands in it."""
    value = json.loads(found["json"])
    for step in found["at"][len(found["head"]) :].split("/")[1:]:
        value = value[int(step)] if isinstance(value, list) else value[step]
    return value


def _caption(name: str, body: Row, record: Row) -> str:
    """What the record calls itself, with names in the place of ids: 衡南县 2026-W47."""
    return " ".join(
        next((str(record[f]) for f in body if body[f] == word and record.get(f)), word) for word in name.split(" ")
    )


def _record(question: RecordQuery, id: str, body: Row) -> Row:
    """Every field: single values as the index has them, lists and parts as the file has; absent is null or empty."""
    name, models = question.kind.name, question.catalog
    paths = [question.whole_field(field) for field in models.fields(name)]
    single = [path for path in paths if path.single]
    gathered = SelectedRows(question, single, f"k.id = {question.parameters(id)}")
    at = next(iter(gathered.positions))
    values = {path.name: gathered.value(path, at) for path in single}
    return {f.name: _whole(f, models, values, body) for f in models.by_kind[name] if "." not in f.name}


def _whole(field: Field, models: FieldCatalog, values: Row, body: Any) -> Any:
    """The value of one field, with all below it."""
    written = body.get(field.name.rpartition(".")[2]) if isinstance(body, dict) else None
    if field.type == "part":
        inner = [f for f in models.by_kind[field.kind] if f.name.rpartition(".")[0] == field.name]
        below = {f.name.rpartition(".")[2]: _whole(f, models, values, written) for f in inner}
        return below if any(value not in (None, [], {}) for value in below.values()) else None
    if field.name not in values:
        return written if written is not None else [] if field.keys is None else {}
    return written if field.many and isinstance(written, list) else values[field.name]


def _first_contact(record: Row) -> Row | None:
    """Who met the investor first: as ruled, else the earliest claim."""
    ruling, claims = record.get("ruling"), record.get("claims") or []
    if ruling:
        return {"unit": ruling["unit"], "on": ruling["on"], "by": "ruling", "ruled_by": ruling["by"]}
    if not claims:
        return None
    first = min(claims, key=lambda claim: claim["on"])
    return {"unit": first["unit"], "on": first["on"], "by": "claim", "ruled_by": None}


def _duties(index: IndexReader, one: Row, now: datetime) -> Answer | None:
    """What a unit or a person answers for; None for other kinds, and where the settings cannot be read."""
    if one["kind"] not in ("unit", "person"):
        return None
    try:
        return who(index, one["id"], now)
    except BadConfig:
        return None


def _met_first(first: Row | None) -> Sequence[tuple[str, str]]:
    if not first:
        return []
    how = f"{first['ruled_by']} {first['on']} 裁定" if first["ruled_by"] else f"{first['on']} 最早申报，未经裁定"
    return [("首谈单位", f"{first['unit']}（{how}）")]


def _task_lines(index: IndexReader, one: Row, now: datetime) -> Sequence[tuple[str, str]]:
    """How a task stands today, and who reports it; nothing for other kinds."""
    if one["kind"] != "task":
        return []
    row = next((row for row in task_rows(index, now) if row["id"] == one["id"]), None)
    if row is None:
        return []
    late = f"，逾期 {row['overdue_days']} 天" if row["overdue_days"] else ""
    owed = f"；欠报：{'、'.join(row['owed'])}" if row["owed"] else ""
    light = [("亮灯", f"{row['light']['name']}：{row['light']['reason']}")] if row["light"] else []
    reporters = f"{'、'.join(row['units']) or '由别的记录体现'}{owed}"
    return [("状态", f"{row['state']}{late}"), *light, ("填报单位", reporters)]


def _matter(index: IndexReader, one: Row, now: datetime) -> Row:
    """How a matter stands today: {status, due, overdue_days, last}; nothing for other kinds."""
    if one["kind"] != "matter":
        return {}
    row = next((row for row in matters(index, now.date()) if row["id"] == one["id"]), {})
    return {key: row[key] for key in ("status", "due", "overdue_days", "last") if row}


def _matter_lines(matter: Row) -> Sequence[tuple[str, str]]:
    """状态 在办，逾期 3 天; 现期限 where it was put off is the due date in force."""
    if not matter:
        return []
    late = f"，逾期 {matter['overdue_days']} 天" if matter["overdue_days"] else ""
    return [("状态", f"{matter['status']}{late}"), ("现期限", matter["due"])]


def _above(one: Row, record: Row, now: datetime, duties: Answer | None) -> Sequence[Block]:
    """What is told before the fields: that a project is not followed yet, how much a unit answers for."""
    waiting = ""
    if one["kind"] == "project":
        waiting = untracked_note(one["id"], record["draft"], (record["tracked"] or {}).get("since"), now.date())
    blocks: list[Block] = [Text(waiting, "warn")] if waiting else []
    return blocks + [block for block in (duties.blocks if duties else ()) if isinstance(block, Text)]


def _history(events: Sequence[Row]) -> Sequence[Block]:
    return [Heading("大事记", 2), Table(COLUMNS, events)] if events else []
