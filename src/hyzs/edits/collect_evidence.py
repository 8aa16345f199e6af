"""Files that came in beside forms, called 编号_名称.pdf: the fact that each of them proves."""

from collections.abc import Sequence

from hyzs.edits.attach import ProvableFact, find_fact, return_lines
from hyzs.edits.forms.result import FormResult
from hyzs.fields.index_reader import IndexReader
from hyzs.model.errors import BadUsage
from hyzs.query.evidence import LINE_TABLES, answering_units
from hyzs.query.record_positions import LocatedRecord, locate_record


def handed_in_fact(index: IndexReader, id: str, forms: Sequence[FormResult], *, dry: bool) -> ProvableFact:
    """The fact that a file beside the forms proves: of a project or task its line in their week, else the record.

    ``dry``: lines that the forms would bring count as if they were there.

    Raises:
        NotFound: there is no such record; BadUsage: none of the forms that were taken is of a unit that answers for it.
    """
    record = locate_record(index, id)
    accepted_forms = [form for form in forms if form.unit and (form.is_accepted or form.changes)]
    if not accepted_forms:
        raise BadUsage("旁边没有收下的表", "附件和填报表放在一个文件夹里一起收；单独附上用 hyzs attach")
    if record.kind in LINE_TABLES:
        return _line(index, record, accepted_forms, dry=dry)
    units = answering_units(index, record.id)
    if not units & {form.unit for form in accepted_forms}:
        owners = "、".join(sorted(units)) or "别的单位"
        raise BadUsage(f"{record.name} 由{owners}负责，旁边没有它的表", "核对编号；确实是它的，用 hyzs attach 附上")
    return find_fact(index, record.id, None)


def _line(index: IndexReader, record: LocatedRecord, forms: Sequence[FormResult], *, dry: bool) -> ProvableFact:
    """The line about the record in the week of the first form that reports it."""
    for form in forms:
        lines = return_lines(index, record.kind, record.id, form.week) if form.week else []
        if line := next((line for line in lines if line.unit == form.unit), None):
            return line
        if dry and form.changes and any(cell.subject == record.id for cell in form.cells):
            return ProvableFact("", (), f"周填报 {form.unit} {form.week}", frozenset(), form.unit)
    raise BadUsage(
        f"旁边的表这一周没有报 {record.name}", "先在表里填它这一周的进展；附在节点、协议旁边的用 hyzs attach"
    )
