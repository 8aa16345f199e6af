"""Holders of a record: the units and people that it names to answer for it, as of the day."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from hyzs.fields.field_catalog import FieldCatalog
from hyzs.fields.index_reader import (
    CAPTIONED,
    IndexReader,
    parse_choice,
    records_by_name,
    records_by_partial_name,
    resolve_name,
    valid_text,
)
from hyzs.fields.name_order import route_sort_key
from hyzs.model.annotations import DUTIES
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Column, Group, PublicColumn, Row, Table, Text
from hyzs.model.errors import BadUsage
from hyzs.model.lateness import in_force

HOLDERS = "unit|person"
#: Every duty of the record, and of the tasks of a measure, with its holder on the day.
SQL = f"""
SELECT m.duty AS role, coalesce(r.kind, 'unit') AS kind, c.id, coalesce(c.name, m.text) AS name,
       m.open, m.subject_kind, m.subject_id, m.subject_name, m.at
FROM mention m LEFT JOIN resolved_name c ON c.text = m.text AND c.kinds = m.kinds
LEFT JOIN record r ON r.id = c.id AND instr('|' || m.kinds || '|', '|' || r.kind || '|') > 0
WHERE m.duty <> '' AND m.kind <> 'return' AND m.subject_kind <> 'need'
  AND (m.subject_id = :id AND m.subject_kind = :kind
       OR m.subject_kind = 'task' AND m.subject_id IN (SELECT id FROM task WHERE record = :id))
  AND {in_force("m")}
"""
_KEYS = ("role", "kind", "id", "name", "subject_kind", "subject_id", "subject_name")
MEASURE = "SELECT m.id, m.name FROM task t JOIN measure m ON m.id = t.record WHERE t.id = :id"


def has_holders(index: IndexReader, text: str) -> bool:
    """True if the text means a record that has holders, rather than a unit or person."""
    text = valid_text(text)
    if records_by_name(index, text, HOLDERS):
        return False
    kinds = held_kinds(index)
    exact = records_by_name(index, text, kinds) or [
        row for row in index.rows(CAPTIONED, text=text) if row["kind"] in kinds.split("|")
    ]
    return bool(exact) or (
        not records_by_partial_name(index, text, HOLDERS) and bool(records_by_partial_name(index, text, kinds))
    )


def held_kinds(index: IndexReader) -> str:
    """The kinds whose records name who answers for them, and are not those who answer."""
    catalog = FieldCatalog(index)
    duty_kinds = (kind.name for kind in catalog.kinds if catalog.has_duties(kind.name))
    return "|".join(name for name in duty_kinds if name not in HOLDERS.split("|"))


def holders(index: IndexReader, text: str, now: datetime, role: str | None = None) -> Answer:
    """Units and people that the record named ``text`` names, by duty; of a measure those of its tasks too.

    A task that names no lead has its measure's: ``via`` is the measure then.

    Raises: NotFound where no such record is; BadUsage where ``role`` is no duty.
    """
    record = resolve_name(index, text, held_kinds(index))
    role = parse_choice(role, DUTIES, f"没有“{role}”这种责任") if role else None
    rows = _rows(index, record, now)
    if record["kind"] == "task" and not any(row["role"] == "lead" for row in rows):
        measure = index.rows(MEASURE, id=record["id"])[0]
        of_measure = _rows(index, {**measure, "kind": "measure"}, now)
        led = [row for row in of_measure if row["role"] == "lead" and row["subject_kind"] == "measure"]
        rows = [*rows, *({**row, "via": measure["name"]} for row in led)]
    rows = sorted((row for row in rows if role in (None, row["role"])), key=lambda row: list(DUTIES).index(row["role"]))
    counts = Counter(row["role"] for row in rows)
    return Answer(
        report="who",
        params={"unit": None, "record": record["id"], "kind": record["kind"], "role": role},
        rows=rows,
        summary={duty: counts[duty] for duty in counts},
        blocks=[
            Text("  ".join(f"{DUTIES[duty]} {n}" for duty, n in counts.items()) or "没有写由谁负责"),
            Table(_columns(rows, record), rows, [Group(f"{DUTIES[duty]}({n})", n) for duty, n in counts.items()]),
        ],
        title=f"{record['name']} 由谁负责",
        stamp=Stamp(filter=DUTIES[role] if role else ""),
    )


def _rows(index: IndexReader, record: Row, now: datetime) -> list[Row]:
    """Duties in the order of the file, those of the record before those of its tasks."""
    rows = index.rows(SQL, id=record["id"], kind=record["kind"], day=str(now.date()))
    rows.sort(key=lambda row: (row["subject_id"] != record["id"], route_sort_key(row["at"])))
    return [{**{key: row[key] for key in _KEYS}, "open": bool(row["open"]), "via": None} for row in rows]


def _columns(rows: Sequence[Row], record: Row) -> list[Column]:
    """Columns; task and measure of a row only where some row has one."""
    optional = [
        PublicColumn(
            "subject_name", "任务", wide=True, get=lambda row: row["subject_name"] if _is_below(row, record) else None
        ),
        PublicColumn("via", "经由"),
    ]
    return [
        PublicColumn("role", "责任", get=lambda row: DUTIES[row["role"]]),
        PublicColumn("id", "编号"),
        PublicColumn("name", "名称"),
        PublicColumn("open", "名单", get=lambda row: "等" if row["open"] else None),
        *(column for column in optional if any(column.value(row) for row in rows)),
    ]


def _is_below(row: Row, record: Row) -> bool:
    """True if the row is of a task of the measure ``record``."""
    return bool(row["subject_id"] != record["id"] and not row["via"])


def refuse_options(*, direct: bool, plan: str | None) -> None:
    """Refuse options that only a unit or person has. Raises: BadUsage: one of them is given."""
    if direct or plan:
        raise BadUsage(f"问一条记录由谁负责，不用 {'--direct' if direct else '--plan'}", "问单位或人员时才用")
