"""The store as one page to browse: key figures, projects with their events, units, measures, chains, parks, firms."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer
from hyzs.model.blocks import Block, Column, Graph, Heading, PublicColumn, Row, Table
from hyzs.model.lateness import in_force
from hyzs.model.partial_date import date_bounds
from hyzs.query.chains import Chains
from hyzs.query.duty_counts import STATUSES, rows_in_play
from hyzs.query.evidence import project_evidence
from hyzs.query.indicators import indicators
from hyzs.query.plans import plans
from hyzs.query.task_rows import task_rows
from hyzs.query.tasks import DONE
from hyzs.query.track_row import TrackRow, tracked, with_fields
from hyzs.reports.division import division
from hyzs.reports.outreach.chain import chain_map
from hyzs.reports.outreach.parks import parks
from hyzs.reports.overview import CITY, OTHER, overview_of
from hyzs.reports.track import track
from hyzs.reports.track_page import LIGHT, matter_lines, need_lines, status_line, unit_share

ABOUT = "SELECT id, industry FROM project"
UNITS = 'SELECT name, type FROM unit ORDER BY "order" IS NULL, "order", id'
RESPONSIBLE = """
SELECT m.subject_id AS project, coalesce(u.name, m.text) AS name
FROM mention m LEFT JOIN unit u ON u.id = m.target WHERE m.subject_kind = 'project' AND m.duty = 'responsible'
"""
NODES = 'SELECT p.id AS project, m.key AS node, m."on" AS day FROM milestone m JOIN project p ON p.file = m.file'
PROMISES = """
SELECT p.id AS project, s.key AS node, s."by" AS day, s.by_end, s."set"
FROM promise_step s JOIN project p ON p.file = s.file ORDER BY s.file, s.pos
"""
#: The latest entries on each project.
LATEST_ENTRIES = """
SELECT project, week, unit, text FROM (
  SELECT e.key_id AS project, e.week, r.unit, coalesce(e.progress, '无变化：' || e.reason) AS text,
         row_number() OVER (PARTITION BY e.key_id ORDER BY e.week DESC, e.seq) AS n
  FROM entry e JOIN "return" r ON r.file = e.file AND r.item = e.item
  WHERE e.key_id IS NOT NULL AND e.key_id IN (SELECT id FROM project)
) WHERE n <= 6 AND text IS NOT NULL
"""
LABELS = f"""
SELECT l.record, l.label FROM firm_label l
WHERE {in_force("l")} ORDER BY l.record, l.pos
"""
FIRM_LIST = """
SELECT i.id, i.name, i.local, i.region, i.profile FROM investor i WHERE coalesce(i.draft, 0) = 0 ORDER BY i.id
"""
PROJECTS, EVENTS, UNIT_LIST, MEASURES = "项目", "大事记", "单位", "举措"
CHAIN_LIST, PARK_LIST, FIRMS = "产业链", "园区", "企业"
REACHED, PROMISED, DAY, EVIDENCE = "节点", "承诺", "今天", "附件"
#: Characters of a fingerprint by which people tell files apart.
SHORT_SHA256 = 12
_ABOUT = [
    PublicColumn("id", "编号", "code"),
    Column("name", "项目", level="内部", substitute="public_name"),
    PublicColumn("public_name", "公开名称"),
    PublicColumn("tier", "类别"),
    PublicColumn("stage", "阶段"),
    PublicColumn("status", "周填报", "light", get=status_line),
    LIGHT,
    PublicColumn("county", "属地", get=lambda row: row["county"] or CITY),
    PublicColumn("park", "园区"),
    PublicColumn("industry", "产业", get=lambda row: row["industry"] or OTHER),
    PublicColumn("total", "总投资", "number", "万元"),
    PublicColumn("lead", "牵头单位"),
    PublicColumn("responsible", "责任单位", "list"),
    PublicColumn("reporter", "填报单位"),
    Column("officer", "责任人", level="内部"),
    Column("patron", "联系市领导", level="内部"),
    Column("investor", "投资方", level="内部"),
    Column("content", "建设内容及规模", level="内部", wide=True),
]
_THIS_WEEK = [
    Column("progress", "本周进展", level="内部", wide=True),
    Column("needs", "诉求", "list", level="内部", wide=True, get=need_lines),
    Column("matters", "交办事项", "list", level="内部", wide=True, get=matter_lines),
    Column("next", "下步打算", level="内部", wide=True),
    PublicColumn("next_node", "下一节点"),
    Column("next_by", "承诺时限", level="内部"),
]
_EVENTS = [
    PublicColumn("project", "编号", "code"),
    PublicColumn("date", "日期", "date"),
    PublicColumn("label", "事项"),
    Column("text", "内容", level="内部", wide=True),
]
_REACHED = [
    PublicColumn("project", "编号", "code"),
    PublicColumn("node", "节点"),
    PublicColumn("on", "达到日期", "date"),
]
#: Files that prove facts of projects: each for those who may know of it.
_EVIDENCE = [
    PublicColumn("project", "编号", "code"),
    PublicColumn("name", "文件名"),
    PublicColumn("on", "附上", "date"),
    PublicColumn("fact", "证明"),
    PublicColumn("sha256", "校验值", "code", get=lambda row: row["sha256"][:SHORT_SHA256]),
]
#: Promises in force of nodes that are not reached: as written, and the last day that means.
_PROMISED = [
    Column("project", "编号", "code", level="内部"),
    Column("node", "节点", level="内部"),
    Column("by", "承诺时限", level="内部"),
    Column("by_end", "承诺的最后一天", "date", level="内部"),
]
_UNITS = [
    PublicColumn("name", "单位"),
    PublicColumn("type", "类型"),
    PublicColumn("status", "本周填报", "light", get=lambda row: STATUSES.get(row["status"] or "")),
    PublicColumn("share", "已报/应报"),
    PublicColumn("leads", "牵头举措", "number"),
    PublicColumn("answers", "负责举措", "number"),
    PublicColumn("projects", "牵头项目", "number"),
]
_MEASURES = [
    PublicColumn("number", "序号", "number"),
    PublicColumn("name", "举措"),
    PublicColumn("lead", "牵头单位", "list"),
    PublicColumn("responsible", "责任单位", "list"),
    PublicColumn("groups", "群体", "list"),
    PublicColumn("next_due", "下一到期任务"),
    PublicColumn("tasks", "任务", "list", wide=True, get=lambda row: [task["text"] for task in row["tasks"]]),
]
_CHAINS = [
    PublicColumn("name", "产业或环节"),
    PublicColumn("group", "布局"),
    PublicColumn("parent", "上级产业"),
    PublicColumn("position", "位置"),
    PublicColumn("state", "状态"),
    PublicColumn("local", "本地企业", "number"),
    PublicColumn("here", "已落地项目", "number"),
    PublicColumn("coming", "在招引项目", "number"),
    Column("reason", "依据", level="内部", wide=True),
]
_PARKS = [
    PublicColumn("name", "园区", get=lambda row: row["park"]),
    PublicColumn("industries", "主导产业", "list"),
    PublicColumn("specialty", "特色产业", "list"),
    PublicColumn("projects", "项目", "number"),
    PublicColumn("total", "总投资", "number", "万元"),
    PublicColumn("fit_rate", "产业对口率", "number", "%"),
    PublicColumn("land_mu", "可供土地", "number", "亩"),
    PublicColumn("matters", "未了结事项", "number"),
    PublicColumn("parent", "上级或属地"),
]
#: Columns of firms, internal: nobody outside is to see who is courted or examined.
_FIRMS = [
    Column("name", "企业", level="内部"),
    Column("id", "编号", "code", level="内部"),
    Column("local", "本地", level="内部", get=lambda row: "是" if row["local"] else ""),
    Column("region", "所在地", level="内部"),
    Column("nodes", "所在环节", "list", level="内部"),
    Column("labels", "标签", "list", level="内部"),
    Column("courting", "招引单位", "list", level="内部"),
    Column("checked_on", "最近核查", "date", level="内部"),
    Column("profile", "简介", level="内部", wide=True),
]


def site(index: IndexReader, now: datetime) -> Answer:
    """The board on one page; its main table has the projects in play.

    Raises: BadConfig: the settings cannot be read.
    """
    listed = track(index, None, now)
    all_tasks = task_rows(index, now)
    overview = overview_of(index, listed, all_tasks, now)
    rows = list(_projects(index, rows_in_play(tracked(listed))))
    plan_book = plans(index)
    tasks = {row["id"]: row for row in all_tasks}
    measures = [
        {**row, "next_due": _next_due([tasks[task["id"]] for task in row["tasks"] if task["id"] in tasks])}
        for plan in plan_book.rows
        for row in division(index, plan["id"]).rows
    ]
    units = list(_units(index, rows, listed.extra["units"], measures))
    ids = {row["id"] for row in rows}
    events = sorted((e for e in _events(index) if e["project"] in ids), key=lambda e: e["date"], reverse=True)
    reached, promised = _nodes(index, now)
    blocks: list[Block] = [block for block in overview.blocks if not isinstance(block, Heading | Table)]
    figures = [indicator.column for indicator in indicators(index)]
    chains = Chains(index, now.date())
    for name, columns, some in (
        (PROJECTS, [*_ABOUT, *figures, *_THIS_WEEK], rows),
        (EVENTS, _EVENTS, events),
        (UNIT_LIST, _UNITS, units),
        (MEASURES, [*plan_book.columns, *_MEASURES], measures),
        (CHAIN_LIST, _CHAINS, list(_chain_rows(chains))),
        (PARK_LIST, _PARKS, parks(index, now).rows),
        (FIRMS, _FIRMS, list(_firms(index, chains))),
        (REACHED, _REACHED, [row for row in reached if row["project"] in ids]),
        (PROMISED, _PROMISED, [row for row in promised if row["project"] in ids]),
        (DAY, [PublicColumn("date", DAY, "date")], [{"date": str(now.date())}]),
    ):
        blocks += [Heading(name, 2, "公开"), Table(columns, some)]
    files = [row for row in project_evidence(index) if row["project"] in ids]
    blocks += [Heading(EVIDENCE, 2, "公开"), Table(_EVIDENCE, files, row_level="level")] if files else []
    blocks += _maps(chains)
    title = f"招商引资项目跟踪 {listed.stamp.period}"
    return Answer(
        "site", listed.params, rows, overview.summary, {}, blocks, title, stamp=listed.stamp, title_level="公开"
    )


def _chain_rows(chains: Chains) -> Iterator[Row]:
    """Every industry, each before its nodes; one that has nodes is in no state itself."""
    names = [name for top in chains.tree.tops() for name in (top, *chains.tree.descendants(top))]
    for node in chains.nodes(names):
        is_leaf = not chains.tree.descendants(node.row["name"])
        state, reason = (node.state, node.reason) if is_leaf else (None, None)
        counts = {"local": len(node.local), "here": len(node.here), "coming": len(node.coming)}
        yield {**node.row, "state": state, "reason": reason, **counts}


def _firms(index: IndexReader, chains: Chains) -> Iterator[Row]:
    """Every firm, with its nodes, labels and who courts it today."""
    nodes: dict[str, list[str]] = defaultdict(list)
    for node, firms in chains.firms.items():
        for firm in firms:
            nodes[firm["id"]].append(node)
    labels: dict[str, list[str]] = defaultdict(list)
    for id, label in index.tuples(LABELS, day=str(chains.day)):
        labels[id].append(label)
    courting, checked = chains.courting, chains.checked
    for row in index.rows(FIRM_LIST):
        id = row["id"]
        more = {
            "nodes": nodes[id],
            "labels": labels[id],
            "courting": courting.get(id, []),
            "checked_on": checked.get(id),
        }
        yield {**row, **more}


def _maps(chains: Chains) -> Iterator[Block]:
    """A map a chain that has nodes, each of which leads to its page."""
    for name in chains.tree.tops():
        if chains.tree.descendants(name):
            graph, rows, _ = chain_map(chains, name)
            linked = [{**row, "href": f"#/{CHAIN_LIST}/{row['name']}"} for row in rows]
            columns = [*graph.columns, PublicColumn("href", "网页")]
            yield Heading(name, 3, "公开")
            yield Graph(columns, linked, graph.groups, edges=graph.edges, title=name, states=graph.states)


def _projects(index: IndexReader, rows: Sequence[TrackRow]) -> Iterator[Row]:
    about = {row["id"]: row for row in index.rows(ABOUT)}
    responsible: dict[str, list[str]] = defaultdict(list)
    for row in index.rows(RESPONSIBLE):
        responsible[row["project"]].append(row["name"])
    for project in rows:
        yield with_fields(project, industry=about[project["id"]]["industry"], responsible=responsible[project["id"]])


def _units(
    index: IndexReader, rows: Sequence[Row], reporting: Sequence[Row], measures: Sequence[Mapping[str, list[str]]]
) -> Iterator[Row]:
    """Units with duties, with the numbers of them."""
    leads = Counter(name for row in measures for name in row["lead"])
    answers = Counter(name for row in measures for name in (*row["responsible"], *row["groups"]))
    projects = Counter(row["lead"] for row in rows)
    states = {unit["unit"]: {"status": unit["status"], "share": unit_share(unit)} for unit in reporting}
    for unit in index.rows(UNITS):
        name = unit["name"]
        counts = {"leads": leads[name], "answers": answers[name], "projects": projects[name]}
        if any(counts.values()) or name in states:
            yield {**unit, **states.get(name, {"status": None, "share": None}), **counts}


def _next_due(tasks: Sequence[Row]) -> str | None:
    """The task of a measure that is due next, or overdue longest, with its date: 2026-12 拟订办法; else 长期."""
    dated = [(days[1], row) for row in tasks if row["state"] != DONE and (days := date_bounds(row["due"] or ""))]
    if not dated:
        return "长期" if tasks else None
    _, row = min(dated, key=lambda pair: pair[0])
    return f"{row['due']} {row['text']}" + (f"（逾期 {row['overdue_days']} 天）" if row["overdue_days"] else "")


def _nodes(index: IndexReader, now: datetime) -> tuple[list[Row], list[Row]]:
    """Nodes that projects reached, and the promises in force today for the others."""
    reached = [{"project": row["project"], "node": row["node"], "on": row["day"]} for row in index.rows(NODES)]
    reached_nodes = {(row["project"], row["node"]) for row in reached}
    today = str(now.date())
    promised = {
        (row["project"], row["node"]): {**row, "by": row["day"]}
        for row in index.rows(PROMISES)
        if (row["set"] or "") <= today
    }
    return reached, [row for key, row in promised.items() if key not in reached_nodes]


def _events(index: IndexReader) -> Iterator[Row]:
    """Nodes, promises and the latest entries of all projects."""
    for row in index.rows(NODES):
        yield {"project": row["project"], "date": row["day"], "label": row["node"], "text": ""}
    for row in index.rows(PROMISES):
        if row["set"]:
            text = f"承诺 {row['day']}"
            yield {"project": row["project"], "date": row["set"], "label": f"承诺 {row['node']}", "text": text}
    for row in index.rows(LATEST_ENTRIES):
        yield {
            "project": row["project"],
            "date": row["week"],
            "label": "周填报",
            "text": f"{row['unit']}：{row['text']}",
        }
