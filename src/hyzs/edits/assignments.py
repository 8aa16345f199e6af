"""Assignments that people type, ``key=value``, as changes of one record."""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Any, NamedTuple

from hyzs.kinds import kinds
from hyzs.model.change import Append, ContentChange, Plain, Remove, Set, Value, YamlSource
from hyzs.model.errors import BadUsage
from hyzs.model.field_shapes import FieldPosition, FieldShape, field_at, model_at, nested_fields, shapes
from hyzs.model.finding import Route
from hyzs.model.record import Part
from hyzs.model.typed_input import parse_amount, parse_partial_date
from hyzs.query.record_positions import LocatedRecord

_WORD = re.compile(r"(?P<key>[^=]+?)(?P<sign>:=|\+=|-=|=)(?P<value>.*)", re.DOTALL)
_PLAIN = re.compile(r"[0-9A-Za-z+-][0-9A-Za-z:.+-]*")
_COMMAS = re.compile("[,，、]")
_FLAGS = {"是": "true", "否": "false"}
_USAGE = "写成 字段=值；列表里加一项写 字段+=值，减一项写 字段-=值，整段 YAML 写 字段:=值"


class Assignment(NamedTuple):
    """One ``key=value``: the route inside the record, the sign, the value as typed, and the field."""

    route: Route
    sign: str
    text: str
    spot: FieldPosition


def assignment_changes(record: LocatedRecord, words: Sequence[str]) -> list[ContentChange]:
    """Changes that the words ask of the record. Raises: BadUsage: there are none, or one is unclear."""
    if not words:
        raise BadUsage("没有写要改什么", _USAGE)
    start = record.route[len(record.record_route) :]
    return [change for word in words for change in _change(record, parse_assignment(record.owner, word, start))]


def parse_assignment(kind: str, word: str, start: Route = ()) -> Assignment:
    """The word, parsed for a record of that kind, or for a part of one at ``start``.

    Keys may be labels; positions count from 0.

    Raises: BadUsage: it is no assignment, or names no field.
    """
    match = _WORD.fullmatch(word)
    if not match:
        raise BadUsage(f"“{word}”看不懂", _USAGE)
    route: Route = start
    for step in re.split(r"[./]", match["key"].strip()):
        route = (*route, *_field_steps(kinds()[kind], route, step))
    position = field_at(kinds()[kind], route)
    if position is None:
        raise BadUsage(f"“{match['key']}”里不能再分", "运行 hyzs schema 看有哪些字段")
    return Assignment(route[len(start) :], match["sign"], match["value"].strip(), position)


def assigned_value(assignment: Assignment) -> Value:
    """The value of an assignment; a list for a field that has one. Raises: BadUsage: a key is missing."""
    if assignment.sign == ":=" or assignment.text.startswith(("{", "[")):
        return YamlSource(assignment.text)
    shape = assignment.spot.shape
    if shape.many and not shape.has_root_model and not assignment.spot.is_inside and assignment.sign != "+=":
        if shape.key_refs:
            raise BadUsage(f"“{shape.label}”里有好几项", f"写明哪一项：{shape.key}.名称=值")
        return [as_field_value(part.strip(), assignment.spot) for part in _COMMAS.split(assignment.text)]
    return as_field_value(assignment.text, assignment.spot)


def as_field_value(text: str, position: FieldPosition) -> Value:
    """One bare value, as its field writes it: a text in quotes if need be, a number or a date never.

    A quantity may be typed with its unit (1.2亿元), a date as people say it (2026年3月); what is neither stays.
    """
    shape = position.scalar
    text = _FLAGS.get(text, text) if shape.type == "flag" else _normalized(text, shape)
    return text if shape.type == "text" or not _PLAIN.fullmatch(text) else Plain(text)


def _normalized(text: str, shape: FieldShape) -> str:
    """A number in the unit of its field, a date as files write it; any other text as it was typed."""
    if shape.type not in ("number", "date") or _PLAIN.fullmatch(text):
        return text
    try:
        parsed = parse_partial_date(text) if shape.type == "date" else parse_amount(text, shape.unit)
    except ValueError:
        return text  # the judge says what is wrong with it, and where
    return text if parsed.value is None else str(parsed.value)


def _field_steps(kind: type[Part], route: Route, step: str) -> Route:
    """One step of a dotted key: a field by key or label, a position, or a free key; of a label further down its way."""
    model = (
        model_at(kind, route) if not route or not (position := field_at(kind, route)) or position.is_inside else None
    )
    if model is None:
        return (int(step) if step.isdecimal() and not _has_keys(kind, route) else step,)
    fields = {name: shape.key for shape in shapes(model) for name in (shape.label, shape.key)}
    if step in fields:
        return (fields[step],)
    nested = [(path, shape.label) for path, shape in nested_fields(model) if "." in path]
    if len(paths := [path for path, label in nested if label == step]) == 1:
        return tuple(paths[0].split("."))
    if paths:
        raise BadUsage(f"“{step}”不止一个字段", f"写 {' 或 '.join(paths)}")
    near = get_close_matches(step, [*fields, *(label for _, label in nested)], 1, 0.5)
    hint = f"是不是：{near[0]}" if near else f"可以写：{'、'.join(shape.key for shape in shapes(model))}"
    raise BadUsage(f"没有“{step}”这个字段", hint)


def _has_keys(kind: type[Part], route: Route) -> bool:
    """True if the value there has keys of its own, rather than positions."""
    position = field_at(kind, route)
    return position is not None and len(position.below) < len(position.shape.key_refs)


def _change(record: LocatedRecord, assignment: Assignment) -> Sequence[ContentChange]:
    route = (*record.route, *assignment.route)
    if assignment.sign == "-=":
        return [Remove(record.path, (*route, _position(record, assignment)))]
    if assignment.sign == "+=":
        return [Append(record.path, route, value) for value in _items(assignment)]
    if not assignment.text and assignment.sign == "=":
        return [Remove(record.path, route)]
    return [Set(record.path, route, assigned_value(assignment))]


def _items(assignment: Assignment) -> Sequence[Value]:
    if assignment.text.startswith(("{", "[")) or assignment.spot.shape.part:
        return [assigned_value(assignment)]
    return [as_field_value(part.strip(), assignment.spot) for part in _COMMAS.split(assignment.text)]


def _position(record: LocatedRecord, assignment: Assignment) -> int:
    """Position in the list of the value to remove. Raises: BadUsage: it is not in it."""
    value: Any = record.body
    for step in assignment.route:
        value = value[step] if isinstance(value, list) and isinstance(step, int) else dict(value or {}).get(str(step))
    values = [str(item) for item in value] if isinstance(value, list) else []
    if assignment.text not in values:
        raise BadUsage(
            f"“{assignment.spot.shape.label}”里没有“{assignment.text}”", f"现有：{'、'.join(values)}" if values else ""
        )
    return values.index(assignment.text)
