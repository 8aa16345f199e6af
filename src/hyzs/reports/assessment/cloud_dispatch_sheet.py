"""Sheet to be pasted into 云调度 (云调度粘贴表): one row per project in play, one cell per value."""

from datetime import datetime

from hyzs.fields.index_reader import IndexReader
from hyzs.fields.reporting_week import load_schedule, parse_week_argument
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Column, PublicColumn, Row, Table
from hyzs.model.printed_report import PrintedReport
from hyzs.query.indicators import indicators
from hyzs.reports.track import rows_in_play_in

_I = "内部"


def cloud_sheet(index: IndexReader, now: datetime, week: str | None = None) -> Answer:
    """One row per project in play, one cell per value, to be pasted into 云调度, of which no interface is known.

    Raises: BadUsage where ``week`` means no week; BadConfig: the settings cannot be read.
    """
    the_week = parse_week_argument(week, load_schedule(index), now)
    rows: list[Row] = []
    for project in rows_in_play_in(index, the_week, now):
        problems = "；".join(need["text"] for need in project["needs"])
        rows.append({**project, "problems": problems or None})
    columns = [
        Column("id", "编号", "code", level=_I),
        Column("name", "项目名称", level=_I),
        PublicColumn("tier", "类别"),
        PublicColumn("county", "属地"),
        PublicColumn("lead", "牵头单位"),
        PublicColumn("stage", "阶段"),
        PublicColumn("total", "总投资", "number", "万元"),
        *(indicator.column for indicator in indicators(index)),
        Column("progress", "本周进展", level=_I, wide=True),
        Column("next", "下步安排", level=_I, wide=True),
        Column("problems", "存在问题", level=_I, wide=True),
    ]
    return Answer(
        "cloud-sheet",
        {"week": str(the_week)},
        rows,
        {"projects": len(rows)},
        blocks=[Table(columns, rows)],
        title=f"云调度粘贴表 {the_week.heading}",
        title_level="公开",
        stamp=Stamp(period=the_week.heading),
    )


CLOUD_SHEET = PrintedReport(
    "cloud-sheet",
    "云调度粘贴表",
    "在推项目一行一个、一格一个数，-f xlsx 或 tsv 粘到云调度平台",
    cloud_sheet,
    of="week",
    position=201,
)
