"""Loans that follow awards (奖贷联动): by firm the awards, the possible loan and the actual one.

Awards are the grants 奖补 that were paid; of firms without any, the figure in ``private/figures/``.
Self-reported and verified figures never stand in one sum.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, Row, Text
from hyzs.model.decimals import Number, stored_number, total_of
from hyzs.model.printed_report import PrintedReport
from hyzs.model.quotient import quotient
from hyzs.query.firm_figures import KnownFigure, firm_figures
from hyzs.query.offer_amount import amount_rules, linked_amount, rates
from hyzs.query.offers import PAID, offers_on
from hyzs.reports.optional_sections import filled_table

#: The indicators of firms that it is made of: awards that were paid, and loans that followed them.
AWARDED, LENT = "awarded", "linked_loan"
LINKED, AWARD = "奖贷联动", "奖补"
FIRMS = "SELECT id, name, sample FROM investor ORDER BY id"
_COLUMNS = [
    Column("id", "编号", "code", level="敏感"),
    Column("name", "企业", level="敏感"),
    Column("awarded", "奖补", "number", "万元", level="敏感"),
    Column("possible", "可贷", "number", "万元", level="敏感"),
    Column("lent", "贷款", "number", "万元", level="敏感"),
    Column("ratio", "贷款÷奖补", "number", level="敏感"),
    Column("state", "数据", level="敏感"),
]


def leverage(index: IndexReader, day: date) -> Answer:
    """One row per firm with awards: {id, name, awarded, possible, lent, ratio, state}; verified and reported apart.

    ``possible`` is that of the offers 奖贷联动, by their own rule on the sum of awards; ``ratio`` is lent ÷ awarded.

    Raises: BadUsage: a file of figures cannot be read, or names a stranger.
    """
    rated, rules = rates(index, day), amount_rules(index)
    linked = [rules[row["id"]] for row in offers_on(index, day) if row["form"] == LINKED and row["id"] in rules]
    figures_of = firm_figures(index, day)
    paid: dict[str, list[Number]] = defaultdict(list)
    for row in index.rows(PAID, day=str(day)):
        if row["form"] == AWARD and row["firm"]:
            paid[row["firm"]].append(row["paid"])
    rows: list[Row] = []
    for firm in index.rows(FIRMS):
        figures = figures_of.get(firm["id"], {})
        awards = paid.get(firm["id"]) or ([figures[AWARDED].latest.value] if AWARDED in figures else [])
        if awards:
            amounts = [linked_amount(rule, awards, AWARDED, rated).value for rule in linked]
            possible = [amount for amount in amounts if amount is not None]
            rows.append(_row(firm, awards, figures, max(possible, default=None), is_paid=firm["id"] in paid))
    sums = {state: _sums([row for row in rows if row["state"] == state]) for state in ("核定", "自报")}
    words = "；".join(_sum_text(state, part) for state, part in sums.items() if part["firms"])
    sentence = words or "没有拨付的奖补，也没有登记的数（private/figures/ 里的 awarded）"
    blocks: list[Block] = [Text(sentence, level="敏感"), *filled_table(_COLUMNS, rows)]
    summary = {"firms": len(rows), "verified": sums["核定"], "reported": sums["自报"]}
    return Answer(
        "leverage",
        {"day": str(day)},
        rows,
        summary,
        blocks=blocks,
        title="奖贷联动",
        title_level="公开",
        stamp=Stamp(period=str(day)),
    )


def _row(
    firm: Row,
    awards: Sequence[Number],
    figures: Mapping[str, KnownFigure],
    possible: Number | None,
    *,
    is_paid: bool,
) -> Row:
    """A firm; awards that were paid by the ledger of grants are verified."""
    parts = [figures[name] for name in (() if is_paid else (AWARDED,)) + (LENT,) if name in figures]
    awarded = total_of(awards)
    lent = figures[LENT].latest.value if LENT in figures else None
    ratio = None if lent is None else quotient(lent, awarded, 2, percent=False)
    is_verified = all(part.verified is part.latest for part in parts)
    numbers = {"awarded": awarded, "possible": possible, "lent": lent, "ratio": ratio}
    values = {name: None if value is None else stored_number(value) for name, value in numbers.items()}
    return {"id": firm["id"], "name": firm["name"], **values, "state": "核定" if is_verified else "自报"}


def _sum_text(state: str, part: Row) -> str:
    lent = "没有登记" if part["lent"] is None else f"{part['lent']}，倍数 {part['ratio']}"
    return f"{state}：企业 {part['firms']}，奖补 {part['awarded']}，贷款 {lent}"


def _sums(rows: Sequence[Row]) -> Row:
    """Loans and ratio are those of firms whose loan is known (null: of none); the others are counted."""
    both = [row for row in rows if row["lent"] is not None]
    ratio = quotient(total_of(row["lent"] for row in both), total_of(row["awarded"] for row in both), 2, percent=False)
    return {
        "firms": len(rows),
        "awarded": stored_number(total_of(row["awarded"] for row in rows)),
        "lent": stored_number(total_of(row["lent"] for row in both)) if both else None,
        "without_loan": len(rows) - len(both),
        "ratio": None if ratio is None else stored_number(ratio),
    }


LEVERAGE = PrintedReport(
    "leverage",
    "奖贷联动",
    "企业得了多少奖补、可贷多少、贷了多少，核定的和自报的分开",
    leverage,
    position=270,
)
