"""One project on a page: what it is, how it goes, by when which node, and what happened."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise

from hyzs.model.answer import Answer, Block, Chart, Heading, Pairs, Row, Series
from hyzs.reports.asked import Asked, named
from hyzs.reports.escalation import escalated
from hyzs.reports.filing import open_week, row_of
from hyzs.reports.projects import Project
from hyzs.reports.show import show
from hyzs.reports.track_page import met_lines, need_lines, status_line


def card(index: Asked, text: str, now: datetime) -> Answer:
    """The project that people call ``text``, as of today."""
    one = named(index, text, "project")
    found = show(index, one["id"], now)
    book, week = open_week(index, None, now)
    [row] = escalated(index, week, now, [row_of(book, week, one["id"])])
    [project] = book.projects
    stamp = replace(found.stamp, note=book.note(week) or "")
    blocks: list[Block] = [*_now(row), *_nodes(project, book.stages.order, now)]
    return replace(found, report="card", blocks=[*blocks, *found.blocks], title=f"项目卡片 {one['name']}", stamp=stamp)


def _now(row: Row) -> list[Block]:
    """How it stands this week."""
    lit = row["light"] or {}
    light = "：".join(filter(None, (lit.get("name"), lit.get("meaning") or lit.get("reason"))))
    pairs = [
        ("阶段", row["stage"]),
        ("本周", row["progress"] or row["exempt_reason"] or status_line(row)),
        ("下步", row["next"]),
        ("诉求", need_lines(row)),
        ("对接", met_lines(row)),
        ("下一节点", row["next_by"] and f"{row['next_node']} {row['next_by']}"),
        ("亮灯", light),
    ]
    return [Heading("本周情况", 2), Pairs([(label, value) for label, value in pairs if value], level="内部")]


def _nodes(project: Project, stages: list[str], now: datetime) -> list[Block]:
    """The nodes as bars: from the one before to the day reached, or to the day promised."""
    today = str(now.date())
    known = []
    for stage in stages:
        promise = project.promise(stage, today)
        day = project.milestones.get(stage) or (promise.by_end if promise else None)
        if day:
            known.append((stage if stage in project.milestones else f"{stage}(承诺)", day))
    if len(known) < 2:
        return []
    spans = [(name, min(before, day), day) for (_, before), (name, day) in pairwise(known)]
    first = (known[0][0], str(datetime.fromisoformat(known[0][1]).date() - timedelta(days=1)), known[0][1])
    bars = [first, *spans]
    series = [Series("自", [a for _, a, _ in bars]), Series("至", [b for _, _, b in bars])]
    return [Chart("gantt", "节点", [name for name, _, _ in bars], series, level="内部")]
