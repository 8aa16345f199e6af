"""Numbers of a record that no column keeps exactly: they are told with their place, and left out."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from hyzs.model.decimals import excess
from hyzs.model.finding import Route
from hyzs.model.money import Money
from hyzs.model.record import Part, Record
from hyzs.store.plan import plan_of
from hyzs.store.written import is_root


def refusals(record: Record) -> list[dict[str, Any]]:
    """An error, as pydantic gives them, of each number with more digits than a column keeps."""
    return [
        {"type": "bad_number", "loc": route, "ctx": {"said": f"“{number:f}”{excess(f'{number:f}')}"}}
        for route, number in _numbers(record, ())
        if excess(f"{number:f}")
    ]


def _numbers(value: Any, route: Route) -> Iterator[tuple[Route, Decimal]]:
    """Every number that is no amount of money, with its route; the amounts judge themselves."""
    if isinstance(value, Decimal):
        yield route, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _numbers(inner, (*route, key))
    elif isinstance(value, tuple):
        for position, inner in enumerate(value):
            yield from _numbers(inner, (*route, position))
    elif is_root(value.__class__):
        yield from _numbers(value.root, route)
    elif isinstance(value, Part) and not isinstance(value, Money):
        for step in plan_of(type(value)).steps:
            yield from _numbers(value.__dict__[step.name], (*route, step.key))
