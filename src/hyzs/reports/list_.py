"""Records of one kind that meet a condition, as rows with the field names of the model."""

from datetime import datetime

from hyzs.fields.comparison_sql import ComparisonCompiler
from hyzs.fields.filter_lexer import items_with_positions
from hyzs.fields.filter_parser import compile_filter
from hyzs.fields.index_reader import IndexReader
from hyzs.fields.record_query import RecordQuery, SelectedRows
from hyzs.model.answer import Answer
from hyzs.model.errors import BadUsage
from hyzs.query.plans import plans
from hyzs.reports.list_page import default_columns, displayed_fields, list_page
from hyzs.reports.visibility_guard import require_visible


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
    """Records of ``kind``, as of today, with ``every`` field of their files, or the default columns.

    ``columns`` selects fields; columns, condition and order may name derived fields as well. ``plan``: only measures or
    tasks of that plan. All named fields must be visible to the ``audience``.

    Raises: BadUsage (FilterSyntaxError with a caret) or NotFound where a text names nothing.
    """
    require_visible(index, kind, now, audience, condition=condition, sort=sort, columns=columns)
    query = RecordQuery(index, kind, now)
    selected = [query.path(columns or "", word, at) for word, at in items_with_positions(columns)]
    by = [
        (query.path(sort or "", word.lstrip("-"), at + word.startswith("-")), word.startswith("-"))
        for word, at in items_with_positions(sort)
    ]
    sql = compile_filter(condition, ComparisonCompiler(query)) if condition is not None else "1 = 1"
    catalog, name, plan_book = query.catalog, query.kind.name, plans(index, plan)
    if plan_book.selected:
        sql = f"({sql}) AND {_of_plan(query, plan_book.selected)}"
    stored = catalog.fields(name)
    names = default_columns(query.kind, stored, several=bool(plan_book.columns))
    fields = stored if every else displayed_fields(names, stored, catalog.derived(name))
    displayed = selected or [query.whole_field(field) for field in fields]
    ids = [query.whole_field(field) for field in stored if field.name == "id"]
    records = SelectedRows(query, [*displayed, *(path for path, _ in by), *ids], sql)
    positions = records.sorted(by)
    answer = Answer(
        report="list",
        params={"kind": name, "where": condition, "sort": sort, "columns": columns, "plan": plan_book.selected},
        rows=records.rows(displayed, positions),
        summary={"count": len(positions), "drafts": records.draft_count()},
    )
    subjects = [str(row["id"]) for row in records.rows(ids, positions)] if ids else []
    return list_page(answer, query.kind, displayed, names, subjects, sample=records.has_sample())


def _of_plan(query: RecordQuery, plan: str) -> str:
    """SQL condition that a row belongs to that plan."""
    kind = query.kind
    if not any(field.name == "plan" and field.refs == "plan" for field in query.catalog.fields(kind.name)):
        raise BadUsage(f"{kind.label}不分方案", "--plan 用于举措和任务")
    return f"{query.path('plan', 'plan', 0).value} = {query.parameters(plan)}"
