"""Projects in the columns and units of another platform; and its mandatory cells that are empty."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any

from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer
from hyzs.model.blocks import Block, Column, PublicColumn, Row, Table, Text
from hyzs.model.column_heading import unit_in
from hyzs.model.column_mapping import ColumnMapping
from hyzs.model.decimals import convert_unit
from hyzs.model.errors import BadUsage
from hyzs.reports.list_ import list_
from hyzs.reports.visibility_guard import require_visible

_REPORTER = ("reporter", "park", "county", "lead")
_MISSING = [
    Column("project", "项目", level="内部"),
    PublicColumn("id", "编号"),
    PublicColumn("heading", "缺的必填格"),
    PublicColumn("reporter", "填报单位"),
]


def export(
    index: IndexReader, mapping: ColumnMapping, now: datetime, where: str | None = None, audience: str = "full"
) -> Answer:
    """Projects that meet the condition (drafts are left out), one column per heading; and missing mandatory cells.

    Raises: BadUsage where the condition is not for the ``audience``, or a heading names a wrong unit.
    """
    require_visible(index, "project", now, audience, condition=where)
    fields = dict.fromkeys(field for field in mapping.fields.values() if field)
    names = dict.fromkeys(("id", "name", "draft", *_REPORTER, *fields))
    selection = list_(index, "project", now, where, "id", ",".join(names))
    about = {column.key: column for block in selection.blocks if isinstance(block, Table) for column in block.columns}
    by_field = dict(zip(names, about.values(), strict=True))
    columns = [
        _column(heading, by_field[field] if field else None, n)
        for n, (heading, field) in enumerate(mapping.fields.items())
    ]
    rows = [row for row in selection.rows if not row["draft"]]
    out = [{column.key: column.value(row) for column in columns} for row in rows]
    plain = [Column(c.key, c.label, c.type, level=c.level) for c in columns]
    missing = [
        {"project": row["name"], "id": row["id"], "heading": c.label, "reporter": _reporter(row)}
        for row, values in zip(rows, out, strict=True)
        for c in plain
        if c.label in mapping.mandatory and values[c.key] in (None, "", [])
    ]
    missing_blocks: list[Block] = [Text(f"缺 {len(missing)} 格必填", "warn"), Table(_MISSING, missing)]
    subjects = [row["id"] for row in rows]
    blocks: list[Block] = [Table(plain, out, subjects=subjects), *(missing_blocks if missing else [])]
    summary = {"count": len(out), "missing": len(missing)}
    return Answer("export", {"where": where}, out, summary, {"missing": missing}, blocks)


def _column(heading: str, source: Column | None, place: int) -> Column:
    """Column under that heading: a field in the unit that the heading names; empty without a field."""
    if source is None:
        return PublicColumn(f"c{place}", heading, get=lambda row: None)
    try:
        unit = unit_in(heading, source.unit) if source.unit else None
    except ValueError as error:
        raise BadUsage(f"表头“{heading}”：{error}") from None
    get = _scaled(source, unit.factor) if unit else source.value
    return Column(f"c{place}", heading, source.type, level=source.level, get=get)


def _scaled(source: Column, worth: Decimal) -> Callable[[Row], Any]:
    def value(row: Row) -> Any:
        number = source.value(row)
        return None if number is None else convert_unit(number, worth)

    return value


def _reporter(row: Row) -> str | None:
    return next((row[name] for name in _REPORTER if row.get(name)), None)
