"""JSON: exactly one document, its keys in the order of the contract."""

import json
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from hyzs.model.answer import Answer
from hyzs.render.look import Look

#: Rises when a key of a report is removed or changes its meaning; additions do not count.
VERSION = 1
#: What JSON has as it is.
_PLAIN = {str, int, float, bool, type(None)}


def render(answer: Answer, look: Look) -> str:
    """The whole answer as one document, a row a line."""
    head = {"report": answer.report, "version": VERSION, "store": look.store, "params": answer.params}
    tail = {"summary": answer.summary, **answer.extra}
    rows = ",\n    ".join(map(dumps, answer.rows))
    parts = [
        *map(_part, head.items()),
        f'"rows": [\n    {rows}\n  ]' if rows else '"rows": []',
        *map(_part, tail.items()),
    ]
    return "{\n  " + ",\n  ".join(parts) + "\n}\n"


def _part(item: tuple[str, Any]) -> str:
    """A key of the document with its value, the lines of which stand below it."""
    key, value = item
    return f"{dumps(key)}: " + dumps(value, indent=2).replace("\n", "\n  ")


def dumps(value: Any, indent: int | None = None) -> str:
    """JSON of ``value`` with Chinese as it is; refuses NaN, which is not JSON."""
    return _encoder(indent).encode(_bare(value))


@cache
def _encoder(indent: int | None) -> json.JSONEncoder:
    """Made once: there may be many rows."""
    return json.JSONEncoder(ensure_ascii=False, allow_nan=False, indent=indent)


def _bare(value: Any) -> Any:
    """The value made of what JSON has; done beforehand because json would write a week (a tuple) as a list."""
    match value:
        case str() | bool() | None | int() | float():
            return value
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case dict():
            return {str(key): item if type(item) in _PLAIN else _bare(item) for key, item in value.items()}
        case set() | frozenset():
            return sorted(map(_bare, value))
        case date():
            return value.isoformat()
    return [_bare(item) for item in value] if type(value) in (list, tuple) else str(value)
