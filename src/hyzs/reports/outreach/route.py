"""Route map of a chain (招商线路图): by open node the target firms, their place, courting unit, next step."""

from collections.abc import Iterator, Sequence
from datetime import date

from hyzs.fields.index_reader import IndexReader, resolve_name
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, PublicColumn, Row, Table, Text
from hyzs.model.printed_report import PrintedReport
from hyzs.query.chains import ChainNode, Chains

_COLUMNS = [
    PublicColumn("node", "环节"),
    PublicColumn("state", "状态"),
    Column("firm", "目标企业", level="内部"),
    PublicColumn("region", "所在地"),
    Column("courting", "招引单位", "list", level="内部"),
    Column("channel", "渠道", level="内部"),
    Column("project", "项目", "code", level="内部"),
    PublicColumn("stage", "阶段"),
    Column("next_node", "下一步", level="内部"),
    Column("next_by", "期限", "date", level="内部"),
]


def route(index: IndexReader, day: date, subject: str) -> Answer:
    """One row per target: {node, state, firm, firm_id, region, courting, channel, project, stage, next_node, next_by}.

    Nodes in the best state need nobody and are left out, counted in ``closed``; the weakest stand first. A node without
    a target has a row whose firm is null.

    Raises: NotFound: there is no such industry.
    """
    name = resolve_name(index, subject, "industry")["name"]
    chains = Chains(index, day)
    nodes = chains.map_nodes(name)
    order = {state: place for place, state in enumerate(reversed(chains.rules.names))}
    best = chains.rules.names[0] if chains.rules.names else None
    open_nodes = [node for node in nodes if node.state != best or best is None]
    open_nodes.sort(key=lambda node: order.get(node.state or "", len(order)))
    rows = [row for node in open_nodes for row in node_targets(node)]
    untargeted = [node.row["name"] for node in open_nodes if not node.targets and not node.coming]
    uncourted = [row["firm"] for row in rows if row["firm"] and not row["courting"] and not row["project"]]
    blocks: list[Block] = [
        Text(
            f"{name}：要补的环节 {len(open_nodes)} 个，{best or '已成链'}的 {len(nodes) - len(open_nodes)} 个不列",
            level="公开",
        ),
        *(
            [Text(f"没有目标企业的环节 {len(untargeted)} 个：{'、'.join(untargeted)}", "warn", level="公开")]
            if untargeted
            else []
        ),
        *([Text(f"还没有单位招引 {len(uncourted)} 家：{'、'.join(uncourted)}", level="内部")] if uncourted else []),
        Table(_COLUMNS, rows),
    ]
    return Answer(
        "route",
        {"industry": name},
        rows,
        {"open": len(open_nodes), "closed": len(nodes) - len(open_nodes), "without_target": untargeted},
        blocks=blocks,
        title=f"{name}招商线路图",
        title_level="公开",
        stamp=Stamp(period=str(day), sample=any(row["sample"] for row in rows) or None),
    )


def node_targets(node: ChainNode) -> Iterator[Row]:
    """The targets of a node: its firms from elsewhere with their projects, then projects of other firms, or nobody."""
    coming = [*node.coming, *node.others]
    shown_ids: set[str] = set()
    for firm in node.targets:
        own = [project for project in coming if firm["name"] in project["investors"]]
        shown_ids |= {project["id"] for project in own}
        yield from (_row(node, firm, project, firm["courting"]) for project in own)
        if not own:
            yield _row(node, firm, None, firm["courting"])
    for project in coming:
        if project["id"] not in shown_ids:
            firm = {
                "id": None,
                "name": "、".join(project["investors"]) or None,
                "region": None,
                "sample": project["sample"],
            }
            yield _row(node, firm, project, ())
    if not node.targets and not coming:
        yield _row(node, {"id": None, "name": None, "region": None, "sample": False}, None, ())


def _row(node: ChainNode, firm: Row, project: Row | None, courting: Sequence[str]) -> Row:
    own = project or {}
    units = [*courting, *([own["lead"]] if own.get("lead") and not courting else [])]
    return {
        "node": node.row["name"],
        "state": node.state,
        "firm": firm["name"],
        "firm_id": firm["id"],
        "region": firm["region"],
        "courting": units,
        "channel": own.get("channel"),
        "project": own.get("id"),
        "stage": own.get("stage"),
        "next_node": own.get("next_node"),
        "next_by": own.get("next_by"),
        "sample": bool(firm["sample"] or own.get("sample")),
    }


ROUTE = PrintedReport(
    "route",
    "招商线路图",
    "一个产业要补的环节：目标企业、在哪里、谁在招引、哪条渠道、到哪一步、下一步哪天",
    route,
    of="subject",
    required="产业",
    subject_kind="industry",
    position=42,
)
