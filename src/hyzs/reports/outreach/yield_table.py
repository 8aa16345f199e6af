"""Results of events, partners, units, channels, firms, industries or parks; the last row counts a project once."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, PublicColumn, Row, Table, Text
from hyzs.query.yields import SUBJECTS, UNNAMED, yields

TOTAL = "合计"
#: Subjects whose names are for nobody outside.
_INTERNAL = ("event", "partner", "firm")
_COUNTS = [
    PublicColumn("leads", "线索", "number"),
    PublicColumn("talks", "在谈", "number"),
    PublicColumn("signed", "签约", "number"),
    PublicColumn("started", "开工", "number"),
    PublicColumn("producing", "投产", "number"),
    Column("total", "总投资", "number", "万元", level="内部"),
    Column("contract", "合同额", "number", "万元", level="内部"),
    Column("paid_in", "到位资金", "number", "万元", level="内部"),
    PublicColumn("median_days_to_sign", "到签约中位天数", "number"),
]


def yield_table(
    index: IndexReader, by: str, now: datetime, where: str | None = None, cohort: int | None = None
) -> Answer:
    """One row per subject, then 没有注明, then the sum: {by, id, below, projects, leads, talks, signed, …, rates, ids}.

    ``below``: so many subjects inside it are counted in its row; ``total``, ``contract``, ``paid_in`` in 万元;
    ``summary.projects``: projects of the last row, each once. Events have signing by the event of the first agreement
    that counts (``settings.counts``); ``other_agreements`` counts the rest that were signed there.

    Raises: BadUsage: the condition cannot be understood.
    """
    table = yields(index, by, now, where, cohort)
    subject = SUBJECTS[by]
    total = {**table.total, "by": TOTAL, "id": None, "below": 0}
    rows = [*table.rows, *([table.unnamed] if table.unnamed else []), total]
    label = subject.label
    notes = [f"{label} {len(table.rows)} 个，项目 {total['projects']} 个，合计里每个只算一次"]
    if table.unnamed:
        notes.append(f"{UNNAMED}{label}的 {table.unnamed['projects']} 个")
    blocks: list[Block] = [
        Text("；".join(notes), level="公开"),
        Table(_columns(rows, label, by), rows),
    ]
    if table.idle:
        blocks.append(Text(f"另有 {table.idle} 个{label}没有项目，没有列；写 --where 就列出来", "note", level="公开"))
    if cohort:
        blocks.append(Text(f"只算 {cohort} 年来的项目；没有日期的不算", "note", level="公开"))
    return Answer(
        "yield",
        {"by": by, "where": where, "cohort": cohort},
        rows,
        {
            "projects": total["projects"],
            "unnamed": table.unnamed["projects"] if table.unnamed else 0,
            "not_listed": table.idle,
        },
        blocks=blocks,
        title=f"招商成果（按{label}）",
        title_level="公开",
        stamp=Stamp(period=str(now.date()), filter=where or ""),
    )


def _columns(rows: list[Row], label: str, by: str) -> list[Column]:
    """The columns; rates and further agreements only where there are any."""
    level = "内部" if by in _INTERNAL else "公开"
    rates = list(rows[-1]["rates"])
    columns = [Column("by", label, level=level, get=_called), *_COUNTS]
    columns += [PublicColumn(f"rate.{name}", f"{name}(%)", "number", get=_rate(name)) for name in rates]
    if any(row["other_agreements"] for row in rows):
        columns.append(PublicColumn("other_agreements", "另有协议", get=_others))
    return columns


def _called(row: Row) -> str:
    return f"{row['by']}（含下级）" if row["below"] else str(row["by"])


def _rate(name: str) -> Callable[[Row], Any]:
    return lambda row: row["rates"][name]["value"]


def _others(row: Row) -> str | None:
    return "，".join(f"{kind} {count}" for kind, count in row["other_agreements"].items()) or None
