"""One page for leaders: key figures against last week, the year's plan, stages, counties, industries, lights."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from itertools import groupby

from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Chart, ChartSeries, Column, Heading, Pairs, PublicColumn, Row, Table, Tiles
from hyzs.model.decimals import Number, decimal_of, number_text, total_of, wan_to_yi
from hyzs.model.printed_report import PrintedReport
from hyzs.model.week import Week
from hyzs.query.duty_counts import count_lines, rows_in_play
from hyzs.query.indicators import IndicatorInfo, indicators
from hyzs.query.lights import GRAVITY, PUSH_COLOURS, ProjectFacts, gravity, light_names, light_rules
from hyzs.query.projects import stages
from hyzs.query.task_rows import task_rows
from hyzs.query.task_state_counts import task_counts, task_counts_line
from hyzs.query.track_row import RowLight, TrackRow, indicator_value, tracked, with_fields
from hyzs.reports.track import rows_in_play_in, track

ABOUT = "SELECT id, file, industry FROM project"
#: Projects named as needing a push, and bars of a chart: the page holds so many.
_WORST, _MOST = 10, 13
#: The investment of projects, summed up as an indicator is.
_TOTAL = IndicatorInfo("total", "总投资", "万元")
#: Projects of no county, or of no industry, as charts and lists name them.
CITY, OTHER = "市本级", "其他"
_COLUMNS = [
    Column("name", "项目", level="内部", substitute="public_name"),
    PublicColumn("light", "亮灯", "light", get=lambda row: row["light"]["name"]),
    Column("why", "原因", level="内部", wide=True),
    PublicColumn("county", "属地", get=lambda row: row["county"] or CITY),
    PublicColumn("lead", "牵头单位"),
    Column("officer", "责任人", level="内部"),
]


def overview(index: IndexReader, week: str | None, now: datetime) -> Answer:
    """Projects in play in the week, counted against the week before; the main table lists the worst ten.

    Raises: BadUsage where ``week`` means no week.
    """
    return overview_of(index, track(index, week, now), task_rows(index, now), now)


def overview_of(index: IndexReader, listed: Answer, tasks: Sequence[Row], now: datetime) -> Answer:
    """The overview of a tracking list and tasks that are computed already."""
    week = Week.parse(listed.extra["week"]["id"])
    rows, before = rows_in_play(tracked(listed)), rows_in_play_in(index, week.plus(-1), now)
    lit = [(row, row["light"]) for row in rows if row["light"]]
    urgent = sorted(((row, light) for row, light in lit if light["colour"] in PUSH_COLOURS), key=_urgency)
    worst = [with_fields(row, why=light["clause"]) for row, light in urgent[:_WORST]]
    figures = indicators(index)
    about = {row["id"]: row for row in index.rows(ABOUT)}
    year = _year(index, week, now, rows, about, figures)
    last_week = {"projects": len(before), **_sums(before, figures), "lights": _lights(before)}
    summary: Row = {
        "projects": len(rows),
        **_sums(rows, figures),
        "lights": _lights(rows),
        **{key: listed.summary[key] for key in ("due", "heard", "late", "owed", "pending", "exempt", "units")},
        "tasks": {"tasks": len(tasks), **task_counts(tasks)},
        "urgent": len(urgent),
        "year": year,
        "last_week": last_week,
    }
    red = list(dict.fromkeys(rule.name for rule in light_rules(index) if rule.colour == GRAVITY[0]))
    tiled = [figure for figure in figures if figure.is_money][: 1 if red else 2]
    blocks: list[Block] = [
        Tiles(_tiles(rows, summary, last_week, tiled, red), level="内部"),
        *_other_figures(rows, summary, last_week, [f for f in figures if f not in tiled and not planned(year, f)]),
        Pairs(_reporting(listed, tasks), level="公开"),
        *_charts(index, rows, about, year, figures),
        Heading(_heading(len(urgent), len(worst)), 2, "公开"),
        Table(_COLUMNS, worst),
    ]
    return Answer(
        "overview",
        listed.params,
        worst,
        summary,
        {"week": listed.extra["week"]},
        blocks,
        title=f"招商引资一页通 {listed.stamp.period}",
        title_level="公开",
        prose=True,
        stamp=Stamp(period=listed.stamp.period, note=listed.stamp.note),
        one_page=True,
    )


def _urgency(lit: tuple[TrackRow, RowLight]) -> tuple[int | Number, ...]:
    """Sort key: the gravest light first; then days overdue, silent weeks, unchanged weeks, investment, descending."""
    row, light = lit
    return (
        gravity(light),
        -row["overdue_days"],
        -row["weeks_silent"],
        -row["weeks_unchanged"],
        -(row["total"] or 0),
    )


def _heading(urgent: int, listed: int) -> str:
    """The heading of the worst projects, with the number of those not listed."""
    more = f"（另有 {urgent - listed} 个没有列出，见周跟踪清单）" if urgent > listed else ""
    return f"最需要推一把的 {listed} 个项目{more}"


def _sums(rows: Sequence[TrackRow], figures: Iterable[IndicatorInfo]) -> Row:
    """Sums of total investment (万元) and each indicator (in its unit); 0 without any value."""
    return {
        key: total_of(indicator_value(row, key) for row in rows)
        for key in ("total", *(figure.name for figure in figures))
    }


def _lights(rows: Sequence[TrackRow]) -> dict[str, int]:
    """Number of projects by light."""
    return dict(Counter(row["light"]["name"] for row in rows if row["light"]))


def _reporting(listed: Answer, tasks: Sequence[Row]) -> list[tuple[str, str]]:
    """Counts of returns of the week, and of the tasks of the plans."""
    returns = [("周填报", line.text) for line in count_lines(listed.summary, listed.stamp.note)]
    return [*returns, *([("方案任务", task_counts_line(tasks))] if tasks else [])]


def _tiles(
    rows: Sequence[TrackRow], now: Row, before: Row, figures: Sequence[IndicatorInfo], red: Sequence[str]
) -> list[tuple[str, str]]:
    """Four key figures with their change: projects, investment, the first indicator, and the gravest light."""
    more = now["projects"] - before["projects"]
    tiles = [("项目", f"{now['projects']} 个\n{_change(more, number_text)}")]
    for figure in (_TOTAL, *figures):
        text, change, lacking = _sum_texts(rows, now, before, figure)
        tiles.append((figure.label, f"{text}\n{change}{lacking}" if text else "—"))
    if red:
        count, last = (sum(lights.get(light, 0) for light in red) for lights in (now["lights"], before["lights"]))
        tiles.append(("、".join(red), f"{count} 个\n{_change(count - last, number_text)}"))
    return tiles


def _sum_texts(rows: Sequence[TrackRow], now: Row, before: Row, figure: IndicatorInfo) -> tuple[str, str, str]:
    """Sum of a figure (empty without any value), its change, and the number of projects without it."""
    unknown = sum(indicator_value(row, figure.name) is None for row in rows)
    text = figure.text(now[figure.name]) if unknown < len(rows) else ""
    change = _change(now[figure.name] - before[figure.name], figure.change_text)
    return text, change, f"；缺 {unknown} 个" if unknown else ""


def _other_figures(rows: Sequence[TrackRow], now: Row, before: Row, figures: Sequence[IndicatorInfo]) -> list[Block]:
    """A line for each indicator that has neither a tile nor a bar."""
    texts = [(figure.label, _sum_texts(rows, now, before, figure)) for figure in figures]
    pairs = [(label, f"{text}，{change}{lacking}") for label, (text, change, lacking) in texts if text]
    return [Pairs(pairs, level="内部")] if pairs else []


def _change(difference: Number, text_of: Callable[[Number], str]) -> str:
    """较上周 ▲2, ▼1.50 or 持平; ``text_of`` formats the number."""
    return (
        f"较上周 {'▲' if difference > 0 else '▼'}{text_of(abs(decimal_of(difference)))}" if difference else "较上周持平"
    )


def _year(
    index: IndexReader,
    week: Week,
    now: datetime,
    rows: Sequence[TrackRow],
    about: dict[str, Row],
    figures: Iterable[IndicatorInfo],
) -> Row:
    """{over, indicators}: share of the year that is over, in %; plan and progress of each indicator, in its unit.

    Only projects with a plan for the year count, in both.
    """
    facts = ProjectFacts(index, week, now.date(), [about[row["id"]]["file"] for row in rows])
    sums: dict[str, Row] = {}
    for name in (figure.name for figure in figures):
        planned = [row for row in rows if facts.plans.get(row["id"], {}).get(name)]
        reported = [row for row in planned if indicator_value(row, name) is not None]
        before = total_of(facts.values_at_new_year.get((row["id"], name)) for row in reported)
        increase = total_of(indicator_value(row, name) for row in reported) - before
        plan = total_of(facts.plans[row["id"]][name] for row in planned)
        sums[name] = {"projects": len(planned), "plan": plan, "done": increase if reported else None}
    return {"over": round(facts.year_share, 1), "indicators": sums}


def _charts(
    index: IndexReader, rows: Sequence[TrackRow], about: dict[str, Row], year: Row, figures: Sequence[IndicatorInfo]
) -> list[Block]:
    """Plan and progress of the year, then by stage, by industry, by county, by light."""
    order = stages(index).order
    count = Counter(row["stage"] for row in rows)
    lights = light_names(index)
    charts: list[Block] = [
        *_progress(year, figures),
        Chart(
            "funnel", "各阶段项目", order, [ChartSeries("", [count[stage] for stage in order])], "个", "公开", "stage"
        ),
        _by("各产业总投资", "industry", [(about[row["id"]]["industry"] or OTHER, row["total"]) for row in rows]),
        _by("各县市区总投资", "county", [(row["county"] or CITY, row["total"]) for row in rows]),
    ]
    return [*charts, _lights_by_county(rows, lights)] if lights else charts


def planned(year: Row, figure: IndicatorInfo) -> bool:
    """True if some project has a plan for the year by that indicator."""
    return bool(year["indicators"][figure.name]["projects"])


def _progress(year: Row, figures: Sequence[IndicatorInfo]) -> list[Block]:
    """Charts of the indicators with a plan for the year, one a unit, amounts first."""
    ordered = sorted(
        (figure for figure in figures if planned(year, figure)), key=lambda figure: (not figure.is_money, figure.unit)
    )
    return [_plan_chart(year, list(some)) for _, some in groupby(ordered, key=lambda figure: figure.unit)]


def _plan_chart(year: Row, figures: Sequence[IndicatorInfo]) -> Chart:
    """Plan and progress of the year, of indicators of one unit."""
    sums = [year["indicators"][figure.name] for figure in figures]
    scaled = wan_to_yi if figures[0].is_money else decimal_of
    done_values = [None if item["done"] is None else scaled(item["done"]) for item in sums]
    return Chart(
        "bullet",
        "本年计划完成",
        [f"{figure.short_label}({item['projects']} 个)" for figure, item in zip(figures, sums, strict=True)],
        [ChartSeries("计划", [scaled(item["plan"]) for item in sums]), ChartSeries("完成", done_values)],
        "亿元" if figures[0].is_money else figures[0].unit,
        "公开",
        mark=year["over"] / 100,
        mark_name="序时进度",
        full=True,
    )


def _by(title: str, field: str, pairs: Sequence[tuple[str, Number | None]]) -> Chart:
    """A bar a value of the field, the largest first; values beyond ``_MOST`` share the last one."""
    amounts: dict[str, list[Number | None]] = defaultdict(list)
    for name, amount in pairs:
        amounts[name].append(amount)
    ranked = sorted(((name, total_of(some)) for name, some in amounts.items()), key=lambda bar: (-bar[1], bar[0]))
    leading, rest = (ranked, []) if len(ranked) <= _MOST else (ranked[: _MOST - 1], ranked[_MOST - 1 :])
    bars = [*leading, *([(f"其余 {len(rest)} 个", total_of(amount for _, amount in rest))] if rest else [])]
    values = [wan_to_yi(amount) for _, amount in bars]
    return Chart("bar", title, [name for name, _ in bars], [ChartSeries("", values)], "亿元", "公开", field)


def _lights_by_county(rows: Sequence[TrackRow], lights: Sequence[str]) -> Chart:
    """Lights by county, those with most projects first; counties beyond ``_MOST`` share the last bar."""
    places = [place for place, _ in Counter(row["county"] or CITY for row in rows).most_common()]
    leading, rest = (places, []) if len(places) <= _MOST else (places[: _MOST - 1], places[_MOST - 1 :])
    bar_of = {place: place for place in leading} | dict.fromkeys(rest, f"其余 {len(rest)} 个")
    lit = Counter((bar_of[row["county"] or CITY], row["light"]["name"]) for row in rows if row["light"])
    bars = list(dict.fromkeys(bar_of.values()))
    series = [ChartSeries(name, [lit[bar, name] for bar in bars]) for name in lights]
    return Chart("stacked", "各县市区亮灯", bars, series, "个", "内部", "county")


OVERVIEW = PrintedReport(
    "overview",
    "一页通",
    "领导看的一页：总数、各阶段、各县市区、各产业、亮灯、最需要推一把的十个",
    overview,
    of="week",
    position=60,
)
