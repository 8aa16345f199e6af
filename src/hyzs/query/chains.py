"""Chains: the nodes of an industry with the firms and projects on them, and the state of each by the settings."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.model.lateness import in_force
from hyzs.query.industries import IndustryTree
from hyzs.query.projects import STOPPED, ProjectHistory, Stages, projects_of, stages

RULES = 'SELECT "chain.here" AS here, "chain.crowded" AS crowded, "chain.source" AS source FROM settings'
COMING = "SELECT text FROM term_value WHERE field = 'chain.coming'"
STATES = "SELECT name, coalesce(here, 0) AS here, coalesce(coming, 0) AS coming FROM node_state ORDER BY pos"
FIRMS = """
SELECT n.of AS node, n.role, n.product, i.id, i.name, i.local, i.region, i.coordinator, i.sample
FROM node_role n JOIN investor i ON i.id = n.record WHERE coalesce(i.draft, 0) = 0 ORDER BY i.id
"""
COURTING = f"""
SELECT c.record, c.unit FROM courting c
WHERE {in_force("c")} ORDER BY c.record, c.pos
"""
CHECKED = 'SELECT c.record, max(c."on") FROM checked c WHERE c.kind = \'investor\' AND c."on" <= :day GROUP BY 1'
PROJECTS = """
SELECT p.id, p.industry, p."source.channel" AS channel FROM project p
WHERE p.industry IS NOT NULL AND coalesce(p.draft, 0) = 0 ORDER BY p.id
"""
INVESTORS = "SELECT s.record, s.of FROM share s WHERE s.field = 'investors' ORDER BY s.record, s.pos"
SUPPLIES = (
    "SELECT m.record, r.name FROM mention m JOIN resolved_name r ON r.text = m.text AND r.kinds = m.kinds "
    "WHERE m.kind = 'industry' AND m.field = 'supplies' AND r.id IS NOT NULL"
)
#: Positions from left to right; nodes without one stand last.
POSITIONS = ("上游", "中游", "下游", "配套")


class NodeRule(NamedTuple):
    """A state of nodes: at least so many firms and projects that are here, and projects that are coming."""

    name: str
    here: int
    coming: int


@dataclass(frozen=True, slots=True)
class ChainJudgement:
    """The rules of the settings: stages that count, states from the strongest on, when a node is crowded."""

    here: str = ""
    coming: frozenset[str] = frozenset()
    states: Sequence[NodeRule] = ()
    crowded: int = 0
    source: str = ""

    @property
    def names(self) -> list[str]:
        """The names of the states, the strongest first."""
        return [state.name for state in self.states]


@dataclass(slots=True)
class ChainNode:
    """An industry with what is on it: firms that are here, firms that are not, projects by their part in its state."""

    row: Row
    local: list[Row] = field(default_factory=list)
    targets: list[Row] = field(default_factory=list)
    here: list[Row] = field(default_factory=list)
    coming: list[Row] = field(default_factory=list)
    #: Projects that count for no state: too early, or paused.
    others: list[Row] = field(default_factory=list)
    state: str | None = None
    reason: str = ""

    @property
    def projects(self) -> list[Row]:
        """All projects on it."""
        return [*self.here, *self.coming, *self.others]

    @property
    def checked_on(self) -> str | None:
        """The last day on which a firm on it was looked into."""
        return max((firm["checked_on"] for firm in (*self.local, *self.targets) if firm["checked_on"]), default=None)


def chain_rules(index: IndexReader) -> ChainJudgement:
    """The rules by which the state of a node is judged; without states where the settings have none."""
    row = next(iter(index.rows(RULES)), None)
    if row is None or not row["here"]:
        return ChainJudgement()
    states = [NodeRule(state["name"], int(state["here"]), int(state["coming"])) for state in index.rows(STATES)]
    coming = frozenset(text for (text,) in index.tuples(COMING))
    return ChainJudgement(row["here"], coming, states, int(row["crowded"]), row["source"])


class Chains:
    """Firms and projects of all industries as of a day, each asked once."""

    def __init__(self, index: IndexReader, day: date) -> None:
        self.index, self.day = index, day
        self.tree, self.rules, self.stages = IndustryTree(index), chain_rules(index), stages(index)
        self.names = {row["id"]: name for name, row in self.tree.rows.items()}
        #: By firm the units that court it, and the last day on which it was looked into.
        self.courting: dict[str, list[str]] = defaultdict(list)
        for id, unit in index.tuples(COURTING, day=str(day)):
            self.courting[id].append(unit)
        self.checked: dict[str, str] = dict(index.tuples(CHECKED, day=str(day)))
        self.firms: dict[str, list[Row]] = defaultdict(list)
        for row in index.rows(FIRMS):
            firm = {**row, "courting": self.courting[row["id"]], "checked_on": self.checked.get(row["id"])}
            self.firms[row["node"]].append(firm)
        self.project_rows: dict[str, list[Row]] = defaultdict(list)
        for row in index.rows(PROJECTS):
            self.project_rows[row["industry"]].append(row)

    def map_nodes(self, industry: str) -> list[ChainNode]:
        """The nodes below an industry by position; one that has none is its own only node."""
        nodes = self.nodes(self.tree.descendants(industry) or [industry])
        places = {position: place for place, position in enumerate(POSITIONS)}
        return sorted(nodes, key=lambda node: places.get(node.row["position"], len(places)))

    def nodes(self, industries: Iterable[str]) -> list[ChainNode]:
        """The nodes of those names, each with its own firms, projects and state; lower nodes not included."""
        names = list(industries)
        ids = [row["id"] for name in names for row in self.project_rows[name]]
        projects_by_id = {project.row["id"]: project for project in projects_of(self.index, ids)}
        investors: dict[str, list[str]] = defaultdict(list)
        for id, firm in self.index.tuples(INVESTORS):
            investors[id].append(firm)
        return [self._node(name, projects_by_id, investors) for name in names]

    def _node(self, name: str, projects_by_id: dict[str, ProjectHistory], investors: dict[str, list[str]]) -> ChainNode:
        node = ChainNode(self.tree.rows[name])
        for firm in self.firms[name]:
            (node.local if firm["local"] else node.targets).append(firm)
        for row in self.project_rows[name]:
            project = projects_by_id[row["id"]]
            item = self._project(project, row, investors[row["id"]])
            if item is not None:
                getattr(node, self._part(project, item["stage"])).append(item)
        node.state, node.reason = self._state(node)
        return node

    def _part(self, project: ProjectHistory, stage: str | None) -> str:
        """The part of a project in the state of its node: here, coming or others."""
        order = self.stages.order
        if stage in order and self.rules.here in order and order.index(stage) >= order.index(self.rules.here):
            return "here"
        return "coming" if stage in self.rules.coming and not project.is_paused(self.day) else "others"

    def _project(self, project: ProjectHistory, row: Row, investors: list[str]) -> Row | None:
        """A project as chains show it; None for one that was stopped."""
        state = project.state(self.day)
        if state and state.state == STOPPED:
            return None
        stage = project.stage(self.day, self.stages)
        next_node, next_by = next_promise(project, stage, self.day, self.stages)
        own = project.row
        return {
            "id": own["id"],
            "name": own["name"],
            "public_name": own["public_name"],
            "sample": bool(own["sample"]),
            "node": row["industry"],
            "stage": stage,
            "paused": project.is_paused(self.day),
            "tier": project.holder("tier", self.day),
            "county": project.holder("county", self.day),
            "park": project.holder("park", self.day),
            "lead": project.holder("lead", self.day),
            "total": own["total"],
            "channel": row["channel"],
            "investors": investors,
            "next_node": next_node,
            "next_by": next_by,
        }

    def _state(self, node: ChainNode) -> tuple[str | None, str]:
        """The first state that holds, and why."""
        here, coming = len(node.local) + len(node.here), len(node.coming)
        for state in self.rules.states:
            if here >= state.here and coming >= state.coming:
                return state.name, _reason(node, state, self.rules.here)
        return None, "设置里没有对得上的状态" if self.rules.states else "设置里没有写 chain"

    def links(self, names: Iterable[str]) -> list[tuple[str, str]]:
        """Pairs of ids: an industry among ``names`` supplies another of them."""
        ids = {self.tree.rows[name]["id"] for name in names}
        pairs = ((start, self.tree.rows.get(name, {}).get("id")) for start, name in self.index.tuples(SUPPLIES))
        return [(start, str(end)) for start, end in pairs if start in ids and end in ids]


def next_promise(project: ProjectHistory, stage: str | None, day: date, order: Stages) -> tuple[str | None, str | None]:
    """The next stage for which a promise stands, and by when; None, None without one."""
    for later in order.stages_after(stage):
        if promise := project.promise(later, day):
            return later, promise.by
    return None, None


def _reason(node: ChainNode, state: NodeRule, here: str) -> str:
    """The counts that make the state, with the names that they are of: 本地企业 1(示例变压器科技)，已开工项目 1(…)."""
    counted = [
        (f"本地企业 {len(node.local)}", [firm["name"] for firm in node.local]),
        (f"已{here}项目 {len(node.here)}", [project["name"] for project in node.here]),
        (f"在招引项目 {len(node.coming)}", [project["name"] for project in node.coming]),
    ]
    words = "，".join(f"{text}({'、'.join(names)})" if names else text for text, names in counted)
    bounds = [f"已落地满 {state.here}"] * bool(state.here) + [f"在招引满 {state.coming}"] * bool(state.coming)
    others = f"；另有 {len(node.others)} 个项目还早或暂缓，不计" if node.others else ""
    return f"{words}：{'、'.join(bounds) or '都没有'}，{state.name}{others}"
