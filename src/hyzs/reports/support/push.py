"""The list of grants pushed to firms that need not apply (免申即享推送清单), its coverage, one workbook per unit."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, Group, Heading, PublicColumn, Row, Table, Text
from hyzs.model.decimals import number_text
from hyzs.model.workbook_form import FORM_VERSION, FormSheet, WorkbookForm
from hyzs.query.grants import VERDICTS, PushPlan, offer_coverage
from hyzs.query.push_confirmation_sheet import PURPOSE, PUSH_COLUMNS, PUSH_SHEET

#: Verdicts that the list shows; firms that are not eligible are counted.
SHOWN = ("due", "pushed", "unknown", "excluded", "granted", "declined", "refused")
#: Rows that a workbook asks about.
ASKED = ("due", "pushed")


def _why(row: Row) -> str:
    """The reasons line by line; what is missing, or what bars it."""
    if row["verdict"] == "unknown":
        return f"缺 {'、'.join(row['missing'])}"
    if row["verdict"] == "excluded":
        return f"已享“{row['excluded_by']}”，不同享"
    return "；".join(row["reasons"])


_ROWS = [
    PublicColumn("offer", "事项"),
    Column("firm", "企业", level="内部"),
    PublicColumn("verdict", "结果", get=lambda row: VERDICTS[row["verdict"]]),
    Column("amount", "金额", "number", "万元"),
    Column("why", "依据", wide=True, level="内部", get=_why),
    Column("due", "确认期限", "date", level="内部", get=lambda row: row["due"] if row["verdict"] in ASKED else None),
    Column("grant", "编号", "code", level="内部"),
]
_OFFERS = [
    PublicColumn("offer", "事项"),
    PublicColumn("entitled", "应享", "number"),
    PublicColumn("granted", "已享", "number"),
    PublicColumn("pushed", "已推送待确认", "number"),
    PublicColumn("due", "这次推送", "number"),
    PublicColumn("declined", "放弃", "number"),
    PublicColumn("unknown", "待核", "number"),
    PublicColumn("ineligible", "不符合", "number"),
    PublicColumn("rate", "覆盖率(%)", "number"),
]


def push_answer(plan: PushPlan, period: str, day: date, files: Sequence[str], *, dry: bool, folder: str) -> Answer:
    """One row per firm and offer, but for ineligible firms: {offer, unit, firm, verdict, amount, reasons, …, due}.

    ``summary``: {by_verdict, offers, offers_granted, firms_entitled, firms_granted, firms_unknown, rate}; ``offers``
    the coverage of each; ``left_out`` the offers that cannot be pushed, with the reason.
    """
    rows = sorted(
        (row for row in plan.rows if row["verdict"] in SHOWN),
        key=lambda row: (row["unit"], row["offer"], SHOWN.index(row["verdict"]), row["firm"]),
    )
    by_offer, total = offer_coverage(plan.rows)
    by_verdict = Counter(row["verdict"] for row in plan.rows)
    counts = Counter(row["unit"] for row in rows)
    blocks: list[Block] = [
        Text(_sentence(total, by_verdict, dry=dry), level="公开"),
        Table(_OFFERS, by_offer),
        Heading("推送清单", 2, "公开"),
        Table(_ROWS, rows, [Group(f"{unit}（{n}）", n, "公开") for unit, n in counts.items()]),
        Text("没有回音不是确认；确认以后才能审核、公示、拨付。缺数据的不推送，向写明的单位要。", "note", level="公开"),
    ]
    if plan.left_out:
        names = "、".join(f"{name}（{why}）" for name, why in plan.left_out)
        blocks.append(Text(f"没有推送的事项 {len(plan.left_out)} 个：{names}", "warn", level="公开"))
    if files:
        blocks.append(
            Text(f"{'要写' if dry else '写了'} {len(files)} 个工作簿到 {folder}：{'、'.join(files)}", level="公开")
        )
    sample = any(row["sample"] for row in rows)
    return Answer(
        "push",
        {"period": period, "day": str(day)},
        [{key: value for key, value in row.items() if key != "sample"} for row in rows],
        {"by_verdict": dict(by_verdict), **total},
        {
            "offers": by_offer,
            "left_out": [{"offer": name, "reason": why} for name, why in plan.left_out],
            "files": files,
        },
        blocks=blocks,
        title=f"免申即享推送清单（{period}）",
        title_level="公开",
        stamp=Stamp(period=str(day), sample=sample),
        prose=True,
    )


def push_workbooks(plan: PushPlan, period: str, day: date, about: Row) -> list[WorkbookForm]:
    """A workbook for each unit that has firms to ask: those pushed now, and those that have not answered yet."""
    units = dict.fromkeys(row["unit"] for row in plan.rows if row["verdict"] in ASKED)
    return [_workbook(unit, plan, period, day, about) for unit in sorted(units)]


def _workbook(unit: str, plan: PushPlan, period: str, day: date, about: Row) -> WorkbookForm:
    rows = {row["grant"]: _cells(row) for row in plan.rows if row["unit"] == unit and row["verdict"] in ASKED}
    stopped = Stamp(as_of=about["as_of"] or "").as_of_text
    secret = {"store": str(about["id"]), "week": "", "unit": unit, "version": str(FORM_VERSION), "purpose": PURPOSE}
    return WorkbookForm(
        f"{unit}_免申即享_{period}_{day}.xlsx",
        f"免申即享确认单 {unit} {period}" + (f"（{stopped}）" if stopped else ""),
        unit,
        {**secret, "period": period, "commit": str(about["commit"] or "")},
        [FormSheet(PUSH_SHEET, PUSH_COLUMNS, rows)],
        [
            f"本表由{unit}逐家征求企业意愿后填写。只填黄色的格子；灰色的格子改了也不收。",
            "企业愿意的选“确认”，不要的选“放弃”，说不对的选“异议”，放弃、异议写上原因。",
            "没有回音就空着：空着不是确认，不能拨付。",
            "填好交回来，用 hyzs collect 收。",
        ],
        created=str(day),
    )


def _cells(row: Row) -> dict[str, str]:
    return {
        "firm": row["firm"],
        "offer": row["offer"],
        "reasons": "\n".join(row["reasons"]),
        "amount": "" if row["amount"] is None else number_text(row["amount"]),
        "confirm_by": row["due"] or "",
    }


def _sentence(total: Row, by_verdict: Counter[str], *, dry: bool) -> str:
    rate = "—" if total["rate"] is None else f"{number_text(total['rate'])}%"
    due = by_verdict["due"]
    return (
        f"事项 {total['offers']} 个，已有企业享受 {total['offers_granted']} 个；"
        f"应享企业 {total['firms_entitled']} 家，已享 {total['firms_granted']} 家，覆盖 {rate}；"
        f"{'要推送' if dry else '这次推送'} {due} 项，待核 {by_verdict['unknown']} 项，"
        f"不符合 {by_verdict['ineligible']} 项"
    )
