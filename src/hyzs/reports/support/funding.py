"""Projects recommended to funds: by fund the numbers of projects by step reached, and the step they stuck at.

国办发〔2025〕1号: government funds are not set up to attract investment; this is 向基金推荐项目, no result of 基金招商.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, PublicColumn, Row, Text
from hyzs.model.decimals import stored_number, total_of
from hyzs.model.printed_report import PrintedReport
from hyzs.model.quotient import quotient
from hyzs.query.flows import FlowBook
from hyzs.query.fund_recommendations import FundRecommendation, recommendations, steps_on_the_way
from hyzs.reports.optional_sections import filled_section, filled_table

FUNDS = """
SELECT o.id, o.name, o.manager, o.size, o.parent, o.until, o.succeeded_by, o.unit, o.sample
FROM offer o WHERE o.form = '基金' AND coalesce(o.draft, 0) = 0 ORDER BY o.parent IS NOT NULL, o.id
"""
_NOTE = "国办发〔2025〕1号：政府投资基金不以招商引资为目的设立；这里记的是向基金推荐项目，不是基金招商的成绩"


def _stuck(row: Row) -> str:
    return "，".join(f"{at} {count}" for at, count in row["stuck"].items())


def _rate(row: Row) -> str:
    return f"{row['done']}/{row['recommended']} = {row['rate']}%" if row["rate"] is not None else ""


_FUNDS = [
    PublicColumn("name", "基金"),
    PublicColumn("manager", "管理人"),
    PublicColumn("parent", "母基金"),
    Column("size", "规模", "number", "万元", level="内部"),
    PublicColumn("until", "到期", "date"),
    PublicColumn("succeeded_by", "由谁承接"),
    PublicColumn("recommended", "推荐", "number"),
    PublicColumn("open", "在办", "number"),
    PublicColumn("done", "办成", "number"),
    PublicColumn("refused", "没成", "number"),
    PublicColumn("rate", "转化率", get=_rate),
    PublicColumn("stuck", "停在哪一步", get=_stuck),
]
_CASES = [
    Column("project", "编号", "code", level="内部"),
    Column("name", "项目", level="内部"),
    Column("fund", "基金", level="内部"),
    Column("amount", "融资需求", "number", "万元", level="内部"),
    Column("recommended", "推荐日期", "date", level="内部"),
    Column("status", "状态", level="内部"),
    Column("step", "下一步", level="内部"),
    Column("due", "期限", "date", level="内部"),
    Column("overdue_days", "逾期", "number", level="内部"),
    Column("reason", "没成的原因", level="内部", wide=True),
]


def funding(index: IndexReader, day: date) -> Answer:
    """One row per fund: {id, name, …, recommended, reached, open, done, refused, rate, stuck}; ``cases`` the projects.

    ``reached``: projects by step of the way; ``rate``: done ÷ recommended in percent to one digit; ``stuck``: by the
    step at which open ones stand, and after which the others were refused.
    """
    book = FlowBook(index)
    steps = steps_on_the_way(book, day)
    recommended = recommendations(index, book, day)
    funds = index.rows(FUNDS)
    names = {fund["id"]: fund["name"] for fund in funds}
    rows = [_fund_row(fund, [item for item in recommended if item.fund == fund["id"]], steps, day) for fund in funds]
    cases = [{**item.row, "fund": names.get(item.fund, item.fund)} for item in recommended]
    strays = sum(item.fund not in names for item in recommended)
    total = _counts(recommended, steps)
    words = " → ".join(f"{step} {count}" for step, count in total["reached"].items())
    late = sum(case["overdue_days"] > 0 for case in cases)
    sentence = (
        f"基金 {len(rows)} 只，推荐 {total['recommended']} 个：{words or '没有'}；在办 {total['open']}"
        f"（逾期 {late}），办成 {total['done']}，没成 {total['refused']}"
    )
    blocks: list[Block] = [Text(sentence, level="公开"), *filled_table(_FUNDS, rows)]
    blocks += filled_section("推荐的项目", "公开", _CASES, cases)
    if strays:
        blocks.append(Text(f"推荐给不是基金的 {strays} 个，只在下面的项目里", "warn", "公开"))
    blocks.append(Text(_NOTE, "note", "公开"))
    has_sample = any(fund["sample"] for fund in funds) or any(item.is_sample for item in recommended)
    return Answer(
        "funding",
        {"day": str(day)},
        rows,
        {"funds": len(rows), **total, "overdue": late, "strays": strays},
        {"cases": cases},
        blocks=blocks,
        title="向基金推荐项目情况",
        title_level="公开",
        stamp=Stamp(period=str(day), sample=has_sample),
    )


def _fund_row(fund: Row, cases: Sequence[FundRecommendation], steps: Sequence[str], day: date) -> Row:
    is_over = fund["until"] is not None and fund["until"] < str(day)
    return {
        **{key: value for key, value in fund.items() if key != "sample"},
        "is_over": is_over,
        **_counts(cases, steps),
    }


def _counts(cases: Sequence[FundRecommendation], steps: Sequence[str]) -> Row:
    reached_cases = [item for item in cases if item.is_aim_reached]
    refused = [item for item in cases if item.is_refused]
    open_ = [item for item in cases if not (item.is_aim_reached or item.is_refused)]
    stuck = Counter(item.case.row["status"] or "" for item in open_)
    stuck.update(f"{item.stuck_at}后没成" for item in refused)
    reached = {step: sum(step in item.reached for item in cases) for step in steps}
    rate = quotient(len(reached_cases), len(cases), 1)
    return {
        "recommended": len(cases),
        "reached": {step: count for step, count in reached.items() if count},
        "open": len(open_),
        "done": len(reached_cases),
        "refused": len(refused),
        "rate": None if rate is None else stored_number(rate),
        "amount": stored_number(total_of(item.amount for item in cases)),
        "stuck": dict(stuck),
    }


FUNDING = PrintedReport(
    "funding",
    "向基金推荐项目情况",
    "有哪些基金、推荐了几个项目、走到哪一步、停在哪里；带分子分母的转化率",
    funding,
    position=240,
)
