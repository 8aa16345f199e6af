"""Foreign projects (方案第十一条): access and its list, complaints with legal clocks, reinvested profit."""

from collections import defaultdict
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, PublicColumn, Row, Text
from hyzs.model.flow import WORKING, Limit
from hyzs.model.printed_report import PrintedReport
from hyzs.model.quotient import round_to
from hyzs.query.checked_facts import months_later
from hyzs.query.flows import FlowBook
from hyzs.query.matters import matters
from hyzs.reports.optional_sections import filled_section, filled_table

PROJECTS = """
SELECT p.id, p.name, p."foreign.origin" AS origin, p."foreign.access.list" AS list, p."foreign.access.on" AS checked_on,
       p."foreign.access.by" AS checked_by, p."foreign.access.result" AS result, p."investment.total" AS total
FROM project p WHERE p."foreign.origin" IS NOT NULL AND coalesce(p.draft, 0) = 0 ORDER BY p.id
"""
REINVESTMENTS = """
SELECT r.record, r."on", r.amount, r.encouraged, r.treaty_rate FROM reinvestment r WHERE r."on" <= :day ORDER BY r."on"
"""
RULES = """
SELECT "foreign.accept_days" AS accept_days, "foreign.close_days" AS close_days, "foreign.credit_rate" AS credit_rate,
       "foreign.credit_since" AS credit_since, "foreign.credit_until" AS credit_until,
       "foreign.hold_months" AS hold_months, "foreign.source" AS source
FROM settings WHERE "foreign.source" IS NOT NULL
"""
ACCEPTED = """
SELECT a.record, min(a."on") FROM act a WHERE a.kind = 'matter' AND a.do = '签收' AND a."on" <= :day GROUP BY 1
"""
COMPLAINT, NEED = "外企投诉", "外企诉求"
#: Results of the estimate that are no amount.
DEFERRED, OUTSIDE, NOT_LISTED = "暂不征收，没有抵免", "不在抵免期间", "不在鼓励目录，没有抵免"
_COLUMNS = [
    Column("id", "编号", "code", level="内部"),
    Column("name", "项目", level="内部"),
    PublicColumn("origin", "来源地"),
    Column("list", "按哪一版", level="内部"),
    Column("checked_on", "核对日期", "date", level="内部"),
    Column("result", "结果", level="内部"),
    PublicColumn("matters", "未了结事项", "number"),
]
_COMPLAINTS = [
    Column("id", "编号", "code", level="内部"),
    Column("text", "事项", level="内部", wide=True),
    Column("status", "状态", level="内部"),
    Column("raised_on", "提出", "date", level="内部"),
    Column("accept_by", "受理期限", "date", level="内部"),
    Column("accepted_on", "受理", "date", level="内部"),
    Column("close_by", "办结期限", "date", level="内部"),
]
_CREDITS = [
    Column("id", "编号", "code", level="内部"),
    Column("on", "再投资", "date", level="敏感"),
    Column("amount", "金额(万元)", "number", level="敏感"),
    Column("credit", "可抵免估算(万元)", "number", level="敏感"),
    Column("hold_until", "持有到", "date", level="敏感"),
    Column("note", "说明", level="敏感", wide=True),
]


def foreign(index: IndexReader, now: datetime) -> Answer:
    """One row per project: {id, name, origin, list, checked_on, checked_by, result, total, matters, reinvestments}.

    ``complaints``: {id, text, status, raised_on, accept_by, accepted_on, close_by}; limits in 工作日
    (商务部令2020年第3号第十五条、第十九条). ``reinvestments``: {on, amount, credit, hold_until, note}, amounts in 万元;
    an estimate, the tax office decides (财政部 税务总局 商务部公告2025年第2号).
    """
    day = now.date()
    rules = next(iter(index.rows(RULES)), None)
    own = [row for row in matters(index, day) if row["origin"] in (COMPLAINT, NEED)]
    open_count: dict[str, int] = defaultdict(int)
    for row in own:
        open_count[row["project_id"] or ""] += row["status"] != "已销号"
    estimates = _estimates(index, day, rules)
    rows = [
        {**row, "matters": open_count[row["id"]], "reinvestments": estimates.get(row["id"], [])}
        for row in index.rows(PROJECTS)
    ]
    complaints = _complaints(index, day, [row for row in own if row["origin"] == COMPLAINT], rules)
    credits_ = [{"id": row["id"], **item} for row in rows for item in row["reinvestments"]]
    unchecked = sum(row["list"] is None for row in rows)
    note = f"估算，以税务机关核定为准；依据 {rules['source'] if rules else '没有写'}"
    blocks: list[Block] = [
        Text(f"外资项目 {len(rows)} 个，没有核对准入 {unchecked} 个，外企投诉 {len(complaints)} 件", level="公开"),
        *filled_table(_COLUMNS, rows),
        *filled_section("外企投诉", "内部", _COMPLAINTS, complaints),
        *filled_section("利润再投资抵免估算", "敏感", _CREDITS, credits_),
        *([Text(note, "note", level="敏感")] if credits_ else []),
    ]
    return Answer(
        "foreign",
        {"day": str(day)},
        rows,
        {"projects": len(rows), "unchecked": unchecked, "complaints": len(complaints)},
        {"complaints": complaints},
        blocks=blocks,
        title="外资项目",
        title_level="公开",
        stamp=Stamp(period=str(day)),
    )


def _complaints(index: IndexReader, day: date, own: list[Row], rules: Row | None) -> list[Row]:
    """The complaints with the days by which they are to be accepted and closed."""
    accepted = dict(index.tuples(ACCEPTED, day=str(day)))
    clock = FlowBook(index).clock
    rows = []
    for row in own:
        on = accepted.get(row["id"])
        limits: Row = {"accept_by": None, "close_by": None}
        if rules:
            accept_by = clock.due(date.fromisoformat(row["raised_on"]), Limit(int(rules["accept_days"]), WORKING))
            close_by = clock.due(date.fromisoformat(on), Limit(int(rules["close_days"]), WORKING)) if on else None
            limits = {"accept_by": _text(accept_by), "close_by": _text(close_by)}
        rows.append({key: row[key] for key in ("id", "text", "status", "raised_on")} | {"accepted_on": on, **limits})
    return rows


def _text(day: date | None) -> str | None:
    return str(day) if day else None


def _estimates(index: IndexReader, day: date, rules: Row | None) -> dict[str, list[Row]]:
    """By project the reinvestments with what may be credited against tax."""
    out: dict[str, list[Row]] = defaultdict(list)
    for id, on, amount, encouraged, treaty_rate in index.tuples(REINVESTMENTS, day=str(day)):
        value = Decimal(str(amount))
        out[id].append({"on": on, "amount": amount, **_credit(on, value, encouraged, treaty_rate, rules)})
    return out


def _credit(on: str, amount: Decimal, encouraged: str, treaty_rate: Any, rules: Row | None) -> Row:
    """{credit, hold_until, note}: the credit in 万元 to two digits, half up; None with the reason if there is none."""
    none: Row = {"credit": None, "hold_until": None}
    if rules is None:
        return {**none, "note": "设置里没有写 foreign"}
    if not rules["credit_since"] <= on <= rules["credit_until"]:
        return {**none, "note": OUTSIDE}
    if encouraged != "全国":
        return {**none, "note": DEFERRED if encouraged == "中西部" else NOT_LISTED}
    percent = min(Decimal(str(rules["credit_rate"])), Decimal(str(treaty_rate or rules["credit_rate"])))
    credit = round_to(amount * percent / 100, 2)
    return {
        "credit": str(credit),
        "hold_until": months_later(on, int(rules["hold_months"])),
        "note": "以税务机关核定为准",
    }


FOREIGN = PrintedReport(
    "foreign", "外资项目", "外资项目、准入核对按哪一版、外企投诉的法定期限、利润再投资抵免估算", foreign, position=38
)
