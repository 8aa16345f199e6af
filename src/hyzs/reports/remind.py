"""The next notice to each unit that owes: of which sort, for which weeks and projects, citing the earlier ones."""

from collections import defaultdict
from datetime import date, datetime, timedelta

from hyzs.model.answer import Answer, Block, Column, Heading, Row, Stamp, Table, Text
from hyzs.model.errors import BadConfig
from hyzs.model.rhythm import Rhythm
from hyzs.reports.asked import Asked
from hyzs.reports.rhythm import rhythm
from hyzs.reports.track import track

LADDER = "SELECT type, notices, weeks, days FROM step ORDER BY pos"
#: What was sent to each unit and not answered by the day, the first first.
SENT = """
SELECT n.unit, n.type, n.number, n.sent, n.answer_by FROM notice n
WHERE n.sent <= :day AND (n.answered IS NULL OR n.answered > :day) ORDER BY n.sent, n.id
"""
_COLUMNS = [
    Column("name", "项目", level="内部"),
    Column("tier", "类别"),
    Column("weeks_silent", "连续未报(周)", "number"),
]


def remind(index: Asked, week: str | None, now: datetime) -> Answer:
    """One notice a unit that owes a return of the week; who answers to nothing yet gets the first of the ladder."""
    listed = track(index, week, now)
    the_rhythm, ladder = rhythm(index), index.rows(LADDER)
    if not ladder:
        raise BadConfig("设置里没有催办的梯次", "在 data/settings.yaml 里写 ladder")
    sent: dict[str, list[Row]] = defaultdict(list)
    for row in index.rows(SENT, day=str(now.date())):
        sent[row["unit"]].append(row)
    owed: dict[str, list[Row]] = defaultdict(list)
    for row in listed.rows:
        if row["status"] == "owed":
            owed[row["reporter"]].append(row)
    rows = [
        _notice(unit, owed[unit["unit"]], sent[unit["unit"]], ladder, the_rhythm, now.date())
        for unit in listed.extra["units"]
        if unit["status"] == "owed"
    ]
    about = listed.extra["week"]
    blocks = [block for row in rows for block in _letter(row, about["id"], owed[row["unit"]], now.date())]
    return Answer(
        "remind",
        {"week": about["id"]},
        rows,
        {"units": len(rows)},
        {"week": about},
        blocks or [Text("没有欠报的单位，不用催办")],
        title=f"催办 {about['id']}",
        stamp=Stamp(period=listed.stamp.period),
    )


def _notice(unit: Row, projects: list[Row], earlier: list[Row], ladder: list[Row], days: Rhythm, today: date) -> Row:
    """What the next notice says. The furthest step that the unanswered notices, or the weeks of silence, lead to."""
    reached = [
        step
        for step in ladder
        if len(earlier) >= step["notices"] or (step["weeks"] is not None and unit["weeks_silent"] >= step["weeks"])
    ]
    step = reached[-1] if reached else ladder[0]
    return {
        "unit": unit["unit"],
        "type": step["type"],
        "weeks_silent": unit["weeks_silent"],
        "projects": [project["id"] for project in projects],
        "answer_by": _after(days, today, step["days"]),
        "earlier": [{key: one[key] for key in ("type", "number", "sent", "answer_by")} for one in earlier],
    }


def _after(days: Rhythm, today: date, left: int) -> str | None:
    """The day so many working days on; None while a calendar is not published."""
    day = today
    while left > 0:
        day += timedelta(days=1)
        works = days.working(day)
        if works is None:
            return None
        left -= works
    return str(day)


def _letter(row: Row, week: str, projects: list[Row], today: date) -> list[Block]:
    """The notice as it is sent."""
    weeks = f"已连续 {row['weeks_silent']} 周未报" if row["weeks_silent"] > 1 else "未按时报送"
    earlier = "；".join(f"{one['sent']} {one['type']} {one['number']}" for one in row["earlier"])
    cited = f"此前已发：{earlier}，均未答复。" if earlier else ""
    by = f"请于 {row['answer_by']} 前补报并说明原因。" if row["answer_by"] else "请尽快补报并说明原因。"
    blocks: list[Block] = [
        Heading(f"{row['type']}：{row['unit']}", 2),
        Text(f"【{row['type']}】{row['unit']}：截至 {today}，你单位 {week} 周填报{weeks}。{cited}{by}"),
    ]
    return [*blocks, Table(_COLUMNS, projects)] if projects else blocks
