"""JSON: exactly one document, its keys in the order of the contract."""

import json
import re
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from hyzs.model.answer import Answer
from hyzs.model.decimals import is_double, number_text
from hyzs.render.context import RenderContext
from hyzs.render.format import Format

FORMAT = Format(rank=30, shows_rows=True, shows_failure=True)

#: Rises when a key of a report is removed or changes its meaning; additions do not count.
VERSION = 1
#: Types that JSON has as they are.
_JSON_TYPES = {str, int, float, bool, type(None)}

#: Before a number that no double holds, until the document is written: json has no other way to write its digits.
_NUMBER_MARK = "\0"
_MARKED_NUMBER, _MARKED_PREFIX = re.compile(r'"\\u0000(-?[0-9]+\.[0-9]+)"'), r'"\u0000'


def render(answer: Answer, context: RenderContext) -> str:
    """The whole answer as one document, one row per line."""
    head = {"report": answer.report, "version": VERSION, "store": context.store, "params": answer.params}
    withheld = {"withheld": answer.withheld} if answer.withheld else {}
    tail = {"summary": answer.summary, **answer.extra, **withheld}
    rows = ",\n    ".join(map(dumps, answer.rows))
    parts = [
        *map(_member, head.items()),
        f'"rows": [\n    {rows}\n  ]' if rows else '"rows": []',
        *map(_member, tail.items()),
    ]
    return "{\n  " + ",\n  ".join(parts) + "\n}\n"


def _member(item: tuple[str, Any]) -> str:
    """A key of the document with its value, the lines of which stand below it."""
    key, value = item
    return f"{dumps(key)}: " + dumps(value, indent=2).replace("\n", "\n  ")


def dumps(value: Any, indent: int | None = None) -> str:
    """JSON of ``value`` with Chinese as it is; refuses NaN, which is not JSON."""
    text = _encoder(indent).encode(_as_json(value))
    return _MARKED_NUMBER.sub(r"\1", text) if _MARKED_PREFIX in text else text


@cache
def _encoder(indent: int | None) -> json.JSONEncoder:
    """Made once: there may be many rows."""
    return json.JSONEncoder(ensure_ascii=False, allow_nan=False, indent=indent)


def _as_json(value: Any) -> Any:
    """The value made of what JSON has; done beforehand because json would write a week (a tuple) as a list."""
    match value:
        case str() | bool() | None | int() | float():
            return value
        case Decimal():
            if value == value.to_integral_value():
                return int(value)
            return float(value) if is_double(value) else f"{_NUMBER_MARK}{number_text(value)}"
        case dict():
            return {str(key): item if type(item) in _JSON_TYPES else _as_json(item) for key, item in value.items()}
        case set() | frozenset():
            return sorted(map(_as_json, value))
        case date():
            return value.isoformat()
    return [_as_json(item) for item in value] if type(value) in (list, tuple) else str(value)
