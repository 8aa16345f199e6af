"""Lists of open items (清单管理): problems, measures taken on them, and the units responsible."""

from collections import Counter
from datetime import date

from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, Row, Text
from hyzs.model.printed_report import PrintedReport
from hyzs.query.flows import FlowBook, cases_of
from hyzs.query.matters import CLOSED, matters
from hyzs.reports.optional_sections import filled_section

ASSIST = """
SELECT m.record, coalesce(c.name, m.text) FROM mention m
LEFT JOIN resolved_name c ON c.text = m.text AND c.kinds = m.kinds
WHERE m.kind = 'matter' AND m.field = 'assist' ORDER BY m.record, m.at
"""
_I = "内部"
_HEAD = [Column("id", "编号", "code", level=_I), Column("text", "困难问题", level=_I, wide=True)]
_PROBLEMS = [
    *_HEAD,
    Column("origin", "来源", level=_I),
    Column("project", "项目", level=_I),
    Column("raised_on", "提出", "date", level=_I),
]
_MEASURES = [
    *_HEAD,
    Column("status", "状态", "light", level=_I),
    Column("measure", "解决措施", level=_I, wide=True),
    Column("measured_on", "到哪天", "date", level=_I),
]
_DUTIES = [
    *_HEAD,
    Column("lead", "主办", level=_I),
    Column("assist", "协办", "list", level=_I),
    Column("due", "期限", "date", level=_I),
    Column("overdue_days", "逾期", "number", "天", level=_I, get=lambda row: row["overdue_days"] or None),
]


def matter_lists(index: IndexReader, day: date) -> Answer:
    """One row per open matter: {id, text, origin, project, raised_on, status, measure, measured_on, lead, assist, …}.

    ``measure`` is the last act that says something; a matter of which nobody has said anything is counted.
    """
    open_matters = [row for row in matters(index, day) if row["status"] != CLOSED]
    book = FlowBook(index)
    events = {case.id: case.events for case in cases_of(index, book, [row["id"] for row in open_matters], day)}
    assisting: dict[str, list[str]] = {}
    for record, name in index.tuples(ASSIST):
        assisting.setdefault(record, []).append(name)
    rows: list[Row] = []
    for row in open_matters:
        last_noted = next((event for event in reversed(events.get(row["id"], ())) if event.note), None)
        rows.append(
            {
                **row,
                "measure": last_noted.note if last_noted else None,
                "measured_on": str(last_noted.on) if last_noted else None,
                "assist": assisting.get(row["id"], []),
            }
        )
    silent = sum(row["measure"] is None for row in rows)
    late = sum(bool(row["overdue_days"]) for row in rows)
    blocks: list[Block] = [Text(f"没有销号的 {len(rows)} 件，逾期 {late} 件，没有写措施的 {silent} 件", level="公开")]
    for title, columns in (("困难问题清单", _PROBLEMS), ("解决措施清单", _MEASURES), ("责任分工清单", _DUTIES)):
        blocks += filled_section(title, "公开", columns, rows)
    by_lead = Counter(row["lead"] for row in rows)
    return Answer(
        "lists",
        {"day": str(day)},
        rows,
        {"open": len(rows), "overdue": late, "without_measure": silent, "by_lead": dict(by_lead)},
        blocks=blocks,
        title="三张清单",
        title_level="公开",
        stamp=Stamp(period=str(day), sample=any(row["sample"] for row in rows)),
    )


LISTS = PrintedReport("lists", "三张清单", "没有销号的事项：困难问题、解决措施、责任分工", matter_lists, position=200)
