"""Grants that are due without asking are pushed: a record each, with the act 推送; nothing else moves."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from hyzs.edits.new import fresh_id
from hyzs.kinds import kinds
from hyzs.model.blocks import Row
from hyzs.model.change import Change, Create, Plain, Value
from hyzs.model.decimals import number_text


def push_grants(rows: Sequence[Row], period: str, today: date, confirm_by: date, commit: str | None) -> list[Change]:
    """A new grant for each of these rows of the plan; the id of each is put into its row."""
    kind = kinds()["grant"]
    changes: list[Change] = []
    for row in rows:
        row["grant"], row["due"] = fresh_id(kind, today.year), str(confirm_by)
        tree = _tree(row, period, today, confirm_by, commit)
        changes.append(Create(f"grants/{today.year}/{row['grant']}.yaml", tree))
    return changes


def _tree(row: Row, period: str, today: date, confirm_by: date, commit: str | None) -> dict[str, Value]:
    event: dict[str, Value] = {"on": Plain(today), "do": "推送", "by": row["unit"], "due": Plain(confirm_by)}
    pairs: list[tuple[str, Any]] = [
        ("sample", Plain("true") if row["sample"] else None),
        ("firm", row["firm"]),
        ("offer", row["offer"]),
        ("period", Plain(period)),
        ("unit", row["unit"]),
        ("amount", Plain(number_text(row["amount"])) if row["amount"] is not None else None),
        ("reasons", list(row["reasons"])),
        ("commit", commit),
        ("events", [event]),
    ]
    return {key: value for key, value in pairs if value not in (None, [])}
