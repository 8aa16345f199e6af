"""The public list of policies (招商政策事项清单), and the register of their clean-up (清理整改台账)."""

from collections.abc import Sequence
from datetime import date

from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, PublicColumn, Row, Text
from hyzs.model.printed_report import PrintedReport
from hyzs.query.flows import FlowBook
from hyzs.query.offers import FUND, offers_on
from hyzs.query.policies import ENDED, PENDING, policies_on
from hyzs.reports.optional_sections import filled_table

_KEYS = ("id", "name", "form", "ground", "audience", "who", "standard", "mode", "unit", "limit", "since", "until")


def _days(row: Row) -> str:
    since, until = row["since"] or "", row["until"] or row["policy_until"] or ""
    return f"{since}—{until}" if since or until else ""


def _condition(row: Row) -> str:
    """The condition for people: that in words, else the one that the program reads."""
    return str(row["audience"] or row["who"] or "")


_ITEMS = [
    PublicColumn("name", "事项", get=lambda row: row["name"]),
    PublicColumn("form", "方式"),
    PublicColumn("ground", "依据"),
    PublicColumn("condition", "对象和条件", wide=True, get=_condition),
    PublicColumn("standard", "标准", wide=True),
    PublicColumn("mode", "办理方式"),
    PublicColumn("unit", "责任单位"),
    PublicColumn("limit", "办理时限"),
    PublicColumn("days", "有效期", get=_days),
]
_LEDGER = [
    PublicColumn("number", "文号"),
    PublicColumn("name", "政策", wide=True),
    PublicColumn("drafter", "起草单位"),
    PublicColumn("issued", "印发", "date"),
    PublicColumn("until", "有效至", "date"),
    PublicColumn("review", "公平竞争审查"),
    PublicColumn("published", "公布", "date"),
    Column("hits", "命中", "number", level="内部"),
    Column("result", "清理结论", level="内部", get=lambda row: row["cleanup"]["result"] if row["cleanup"] else ""),
    Column("todo", "要办的", level="内部", wide=True, get=lambda row: "；".join(row["todo"])),
]


def policies(index: IndexReader, day: date) -> Answer:
    """One row per item that can be had on the day, funds aside: {id, name, form, ground, audience, who, standard, …}.

    ``summary`` is about the policies: in force, reviewed, by exception, published late, not published.
    """
    offers = [row for row in offers_on(index, day) if row["form"] != FUND]
    in_force = [row for row in policies_on(index, FlowBook(index), day) if row["is_in_force"]]
    groundless = sum(row["ground"] is None for row in offers)
    summary = {
        "items": len(offers),
        "without_ground": groundless,
        "in_force": len(in_force),
        "reviewed": sum(row["review"] is not None for row in in_force),
        "exceptions": sum(row["review"] == "适用例外" for row in in_force),
        "published_late": sum(bool(row["published"]) and row["publish_late"] > 0 for row in in_force),
        "unpublished": sum(row["published"] is None for row in in_force),
    }
    sentence = (
        f"政策在行 {summary['in_force']} 件：审查过 {summary['reviewed']}（适用例外 {summary['exceptions']}），"
        f"公布迟了 {summary['published_late']}，没有公布 {summary['unpublished']}；"
        f"事项 {len(offers)} 项" + (f"，没有写依据 {groundless}" if groundless else "")
    )
    blocks: list[Block] = [Text(sentence, level="公开"), *filled_table(_ITEMS, offers)]
    has_sample = any(row["sample"] for row in (*offers, *in_force))
    return Answer(
        "policies",
        {"day": str(day)},
        [{key: row[key] for key in _KEYS} for row in offers],
        summary,
        blocks=blocks,
        title="招商政策事项清单",
        title_level="公开",
        stamp=Stamp(period=str(day), sample=has_sample),
    )


def cleanup(index: IndexReader, day: date) -> Answer:
    """One row per policy: its fields, review, publication, lint hits, the last clean-up, and ``todo``: open steps.

    Hits are sentences to look at; they say nothing of whether the policy is lawful.
    """
    rows = [{**row, "todo": _todo(row, day)} for row in policies_on(index, FlowBook(index), day)]
    rows.sort(key=lambda row: not row["todo"])
    open_ = sum(bool(row["todo"]) for row in rows)
    sentence = f"政策 {len(rows)} 件，有事要办的 {open_} 件；命中是按词查的，不等于违规"
    blocks: list[Block] = [Text(sentence, level="公开"), *filled_table(_LEDGER, rows)]
    summary = {"policies": len(rows), "to_do": open_, **_results(rows)}
    has_sample = any(row["sample"] for row in rows)
    return Answer(
        "cleanup",
        {"day": str(day)},
        rows,
        summary,
        blocks=blocks,
        title="政策清理整改台账",
        title_level="公开",
        stamp=Stamp(period=str(day), sample=has_sample),
    )


def _results(rows: Sequence[Row]) -> Row:
    results = [row["cleanup"]["result"] for row in rows if row["cleanup"]]
    return {
        "cleaned": len(results),
        "ended": sum(result in ENDED for result in results),
        "pending": results.count(PENDING),
    }


def _todo(row: Row, day: date) -> list[str]:
    """The open steps of a policy, in words; none for one that is over."""
    words = []
    cleanup = row["cleanup"]
    if cleanup and cleanup["result"] in ENDED:
        return []
    if row["issued"] and row["review"] is None:
        words.append("补公平竞争审查")
    if row["review"] == "不符合":
        words.append("审查不符合：修改或者废止")
    if row["issued"] and row["published"] is None:
        unit = "个工作日" if row["counted"] == "工作日" else "天"
        late = f"，逾期 {row['publish_late']} {unit}" if row["publish_late"] else ""
        words.append(f"公布（限 {row['publish_due']}{late}）" if row["publish_due"] else "公布")
    if (row["exception_until"] or "9999") <= str(day):
        words.append(f"例外到 {row['exception_until']} 为止，重新审查")
    if row["until"] and row["until"] < str(day):
        words.append(f"有效期到 {row['until']}，写清理结论")
    if cleanup and cleanup["result"] == PENDING:
        due = f"，限 {cleanup['due']}" if cleanup["due"] else ""
        words.append(f"整改{due}{'，已逾期' if cleanup['due'] and cleanup['due'] < str(day) else ''}")
    return words


POLICIES = PrintedReport(
    "policies",
    "招商政策事项清单",
    "可以对外公布：事项、依据、对象、标准、责任单位、时限、有效期；政策审查、公布了几件",
    policies,
    position=280,
)
CLEANUP = PrintedReport(
    "cleanup",
    "政策清理整改台账",
    "每件政策审没审、公没公布、有几处要看的话、清理结论、还要办什么",
    cleanup,
    position=290,
)
