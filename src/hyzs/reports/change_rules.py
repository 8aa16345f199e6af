"""Changes of single fields in domain words: stages reached, promises moved, acts of flows, tasks."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple, Protocol

from hyzs.fields.field_catalog import Field, FieldCatalog
from hyzs.model.lateness import postponed_days
from hyzs.model.partial_date import date_bounds
from hyzs.query.record_values import as_mapping, join_texts


class RecordChange(NamedTuple):
    """One change of a record: its code in EVENTS, the label of the changed field, both values in words."""

    event: str
    label: str
    old: str = ""
    new: str = ""


class ComparedStates(Protocol):
    """Two states of the store, as far as rules look at them."""

    catalog: FieldCatalog

    def is_same(self, old: Any, new: Any) -> bool:
        """True if both values are the same, whichever names they use."""
        ...


def _milestones(_: ComparedStates, field: Field, old: Any, new: Any) -> Iterator[RecordChange]:
    """Stages reached: from the last one before to each new one; a day that was corrected, or taken back."""
    before = {stage: str(as_mapping(value, "on").get("on")) for stage, value in (old or {}).items()}
    after = {stage: str(as_mapping(value, "on").get("on")) for stage, value in (new or {}).items()}
    last = max(before, key=lambda stage: before[stage], default="")
    for stage in sorted(after.keys() - before.keys(), key=lambda stage: after[stage]):
        yield RecordChange("stage", stage, last, f"{stage} {after[stage]}")
        last = stage
    for stage, day in before.items():
        if day != after.get(stage):
            yield RecordChange("milestone", stage, day, after.get(stage, "撤回"))


def _promises(comparison: ComparedStates, field: Field, old: Any, new: Any) -> Iterator[RecordChange]:
    """Promises made, and those that moved, by stage."""
    for stage, value in (new or {}).items():
        yield from _promise(stage, (old or {}).get(stage), value)
    for stage in (old or {}).keys() - (new or {}).keys():
        yield RecordChange("field", f"{field.label} {stage}", join_texts(_steps(old[stage])), "删去")


def _one_promise(_: ComparedStates, field: Field, old: Any, new: Any) -> Iterator[RecordChange]:
    yield from _promise(field.label, old, new)


def _promise(label: str, old: Any, new: Any) -> Iterator[RecordChange]:
    """The promise if it was made, or if it moved: by how many days, and for which time."""
    steps, earlier = _steps(new), _steps(old)
    if not steps or steps[-1:] == earlier[-1:]:
        return
    if not earlier:
        yield RecordChange("promised", label, "", steps[-1])
        return
    days = [bounds[1] for text in (earlier[-1], steps[-1]) if (bounds := date_bounds(text))]
    moved = postponed_days(*days) if len(days) == len(("before", "after")) else 0
    text = f"（第 {len(steps) - 1} 次，{'推迟' if moved > 0 else '提前'} {abs(moved)} 天）"
    yield RecordChange("postponed" if moved > 0 else "advanced", label, earlier[-1], steps[-1] + text)


def _steps(value: Any) -> list[str]:
    """The times of a promise, oldest first."""
    return [str(as_mapping(step, "by").get("by")) for step in (value if isinstance(value, list) else [value]) if step]


def _permits(_: ComparedStates, field: Field, old: Any, new: Any) -> Iterator[RecordChange]:
    """Permits by their acts, or else by their status; one that is 办结 or 已办 is done."""
    for permit in dict.fromkeys([*(old or {}), *(new or {})]):
        before, after = (as_mapping((side or {}).get(permit), "status") for side in (old, new))
        yield from _new_acts(f"{field.label} {permit}", before.get("events"), after.get("events"), {"办结": "permit"})
        was, now = (str(side.get("status") or "") for side in (before, after))
        if was != now and not after.get("events"):
            yield RecordChange("permit" if now == "已办" else "field", f"{field.label} {permit}", was, now)


def _states(_: ComparedStates, field: Field, old: Any, new: Any) -> Iterator[RecordChange]:
    states, last = list(old or ()), (old or [{}])[-1].get("state", "在推")
    for state in new or ():
        if state not in states:
            reason = f"：{state['reason']}" if state.get("reason") else ""
            yield RecordChange("state", field.label, last, f"{state.get('state')} {state.get('since')}{reason}")
            last = state.get("state")


def _matter_acts(_: ComparedStates, field: Field, old: Any, new: Any) -> Iterator[RecordChange]:
    for event in _new_acts("", old, new, {}):
        yield event._replace(event="matter")


def flow_acts(_: ComparedStates, field: Field, old: Any, new: Any) -> Iterator[RecordChange]:
    """Acts that are new, and those taken back, of a field that carries a flow and has no rule of its own."""
    yield from _new_acts("" if field.label == "经过" else field.label, old, new, {})


def _new_acts(label: str, old: Any, new: Any, codes: Mapping[str, str]) -> Iterator[RecordChange]:
    """Acts of a flow that are new, and those that were taken back; ``codes``: those with a name of their own."""
    earlier, now = list(old or ()), list(new or ())
    for acts, others, is_new in ((earlier, now, False), (now, earlier, True)):
        for act in acts:
            if act not in others:
                do = str(act.get("do"))
                parts = (act.get(key) for key in ("on", "by", "from", "to", "due", "note"))
                words = " ".join(str(part) for part in parts if part)
                code = codes.get(do, "step") if is_new else "field"
                yield RecordChange(code, f"{label} {do}".strip(), *(("", words) if is_new else (words, "删去")))


def _tasks(comparison: ComparedStates, field: Field, old: Any, new: Any) -> Iterator[RecordChange]:
    """Tasks of a measure, one by one; a completion that was confirmed has its own name."""
    before, after = ({task.get("id"): task for task in side or () if isinstance(task, dict)} for side in (old, new))
    fields = {field.name: field for field in comparison.catalog.fields("task")}
    for id in dict.fromkeys([*before, *after]):
        if id not in before or id not in after:
            text = str((after.get(id) or before.get(id) or {}).get("text"))
            yield RecordChange("added" if id not in before else "removed", f"任务 {id}", "", text)
            continue
        for key in dict.fromkeys([*before[id], *after[id]]):
            if not comparison.is_same(before[id].get(key), after[id].get(key)):
                label = fields[key].label if key in fields else key
                texts = [_plain(side[id].get(key)) for side in (before, after)]
                yield RecordChange("confirmation" if key == "confirmation" else "field", f"任务 {id} {label}", *texts)


def _plain(value: Any) -> str:
    """A value in a line."""
    if isinstance(value, dict):
        return "，".join(str(inner) for inner in value.values())
    if isinstance(value, list):
        return "、".join(_plain(item) for item in value)
    return "" if value is None else str(value)


def _recognition(_: ComparedStates, field: Field, old: Any, new: Any) -> Iterator[RecordChange]:
    yield RecordChange("recognition", field.label, _plain(old), _plain(new))


_Rule = Callable[[ComparedStates, Field, Any, Any], Iterator[RecordChange]]
RULES: dict[tuple[str, str], _Rule] = {
    ("project", "milestones"): _milestones,
    ("project", "promises"): _promises,
    ("project", "permits"): _permits,
    ("project", "states"): _states,
    ("project", "recognition"): _recognition,
    ("matter", "events"): _matter_acts,
    ("commitment", "due"): _one_promise,
    ("measure", "tasks"): _tasks,
}
