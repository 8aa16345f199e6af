"""The tracking list for people: projects by group, then the units by state; and texts of one row for other pages."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, Group, Heading, PublicColumn, Row, Table, Text
from hyzs.model.week import Week
from hyzs.query.duty_counts import STATUSES, count_lines
from hyzs.query.indicators import IndicatorInfo
from hyzs.query.projects import OUT_OF_PLAY

#: Groupings of the list, with their labels.
GROUPINGS = {
    "tier": "类别",
    "stage": "阶段",
    "county": "属地",
    "lead": "牵头单位",
    "patron": "联系市领导",
    "light": "亮灯",
}
#: Name of the group of projects without a light.
UNLIT = "未亮灯"
_GROUPS = {
    "tier": "未分类",
    "stage": "尚无阶段",
    "county": "市本级",
    "lead": "无牵头单位",
    "patron": "无联系市领导",
    "light": UNLIT,
}
#: Text for a unit that is not named.
UNNAMED = "未明确"
#: Missing items that are named of each unit that has reported some.
_NAMED = 6


def track_page(
    answer: Answer, week: Week, by: str, filter: str, today: date, figures: Sequence[IndicatorInfo] = ()
) -> Answer:
    """``answer`` with its blocks: heading, totals, the list with one column per figure, the units."""
    units = answer.extra["units"]
    period = f"{week.heading} 截至 {today}"
    note = answer.extra["week"]["note"]
    blocks: list[Block] = [
        *count_lines(answer.summary, note),
        Table(_columns(figures), answer.rows, groups(answer.rows, by)),
        Heading("填报单位", 2, "公开"),
        *unit_lines(units),
    ]
    return replace(
        answer,
        blocks=blocks,
        title=f"招商引资项目周跟踪清单 {period}",
        title_level="公开",
        stamp=Stamp(period=period, note=note or "", filter=filter),
    )


def unit_lines(units: Sequence[Row], statuses: Collection[str] = STATUSES.keys()) -> list[Text]:
    """A line for each of these states, naming the units in it."""
    lines = []
    for status, label in STATUSES.items():
        if status not in statuses:
            continue
        names = [_unit_name(unit) for unit in units if unit["status"] == status]
        if names:
            text = f"{label} {len(names)}：{'、'.join(names)}"
            lines.append(Text(text, "warn" if status in ("owed", "partial") else "plain"))
    return lines


def _unit_name(unit: Row) -> str:
    silent = f"连续 {unit['weeks_silent']} 周" if unit["weeks_silent"] > 1 else ""
    some = unit_share(unit) if unit["status"] in ("partial", "pending") and unit["items_in"] else ""
    missing = f"缺 {missing_names(unit)}" if unit["status"] == "partial" else ""
    more = "，".join(text for text in (some, missing, silent) if text)
    return str(unit["unit"]) + ("(零报告)" if unit["nil"] else "") + (f"({more})" if more else "")


def unit_share(unit: Row) -> str:
    """1/3: reported items of those due."""
    return f"{unit['items_in']}/{unit['items_due']}"


def missing_names(unit: Row) -> str:
    """Names of the missing items; of many the first, with their number."""
    names = [item["name"] for item in unit["missing"]]
    return "、".join(names[:_NAMED]) + (f" 等 {len(names)} 项" if len(names) > _NAMED else "")


def group_of(row: Mapping[str, Any], by: str) -> str | None:
    """Group of a row under that grouping; None: no group."""
    key = row[by]["name"] if by == "light" and row[by] else row[by]
    return None if key is None else str(key)


def groups(rows: Sequence[Mapping[str, Any]], by: str) -> list[Group]:
    """Groups of the list with their sizes, in the order of the rows."""
    level = "内部" if by == "patron" else "公开"
    counts = Counter(group_of(row, by) for row in rows)
    out = Counter(group_of(row, by) for row in rows if row["exempt_reason"] in OUT_OF_PLAY)
    return [
        Group(f"{key or _GROUPS[by]}({n - out[key]} 个{f'，另列 {out[key]} 个' if out[key] else ''})", n, level)
        for key, n in counts.items()
    ]


def status_line(row: Mapping[str, Any]) -> str:
    """未报 2 周, 已报, 无变化 3 周, 免报 …"""
    label, silent, unchanged = STATUSES[row["status"]], row["weeks_silent"], row["weeks_unchanged"]
    if row["status"] == "owed":
        return f"未报 {silent} 周" if silent > 1 else label
    if silent:
        return f"{label}(前 {silent} 周未报)"
    if unchanged:
        return f"无变化 {unchanged} 周" if row["status"] == "heard" else f"{label}(无变化 {unchanged} 周)"
    return label


def need_lines(row: Mapping[str, Any]) -> list[str]:
    """Needs of a row, a ``need_line`` each, without those that became a listed matter."""
    listed = {matter["text"] for matter in row["matters"]}
    return [need_line(need) for need in row["needs"] if need["matter"] not in listed]


def need_line(need: Row) -> str:
    """临时用电增容(市发改委 限 2026-12-05，逾期 3 天，第45周起): unit, deadline, days overdue, first week."""
    if need["matter"]:
        return f"{need['text']}(已转交办)"
    moved = need["first_due"] if need["first_due"] != need["due"] else None
    by_whom = " ".join(text for text in (need["to"] or UNNAMED, need["due"] and f"限 {need['due']}") if text)
    late = f"逾期 {need['overdue_days']} 天" if need["overdue_days"] else None
    texts = (by_whom, moved and f"原限 {moved}", late, raised(need))
    return f"{need['text']}({'，'.join(text for text in texts if text)})"


def raised(need: Row) -> str:
    """Week of the first statement of a need: 第45周起, with the year if its last statement is of another year."""
    year, week = need["week"].split("-W")
    return f"{'' if need['last_week'].startswith(year) else f'{year}年'}第{int(week)}周起"


def matter_lines(row: Mapping[str, Any]) -> list[str]:
    """Open matters of a row, with unit, deadline, state, and the needs they came from."""
    return [_matter_line(matter, row) for matter in row["matters"]]


def _matter_line(matter: Row, row: Mapping[str, Any]) -> str:
    late = f"，逾期 {matter['overdue_days']} 天" if matter["overdue_days"] else ""
    needs = [need["text"] for need in row["needs"] if need["matter"] == matter["text"] != need["text"]]
    came = f"，由诉求转来：{'、'.join(needs)}" if needs else ""
    return f"{matter['text']}({matter['lead'] or UNNAMED} 限 {matter['due']} {matter['status']}{late}{came})"


def met_lines(row: Mapping[str, Any]) -> list[str]:
    """Meetings of the week: 11-18 拜访 示例集团(分管副县长)."""
    return [
        f"{meeting['on'][5:]} {meeting['how']} {meeting['with']}" + (f"({meeting['rank']})" if meeting["rank"] else "")
        for meeting in row["met"]
    ]


def place(row: Mapping[str, Any]) -> str | None:
    """衡南县·绿色食品产业园."""
    return "·".join(text for text in (row["county"], row["park"]) if text) or None


def node_line(row: Mapping[str, Any]) -> str | None:
    """竣工 2026-10，逾期 22 天."""
    if not row["next_by"]:
        return None
    late = f"，逾期 {row['overdue_days']} 天" if row["overdue_days"] else ""
    return f"{row['next_node']} {row['next_by']}{late}"


LIGHT = PublicColumn("light", "亮灯", "light", get=lambda row: row["light"] and row["light"]["name"])
_COLUMNS = [
    Column("name", "项目", level="内部", substitute="public_name"),
    PublicColumn("status", "状态", "light", get=status_line),
    LIGHT,
    PublicColumn("stage", "阶段"),
    PublicColumn("place", "属地", get=place),
    PublicColumn("lead", "牵头单位"),
    PublicColumn("reporter", "填报单位"),
    PublicColumn("total", "总投资", "number", "万元"),
    PublicColumn("exempt_reason", "免报原因", wide=True),
    Column("progress", "本周进展", level="内部", wide=True),
    Column("needs", "诉求", "list", level="内部", wide=True, get=need_lines),
    Column("matters", "交办事项", "list", level="内部", wide=True, get=matter_lines),
    Column("met", "对接", "list", level="内部", wide=True, get=met_lines),
    Column("next", "下步打算", level="内部", wide=True),
    Column("node", "承诺节点", level="内部", wide=True, get=node_line),
]


def _columns(figures: Sequence[IndicatorInfo]) -> list[Column]:
    """The columns of the list, the figures behind the total investment."""
    place = next(number for number, column in enumerate(_COLUMNS, 1) if column.key == "total")
    return [*_COLUMNS[:place], *(figure.column for figure in figures), *_COLUMNS[place:]]
