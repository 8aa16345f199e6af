"""Training of a year (方案第三条): units with people and days, counties that sent nobody, those who are away."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from hyzs.fields.index_reader import IndexReader, records_by_name
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Column, PublicColumn, Row, Text
from hyzs.model.lateness import in_force
from hyzs.model.printed_report import PrintedReport
from hyzs.query.events import CANCELLED, PLANNED, UNDER_WAY, event_rows
from hyzs.reports.optional_sections import filled_section, filled_table

ATTENDANCE = """
SELECT a.record AS event, coalesce(u.name, a.unit) AS unit, sum(a.count) AS heads FROM attendance a
LEFT JOIN resolved_name u ON u.text = a.unit AND u.kinds = 'unit' WHERE a.kind = 'event' GROUP BY 1, 2
"""
TYPES = "SELECT name FROM event_type WHERE training = 1 ORDER BY pos"
#: The counties that are to send somebody.
COUNTIES = f"""
SELECT name FROM unit WHERE type = '县市区' AND coalesce(draft, 0) = 0 AND {in_force("unit")}
ORDER BY "order" IS NULL, "order", id
"""
_COLUMNS = [
    PublicColumn("unit", "单位"),
    PublicColumn("type", "类型"),
    PublicColumn("events", "场次", "number"),
    PublicColumn("heads", "人次", "number"),
    PublicColumn("person_days", "人天", "number"),
]
_AWAY = [
    Column("name", "活动", level="内部"),
    PublicColumn("type", "类型"),
    PublicColumn("place", "在哪里"),
    PublicColumn("heads", "人数", "number"),
    PublicColumn("last", "到哪天", "date"),
]
_AWAY_KEYS = ("id", "name", "type", "place", "heads", "last")
_SENT = [
    PublicColumn("type", "类型"),
    PublicColumn("sent", "已成行(个)", "number"),
    PublicColumn("missing", "未成行(个)", "number"),
    PublicColumn("units", "没有派人的县市区", "list", wide=True),
]
_ROSTER = [PublicColumn("unit", "单位"), PublicColumn("people", "业务骨干", "number", "人")]


def training(index: IndexReader, year: int, now: datetime) -> Answer:
    """One row per unit and type: {unit, type, events, heads, person_days}, of the days in the year up to today.

    ``heads`` are 人次, not 人数: who goes twice counts twice. A span over New Year is split by year; what was called
    off or has not begun counts nothing. ``sent``: by type the counties that sent somebody, and those that did not;
    ``away``: under way now; ``roster``: numbers of people by unit from ``private/roster.yaml``, never a name.

    Raises: BadUsage: the roster cannot be read.
    """
    day = now.date()
    types = [name for (name,) in index.tuples(TYPES)]
    every = [event for event in event_rows(index, day) if event["type"] in types]
    spans = {event["id"]: _days_in(event, year, day) for event in every}
    people = _heads(index)
    begun = [event for event in every if spans[event["id"]]]
    rows = list(_rows(begun, types, people, spans))
    sent = list(_sent(begun, types, people, [name for (name,) in index.tuples(COUNTIES, day=str(day))]))
    under_way = [event for event in every if event["status"] == UNDER_WAY]
    roster = _roster(index)
    summary = {
        "events": len(begun),
        "heads": sum(row["heads"] for row in rows),
        "person_days": sum(row["person_days"] for row in rows),
        "planned": sum(event["status"] == PLANNED and event["first"][:4] == str(year) for event in every),
        "cancelled": sum(event["status"] == CANCELLED and event["last"][:4] == str(year) for event in every),
        "without_people": sum(event["id"] not in people for event in begun),
    }
    return Answer(
        "training",
        {"year": year},
        rows,
        summary,
        {"sent": sent, "away": [{key: event[key] for key in _AWAY_KEYS} for event in under_way], "roster": roster},
        blocks=[
            Text(_sentence(year, summary), level="公开"),
            *filled_table(_COLUMNS, rows),
            *filled_section("各县市区成行情况", "公开", _SENT, sent),
            *filled_section("正在外面的", "公开", _AWAY, under_way),
            *filled_section("业务骨干名册（只有人数）", "公开", _ROSTER, roster),
        ],
        title=f"{year} 年招商队伍培训历练",
        title_level="公开",
        stamp=Stamp(period=str(year), sample=any(event["sample"] for event in every) or None),
    )


def _heads(index: IndexReader) -> dict[str, dict[str, int]]:
    """By event and unit the number of people sent."""
    heads: dict[str, dict[str, int]] = defaultdict(dict)
    for row in index.rows(ATTENDANCE):
        heads[row["event"]][row["unit"]] = row["heads"]
    return heads


def _sentence(year: int, counts: Mapping[str, int]) -> str:
    words = f"{year} 年 {counts['events']} 场，{counts['heads']} 人次，{counts['person_days']} 人天"
    words += f"；计划 {counts['planned']} 场，取消 {counts['cancelled']} 场，都不计"
    return words + (f"；{counts['without_people']} 场没有写人数" if counts["without_people"] else "")


def _days_in(event: Row, year: int, day: date) -> int:
    """The days of the event in the year up to ``day``, both ends included; none of one that was called off."""
    if event["status"] == CANCELLED:
        return 0
    first = max(date.fromisoformat(event["first"]), date(year, 1, 1))
    last = min(date.fromisoformat(event["last"]), date(year, 12, 31), day)
    return max(0, (last - first).days + 1)


def _rows(
    events: Sequence[Row], types: Sequence[str], people: Mapping[str, Mapping[str, int]], spans: Mapping[str, int]
) -> Iterator[Row]:
    """One row per unit and type, by type, the most people first."""
    for name in types:
        rows: dict[str, Row] = {}
        for event in (event for event in events if event["type"] == name):
            for unit, heads in people.get(event["id"], {}).items():
                row = rows.setdefault(unit, {"unit": unit, "type": name, "events": 0, "heads": 0, "person_days": 0})
                row["events"] += 1
                row["heads"] += heads
                row["person_days"] += heads * spans[event["id"]]
        yield from sorted(rows.values(), key=lambda row: (-row["heads"], row["unit"]))


def _sent(
    events: Iterable[Row], types: Sequence[str], people: Mapping[str, Mapping[str, int]], counties: Sequence[str]
) -> Iterator[Row]:
    """By type: how many counties sent somebody, how many did not, and which; types without an event are left out."""
    own = list(events)
    for name in types:
        sent = {unit for event in own if event["type"] == name for unit in people.get(event["id"], {})}
        if any(event["type"] == name for event in own):
            missing = [county for county in counties if county not in sent]
            present_count = len(counties) - len(missing)
            yield {"type": name, "sent": present_count, "missing": len(missing), "units": missing}


def _roster(index: IndexReader) -> list[Row]:
    """Numbers of people by unit; a unit that nobody knows keeps the word that was written."""
    rows = []
    for text, count in (index.roster_counts() or {}).items():
        units = records_by_name(index, text, "unit")
        rows.append({"unit": units[0]["name"] if units else text, "people": count})
    return sorted(rows, key=lambda row: (-row["people"], row["unit"]))


TRAINING = PrintedReport(
    "training",
    "培训历练",
    "研修、跟班学习、挂职：各单位派了多少人次、多少人天，哪些县市区一个也没有派，谁在外面到哪天；可写哪一年",
    training,
    of="subject",
    position=62,
)
