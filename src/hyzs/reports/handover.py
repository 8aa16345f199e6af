"""Handover list of a person (移交清单): every duty in force, the state of each record, open needs and matters."""

from collections import Counter
from datetime import datetime

from hyzs.fields.index_reader import IndexReader, resolve_name
from hyzs.fields.matching_rows import matching_rows
from hyzs.model.annotations import DUTIES
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, Group, Row, Table, Text
from hyzs.model.printed_report import PrintedReport
from hyzs.query.held_duties import HeldDuty, held_duties

KINDS = "SELECT name, label FROM kind ORDER BY pos, name"
_I = "内部"
_STANDING = ("stage", "next_node", "next_by", "overdue_days", "open_needs", "open_matters")
_COLUMNS = [
    Column("kind_label", "种类", level=_I),
    Column("id", "编号", "code", level=_I),
    Column("name", "名称", level=_I),
    Column("since", "起", "date", level=_I),
    Column("stage", "阶段", level=_I),
    Column("next_node", "下一节点", level=_I),
    Column("next_by", "时限", "date", level=_I),
    Column("overdue_days", "逾期(天)", "number", level=_I, get=lambda row: row["overdue_days"] or None),
    Column("open_needs", "未解决诉求", "number", level=_I),
    Column("open_matters", "未销号交办", "number", level=_I),
    Column("note", "移交说明", level=_I, wide=True, get=lambda row: "已完结或终止，不用移交" if row["over"] else None),
]
_SIGNATURES = "移交人：　　　　　　　　接收人：　　　　　　　　监交人：　　　　　　　　日期：　　　年　　月　　日"


def handover(index: IndexReader, now: datetime, subject: str, unit: str | None = None) -> Answer:
    """One row per duty in force today or later: {duty, kind, id, name, since, until, …}; of a project how it stands.

    With a unit only the duties in it, or in records that it answers for.

    Raises:
        NotFound, BadUsage: Nobody is called so, or several are.
    """
    day = str(now.date())
    holder = resolve_name(index, subject, "person|unit")
    chosen = resolve_name(index, unit, "unit") if unit else None
    duties = held_duties(index, holder["id"], day, chosen["id"] if chosen else None)
    labels = {row["name"]: row["label"] for row in index.rows(KINDS)}
    standing = _standing(index, [duty for duty in duties if duty.kind == "project"], now)
    order = list(DUTIES)
    rows = [
        _row(duty, labels, standing) for duty in sorted(duties, key=lambda duty: (duty.is_over, order.index(duty.duty)))
    ]
    counts = Counter(duty.duty for duty in duties if not duty.is_over)
    over = sum(duty.is_over for duty in duties)
    words = "，".join(f"{DUTIES[duty]} {counts[duty]} 项" for duty in order if counts[duty])
    intro = (words or "没有在手的责任") + (f"；另有 {over} 项的记录已经完结或终止" if over else "")
    blocks: list[Block] = [Text(intro, level=_I)]
    if rows:
        blocks += [Table(_COLUMNS, rows, _groups(rows)), Text(_SIGNATURES, level=_I)]
    return Answer(
        "handover",
        {"holder": holder["id"], "unit": chosen["name"] if chosen else None, "day": day},
        rows,
        {**{duty: counts[duty] for duty in order if counts[duty]}, "over": over},
        blocks=blocks,
        title=f"{holder['name']} 移交清单",
        title_level=_I,
        stamp=Stamp(
            period=f"截至 {day}", filter=chosen["name"] if chosen else "", sample=any(row["sample"] for row in rows)
        ),
    )


def _standing(index: IndexReader, duties: list[HeldDuty], now: datetime) -> dict[str, Row]:
    """The state of each of the projects, by id; nothing is asked where there is none."""
    if not duties:
        return {}
    ids = {duty.id for duty in duties}
    rows = matching_rows(index, "project", ("id", *_STANDING), None, now)
    return {row["id"]: row for row in rows if row["id"] in ids}


def _row(duty: HeldDuty, labels: dict[str, str], standing: dict[str, Row]) -> Row:
    own = standing.get(duty.id, {})
    return {
        "duty": duty.duty,
        "duty_label": DUTIES[duty.duty],
        "kind": duty.kind,
        "kind_label": labels.get(duty.kind, duty.kind),
        "id": duty.id,
        "name": duty.name,
        "field": duty.field,
        "since": duty.since,
        "until": duty.until,
        "over": duty.is_over,
        **{key: own.get(key) for key in _STANDING},
        "sample": duty.is_sample,
    }


def _groups(rows: list[Row]) -> list[Group]:
    labels = ["已完结或终止" if row["over"] else row["duty_label"] for row in rows]
    return [Group(f"{label}（{count}）", count) for label, count in Counter(labels).items()]


HANDOVER = PrintedReport(
    "handover",
    "移交清单",
    "一个人(或单位)在手的每一项责任、各项目到哪一步、没有解决的诉求和没有销号的交办，末尾签字；移交用 hyzs handover",
    handover,
    of="subject",
    required="人员",
    subject_kind="person|unit",
    position=165,
)
