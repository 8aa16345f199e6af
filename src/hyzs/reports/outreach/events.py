"""Events of a year (方案第六条): planned and held, results of each, series not planned, leads without follow-up."""

from datetime import datetime

from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, PublicColumn, Row, Text
from hyzs.model.printed_report import PrintedReport
from hyzs.query.event_results import left_leads, outcome_rows, series_rows, status_counts
from hyzs.query.events import event_rows
from hyzs.query.project_results import project_results
from hyzs.query.yields import yields
from hyzs.reports.optional_sections import filled_section, filled_table

_RESULTS = ("below", "leads", "talks", "signed", "started", "producing", "contract", "paid_in", "other_agreements")
_COLUMNS = [
    PublicColumn("first", "开始", "date"),
    PublicColumn("last", "结束", "date", get=lambda row: row["last"] if row["last"] != row["first"] else None),
    Column("name", "活动", level="内部", wide=True),
    PublicColumn("type", "类型"),
    PublicColumn("status", "状态"),
    PublicColumn("lead", "牵头单位"),
    PublicColumn("heads", "人次", "number"),
    PublicColumn("leads", "线索", "number", get=lambda row: row["leads"] or None),
    PublicColumn("signed", "签约", "number", get=lambda row: row["signed"] or None),
    Column("contract", "合同额", "number", "万元", level="内部", get=lambda row: row["contract"] or None),
    PublicColumn("started", "开工", "number", get=lambda row: row["started"] or None),
    Column("note", "说明", level="内部", wide=True),
]
_SERIES = [
    PublicColumn("series", "系列"),
    PublicColumn("every", "几年一次", "number"),
    PublicColumn("unit", "牵头单位"),
    PublicColumn("state", "今年"),
    PublicColumn("last_year", "上次", get=lambda row: str(row["last_year"]) if row["last_year"] else None),
    PublicColumn("source", "依据"),
]
_OUTCOMES = [
    PublicColumn("name", "成效"),
    PublicColumn("unit", "单位"),
    Column("reported", "各单位报的", "number", level="内部"),
    Column("verified", "核定的", "number", level="内部"),
    PublicColumn("events", "活动场次", "number"),
]
_LEFT = [
    Column("project", "编号", "code", level="内部"),
    Column("name", "项目", level="内部"),
    Column("event_name", "来自活动", level="内部"),
    Column("due", "该跟进到", "date", level="内部"),
    PublicColumn("late", "超过(天)", "number"),
]


def events(index: IndexReader, year: int, now: datetime) -> Answer:
    """One row per event whose last day is in the year: {id, name, type, status, first, last, …, signed, contract}.

    An event has the results of its parts, too (``below`` of them); the last row of ``hyzs yield --by event`` counts
    each project once. ``series``: each declared one, 今年未安排 said; ``left``: leads that nobody took up after their
    event; ``outcomes``: figures that units reported and those that were verified, never in one sum.

    Raises: BadUsage: the condition of leads or a rate in the settings cannot be understood.
    """
    day = now.date()
    every = list(event_rows(index, day))
    table = yields(index, "event", now)
    results = {row["id"]: row for row in table.rows}
    rows = [_row(event, results.get(event["id"])) for event in every if event["last"][:4] == str(year)]
    series = series_rows(index, every, year)
    overdue = left_leads(index, every, project_results(index, now), day)
    outcomes = outcome_rows(index, [row["id"] for row in rows], day)
    counts = status_counts(rows)
    missing = [row for row in series if not row["events"] and row["state"].startswith("今年未安排")]
    words = f"{year} 年活动 {len(rows)} 场：已办 {counts['held']}，进行中 {counts['under_way']}"
    words += f"，计划 {counts['planned']}，取消 {counts['cancelled']}"
    words += f"；会后没有跟进的线索 {len(overdue)} 条；{len(missing)} 个系列今年未安排"
    note = "上级活动的线索、签约含下级；合计按 hyzs yield --by event，每个项目只算一次"
    blocks: list[Block] = [
        Text(words, level="公开"),
        *filled_table(_COLUMNS, rows),
        *([Text(note, "note", level="公开")] if any(row["below"] for row in rows) else []),
        *filled_section("会后没有跟进", "公开", _LEFT, overdue),
        *filled_section("成效", "公开", _OUTCOMES, outcomes),
        *filled_section("年年办、隔年办的", "公开", _SERIES, series),
    ]
    return Answer(
        "events",
        {"year": year},
        rows,
        {"events": len(rows), **counts, "left": len(overdue), "series_not_planned": len(missing)},
        {"series": series, "left": overdue, "outcomes": outcomes},
        blocks=blocks,
        title=f"{year} 年活动成效",
        title_level="公开",
        stamp=Stamp(period=str(year), sample=any(row["sample"] for row in rows) or None),
    )


def _row(event: Row, result: Row | None) -> Row:
    """The event with its results; what was called off says why."""
    pace_row = {key: result[key] if result else None for key in _RESULTS} | {"below": result["below"] if result else 0}
    others = "，".join(f"另有{kind} {count}" for kind, count in (pace_row["other_agreements"] or {}).items())
    below_text = f"含下级 {pace_row['below']} 场" if pace_row["below"] else ""
    notes = [event["reason"] if event["cancelled_on"] else None, below_text, others]
    keys = ("id", "name", "sample", "type", "series", "brand", "first", "last", "place", "occasion", "lead", "status")
    more = ("held_on", "heads", "person_days")
    return {
        **{key: event[key] for key in (*keys, *more)},
        **pace_row,
        "note": "；".join(filter(None, notes)) or None,
    }


EVENTS = PrintedReport(
    "events",
    "活动成效",
    "一年的活动：办没办、带来的线索和签约、会后没有跟进的，年年办的今年排了没有；可写哪一年",
    events,
    of="subject",
    position=60,
)
