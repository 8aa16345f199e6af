"""Result of importing a policy document: measures, units, and all that was left over."""

from collections import Counter
from typing import Any

from hyzs.model.answer import Answer
from hyzs.model.blocks import Block, Column, Heading, Row, Table, Text

#: States of measures as people read them.
STATES = {
    "new": "新草稿",
    "changed": "草稿已跟着改",
    "conflict": "两边都改了",
    "suspect": "原文动过",
    "unquoted": "没有摘录原文",
    "same": "一样",
}


def _owners(row: Row) -> str:
    names = "、".join((*row["responsible"], *row["groups"]))
    return f"{names}（不穷举）" if row["open"] else names


_MEASURES = [
    Column("number", "序号", level="公开"),
    Column("state", "结果", level="公开", get=lambda row: STATES[row["state"]]),
    Column("id", "编号", level="公开"),
    Column("name", "举措", level="公开"),
    Column("lead", "牵头单位", level="公开", get=lambda row: "、".join(row["lead"])),
    Column("responsible", "责任单位", level="公开", wide=True, get=_owners),
    Column("tasks", "任务", level="公开", get=lambda row: len(row["tasks"])),
]
_RESIDUE = [
    Column("id", "编号", level="公开"),
    Column("text", "没有认作单位的话", level="公开", wide=True),
]
_UNITS = [
    Column("id", "编号", level="公开"),
    Column("name", "单位", level="公开"),
    Column("type", "类型按名称拟为", level="公开"),
    Column("near", "相近的", level="公开"),
]
_FREE = [Column("paragraph", "段", level="公开"), Column("text", "没有入举措的段落", level="公开", wide=True)]


def plan_import_answer(result: Any, *, dry: bool) -> Answer:
    """One row per measure: {id, state, number, section, name, text, lead, responsible, groups, open, residue, …}."""
    counts = Counter(row["state"] for row in result.rows)
    residue = [{"id": row["id"], "text": text} for row in result.rows for text in row["residue"]]
    summary = {
        "measures": len(result.rows),
        **{state: counts[state] for state in STATES},
        "leads": len({name for row in result.rows for name in row["lead"]}),
        "names": len({name for row in result.rows for name in (*row["lead"], *row["responsible"])}),
        "units": len(result.units),
        "residue": len(residue),
        "free": len(result.free),
    }
    extra = {"plan": result.plan, "units": result.units, "free": result.free, "remarks": result.remarks}
    return Answer(
        "import",
        {"dry_run": dry, "kind": "plan", "plan": result.plan},
        result.rows,
        summary,
        extra,
        _blocks(result, summary, residue, dry=dry),
        title=f"收方案 {result.name}",
    )


def _blocks(result: Any, summary: dict[str, int], residue: list[Row], *, dry: bool) -> list[Block]:
    blocks: list[Block] = [Heading(f"{result.number} {result.name}".strip(), 2), Table(_MEASURES, result.rows)]
    for title, columns, rows in (
        ("待核的话", _RESIDUE, residue),
        ("没有登记过的单位", _UNITS, result.units),
        ("没有入举措的段落", _FREE, result.free),
    ):
        if rows:
            blocks += [Heading(f"{title}（{len(rows)}）", 3), Table(columns, rows)]
    blocks += [Text(remark, "warn") for remark in result.remarks]
    states = "，".join(f"{label} {summary[state]}" for state, label in STATES.items() if summary[state])
    blocks.append(
        Text(f"{summary['measures']} 条举措：{states}；牵头单位 {summary['leads']} 个，单位共 {summary['names']} 个")
    )
    if summary["new"]:
        verb = "要收的" if dry else "收下的"
        blocks.append(Text(f"{verb}举措和方案都是草稿：不计数，不欠报；核对以后 hyzs accept {result.plan}"))
    if summary["suspect"]:
        blocks.append(Text("原文动过的举措没有动：对照新的正文改好，再 hyzs accept 编号", "warn"))
    return blocks
