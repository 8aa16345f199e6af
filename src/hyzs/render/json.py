"""JSON: exactly one document, its keys in the order of the contract."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from hyzs.model.answer import Answer
from hyzs.render.look import Look

#: Rises when a key of a report is removed or changes its meaning; additions do not count.
VERSION = 1


def render(answer: Answer, look: Look) -> str:
    """The whole answer as one indented document."""
    document = {
        "report": answer.report,
        "version": VERSION,
        "store": look.store,
        "params": answer.params,
        "rows": answer.rows,
        "summary": answer.summary,
        **answer.extra,
    }
    return dumps(document, indent=2) + "\n"


def dumps(value: Any, indent: int | None = None) -> str:
    """JSON of ``value`` with Chinese as it is; refuses NaN, which is not JSON."""
    return json.dumps(_bare(value), ensure_ascii=False, allow_nan=False, indent=indent)


def _bare(value: Any) -> Any:
    """The value made of what JSON has; done beforehand because json would write a week (a tuple) as a list."""
    match value:
        case str() | bool() | None | int() | float():
            return value
        case Decimal():
            return int(value) if value == value.to_integral_value() else float(value)
        case dict():
            return {str(key): _bare(item) for key, item in value.items()}
        case set() | frozenset():
            return sorted(map(_bare, value))
        case date():
            return value.isoformat()
    return [_bare(item) for item in value] if type(value) in (list, tuple) else str(value)
