"""Access to values inside record files: parts in lists and mappings, holders with their days, values at a path."""

from collections.abc import Iterator
from typing import Any


def parts_of(value: Any) -> Iterator[tuple[str | None, Any]]:
    """Parts of a list or mapping, each with its key; several parts under one key one by one."""
    for key, item in value.items() if isinstance(value, dict) else ((None, item) for item in value):
        yield from ((key, part) for part in item) if key is not None and isinstance(item, list) else [(key, item)]


def as_mapping(value: Any, main: str) -> dict[str, Any]:
    """A part as a mapping; a bare value is its ``main`` field."""
    return value if isinstance(value, dict) else {main: value}


def holder_of(item: dict[str, Any]) -> str:
    """Value of a holding, without its days and basis."""
    return next(str(value) for key, value in item.items() if key not in ("since", "until", "basis"))


def holding_text(item: Any) -> str:
    """A holding in words: 衡山县（2026-01-01 至 2026-11-08）"""
    if not isinstance(item, dict):
        return str(item)
    days = " 至 ".join((item.get("since") or "起初", item.get("until") or "今"))
    return f"{holder_of(item)}（{days}{'，' + item['basis'] if item.get('basis') else ''}）"


def join_texts(value: Any) -> str:
    """A text, or texts with 、 between them."""
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def value_below(value: Any, path: str) -> Any:
    """Value below a dotted path, or None."""
    for step in path.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value
