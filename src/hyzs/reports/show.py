"""One record: every field, then its events."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from hyzs.fields.field_catalog import Field, FieldCatalog
from hyzs.fields.index_reader import IndexReader
from hyzs.fields.record_query import RecordQuery, SelectedRows
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Row, Text
from hyzs.model.errors import BadConfig
from hyzs.query.evidence import Places, evidence_blocks, evidence_of
from hyzs.query.flows import Case, FlowBook, cases_of
from hyzs.query.matters import matters
from hyzs.query.projects import untracked_note
from hyzs.query.record_positions import LocatedRecord, locate_record
from hyzs.query.record_view import RecordView
from hyzs.query.task_rows import task_rows
from hyzs.query.timeline import COLUMNS, timeline
from hyzs.reports.optional_sections import filled_section
from hyzs.reports.who import who


def show(index: IndexReader, text: str, now: datetime, places: Places = None) -> Answer:
    """All fields, files and events of the record that people call ``text``, as of today.

    ``places`` gives the bytes of evidence on this machine, by sha256; None where they are nothing to readers.

    Raises: NotFound, as ``locate_record`` does.
    """
    record = locate_record(index, text)
    query = RecordQuery(index, record.kind, now)
    row = _row(query, record)
    view = RecordView(index, query.catalog)
    path = f"data/{record.path}"
    events = timeline(index, query.catalog, view, record.kind, record.id, row, path)
    contact = _first_contact(row)
    extra = {"kind": record.kind, "path": path, "timeline": events, "first_contact": contact}
    duties, matter = _duties(index, record, now), _matter(index, record, now)
    cases = _open_cases(index, record, now)
    extra |= {"steps": [case.row for case in cases]} if cases else {}
    files = evidence_of(index, query.catalog, record.id, places)
    extra |= {"evidence": files} if files else {}
    steps = [("下一步", "；".join(case.next_words for case in cases))] if cases else []
    lines = [*_contact_lines(contact), *_task_lines(index, record, now), *_matter_lines(matter), *steps]
    blocks = [*_head_blocks(record, row, now, duties), *view.blocks(record.kind, row, lines)]
    blocks += [*evidence_blocks(files), *_event_blocks(events)]
    return Answer(
        report="show",
        params={"id": record.id},
        rows=[row],
        extra=extra | ({"duties": duties.summary} if duties else {}) | ({"standing": matter} if matter else {}),
        blocks=blocks,
        title=f"{query.kind.label} {_caption(record, row)}",
        prose=True,
        stamp=Stamp(sample=record.is_sample),
        title_level=query.kind.level,
        about=record.id,
    )


def _caption(record: LocatedRecord, row: Row) -> str:
    """Name of the record, with names instead of ids: 衡南县 2026-W47."""
    body = record.body
    return " ".join(
        next((str(row[f]) for f in body if body[f] == word and row.get(f)), word) for word in record.name.split(" ")
    )


def _row(query: RecordQuery, record: LocatedRecord) -> Row:
    """Every field: single values as the index has them, lists and parts as the file has; absent is null or empty."""
    catalog = query.catalog
    paths = [query.whole_field(field) for field in catalog.fields(record.kind)]
    single = [path for path in paths if path.single]
    selected = SelectedRows(query, single, f"k.id = {query.parameters(record.id)}")
    position = next(iter(selected.positions))
    values = {path.name: selected.value(path, position) for path in single}
    top_fields = [field for field in catalog.by_kind[record.kind] if "." not in field.name]
    return {field.name: _field_value(field, catalog, values, record.body) for field in top_fields}


def _field_value(field: Field, catalog: FieldCatalog, values: Row, body: Any) -> Any:
    """The value of one field, with all below it."""
    file_value = body.get(field.name.rpartition(".")[2]) if isinstance(body, dict) else None
    if field.type == "part":
        inner = [f for f in catalog.by_kind[field.kind] if f.name.rpartition(".")[0] == field.name]
        values_below = {f.name.rpartition(".")[2]: _field_value(f, catalog, values, file_value) for f in inner}
        return values_below if any(value not in (None, [], {}) for value in values_below.values()) else None
    if field.name not in values:
        return file_value if file_value is not None else [] if field.keys is None else {}
    return file_value if field.many and isinstance(file_value, list) else values[field.name]


def _first_contact(row: Row) -> Row | None:
    """Unit that met the investor first: as ruled, else by the earliest claim; None without either."""
    ruling, claims = row.get("ruling"), row.get("claims") or []
    if ruling:
        return {"unit": ruling["unit"], "on": ruling["on"], "by": "ruling", "ruled_by": ruling["by"]}
    if not claims:
        return None
    first = min(claims, key=lambda claim: claim["on"])
    return {"unit": first["unit"], "on": first["on"], "by": "claim", "ruled_by": None}


def _duties(index: IndexReader, record: LocatedRecord, now: datetime) -> Answer | None:
    """The duties of a unit or person; None for other kinds, and where the settings cannot be read."""
    if record.kind not in ("unit", "person"):
        return None
    try:
        return who(index, record.id, now)
    except BadConfig:
        return None


def _contact_lines(first: Row | None) -> Sequence[tuple[str, str]]:
    if not first:
        return []
    how = f"{first['ruled_by']} {first['on']} 裁定" if first["ruled_by"] else f"{first['on']} 最早申报，未经裁定"
    return [("首谈单位", f"{first['unit']}（{how}）")]


def _task_lines(index: IndexReader, record: LocatedRecord, now: datetime) -> Sequence[tuple[str, str]]:
    """State, light and reporters of a task today; empty for other kinds."""
    if record.kind != "task":
        return []
    row = next((row for row in task_rows(index, now) if row["id"] == record.id), None)
    if row is None:
        return []
    late = f"，逾期 {row['overdue_days']} 天" if row["overdue_days"] else ""
    owed = f"；欠报：{'、'.join(row['owed'])}" if row["owed"] else ""
    light = [("亮灯", f"{row['light']['name']}：{row['light']['reason']}")] if row["light"] else []
    reporters = f"{'、'.join(row['units']) or '由别的记录体现'}{owed}"
    return [("状态", f"{row['state']}{late}"), *light, ("填报单位", reporters)]


def _matter(index: IndexReader, record: LocatedRecord, now: datetime) -> Row:
    """State of a matter today: {status, due, overdue_days, last}; empty for other kinds."""
    if record.kind != "matter":
        return {}
    row = next((row for row in matters(index, now.date()) if row["id"] == record.id), {})
    return {key: row[key] for key in ("status", "due", "overdue_days", "last") if row}


def _open_cases(index: IndexReader, record: LocatedRecord, now: datetime) -> list[Case]:
    """The cases of the record in which a step is owed today, by due day; a matter tells its own state above."""
    if record.kind == "matter":
        return []
    cases = [case for case in cases_of(index, FlowBook(index), [record.id], now.date()) if case.is_open]
    return sorted(cases, key=lambda case: str(case.row["due"] or "9"))


def _matter_lines(matter: Row) -> Sequence[tuple[str, str]]:
    """状态 在办，逾期 3 天; 现期限 is the deadline in force."""
    if not matter:
        return []
    late = f"，逾期 {matter['overdue_days']} 天" if matter["overdue_days"] else ""
    return [("状态", f"{matter['status']}{late}"), ("现期限", matter["due"])]


def _head_blocks(record: LocatedRecord, row: Row, now: datetime, duties: Answer | None) -> Sequence[Block]:
    """Blocks above the fields: a note on a project that is not tracked yet, the counted duties of a unit."""
    note = ""
    if record.kind == "project":
        note = untracked_note(record.id, row["draft"], (row["tracked"] or {}).get("since"), now.date())
    blocks: list[Block] = [Text(note, "warn")] if note else []
    return blocks + [block for block in (duties.blocks if duties else ()) if isinstance(block, Text)]


def _event_blocks(events: Sequence[Row]) -> Sequence[Block]:
    return filled_section("大事记", "公开", COLUMNS, events)
