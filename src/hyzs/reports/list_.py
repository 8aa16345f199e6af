"""The records of one kind that meet a condition, each a row with the model's own field names."""

from datetime import datetime

from hyzs.model.answer import Answer
from hyzs.model.errors import BadUsage
from hyzs.query.fields.comparison_sql import ComparisonCompiler
from hyzs.query.fields.filter_lexer import items_with_positions
from hyzs.query.fields.filter_parser import compile_filter
from hyzs.query.fields.index_reader import IndexReader
from hyzs.query.fields.record_query import RecordQuery, SelectedRows
from hyzs.query.plans import plans
from hyzs.reports.list_page import looked_at, page, people_see
from hyzs.reports.visibility import require_visible


def list_(
    index: IndexReader,
    kind: str,
    now: datetime,
    condition: str | None = None,
    sort: str | None = None,
    columns: str | None = None,
    *,
    every: bool = True,
    plan: str | None = None,
    audience: str = "full",
) -> Answer:
    """The records of ``kind``, as of today: ``every`` field of their files, or those that people look at.

    ``columns`` are the only ones wanted; these, the condition and the order may name derived fields as well.
    ``plan``: only the measures, or tasks, of that plan. What is asked by must be for the ``audience`` to see.
    """
    require_visible(index, kind, now, audience, condition=condition, sort=sort, columns=columns)
    question = RecordQuery(index, kind, now)
    wanted = [question.path(columns or "", word, at) for word, at in items_with_positions(columns)]
    by = [
        (question.path(sort or "", word.lstrip("-"), at + word.startswith("-")), word.startswith("-"))
        for word, at in items_with_positions(sort)
    ]
    told = compile_filter(condition, ComparisonCompiler(question)) if condition is not None else "1 = 1"
    models, name, known = question.catalog, question.kind.name, plans(index, plan)
    if known.selected:
        told = f"({told}) AND {_of_plan(question, known.selected)}"
    stored = models.fields(name)
    names = people_see(question.kind, stored, several=bool(known.columns))
    fields = stored if every else looked_at(names, stored, models.derived(name))
    shown = wanted or [question.whole_field(field) for field in fields]
    gathered = SelectedRows(question, [*shown, *(path for path, _ in by)], told)
    found = gathered.sorted(by)
    answer = Answer(
        report="list",
        params={"kind": name, "where": condition, "sort": sort, "columns": columns, "plan": known.selected},
        rows=gathered.rows(shown, found),
        summary={"count": len(found), "drafts": gathered.draft_count()},
    )
    return page(answer, question.kind, shown, names, sample=gathered.has_sample())


def _of_plan(question: RecordQuery, plan: str) -> str:
    """The condition that a row belongs to that plan."""
    kind = question.kind
    if not any(field.name == "plan" and field.refs == "plan" for field in question.catalog.fields(kind.name)):
        raise BadUsage(f"{kind.label}不分方案", "--plan 用于举措和任务")
    return f"{question.path('plan', 'plan', 0).value} = {question.parameters(plan)}"
