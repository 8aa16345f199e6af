"""Commitments by maker: due, kept, overdue, the rate with what it leaves out; and legacy matters (新官理旧账)."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

from hyzs.fields.index_reader import IndexReader, resolve_name
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, Heading, Row, Table, Text
from hyzs.model.printed_report import PrintedReport
from hyzs.query.commitments import (
    CLOSED,
    KEPT,
    OVERDUE,
    OWED,
    PARTLY,
    FulfilmentRate,
    changed_counts,
    commitments,
    rate,
)
from hyzs.reports.optional_sections import filled_table


def _last(row: Row) -> str:
    last = row["last"]
    return "" if not last else " ".join(text for text in (last["on"], last["do"], last["note"]) if text)


_SIDES = {"government": "政府", "firm": "企业"}
_UNITS = [
    Column("unit", "承诺方", level="内部"),
    Column("due", "应兑现", "number", level="内部"),
    Column("kept", "已兑现", "number", level="内部"),
    Column("partly", "部分兑现", "number", level="内部"),
    Column("overdue", "逾期", "number", level="内部"),
    Column("taken_out", "剔除", "number", level="内部", get=lambda row: len(row["taken_out"])),
    Column("rate", "兑现率(%)", "number", level="内部"),
    Column("not_due", "未到期", "number", level="内部"),
]
_ROWS = [
    Column("id", "编号", "code", level="内部"),
    Column("by", "承诺方", level="内部"),
    Column("to", "对方", level="内部"),
    Column("text", "承诺事项", level="内部", wide=True),
    Column("category", "种类", level="内部"),
    Column("due", "时限", "date", level="内部"),
    Column("moves", "推迟次数", "number", level="内部"),
    Column("status", "状态", "light", level="内部"),
    Column("overdue_days", "逾期天数", "number", level="内部"),
    Column("last", "最近", level="内部", wide=True, get=_last),
]
_LEGACY = [
    Column("id", "编号", "code", level="内部"),
    Column("legacy", "分类", level="内部"),
    Column("by", "承诺方", level="内部"),
    Column("to", "对方", level="内部"),
    Column("text", "事项", level="内部", wide=True),
    Column("made", "形成", "date", level="内部"),
    Column("age", "年限", level="内部"),
    Column("status", "状态", level="内部"),
    Column("last", "最近", level="内部", wide=True, get=_last),
]
#: The groups of years that the settings declare, from short to long.
AGES = "SELECT less_than AS years, label FROM legacy_age ORDER BY pos"
_DAYS = 365


def commitments_report(index: IndexReader, day: date, unit: str | None = None) -> Answer:
    """Status of each commitment, and the rate of each maker; governments and firms apart.

    ``summary``: of each side {due, kept, partly, overdue, not_due, rate}; ``units`` the same by maker. The rate is
    kept ÷ due in percent, to one digit; what does not count is named in ``taken_out`` with the reason.

    Raises: NotFound where there is no such unit or firm.
    """
    maker = resolve_name(index, unit, "unit|investor")["name"] if unit else None
    counts = changed_counts(index)
    rows = [row for row in commitments(index, day) if maker in (None, row["by"])]
    blocks: list[Block] = []
    sides: dict[str, Row] = {}
    units: list[Row] = []
    for side, label in _SIDES.items():
        own = [row for row in rows if row["is_government"] is (side == "government")]
        sides[side] = _counts(own, day, changed_counts=counts)
        makers = [
            {"unit": name, "side": side, **_counts(_by(own, name), day, changed_counts=counts)} for name in _names(own)
        ]
        units += makers
        if own:
            blocks += [
                Heading(f"{label}承诺", 2, "内部"),
                Text(_sentence(sides[side])),
                Table(_UNITS, makers),
                Table(_ROWS, own),
            ]
    taken_out = {id: reason for side in sides.values() for id, reason in side["taken_out"].items()}
    if taken_out:
        names = "、".join(f"{id}（{reason}）" for id, reason in taken_out.items())
        blocks.append(Text(f"不计入兑现率 {len(taken_out)} 件：{names}", "note"))
    if not rows:
        blocks.append(Text("没有登记承诺"))
    return Answer(
        "commitments",
        {"unit": maker, "day": str(day)},
        rows,
        {"commitments": len(rows), **sides},
        {"units": units},
        blocks=blocks,
        title="承诺履约台账",
        title_level="公开",
        stamp=Stamp(period=str(day)),
    )


def legacy(index: IndexReader, day: date) -> Answer:
    """The commitments left over from before (历史遗留), by their group, with their age in years."""
    groups_of_years = [(row["years"], row["label"]) for row in index.rows(AGES)]
    rows = [{**row, "age": _age(row["made"], day, groups_of_years)} for row in commitments(index, day) if row["legacy"]]
    rows.sort(key=lambda row: (row["legacy"], row["made"], row["id"]))
    unkept = [row for row in rows if row["status"] not in (KEPT, CLOSED)]
    by_group = Counter(row["legacy"] for row in unkept)
    ages = Counter(row["age"] for row in unkept)
    words = "，".join(f"{label} {count} 件" for label, count in ages.items())
    groups = "，".join(f"{group} {count}" for group, count in by_group.items())
    text = f"遗留问题 {len(rows)} 件，没有了结 {len(unkept)} 件" + (f"：{words}；{groups}" if unkept else "")
    return Answer(
        "legacy",
        {"day": str(day)},
        rows,
        {"legacy": len(rows), "left": len(unkept), "by_group": dict(by_group), "by_age": dict(ages)},
        blocks=[Text(text), *filled_table(_LEGACY, rows)],
        title="遗留问题台账",
        title_level="公开",
        stamp=Stamp(period=str(day)),
    )


def _counts(rows: Sequence[Row], day: date, *, changed_counts: bool) -> dict[str, Any]:
    rates: FulfilmentRate = rate(rows, day, changed_counts=changed_counts)
    status = Counter(row["status"] for row in rows if row["id"] not in rates.taken_out)
    return {
        "due": rates.due,
        "kept": rates.kept,
        "partly": status[PARTLY],
        "overdue": status[OVERDUE],
        "not_due": sum(row["due"] > str(day) and row["status"] in OWED for row in rows),
        "rate": None if rates.percent is None else str(rates.percent),
        "taken_out": rates.taken_out,
    }


def _names(rows: Sequence[Row]) -> list[str]:
    return sorted({row["by"] for row in rows})


def _by(rows: Sequence[Row], name: str) -> list[Row]:
    return [row for row in rows if row["by"] == name]


def _sentence(counts: Row) -> str:
    taken_out = f"，剔除 {len(counts['taken_out'])}" if counts["taken_out"] else ""
    percent = f"，兑现率 {counts['kept']}/{counts['due']} = {counts['rate']}%" if counts["rate"] else ""
    words = f"应兑现 {counts['due']}，已兑现 {counts['kept']}，逾期 {counts['overdue']}"
    return f"{words}{taken_out}{percent}；未到期 {counts['not_due']}"


def _age(made_on: str, day: date, groups: Sequence[tuple[int | None, str]]) -> str:
    """The group of years that a leftover is in; whole years where the settings declare no groups."""
    years = (day - date.fromisoformat(made_on)).days / _DAYS
    return next((label for under, label in groups if under is None or years < under), f"{int(years)} 年")


COMMITMENTS = PrintedReport(
    "commitments",
    "承诺履约台账",
    "谁承诺了什么、到没到期、兑没兑现，兑现率带分子分母，政府和企业分开；--unit 只看一家",
    commitments_report,
    of="unit",
    position=160,
)
LEGACY = PrintedReport("legacy", "遗留问题台账", "以前遗留的承诺：分类、年限、了结没有", legacy, position=170)
