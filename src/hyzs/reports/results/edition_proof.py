"""Editions recomputed from their own data, and compared with the frozen results."""

from collections.abc import Mapping, Sequence
from typing import Any

from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Column, PublicColumn, Row, Text
from hyzs.reports.optional_sections import filled_table

SAME, DIFFERS, TAMPERED, UNKNOWN = "same", "differs", "tampered", "unknown"
_LABELS = {SAME: "一致", DIFFERS: "不一致", TAMPERED: "结果文件被改过", UNKNOWN: "不能复算"}
_COLUMNS = [
    PublicColumn("id", "编号", "code"),
    PublicColumn("name", "名称"),
    PublicColumn("period", "期间"),
    PublicColumn("status", "复算", get=lambda row: _LABELS[row["status"]]),
    Column("note", "说明", level="内部", wide=True),
]
#: Keys of a document that say of which store it is, which a past commit and the files tell apart.
_ABOUT = ("store",)
_MOST = 5


def edition_proof(rows: Sequence[Row]) -> Answer:
    """One row per edition: {id, name, period, status, note}; ``status``: same, differs, tampered or unknown."""
    counts = {status: sum(row["status"] == status for row in rows) for status in _LABELS}
    words = "，".join(f"{label} {counts[status]}" for status, label in _LABELS.items() if counts[status])
    return Answer(
        "edition-proof",
        {},
        rows,
        counts,
        blocks=[Text(words or "没有发布", level="公开"), *filled_table(_COLUMNS, rows)],
        title="发布复算",
        title_level="公开",
        stamp=Stamp(),
    )


def document_differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """The places at which two documents differ, in words: rows[2].total: 87.96 → 88.46."""
    differences: list[str] = []
    _compare(
        {k: v for k, v in old.items() if k not in _ABOUT},
        {k: v for k, v in new.items() if k not in _ABOUT},
        "",
        differences,
    )
    more = len(differences) - _MOST
    return [*differences[:_MOST], *([f"……另有 {more} 处"] if more > 0 else [])]


def _compare(old: Any, new: Any, place: str, differences: list[str]) -> None:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in dict.fromkeys((*old, *new)):
            _compare(old.get(key), new.get(key), f"{place}.{key}".lstrip("."), differences)
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for n, (before, after) in enumerate(zip(old, new, strict=True)):
            _compare(before, after, f"{place}[{n}]", differences)
    elif old != new:
        differences.append(f"{place}：{_short(old)} → {_short(new)}")


def _short(value: Any) -> str:
    text = "（没有）" if value is None else f"{len(value)} 项" if isinstance(value, list) else str(value)
    return text if len(text) <= 40 else f"{text[:39]}…"
