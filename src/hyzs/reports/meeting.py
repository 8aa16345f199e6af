"""The page of a meeting: decisions of the last one with their status, then the agenda of this one."""

from collections.abc import Sequence
from datetime import date, datetime
from operator import itemgetter

from hyzs.documents.numbering import number_order
from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, Heading, PublicColumn, Row, Table, Text
from hyzs.model.printed_report import PrintedReport
from hyzs.query.matters import is_pending, matters, sourced_matters
from hyzs.query.track_row import tracked
from hyzs.reports.optional_sections import filled_table
from hyzs.reports.slip import slip
from hyzs.reports.track import track

MINUTES = "纪要"
#: Rows printed of each part of the agenda, to fit one page; the others are counted.
MOST = 12
_DECIDED = [
    Column("clause", "第几项", level="内部"),
    Column("text", "议定事项", level="内部", wide=True),
    PublicColumn("lead", "主办单位"),
    PublicColumn("due", "期限", "date"),
    PublicColumn("status", "状态", "light"),
    PublicColumn("overdue_days", "逾期(天)", "number", get=lambda row: row["overdue_days"] or None),
]
_RED = [
    Column("name", "项目", level="内部", substitute="public_name"),
    PublicColumn("lead", "责任单位"),
    Column("reason", "原因", level="内部", wide=True, get=lambda row: row["light"]["reason"]),
]
_OVERDUE = [
    Column("text", "事项", level="内部", wide=True),
    PublicColumn("lead", "主办单位"),
    PublicColumn("due", "期限", "date"),
    PublicColumn("overdue_days", "逾期(天)", "number"),
]
_MOVED = [
    Column("name", "项目", level="内部", substitute="public_name"),
    PublicColumn("node", "节点"),
    PublicColumn("change", "变化", "light"),
    PublicColumn("lead", "责任单位"),
]


def meeting(index: IndexReader, now: datetime) -> Answer:
    """The matters of the last minutes by ``now``, then red projects, overdue matters and promises that moved.

    One row per matter of those minutes: {id, clause, text, lead, due, status, overdue_days}; ``extra`` has the agenda.

    Raises: BadConfig: the settings cannot be read.
    """
    current = {row["id"]: row for row in matters(index, now.date())}
    of_last = _last_minutes(index, now.date())
    last, drafts = next(iter(of_last), None), sum(bool(row["draft"]) for row in of_last)
    rows = [_decision(row, current[row["id"]]) for row in of_last if row["id"] in current]
    rows.sort(key=lambda row: (number_order(row["clause"] or ""), row["id"]))
    listed = track(index, None, now)
    red: list[Row] = [{**row} for row in tracked(listed) if row["light"] and row["light"]["colour"] == "red"]
    decided_ids = {row["id"] for row in rows}
    late = [row for row in current.values() if row["overdue_days"] and row["id"] not in decided_ids]
    moved = [row for row in slip(index, None, now, handed=False).rows if row["kind"] != "silent"]
    open_count = sum(map(is_pending, rows))
    agenda = {"red": [_project(row) for row in red], "overdue": late, "moved": list(moved)}
    return Answer(
        "meeting",
        {"minutes": last and (last["number"] or last["on"])},
        rows,
        {
            **{"decided": len(rows), "open": open_count},
            "overdue": sum(bool(row["overdue_days"]) for row in rows),
            "drafts": drafts,
            "red": len(red),
            "overdue_matters": len(late),
            "moved": len(moved),
        },
        {"last": last and {key: last[key] for key in ("number", "on", "by")}, "agenda": agenda},
        [
            *_last_meeting(last, rows, open_count, drafts),
            Heading("二、本周要议", 2, "公开"),
            *_part("（一）亮红灯的项目", _RED, red),
            *_part("（二）逾期的交办事项", _OVERDUE, late, "，不含上次议定的"),
            *_part("（三）上周以来变动的承诺", _MOVED, moved),
        ],
        title=f"招商引资调度会 {now.date()}",
        title_level="公开",
        prose=True,
        one_page=True,
        stamp=Stamp(period=f"截至 {now.date()}", note=listed.stamp.note),
    )


def _last_minutes(index: IndexReader, day: date) -> list[Row]:
    """The matters that the last minutes by that day decided; none without minutes."""
    papers = [row for row in sourced_matters(index) if row["type"] == MINUTES and row["on"] <= str(day)]
    identity = itemgetter("on", "number", "by")
    return [row for row in papers if identity(row) == identity(papers[0])]


def _decision(source: Row, matter: Row) -> Row:
    names = ("id", "text", "lead", "due", "status", "overdue_days")
    return {"clause": source["clause"], **{name: matter[name] for name in names}}


def _project(row: Row) -> Row:
    return {name: row[name] for name in ("id", "name", "lead", "light")}


def _last_meeting(last: Row | None, rows: Sequence[Row], open_count: int, drafts: int) -> list[Block]:
    """The decisions of the last meeting, each with where it stands; a sentence without minutes."""
    heading = Heading("一、上次会议议定的事项", 2, "公开")
    if last is None:
        return [heading, Text("库里还没有纪要；收纪要：hyzs import minutes 纪要.docx", level="公开")]
    name = " ".join(filter(None, (last["by"], last["number"], last["on"])))
    late = sum(bool(row["overdue_days"]) for row in rows)
    counts = f"{len(rows)} 项，还在办 {open_count} 项，逾期 {late} 项"
    waiting = [Text(f"另有草稿 {drafts} 项没有核定，没有列", "note")] if drafts else []
    table = filled_table(_DECIDED, rows)
    return [heading, Text(f"{name}：{counts}", level="内部"), *table, *waiting]


def _part(heading: str, columns: Sequence[Column], rows: Sequence[Row], note: str = "") -> list[Block]:
    """A part of the agenda with its count; the rows beyond MOST are counted, and none are hidden from JSON."""
    more = [Text(f"另有 {len(rows) - MOST} 个没有列，全部见 json", "note")] if len(rows) > MOST else []
    table: list[Block] = [Table(columns, rows[:MOST])] if rows else [Text("没有")]
    return [Heading(f"{heading}：{len(rows)} 件{note}" if rows else heading, 3, "公开"), *table, *more]


MEETING = PrintedReport(
    "meeting",
    "调度会",
    "上次会议议定的事项办到哪一步，这次要议的：红灯项目、逾期事项、变动的承诺；一页",
    meeting,
    position=75,
)
