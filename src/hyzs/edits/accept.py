"""Drafts that somebody has looked over become real: plans with their measures, units, people, firms, matters."""

from collections.abc import Sequence

from hyzs.documents.outline import read_outline
from hyzs.documents.paragraph import stored_paragraphs
from hyzs.edits.plan_measures import quote_tree
from hyzs.fields.index_reader import IndexReader, resolve_name
from hyzs.model.blocks import Row
from hyzs.model.change import Change, Remove, Set, Value
from hyzs.model.errors import BadUsage
from hyzs.query.plans import filed_measures, filed_plans
from hyzs.query.record_positions import LocatedRecord, locate_record

_KINDS = "plan|measure|unit|person|investor|industry|matter"


def accept(index: IndexReader, texts: Sequence[str]) -> tuple[list[Change], list[Row]]:
    """The changes that make drafts real, and a row each: {id, kind, name, was}.

    ``was`` is draft, suspect (a measure whose quote the plan's text no longer has: it takes the new one) or accepted. A
    plan is accepted with its measures. Projects are admitted to tracking instead.
    Raises: NotFound, BadUsage for a project.
    """
    changes: list[Change] = []
    rows: list[Row] = []
    for record in _records(index, texts):
        was = "accepted"
        if record.body.get("draft"):
            changes.append(Remove(record.path, (*record.route, "draft")))
            was = "draft"
        if record.kind == "measure" and (quote := _moved_quote(index, record)):
            changes.append(Set(record.path, (*record.route, "quote"), quote))
            was = "suspect" if was == "accepted" else was
        rows.append({"id": record.id, "kind": record.kind, "name": record.name, "was": was})
    return changes, rows


def _records(index: IndexReader, texts: Sequence[str]) -> list[LocatedRecord]:
    records: dict[tuple[str, str], LocatedRecord] = {}
    for text in texts:
        row = resolve_name(index, text, f"{_KINDS}|project")
        if row["kind"] == "project":
            raise BadUsage(f"{row['id']} 是项目：项目要纳入跟踪", f"hyzs admit {row['id']}")
        ids = [(row["kind"], row["id"])]
        if row["kind"] == "plan":
            ids += [("measure", measure.id) for measure in filed_measures(index, row["id"])]
        for kind, id in ids:
            records[kind, id] = locate_record(index, id, kind)
    return list(records.values())


def _moved_quote(index: IndexReader, record: LocatedRecord) -> dict[str, Value] | None:
    """The quote of a measure as the plan's text has it now, where it differs."""
    quote = record.body.get("quote")
    plan = resolve_name(index, record.body["plan"], "plan")["id"] if quote else None
    texts = next((plan.body.get("paragraphs") for plan in filed_plans(index, plan)), None) if plan else None
    if not texts:
        return None
    items = read_outline(stored_paragraphs(texts)).items
    item = next((item for item in items if str(item.number) == str(record.body.get("number"))), None)
    if item is None:
        return None
    new_quote = quote_tree(item.text or item.name, item.paragraph, item.at)
    return new_quote if new_quote["sha256"] != quote["sha256"] else None
