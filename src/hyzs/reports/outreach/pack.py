"""Five lists and a map (五单一图谱) of a chain on one print: goals, built, courted, problems, achievements, the map."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from hyzs.fields.index_reader import IndexReader, resolve_name
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, Heading, PublicColumn, Row, Table, Text
from hyzs.model.decimals import total_of
from hyzs.model.lateness import in_force
from hyzs.model.printed_report import PrintedReport
from hyzs.query.chains import Chains
from hyzs.query.matters import CLOSED, matters
from hyzs.query.open_needs import needs_now
from hyzs.reports.outreach.chain import chain_map

GOALS = "SELECT g.text, g.by, g.source FROM industry_goal g WHERE g.record = :id ORDER BY g.pos"
CHIEF = f"""
SELECT h.value FROM holding h WHERE h.kind = 'industry' AND h.record = :id AND h.field = 'chief'
  AND {in_force("h")}
"""
ACHIEVEMENTS = """
SELECT a.id, a.name, a.owner, a.maturity, a.industry, a.sample
FROM in_values v JOIN achievement a ON a.industry = v.value
WHERE coalesce(a.draft, 0) = 0 ORDER BY a.id
"""
#: The maturities of achievements that can be put to industrial use, the readiest first.
_MATURITIES = ("产业化", "中试", "小试", "实验室")
_GOALS = [PublicColumn("text", "发展目标"), PublicColumn("by", "期限", "date"), PublicColumn("source", "依据")]
_PROJECTS = [
    Column("name", "项目", level="内部", substitute="public_name"),
    PublicColumn("node", "环节"),
    PublicColumn("tier", "类别"),
    PublicColumn("stage", "阶段"),
    PublicColumn("county", "属地"),
    PublicColumn("total", "总投资", "number", "万元"),
    Column("next_node", "下一步", level="内部"),
    Column("next_by", "期限", "date", level="内部"),
]
_PROBLEMS = [
    Column("project_name", "项目", level="内部"),
    Column("text", "问题", level="内部", wide=True),
    Column("who", "承办单位", level="内部"),
    Column("due", "期限", "date", level="内部"),
]
_ACHIEVEMENTS = [
    PublicColumn("name", "成果"),
    PublicColumn("owner", "持有单位"),
    PublicColumn("maturity", "成熟度"),
    PublicColumn("industry", "环节"),
]

#: The lists of the pack: title, columns, and the sentence where there is nothing.
_LISTS: dict[str, tuple[str, Sequence[Column], str]] = {
    "goals": ("发展目标", _GOALS, "没有写发展目标"),
    "built": ("在建和已投产项目", _PROJECTS, "没有在建的项目"),
    "courted": ("招商引资项目", _PROJECTS, "没有在招引的项目"),
    "problems": ("重点问题", _PROBLEMS, "没有未了结的问题"),
    "achievements": ("可产业化科研成果", _ACHIEVEMENTS, "没有登记成果"),
}


def pack(index: IndexReader, now: datetime, subject: str) -> Answer:
    """One row per node, as in ``chain``; beside them ``goals``, ``built``, ``courted``, ``problems``, ``achievements``.

    The lists have what is on the industry itself or on a node of it; ``total`` of the summary is 万元. A list that is
    empty says so.

    Raises: NotFound: there is no such industry.
    """
    day = now.date()
    industry = resolve_name(index, subject, "industry")
    name = industry["name"]
    chains = Chains(index, day)
    graph, rows, _ = chain_map(chains, name)
    lists = {
        "goals": index.rows(GOALS, id=industry["id"]),
        **_lists(index, now, chains, list(dict.fromkeys((name, *chains.tree.descendants(name))))),
    }
    projects = (*lists["built"], *lists["courted"])
    chiefs = [value for (value,) in index.tuples(CHIEF, id=industry["id"], day=str(day))]
    return Answer(
        "pack",
        {"industry": name},
        rows,
        {
            "nodes": len(rows),
            **{key: len(list_rows) for key, list_rows in lists.items()},
            "total": total_of(project["total"] for project in projects),
        },
        {"edges": graph.edges.rows, **lists},
        blocks=[
            Text(f"链长：{'、'.join(chiefs) or '没有写'}", level="公开"),
            Heading("产业链图谱", 2, "公开"),
            graph,
            *_list_blocks(lists),
        ],
        title=f"{name}“五单一图谱”",
        title_level="公开",
        stamp=Stamp(period=str(day), sample=any(row["sample"] for row in (*rows, *projects)) or None),
    )


def _list_blocks(lists: dict[str, list[Row]]) -> Iterator[Block]:
    """Each list under its number, title and count; a sentence for one without rows."""
    for number, (key, (title, columns, nothing)) in zip("一二三四五", _LISTS.items(), strict=True):
        yield Heading(f"{number}、{title}（{len(lists[key])}）", 2, "公开")
        yield Table(columns, lists[key]) if lists[key] else Text(nothing, "note", level="公开")


def _lists(index: IndexReader, now: datetime, chains: Chains, industries: list[str]) -> dict[str, list[Row]]:
    """Lists on these industries: projects built and courted, their problems, achievements."""
    nodes = chains.nodes(industries)
    names_by_id = {project["id"]: project["name"] for node in nodes for project in node.projects}
    return {
        "built": [project for node in nodes for project in node.here],
        "courted": [project for node in nodes for project in node.coming],
        "problems": _problems(index, now, names_by_id),
        "achievements": _achievements(index, industries),
    }


def _problems(index: IndexReader, now: datetime, names_by_id: dict[str, str]) -> list[Row]:
    """Open needs and matters of these projects: {project, project_name, text, who, due}, by their day."""
    needs = [
        {"project": need["project"], "text": need["text"], "who": need["to"], "due": need["due"]}
        for need in needs_now(index, now)
        if need["project"] in names_by_id and not need["out"]
    ]
    own = [
        {"project": row["project_id"], "text": row["text"], "who": row["lead"], "due": row["due"]}
        for row in matters(index, now.date())
        if row["project_id"] in names_by_id and row["status"] != CLOSED
    ]
    rows = [{**row, "project_name": names_by_id[row["project"]]} for row in (*own, *needs)]
    return sorted(rows, key=lambda row: (row["due"] or "9", row["project"]))


def _achievements(index: IndexReader, names: Sequence[str]) -> list[Row]:
    """Achievements of these industries, the readiest first."""
    keys = ("id", "name", "owner", "maturity", "industry", "sample")
    rows = [dict(zip(keys, row, strict=True)) for row in index.tuples(ACHIEVEMENTS, names)]
    return sorted(rows, key=lambda row: (_MATURITIES.index(row["maturity"]), row["id"]))


PACK = PrintedReport(
    "pack",
    "五单一图谱",
    "一个产业的发展目标、在建项目、招引项目、重点问题、科研成果五张单子和产业链图",
    pack,
    of="subject",
    required="产业",
    subject_kind="industry",
    position=45,
)
