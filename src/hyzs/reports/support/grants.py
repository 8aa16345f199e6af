"""Grants as they stand (兑现台账): by offer how many wait, are granted and paid; then each, with its next step."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

from hyzs.fields.index_reader import IndexReader, resolve_name
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, Group, PublicColumn, Row, Table, Text
from hyzs.model.decimals import decimal_of, number_text, total_of
from hyzs.model.printed_report import PrintedReport
from hyzs.query.flows import FlowBook, open_cases
from hyzs.query.grants import DECLINED, FLOW, REFUSED, WAITING, computed_amounts, grant_rows

PAID = "拨付"
_OFFERS = [
    PublicColumn("offer", "事项"),
    PublicColumn("unit", "兑现单位"),
    PublicColumn("grants", "件数", "number"),
    PublicColumn("waiting", "待确认", "number"),
    PublicColumn("under_way", "办理中", "number"),
    PublicColumn("paid", "已拨付", "number"),
    PublicColumn("ended", "放弃或不符", "number"),
    PublicColumn("overdue", "逾期", "number"),
    Column("amount", "金额", "number", "万元"),
    Column("paid_amount", "已拨付金额", "number", "万元"),
]
_ROWS = [
    Column("id", "编号", "code", level="内部"),
    Column("firm", "企业", level="内部"),
    PublicColumn("period", "时段"),
    Column("amount", "金额", "number", "万元"),
    Column("status", "状态", level="内部"),
    Column("status_since", "状态起", "date", level="内部"),
    Column("step", "该办", level="内部"),
    Column("who", "谁办", level="内部"),
    Column("due", "期限", "date", level="内部"),
    Column("overdue_days", "逾期(工作日)", "number", level="内部", get=lambda row: row["overdue_days"] or None),
]


def grants(index: IndexReader, day: date, unit: str | None = None) -> Answer:
    """One row per grant: {id, firm, offer, period, unit, amount, act, status, status_since, step, who, due, …}.

    ``offers``: {offer, unit, grants, waiting, under_way, paid, ended, overdue, amount, paid_amount}, amounts in 万元;
    one that the firm gave up, that was refused or called in adds no amount. ``summary`` counts too the grants that are
    ``over`` what their offer gives by the figures of the day on which they began, and those ``uncomputed`` for want of
    a figure.

    Raises: NotFound where there is no such unit; BadUsage: a file of figures cannot be read.
    """
    name = resolve_name(index, unit, "unit")["name"] if unit else None
    steps = {case.id: case.row for case in open_cases(index, FlowBook(index), day) if case.flow_name == FLOW}
    own_grants = [row for row in grant_rows(index, day) if name in (None, row["unit"])]
    computed = computed_amounts(index, own_grants)
    rows = [_row(row, steps.get(row["id"])) for row in own_grants]
    rows.sort(key=lambda row: (row["unit"], row["offer"], row["due"] or "9", row["id"]))
    offers = [_offer(list(own)) for _, own in groupby(rows, lambda row: (row["unit"], row["offer"]))]
    counted = ("grants", "waiting", "under_way", "paid", "ended", "overdue")
    counts = {key: sum(row[key] for row in offers) for key in counted}
    words = f"兑现 {counts['grants']} 件：待确认 {counts['waiting']}，办理中 {counts['under_way']}，"
    words += f"已拨付 {counts['paid']}，放弃或不符 {counts['ended']}；逾期 {counts['overdue']}"
    groups = [Group(f"{row['unit']}　{row['offer']}（{row['grants']}）", row["grants"], "公开") for row in offers]
    blocks: list[Block] = [Text(words, level="公开")]
    over = [row for row in rows if (most := computed.get(row["id"])) is not None and decimal_of(row["amount"]) > most]
    counts |= {"over": len(over), "uncomputed": sum(amount is None for amount in computed.values())}
    blocks += [Text(_over_text(over, computed), "warn", level="敏感")] if over else []
    if counts["uncomputed"]:
        words = f"{counts['uncomputed']} 件的事项按企业的数算金额，起办那天的数没有，核不了是不是多了"
        blocks.append(Text(words, "note", level="内部"))
    blocks += [Table(_OFFERS, offers), Table(_ROWS, rows, groups)] if rows else []
    return Answer(
        "grants",
        {"unit": name, "day": str(day)},
        rows,
        counts,
        {"offers": offers},
        blocks=blocks,
        title=f"{name or ''}兑现台账",
        title_level="公开",
        stamp=Stamp(period=str(day), filter=name or ""),
    )


def _over_text(over: Sequence[Row], computed: Mapping[str, Decimal | None]) -> str:
    """Each grant of more than its offer gives: g26-a1b2 120 万元，算得 100."""
    words = "；".join(
        f"{row['id']} {number_text(row['amount'])} 万元，算得 {number_text(computed[row['id']] or 0)}" for row in over
    )
    return f"{len(over)} 件的金额超过照起办那天的数算得的：{words}"


def _row(row: Row, step: Row | None) -> Row:
    keys = ("id", "firm", "offer", "period", "unit", "amount", "act", "status", "status_since")
    next_step = {key: step[key] if step else None for key in ("step", "who", "due")}
    return {**{key: row[key] for key in keys}, **next_step, "overdue_days": step["overdue_days"] if step else 0}


def _offer(rows: Sequence[Row]) -> Row:
    acts = Counter(row["act"] for row in rows)
    ended = [row for row in rows if row["act"] in (*DECLINED, *REFUSED)]
    waiting = sum(acts[act] for act in WAITING)
    return {
        "offer": rows[0]["offer"],
        "unit": rows[0]["unit"],
        "grants": len(rows),
        "waiting": waiting,
        "under_way": len(rows) - len(ended) - waiting - acts[PAID],
        "paid": acts[PAID],
        "ended": len(ended),
        "overdue": sum(row["overdue_days"] > 0 for row in rows),
        "amount": total_of(row["amount"] for row in rows if row not in ended),
        "paid_amount": total_of(row["amount"] for row in rows if row["act"] == PAID),
    }


GRANTS = PrintedReport(
    "grants",
    "兑现台账",
    "各支持事项推送、确认、审核、公示、拨付到哪一步，谁办、哪天到期；可写哪个兑现单位",
    grants,
    of="unit",
    position=165,
)
