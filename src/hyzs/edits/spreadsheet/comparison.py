"""Comparison of a spreadsheet's row with its record: the same, to be updated, in conflict, or only different."""

import hashlib
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from pathlib import PurePath
from typing import Any, Literal, NamedTuple, Protocol

from hyzs.edits.spreadsheet.column_matching import field_position, is_clauses, item_lists, route_in
from hyzs.model.change import Append, Change, Plain, Remove, Set, Value
from hyzs.model.decimals import parse_decimal
from hyzs.model.field_shapes import shapes
from hyzs.model.finding import Route
from hyzs.model.folding import fold
from hyzs.model.measurement_units import without_trailing_zeros
from hyzs.model.record import Record
from hyzs.query.name_book import NameBook
from hyzs.query.stored_records import StoredRecord

#: Parts of a file name that only tell versions apart: 台账(1), 台账-副本, 台账20261120, 台账修订.
_VERSION = re.compile(r"\([^()]*\)|副本|修订版?|修改版?|更正|最新|最终|终稿|定稿|[-_v.\d\s年月日]+|新$|改$")

_DIGEST = 8
#: In a base, in place of a digest: the record still says, word for word, what was sent.
UNTOUCHED = "="

Comparison = Literal["same", "changed", "conflict", "differs"]


class FieldComparison(NamedTuple):
    """Comparison of one field: the value in the spreadsheet, that of the record, and the outcome."""

    path: str
    state: Comparison
    value: Value
    now: str
    #: Reason for a conflict over a value that nobody has changed here.
    reason: str = ""


def is_same_spreadsheet(name: str, other: str) -> bool:
    """True if two files are versions of one spreadsheet, as far as their names show."""
    return _stem(name) == _stem(other)


def _stem(file: str) -> str:
    stem = fold(PurePath(file).stem)
    return _VERSION.sub("", stem) or stem


def compare_fields(
    kind: type[Record],
    record: StoredRecord,
    values: Mapping[str, Value],
    book: NameBook,
    *,
    follows: bool,
    wins: bool = False,
    base: Mapping[str, str] | None = None,
) -> list[FieldComparison]:
    """Each field of the row beside the record. Where the record ``follows`` the spreadsheet, untouched values do too.

    ``base`` are the digests of the values that the row went out with, in place of those that the record's origin has.

    A spreadsheet that ``wins`` also changes values that somebody has changed here.

    A value is untouched if it still has the digest that it had when it was taken from the spreadsheet; one that the
    record has not is taken.
    """
    digests: Mapping[str, str] = (record.origin.get("digests") or {}) if base is None else base
    comparisons: list[FieldComparison] = []
    for path, value in values.items():
        value_text, now = canonical(value), _now(kind, record, path, value, book)
        if value_text == now or (
            is_clauses(field_position(kind, path))
            and _owners(value) == _owners(_recorded_value(kind, record, path, book))
        ):
            state: Comparison = "same"
        elif not (follows or wins):
            state = "differs"
        elif digests.get(path) in (value_digest(now), UNTOUCHED) or (not now and path not in digests):
            state = "changed"
        elif value_digest(value_text) == digests.get(path):
            state = "same"  # the spreadsheet says what it said; the record was changed here since
        else:
            state = "changed" if wins else "conflict"
        reason = ""
        if state == "changed" and not (_is_replaceable(kind, record, path) and _keeps_items(kind, record, path, value)):
            state, reason = "conflict", "这一项记着几段经历或别的内容，一格改不了"
        comparisons.append(FieldComparison(path, state, value, now, reason))
    return comparisons


def field_changes(
    kind: type[Record], record: StoredRecord, comparisons: list[FieldComparison], received: str
) -> list[Change]:
    """The changes that bring a record up to its row; ``received``: when, where its origin is to know of it."""
    out: list[Change] = []
    changed = {item.path: item.value for item in comparisons if item.state == "changed"}
    for key in item_lists(kind):
        out += [Append(record.path, (*record.route, key), item) for item in _new_items(kind, record, key, changed)]
    for path, value in changed.items():
        if value is None:
            out.append(Remove(record.path, (*record.route, *_route_to_remove(kind, record, path))))
        elif _has_parts(kind, record, path) and isinstance(value, list):
            names = _item_names(record, path)
            route = (*record.route, *route_in(kind, path))
            out += [Append(record.path, route, item) for item in value if canonical(item) not in names]
        elif not _is_new_item(kind, record, path):
            out.append(
                Set(record.path, (*record.route, *route_in(kind, path), *_route_below(kind, record, path)), value)
            )
        if record.origin and received:
            digests = (*record.route, record.origin_key, "digests", path)
            out.append(Set(record.path, digests, value_digest(canonical(value))))
    if out and record.origin and received:
        out.append(Set(record.path, (*record.route, record.origin_key, "received"), Plain(received)))
    return out


def _route_to_remove(kind: type[Record], record: StoredRecord, path: str) -> Route:
    """The route of a value that goes, or of the part that would be empty without it."""
    route = route_in(kind, path)
    while len(route) > 1:
        around: Any = record.body
        for step in route[:-1]:
            around = around[step]
        if len(around) > 1:
            break
        route = route[:-1]
    return route


def canonical(value: Any) -> str:
    """A value as a comparison takes it: numbers without noughts at their end, lists as one text."""
    if value is None or value in ([], {}):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal) or (isinstance(value, Plain) and _is_number(value)):
        return str(without_trailing_zeros(Decimal(str(value))))
    if isinstance(value, Mapping) and "named" in value:
        return f"{canonical(value['named'])}{'等' if _is_true(value.get('open')) else ''}{value.get('of') or ''}"
    if isinstance(value, Mapping) and "label" in value:
        unit = f"({value['unit']})" if value.get("unit") else ""
        return f"{value['label']}{unit}"
    if isinstance(value, Mapping):
        name, share = canonical(next(iter(value.values()))), value.get("share")
        return f"{name}({canonical(share)}%)" if share is not None else name
    if isinstance(value, list | tuple):
        is_sentence = any(isinstance(item, list | tuple) or "named" in item for item in value)
        return ("，" if is_sentence else "、").join(canonical(item) for item in value)
    return str(value)


def _now(kind: type[Record], record: StoredRecord, path: str, value: Value, book: NameBook) -> str:
    """The record's value of a field, as far as the spreadsheet has it: shares only beside shares."""
    if path not in record.values or is_clauses(field_position(kind, path)):
        return canonical(_recorded_value(kind, record, path, book))
    now = record.values.get(path)
    if isinstance(value, list) and isinstance(now, list) and any(isinstance(item, Mapping) for item in value):
        standing = _standing(kind, record, path)
        parts = standing if isinstance(standing, list) and len(standing) == len(now) else now
        shares = [part.get("share") if isinstance(part, Mapping) else None for part in parts]
        return canonical([{"of": name, "share": share} for name, share in zip(now, shares, strict=True)])
    return canonical(now)


def value_digest(text: str) -> str:
    """A short digest of a value, in letters only: nobody takes it for the value."""
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:6])
    return "".join(chr(97 + number // 26**place % 26) for place in range(_DIGEST))


def _recorded_value(kind: type[Record], record: StoredRecord, path: str, book: NameBook) -> Any:
    """The value of a field in the record's file, with names as their records call themselves."""
    spot = field_position(kind, path)
    ref = spot.shape.ref or spot.scalar.ref
    return _with_usual_names(_standing(kind, record, path), ref.kinds if ref else "", book)


def _with_usual_names(value: Any, kinds: str, book: NameBook) -> Any:
    if isinstance(value, Mapping):
        return {key: _with_usual_names(inner, kinds, book) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_usual_names(inner, kinds, book) for inner in value]
    records = book.find(value, kinds) if kinds and isinstance(value, str) else ()
    return records[0][2] if len(records) == 1 else value


def _owners(clauses: Any) -> tuple[frozenset[str], int]:
    """All units and groups of a sentence, and how many of its lists are open where they name whom they stand for.

    A list of names without 等 says as much of a sentence as it can.
    """
    names: set[str] = set()
    for clause in clauses or ():
        own = clause if isinstance(clause, Mapping) else {"named": clause}
        own_names = own.get("named") or []
        names |= {own_names} if isinstance(own_names, str) else set(map(str, own_names))
        names |= {str(own["of"])} if own.get("of") else set()
    is_open = sum(
        isinstance(clause, Mapping) and _is_true(clause.get("open")) and not clause.get("of")
        for clause in clauses or ()
    )
    return frozenset(names), is_open


def _is_true(value: Any) -> bool:
    return value is True or str(value).lower() == "true"


def _new_items(
    kind: type[Record], record: StoredRecord, key: str, changed: Mapping[str, Value]
) -> list[dict[str, Value]]:
    """The items of a list that the record has not yet."""
    tree: dict[str, Any] = {}
    count = len(_items(record, key))
    for path, value in changed.items():
        if path.startswith(f"{key}.") and _is_new_item(kind, record, path):
            put_value(kind, tree, path, value)
    items = tree.get(key) or []
    return complete_items(kind, key, items, record.id, start=count)[count:]


def _is_new_item(kind: type[Record], record: StoredRecord, path: str) -> bool:
    """True if the path is of an item of a list that the record has not yet."""
    key, *rest = route_in(kind, path)
    return bool(rest) and isinstance(rest[0], int) and rest[0] >= len(_items(record, str(key)))


def _items(record: StoredRecord, key: str) -> list[Any]:
    items = record.body.get(key)
    return items if isinstance(items, list) else []


def put_value(kind: type[Record], tree: dict[str, Any], path: str, value: Value) -> None:
    """Put a value at a dotted path; a list on the way grows as far as need be."""
    here: Any = tree
    *steps, last = route_in(kind, path)
    for step, following in pairwise((*steps, last)):
        if isinstance(here, list):
            assert isinstance(step, int)
            here += [{} for _ in range(step + 1 - len(here))]
            here = here[step]
        else:
            here = here.setdefault(step, [] if isinstance(following, int) else {})
    here[last] = value


def complete_items(
    kind: type[Record], key: str, items: Sequence[dict[str, Any]], id: str, *, start: int = 0
) -> list[dict[str, Any]]:
    """The items with their fields in order, and each with an id after that of its record, where items have ids.

    Raises: BadUsage: the kind has no such field.
    """
    part = field_position(kind, key).shape.part
    assert part
    order = [shape.key for shape in shapes(part)]
    has_ids = any(shape.key == "id" for shape in shapes(part))
    out: list[dict[str, Any]] = []
    for place, item in enumerate(items):
        own = {"id": f"{id}-{place + 1}", **item} if has_ids and place >= start else dict(item)
        out.append(dict(sorted(own.items(), key=lambda pair: order.index(pair[0]))))
    return out


def align_items(kind: type[Record], sheet_record: "Aligned", record: StoredRecord) -> None:
    """Give the items of a sheet record the places that they have in the record: those with the same main field.

    Where as many are left on both sides, these are the same in their order; an item that the record has not comes after
    the others.
    """
    for key, main in item_lists(kind).items():
        stored = [fold(str(item.get(main, ""))) if isinstance(item, Mapping) else "" for item in _items(record, key)]
        places: dict[int, int] = {}
        for item in range(sheet_record.items[key]):
            own = fold(canonical(sheet_record.values.get(f"{key}.{item}.{main}")))
            place = next((n for n, text in enumerate(stored) if text == own and n not in places.values()), None)
            places |= {} if place is None else {item: place}
        unmatched = [item for item in range(sheet_record.items[key]) if item not in places]
        free = [n for n in range(len(stored)) if n not in places.values()]
        ends = range(len(stored), len(stored) + len(unmatched))
        places |= dict(zip(unmatched, free if len(free) == len(unmatched) else ends, strict=True))
        sheet_record.move_items(key, places)


class Aligned(Protocol):
    """A sheet record whose items can be given other places."""

    values: dict[str, Value]
    items: Counter[str]

    def move_items(self, key: str, places: Mapping[int, int]) -> None:
        """Give the items of a list other places."""
        ...


def _is_number(text: str) -> bool:
    number = parse_decimal(text)
    return number is not None and number.is_finite()


def _standing(kind: type[Record], record: StoredRecord, path: str) -> Any:
    """The value in the file at a path."""
    here: Any = record.body
    for step in route_in(kind, path):
        if isinstance(step, int):
            here = here[step] if isinstance(here, list) and step < len(here) else None
        else:
            here = here.get(step) if isinstance(here, Mapping) else None
    return here


def _is_replaceable(kind: type[Record], record: StoredRecord, path: str) -> bool:
    """True if one value stands there, and no history of several."""
    standing = _standing(kind, record, path)
    return not (isinstance(standing, list) and field_position(kind, path).shape.has_root_model and len(standing) > 1)


def _has_parts(kind: type[Record], record: StoredRecord, path: str) -> bool:
    """True if a list stands there whose items say more than their names."""
    standing, shape = _standing(kind, record, path), field_position(kind, path).shape
    is_list = shape.many and not shape.has_root_model and not is_clauses(field_position(kind, path))
    return is_list and isinstance(standing, list) and any(isinstance(item, Mapping) for item in standing)


def _item_names(record: StoredRecord, path: str) -> list[str]:
    """The names of the items of such a list, as their records call themselves."""
    now = record.values.get(path)
    return [canonical(item) for item in now] if isinstance(now, list) else []


def _keeps_items(kind: type[Record], record: StoredRecord, path: str, value: Value) -> bool:
    """True if the value takes no item from a list whose items say more than their names: that would lose the rest."""
    if not _has_parts(kind, record, path) or any(isinstance(item, Mapping) for item in _as_list(value)):
        return True
    return set(_item_names(record, path)) <= {canonical(item) for item in _as_list(value)}


def _as_list(value: Value) -> list[Value]:
    return value if isinstance(value, list) else [value]


def _route_below(kind: type[Record], record: StoredRecord, path: str) -> tuple[str | int, ...]:
    """The rest of the way to the value: a part that says more than its bare value is not replaced whole."""
    spot = field_position(kind, path)
    standing = _standing(kind, record, path)
    if isinstance(standing, Mapping) and spot.shape.part:
        return (spot.shape.part.shorthand,)
    if isinstance(standing, list) and spot.shape.has_root_model and len(standing) == 1 and spot.shape.part:
        return (0, spot.shape.part.shorthand) if isinstance(standing[0], Mapping) else (0,)
    return ()
