"""Values of a record that no column can hold: errors with their routes."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from hyzs.index.row_plan import row_plan
from hyzs.index.row_values import is_root_model
from hyzs.model.decimals import precision_problem
from hyzs.model.finding import Route
from hyzs.model.money import Money
from hyzs.model.partial_date import PartialDate
from hyzs.model.record import Part, Record
from hyzs.model.scalars import validation_error
from hyzs.model.week import year_problem


def storage_errors(record: Record) -> list[dict[str, Any]]:
    """An error, as pydantic gives them, of each number with too many digits and each date of too far a year."""
    errors = ((route, _storage_error(value)) for route, value in _scalars(record, ()))
    return [{"type": error.type, "loc": route, "ctx": error.context} for route, error in errors if error]


def _storage_error(value: Any) -> Any:
    """The error of a value that no column can hold; None if one can."""
    if isinstance(value, Decimal):
        digits = f"{value:f}"
        return (
            validation_error("bad-number", f"“{digits}”{precision_problem(digits)}")
            if precision_problem(digits)
            else None
        )
    if isinstance(value, PartialDate):
        return (
            validation_error("bad-when", f"“{value}”{reason}") if (reason := year_problem(value.first.year)) else None
        )
    return validation_error("bad-date", f"“{value}”{reason}") if (reason := year_problem(value.year)) else None


def _scalars(value: Any, route: Route) -> Iterator[tuple[Route, Any]]:
    """Every number and date, with its route; amounts of money are validated by their model."""
    if isinstance(value, Decimal | date | PartialDate):
        yield route, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _scalars(inner, (*route, key))
    elif isinstance(value, tuple):
        for position, inner in enumerate(value):
            yield from _scalars(inner, (*route, position))
    elif is_root_model(value.__class__):
        yield from _scalars(value.root, route)
    elif isinstance(value, Part):
        for step in row_plan(type(value)).steps:
            inner = value.__dict__[step.name]
            if not (isinstance(value, Money) and isinstance(inner, Decimal)):
                yield from _scalars(inner, (*route, step.key))
