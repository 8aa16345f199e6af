"""Festivals of a year (方案第九条): their days, events planned and held for them, and the target of 20余场."""

from datetime import date, datetime

from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, PublicColumn, Row, Text
from hyzs.model.printed_report import PrintedReport
from hyzs.query.event_results import status_counts, target_rows
from hyzs.query.events import event_rows
from hyzs.query.yields import yields
from hyzs.reports.optional_sections import filled_section, filled_table

FESTIVALS = "SELECT name, lunar, solar_term, solar, source FROM festival ORDER BY pos"
_COLUMNS = [
    PublicColumn("day", "日期", "date"),
    PublicColumn("name", "节日"),
    PublicColumn("held", "已办", "number"),
    PublicColumn("planned", "计划", "number"),
    PublicColumn("cancelled", "取消", "number", get=lambda row: row["cancelled"] or None),
    PublicColumn("leads", "线索", "number"),
    PublicColumn("signed", "签约", "number"),
    Column("events", "活动", "list", level="内部", wide=True, get=lambda row: row["names"]),
    PublicColumn("state", "说明"),
]
_TARGETS = [
    PublicColumn("text", "任务", wide=True),
    PublicColumn("as_written", "原文"),
    PublicColumn("done", "已办", "number"),
    PublicColumn("at_least", "不少于", "number"),
    PublicColumn("percent", "完成(%)", "number"),
    PublicColumn("elapsed", "时序(%)", "number"),
    PublicColumn("due", "按时序应到", "number"),
    PublicColumn("points_behind", "落后(百分点)", "number"),
    PublicColumn("problem", "说明"),
]


def festivals(index: IndexReader, year: int, now: datetime) -> Answer:
    """One row per festival, by its day: {name, day, planned, held, cancelled, leads, signed, events, state}.

    Events are those whose ``occasion`` it is (written, never guessed), by their last day. ``targets``: yearly targets
    that events are counted for, with their pace; ``days``: the festivals, as entries of a calendar.

    Raises: BadUsage: the condition of leads or a rate in the settings cannot be understood.
    """
    from hyzs.model.lunar import festival_day

    every = [event for event in event_rows(index, now.date()) if event["last"][:4] == str(year)]
    results = {row["id"]: row for row in yields(index, "event", now).rows}
    rows = []
    for festival in index.rows(FESTIVALS):
        day = festival_day(year, festival["lunar"], festival["solar_term"], festival["solar"])
        own = [event for event in every if event["occasion"] == festival["name"]]
        rows.append(_row(festival, day, own, results, now.date()))
    rows.sort(key=lambda row: (row["day"] or "9", row["name"]))
    targets = target_rows(index, year, now)
    idle = [row for row in rows if not row["events"]]
    words = f"{year} 年 {len(rows)} 个节日，{sum(row['held'] for row in rows)} 场已办"
    words += f"，没有安排活动的：{'、'.join(row['name'] for row in idle)}" if idle else ""
    blocks: list[Block] = [Text(words, level="公开"), *(Text(_sentence(target), level="公开") for target in targets)]
    blocks += filled_table(_COLUMNS, rows)
    blocks += filled_section("全年的场次", "公开", _TARGETS, targets)
    return Answer(
        "festivals",
        {"year": year},
        rows,
        {"festivals": len(rows), **status_counts(every), "idle": len(idle)},
        {"targets": targets, "days": [_entry(row) for row in rows if row["day"]]},
        blocks=blocks,
        title=f"{year} 年节日组团",
        title_level="公开",
        stamp=Stamp(period=str(year), sample=any(event["sample"] for event in every) or None),
    )


def _row(festival: Row, day: date | None, own: list[Row], results: dict[str, Row], today: date) -> Row:
    counts = status_counts(own)
    event_results = [results[event["id"]] for event in own if event["id"] in results]
    arranged = len(own) - counts["cancelled"]
    state = "这一年没有这一天" if day is None else None if arranged else "没有安排" if day < today else "还没有安排"
    return {
        "name": festival["name"],
        "day": str(day) if day else None,
        **counts,
        "leads": len({id for row in event_results for id in row["ids"] if row["leads"]}),
        "signed": sum(row["signed"] for row in event_results),
        "events": [event["id"] for event in own],
        "names": [event["name"] for event in own],
        "state": state,
        "source": festival["source"],
    }


def _sentence(target: Row) -> str:
    """The target in a line: 已办 16 场，不少于 20 场（20余场），完成 80%，时序 89.6%，落后 9.6 个百分点."""
    head = f"{target['id']}：不少于 {target['at_least']}{target['unit']}"
    head += f"（{target['as_written']}）" if target["as_written"] else ""
    if target["problem"]:
        return f"{head}，口径看不懂：{target['problem']}"
    points_behind = target["points_behind"]
    words = f"落后 {points_behind} 个百分点" if points_behind and points_behind > 0 else "不落后"
    done_text = f"已办 {target['done']}{target['unit']}，完成 {target['percent']}%，时序 {target['elapsed']}%，{words}"
    return f"{head}，{done_text}；口径 {target['source']}：{target['where'] or '都算'}"


def _entry(row: Row) -> Row:
    """The festival as an entry of a calendar."""
    text = f"{row['name']}：{'、'.join(row['names']) or '还没有安排活动'}"
    return {"day": row["day"], "id": row["name"], "node": row["day"][:4], "text": text, "moves": 0, "light": None}


REPORT = PrintedReport(
    "festivals",
    "节日组团",
    "春节、清明、中元、中秋、国庆各在哪天，安排了什么，20余场办了多少；可写哪一年，-o 节日.ics 进日历",
    festivals,
    of="subject",
    position=61,
)
