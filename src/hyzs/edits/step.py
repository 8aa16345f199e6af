"""A case of a flow goes one step on: one more event at the end of its list."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches
from typing import Any

from hyzs.edits.matter import EventDetails, append_event
from hyzs.edits.publish import with_notice_end
from hyzs.fields.index_reader import IndexReader, records_by_name
from hyzs.kinds import kinds
from hyzs.kinds.edition import FLOW as EDITION_FLOW
from hyzs.kinds.edition import SHOWN
from hyzs.model.annotations import Ref, Term
from hyzs.model.change import Append, Change, Plain, Set, Value
from hyzs.model.errors import BadUsage
from hyzs.model.field_shapes import FieldShape, shapes
from hyzs.model.finding import Route
from hyzs.model.record import Part
from hyzs.query.flows import FlowBook, words_of
from hyzs.query.record_positions import LocatedRecord, locate_record

#: The flow of matters: an act of it may change the matter too.
MATTER = "交办"
#: The flow of editions: a notice is as long as their schemes ask.
EDITION = EDITION_FLOW.name
#: The field of a case that says what it is about.
ABOUT = "text"
#: Stands in a carrier's route for the key of the case.
_KEY = "*"


@dataclass(frozen=True, slots=True)
class _Carrier:
    """A field that holds the events of cases: the keys that lead to it, and what its keys name (None: it has none)."""

    route: Route
    shape: FieldShape
    flow: str
    keys: Ref | None = None
    #: The part that is one case, where a record has several.
    case: type[Part] | None = None


def step(index: IndexReader, id: str, flow: str, do: str, details: EventDetails) -> list[Change]:
    """The changes that an act makes; ``flow`` is its name, or the key under which the case stands (施工许可).

    Raises:
        BadUsage: The record has no such flow, the flow no such act, or the event no place for what is said of it.
    """
    record = locate_record(index, id)
    carrier, key = _carrier_of(index, record, flow)
    route = (*record.record_route, *(key if part == _KEY else part for part in carrier.route))
    _refuse_unknown_act(index, carrier, key, _events_at(record.body, route[len(record.record_route) :]), do, details)
    if carrier.flow == MATTER:
        return append_event(index, record.id, do, details)
    if carrier.flow == EDITION and do == SHOWN:
        details = with_notice_end(index, record.body, details)
    if _is_new_case(carrier, record.body, route[len(record.record_route) : -1]):
        return [_new_case(record, carrier, route, do, details)]
    return [Append(record.path, route, _event(carrier, do, details))]


def _is_new_case(carrier: _Carrier, body: Any, route: Route) -> bool:
    """True if the first act begins a case that must say what it is about (an appeal)."""
    for part in route:
        body = body.get(part) if isinstance(body, Mapping) else None
    return (
        body is None
        and carrier.case is not None
        and carrier.case.model_fields.keys() >= {ABOUT}
        and (carrier.case.model_fields[ABOUT].is_required())
    )


def _new_case(record: LocatedRecord, carrier: _Carrier, route: Route, do: str, details: EventDetails) -> Change:
    """The case with its first act; what it is about is the note.

    Raises:
        BadUsage: There is no note.
    """
    if not details.note:
        raise BadUsage(f"“{do}”要写明是什么{carrier.flow}", "加上 --note 内容")
    event = _event(carrier, do, replace(details, note=None))
    return Set(record.path, route[:-1], {ABOUT: details.note, str(route[-1]): [event]})


def carriers(kind: str) -> list[_Carrier]:
    """The fields of a kind that hold events of flows."""
    return list(_carriers(kinds()[kind], ()))


def _carriers(model: type[Part], route: Route, keys: Ref | None = None) -> Iterator[_Carrier]:
    for shape in shapes(model):
        here = (*route, shape.key)
        if shape.carries:
            yield _Carrier(here, shape, shape.carries.name, keys, model if keys else None)
        elif shape.part and shape.is_nested:
            yield from _carriers(shape.part, here, keys)
        elif shape.part and len(shape.key_refs) == 1:
            yield from _carriers(shape.part, (*here, _KEY), shape.key_refs[0])


def _carrier_of(index: IndexReader, record: LocatedRecord, flow: str) -> tuple[_Carrier, str]:
    """The field that holds the case, and the key under which it stands."""
    places = carriers(record.owner)
    if not places:
        raise BadUsage(f"{record.name} 没有要走流程的事", "能走流程的有项目、交办事项等")
    keyless = {carrier.flow: carrier for carrier in places if carrier.keys is None}
    if flow in keyless:
        return keyless[flow], ""
    words = dict(keyless)
    for carrier in places:
        if carrier.keys is not None:
            words |= dict.fromkeys(_keys_of(index, record, carrier), carrier)
    if flow in words:
        return words[flow], flow
    for carrier in places:
        if carrier.keys is not None and (key := _key_naming(index, record, carrier, flow)):
            return carrier, key
    near = get_close_matches(flow, words, 1)
    hint = f"可以写：{'、'.join(words)}"
    raise BadUsage(f"{record.name} 没有“{flow}”这个流程", f"是不是：{near[0]}；{hint}" if near else hint)


def _keys_of(index: IndexReader, record: LocatedRecord, carrier: _Carrier) -> list[str]:
    """The keys under which cases may stand: the words of a vocabulary; of records those that it names already."""
    assert carrier.keys is not None
    if isinstance(carrier.keys, Term):
        return words_of(index, carrier.keys.kinds)
    body: Any = record.body
    for part in carrier.route[: carrier.route.index(_KEY)]:
        body = body.get(part) if isinstance(body, Mapping) else None
    return list(body) if isinstance(body, Mapping) else []


def _key_naming(index: IndexReader, record: LocatedRecord, carrier: _Carrier, text: str) -> str:
    """The key for the record that ``text`` names: that under which the file has it, else its usual name; or nothing."""
    assert carrier.keys is not None
    names_by_id = {row["id"]: str(row["name"]) for row in records_by_name(index, text, carrier.keys.kinds)}
    for key in _keys_of(index, record, carrier) if names_by_id else ():
        if any(row["id"] in names_by_id for row in records_by_name(index, key, carrier.keys.kinds)):
            return key
    return next(iter(names_by_id.values()), "")


def _events_at(body: Any, route: Route) -> list[Any]:
    for part in route:
        body = body.get(part) if isinstance(body, Mapping) else None
    return body if isinstance(body, list) else []


def _refuse_unknown_act(
    index: IndexReader, carrier: _Carrier, key: str, events: list[Any], do: str, details: EventDetails
) -> None:
    """Raises BadUsage for an act that the flow does not have, and for one that must be explained and is not."""
    began = date.fromisoformat(events[0]["on"]) if events else details.on
    flow = FlowBook(index).flow(carrier.flow, began, key)
    if flow is None:
        raise BadUsage(f"设置里没有“{carrier.flow}”的流程", "在 settings.yaml 的 flows 里写明它的步骤")
    step = flow.step(do)
    if step is None:
        near = get_close_matches(do, [step.do for step in flow.steps], 1)
        hint = f"可以写：{'、'.join(step.do for step in flow.steps)}"
        raise BadUsage(f"“{carrier.flow}”的流程里没有“{do}”", f"是不是：{near[0]}；{hint}" if near else hint)
    if step.note and not details.note:
        raise BadUsage(f"“{do}”要写明原因", "加上 --note 原因")


def _event(carrier: _Carrier, do: str, details: EventDetails) -> dict[str, Value]:
    """The event as the file writes it.

    Raises:
        BadUsage: Events of that flow have no field for something that is said.
    """
    values: dict[str, Value] = {
        "on": Plain(details.on),
        "do": do,
        "by": details.by,
        "from": details.sender,
        "to": details.to,
        "due": Plain(details.due) if details.due else None,
        "until": Plain(details.until) if details.until else None,
        "project": details.project,
        "note": details.note,
    }
    event: dict[str, Value] = {key: value for key, value in values.items() if value is not None}
    assert carrier.shape.part is not None
    keys = {shape.key for shape in shapes(carrier.shape.part)}
    if strange := [key for key in event if key not in keys]:
        raise BadUsage(f"“{carrier.flow}”的经过没有 {strange[0]} 这一项", f"去掉 --{strange[0]}")
    return event
