"""A change of a record file in words: record, field, old and new value."""

from collections.abc import Iterator, Sequence
from typing import Any

from hyzs.index.record_file import kind_for_path
from hyzs.model.field_shapes import FieldShape, field_at, shapes
from hyzs.model.finding import Route
from hyzs.model.record import Record
from hyzs.yamldoc.document import Absent, Tree, read

#: Characters of a value; a longer one is cut.
_SHOWN = 60


def describe_changes(path: str, old: bytes | None, new: bytes | None) -> list[str] | None:
    """Lines that describe the change of the file ``path`` below ``data/``; a side of None: there is no such file.

    None if it belongs to no kind or cannot be read, and only its lines can be compared.
    """
    kind_and_id = kind_for_path(path)
    trees = [read(data).tree if data else {} for data in (old, new)]
    if kind_and_id is None or any(tree is None for tree in trees):
        return None
    kind = kind_and_id[0]
    records = [_records(kind, tree) for tree in trees]
    names = list(dict.fromkeys(name for side in records for name in side))
    return [line for name in names for line in _record(kind, name, records[0].get(name), records[1].get(name))]


def _records(kind: type[Record], tree: Any) -> dict[str, Any]:
    """Each record by its id; of a file that is one record, by an empty text."""
    if not kind.listed:
        return {"": tree} if tree else {}
    items = tree if isinstance(tree, list) else []
    return {str(item.get("id", n)) if isinstance(item, dict) else str(n): item for n, item in enumerate(items)}


def _record(kind: type[Record], id: str, old: Any, new: Any) -> Iterator[str]:
    if old == new:
        return
    record = new if new is not None else old
    name = str(record.get("name", "")) if isinstance(record, dict) else ""
    head = " ".join(filter(None, (kind.label, id, name)))
    if old is None or new is None:
        yield f"{'新增' if old is None else '删去'}{head}"
        old, new = old or {}, new or {}
    else:
        yield head
    yield from (f"  {line}" for line in _values(kind, (), old, new))


def _values(kind: type[Record], route: Route, old: Any, new: Any) -> Iterator[str]:
    """Each value that differs, at or below the route."""
    if isinstance(old, dict | None) and isinstance(new, dict | None) and (old or new):
        for key in dict.fromkeys([*(old or {}), *(new or {})]):
            before, after = (old or {}).get(key), (new or {}).get(key)
            if before != after:
                yield from _values(kind, (*route, key), before, after)
    elif isinstance(old, list | None) and isinstance(new, list | None):
        yield from _items(kind, route, old or [], new or [])
    else:
        yield f"{_label(kind, route)}：{_short_text(old)} → {_short_text(new)}"


def _items(kind: type[Record], route: Route, old: Sequence[Any], new: Sequence[Any]) -> Iterator[str]:
    """Items that a list lost and got; items with an id are compared inside."""
    before, after = ({_key(item): item for item in side} for side in (old, new))
    for key in dict.fromkeys([*before, *after]):
        if key not in after:
            yield f"{_label(kind, route)}：去掉 {_short_text(before[key])}"
        elif key not in before:
            yield f"{_label(kind, route)}：加上 {_short_text(after[key])}"
        elif before[key] != after[key]:
            yield from _values(kind, (*route, key), before[key], after[key])


def _key(item: Any) -> str:
    return str(item["id"]) if isinstance(item, dict) and "id" in item else repr(item)


def _label(kind: type[Record], route: Route) -> str:
    """Labels of the fields of the route; free keys stay as they are."""
    words = []
    for depth in range(1, len(route) + 1):
        here = _shape(kind, route[:depth])
        step = str(route[depth - 1])
        words.append(here.label if here and here.key == step else step)
    return " ".join(words)


def _shape(kind: type[Record], route: Route) -> FieldShape | None:
    if len(route) == 1:
        return next((shape for shape in shapes(kind) if shape.key == route[0]), None)
    field = field_at(kind, route)
    return field.shape if field and not field.below else None


def _short_text(value: Tree | None) -> str:
    """A value in short."""
    if value is None or isinstance(value, Absent) or value in ("", [], {}):
        return "（无）"
    if isinstance(value, dict):
        text = "，".join(f"{key} {_short_text(inner)}" for key, inner in value.items())
    elif isinstance(value, list):
        text = "、".join(_short_text(inner) for inner in value)
    else:
        text = " ".join(value.split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
