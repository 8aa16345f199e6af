"""Removal of invisible characters, which come with pasted text, from changes before they are written."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from hyzs.model.change import Append, Change, Create, Plain, Set, YamlSource
from hyzs.model.invisible import visible_text


class CleanChanges(NamedTuple):
    """The changes, and what was taken out of their texts: field and code points, ``progress：U+200B``."""

    changes: list[Change]
    removed: list[str]


def clean_changes(changes: Sequence[Change]) -> CleanChanges:
    """The same changes with every text as people see it; line breaks stay, a tab becomes a blank."""
    removed: dict[str, None] = {}
    out: list[Change] = []
    for change in changes:
        if isinstance(change, Set | Append):
            field = next((step for step in reversed(change.route) if isinstance(step, str)), "")
            out.append(replace(change, value=_clean(change.value, field, removed)))
        else:
            out.append(replace(change, tree=_clean(change.tree, "", removed)) if isinstance(change, Create) else change)
    return CleanChanges(out, list(removed))


def _clean(value: Any, field: str, removed: dict[str, None]) -> Any:
    if isinstance(value, Mapping):
        return {key: _clean(inner, str(key), removed) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(inner, field, removed) for inner in value]
    if not isinstance(value, str) or isinstance(value, Plain | YamlSource):
        return value
    text, unseen = visible_text(value)
    if unseen:
        removed[f"{field}：{'、'.join(unseen)}"] = None
    return text
