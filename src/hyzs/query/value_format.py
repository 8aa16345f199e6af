"""Values as files write them: parts in lists and mappings, holders with their days, what stands below a path."""

from collections.abc import Iterator
from typing import Any


def parts_of(value: Any) -> Iterator[tuple[str | None, Any]]:
    """The parts of a list or a mapping, each with its key; several wordings under one key one by one."""
    for key, item in value.items() if isinstance(value, dict) else ((None, item) for item in value):
        yield from ((key, one) for one in item) if key is not None and isinstance(item, list) else [(key, item)]


def as_mapping(value: Any, main: str) -> dict[str, Any]:
    """A part with its keys; a bare value stands for its ``main`` field."""
    return value if isinstance(value, dict) else {main: value}


def holder_of(item: dict[str, Any]) -> str:
    """Who or what held something, without the days and the basis."""
    return next(str(value) for key, value in item.items() if key not in ("since", "until", "basis"))


def holding_text(item: Any) -> str:
    """One of those who held something: 衡山县（2026-01-01 至 2026-11-08）"""
    if not isinstance(item, dict):
        return str(item)
    days = " 至 ".join((item.get("since") or "起初", item.get("until") or "今"))
    return f"{holder_of(item)}（{days}{'，' + item['basis'] if item.get('basis') else ''}）"


def join_texts(value: Any) -> str:
    """A text, or texts between 、"""
    return "、".join(map(str, value)) if isinstance(value, list) else str(value)


def value_at(value: Any, path: str) -> Any:
    """The value below a dotted path, or None."""
    for step in path.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value
