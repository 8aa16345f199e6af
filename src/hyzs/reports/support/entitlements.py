"""One firm's sheet (企业可享事项单): verdict on each offer, with missing amounts and unknown values.

Figures of the firm come from ``private/figures/``; what stands on them is 敏感. Nothing is promised by the sheet.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime

from hyzs.fields.eligibility import VERDICTS, Eligibility, eligibilities
from hyzs.fields.index_reader import IndexReader, resolve_name
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, PublicColumn, Row, Text
from hyzs.model.decimals import number_text, stored_number
from hyzs.model.printed_report import PrintedReport
from hyzs.query.firm_figures import firm_figures
from hyzs.query.grants import grant_rows
from hyzs.query.offer_amount import amount_rules, firm_facts, indicator_labels, offer_amount, rates
from hyzs.query.offers import FUND, offers_on
from hyzs.reports.optional_sections import filled_table

_NOTE = "算出来的是按登记的数可享多少，不是决定；缺的数补上再看，给不给由责任单位审核"
_COLUMNS = [
    PublicColumn("name", "事项"),
    PublicColumn("form", "方式"),
    Column("verdict", "结果", "light", level="敏感", get=lambda row: row["label"]),
    Column("reason", "为什么", level="敏感", wide=True),
    Column("amount", "金额", "number", "万元", level="敏感"),
    Column("steps", "怎么算", level="敏感", wide=True),
    Column("missing", "缺什么", level="敏感", wide=True, get=lambda row: "、".join(row["missing"])),
    Column("grant", "已有的兑现", level="敏感"),
    PublicColumn("mode", "办理方式"),
    PublicColumn("limit", "时限"),
    PublicColumn("unit", "责任单位"),
    PublicColumn("ground", "依据"),
]


def entitlements(index: IndexReader, now: datetime, subject: str | None = None) -> Answer:
    """One row per offer for firms: {id, name, form, verdict, label, reason, amount, steps, missing, grant, mode, limit,
    unit}; ``grant`` is where the last grant of it to the firm stands.

    ``verdict`` is eligible, ineligible or unknown; an offer that states no condition is unknown. The amount is null
    unless the firm is eligible and every fact of it is known.

    Raises: NotFound: there is no such firm; BadUsage: a condition or a file of figures cannot be read.
    """
    firm = resolve_name(index, subject or "", "investor")
    day = now.date()
    is_sample = bool(index.value("SELECT sample FROM investor WHERE id = :id", id=firm["id"]))
    standing = {row["offer_id"]: row["status"] for row in grant_rows(index, day) if row["firm_id"] == firm["id"]}
    rows = [{**row, "grant": standing.get(row["id"])} for row in _offer_rows(index, firm["id"], now)]
    rows.sort(key=lambda row: list(VERDICTS).index(row["verdict"]))
    counts = Counter(row["label"] for row in rows)
    sentence = f"事项 {len(rows)} 项：" + ("，".join(f"{label} {count}" for label, count in counts.items()) or "没有")
    figures = len(firm_figures(index, day).get(firm["id"], {}))
    blocks: list[Block] = [
        Text(sentence, level="敏感"),
        *filled_table(_COLUMNS, rows),
        Text(f"登记了 {figures} 项数。{_NOTE}", "note", "公开"),
    ]
    return Answer(
        "entitlements",
        {"firm": firm["id"], "day": str(day)},
        rows,
        {"offers": len(rows), **{name: counts[label] for name, label in VERDICTS.items()}, "figures": figures},
        blocks=blocks,
        title=f"{firm['name']}可享事项单",
        title_level="内部",
        stamp=Stamp(period=str(day), sample=is_sample or None),
    )


def _offer_rows(index: IndexReader, firm: str, now: datetime) -> Iterator[Row]:
    """The offers to firms, funds apart: the verdict on this one, and the amount where it is eligible."""
    day = now.date()
    rules, labels, rated = amount_rules(index), indicator_labels(index), rates(index, day)
    by_label = {row["label"]: row for row in labels.values()}
    facts = firm_facts(index, day).get(firm, {})
    for offer in offers_on(index, day):
        if offer["to"] != "企业" or offer["form"] == FUND:
            continue
        eligibility = (
            eligibilities(index, "investor", offer["who"], now, [firm], owner=offer["name"])[firm]
            if offer["who"]
            else None
        )
        row = _row(offer, eligibility, by_label)
        if row["verdict"] == "eligible" and offer["id"] in rules:
            amount = offer_amount(rules[offer["id"]], facts, rated, labels)
            value = None if amount.value is None else stored_number(amount.value)
            row |= {"amount": value, "steps": amount.steps or None, "missing": amount.missing}
        yield row


def _row(offer: Row, eligibility: Eligibility | None, labels: dict[str, Row]) -> Row:
    about = {key: offer[key] for key in ("id", "name", "form", "mode", "limit", "unit", "ground")}
    nothing: Row = {"amount": None, "steps": None, "missing": []}
    if eligibility is None:
        reason = "没有写条件，问责任单位"
        return {**about, "verdict": "unknown", "label": VERDICTS["unknown"], "reason": reason, **nothing}
    missing = [
        f"{label}({labels[label]['keeper']})" if labels.get(label, {}).get("keeper") else label
        for label in eligibility.missing
    ]
    shorts = [fact for fact in eligibility.failing if fact.short is not None]
    reason = (
        "；".join(f"{fact.text}，差 {number_text(fact.short or 0)}" for fact in shorts)
        if shorts
        else eligibility.reason
    )
    return {
        **about,
        "verdict": eligibility.verdict,
        "label": eligibility.label,
        "reason": reason if eligibility.verdict == "ineligible" else eligibility.reason,
        **nothing,
        "missing": missing,
    }


ENTITLEMENTS = PrintedReport(
    "entitlements",
    "企业可享事项单",
    "一家企业：哪些事项符合、还差多少、缺什么数向谁要，算得出的金额和算法；写哪家企业",
    entitlements,
    of="subject",
    required="企业",
    subject_kind="investor",
    position=260,
)
