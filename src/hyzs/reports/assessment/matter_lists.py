"""Lists of open items (清单管理): problems, measures taken on them, and the units responsible."""

from collections import Counter
from datetime import date, datetime

from hyzs.fields.index_reader import IndexReader
from hyzs.fields.reporting_week import load_schedule, parse_week_argument
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, PublicColumn, Row, Table, Text
from hyzs.model.printed_report import PrintedReport
from hyzs.query.flows import FlowBook, cases_of
from hyzs.query.indicators import indicators
from hyzs.query.matters import CLOSED, matters
from hyzs.reports.sections import filled_section
from hyzs.reports.track import rows_in_play_in

ASSIST = """
SELECT m.record, coalesce(c.name, m.text) FROM mention m
LEFT JOIN resolved_name c ON c.text = m.text AND c.kinds = m.kinds
WHERE m.kind = 'matter' AND m.field = 'assist' ORDER BY m.record, m.at
"""
_I = "内部"
_HEAD = [Column("id", "编号", "code", level=_I), Column("text", "困难问题", level=_I, wide=True)]
_PROBLEMS = [
    *_HEAD,
    Column("origin", "来源", level=_I),
    Column("project", "项目", level=_I),
    Column("raised_on", "提出", "date", level=_I),
]
_MEASURES = [
    *_HEAD,
    Column("status", "状态", "light", level=_I),
    Column("measure", "解决措施", level=_I, wide=True),
    Column("measured_on", "到哪天", "date", level=_I),
]
_DUTIES = [
    *_HEAD,
    Column("lead", "主办", level=_I),
    Column("assist", "协办", "list", level=_I),
    Column("due", "期限", "date", level=_I),
    Column("overdue_days", "逾期", "number", "天", level=_I, get=lambda row: row["overdue_days"] or None),
]


def matter_lists(index: IndexReader, day: date) -> Answer:
    """One row per open matter: {id, text, origin, project, raised_on, status, measure, measured_on, lead, assist, …}.

    ``measure`` is the last act that says something; a matter of which nobody has said anything is counted.
    """
    open_matters = [row for row in matters(index, day) if row["status"] != CLOSED]
    book = FlowBook(index)
    events = {case.id: case.events for case in cases_of(index, book, [row["id"] for row in open_matters], day)}
    assisting: dict[str, list[str]] = {}
    for record, name in index.tuples(ASSIST):
        assisting.setdefault(record, []).append(name)
    rows: list[Row] = []
    for row in open_matters:
        last_noted = next((event for event in reversed(events.get(row["id"], ())) if event.note), None)
        rows.append(
            {
                **row,
                "measure": last_noted.note if last_noted else None,
                "measured_on": str(last_noted.on) if last_noted else None,
                "assist": assisting.get(row["id"], []),
            }
        )
    silent = sum(row["measure"] is None for row in rows)
    late = sum(bool(row["overdue_days"]) for row in rows)
    blocks: list[Block] = [Text(f"没有销号的 {len(rows)} 件，逾期 {late} 件，没有写措施的 {silent} 件", level="公开")]
    for title, columns in (("困难问题清单", _PROBLEMS), ("解决措施清单", _MEASURES), ("责任分工清单", _DUTIES)):
        blocks += filled_section(title, "公开", columns, rows)
    by_lead = Counter(row["lead"] for row in rows)
    return Answer(
        "lists",
        {"day": str(day)},
        rows,
        {"open": len(rows), "overdue": late, "without_measure": silent, "by_lead": dict(by_lead)},
        blocks=blocks,
        title="三张清单",
        title_level="公开",
        stamp=Stamp(period=str(day), sample=any(row["sample"] for row in rows)),
    )


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


LISTS = PrintedReport("lists", "三张清单", "没有销号的事项：困难问题、解决措施、责任分工", matter_lists, position=200)
CLOUD_SHEET = PrintedReport(
    "cloud-sheet",
    "云调度粘贴表",
    "在推项目一行一个、一格一个数，-f xlsx 或 tsv 粘到云调度平台",
    cloud_sheet,
    of="week",
    position=201,
)
