"""Todo source: the next step of every open case of a flow, with who takes it and by when."""

from collections.abc import Iterator
from datetime import datetime

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row
from hyzs.query.flows import Case, FlowBook, open_cases
from hyzs.query.projects import STOPPED_RECORDS
from hyzs.query.todo import todo_item

#: Reasons for leaving a case out.
DRAFT, ENDED, UNDECLARED, STUCK = "草稿", "终止", "没有流程", "接不下去"


def items(index: IndexReader, book: FlowBook, now: datetime) -> Iterator[Row]:
    """An item a case; one that is stuck has no step."""
    day = now.date()
    stopped = {id for (id,) in index.tuples(STOPPED_RECORDS, day=str(day))}
    for case in open_cases(index, book, day):
        stuck = None if case.is_open else UNDECLARED if case.flow is None else STUCK
        out = DRAFT if case.is_draft else ENDED if case.id in stopped else stuck
        yield {**_item(case), "out": out}


def _item(case: Case) -> Row:
    state = case.state
    head = (case.flow_name, case.kind, case.id, case.name)
    about: Row = {"flow": case.flow_name, "key": case.key, "sample": case.is_sample}
    if state is None or state.step is None or case.flow is None:
        return todo_item(*head, "", **about)
    extended = (case.flow.step(event.do) for event in case.events if event.due)
    return todo_item(
        *head,
        state.step.do,
        **about,
        who=[case.who] if case.who else [],
        since=str(state.since) if state.since else None,
        due=str(state.due) if state.due else None,
        overdue_days=state.overdue,
        counted=state.counted,
        paused_since=str(state.paused_since) if state.paused_since else None,
        rule=_rule(case),
        note=state.note or None,
        moves=sum(bool(step and step.extends) for step in extended),
    )


def _rule(case: Case) -> str | None:
    """Rule of the due day: 受理后 10 个工作日(示例)."""
    assert case.flow is not None and case.state is not None and case.state.step is not None
    limit = case.state.step.limit
    if limit is None:
        return "记录写明的期限" if case.state.due else None
    unit = "个工作日" if limit.of == "工作日" else "日"
    return f"{limit.start or case.flow.place(case.events)}后 {limit.days} {unit}（{case.flow.source}）"
