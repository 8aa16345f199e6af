"""A row of a ledger beside the record that it is about: the same, to be updated, in conflict, or only different."""

import hashlib
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import PurePath
from typing import Any, Literal, NamedTuple

from hyzs.edits.headings import spot_of
from hyzs.model.change import Change, Plain, Set, Value
from hyzs.model.folding import fold
from hyzs.model.quantity import short
from hyzs.model.record import Record
from hyzs.reports.ledger_records import StoredRecord

#: What stands in the name of a file that is a newer one of the same: 台账(1), 台账-副本, 台账20261120, 台账修订.
_VERSION = re.compile(r"\([^()]*\)|副本|修订版?|修改版?|更正|最新|最终|终稿|定稿|[-_v.\d\s年月日]+|新$|改$")

_DIGEST = 8

Comparison = Literal["same", "changed", "conflict", "differs"]


class FieldComparison(NamedTuple):
    """What the ledger says of one field, what the record says, and which of them holds."""

    path: str
    state: Comparison
    value: Value
    now: str


def is_same_ledger(name: str, other: str) -> bool:
    """True if two files are versions of one ledger, as far as their names tell."""
    return _stem(name) == _stem(other)


def _stem(file: str) -> str:
    stem = fold(PurePath(file).stem)
    return _VERSION.sub("", stem) or stem


def compared(
    kind: type[Record], record: StoredRecord, values: Mapping[str, Value], *, follows: bool
) -> list[FieldComparison]:
    """Each field of the row beside the record. Where the record ``follows`` the ledger, untouched values do too.

    A value is untouched if it still has the digest that it had when it was taken from the ledger; one that the record
    has not is taken.
    """
    digests: Mapping[str, str] = record.origin.get("digests") or {}
    comparisons: list[FieldComparison] = []
    for path, value in values.items():
        value_text, now = canonical(value), _now(record, path, value)
        if value_text == now:
            state: Comparison = "same"
        elif not follows:
            state = "differs"
        elif digest(now) == digests.get(path) or (not now and path not in digests):
            state = "changed"
        elif digest(value_text) == digests.get(path):
            state = "same"  # the ledger says what it said; the record was changed here since
        else:
            state = "conflict"
        if state == "changed" and not _is_replaceable(kind, record, path):
            state = "conflict"
        comparisons.append(FieldComparison(path, state, value, now))
    return comparisons


def changes_of(
    kind: type[Record], record: StoredRecord, comparisons: list[FieldComparison], received: str
) -> list[Change]:
    """The changes that bring a draft abreast of its ledger."""
    out: list[Change] = []
    for path, state, value, _ in comparisons:
        if state != "changed":
            continue
        steps = tuple(path.split("."))
        out.append(Set(record.path, (*record.route, *steps, *_below(kind, record, path)), value))
        out.append(Set(record.path, (*record.route, "origin", "digests", path), digest(canonical(value))))
    if out:
        out.append(Set(record.path, (*record.route, "origin", "received"), Plain(received)))
    return out


def canonical(value: Any) -> str:
    """A value as a comparison takes it: numbers without noughts at their end, lists as one text."""
    if value is None or value in ([], {}):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float | Decimal) or (isinstance(value, Plain) and _is_number(value)):
        return str(short(Decimal(str(value))))
    if isinstance(value, Mapping):
        name, share = canonical(next(iter(value.values()))), value.get("share")
        return f"{name}({canonical(share)}%)" if share is not None else name
    if isinstance(value, list | tuple):
        return "、".join(canonical(item) for item in value)
    return str(value)


def _now(record: StoredRecord, path: str, value: Value) -> str:
    """What the record says of a field, as far as the ledger says it: shares only beside shares."""
    now = record.values.get(path)
    if isinstance(value, list) and isinstance(now, list) and any(isinstance(item, Mapping) for item in value):
        standing = _standing(record, path)
        parts = standing if isinstance(standing, list) and len(standing) == len(now) else now
        shares = [part.get("share") if isinstance(part, Mapping) else None for part in parts]
        return canonical([{"of": name, "share": share} for name, share in zip(now, shares, strict=True)])
    return canonical(now)


def digest(text: str) -> str:
    """A short digest of a value, in letters only: nobody takes it for the value."""
    number = int.from_bytes(hashlib.sha256(text.encode()).digest()[:6])
    return "".join(chr(97 + number // 26**place % 26) for place in range(_DIGEST))


def _is_number(text: str) -> bool:
    try:
        return Decimal(text).is_finite()
    except InvalidOperation:
        return False


def _standing(record: StoredRecord, path: str) -> Any:
    """What the file says at a path."""
    here: Any = record.body
    for step in path.split("."):
        here = here.get(step) if isinstance(here, Mapping) else None
    return here


def _is_replaceable(kind: type[Record], record: StoredRecord, path: str) -> bool:
    """True if one value stands there, and no history of several."""
    standing = _standing(record, path)
    return not (isinstance(standing, list) and spot_of(kind, path).shape.rooted and len(standing) > 1)


def _below(kind: type[Record], record: StoredRecord, path: str) -> tuple[str | int, ...]:
    """The rest of the way to the value: a part that says more than its bare value is not replaced whole."""
    spot = spot_of(kind, path)
    standing = _standing(record, path)
    if isinstance(standing, Mapping) and spot.shape.part:
        return (spot.shape.part.shorthand,)
    if isinstance(standing, list) and spot.shape.rooted and len(standing) == 1 and spot.shape.part:
        return (0, spot.shape.part.shorthand) if isinstance(standing[0], Mapping) else (0,)
    return ()
