"""Achievements (科技成果转化): the funnel from registration to landing; and innovation platforms by level."""

from collections import Counter
from datetime import date

from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, PublicColumn, Row, Text
from hyzs.model.decimals import number_text, stored_number, total_of
from hyzs.model.printed_report import PrintedReport
from hyzs.model.quotient import quotient
from hyzs.query.achievements import MET, SIGNED, STAGES, achievements
from hyzs.query.flows import FlowBook
from hyzs.reports.optional_sections import filled_table

PLATFORMS = """
SELECT r.kind AS holder_kind, r.id, r.name AS holder, l.label AS name, t.platform AS level, l.since, l.until, l.source,
       r.sample, coalesce(l.until < :day, 0) AS is_over
FROM firm_label l JOIN firm_label_term t ON t.name = l.label AND t.platform IS NOT NULL
JOIN record r ON r.file = l.file AND r.item = l.item
WHERE r.draft = 0 AND coalesce(l.since, '') <= :day
ORDER BY CASE t.platform WHEN '国家' THEN 0 WHEN '省' THEN 1 ELSE 2 END, l.label, r.id
"""
_COLUMNS = [
    PublicColumn("id", "编号", "code"),
    PublicColumn("name", "成果", wide=True),
    PublicColumn("owner", "持有单位"),
    PublicColumn("industry", "产业"),
    PublicColumn("maturity", "成熟度"),
    PublicColumn("method", "转化方式"),
    PublicColumn("stage", "走到"),
    Column("firms", "企业", level="内部", get=lambda row: "、".join(row["firms"])),
    Column("amount", "合同额", "number", "万元", level="内部"),
    Column("last", "最近", "date", level="内部"),
    Column(
        "state",
        "说明",
        level="内部",
        get=lambda row: "终止" if row["is_stopped"] else "没有动静" if row["is_stale"] else "",
    ),
]
_PLATFORMS = [
    PublicColumn("level", "级别"),
    PublicColumn("name", "平台"),
    Column("holder", "依托单位", level="内部"),
    PublicColumn("since", "认定", "date"),
    PublicColumn("until", "有效至", "date"),
    PublicColumn("source", "依据"),
    PublicColumn("state", "状态", get=lambda row: "已过期" if row["is_over"] else "有效"),
]


def achievements_report(index: IndexReader, day: date) -> Answer:
    """One row per achievement: {id, name, owner, …, stage, reached, firms, amount, project, last, is_stale, …}.

    ``summary.funnel`` counts those that came to each stage; ``rate`` is 签约 ÷ 入库 in percent to one digit, and
    ``rate_of_met`` 签约 ÷ 对接: 转化率 has no fixed denominator, so both numbers of each are shown.
    """
    listed = achievements(index, FlowBook(index), day)
    rows = [
        {
            **{key: value for key, value in row.items() if key != "amounts"},
            "amount": stored_number(total_of(row["amounts"])) if row["amounts"] else None,
        }
        for row in listed
    ]
    funnel = {stage: sum(stage in row["reached"] for row in rows) for stage in STAGES}
    total = total_of(amount for row in listed for amount in row["amounts"])
    rates = {
        name: quotient(funnel[SIGNED], funnel[stage], 1) for name, stage in (("rate", STAGES[0]), ("rate_of_met", MET))
    }
    stale = sum(row["is_stale"] for row in rows)
    words = " → ".join(f"{stage} {count}" for stage, count in funnel.items())
    percent = (
        "" if rates["rate"] is None else f"，转化率（签约÷入库）{funnel[SIGNED]}/{funnel[STAGES[0]]} = {rates['rate']}%"
    )
    sentence = f"{words}；合同额 {number_text(total)} 万元{percent}；没有动静 {stale}"
    summary = {
        "achievements": len(rows),
        "funnel": funnel,
        "amount": stored_number(total),
        **{name: None if rate is None else stored_number(rate) for name, rate in rates.items()},
        "stale": stale,
        "stopped": sum(row["is_stopped"] for row in rows),
    }
    blocks: list[Block] = [Text(sentence, level="内部"), *filled_table(_COLUMNS, rows)]
    has_sample = any(row["sample"] for row in rows)
    return Answer(
        "achievements",
        {"day": str(day)},
        rows,
        summary,
        blocks=blocks,
        title="科技成果转化情况",
        title_level="公开",
        stamp=Stamp(period=str(day), sample=has_sample),
    )


def platforms(index: IndexReader, day: date) -> Answer:
    """One row per platform (dated label of a firm or institute): {level, name, holder, since, until, source, …}."""
    rows: list[Row] = [{**row, "is_over": bool(row["is_over"])} for row in index.rows(PLATFORMS, day=str(day))]
    levels = Counter(row["level"] for row in rows if not row["is_over"])
    over = sum(row["is_over"] for row in rows)
    words = "，".join(f"{level}级 {count}" for level, count in levels.items()) or "没有"
    blocks: list[Block] = [Text(f"有效的平台：{words}；已过期 {over}", level="公开")]
    blocks += filled_table(_PLATFORMS, rows)
    summary = {"platforms": len(rows) - over, "by_level": dict(levels), "over": over}
    has_sample = any(row["sample"] for row in rows)
    return Answer(
        "platforms",
        {"day": str(day)},
        rows,
        summary,
        blocks=blocks,
        title="创新平台",
        title_level="公开",
        stamp=Stamp(period=str(day), sample=has_sample),
    )


ACHIEVEMENTS = PrintedReport(
    "achievements",
    "科技成果转化情况",
    "入库、对接、签约、落地各几项，合同额和转化率带分子分母；很久没有动静的挑出来",
    achievements_report,
    position=300,
)
PLATFORMS_REPORT = PrintedReport(
    "platforms", "创新平台", "企业和院所的创新平台：级别、认定、有效期、依据，过期的标明", platforms, position=310
)
