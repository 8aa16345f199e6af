"""Changes between two states of the store in domain words: stages reached, promises moved, matters settled, figures.

A record is compared by its id and by what it says: where a file lies, how it is formatted, in which order its keys
stand and by which of its names a record is called are no changes. Returns are counted.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from hyzs.fields.field_catalog import Field, FieldCatalog
from hyzs.fields.index_reader import IndexReader, resolve_name
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Column, PublicColumn, Row, Table, Text
from hyzs.model.lateness import postponed_days
from hyzs.model.partial_date import date_bounds
from hyzs.query.record_values import as_mapping, holder_of, join_texts
from hyzs.query.record_view import RecordView

#: Each file by its path and the key of its content: ids of files differ between indexes that are not kept.
FILES = "SELECT f.path, f.key, f.id FROM visible_file v JOIN file f ON f.id = v.file WHERE f.kind IS NOT NULL"
RECORDS = """
SELECT r.file, r.kind, r.id, r.name, f.path, b.json FROM in_values a
CROSS JOIN record r JOIN body b ON b.file = r.file AND b.item = r.item
JOIN file f ON f.id = r.file WHERE r.file = a.value ORDER BY r.kind, r.id
"""
NAMES = "SELECT text, kinds, id FROM resolved_name WHERE id IS NOT NULL"
CALLED = "SELECT n.text, n.called FROM name n WHERE n.kind = 'unit'"
PUBLIC = "SELECT id, public_name FROM project"
#: Fields that hold the acts of a flow.
CARRYING = "SELECT DISTINCT kind, field FROM act"

#: Labels of events by their code; a change that no rule below knows is a changed field.
EVENTS = {
    "added": "新增",
    "removed": "删除",
    "renamed": "更名",
    "admitted": "纳入跟踪",
    "stage": "阶段推进",
    "milestone": "节点更正",
    "promised": "作出承诺",
    "postponed": "承诺推迟",
    "advanced": "承诺提前",
    "tier": "类别调整",
    "lead": "换牵头",
    "duty": "责任变更",
    "permit": "手续办结",
    "state": "暂缓、恢复、终止",
    "recognition": "认定变化",
    "amount": "数额更正",
    "matter": "交办事项",
    "step": "流程办理",
    "confirmation": "任务核定",
    "returns": "周填报",
    "evidence": "附件",
    "field": "其他改动",
}
#: Fields of projects whose change has a name of its own; they are holdings or lists of units.
_DUTIES = frozenset(("county", "park", "reporter", "patron", "responsible", "taskforce"))
COLUMNS = [
    PublicColumn("unit", "单位"),
    PublicColumn("kind", "种类", get=lambda row: row["kind_label"]),
    Column("name", "名称", level="内部", substitute="public_name"),
    PublicColumn("event", "变化", get=lambda row: EVENTS[row["event"]]),
    PublicColumn("label", "内容"),
    Column("old", "原来", level="内部", wide=True),
    Column("new", "现在", level="内部", wide=True),
    Column("commit", "提交", "code", level="内部", get=lambda row: (row["commit"] or "")[:10]),
]


class StoreState(NamedTuple):
    """One state of the store: its index, and the commit with its time (2026-11-20T09:00)."""

    view: IndexReader
    commit: str
    made: str


class RecordChange(NamedTuple):
    """One change of a record: its code in EVENTS, the label of the changed field, both values in words."""

    event: str
    label: str
    old: str = ""
    new: str = ""


def changes(
    old: StoreState, new: StoreState, commits: Mapping[str, str], *, unit: str | None = None, kind: str | None = None
) -> Answer:
    """Changes from one state to the other; ``commits``: the last commit that changed each path (``data/…``).

    Rows: {kind, id, name, unit, event, label, old, new, path, commit}; returns are one row per unit.

    Raises: NotFound where there is no such unit.
    """
    unit_name = resolve_name(new.view, unit, "unit")["name"] if unit else None
    rows = [
        {**row, "commit": commits.get(row["path"])}
        for row in StoreComparison(old.view, new.view).rows()
        if (unit_name is None or row["unit"] == unit_name) and (kind is None or row["kind"] == kind)
    ]
    counts = Counter(row["event"] for row in rows)
    summary = "，".join(f"{label} {counts[code]}" for code, label in EVENTS.items() if counts[code]) or "没有变化"
    return Answer(
        "changes",
        {"from": old.commit, "to": new.commit, "unit": unit_name, "kind": kind},
        rows,
        {"changes": len(rows), "by_event": {code: counts[code] for code in EVENTS if counts[code]}},
        {"from": {"commit": old.commit, "made": old.made}, "to": {"commit": new.commit, "made": new.made}},
        [Text(f"{len(rows)} 处变化：{summary}" if rows else summary, level="公开"), Table(COLUMNS, rows)],
        title=f"数据变化 {old.made[:16]} 至 {new.made[:16]}",
        stamp=Stamp(period=f"{old.commit[:10]}..{new.commit[:10]}"),
    )


class StoreComparison:
    """Two indexes side by side, with the records of the files that stand in one of them only."""

    def __init__(self, old: IndexReader, new: IndexReader) -> None:
        self.catalog = FieldCatalog(new)
        self.view = RecordView(new, self.catalog)
        self.owners = {kind.name: kind.owners for kind in self.catalog.kinds}
        self.units = {row["text"]: row["called"] for row in new.rows(CALLED)}
        self.carrying = {pair for index in (old, new) for pair in index.tuples(CARRYING)}
        self.public = {row["id"]: row["public_name"] for row in new.rows(PUBLIC)}
        self.names = tuple(_ids(index) for index in (old, new))
        files = [{(path, key): id for path, key, id in index.tuples(FILES)} for index in (old, new)]
        self.old = _records(old, (id for file, id in files[0].items() if file not in files[1]))
        self.new = _records(new, (id for file, id in files[1].items() if file not in files[0]))

    def rows(self) -> Iterator[Row]:
        """The changes of records, in the order of kinds and ids; then the returns, one row per unit."""
        returns: dict[str, Counter[str]] = defaultdict(Counter)
        paths: dict[str, str] = {}
        for key in sorted({*self.old, *self.new}):
            before, after = self.old.get(key), self.new.get(key)
            record: Row = after or before or {}
            if key[0] == "return":
                self._count(returns, before, after)
                paths[self._unit(record)] = f"data/{record['path']}"
            else:
                yield from self._record(before, after, record)
        for unit in sorted(unit for unit, counts in returns.items() if counts):
            counts = returns[unit]
            text = "，".join(f"{label} {counts[label]} {sign}" for label, sign in _RETURNS if counts[label])
            yield self._row(
                {"kind": "return", "id": None, "name": unit, "path": paths[unit][5:]},
                unit,
                RecordChange("returns", text),
            )

    def _row(self, record: Row, unit: str, event: RecordChange) -> Row:
        return {
            "kind": record["kind"],
            "kind_label": self.view.labels[record["kind"]],
            "id": record["id"],
            "name": record["name"] or record["id"],
            "public_name": self.public.get(record["id"]) if record["kind"] == "project" else record["name"],
            "unit": unit or None,
            **event._asdict(),
            "path": f"data/{record['path']}",
        }

    def _record(self, before: Row | None, after: Row | None, record: Row) -> Iterator[Row]:
        """Events of one record: added, removed, or fields with another value."""
        unit = self._unit(record)
        if before is None or after is None:
            yield self._row(
                record, unit, RecordChange("added" if before is None else "removed", self.view.labels[record["kind"]])
            )
            return
        old, new = before["body"], after["body"]
        is_renamed = old.get("name") != new.get("name")
        changed = {name for name in {*old, *new} if old.get(name) != new.get(name)}
        for field in self.catalog.by_kind[record["kind"]] if changed else ():
            if field.name not in changed:
                continue
            is_implied = is_renamed and field.name == "former_names"  # the line of the new name says it
            is_same = not is_renamed if field.name == "name" else self.is_same(*(b.get(field.name) for b in (old, new)))
            if is_implied or is_same:
                continue
            for event in self._events(record["kind"], field, old.get(field.name), new.get(field.name), new):
                yield self._row(record, unit, event)
        yield from (self._row(record, unit, event) for event in _evidence_events(old, new))

    def _events(self, kind: str, field: Field, old: Any, new: Any, body: Row) -> Iterator[RecordChange]:
        """Events of one field whose value changed."""
        if rule := _RULES.get((kind, field.name)) or (_acts if (kind, field.name) in self.carrying else None):
            yield from rule(self, field, old, new)
        elif field.name == "draft":
            since = (body.get("tracked") or {}).get("since") if isinstance(body.get("tracked"), dict) else None
            if old and not new:
                yield RecordChange("admitted", f"{since} 起" if since else "不再是草稿")
            elif new:
                yield RecordChange("field", field.label, "", "是")
        elif field.name == "name":
            yield RecordChange("renamed", field.label, str(old), str(new))
        elif field.type == "part":
            yield from self._part(field, old or {}, new or {})
        else:
            code = "lead" if field.name == "lead" else "duty" if field.name in _DUTIES else "field"
            before, after = self._text(field, old), self._text(field, new)
            if before != after:
                yield RecordChange("tier" if field.name == "tier" else code, field.label, before, after)

    def _part(self, group: Field, old: Row, new: Row) -> Iterator[RecordChange]:
        """Events of the fields inside a single part; 万元 are amounts."""
        for field in self.catalog.fields(group.kind):
            inner = field.name.removeprefix(f"{group.name}.")
            if inner == field.name or "." in inner or self.is_same(old.get(inner), new.get(inner)):
                continue
            code = "amount" if field.unit == "万元" else "duty" if group.name in _DUTIES else "field"
            yield RecordChange(code, field.label, self._text(field, old.get(inner)), self._text(field, new.get(inner)))

    def field_events(self, key: tuple[str, str], name: str) -> Iterator[RecordChange]:
        """Events of one field of the record of that kind and id; none if its file is the same in both states."""
        if key in self.old and key in self.new:
            old, new = self.old[key]["body"], self.new[key]["body"]
            for field in self.catalog.by_kind[key[0]]:
                if field.name == name and not self.is_same(old.get(name), new.get(name)):
                    yield from self._events(key[0], field, old.get(name), new.get(name), new)

    def _text(self, field: Field, value: Any) -> str:
        """The value in a line; of a holding the last holder."""
        if value in (None, [], {}, ""):
            return ""
        if field.tbl == "holding":
            return join_texts(_holder(value))
        return join_texts(self.view.value_text(field, value) or "")

    def is_same(self, old: Any, new: Any) -> bool:
        """True if both values are the same, whichever names they use."""
        return bool(old == new or _canonical(old, self.names[0]) == _canonical(new, self.names[1]))

    def _unit(self, record: Row) -> str:
        """The unit that a change is attributed to: reporter, place or lead; empty where there is none."""
        body = record["body"]
        keys = self.owners[record["kind"]]
        holder = next((_holder(body[key]) for key in keys if body.get(key)), None)
        first = holder[0] if isinstance(holder, list) else holder
        return self.units.get(str(first), str(first)) if first else ""

    def _count(self, returns: dict[str, Counter[str]], before: Row | None, after: Row | None) -> None:
        """Count a return as new, changed or removed; and the figures that it corrects."""
        record: Row = after or before or {}
        unit = self._unit(record)
        old, new = (_revisions(side["body"]) if side else [] for side in (before, after))
        if after is None:
            returns[unit]["撤下"] += 1
        elif before is None:
            returns[unit]["填报"] += 1
        elif not self.is_same(before["body"], after["body"]):
            returns[unit]["补充"] += 1
        returns[unit]["数额更正"] += sum(revision not in old for revision in new)


def _evidence_events(old: Row, new: Row) -> Iterator[RecordChange]:
    """The files that came and went beside the facts of a record, counted: their names are not for all who read this."""
    before, after = Counter(_evidence(old)), Counter(_evidence(new))
    if before != after:
        came, went = (after - before).total(), (before - after).total()
        yield RecordChange("evidence", "附件", f"{before.total()} 份", f"{after.total()} 份（加 {came}，去 {went}）")


def _evidence(value: Any) -> Iterator[str]:
    """The sha256 of every file inside of the value."""
    if isinstance(value, dict):
        files = value.get("attachments") or ()
        yield from (str(file["sha256"]) for file in files)
        yield from (sha256 for key, inner in value.items() if key != "attachments" for sha256 in _evidence(inner))
    elif isinstance(value, list):
        yield from (sha256 for inner in value for sha256 in _evidence(inner))


_RETURNS = (("填报", "份"), ("补充", "份"), ("撤下", "份"), ("数额更正", "项"))


def _ids(index: IndexReader) -> dict[str, str]:
    """Ids of records by every text that names one record only."""
    ids_by_kind: dict[str, set[str]] = defaultdict(set)
    for row in index.rows(NAMES):
        ids_by_kind[row["text"]].add(row["id"])
    return {text: next(iter(ids)) for text, ids in ids_by_kind.items() if len(ids) == 1}


def _records(index: IndexReader, files: Iterable[int]) -> dict[tuple[str, str], Row]:
    """Records of these files by kind and id, with their value in the file as ``body``."""
    keys = ("file", "kind", "id", "name", "path", "json")
    rows = (dict(zip(keys, row, strict=True)) for row in index.tuples(RECORDS, set(files)))
    return {(row["kind"], row["id"]): {**row, "body": json.loads(row["json"])} for row in rows}


def _canonical(value: Any, names: Mapping[str, str]) -> Any:
    """The value with ids in the place of names, and a list of one item as that item."""
    if isinstance(value, dict):
        return {names.get(key, key): _canonical(inner, names) for key, inner in value.items() if inner not in _NOTHING}
    if isinstance(value, list):
        items = [_canonical(item, names) for item in value]
        return items[0] if len(items) == 1 else items
    return names.get(value, value) if isinstance(value, str) else value


_NOTHING: tuple[Any, ...] = (None, "", [], {}, False)


def _holder(value: Any) -> Any:
    """The last holder of a list of holdings; a list of plain names as it is."""
    if isinstance(value, list) and value and isinstance(value[-1], dict):
        return holder_of(value[-1])
    return value


def _revisions(body: Row) -> list[Any]:
    entries = (body.get("projects") or {}).items()
    return [
        {"of": key, **revision}
        for key, entry in entries
        if isinstance(entry, dict)
        for revision in entry.get("revised") or ()
    ]


# rules of single fields


def _milestones(_: StoreComparison, field: Field, old: Any, new: Any) -> Iterator[RecordChange]:
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


def _promises(comparison: StoreComparison, field: Field, old: Any, new: Any) -> Iterator[RecordChange]:
    """Promises made, and those that moved, by stage."""
    for stage, value in (new or {}).items():
        yield from _promise(stage, (old or {}).get(stage), value)
    for stage in (old or {}).keys() - (new or {}).keys():
        yield RecordChange("field", f"{field.label} {stage}", join_texts(_steps(old[stage])), "删去")


def _one_promise(_: StoreComparison, field: Field, old: Any, new: Any) -> Iterator[RecordChange]:
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


def _permits(_: StoreComparison, field: Field, old: Any, new: Any) -> Iterator[RecordChange]:
    """Permits by their acts, or else by their status; one that is 办结 or 已办 is done."""
    for permit in dict.fromkeys([*(old or {}), *(new or {})]):
        before, after = (as_mapping((side or {}).get(permit), "status") for side in (old, new))
        yield from _new_acts(f"{field.label} {permit}", before.get("events"), after.get("events"), {"办结": "permit"})
        was, now = (str(side.get("status") or "") for side in (before, after))
        if was != now and not after.get("events"):
            yield RecordChange("permit" if now == "已办" else "field", f"{field.label} {permit}", was, now)


def _states(_: StoreComparison, field: Field, old: Any, new: Any) -> Iterator[RecordChange]:
    states, last = list(old or ()), (old or [{}])[-1].get("state", "在推")
    for state in new or ():
        if state not in states:
            reason = f"：{state['reason']}" if state.get("reason") else ""
            yield RecordChange("state", field.label, last, f"{state.get('state')} {state.get('since')}{reason}")
            last = state.get("state")


def _matter_acts(_: StoreComparison, field: Field, old: Any, new: Any) -> Iterator[RecordChange]:
    for event in _new_acts("", old, new, {}):
        yield event._replace(event="matter")


def _acts(_: StoreComparison, field: Field, old: Any, new: Any) -> Iterator[RecordChange]:
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


def _tasks(comparison: StoreComparison, field: Field, old: Any, new: Any) -> Iterator[RecordChange]:
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


def _recognition(_: StoreComparison, field: Field, old: Any, new: Any) -> Iterator[RecordChange]:
    yield RecordChange("recognition", field.label, _plain(old), _plain(new))


_Rule = Callable[[StoreComparison, Field, Any, Any], Iterator[RecordChange]]
_RULES: dict[tuple[str, str], _Rule] = {
    ("project", "milestones"): _milestones,
    ("project", "promises"): _promises,
    ("project", "permits"): _permits,
    ("project", "states"): _states,
    ("project", "recognition"): _recognition,
    ("matter", "events"): _matter_acts,
    ("commitment", "due"): _one_promise,
    ("measure", "tasks"): _tasks,
}
