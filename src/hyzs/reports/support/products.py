"""The handbook of financial products (金融产品手册): loans, guarantees, interest subsidies, loans after awards."""

from collections import defaultdict
from datetime import date

from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, Group, PublicColumn, Row, Table, Text
from hyzs.model.decimals import stored_number, total_of
from hyzs.model.printed_report import PrintedReport
from hyzs.query.offers import FINANCE, PAID, offers_on

_COLUMNS = [
    PublicColumn("name", "产品"),
    PublicColumn("provider", "提供机构", get=lambda row: row["provider"] or row["unit"]),
    PublicColumn("audience", "对象", wide=True),
    PublicColumn("standard", "额度和标准", wide=True),
    PublicColumn("mode", "办理方式"),
    PublicColumn("limit", "办理时限"),
    PublicColumn("papers", "材料", wide=True, get=lambda row: "、".join(row["papers"])),
    PublicColumn("excludes", "不同享", get=lambda row: "、".join(row["excludes"])),
    PublicColumn("ground", "依据"),
    PublicColumn("unit", "责任单位"),
    PublicColumn("until", "有效到", "date"),
    PublicColumn("grants", "已兑现(笔)", "number"),
    Column("paid", "已拨付", "number", "万元", level="敏感"),
]
_KEYS = (
    "id",
    "name",
    "form",
    "provider",
    "audience",
    "standard",
    "mode",
    "limit",
    "papers",
    "excludes",
    "ground",
    "unit",
    "until",
    "grants",
    "paid",
)


def products(index: IndexReader, day: date) -> Answer:
    """One row per product that can be had on the day, by form: {id, name, form, provider, audience, standard, …}."""
    paid: dict[str, list[Row]] = defaultdict(list)
    for row in index.rows(PAID, day=str(day)):
        paid[row["offer"]].append(row)
    offers = [
        {
            **row,
            "grants": len(paid[row["id"]]),
            "paid": stored_number(total_of(item["paid"] for item in paid[row["id"]])),
        }
        for row in offers_on(index, day)
        if row["form"] in FINANCE
    ]
    rows: list[Row] = []
    groups = []
    for form in FINANCE:
        own = [row for row in offers if row["form"] == form]
        if own:
            rows += own
            groups.append(Group(form, len(own), "公开"))
    sentence = "，".join(f"{group.label} {group.size}" for group in groups) or "没有登记金融产品"
    blocks: list[Block] = [Text(f"产品 {len(rows)} 个：{sentence}", level="公开")]
    blocks += [Table(_COLUMNS, [{key: row[key] for key in _KEYS} for row in rows], groups)] if rows else []
    summary = {"products": len(rows), "by_form": {group.label: group.size for group in groups}}
    return Answer(
        "products",
        {"day": str(day)},
        [{key: row[key] for key in _KEYS} for row in rows],
        summary,
        blocks=blocks,
        title="金融产品手册",
        title_level="公开",
        stamp=Stamp(period=str(day), sample=any(row["sample"] for row in rows) or None),
    )


PRODUCTS = PrintedReport(
    "products", "金融产品手册", "贷款、担保、贴息、奖贷联动：谁提供、给谁、多少、怎么办", products, position=250
)
