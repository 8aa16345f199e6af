"""Map of a chain (产业链图): its nodes by position, the state of each with its reason, the gaps first in words."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from hyzs.fields.index_reader import IndexReader, resolve_name
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, Graph, Group, PublicColumn, Row, Table, Text
from hyzs.model.printed_report import PrintedReport
from hyzs.query.chains import POSITIONS, ChainNode, Chains

_UNPLACED = "未写位置"
_COLUMNS = [
    PublicColumn("name", "环节"),
    PublicColumn("state", "状态"),
    PublicColumn("local", "本地企业", "number"),
    PublicColumn("here", "已落地项目", "number"),
    PublicColumn("coming", "在招引项目", "number"),
    PublicColumn("supplies", "供给", "list"),
    Column("firms", "企业", "list", level="内部"),
    Column("reason", "依据", level="内部", wide=True),
    PublicColumn("id", "编号", "code"),
]
_EDGES = [
    PublicColumn("from", "供给方编号", "code"),
    PublicColumn("from_name", "供给方"),
    PublicColumn("to", "需求方编号", "code"),
    PublicColumn("to_name", "需求方"),
]


def chain(index: IndexReader, day: date, subject: str) -> Answer:
    """One row per node: {id, name, position, state, reason, local, here, coming, others, firms, targets, projects, …}.

    ``local`` counts firms that are here, ``here`` and ``coming`` projects; ``firms`` and ``targets`` are names,
    ``projects`` ids. ``edges``: {from, from_name, to, to_name}, ids of nodes. ``unplaced``: firms and projects that
    are written on the industry itself, and on none of its nodes.

    Raises: NotFound: there is no such industry.
    """
    name = resolve_name(index, subject, "industry")["name"]
    chains = Chains(index, day)
    graph, rows, unplaced = chain_map(chains, name)
    counts = Counter(row["state"] for row in rows)
    states = {state: counts[state] for state in chains.rules.names}
    checked = max((row["checked_on"] for row in rows if row["checked_on"]), default=None)
    blocks: list[Block] = [
        Text(
            f"{name}：环节 {len(rows)} 个，{'，'.join(f'{state} {count}' for state, count in states.items())}",
            level="公开",
        ),
        *([Text(_unplaced_words(unplaced), "warn", level="内部")] if unplaced["firms"] or unplaced["projects"] else []),
        graph,
        Text(_source_words(chains, checked), "note", level="公开"),
    ]
    return Answer(
        "chain",
        {"industry": name},
        rows,
        {"nodes": len(rows), "states": states, "checked_on": checked, "unplaced": unplaced},
        {"edges": graph.edges.rows},
        blocks=blocks,
        title=f"{name}产业链图",
        title_level="公开",
        stamp=Stamp(period=str(day), sample=any(row["sample"] for row in rows) or None),
    )


def chain_map(chains: Chains, name: str) -> tuple[Graph, list[Row], Row]:
    """The map of an industry (itself, where it has no nodes), its rows, and what is written on the industry itself."""
    names = chains.tree.descendants(name)
    nodes_of = chains.map_nodes(name)
    groups = [(label, [node for node in nodes_of if _position(node) == label]) for label in (*POSITIONS, _UNPLACED)]
    labels = {other: chains.tree.rows[other]["id"] for other in chains.tree.rows}
    captions = {id: other for other, id in labels.items()}
    links = chains.links(names or [name])
    rows = [_row(node, links, captions) for _, nodes in groups for node in nodes]
    edges = [{"from": a, "from_name": captions[a], "to": b, "to_name": captions[b]} for a, b in links]
    graph = Graph(
        _COLUMNS,
        rows,
        [Group(label, len(nodes), "公开") for label, nodes in groups if nodes],
        edges=Table(_EDGES, edges),
        title=f"{name}产业链图",
        states=chains.rules.names,
    )
    own = chains.nodes([name])[0] if names else None
    return graph, rows, _unplaced(own)


def _position(node: ChainNode) -> str:
    return node.row["position"] if node.row["position"] in POSITIONS else _UNPLACED


def _row(node: ChainNode, links: Sequence[tuple[str, str]], captions: dict[str, str]) -> Row:
    id = node.row["id"]
    firms = [*node.local, *node.targets]
    return {
        "id": id,
        "name": node.row["name"],
        "position": node.row["position"],
        "parent": node.row["parent"],
        "state": node.state,
        "reason": node.reason,
        "local": len(node.local),
        "here": len(node.here),
        "coming": len(node.coming),
        "others": len(node.others),
        "firms": [f"{firm['name']}{'(本地)' if firm['local'] else ''}" for firm in firms],
        "targets": [firm["name"] for firm in node.targets],
        "projects": [project["id"] for project in node.projects],
        "supplies": [captions[end] for start, end in links if start == id],
        "supplied_by": [captions[start] for start, end in links if end == id],
        "checked_on": node.checked_on,
        "sample": any(item["sample"] for item in (*firms, *node.projects)),
    }


def _unplaced(node: ChainNode | None) -> Row:
    """Firms and projects on the industry itself."""
    if node is None:
        return {"firms": [], "projects": []}
    return {
        "firms": [firm["name"] for firm in (*node.local, *node.targets)],
        "projects": [project["id"] for project in node.projects],
    }


def _unplaced_words(unplaced: Row) -> str:
    parts = [
        f"{label} {len(unplaced[key])}({'、'.join(unplaced[key])})"
        for key, label in (("firms", "企业"), ("projects", "项目"))
        if unplaced[key]
    ]
    return f"只写到产业、没有写到环节，图上看不见：{'，'.join(parts)}"


def _source_words(chains: Chains, checked: str | None) -> str:
    """The source of the thresholds, and how old the facts on firms are."""
    source = f"环节状态的门槛：{chains.rules.source}" if chains.rules.states else "设置里没有写 chain，环节不分状态"
    return f"{source}。企业最近一次核查：{checked or '没有'}。没有企业的环节，可能是没有录入。"


CHAIN = PrintedReport(
    "chain",
    "产业链图",
    "一个产业的各个环节：成链、单点、在补、缺口，凭什么；谁供给谁",
    chain,
    of="subject",
    subject_kind="industry",
    required="产业",
    position=41,
)
