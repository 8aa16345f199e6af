"""Result of accepting drafts."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from hyzs.model.answer import Answer
from hyzs.model.blocks import Block, Column, Row, Table, Text
from hyzs.model.change import AppliedEdit

_WAS = {"draft": "转正", "suspect": "认下新的原文", "accepted": "已经是正式的"}
_COLUMNS = [
    Column("id", "编号", level="公开"),
    Column("name", "名称", level="公开"),
    Column("was", "结果", level="公开", get=lambda row: _WAS[row["was"]]),
]


def accept_answer(edited: AppliedEdit, rows: Sequence[Row], *, dry: bool) -> Answer:
    """One row per record: {id, kind, name, was}."""
    counts = Counter(row["was"] for row in rows)
    words = "，".join(f"{label} {counts[was]}" for was, label in _WAS.items() if counts[was])
    extra: dict[str, Any] = {"undo": edited.undo_name or None}
    text = f"{'试算：' if dry else ''}{words}" + (
        f"；撤回：hyzs undo {edited.undo_name}" if edited.undo_name and not dry else ""
    )
    blocks: list[Block] = [Table(_COLUMNS, list(rows)), Text(text)]
    return Answer("accept", {"dry_run": dry}, list(rows), dict(counts), extra, blocks=blocks, title="草稿转正")
