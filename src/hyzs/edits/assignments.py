"""What people type, ``key=value``, as changes of one record: where it goes, and what kind of value it is."""

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
from hyzs.model.typed_input import parse_number, parse_partial_date, parse_quantity
from hyzs.query.locate import LocatedRecord

_WORD = re.compile(r"(?P<key>[^=]+?)(?P<sign>:=|\+=|-=|=)(?P<value>.*)", re.DOTALL)
_PLAIN = re.compile(r"[0-9A-Za-z+-][0-9A-Za-z:.+-]*")
_COMMAS = re.compile("[,，、]")
_FLAGS = {"是": "true", "否": "false"}
_HOW = "写成 字段=值；列表里加一项写 字段+=值，减一项写 字段-=值，整段 YAML 写 字段:=值"


class Assignment(NamedTuple):
    """One ``key=value``: the route inside the record, the sign, the value as typed, and the field."""

    route: Route
    sign: str
    text: str
    spot: FieldPosition


def changes(one: LocatedRecord, words: Sequence[str]) -> list[ContentChange]:
    """The changes that the words ask of the record; a word that cannot be understood is an error."""
    if not words:
        raise BadUsage("没有写要改什么", _HOW)
    below = one.route[len(one.record_route) :]
    return [change for word in words for change in _change(one, parse_assignment(one.owner, word, below))]


def parse_assignment(kind: str, word: str, below: Route = ()) -> Assignment:
    """The word, of a record of that kind or of what stands ``below`` it. Keys may be labels; positions count from 0."""
    found = _WORD.fullmatch(word)
    if not found:
        raise BadUsage(f"“{word}”看不懂", _HOW)
    route: Route = below
    for step in re.split(r"[./]", found["key"].strip()):
        route = (*route, *_steps(kinds()[kind], route, step))
    there = field_at(kinds()[kind], route)
    if there is None:
        raise BadUsage(f"“{found['key']}”里不能再分", "运行 hyzs schema 看有哪些字段")
    return Assignment(route[len(below) :], found["sign"], found["value"].strip(), there)


def assigned_value(word: Assignment) -> Value:
    """What the word puts: one value, or a list for a field that has one."""
    if word.sign == ":=" or word.text.startswith(("{", "[")):
        return YamlSource(word.text)
    shape = word.spot.shape
    if shape.many and not shape.has_root_model and not word.spot.is_inside and word.sign != "+=":
        if shape.key_refs:
            raise BadUsage(f"“{shape.label}”里有好几项", f"写明哪一项：{shape.key}.名称=值")
        return [as_field_value(one.strip(), word.spot) for one in _COMMAS.split(word.text)]
    return as_field_value(word.text, word.spot)


def as_field_value(text: str, there: FieldPosition) -> Value:
    """One bare value, as its field writes it: a text in quotes if need be, a number or a date never.

    A quantity may be typed with its unit (1.2亿元), a date as people say it (2026年3月); what is neither stays.
    """
    shape = there.scalar
    text = _FLAGS.get(text, text) if shape.type == "flag" else _understood(text, shape)
    return text if shape.type == "text" or not _PLAIN.fullmatch(text) else Plain(text)


def _understood(text: str, shape: FieldShape) -> str:
    """A number in the unit of its field, a date as files write it; any other text as it was typed."""
    if shape.type not in ("number", "date") or _PLAIN.fullmatch(text):
        return text
    try:
        found = (
            parse_partial_date(text)
            if shape.type == "date"
            else parse_quantity(text, shape.unit)
            if shape.unit
            else parse_number(text)
        )
    except ValueError:
        return text  # the judge says what is wrong with it, and where
    return text if found.value is None else str(found.value)


def _steps(kind: type[Part], route: Route, step: str) -> Route:
    """One step of a dotted key: a field by key or label, a position, or a free key; of a label further down its way."""
    model = model_at(kind, route) if not route or not (there := field_at(kind, route)) or there.is_inside else None
    if model is None:
        return (int(step) if step.isdecimal() and not _keyed(kind, route) else step,)
    fields = {name: shape.key for shape in shapes(model) for name in (shape.label, shape.key)}
    if step in fields:
        return (fields[step],)
    below = [(path, shape.label) for path, shape in nested_fields(model) if "." in path]
    if len(found := [path for path, label in below if label == step]) == 1:
        return tuple(found[0].split("."))
    if found:
        raise BadUsage(f"“{step}”不止一个字段", f"写 {' 或 '.join(found)}")
    near = get_close_matches(step, [*fields, *(label for _, label in below)], 1, 0.5)
    hint = f"是不是：{near[0]}" if near else f"可以写：{'、'.join(shape.key for shape in shapes(model))}"
    raise BadUsage(f"没有“{step}”这个字段", hint)


def _keyed(kind: type[Part], route: Route) -> bool:
    """Whether what stands there has keys of its own, rather than positions."""
    there = field_at(kind, route)
    return there is not None and len(there.below) < len(there.shape.key_refs)


def _change(one: LocatedRecord, word: Assignment) -> Sequence[ContentChange]:
    route = (*one.route, *word.route)
    if word.sign == "-=":
        return [Remove(one.path, (*route, _position(one, word)))]
    if word.sign == "+=":
        return [Append(one.path, route, value) for value in _items(word)]
    if not word.text and word.sign == "=":
        return [Remove(one.path, route)]
    return [Set(one.path, route, assigned_value(word))]


def _items(word: Assignment) -> Sequence[Value]:
    if word.text.startswith(("{", "[")) or word.spot.shape.part:
        return [assigned_value(word)]
    return [as_field_value(one.strip(), word.spot) for one in _COMMAS.split(word.text)]


def _position(one: LocatedRecord, word: Assignment) -> int:
    """Where in the list the value stands that is to go."""
    here: Any = one.body
    for step in word.route:
        here = here[step] if isinstance(here, list) and isinstance(step, int) else dict(here or {}).get(str(step))
    values = [str(item) for item in here] if isinstance(here, list) else []
    if word.text not in values:
        raise BadUsage(f"“{word.spot.shape.label}”里没有“{word.text}”", f"现有：{'、'.join(values)}" if values else "")
    return values.index(word.text)
