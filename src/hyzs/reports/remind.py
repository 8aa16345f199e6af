"""The next notice to each unit that owes: of which sort, for which weeks and projects, citing the earlier ones."""

from collections import defaultdict
from datetime import date, datetime

from hyzs.model.answer import Answer, Block, Break, Column, Heading, Row, Stamp, Table, Text
from hyzs.model.errors import BadConfig
from hyzs.model.rhythm import Rhythm
from hyzs.reports.asked import Asked
from hyzs.reports.matters import overdue
from hyzs.reports.rhythm import rhythm
from hyzs.reports.track import track

LADDER = "SELECT type, notices, weeks, days FROM step ORDER BY pos"
#: What was sent to each unit and not answered by the day, the first first.
SENT = """
SELECT n.unit, n.type, n.number, n.sent, n.answer_by FROM notice n
WHERE n.sent <= :day AND (n.answered IS NULL OR n.answered > :day) ORDER BY n.sent, n.id
"""
_COLUMNS = [
    Column("name", "项目", level="内部", instead="public_name"),
    Column("tier", "类别"),
    Column("weeks_silent", "连续未报(周)", "number"),
]
_MATTERS = [
    Column("text", "交办事项", level="内部", wide=True),
    Column("due", "期限", "date"),
    Column("overdue_days", "逾期(天)", "number"),
]


def remind(index: Asked, week: str | None, now: datetime) -> Answer:
    """One notice a unit that owes a return of the week, or has a matter past its deadline; the first is the mildest."""
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
    late: dict[str, list[Row]] = defaultdict(list)
    for one in overdue(index, now.date()):
        late[one["lead"]].append(one)
    units = [unit for unit in listed.extra["units"] if unit["status"] == "owed"]
    units += [{"unit": name, "weeks_silent": 0} for name in late if name not in {unit["unit"] for unit in units}]
    rows = [
        _notice(u, owed[u["unit"]], late[u["unit"]], sent[u["unit"]], ladder, the_rhythm, now.date()) for u in units
    ]
    about = listed.extra["week"]
    letters = [_letter(row, about["id"], owed[row["unit"]], late[row["unit"]], now.date()) for row in rows]
    blocks = [block for n, letter in enumerate(letters) for block in ([Break()] if n else []) + letter]
    return Answer(
        "remind",
        {"week": about["id"]},
        rows,
        {"units": len(rows)},
        {"week": about},
        blocks or [Text("没有欠报的单位，不用催办")],
        title=f"催办 {about['id']}",
        stamp=Stamp(period=listed.stamp.period, note=listed.stamp.note),
    )


def _notice(
    unit: Row, projects: list[Row], late: list[Row], earlier: list[Row], ladder: list[Row], days: Rhythm, today: date
) -> Row:
    """What the next notice says. The furthest step that the unanswered notices, or the weeks of silence, lead to."""
    reached = [
        step
        for step in ladder
        if len(earlier) >= step["notices"] or (step["weeks"] is not None and unit["weeks_silent"] >= step["weeks"])
    ]
    step = reached[-1] if reached else ladder[0]
    answer_by, counted = days.after(today, step["days"])
    return {
        "unit": unit["unit"],
        "type": step["type"],
        "weeks_silent": unit["weeks_silent"],
        "projects": [project["id"] for project in projects],
        "matters": [one["id"] for one in late],
        "answer_by": str(answer_by),
        "answer_by_note": counted or None,
        "earlier": [{key: one[key] for key in ("type", "number", "sent", "answer_by")} for one in earlier],
    }


def _letter(row: Row, week: str, projects: list[Row], late: list[Row], today: date) -> list[Block]:
    """The notice as it is sent."""
    silent = row["weeks_silent"]
    weeks = f"{week} 周填报已连续 {silent} 周未报" if silent > 1 else f"{week} 周填报未按时报送" if silent else ""
    overdue = f"有 {len(late)} 件交办事项逾期未办结" if late else ""
    what = "，".join(text for text in (weeks, overdue) if text)
    ask = "、".join(text for text in ("补报" if silent else "", "办结" if late else "") if text)
    earlier = "；".join(f"{one['sent']} {one['type']} {one['number']}" for one in row["earlier"])
    cited = f"此前已发：{earlier}，均未答复。" if earlier else ""
    counted = f"({row['answer_by_note']})" if row["answer_by_note"] else ""
    by = f"请于 {row['answer_by']} 前{counted}{ask}并说明原因。"
    blocks: list[Block] = [
        Heading(f"{row['type']}：{row['unit']}", 2),
        Text(f"【{row['type']}】{row['unit']}：截至 {today}，你单位{what}。{cited}{by}"),
    ]
    blocks += [Table(_COLUMNS, projects)] if projects else []
    return [*blocks, Table(_MATTERS, late)] if late else blocks
