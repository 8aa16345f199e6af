"""Derived fields: values that no file holds, computed by the questions that know them, for lists and conditions.

Each kind names its fields and the rows that give their values; nothing here has a formula of its own.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from hyzs.model.answer import Row
from hyzs.model.decimals import stored_number
from hyzs.model.folding import fold_wording
from hyzs.model.partial_date import date_bounds
from hyzs.query.commitments import STATUSES as COMMITMENT_STATUSES
from hyzs.query.commitments import commitments
from hyzs.query.counts import STATUSES
from hyzs.query.events import STATUSES as EVENT_STATUSES
from hyzs.query.events import event_rows
from hyzs.query.fields.index_reader import IndexReader
from hyzs.query.firm_figures import INDICATORS as FIRM_INDICATORS
from hyzs.query.firm_figures import figure_rows
from hyzs.query.flows import step_values
from hyzs.query.indicators import indicators
from hyzs.query.lights import light_names
from hyzs.query.matters import STATUSES as MATTER_STATUSES
from hyzs.query.matters import matters
from hyzs.query.parcels import land_densities, parcel_rows, parcel_statuses
from hyzs.query.project_facts import fact_names, fact_rows
from hyzs.query.tasks import STATES as TASK_STATES
from hyzs.query.verified_figures import indicator_names, verified_rows

RETURNS = 'SELECT id, week, submitted FROM "return"'
#: Each statement of a need: its row id, its project, its return.
NEEDS = """
SELECT n.file || ' ' || n.seq AS id, c.id AS project, n.text_folded, n.week, n.state, n.record AS "return"
FROM need n LEFT JOIN resolved_name c ON c.text = n.under AND c.kinds = 'project'
"""


class DerivedField(NamedTuple):
    """A derived field; ``choices`` are its possible values between bars, each with its label after a blank."""

    name: str
    label: str
    type: str = "text"
    unit: str = ""
    level: str = "公开"
    refs: str | None = None
    choices: str = ""
    #: True for a partial date, which has its last day as a second value: ``next_by_end``.
    ends: bool = False


class DerivedSource(NamedTuple):
    """The derived fields of a kind, and a function that gives rows with their values.

    ``key`` is SQL for the ``id`` of the row that belongs to the record in ``{a}``.
    """

    fields: Callable[[IndexReader], Iterable[DerivedField]]
    rows: Callable[[IndexReader, datetime], Iterable[Row]]
    key: str = "{a}.id"


def _choices(words: dict[str, str]) -> str:
    return "|".join(f"{value} {label}" for value, label in words.items())


_STATUS = DerivedField(
    "status", "填报状态", "light", choices=_choices({key: label for key, label in STATUSES.items() if key != "partial"})
)
_SILENT = DerivedField("weeks_silent", "未报周数", "number")
_OVERDUE = DerivedField("overdue_days", "逾期天数", "number", level="内部")


def step_fields() -> Iterator[DerivedField]:
    """The fields of a kind that carries flows, as ``query.flows.step_values`` works them out."""
    yield DerivedField("open_steps", "待办步骤", "number", "个", "内部")
    yield DerivedField("flow_overdue", "逾期步骤", "number", "个", "内部")
    yield DerivedField("next_step", "下一步", level="内部")
    yield DerivedField("next_step_due", "下一步期限", "date", level="内部")
    yield DerivedField("next_step_who", "下一步由谁办", refs="unit", level="内部")


def _project_fields(index: IndexReader) -> Iterator[DerivedField]:
    yield _STATUS
    yield DerivedField("exempt_reason", "免报原因")
    yield DerivedField("light", "亮灯", "light", choices="|".join(light_names(index)))
    yield DerivedField("light_reason", "亮灯原因", level="内部")
    yield _SILENT
    yield DerivedField("weeks_unchanged", "无变化周数", "number")
    yield DerivedField("last_week", "最近填报")
    yield DerivedField("next_node", "下一节点", refs="stage", level="内部")
    yield DerivedField("next_by", "节点时限", "date", level="内部", ends=True)
    yield _OVERDUE
    yield DerivedField("open_needs", "未解决诉求", "number", "个", "内部")
    yield DerivedField("open_matters", "未销号事项", "number", "件", "内部")
    yield from step_fields()
    yield DerivedField("progress", "本周进展", level="内部")
    yield DerivedField("officer", "责任人", level="内部")
    for name, label, unit, _ in indicators(index):
        yield DerivedField(name, label, "number", unit, "内部")


def _project_rows(index: IndexReader, now: datetime) -> Iterator[Row]:
    """Rows of the tracking list of 本期, with projects out of play.

    A need that became a matter counts among the matters.
    """
    from hyzs.query.light_escalation import escalate_lights
    from hyzs.query.return_file import all_project_rows

    duties, week, rows = all_project_rows(index, None, now)
    steps = step_values(index, "project", now.date())
    for row in escalate_lights(duties, week, list(rows.values())):
        light: Row = {**(row["light"] or {})}
        days = date_bounds(row["next_by"] or "")
        yield {
            **row,
            "light": light.get("name"),
            "light_reason": light.get("reason"),
            "next_by_end": str(days[1]) if days else None,
            "open_needs": sum(not need["matter"] for need in row["needs"]),
            "open_matters": len(row["matters"]),
            **steps.get(row["id"], {"open_steps": 0, "flow_overdue": 0}),
        }


def _matter_fields(index: IndexReader) -> Iterator[DerivedField]:
    yield DerivedField("status", "状态", "light", level="内部", choices="|".join(MATTER_STATUSES))
    yield DerivedField("effective_due", "现期限", "date", level="内部")
    yield _OVERDUE
    yield DerivedField("last_act", "最近动作", level="内部")
    yield DerivedField("last_on", "最近动作日期", "date", level="内部")


def _matter_rows(index: IndexReader, now: datetime) -> Iterator[Row]:
    for row in matters(index, now.date()):
        last = row["last"] or {}
        yield {**row, "effective_due": row["due"], "last_act": last.get("do"), "last_on": last.get("on")}


def _commitment_fields(index: IndexReader) -> Iterator[DerivedField]:
    yield DerivedField("status", "状态", "light", level="内部", choices="|".join(COMMITMENT_STATUSES))
    yield DerivedField("effective_due", "现期限", "date", level="内部")
    yield _OVERDUE
    yield DerivedField("moves", "推迟次数", "number", "次", level="内部")
    yield DerivedField("kept_on", "兑现日期", "date", level="内部")


def _commitment_rows(index: IndexReader, now: datetime) -> Iterator[Row]:
    for row in commitments(index, now.date()):
        yield {**row, "effective_due": row["due"]}


def _event_fields(index: IndexReader) -> Iterator[DerivedField]:
    yield DerivedField("status", "状态", "light", choices="|".join(EVENT_STATUSES))
    yield DerivedField("held_on", "办成日期", "date")
    yield DerivedField("days", "天数", "number", "天")
    yield DerivedField("heads", "人次", "number", "人次")
    yield DerivedField("person_days", "人天", "number", "人天")


def _event_rows(index: IndexReader, now: datetime) -> Iterator[Row]:
    yield from event_rows(index, now.date())


def _unit_fields(index: IndexReader) -> Iterator[DerivedField]:
    yield _STATUS._replace(choices=_choices(STATUSES))
    yield DerivedField("items_due", "应报项数", "number", "项")
    yield DerivedField("items_in", "已报项数", "number", "项")
    yield _SILENT


def _unit_rows(index: IndexReader, now: datetime) -> Iterator[Row]:
    """Units that file in 本期 or are exempt; other units have no row."""
    from hyzs.query.obligations import Obligations
    from hyzs.query.return_file import all_project_rows

    duties, week, rows = all_project_rows(index, None, now)
    ids = {row["name"]: row["id"] for row in index.rows("SELECT id, name FROM unit ORDER BY id DESC")}
    for row in Obligations(duties, week, rows.values()).units():
        if row["unit"] in ids:
            yield {**row, "id": ids[row["unit"]]}


def _return_fields(index: IndexReader) -> Iterator[DerivedField]:
    yield _STATUS


def _return_rows(index: IndexReader, now: datetime) -> Iterator[Row]:
    """Returns as heard or late, by the due time of their own week."""
    from hyzs.model.week import Week
    from hyzs.query.duties import load_duties
    from hyzs.query.reporting_week import load_schedule

    schedule = load_schedule(index)
    duties = load_duties(index, schedule, now, schedule.current_week(now))
    for row in index.rows(RETURNS):
        yield {"id": row["id"], "status": duties.status(Week.parse(row["week"]), "", row["submitted"])}


#: States of a statement of a need; 后来又提: the need is open, and a later return states it again.
NEED_STATUSES = ("未解决", "已转交办", "后来又提", "已了结")


def _need_fields(index: IndexReader) -> Iterator[DerivedField]:
    yield DerivedField("status", "状态", "light", level="内部", choices="|".join(NEED_STATUSES))
    yield DerivedField("first_week", "首提周", level="内部")
    yield DerivedField("effective_due", "现限期", "date", level="内部")
    yield _OVERDUE


def _need_rows(index: IndexReader, now: datetime) -> Iterator[Row]:
    """A row a statement of a need; an open need counts once, at its last statement."""
    from hyzs.model.week import Week
    from hyzs.query.open_needs import open_needs

    unsettled, transferred, restated, settled = NEED_STATUSES
    day = now.date()
    open_rows = open_needs(index, Week.of(day), day, matters(index, day))
    threads = {(id, fold_wording(need["text"])): need for id, needs in open_rows.items() for need in needs}
    for row in index.rows(NEEDS):
        need = threads.get((row["project"], row["text_folded"]))
        if need is None or row["week"] < need["week"] or row["state"]:
            yield {"id": row["id"], "status": settled}
        elif row["return"] != need["return"]:
            yield {"id": row["id"], "status": restated, "first_week": need["week"]}
        else:
            status = transferred if need["matter"] else unsettled
            first = {"first_week": need["week"], "effective_due": need["due"]}
            yield {"id": row["id"], "status": status, **first, "overdue_days": need["overdue_days"]}


def _task_fields(index: IndexReader) -> Iterator[DerivedField]:
    yield DerivedField("state", "状态", "light", choices="|".join(TASK_STATES))
    yield DerivedField("light", "亮灯", "light", choices="|".join(light_names(index)))
    yield _SILENT
    yield _OVERDUE._replace(level="公开")
    yield DerivedField("reporters", "填报单位")
    yield DerivedField("owing", "欠报单位")
    yield DerivedField("last", "最新进展", level="内部")
    yield DerivedField("last_week", "最近填报")
    yield DerivedField("result", "成果", level="内部")


def _task_rows(index: IndexReader, now: datetime) -> Iterator[Row]:
    from hyzs.query.task_counts import result_words
    from hyzs.query.task_rows import task_rows

    for row in task_rows(index, now):
        light = row["light"] or {}
        units = {"reporters": "、".join(row["units"]) or None, "owing": "、".join(row["owed"]) or None}
        yield {**row, **units, "light": light.get("name"), "result": result_words(row)}


def _measure_fields(index: IndexReader) -> Iterator[DerivedField]:
    yield DerivedField("tasks_done", "完成任务", "number", "项")
    yield DerivedField("tasks_overdue", "逾期任务", "number", "项")
    yield DerivedField("tasks_owed", "欠报任务", "number", "项")


def _measure_rows(index: IndexReader, now: datetime) -> Iterator[Row]:
    from hyzs.query.task_counts import task_counts
    from hyzs.query.task_rows import task_rows

    by_measure: dict[str, list[Row]] = defaultdict(list)
    for row in task_rows(index, now):
        by_measure[row["measure_id"]].append(row)
    for id, rows in by_measure.items():
        counts = task_counts(rows)
        done = counts["by_state"][TASK_STATES[-1]]
        yield {"id": id, "tasks_done": done, "tasks_overdue": counts["overdue"], "tasks_owed": counts["owed"]}


def _fact_fields(index: IndexReader) -> Iterator[DerivedField]:
    for name, label, unit in fact_names(index):
        yield DerivedField(name, label, "number", unit, "内部")


def _figure_fields(index: IndexReader) -> Iterator[DerivedField]:
    for row in index.rows(FIRM_INDICATORS):
        yield DerivedField(f"figure.{row['name']}", row["label"], "number", row["unit"], "敏感")
        yield DerivedField(f"verified.{row['name']}", f"核定{row['label']}", "number", row["unit"], "敏感")


def _parcel_fields(index: IndexReader) -> Iterator[DerivedField]:
    yield DerivedField("status", "状态", choices="|".join(parcel_statuses(index)))
    yield DerivedField("status_since", "状态起", "date")
    yield DerivedField("shelf_since", "上架", "date")
    yield DerivedField("reserved_for", "预留给", level="内部")


def _grant_fields(index: IndexReader) -> Iterator[DerivedField]:
    yield DerivedField("status", "状态", level="内部")
    yield DerivedField("status_since", "状态起", "date", level="内部")
    yield DerivedField("next_due", "下一步期限", "date", level="内部")


def _grant_rows(index: IndexReader, now: datetime) -> Iterator[Row]:
    from hyzs.query.grants import grant_rows

    for row in grant_rows(index, now.date()):
        yield {**row, "next_due": row["due"]}


def _density_fields(index: IndexReader) -> Iterator[DerivedField]:
    yield DerivedField("intensity", "投资强度", "number", "万元/亩", "内部")
    yield DerivedField("tax_per_mu", "亩均税收", "number", "万元/亩", "内部")
    yield DerivedField("output_per_mu", "亩均产出", "number", "万元/亩", "内部")


def _verified_fields(index: IndexReader) -> Iterator[DerivedField]:
    for row in indicator_names(index):
        level = "敏感" if row["private"] else "内部"
        yield DerivedField(f"verified.{row['name']}", f"核定{row['label']}", "number", row["unit"] or "", level)
        yield DerivedField(f"verifier.{row['name']}", f"核定{row['label']}的单位", refs="unit", level="内部")


#: By kind; what costs more than is asked for stands apart, each source in a table of its own.
SOURCES: dict[str, tuple[DerivedSource, ...]] = {
    "project": (
        DerivedSource(_project_fields, _project_rows),
        DerivedSource(_fact_fields, fact_rows),
        DerivedSource(_density_fields, land_densities),
        DerivedSource(_verified_fields, verified_rows),
    ),
    "parcel": (DerivedSource(_parcel_fields, parcel_rows),),
    "grant": (DerivedSource(_grant_fields, _grant_rows),),
    "matter": (DerivedSource(_matter_fields, _matter_rows),),
    "commitment": (DerivedSource(_commitment_fields, _commitment_rows),),
    "investor": (DerivedSource(_figure_fields, figure_rows),),
    "event": (DerivedSource(_event_fields, _event_rows),),
    "unit": (DerivedSource(_unit_fields, _unit_rows),),
    "return": (DerivedSource(_return_fields, _return_rows),),
    "need": (DerivedSource(_need_fields, _need_rows, "{a}.file || ' ' || {a}.seq"),),
    "task": (DerivedSource(_task_fields, _task_rows),),
    "measure": (DerivedSource(_measure_fields, _measure_rows),),
}


def fill_derived_table(index: IndexReader, kind: str, place: int, now: datetime) -> None:
    """Work out the fields of a kind's source at that place as of ``now``, into the table that their SQL asks."""
    source = SOURCES[kind][place]
    columns = [name for field in source.fields(index) for name in _columns(field)]
    rows = ([row["id"], *(_stored(row.get(name)) for name in columns)] for row in source.rows(index, now))
    index.fill(derived_table(kind, place), ["key", *columns], list(rows))


def _stored(value: Any) -> Any:
    """The value as a column holds it; a decimal as a number, since texts are greater than all numbers."""
    return stored_number(value) if isinstance(value, Decimal) else value


def derived_sql(kind: str, place: int, column: str) -> str:
    """SQL of one derived value of the row in ``{a}``."""
    return f'(SELECT d."{column}" FROM temp."{derived_table(kind, place)}" d WHERE d.key = {SOURCES[kind][place].key})'


def derived_table(kind: str, place: int) -> str:
    """The temporary table of the fields of a kind's source at that place."""
    return f"derived_{kind}_{place}"


def _columns(field: DerivedField) -> Iterator[str]:
    yield field.name
    if field.ends:
        yield f"{field.name}_end"
