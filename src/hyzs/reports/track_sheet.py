"""The printed tracking list for the weekly meeting: by tier, with sums, one line per project."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer
from hyzs.model.blocks import Block, Column, Group, PublicColumn, Row, Table, Text
from hyzs.model.decimals import total_of, wan_to_yi, yi_text
from hyzs.model.printed_report import PrintedReport
from hyzs.query.duty_counts import STATUSES, count_lines, rows_in_play
from hyzs.query.track_row import TrackRow, as_rows, tracked
from hyzs.reports.track import TrackFilter, track
from hyzs.reports.track_page import matter_lines, need_lines, node_line, place

SIGNED = "填报人：　　　　　　　　审核人：　　　　　　　　填报日期：　　　　　　　　"


def track_sheet(index: IndexReader, week: str | None, now: datetime, unit: str | None = None) -> Answer:
    """Projects in play in the week, in the order of the tracking list; of one ``unit``, or all; amounts in 亿元.

    Raises: BadUsage, NotFound, as ``track`` does.
    """
    listed = track(index, week, now, TrackFilter(unit))
    rows = rows_in_play(tracked(listed))
    numbers = {row["id"]: number for number, row in enumerate(rows, 1)}
    table = Table(_columns(numbers), as_rows(rows), _groups(rows), total=_total(rows))
    blocks: list[Block] = [*count_lines(listed.summary, listed.stamp.note), table, Text(SIGNED, level="公开")]
    return replace(listed, report="tracking", rows=as_rows(rows), blocks=blocks)


def _total(rows: Sequence[TrackRow]) -> Row:
    """The row of totals: number of projects, and their investment."""
    count = f"{len(rows)} 个项目"
    total = total_of(row["total"] for row in rows)
    return {"id": "", "name": count, "public_name": count, "total": total, "sum": True}


def _groups(rows: Sequence[TrackRow]) -> list[Group]:
    out = []
    for tier in dict.fromkeys(row["tier"] for row in rows):
        of_tier = [row for row in rows if row["tier"] == tier]
        money = yi_text(total_of(row["total"] for row in of_tier))
        out.append(Group(f"{tier or '未分类'}({len(of_tier)} 个，总投资 {money} 亿元)", len(of_tier), "公开"))
    return out


def _columns(numbers: Mapping[str, int]) -> list[Column]:
    return [
        PublicColumn("number", "序号", "text", get=lambda row: "合计" if row.get("sum") else str(numbers[row["id"]])),
        Column("name", "项目名称", level="内部", substitute="public_name"),
        Column("investor", "投资方", level="内部"),
        Column("content", "建设内容及规模", level="内部", wide=True),
        PublicColumn("total", "总投资", "number", "亿元", get=lambda row: row["total"] and wan_to_yi(row["total"])),
        PublicColumn("light", "亮灯", "light", get=_of_project(lambda row: row["light"] and row["light"]["name"])),
        PublicColumn("stage", "阶段"),
        PublicColumn("county", "属地", get=_of_project(place)),
        Column("progress", "本周进展", level="内部", wide=True, get=_of_project(_progress)),
        Column("needs", "存在问题及责任单位", "list", level="内部", wide=True, get=_of_project(_troubles)),
        Column("next_node", "下步节点及时限", level="内部", wide=True, get=_of_project(_next)),
        PublicColumn("lead", "牵头单位"),
        Column("officer", "责任人", level="内部"),
        PublicColumn("weeks", "连续未报(无变化)", "text", "周", get=_of_project(_weeks)),
    ]


def _of_project(getter: Callable[[Row], Any]) -> Callable[[Row], Any]:
    """A getter of columns without a total: None in the row of totals."""
    return lambda row: None if row.get("sum") else getter(row)


def _progress(row: Row) -> str:
    """The progress; without an entry the state of the duty, so that silence never reads as no change."""
    why = f"：{row['exempt_reason']}" if row["exempt_reason"] else ""
    return row["progress"] or f"({STATUSES[row['status']]}{why})"


def _troubles(row: Row) -> list[str]:
    return [*need_lines(row), *matter_lines(row)]


def _next(row: Row) -> str:
    return "；".join(text for text in (row["next"], node_line(row)) if text)


def _weeks(row: Row) -> str | None:
    """Silent weeks: 2, or unchanged weeks: (3)."""
    if row["weeks_silent"]:
        return str(row["weeks_silent"])
    return f"({row['weeks_unchanged']})" if row["weeks_unchanged"] else None


TRACK = PrintedReport(
    "track",
    "周跟踪清单",
    "周例会用：按类别，合计在前，进展、问题、节点、牵头单位和责任人；可写哪一周，--unit 只看一个单位的",
    track_sheet,
    of="week",
    position=10,
)
