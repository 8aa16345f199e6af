"""Notices that are sent, kept as records: the ladder counts them."""

from collections.abc import Sequence
from datetime import date

from hyzs.edits.new import fresh_id, new_path
from hyzs.fields.index_reader import IndexReader
from hyzs.kinds import kinds
from hyzs.model.blocks import Row
from hyzs.model.change import Change, Create, Plain, Value


def record_notices(index: IndexReader, rows: Sequence[Row], today: date) -> list[Change]:
    """A record for each of these rows of the reminder that has a number of its own and was not sent yet."""
    kind = kinds()["notice"]
    new = [row for row in rows if row["number"] and not row["already"]]
    return [Create(new_path(index, kind, fresh_id(kind, today.year), today.year), _tree(row, today)) for row in new]


def _tree(row: Row, today: date) -> dict[str, Value]:
    needs: list[Value] = [{key: need[key] for key in ("project", "text")} for need in row["needs"]]
    pairs: list[tuple[str, Value]] = [
        ("type", row["type"]),
        ("number", row["number"]),
        ("sample", Plain("true") if "示例" in row["number"] else None),
        ("unit", row["unit"]),
        ("weeks", [Plain(week) for week in row["weeks"]]),
        ("projects", row["projects"]),
        ("tasks", row["tasks"]),
        ("matters", row["matters"]),
        ("needs", needs),
        ("sent", Plain(today)),
        ("answer_by", Plain(row["answer_by"])),
    ]
    return {key: value for key, value in pairs if value not in (None, [])}
