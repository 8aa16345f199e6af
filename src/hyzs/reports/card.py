"""One project on a page: key figures, week, nodes, latest events; all else as an annex."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from hyzs.fields.index_reader import IndexReader, resolve_name
from hyzs.model.answer import Answer
from hyzs.model.blocks import Block, Break, Chart, ChartSeries, Heading, Pairs, Table, Tiles
from hyzs.model.decimals import Number, yi_text
from hyzs.model.printed_report import PrintedReport
from hyzs.query.indicators import IndicatorInfo, indicators
from hyzs.query.light_escalation import escalate_lights
from hyzs.query.projects import ProjectHistory
from hyzs.query.return_file import load_started_week, project_row
from hyzs.query.timeline import COLUMNS
from hyzs.query.track_row import TrackRow, indicator_value
from hyzs.reports.show import show
from hyzs.reports.track_page import matter_lines, met_lines, need_lines, node_line, place, status_line


def card(index: IndexReader, project: str, now: datetime) -> Answer:
    """The project that people call ``project``, as of today: one page, then all fields and events as an annex.

    Raises: NotFound where there is no such project.
    """
    record = resolve_name(index, project, "project")
    record_answer = show(index, record["id"], now)
    duties, week = load_started_week(index, None, now)
    [row] = escalate_lights(duties, week, [project_row(duties, week, record["id"])])
    stamp = replace(record_answer.stamp, period=f"截至 {now.date()}", note=duties.due_note(week) or "")
    figures = indicators(index)
    blocks: list[Block] = [
        _tiles(row, figures),
        Pairs(_about(row), levels=_LEVELS),
        *_nodes(duties.projects[0], duties.stages.order, now),
        Heading("本周情况", 2, "公开"),
        Pairs([*_now(row), *_other_figures(row, figures)], level="内部"),
        *_recent(record_answer.blocks),
        Break(),
        Heading("附：全部记载", 2, "公开"),
        *(_without_paths(block) for block in record_answer.blocks),
    ]
    title = f"项目卡片 {record['name']}"
    return replace(record_answer, report="card", blocks=blocks, title=title, stamp=stamp, one_page=True)


#: Entries of the timeline that find room on the page.
_LATEST = 5


#: Indicators that find room at the head of the page, between the investment and the light.
_TILED = 2


def _tiles(row: TrackRow, figures: Sequence[IndicatorInfo]) -> Tiles:
    """The key figures at the head of the page."""
    light = "：".join(filter(None, (row["light"]["name"], row["light"]["clause"]))) if row["light"] else "—"
    figure_tiles = [(figure.short_label, figure.text(indicator_value(row, figure.name))) for figure in figures[:_TILED]]
    tiles = [("总投资", _amount(row["total"])), *figure_tiles, ("亮灯", light.replace("：", "\n"))]
    return Tiles(tiles, levels=["公开", *("内部" for _ in tiles[1:])])


def _other_figures(row: TrackRow, figures: Sequence[IndicatorInfo]) -> list[tuple[str, object]]:
    """Indicators without a tile; those without a value are left out."""
    values = ((figure, indicator_value(row, figure.name)) for figure in figures[_TILED:])
    return [(figure.label, figure.text(value)) for figure, value in values if value is not None]


def _amount(value: Number | None) -> str:
    """An amount of 万元 in 亿元; — where unknown."""
    return "—" if value is None else f"{yi_text(value)} 亿元"


_LEVELS = ["公开", "公开", "公开", "内部", "内部", "公开", "内部"]


def _about(row: TrackRow) -> list[tuple[str, str]]:
    """Description of the project and its holders; — where unknown."""
    lead = "，".join(filter(None, (row["lead"], row["officer"] and f"责任人 {row['officer']}")))
    return [
        (label, value or "—")
        for label, value in (
            ("类别", row["tier"]),
            ("阶段", row["stage"]),
            ("属地", place(row)),
            ("投资方", row["investor"]),
            ("建设内容", row["content"]),
            ("牵头单位", lead),
            ("联系市领导", row["patron"]),
        )
    ]


def _now(row: TrackRow) -> list[tuple[str, object]]:
    """State of the week; empty lines are left out."""
    pairs = [
        ("本周", row["progress"] or row["exempt_reason"] or status_line(row)),
        ("下步", row["next"]),
        ("诉求", need_lines(row)),
        ("交办", matter_lines(row)),
        ("对接", met_lines(row)),
        ("下一节点", node_line(row)),
        ("填报单位", row["reporter"]),
    ]
    return [(label, value) for label, value in pairs if value]


def _recent(blocks: Sequence[Block]) -> list[Block]:
    """The latest events; the annex has all of them."""
    events = next((block for block in blocks if isinstance(block, Table) and block.columns is COLUMNS), None)
    if events is None:
        return []
    latest = [row for row in events.rows if not str(row["label"]).startswith("承诺时限")][:_LATEST]
    more = len(events.rows) - len(latest)
    note = f"大事记共 {len(events.rows)} 条，其余 {more} 条见附页" if more else ""
    return [Heading("最近的事", 2, "公开"), Table(_EVENTS, latest, note=note)]


_EVENTS = [column for column in COLUMNS if column.key != "path"]


def _without_paths(block: Block) -> Block:
    """The timeline without the paths of files, which are for screens."""
    is_events = isinstance(block, Table) and block.columns is COLUMNS
    return replace(block, columns=_EVENTS) if is_events and isinstance(block, Table) else block


def _nodes(project: ProjectHistory, stages: list[str], now: datetime) -> list[Block]:
    """Nodes as bars: from the node before to the day reached, or to the day promised."""
    today = str(now.date())
    nodes = []
    for stage in stages:
        promise = project.promise(stage, today)
        day = project.milestones.get(stage) or (promise.by_end if promise else None)
        if day:
            nodes.append((stage if stage in project.milestones else f"{stage}(承诺)", day))
    if len(nodes) < 2:
        return []
    spans = [(name, min(before, day), day) for (_, before), (name, day) in pairwise(nodes)]
    first = (nodes[0][0], str(datetime.fromisoformat(nodes[0][1]).date() - timedelta(days=1)), nodes[0][1])
    bars = [first, *spans]
    series = [ChartSeries("自", [a for _, a, _ in bars]), ChartSeries("至", [b for _, _, b in bars])]
    return [Chart("gantt", "节点", [name for name, _, _ in bars], series, level="内部", full=True)]


CARD = PrintedReport(
    "card",
    "项目卡片",
    "一个项目的一页：本周情况、节点、全部字段、大事记；写哪个项目",
    card,
    of="project",
    required="项目",
    position=120,
)
