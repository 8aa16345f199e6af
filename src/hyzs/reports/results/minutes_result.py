"""Result of importing minutes: matters, units that are new, and all that was left over."""

from collections import Counter
from typing import Any

from hyzs.model.answer import Answer
from hyzs.model.blocks import Block, Column, Heading, Row, Table, Text

#: States of items as people read them.
STATES = {"new": "新草稿", "same": "一样", "moved": "原文动过，没有改"}
_ITEMS = [
    Column("label", "第几项"),
    Column("state", "结果", get=lambda row: STATES[row["state"]]),
    Column("id", "编号"),
    Column("text", "事项", wide=True),
    Column("lead", "主办"),
    Column("assist", "协办", "list"),
    Column("due", "期限", "date"),
]
_RESIDUE = [Column("id", "编号"), Column("text", "待核的话", wide=True)]
_UNITS = [Column("id", "编号"), Column("name", "单位"), Column("near", "相近的")]
_FREE = [
    Column("paragraph", "段", "number"),
    Column("text", "没有作为事项的段落", wide=True),
    Column("reason", "原因", wide=True),
]


def minutes_import_answer(result: Any, *, dry: bool) -> Answer:
    """One row per item: {id, state, label, text, lead, assist, due, quote, residue}; then units and free paragraphs."""
    counts = Counter(row["state"] for row in result.rows)
    residue: list[Row] = [{"id": row["id"], "text": text} for row in result.rows for text in row["residue"]]
    verb = "要收" if dry else "收了"
    head = f"{result.meeting or '会议'}纪要 {result.number} {result.on}".replace("  ", " ")
    states = "，".join(f"{STATES[state]} {counts[state]}" for state in STATES if counts[state])
    blocks: list[Block] = [Text(head), Table(_ITEMS, result.rows)]
    parts = (
        ("待核的话", _RESIDUE, residue),
        ("没有登记过的单位，拟成草稿", _UNITS, result.units),
        ("没有作为事项的段落", _FREE, result.free),
    )
    for heading, columns, rows in parts:
        blocks += [Heading(heading, 2), Table(columns, rows)] if rows else []
    blocks += [Text(remark, "note") for remark in result.remarks]
    count = f"{verb} {len(result.rows)} 项：{states or '没有'}"
    blocks.append(Text(f"{count}；没有作为事项的段落 {len(result.free)} 段"))
    if counts["new"]:
        blocks.append(Text("都是草稿，不计数，不欠办；核对以后 hyzs accept 编号…"))
    return Answer(
        "import-minutes",
        {"number": result.number or None, "on": str(result.on), "dry_run": dry},
        result.rows,
        {"items": len(result.rows), **{state: counts[state] for state in STATES}, "free": len(result.free)},
        {"meeting": result.meeting, "units": result.units, "free": result.free, "remarks": result.remarks},
        blocks=blocks,
        title="收会议纪要",
    )
