"""Values as columns and as JSON store them."""

from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from json import JSONEncoder
from typing import Any

from pydantic import RootModel

from hyzs.index.row_plan import RowPlan, row_plan
from hyzs.model.decimals import DIGITS, precision_problem
from hyzs.model.money import Money
from hyzs.model.partial_date import PartialDate
from hyzs.model.record import Part
from hyzs.model.week import YEARS

encode_json = JSONEncoder(ensure_ascii=False).encode


class Unstorable(ValueError):
    """A number of more digits than a column holds, or a date in a year outside ``YEARS``."""


def _number(value: Decimal) -> int | float:
    if len(value.as_tuple().digits) > DIGITS and precision_problem(f"{value:f}"):
        raise Unstorable
    integer = int(value)
    return integer if integer == value else float(value)


def _dated(year: int, text: str) -> str:
    if not YEARS[0] <= year <= YEARS[1]:
        raise Unstorable
    return text


#: Conversions to column values, by the exact class.
_PLAIN: dict[type, Callable[[Any], Any]] = {
    Money: lambda money: _number(money.wan),
    Decimal: _number,
    datetime: lambda moment: _dated(moment.year, moment.isoformat(timespec="minutes")),
    date: lambda day: _dated(day.year, day.isoformat()),
    PartialDate: lambda when: _dated(when.first.year, when.text),
    bool: int,
}
_JSON = {kind: as_column for kind, as_column in _PLAIN.items() if kind is not bool}
_BARE = frozenset((str, int, bool))


def column_value(value: Any) -> Any:
    """A value as stored in a column: 万元 for money, ISO text for days, integral numbers as int.

    Raises:
        Unstorable: it is a number of more than 15 digits, or a date of a year before 1900 or after 2999.
    """
    as_column = _PLAIN.get(value.__class__)
    return as_column(value) if as_column else value


@cache
def is_root_model(model: type) -> bool:
    """True if the class only wraps a tuple of parts."""
    return issubclass(model, RootModel)


def column_values(part: Part, plan: RowPlan) -> list[Any]:
    """The values of ``column_names``, in that order."""
    out: list[Any] = []
    own = part.__dict__
    for step in plan.columns:
        value = own[step.name]
        if value is None:
            out += step.null_columns
        elif step.nested:
            out += column_values(value, step.nested)
        else:
            out.append(column_value(value))
            if step.second:
                out.append(step.second(value))
    return out


def filled_fields(part: Part, plan: RowPlan, prefix: str = "") -> Iterator[str]:
    """The fields of ``part`` with a value in the file, by dotted path; a nested part is if anything in it does."""
    own, set_fields = part.__dict__, part.model_fields_set
    for step in plan.steps:
        if step.name not in set_fields or (value := own[step.name]) is None:
            continue
        path = prefix + step.key
        if step.nested:
            if inner := list(filled_fields(value, step.nested, f"{path}.")):
                yield path
                yield from inner
        elif value or not step.shape.many:
            yield path


def compact_json(value: Any) -> Any:
    """A value in its shortest form in YAML: the bare value for a shorthand, no defaults."""
    kind = value.__class__
    if kind in _BARE:
        return value
    if as_json := _JSON.get(kind):
        return as_json(value)
    if kind is dict:
        return {key: compact_json(inner) for key, inner in value.items()}
    if kind is tuple:
        return [compact_json(inner) for inner in value]
    if is_root_model(kind):
        steps = [compact_json(inner) for inner in value.root]
        return steps if len(steps) != 1 or isinstance(steps[0], dict) else steps[0]
    return _part(value, row_plan(kind))


def _part(part: Part, plan: RowPlan) -> Any:
    own, out = part.__dict__, {}
    for step in plan.steps:
        value = own[step.name]
        if value is not step.default and value != step.default:
            out[step.key] = value if value.__class__ is str else compact_json(value)
    return out[plan.shorthand] if len(out) == 1 and plan.shorthand in out else out
