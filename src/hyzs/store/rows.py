"""A record as rows of the index: its values, its parts, whom it mentions, what it is called."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from pydantic import RootModel

from hyzs.model.dated import Holding
from hyzs.model.finding import Problem, Route
from hyzs.model.marks import Ref
from hyzs.model.money import Money
from hyzs.model.record import Part, Record
from hyzs.model.shape import Shape, columns, shapes, table
from hyzs.model.when import When

Row = tuple[Any, ...]


@dataclass(slots=True)
class Rows:
    """The rows of one record by table, and what it finds wrong with itself."""

    tables: dict[str, list[Row]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def add(self, table: str, row: Row) -> None:
        """One more row of a table."""
        self.tables.setdefault(table, []).append(row)


def rows_of(record: Record, item: int, at: Route) -> Rows:
    """Every row that ``record`` makes, the ``item``-th of its file, standing at ``at``."""
    return _Walk(record, item, at).rows


def pointer(route: Route) -> str:
    """A route as text: /promises/开工/1; the reverse of ``route``."""
    return "".join("/" + str(step).replace("~", "~0").replace("/", "~1") for step in route)


def route(pointer: str) -> Route:
    """The route that a pointer writes."""
    steps = pointer.split("/")[1:]
    return tuple(int(s) if s.isdecimal() else s.replace("~1", "/").replace("~0", "~") for s in steps)


def plain(value: Any) -> Any:
    """A value as a column holds it: 万元 for money, ISO text for days, whole numbers whole."""
    if isinstance(value, Money):
        value = value.wan
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    if isinstance(value, date | When):
        return str(value)
    return int(value) if isinstance(value, bool) else value


@dataclass(slots=True)
class _Place:
    """Where the walk is: the table row that owns what comes, and the field by dotted name."""

    owner: int
    subject: tuple[str, str, str]
    open: bool = False
    vocabulary: str = ""
    since: date | None = None
    until: date | None = None


class _Walk:
    def __init__(self, record: Record, item: int, at: Route) -> None:
        self.record, self.item, self.rows, self.seq = record, item, Rows(), 0
        week = record.week_of()
        self.week = (str(week), week.number) if week else (None, None)
        days = (str(week.monday), str(week.sunday)) if week else (None, None)
        sample, draft = (int(getattr(record, flag, False)) for flag in ("sample", "draft"))
        filled = f"|{'|'.join(_filled(record))}|"
        head = (item, pointer(at), record.kind, record.id, record.caption)
        self.rows.add("record", (*head, *self.week, *days, sample, draft, filled))
        self.rows.add("body", (item, record.kind, record.id, json.dumps(written(record), ensure_ascii=False)))
        self._name(_Place(0, ("", "", "")), record.id, "id", at)
        self.rows.add(record.kind, (item, pointer(at), record.id, *_values(record)))
        self._fields(record, at, "", _Place(0, (record.kind, record.id, record.caption)))

    def _fields(self, part: Part, at: Route, prefix: str, place: _Place) -> None:
        self.rows.problems += part.problems(at)
        for shape in shapes(type(part)):
            value = getattr(part, shape.name)
            if value is None or (shape.name == "id" and part is self.record):
                continue
            where = (*at, shape.key)
            if shape.nested:
                self._fields(value, where, f"{prefix}{shape.key}.", place)
            else:
                self._value(value, shape, where, prefix + shape.key, place, ())

    def _value(self, value: Any, shape: Shape, at: Route, name: str, place: _Place, keys: Row) -> None:
        """One value, or each of many, down to the scalars and parts."""
        if isinstance(value, RootModel):
            self.rows.problems += value.problems(at)  # type: ignore[attr-defined]
            value = value.root
        if isinstance(value, dict):
            for key, inner in value.items():
                depth = sum(isinstance(k, str) for k in keys)
                if mark := shape.key_refs[depth]:
                    self._mention(mark, key, (*at, key), name, place, on_key=True)
                self._value(inner, shape, (*at, key), name, place, (*keys, key))
        elif isinstance(value, tuple):
            for pos, inner in enumerate(value):
                self._value(inner, shape, (*at, pos), name, place, (*keys, pos))
        elif isinstance(value, Part) and not isinstance(value, Money):
            self._part(value, shape, at, name, place, keys)
        else:
            self._scalar(value, shape, at, name, place, keys)

    def _scalar(self, value: Any, shape: Shape, at: Route, name: str, place: _Place, keys: Row) -> None:
        if shape.ref:
            self._mention(shape.ref, value, at, name, place)
        elif keys and not shape.naming:
            text, number = (None, plain(value)) if isinstance(value, Decimal | int) else (str(plain(value)), None)
            self.rows.add("pair", (*self._head(at, name, place, keys), text, number))
        if shape.naming:
            self._name(place, str(value), shape.naming.how, at)

    def _part(self, part: Part, shape: Shape, at: Route, name: str, place: _Place, keys: Row) -> None:
        head = self._head(at, name, place, keys)
        inner = _Place(self.seq, place.subject, bool(getattr(part, "open", False)), part.vocabulary)
        if part.subject:
            kind, caption, _ = part.subject
            inner.subject = (kind, str(getattr(part, "id", self.record.id)), str(getattr(part, caption)))
        inner.since, inner.until = getattr(part, "since", None), getattr(part, "until", None)
        if isinstance(part, Holding):
            refs = shape.ref.kinds if shape.ref else ""
            self.rows.add("holding", (*head, refs, part.value, plain(part.since), plain(part.until), part.basis))
            if shape.ref:
                self._mention(shape.ref, part.value, (*at, part.shorthand), name, inner)
            return
        self.rows.add(table(type(part)), (*head, *_values(part)))
        self._fields(part, at, f"{name}.", inner)

    def _head(self, at: Route, name: str, place: _Place, keys: Row) -> Row:
        """The columns that every part's table has."""
        self.seq += 1
        key = ".".join(str(k) for k in keys if isinstance(k, str)) or None
        pos = next((k for k in reversed(keys) if isinstance(k, int)), None)
        where = (self.record.kind, self.record.id, *self.week)
        return (self.item, self.seq, pointer(at), *where, place.owner, name, key, pos)

    def _mention(self, ref: Ref, text: str, at: Route, name: str, place: _Place, *, on_key: bool = False) -> None:
        since, until = plain(place.since), plain(place.until)
        who = (self.record.kind, self.record.id, *self.week, *place.subject)
        flags = (int(place.open), int(on_key))
        self.rows.add("mention", (self.item, pointer(at), *who, name, text, ref.kinds, ref.duty, since, until, *flags))

    def _name(self, place: _Place, text: str, how: str, at: Route) -> None:
        kind, id, called = self.record.kind, self.record.id, self.record.caption
        if place.vocabulary:
            kind, id, called = place.vocabulary, text, text
        self.rows.add("name", (self.item, pointer(at), kind, id, text, called, how, plain(place.until)))


def _filled(part: Part, prefix: str = "") -> Iterator[str]:
    """The fields of ``part`` with a value in the file, by dotted path; a nested part is if anything in it does."""
    for shape in shapes(type(part)):
        value = getattr(part, shape.name)
        value = value.root if isinstance(value, RootModel) else value
        if shape.name not in part.model_fields_set or value in (None, (), {}):
            continue
        path = prefix + shape.key
        inner = list(_filled(value, f"{path}.")) if shape.nested else []
        if inner or not shape.nested:
            yield path
        yield from inner


def _values(part: Part) -> Iterator[Any]:
    """The values of ``column_names``, in that order."""
    for path, shape in columns(type(part)):
        if path == "id" and isinstance(part, Record):
            continue
        value: Any = part
        for step in path.split("."):
            value = None if value is None else getattr(value, step if step in type(value).model_fields else f"{step}_")
        yield plain(value)
        if shape.when:
            yield str(value.last) if value else None


def written(value: Any) -> Any:
    """A value as people would write it: bare where a shorthand will do, defaults left out."""
    if isinstance(value, RootModel):
        steps = [written(v) for v in value.root]
        return steps if len(steps) != 1 or isinstance(steps[0], dict) else steps[0]
    if isinstance(value, Part) and not isinstance(value, Money):
        fields = ((s, getattr(value, s.name)) for s in shapes(type(value)))
        out = {s.key: written(v) for s, v in fields if v != type(value).model_fields[s.name].default}
        return out[value.shorthand] if value.shorthand and set(out) == {value.shorthand} else out
    if isinstance(value, dict):
        return {key: written(v) for key, v in value.items()}
    if isinstance(value, tuple):
        return [written(v) for v in value]
    return value if isinstance(value, bool) else plain(value)
