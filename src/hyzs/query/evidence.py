"""Evidence of facts: each file with the fact that it proves, and the level of those who may know of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from hyzs.fields.field_catalog import Field, FieldCatalog
from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Block, Column, Heading, PublicColumn, Row, Table
from hyzs.model.json_pointer import from_pointer
from hyzs.model.print_options import LEVELS, strictest_level

#: Gives the bytes on this machine by sha256; only asked where a record has files.
Places = Callable[[], Mapping[str, Any]] | None
#: Files beside the facts of a record, and beside the lines of returns that are about it.
EVIDENCE = """
SELECT e.name, e.sha256, e.size, e.level, e."on", e.kind, e.record, e.week, e.at, r.at AS record_at,
  'data/' || f.path AS path, (SELECT u.unit FROM "return" u WHERE u.file = e.file AND u.item = e.item) AS unit
FROM evidence e JOIN file f ON f.id = e.file JOIN record r ON r.file = e.file AND r.item = e.item
WHERE e.record = :id OR EXISTS (
  SELECT 1 FROM entry o WHERE o.file = e.file AND o.item = e.item AND o.seq = e.owner AND o.key_id = :id
) OR EXISTS (
  SELECT 1 FROM task_entry o WHERE o.file = e.file AND o.item = e.item AND o.seq = e.owner AND o.key_id = :id
)
ORDER BY e."on", f.path, e.at
"""
#: Files beside the facts of projects, and beside the lines of returns that are about them.
PROJECT_EVIDENCE = """
SELECT e.project, e.name, e.sha256, e.size, e.level, e."on", e.kind, e.record, e.week, e.at, r.at AS record_at,
  'data/' || f.path AS path, (SELECT u.unit FROM "return" u WHERE u.file = e.file AND u.item = e.item) AS unit
FROM (
  SELECT own.record AS project, own.* FROM evidence own WHERE own.kind = 'project'
  UNION ALL
  SELECT o.key_id AS project, line.* FROM evidence line
  JOIN entry o ON o.file = line.file AND o.item = line.item AND o.seq = line.owner
  WHERE line.kind = 'return' AND o.key_id IS NOT NULL
) e JOIN file f ON f.id = e.file JOIN record r ON r.file = e.file AND r.item = e.item
ORDER BY e.project, e."on", f.path, e.at
"""
#: Lines of a record in returns, the latest first.
RETURN_LINES = """
SELECT o.at, o.week, u.unit, f.path, b.json FROM "{table}" o
JOIN file f ON f.id = o.file JOIN body b ON b.file = o.file AND b.item = o.item
JOIN "return" u ON u.file = o.file AND u.item = o.item
WHERE o.key_id = :id AND (:week IS NULL OR o.week = :week) ORDER BY o.week DESC, u.unit
"""
#: The ids of records and of their parts that have ids.
IDS = "SELECT DISTINCT text FROM name WHERE how = 'id'"
#: The units that answer for a record.
ANSWERING = """
SELECT DISTINCT r.name FROM mention m JOIN record r ON r.id = m.target AND r.kind = 'unit'
WHERE m.record = :id AND m.duty <> ''
"""
#: The tables of lines in returns, by the kind that they are about.
LINE_TABLES = {"project": "entry", "task": "task_entry"}


def evidence_of(index: IndexReader, catalog: FieldCatalog, id: str, places: Places = None) -> list[Row]:
    """Rows {name, fact, level, size, on, sha256, path, at} of the record; ``level`` is the strictest on the way there.

    The way leads over the fact: a public file beside a fact that is for nobody outside is for nobody outside. With
    ``places`` (of bytes, by sha256) each row has its ``place`` too, None where its bytes are not on this machine.
    """
    rows = index.rows(EVIDENCE, id=id)
    files = [_row(catalog, row) for row in rows]
    if places is None or not files:
        return files
    places_by_hash = {sha256: str(place) for sha256, place in places().items()}
    return [{**file, "place": places_by_hash.get(file["sha256"])} for file in files]


def project_evidence(index: IndexReader) -> list[Row]:
    """Rows of all projects, as ``evidence_of`` gives them, each with its ``project``."""
    rows = index.rows(PROJECT_EVIDENCE)
    catalog = FieldCatalog(index) if rows else None
    return [{"project": row["project"], **_row(catalog, row)} for row in rows if catalog]


def known_ids(index: IndexReader) -> set[str]:
    """Ids by which files that are handed in can name what they prove."""
    return {id for (id,) in index.tuples(IDS)}


def answering_units(index: IndexReader, id: str) -> set[str]:
    """Names of the units that have a duty in the record."""
    return {name for (name,) in index.tuples(ANSWERING, id=id)}


def _row(catalog: FieldCatalog, row: Row) -> Row:
    steps = from_pointer(row["at"])[len(from_pointer(row["record_at"])) : -2]
    fields = list(_fields_on(catalog, row["kind"], steps))
    label = _fact_label(fields, steps) or next(kind.label for kind in catalog.kinds if kind.name == row["kind"])
    levels = [field.level for field in fields if field] if None not in fields else [LEVELS[-1]]
    values = {key: row[key] for key in ("name", "size", "on", "sha256", "path", "at")}
    fact = f"周填报 {row['unit']} {row['week']}" if row["unit"] else label
    return {**values, "fact": fact, "level": strictest_level([row["level"], *levels])}


def _fields_on(catalog: FieldCatalog, kind: str, steps: Sequence[str | int]) -> Iterator[Field | None]:
    """The fields that steps name, in their order; None for a step that is neither a field, nor a key of one."""
    prefix, keys = "", 0
    for step in steps:
        if keys:
            keys -= 1
            continue
        if isinstance(step, int):
            continue
        field = next((field for field in catalog.by_kind[kind] if field.name == f"{prefix}{step}"), None)
        yield field
        if field is None:
            return
        if field.type == "part":
            prefix = f"{field.name}."
        elif field.tbl:
            kind, prefix = field.tbl, ""
            keys = 0 if field.keys is None else len(field.keys.split("/"))


def _fact_label(fields: Sequence[Field | None], steps: Sequence[str | int]) -> str:
    """The labels of the fields, with keys and positions as they stand: 节点 开工, 协议 1."""
    labels = {field.name.rpartition(".")[2]: field.label for field in fields if field}
    return " ".join(str(step + 1) if isinstance(step, int) else labels.get(step, step) for step in steps)


def evidence_blocks(rows: Sequence[Row]) -> list[Block]:
    """A table of the files, each for those who may know of it; where rows have a ``place``, with that."""
    if not rows:
        return []
    level = min((row["level"] for row in rows), key=LEVELS.index)
    columns: list[Column] = [
        PublicColumn("number", "序号", "number"),
        PublicColumn("name", "文件名", wide=True),
        PublicColumn("fact", "证明"),
        PublicColumn("level", "密级"),
        PublicColumn("size", "大小", get=lambda row: size_text(row["size"])),
        PublicColumn("on", "附上", "date"),
    ]
    if "place" in rows[0]:
        columns.append(Column("place", "在哪里", wide=True, get=lambda row: row["place"] or "本机没有"))
    numbered = [{"number": number, **row} for number, row in enumerate(rows, 1)]
    return [Heading("附件", 2, level), Table(columns, numbered, row_level="level")]


def size_text(size: int) -> str:
    """A number of bytes as people say it: 812 字节, 1.2 MB."""
    for unit, factor in (("GB", 1e9), ("MB", 1e6), ("KB", 1e3)):
        if size >= factor:
            return f"{size / factor:.1f} {unit}"
    return f"{size} 字节"
