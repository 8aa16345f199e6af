"""Introspection of models: fields with label, level, marks and type, read off the class once."""

import types
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import RootModel
from pydantic.fields import FieldInfo

from hyzs.model.annotations import Carries, DateOr, Folded, Level, Linted, MachineOnly, Name, Ref, Where
from hyzs.model.finding import Route
from hyzs.model.money import Money
from hyzs.model.partial_date import PartialDate
from hyzs.model.record import Part
from hyzs.model.spreadsheet_origin import SpreadsheetOrigin

PartType = type[Part]
_NUMBERS = (int, float, Decimal)


@dataclass(frozen=True, slots=True)
class FieldShape:
    """One field of a model."""

    name: str
    key: str
    label: str
    level: str
    unit: str
    type: str
    part: PartType | None = None
    many: bool = False
    ref: Ref | None = None
    key_refs: tuple[Ref | None, ...] = ()
    name_mark: Name | None = None
    is_partial_date: bool = False
    #: A day with a time of day.
    is_moment: bool = False
    is_folded: bool = False
    #: True if a root model wraps the parts.
    has_root_model: bool = False
    #: Word allowed instead of a date (``DateOr``); empty if there is none.
    date_or: str = ""
    #: Allowed words (``Literal``); empty: any.
    choices: tuple[str, ...] = ()
    #: The flow of which its values are the events.
    carries: Carries | None = None
    #: The sort of texts that articles of the lexicon are about; empty: it is not linted.
    linted: str = ""
    #: The records on which it is a condition.
    where: Where | None = None

    @property
    def is_nested(self) -> bool:
        """True of a single part: its values are columns of the outer model, by dotted path."""
        return self.part is not None and not self.many

    @property
    def is_column(self) -> bool:
        """True of a single value, which is a column of its own."""
        return self.part is None and not self.many

    @property
    def companion_suffix(self) -> str:
        """Suffix of the second column of the field: last day of a partial date, folded text; empty if it has none."""
        return "_end" if self.is_partial_date else "_folded" if self.is_folded else ""


@cache
def shapes(model: type[Part]) -> tuple[FieldShape, ...]:
    """The fields of ``model`` in their order."""
    return tuple(_shape(name, info) for name, info in model.model_fields.items())


def origin_key(model: type[Part]) -> str:
    """The field that says from which spreadsheet a record of that model came; empty if none can."""
    return next((shape.key for shape in shapes(model) if shape.part is SpreadsheetOrigin), "")


@dataclass(slots=True)
class _Unwrapped:
    core: Any = None
    many: bool = False
    rooted: bool = False
    marks: list[Any] = field(default_factory=list)
    key_refs: list[Ref | None] = field(default_factory=list)


def _shape(name: str, info: FieldInfo) -> FieldShape:
    unwrapped = _unwrap(info.annotation, _Unwrapped(marks=list(info.metadata)))
    core, extra = unwrapped.core, info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    is_part = isinstance(core, type) and issubclass(core, Part) and not issubclass(core, Money)
    return FieldShape(
        name=name,
        key=info.alias or name,
        label=info.title or name,
        level=str(extra.get("x-level", Level.secret)),
        unit=str(extra.get("x-unit", "")),
        type="machine" if any(isinstance(mark, MachineOnly) for mark in unwrapped.marks) else _cell_type(core),
        part=core if is_part else None,
        many=unwrapped.many,
        ref=next((m for m in unwrapped.marks if isinstance(m, Ref)), None),
        key_refs=tuple(unwrapped.key_refs),
        name_mark=next((m for m in unwrapped.marks if isinstance(m, Name)), None),
        is_partial_date=isinstance(core, type) and issubclass(core, PartialDate),
        is_moment=isinstance(core, type) and issubclass(core, datetime),
        is_folded=any(isinstance(m, Folded) for m in unwrapped.marks),
        has_root_model=unwrapped.rooted,
        date_or=next((m.word for m in unwrapped.marks if isinstance(m, DateOr)), ""),
        choices=tuple(map(str, get_args(core))) if get_origin(core) is Literal else (),
        carries=next((m for m in unwrapped.marks if isinstance(m, Carries)), None),
        linted=next((m.of for m in unwrapped.marks if isinstance(m, Linted)), ""),
        where=next((m for m in unwrapped.marks if isinstance(m, Where)), None),
    )


def _unwrap(annotation: Any, out: _Unwrapped) -> _Unwrapped:
    """Down through ``Annotated``, ``| None``, tuples, dicts and root models to the value itself."""
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        out.marks += args[1:]
        return _unwrap(args[0], out)
    if origin in (Union, types.UnionType):
        return _unwrap(next(a for a in args if a is not type(None)), out)
    if origin is tuple:
        out.many = True
        return _unwrap(args[0], out)
    if origin is dict:
        out.many = True
        key = _unwrap(args[0], _Unwrapped())
        out.key_refs.append(next((m for m in key.marks if isinstance(m, Ref)), None))
        return _unwrap(args[1], out)
    if isinstance(annotation, type) and issubclass(annotation, RootModel):
        out.rooted = True
        return _unwrap(annotation.model_fields["root"].annotation, out)
    out.core = annotation
    return out


def _cell_type(core: Any) -> str:
    if not isinstance(core, type):
        return "text"
    if issubclass(core, bool):
        return "flag"
    if issubclass(core, _NUMBERS) or issubclass(core, Money):
        return "number"
    return "date" if issubclass(core, date | datetime | PartialDate) else "text"


def columns(model: type[Part], prefix: str = "") -> Iterator[tuple[str, FieldShape]]:
    """The single values of ``model`` by dotted path, with those of its nested parts."""
    for shape in shapes(model):
        if shape.is_column:
            yield prefix + shape.key, shape
        elif shape.part and shape.is_nested:
            yield from columns(shape.part, f"{prefix}{shape.key}.")


def nested_fields(model: type[Part], prefix: str = "") -> Iterator[tuple[str, FieldShape]]:
    """Every field of ``model`` by dotted path, with those of its nested parts."""
    for shape in shapes(model):
        yield prefix + shape.key, shape
        if shape.part and shape.is_nested:
            yield from nested_fields(shape.part, f"{prefix}{shape.key}.")


def column_names(model: type[Part]) -> Iterator[tuple[str, FieldShape]]:
    """The columns of the model's table; some values have a second one (``by_end``, ``text_folded``)."""
    for path, shape in columns(model):
        yield path, shape
        if shape.companion_suffix:
            yield f"{path}{shape.companion_suffix}", shape


def parts(model: type[Part]) -> Iterator[type[Part]]:
    """Every part class that stands in a list or a mapping somewhere below ``model``."""
    for shape in shapes(model):
        if shape.part:
            if shape.many:
                yield shape.part
            yield from parts(shape.part)


def table_name(model: type[Part]) -> str:
    """The name of a part's table: what the class declares by itself, else TaskEntry → task_entry."""
    words = "".join(f"_{char.lower()}" if char.isupper() else char for char in model.__name__)
    return vars(model).get("table") or words.lstrip("_")


class FieldPosition(NamedTuple):
    """Position of a route in a model: the last field on it, and the steps below that field."""

    shape: FieldShape
    below: Route

    @property
    def is_inside(self) -> bool:
        """True if it leads to one of the field's values, not to the list or mapping of them."""
        keys = len(self.shape.key_refs)
        deep = keys + (bool(self.below) and isinstance(self.below[-1], int))
        return not self.shape.many or (len(self.below) >= max(1, deep))

    @property
    def scalar(self) -> FieldShape:
        """The field whose type a bare value has: that which a part's shorthand stands for, else the field itself."""
        part = self.shape.part
        short = part.shorthand if part else ""
        return next((shape for shape in shapes(part) if shape.key == short), self.shape) if part else self.shape


def field_at(model: PartType, route: Route) -> FieldPosition | None:
    """Field that a route leads to or into; None if the model has no such field."""
    name, *rest = route
    shape = next((shape for shape in shapes(model) if shape.key == name), None)
    if shape is None:
        return None
    steps = 0
    if shape.many:
        steps = len(shape.key_refs)
        steps += len(rest) > steps and isinstance(rest[steps], int)
    if len(rest) > steps and shape.part:
        return field_at(shape.part, tuple(rest[steps:]))
    return FieldPosition(shape, tuple(rest)) if len(rest) <= steps else None


def model_at(model: PartType, route: Route) -> PartType | None:
    """The model of the mapping at a route; None where there is none, or one whose keys are free."""
    if not route:
        return model
    shape = field_at(model, route)
    return shape.shape.part if shape and shape.is_inside else None
