"""Transfers of projects (流转): those proposed, those under way with their time limits, those completed."""

from collections.abc import Iterator
from datetime import datetime

from hyzs.fields.index_reader import IndexReader
from hyzs.fields.matching_rows import matching_rows
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Column, Heading, PublicColumn, Row, Text
from hyzs.model.printed_report import PrintedReport
from hyzs.model.week import Week
from hyzs.query.flows import Case, FlowBook, cases_of
from hyzs.query.projects import projects_in_play, stages
from hyzs.reports.optional_sections import filled_table

FLOW = "流转"
SUGGEST = "SELECT suggest FROM declared_flow WHERE name = :flow AND suggest IS NOT NULL ORDER BY since DESC, pos DESC"
CASES = 'SELECT DISTINCT record FROM act WHERE flow = :flow AND "on" <= :day'
SUGGESTED, UNDER_WAY, ENDED = "suggested", "under_way", "ended"
_PARTS = {SUGGESTED: "建议流转", UNDER_WAY: "流转中", ENDED: "已了结"}
_ROW = [
    Column("id", "编号", "code", level="内部"),
    Column("name", "项目", level="内部"),
    Column("from", "转出", level="内部"),
    Column("to", "转入", level="内部"),
]
_COLUMNS = {
    SUGGESTED: [
        *_ROW[:2],
        PublicColumn("county", "属地"),
        PublicColumn("weeks_unchanged", "没有变化(周)", "number"),
        PublicColumn("stage", "阶段"),
    ],
    UNDER_WAY: [
        *_ROW,
        Column("status", "走到", level="内部"),
        Column("step", "该办", level="内部"),
        Column("who", "谁办", level="内部"),
        Column("due", "期限", "date", level="内部"),
        Column("overdue_days", "逾期", "number", level="内部", get=lambda row: row["overdue_days"] or None),
    ],
    ENDED: [
        *_ROW,
        Column("status", "结果", level="内部"),
        Column("words", "各步", level="内部", wide=True),
        Column("working_days", "合计(工作日)", "number", level="内部"),
    ],
}


def transfers(index: IndexReader, now: datetime) -> Answer:
    """One row per project: {part, id, name, from, to, status, step, who, due, overdue_days, steps, working_days, …}.

    ``part``: suggested (it meets the condition that the flow declares, and has no case), under_way or ended;
    ``steps``: {do, on, by, due, late} of each step; ``working_days`` from the first act to the last.

    Raises: BadUsage: the condition that the flow declares cannot be read.
    """
    day = now.date()
    book = FlowBook(index)
    ids = [id for (id,) in index.tuples(CASES, flow=FLOW, day=str(day))]
    cases = [case for case in cases_of(index, book, ids, day) if case.flow_name == FLOW]
    rows = [_row(book, case) for case in cases]
    moving = {row["id"] for row in rows}
    condition = index.value(SUGGEST, flow=FLOW)
    suggested = [row for row in _suggested(index, now, condition) if row["id"] not in moving] if condition else []
    rows = [*suggested, *rows]
    blocks: list[Block] = []
    for part, label in _PARTS.items():
        own = [row for row in rows if row["part"] == part]
        blocks.append(Heading(f"{label}（{len(own)}）", 2, "公开"))
        blocks += filled_table(_COLUMNS[part], own)
    if condition:
        blocks.append(Text(f"建议流转的条件：{condition}（示例）", "note", level="公开"))
    summary = {part: sum(row["part"] == part for row in rows) for part in _PARTS}
    summary["overdue"] = sum(bool(row.get("overdue_days")) for row in rows)
    return Answer(
        "transfers",
        {"day": str(day)},
        rows,
        summary,
        blocks=blocks,
        title="项目流转",
        title_level="公开",
        stamp=Stamp(period=str(day)),
    )


def _row(book: FlowBook, case: Case) -> Row:
    steps = [
        {
            "do": step.do,
            "on": str(step.on),
            "by": step.by,
            "due": str(step.due) if step.due else None,
            "late": step.late,
        }
        for step in case.done_steps(book)
    ]
    events = case.events
    sender, to = (
        next((place for event in reversed(events) if (place := getattr(event, name))), None)
        for name in ("sender", "to")
    )
    words = "；".join(
        f"{step['do']} {step['on']}" + (f"（限 {step['due']}，{_lateness(step)}）" if step["due"] else "")
        for step in steps
    )
    return {
        "part": UNDER_WAY if case.is_open else ENDED,
        "id": case.id,
        "name": case.name,
        "from": sender,
        "to": to,
        **case.row,
        "steps": steps,
        "words": words,
        "working_days": book.clock.days(events[0].on, events[-1].on, "工作日"),
    }


def _lateness(step: Row) -> str:
    return f"迟 {step['late']} 个工作日" if step["late"] else "按时"


def _suggested(index: IndexReader, now: datetime, condition: str) -> Iterator[Row]:
    """The projects in play that meet the condition."""
    play = {project.row["id"] for project in projects_in_play(index, Week.of(now.date()), stages(index))}
    names = ["id", "name", "county", "stage", "weeks_unchanged"]
    for row in matching_rows(index, "project", names, condition, now):
        if row["id"] in play:
            yield {"part": SUGGESTED, **row}


TRANSFERS = PrintedReport(
    "transfers", "项目流转", "建议流转、流转中、已了结三部分，每一步按没按时", transfers, position=37
)
