"""The leader's page: key figures, stages, places, industries, lights, and the ten that go worst."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime

from hyzs.model.answer import Answer, Block, Chart, Column, Heading, Pairs, Row, Series, Stamp, Table, Text
from hyzs.model.decimals import Number, in_yi, number_text, total_of
from hyzs.reports.asked import Asked
from hyzs.reports.counts import count_lines, counted
from hyzs.reports.division_page import due_words
from hyzs.reports.lights import names
from hyzs.reports.progress import counts, counts_line
from hyzs.reports.projects import stages
from hyzs.reports.task_rows import task_rows
from hyzs.reports.track import track

INDUSTRIES = "SELECT id, industry FROM project"
_WORST, _MOST = 10, 8
_COLUMNS = [
    Column("name", "项目", level="内部", instead="public_name"),
    Column("tier", "类别"),
    Column("stage", "阶段"),
    Column("county", "属地"),
    Column("why", "问题", wide=True, level="内部"),
    Column("lead", "牵头单位"),
    Column("officer", "责任人", level="内部"),
]

_TASKS = [
    Column("measure", "举措"),
    Column("text", "逾期任务", wide=True),
    Column("lead", "牵头单位", "list"),
    Column("due", "完成时限", get=lambda row: due_words(row["due"])),
    Column("overdue_days", "逾期(天)", "number"),
    Column("last", "最新进展", level="内部", wide=True),
]


def overview(index: Asked, week: str | None, now: datetime) -> Answer:
    """The week's projects in play, counted; the main table lists the worst ten."""
    return looked_over(index, track(index, week, now), now)


def looked_over(index: Asked, listed: Answer, now: datetime) -> Answer:
    """The same, of a tracking list that is there already."""
    rows, tasks = counted(listed.rows), task_rows(index, now)
    bad = sorted((row for row in rows if _troubles(row)), key=_badness, reverse=True)[:_WORST]
    worst = [{**row, "why": "；".join(_troubles(row))} for row in bad]
    summary: Row = {
        "projects": len(rows),
        "total": total_of(row["total"] for row in rows),
        **{name: total_of(row[name] for row in rows) for name in ("invested", "paid_in") if rows and name in rows[0]},
        **{key: listed.summary[key] for key in ("due", "heard", "late", "owed", "pending", "exempt", "units")},
        "tasks": {"tasks": len(tasks), **counts(tasks)},
    }
    figures = [
        ("项目", f"{len(rows)} 个，总投资 {_yi(summary['total'])}"),
        *((label, _yi(summary[key])) for key, label in _MONEY.items() if key in summary),
        *(("周填报", line.text) for line in count_lines(listed.summary, listed.stamp.note)),
    ]
    blocks: list[Block] = [
        Pairs(figures, level="内部"),
        *_charts(index, rows),
        Heading(f"最需要推一把的 {len(worst)} 个项目", 2),
        Table(_COLUMNS, worst),
        *_plan(tasks),
    ]
    return Answer(
        "overview",
        listed.params,
        worst,
        summary,
        {"week": listed.extra["week"]},
        blocks,
        title=f"招商引资一页通 {listed.stamp.period}",
        stamp=Stamp(period=listed.stamp.period, note=listed.stamp.note),
    )


def _plan(tasks: Sequence[Row]) -> list[Block]:
    """How the plan is carried out: the tasks counted, and those past their deadline named, the latest first."""
    late = sorted((row for row in tasks if row["overdue_days"]), key=lambda row: -int(row["overdue_days"]))
    line: list[Block] = [Heading("方案落实", 2), Text(f"方案任务 {counts_line(tasks)}", level="公开")]
    return [*line, *([Table(_TASKS, late)] if late else [])] if tasks else []


_MONEY = {"invested": "累计完成投资", "paid_in": "累计到位资金"}


def _yi(amount: Number) -> str:
    return f"{number_text(in_yi(amount))} 亿元"


def _troubles(row: Row) -> list[str]:
    """What is wrong with a project, in words."""
    late = f"{row['next_node']}逾期 {row['overdue_days']} 天" if row["overdue_days"] else ""
    owed = [f"“{one['text']}”逾期" for one in row["matters"] if one["overdue_days"]]
    unmet = [f"诉求“{need['text']}”逾期" for need in row["needs"] if need["overdue_days"]]
    silent = f"连续 {row['weeks_silent']} 周未报" if row["weeks_silent"] else ""
    same = f"连续 {row['weeks_unchanged']} 周无变化" if row["weeks_unchanged"] > 1 else ""
    return [text for text in (late, silent, same, *owed, *unmet) if text]


def _badness(row: Row) -> tuple[int, int, int, Number]:
    return (row["overdue_days"], row["weeks_silent"], row["weeks_unchanged"], row["total"] or 0)


def _charts(index: Asked, rows: Sequence[Row]) -> list[Block]:
    """By stage, by county, by industry, by light."""
    order = stages(index).order
    count = Counter(row["stage"] for row in rows)
    industry = {row["id"]: row["industry"] for row in index.rows(INDUSTRIES)}
    lights = names(index)
    found: list[Block] = [
        Chart("funnel", "各阶段项目", order, [Series("", [count[stage] for stage in order])], "个", "公开", "stage"),
        _by("各县市区总投资", "county", [(row["county"] or "市本级", row["total"]) for row in rows]),
        _by("各产业总投资", "industry", [(industry.get(row["id"]) or "其他", row["total"]) for row in rows]),
    ]
    if lights:
        lit = Counter((row["county"] or "市本级", row["light"]["name"]) for row in rows if row["light"])
        most = Counter(row["county"] or "市本级" for row in rows).most_common(_MOST)
        places = [place for place, _ in most]
        series = [Series(name, [lit[place, name] for place in places]) for name in lights]
        found.append(Chart("stacked", "各县市区亮灯", places, series, "个", "内部", "county"))
    return found


def _by(title: str, field: str, pairs: Sequence[tuple[str, Number | None]]) -> Chart:
    amounts: dict[str, list[Number | None]] = defaultdict(list)
    for name, amount in pairs:
        amounts[name].append(amount)
    sums = ((name, total_of(some)) for name, some in amounts.items())
    top = sorted(sums, key=lambda pair: -pair[1])[:_MOST]
    values = [in_yi(amount) for _, amount in top]
    return Chart("bar", title, [name for name, _ in top], [Series("", values)], "亿元", "公开", field)
