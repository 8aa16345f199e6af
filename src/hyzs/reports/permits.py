"""Permits of projects: units, due days, permits that wait for others or may start now; of one as a Gantt chart."""

from collections import Counter
from datetime import datetime

from hyzs.fields.index_reader import IndexReader, resolve_name
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Chart, ChartSeries, Column, PublicColumn, Row, Table, Text
from hyzs.model.printed_report import PrintedReport
from hyzs.query.permits import DONE, NOT_NEEDED, STATUSES, UNDER_WAY, permit_rows


def _note(row: Row) -> str:
    parts = [
        f"等{'、'.join(row['waits_for'])}" if row["waits_for"] else "",
        "现在可以办" if row["may_start"] else "",
        f"停计，自 {row['paused_since']}" if row["paused_since"] else "",
        "时限未核" if row["status"] not in (DONE, NOT_NEEDED) and not row["due"] and row["source"] == "未核" else "",
    ]
    return "；".join(filter(None, parts))


_COLUMNS = [
    PublicColumn("permit", "手续"),
    PublicColumn("status", "情况"),
    PublicColumn("step", "该办"),
    PublicColumn("who", "办理单位"),
    PublicColumn("begun", "申请", "date"),
    PublicColumn("due", "期限", "date"),
    PublicColumn("overdue_days", "逾期", "number", get=lambda row: row["overdue_days"] or None),
    PublicColumn("done_on", "办结", "date"),
    PublicColumn("note", "说明", get=_note, wide=True),
]
_OF_PROJECT = [Column("name", "项目", level="内部")]


def permits(index: IndexReader, now: datetime, project: str | None = None) -> Answer:
    """The permits of one project, or of all in play those under way and those that may start, the latest first.

    Rows: {project, name, permit, status, step, who, since, due, overdue_days, counted, paused_since, begun, done_on,
    waits_for, may_start, source}. ``summary`` counts the permits by status, and those that may start.

    Raises:
        NotFound: no project has that name.
    """
    id = resolve_name(index, project, "project")["id"] if project else None
    every = permit_rows(index, now, id)
    counts = Counter(row["status"] for row in every)
    rows = every if id else [row for row in every if row["status"] == UNDER_WAY or row["may_start"]]
    if not id:
        rows.sort(key=_urgency)
    summary = {"permits": len(every), **{status: counts[status] for status in STATUSES}}
    summary["may_start"] = sum(row["may_start"] for row in every)
    summary["overdue"] = sum(bool(row["overdue_days"]) for row in every)
    words = "，".join(f"{status} {counts[status]}" for status in STATUSES if counts[status])
    listed = "" if id else f"；列在办的和现在可以办的 {len(rows)} 项，其余 {len(every) - len(rows)} 项没有列"
    blocks: list[Block] = [
        Text(f"手续 {len(every)} 项：{words}，现在可以办 {summary['may_start']}{listed}", level="公开")
    ]
    if id and (chart := _chart(rows, str(now.date()))):
        blocks.append(chart)
    blocks.append(Table(_COLUMNS if id else [*_OF_PROJECT, *_COLUMNS], rows))
    name = rows[0]["name"] if id and rows else ""
    title = f"{name} 手续" if id else "手续办理表"
    params = {"project": id, "day": str(now.date())}
    return Answer("permits", params, rows, summary, blocks=blocks, title=title, stamp=Stamp(period=str(now.date())))


def _urgency(row: Row) -> tuple[bool, str, bool, str]:
    return not row["overdue_days"], row["due"] or "9", row["status"] != UNDER_WAY, row["project"]


def _chart(rows: list[Row], today: str) -> Chart | None:
    """From the first act, or the day it was done, to the day it was done or is due, else today."""
    spans = [
        (row["permit"], row["begun"] or row["done_on"], row["done_on"] or row["due"] or today)
        for row in rows
        if row["begun"] or row["done_on"]
    ]
    if not spans:
        return None
    series = [
        ChartSeries("起", [begun for _, begun, _ in spans]),
        ChartSeries("止", [max(begun, end) for _, begun, end in spans]),
    ]
    return Chart("gantt", "手续进度", [permit for permit, _, _ in spans], series, level="公开", full=True)


PERMITS = PrintedReport(
    "permits",
    "手续办理表",
    "每项手续谁在办、哪天到期、在等什么、现在可以办什么；写一个项目就画出它的进度",
    permits,
    of="project",
    position=35,
)
