"""A handover: every duty with days that one person (or unit) holds goes to another from a day on.

The fields are found from the marks of the models: a reference with a duty inside a value that has ``since`` and
``until``. The old span ends on the day before; what was before stays, so every question about a past week is answered
as it was.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

from hyzs.fields.index_reader import IndexReader, resolve_name
from hyzs.kinds import kinds
from hyzs.model.annotations import DUTIES
from hyzs.model.change import Change, Plain, Set, Value
from hyzs.model.errors import BadUsage
from hyzs.model.field_shapes import FieldShape, shapes
from hyzs.model.record import Part
from hyzs.query.held_duties import HeldDuty, held_duties

#: Those who can hand over to each other.
HOLDERS = "person|unit"
_ONE_DAY = timedelta(days=1)
#: Records that a note names.
_LISTED = 5


class Handover(NamedTuple):
    """The changes, the number of duties that they move, and sentences on those that stay."""

    changes: list[Change]
    moved: int
    notes: tuple[str, ...]


def handover(index: IndexReader, giver: str, taker: str, on: date, unit: str | None = None) -> Handover:
    """Move every dated duty of ``giver`` to ``taker`` from the day ``on``; with a unit only those in it.

    Raises:
        NotFound, BadUsage: One of them is not there, or they are not of one kind.
    """
    old, new = (resolve_name(index, text, HOLDERS) for text in (giver, taker))
    if old["kind"] != new["kind"]:
        raise BadUsage(
            f"{old['name']}和{new['name']}不是一种：人交给人，单位交给单位", "hyzs list people、units 看名单"
        )
    if old["id"] == new["id"]:
        raise BadUsage(f"移交人和接收人都是{old['name']}", "写两个不同的人")
    unit_id = resolve_name(index, unit, "unit")["id"] if unit else None
    duties = held_duties(index, old["id"], str(on), unit_id)
    moving = [duty for duty in duties if not duty.is_over and is_dated(duty)]
    lists: dict[tuple[str, tuple[object, ...]], list[HeldDuty]] = {}
    for duty in moving:
        lists.setdefault((duty.path, duty.route[:-2]), []).append(duty)
    changes = [_moved_list(group, new["name"], on) for group in lists.values()]
    return Handover(changes, len(moving), tuple(_notes(duties)))


def is_dated(duty: HeldDuty) -> bool:
    """True if the field that names the holder has days, so that the old holder stays for the days before."""
    return duty.field in _dated_fields(duty.kind)


def _dated_fields(kind: str) -> dict[str, str]:
    """The fields of a kind with a dated duty, and the key of the holder in a span: {patron: person}."""
    return dict(_walk(kinds()[kind], ""))


def _walk(model: type[Part], prefix: str) -> Iterator[tuple[str, str]]:
    for shape in shapes(model):
        path = f"{prefix}{shape.key}"
        if shape.ref and shape.ref.duty and shape.has_root_model and shape.part and _has_span(shapes(shape.part)):
            yield path, shape.part.shorthand
        elif shape.part:
            inner = shapes(shape.part)
            own = [each for each in inner if each.ref and each.ref.duty and each.is_column]
            if shape.many and not shape.key_refs and _has_span(inner):
                yield from ((f"{path}.{each.key}", each.key) for each in own)
            else:
                yield from _walk(shape.part, f"{path}.")


def _has_span(inner: Sequence[FieldShape]) -> bool:
    return {"since", "until"} <= {shape.key for shape in inner}


def _moved_list(duties: Sequence[HeldDuty], name: str, on: date) -> Change:
    """The list of spans at one field with those of the giver cut off, each followed by one of the taker."""
    first = duties[0]
    key = _dated_fields(first.kind)[first.field]
    route = first.route[:-2]
    positions = {int(duty.route[-2]) for duty in duties}
    spans: list[Value] = []
    for n, span in enumerate(_spans(first, key)):
        spans += _moved_span(span, key, name, on) if n in positions else [_value(span)]
    return Set(first.path, route, spans)


def _spans(duty: HeldDuty, key: str) -> list[dict[str, Any]]:
    """The spans as the file has them; a bare value is one without days."""
    value: Any = duty.body
    for step in duty.route[len(duty.record_route) : -2]:
        value = value[step]
    spans = value if isinstance(value, list) else [value]
    return [dict(span) if isinstance(span, Mapping) else {key: span} for span in spans]


def _moved_span(span: dict[str, Any], key: str, name: str, on: date) -> list[Value]:
    """The span until the day before, and the same of the other from then on; one that begins later is all theirs."""
    since = span.get("since")
    if since and str(since) >= str(on):
        return [_value({**span, key: name})]
    begun = {**{part: value for part, value in span.items() if part not in ("since", "until")}, "since": str(on)}
    ended = {**span, "until": str(on - _ONE_DAY)}
    taker_span = {**begun, key: name, **({"until": span["until"]} if span.get("until") else {})}
    return [_value(ended), _value({part: value for part, value in taker_span.items() if part != "basis"})]


def _value(span: Mapping[str, Any]) -> dict[str, Value]:
    return {part: Plain(value) if part in ("since", "until") else value for part, value in span.items()}


def _notes(duties: Sequence[HeldDuty]) -> Iterator[str]:
    """Sentences on the duties that are not moved: how many, and why."""
    over = [duty for duty in duties if duty.is_over]
    undated = [duty for duty in duties if not duty.is_over and not is_dated(duty)]
    if over:
        yield f"{len(over)} 项的记录已经完结或终止，没有动：{_names(over)}"
    if undated:
        yield f"{len(undated)} 项没有起止，没有动，要改用 hyzs set：{_names(undated)}"


def _names(duties: Sequence[HeldDuty]) -> str:
    names = [f"{duty.name}（{DUTIES[duty.duty]}）" for duty in duties]
    more = f"等 {len(names)} 项" if len(names) > _LISTED else ""
    return "、".join(names[:_LISTED]) + more
