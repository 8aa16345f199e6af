"""Crowded industries (内卷): those that several parks claim as their main one, and projects that nobody can place."""

from collections import defaultdict
from datetime import date

from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, PublicColumn, Row, Text
from hyzs.model.lateness import in_force
from hyzs.model.printed_report import PrintedReport
from hyzs.model.quotient import quotient
from hyzs.query.chains import chain_rules
from hyzs.query.industries import IndustryTree
from hyzs.reports.optional_sections import filled_table

#: Parks and the industries that they claim as main ones, as on a day.
CLAIMS = f"""
SELECT u.name AS park, r.name AS industry FROM mention m
JOIN resolved_name r ON r.text = m.text AND r.kinds = m.kinds AND r.id IS NOT NULL
JOIN unit u ON u.id = m.record
WHERE m.kind = 'unit' AND m.field = 'industries' AND coalesce(u.draft, 0) = 0
  AND {in_force("u")}
ORDER BY u."order", u.id
"""
PROJECTS = "SELECT p.industry, count(*) FROM project p WHERE coalesce(p.draft, 0) = 0 GROUP BY 1"
#: The industry of projects that fit nowhere.
OTHER = "其他"
_COLUMNS = [
    PublicColumn("industry", "产业或环节"),
    PublicColumn("count", "园区数", "number"),
    PublicColumn("parks", "列为主导产业的园区", "list"),
    PublicColumn("projects", "项目数", "number"),
]


def crowd(index: IndexReader, day: date) -> Answer:
    """One row per industry that ``settings.chain.crowded`` parks claim as main: {industry, count, parks, projects}.

    A claim of a node counts for the node alone; ``projects`` counts those on the industry and below it. ``unplaced`` is
    the share of projects whose industry is 其他 or not written, in percent.
    """
    rules, tree = chain_rules(index), IndustryTree(index)
    claims: dict[str, list[str]] = defaultdict(list)
    for row in index.rows(CLAIMS, day=str(day)):
        claims[row["industry"]].append(row["park"])
    counts: dict[str | None, int] = dict(index.tuples(PROJECTS))
    rows: list[Row] = [
        {
            "industry": name,
            "count": len(parks),
            "parks": parks,
            "projects": sum(counts.get(other, 0) for other in (name, *tree.descendants(name))),
        }
        for name, parks in claims.items()
        if rules.crowded and len(parks) >= rules.crowded
    ]
    rows.sort(key=lambda row: (-row["count"], row["industry"]))
    total, unplaced = sum(counts.values()), counts.get(OTHER, 0) + counts.get(None, 0)
    share = quotient(unplaced, total, 1) if total else None
    blocks: list[Block] = [
        Text(_heading(rows, rules.crowded, len(claims)), level="公开"),
        *filled_table(_COLUMNS, rows),
        Text(f"产业写“{OTHER}”或没有写的项目 {unplaced}/{total}，占 {share}%：它们落在哪里都看不出合不合", level="公开")
        if total
        else Text("没有项目", level="公开"),
        Text(f"门槛：{rules.source}" if rules.source else "设置里没有写 chain", "note", level="公开"),
    ]
    summary = {"crowded": len(rows), "claimed": len(claims), "projects": total, "unplaced": unplaced, "share": share}
    return Answer(
        "crowd",
        {"parks": rules.crowded},
        rows,
        summary,
        blocks=blocks,
        title="主导产业重复情况",
        title_level="公开",
        stamp=Stamp(period=str(day)),
    )


def _heading(rows: list[Row], least: int, claimed: int) -> str:
    if not least:
        return "设置里没有写几个园区算拥挤(chain.crowded)"
    count = f"有 {len(rows)} 个" if rows else "没有"
    return f"园区列为主导产业的产业 {claimed} 个，{least} 个以上园区都列的{count}"


CROWD = PrintedReport(
    "crowd", "主导产业重复", "哪些产业有几个园区都列为主导产业；写“其他”的项目占多少", crowd, position=44
)
