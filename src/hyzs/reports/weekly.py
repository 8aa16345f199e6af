"""The weekly report: totals by tier and stage, news, slipped promises, overdue matters, units that owe a return."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Chart, ChartSeries, Column, Heading, PublicColumn, Row, Table, Text
from hyzs.model.decimals import total_of
from hyzs.model.printed_report import PrintedReport
from hyzs.model.week import Week
from hyzs.query.duty_counts import count_lines, rows_in_play
from hyzs.query.indicators import IndicatorInfo, indicators
from hyzs.query.lights import light_names
from hyzs.query.matters import is_pending, matters
from hyzs.query.open_needs import settled_needs
from hyzs.query.projects import stages
from hyzs.query.track_row import TrackRow, indicator_value, tracked
from hyzs.reports.slip import slip
from hyzs.reports.track import track
from hyzs.reports.track_page import unit_lines
from hyzs.reports.whats_new import mark_new

#: Counts of the tracking list that stand in the report too; states of units that have not reported all.
_TRACK_COUNTS = ("due", "heard", "late", "owed", "exempt", "pending", "units", "projects")
_BEHIND = ("owed", "partial")
_MATTERS = [
    Column("text", "事项", level="内部"),
    PublicColumn("lead", "主办单位"),
    PublicColumn("status", "状态", "light"),
    PublicColumn("due", "期限", "date"),
    PublicColumn("overdue_days", "逾期(天)", "number"),
]
_NEEDS = [
    Column("name", "项目", level="内部", substitute="public_name"),
    Column("text", "诉求", level="内部", wide=True),
    PublicColumn("to", "承办单位"),
    PublicColumn("week", "提出于"),
    PublicColumn("due", "期限", "date"),
    PublicColumn("overdue_days", "逾期(天)", "number", get=lambda row: row["overdue_days"] or None),
]
_SLIPS = [
    Column("name", "项目", level="内部", substitute="public_name"),
    PublicColumn("node", "节点"),
    PublicColumn("change", "变化", "light"),
    Column("why", "原因", level="内部", wide=True),
    PublicColumn("lead", "责任单位"),
]
_SILENT = [
    Column("name", "项目", level="内部", substitute="public_name"),
    PublicColumn("tier", "类别"),
    PublicColumn("reporter", "填报单位"),
    PublicColumn("weeks_silent", "连续未报(周)", "number"),
]
_NEW = [
    Column("name", "项目", level="内部", substitute="public_name"),
    PublicColumn("tier", "类别"),
    PublicColumn("county", "属地"),
    Column("progress", "本周进展", level="内部", wide=True),
]


def weekly(index: IndexReader, week: str | None, now: datetime) -> Answer:
    """The report of a week; its main table counts projects in play by tier and stage, with their investment in 万元.

    Raises: BadUsage where ``week`` means no week.
    """
    listed = track(index, week, now)
    new, the_week = mark_new(index, listed, now), Week.parse(listed.extra["week"]["id"])
    slips = slip(index, str(the_week), _end(the_week, now), handed=False)
    known_matters = matters(index, min(the_week.sunday, now.date()))
    raised, late = _raised(known_matters, the_week), [matter for matter in known_matters if matter["overdue_days"]]
    rows = _totals(list(listed.summary["by_tier"]), rows_in_play(tracked(listed)), indicators(index))
    needs = [{**need, **_project(row)} for row in listed.rows for need in row["needs"] if not need["matter"]]
    settled = settled_needs(index, the_week, {row["id"]: row["needs"] for row in listed.rows})
    period = f"{the_week.heading} 截至 {now.date()}"
    return Answer(
        "weekly",
        {"week": str(the_week)},
        rows,
        {
            **{key: listed.summary[key] for key in _TRACK_COUNTS},
            **{f"new_{key}": value for key, value in new.summary.items()},
            **slips.summary,
            **_matter_counts(known_matters, late, raised),
            **_need_counts(the_week, needs, settled),
            "met": sum(len(row["met"]) for row in listed.rows),
            **_units_behind(listed.extra["units"]),
        },
        {"week": listed.extra["week"]},
        [
            *count_lines(listed.summary, listed.stamp.note),
            *_overall(rows, stages(index).order, light_names(index)),
            *_part("二、本周新进展", _NEW, [row for row in new.rows if set(row["news"]) & {"project", "progress"}]),
            *_meetings(listed.rows),
            *_part("三、承诺变动", _SLIPS, slips.rows),
            *_part("四、交办事项", _MATTERS, [*late, *(matter for matter in raised if matter not in late)]),
            *_needs(the_week, needs, settled),
            *_part("六、静默项目", _SILENT, _silent_longest_first(listed.rows)),
            Heading("七、欠报单位", 2, "公开"),
            *(unit_lines(listed.extra["units"], _BEHIND) or [Text("没有")]),
        ],
        title=f"招商引资周报 {period}",
        title_level="公开",
        prose=True,
        stamp=Stamp(period=period, note=listed.stamp.note),
    )


def _end(week: Week, now: datetime) -> datetime:
    """Now, but no later than the day after the week, and no earlier than its Monday."""
    end = datetime.combine(min(week.sunday + timedelta(days=1), now.date()), now.time())
    return max(end, datetime.combine(week.monday, now.time()))


def _totals(tiers: Sequence[str], rows: list[TrackRow], figures: Sequence[IndicatorInfo]) -> list[Row]:
    """One row per tier with its projects by stage and light, and its sums; the last row is of all."""
    by_tier = [_total(tier, [row for row in rows if row["tier"] == tier], figures) for tier in tiers]
    return [*by_tier, _total("合计", rows, figures)]


def _total(name: str, rows: list[TrackRow], figures: Sequence[IndicatorInfo]) -> Row:
    """One row of sums: the investment in 万元, each indicator in its unit."""
    stages = Counter(row["stage"] or "未定" for row in rows)
    money = total_of(row["total"] for row in rows)
    lights = Counter(row["light"]["name"] for row in rows if row["light"])
    sums = {figure.name: total_of(indicator_value(row, figure.name) for row in rows) for figure in figures}
    counts = {"stages": dict(stages), "lights": dict(lights)}
    return {"tier": name, "projects": len(rows), "total": money, **counts, "figures": sums}


def _overall(rows: Sequence[Row], stages: Sequence[str], lights: Sequence[str]) -> list[Block]:
    """The totals by tier, whose last row is of all, with their charts."""
    table = Table(_columns(stages, lights), rows[:-1], total=rows[-1])
    return [Heading("一、总体情况", 2, "公开"), table, *_charts(stages, rows[:-1], lights)]


def _columns(stages: Sequence[str], lights: Sequence[str]) -> list[Column]:
    def stage_column(stage: str) -> Column:
        return PublicColumn(f"stage_{stage}", stage, "number", get=lambda row: row["stages"].get(stage))

    def light_counts(row: Row) -> str:
        return " ".join(f"{name} {row['lights'][name]}" for name in lights if name in row["lights"])

    return [
        PublicColumn("tier", "类别"),
        PublicColumn("projects", "项目", "number"),
        PublicColumn("total", "总投资", "number", "万元"),
        *map(stage_column, stages),
        PublicColumn("lights", "亮灯", get=light_counts),
    ]


def _charts(stages: Sequence[str], rows: Sequence[Row], lights: Sequence[str]) -> list[Block]:
    """Charts of the totals: projects by tier, stage and light."""
    by_stage = [ChartSeries(row["tier"], [row["stages"].get(stage, 0) for stage in stages]) for row in rows]
    charts: list[Block] = [Chart("stacked", "各阶段项目", stages, by_stage, "个", "公开")]
    if lights:
        tiers = [row["tier"] for row in rows]
        lit = [ChartSeries(name, [row["lights"].get(name, 0) for row in rows]) for name in lights]
        charts.append(Chart("stacked", "各类项目亮灯", tiers, lit, "个", "公开"))
    return charts


def _project(row: Row) -> Row:
    """The project that a need is of."""
    return {"id": row["id"], "name": row["name"], "public_name": row["public_name"]}


def _units_behind(units: Sequence[Row]) -> Row:
    return {f"units_{status}": [unit["unit"] for unit in units if unit["status"] == status] for status in _BEHIND}


def _raised(matters: Sequence[Row], week: Week) -> list[Row]:
    monday, sunday = week.bounds
    return [matter for matter in matters if monday <= matter["raised_on"] <= sunday]


def _silent_longest_first(rows: Sequence[Row]) -> list[Row]:
    return sorted((row for row in rows if row["weeks_silent"]), key=lambda row: -row["weeks_silent"])


def _matter_counts(matters: Sequence[Row], late: Sequence[Row], raised: Sequence[Row]) -> Row:
    """Numbers of matters that are not closed, overdue, and raised in the week."""
    pending = sum(map(is_pending, matters))
    return {"matters_open": pending, "matters_overdue": len(late), "matters_raised": len(raised)}


def _need_counts(week: Week, needs: Sequence[Row], settled: Sequence[Row]) -> Row:
    """Numbers of needs open, overdue, raised and settled in the week, without those that became matters."""
    return {
        "needs_open": len(needs),
        "needs_overdue": sum(need["overdue_days"] > 0 for need in needs),
        "needs_raised": sum(need["week"] == str(week) for need in needs),
        "needs_settled": len(settled),
    }


def _needs(week: Week, needs: Sequence[Row], settled: Sequence[Row]) -> list[Block]:
    """Numbers of needs, then the overdue needs and those raised in the week."""
    count = _need_counts(week, needs, settled)
    how = "、".join(f"{state} {n}" for state, n in Counter(need["state"] for need in settled).items())
    totals = (
        f"本周新提 {count['needs_raised']} 条，了结 {len(settled)} 条{f'({how})' if how else ''}；"
        f"未解决 {len(needs)} 条，其中逾期 {count['needs_overdue']} 条"
    )
    late = sorted((need for need in needs if need["overdue_days"]), key=lambda need: -need["overdue_days"])
    new = [need for need in needs if need["week"] == str(week) and not need["overdue_days"]]
    return [Heading("五、诉求", 2, "公开"), Text(totals), *([Table(_NEEDS, [*late, *new])] if late or new else [])]


def _meetings(rows: Sequence[Row]) -> list[Block]:
    """Number of meetings in the week by their manner; none without meetings."""
    manners = Counter(meeting["how"] for row in rows for meeting in row["met"])
    counts = "、".join(f"{name} {n}" for name, n in manners.items())
    return [Text(f"本周对接 {manners.total()} 次：{counts}")] if manners else []


def _part(heading: str, columns: Sequence[Column], rows: Sequence[Row]) -> list[Block]:
    """A part of the report; 没有 without rows."""
    return [Heading(heading, 2, "公开"), Table(columns, rows) if rows else Text("没有")]


WEEKLY = PrintedReport(
    "weekly",
    "周报",
    "各类各阶段多少个、新进展、承诺变动、交办事项、静默项目、欠报单位；可写哪一周",
    weekly,
    of="week",
    position=70,
)
