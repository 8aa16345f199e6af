"""Progress of a plan: state, latest progress, result and delay of each task, measure by measure."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from hyzs.fields.index_reader import IndexReader, resolve_name
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, Group, Heading, PublicColumn, Row, Table, Text
from hyzs.model.decimals import number_text
from hyzs.model.errors import NotFound
from hyzs.model.partial_date import due_words
from hyzs.model.printed_report import PrintedReport
from hyzs.query.task_rows import task_rows
from hyzs.query.task_state_counts import MORE, result_words, task_counts, task_counts_line
from hyzs.query.tasks import STATES

UNITS = 'SELECT name FROM unit ORDER BY "order" IS NULL, "order", id'


def progress(
    index: IndexReader, now: datetime, measure: str | None = None, plan: str | None = None, unit: str | None = None
) -> Answer:
    """Tasks of every plan, or of one plan, one measure, or one unit that leads or reports them.

    Raises: NotFound where there is no such plan, measure or unit.
    """
    rows, filters = task_rows(index, now), []
    several = len({row["plan"] for row in rows}) > 1
    if plan:
        name = resolve_name(index, plan, "plan")["name"]
        rows, filters = [row for row in rows if row["plan"] == name], [name]
    if measure:
        rows, label = _of_measure(index, rows, measure)
        filters.append(label)
    if unit:
        name = resolve_name(index, unit, "unit")["name"]
        rows = [row for row in rows if name in row["lead"] or name in row["units"]]
        filters.append(name)
    measures, units = _by_measure(rows), _by_unit(index, rows, unit and name)
    table = Table(_columns(), rows, _groups(rows, several=several))
    blocks: list[Block] = [Text(task_counts_line(rows) if rows else "没有这样的任务", level="公开"), table]
    if len(measures) > 1:
        plans = [PublicColumn("plan", "方案")] if several else []
        blocks += [Heading("各举措", 2, "公开"), Table([*plans, *_count_columns("measure", "举措")], measures)]
    if len(units) > 1:
        blocks += [Heading("各单位", 2, "公开"), Table(_count_columns("unit", "单位"), units, note=_NOTE)]
    return Answer(
        "progress",
        {"plan": plan, "measure": measure, "unit": unit},
        rows,
        {"tasks": len(rows), **task_counts(rows)},
        {"measures": measures, "units": units},
        blocks,
        title="方案落实情况表",
        title_level="公开",
        stamp=Stamp(period=f"截至 {now.date()}", filter="、".join(filters)),
    )


_NOTE = "任务按牵头单位各计一次，几个单位共同牵头的各计一次，合计会多于任务数；欠报还包括各自填报的任务。"


def _of_measure(index: IndexReader, rows: list[Row], text: str) -> tuple[list[Row], str]:
    """Tasks of the measure with that number, id or name, and its label."""
    if text.isdecimal():
        chosen = [row for row in rows if row["number"] == int(text)]
        if not chosen:
            numbers = sorted({row["number"] for row in rows})
            raise NotFound(f"没有第 {text} 条举措，或者它没有任务", f"有任务的：{'、'.join(map(str, numbers))}")
        return chosen, f"第 {text} 条举措"
    record = resolve_name(index, text, "measure")
    return [row for row in rows if row["measure_id"] == record["id"]], record["name"]


def _groups(rows: Sequence[Row], *, several: bool) -> list[Group]:
    """Groups of tasks by measure with its counts; the plan is named where there are several."""
    out = []
    for (plan, _), run in groupby(rows, key=lambda row: (row["plan"], row["measure_id"])):
        some = list(run)
        name = f"{some[0]['number']}. {some[0]['measure']}"
        out.append(Group(f"{f'{plan}·' if several else ''}{name}（{task_counts_line(some)}）", len(some), "公开"))
    return out


def _by_measure(rows: Sequence[Row]) -> list[Row]:
    """The counts of each measure, in the order of the rows."""
    out = []
    for _, run in groupby(rows, key=lambda row: (row["plan"], row["measure_id"])):
        some = list(run)
        first = {key: some[0][key] for key in ("plan", "number", "measure")}
        out.append({**first, "tasks": len(some), **task_counts(some)})
    return out


def _by_unit(index: IndexReader, rows: Sequence[Row], only: str | None) -> list[Row]:
    """The counts of each unit: the tasks that it leads, and those on which it owes a report."""
    order = [row["name"] for row in index.rows(UNITS)]
    names = {name for row in rows for name in (*row["lead"], *row["owed"])}
    out = []
    for name in sorted(names, key=order.index):
        if only in (None, name):
            led = [row for row in rows if name in row["lead"]]
            owed = sum(name in row["owed"] for row in rows)
            out.append({"unit": name, "tasks": len(led), **task_counts(led), "owed": owed})
    return out


def _columns() -> list[Column]:
    """The columns of the tasks."""
    return [
        PublicColumn("id", "编号"),
        PublicColumn("text", "任务", wide=True),
        PublicColumn("lead", "牵头单位", "list"),
        PublicColumn("due", "完成时限", get=lambda row: due_words(row["due"])),
        PublicColumn("state", "状态", "light", get=_state_words),
        PublicColumn("light", "亮灯", "light", get=lambda row: row["light"] and row["light"]["name"]),
        PublicColumn("overdue_days", "逾期", "number", "天", get=lambda row: row["overdue_days"] or None),
        Column("last", "最新进展", level="内部", wide=True, get=_last_words),
        Column("result", "成果和指标", "list", level="内部", wide=True, get=_outcome_words),
    ]


def _state_words(row: Row) -> str:
    """推进, or 推进(欠报 3 家)."""
    if not row["owed"]:
        return str(row["state"])
    return f"{row['state']}(欠报)" if len(row["units"]) == 1 else f"{row['state']}(欠报 {len(row['owed'])} 家)"


def _last_words(row: Row) -> str | None:
    """The latest progress, with its week."""
    week = f"({row['last_week'][5:]})" if row["last_week"] else ""
    return f"{row['last']}{week}" if row["last"] else None


def _outcome_words(row: Row) -> list[str]:
    """Result, confirmation or refusal, target and figures."""
    result = result_words(row)
    out = [result] if result else []
    if row["confirmation"]:
        by, on, refused = (row["confirmation"][key] for key in ("by", "on", "refused"))
        out.append(f"{by} {on} {f'退回：{refused}' if refused else '确认'}")
    if row["target"]:
        out.append(_target_words(row["target"]))
    return out + [_figure_words(figure, with_units=len(row["units"]) > 1) for figure in row["figures"]]


def _target_words(target: Row) -> str:
    """每年20场以上，已 7."""
    per = f"每{target['per']}" if target["per"] else ""
    source = f"，口径：{target['source']}" if target["source"] else ""
    done_text = "数不出" if target["done"] is None else f"已 {number_text(target['done'])}"
    return f"{per}{number_text(target['at_least'])}{target['unit']}以上，{done_text}{source}"


def _figure_words(figure: Row, *, with_units: bool) -> str:
    """合作伙伴数(家) 12(W47); ``with_units``: with the unit of each value."""
    values = [
        f"{value['unit'] + ' ' if with_units else ''}{number_text(value['value'])}({value['week'][5:]})"
        for value in figure["values"]
    ]
    unit = f"({figure['unit']})" if figure["unit"] else ""
    return f"{figure['label']}{unit} {'，'.join(values) or '没有报'}"


def _count_columns(key: str, label: str) -> list[Column]:
    """The columns of a table of counts."""
    first = [PublicColumn("number", "序号", "number")] if key == "measure" else []
    states = [_state_column(state) for state in STATES]
    more = [PublicColumn(key, label, "number") for key, label in MORE.items()]
    return [*first, PublicColumn(key, label), PublicColumn("tasks", "任务", "number"), *states, *more]


def _state_column(state: str) -> Column:
    return PublicColumn(f"state_{state}", state, "number", get=lambda row: row["by_state"][state])


PROGRESS = PrintedReport(
    "progress",
    "方案落实情况表",
    "每项任务的状态、最新进展、成果和逾期天数，按举措和单位计数；可写哪个单位，--measure 选举措，--plan 选方案",
    progress,
    of="unit",
    position=30,
)
