"""A subscription (内容订阅): of the records that it watches, those that came, changed, went, and have a day soon.

Nothing is kept of what was sent: both ends of a period are commits, so that the same period gives the same bytes.
"""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from hyzs.fields.field_catalog import FieldCatalog
from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, CellType, Column, Group, Row, Table, Text
from hyzs.model.errors import NotFound
from hyzs.model.partial_date import date_bounds
from hyzs.query.record_values import join_texts
from hyzs.reports.changes import EVENTS, StoreState
from hyzs.reports.list_ import list_
from hyzs.reports.state_comparison import StateComparison

SETTINGS = "SELECT b.json FROM body b WHERE b.kind = 'settings'"
ADDED, CHANGED, LEFT, AHEAD = "added", "changed", "left", "ahead"
WORDS = {ADDED: "新增", CHANGED: "变化", LEFT: "离开", AHEAD: "临近"}
_LEVELS = {"public": "公开", "internal": "内部", "full": "敏感"}
#: Days ahead, where an item says nothing of it.
_AHEAD = 60


class DigestPeriod(NamedTuple):
    """The two states that a period lies between, its first and last moment, and its name: 2026年第47周."""

    old: StoreState
    new: StoreState
    start: datetime
    end: datetime
    name: str


def declared_digests(index: IndexReader) -> list[Row]:
    """The subscriptions of the settings: {name, for, audience, items}."""
    digests: list[Row] = json.loads(index.value(SETTINGS) or "{}").get("digests") or []
    return digests


def digest_list(index: IndexReader) -> Answer:
    """The subscriptions by name, with their unit and what they watch."""
    rows = [
        {
            "name": digest["name"],
            "for": digest.get("for"),
            "audience": digest.get("audience", "internal"),
            "items": [_item_words(item) for item in digest["items"]],
        }
        for digest in declared_digests(index)
    ]
    labels = {"name": "名称", "for": "给谁", "audience": "读者", "items": "内容"}
    types: dict[str, CellType] = {"items": "list"}
    columns = [Column(key, label, types.get(key, "text"), level="内部") for key, label in labels.items()]
    text = f"订阅 {len(rows)} 个；hyzs digest 名称" if rows else "没有订阅；写在设置的 digests 里"
    return Answer("digests", {}, rows, {"count": len(rows)}, blocks=[Text(text), Table(columns, rows)], title="订阅")


def _item_words(item: Row) -> str:
    return f"{item['of']} {item['where']}" if item.get("where") else str(item["of"])


def digest(period: DigestPeriod, name: str) -> Answer:
    """Rows: {item, kind, change, id, name, event, label, old, new, day}, item by item.

    ``change``: added (it meets the condition now), changed (one row per change of the item's columns), left (it met the
    condition before), ahead (a day in its columns is at most so many days off). ``days`` and ``entries`` are the same
    for calendars and feeds.

    Raises: NotFound where no subscription has that name; BadUsage where its readers may not see one of its columns.
    """
    declared = {item["name"]: item for item in declared_digests(period.new.view)}
    if name not in declared:
        raise NotFound(f"没有叫“{name}”的订阅", f"设置里有：{'、'.join(declared) or '还没有，写在 digests 里'}")
    chosen = declared[name]
    audience = str(chosen.get("audience", "internal"))
    comparison = StateComparison(period.old.view, period.new.view)
    watched = [_Watch(period, comparison, number, item, audience) for number, item in enumerate(chosen["items"])]
    groups = [list(watch.rows()) for watch in watched]
    rows = [row for group in groups for row in group]
    counts = Counter(row["change"] for row in rows)
    title = f"{name} {period.name}"
    stamp = Stamp(period=period.name, data_date=str(period.end.date()))
    return Answer(
        "digest",
        {"name": name, "for": chosen.get("for"), "from": period.old.commit, "to": period.new.commit},
        rows,
        {change: counts[change] for change in WORDS},
        {
            "period": {"name": period.name, "start": str(period.start.date()), "end": str(period.end.date())},
            "days": [_day(row) for row in rows if row["change"] == AHEAD],
            "entries": [_entry(row, number) for number, row in enumerate(rows)],
            "mail": {"to": chosen.get("for") or "", "day": str(period.end.date())},
        },
        blocks=_blocks(watched, groups, rows, _LEVELS[audience]),
        title=title,
        title_level="公开",
        stamp=stamp,
    )


class _Watch:
    """One item of a subscription in both states."""

    def __init__(
        self, period: DigestPeriod, comparison: StateComparison, number: int, item: Row, audience: str
    ) -> None:
        self.number, self.item, self.comparison = number, item, comparison
        self.kind = FieldCatalog(period.new.view).kind(item["of"])
        names = [name for name in item.get("columns") or self.kind.columns if name != "id"]
        words = ",".join(("id", *names))
        lists = [
            list_(view, self.kind.name, moment, item.get("where"), columns=words, audience=audience)
            for view, moment in ((period.old.view, period.start), (period.new.view, period.end))
        ]
        self.old, self.new = ({row["id"]: row for row in answer.rows} for answer in lists)
        self.columns = [column for column in _columns(lists[1]) if column.key != "id"]
        self.end, self.ahead = period.end.date(), int(item.get("ahead", _AHEAD))

    @property
    def label(self) -> str:
        """企业（所在地~广东）."""
        condition = f"（{self.item['where']}）" if self.item.get("where") else ""
        return f"{self.kind.label}{condition}"

    def rows(self) -> Iterator[Row]:
        """Rows of the digest: records added, changed, gone, and days that are near."""
        for id, row in self.new.items():
            if id not in self.old:
                yield self._row(ADDED, row, new=self._values(row))
        for id, row in self.new.items():
            if id in self.old:
                yield from self._changes(self.old[id], row)
        for id, row in self.old.items():
            if id not in self.new:
                yield self._row(LEFT, row, old=self._values(row))
        yield from sorted(self._days_ahead(), key=lambda row: (row["day"], row["id"]))

    def _row(self, change: str, row: Row, **more: Any) -> Row:
        name = self._text(self.columns[0], row) if self.columns else row["id"]
        empty: Row = {"event": None, "label": None, "old": None, "new": None, "day": None}
        head = {"item": self.number, "kind": self.kind.name, "change": change, "id": row["id"], "name": name}
        return {**head, **empty, **more}

    def _values(self, row: Row) -> str:
        """The values of the other columns, with their labels."""
        texts = ((column.label, self._text(column, row)) for column in self.columns[1:])
        return "；".join(f"{label} {text}" for label, text in texts if text)

    def _text(self, column: Column, row: Row) -> str:
        value = column.value(row)
        if isinstance(value, dict):
            return "，".join(f"{key} {inner}" for key, inner in value.items())
        if isinstance(value, bool):
            return "是" if value else ""
        return join_texts(value if isinstance(value, list) else str(value)) if value not in (None, "", []) else ""

    def _changes(self, before: Row, after: Row) -> Iterator[Row]:
        """One row per change: those of fields in words of the field, those of derived fields by their texts."""
        fields = {field.name for field in self.comparison.catalog.by_kind[self.kind.name]}
        for column in self.columns:
            if column.key in fields and "." not in column.key:
                for event in self.comparison.field_events((self.kind.name, after["id"]), column.key):
                    yield self._row(CHANGED, after, **event._asdict())
            elif (old := self._text(column, before)) != (new := self._text(column, after)):
                yield self._row(CHANGED, after, event="field", label=column.label, old=old, new=new)

    def _days_ahead(self) -> Iterator[Row]:
        """One row per day in the columns within the days ahead, the last one included; of a month its last day."""
        last = self.end + timedelta(days=self.ahead)
        for row in self.new.values() if self.ahead else ():
            for column in self.columns:
                bounds = date_bounds(str(column.value(row) or "")) if column.type == "date" else None
                if bounds and self.end <= bounds[1] <= last:
                    yield self._row(AHEAD, row, label=column.label, new=str(column.value(row)), day=str(bounds[1]))


def _columns(answer: Answer) -> Sequence[Column]:
    return next((block.columns for block in answer.blocks if isinstance(block, Table)), ())


def _blocks(watched: Sequence[_Watch], groups: Sequence[list[Row]], rows: list[Row], level: str) -> list[Block]:
    """A sentence an item, those without any change too, and one table in groups."""
    blocks: list[Block] = []
    for watch, group in zip(watched, groups, strict=True):
        counts = Counter(row["change"] for row in group)
        words = [f"{WORDS[change]} {counts[change]}" for change in (ADDED, CHANGED, LEFT)]
        words += [f"{watch.ahead} 天内 {counts[AHEAD]}"] if watch.ahead else []
        blocks.append(Text(f"{watch.label}：{'，'.join(words)}；在列 {len(watch.new)}", level=level))
    sized = [
        Group(watch.label, len(group), level) for watch, group in zip(watched, groups, strict=True) if len(group) > 0
    ]
    columns = [
        Column("change", "变化", level=level, get=lambda row: WORDS[row["change"]]),
        Column("name", "名称", level=level),
        Column("label", "内容", level=level, get=_label),
        Column("old", "原来", level=level, wide=True),
        Column("new", "现在", level=level, wide=True),
        Column("day", "日子", "date", level=level),
    ]
    return [*blocks, Table(columns, rows, sized)]


def _label(row: Row) -> str | None:
    """承诺推迟 签约; the label alone where the event says no more."""
    word = EVENTS.get(row["event"] or "", "") if row["event"] != "field" else ""
    return " ".join(filter(None, (word, row["label"] or ""))) or None


def _row_words(row: Row) -> str:
    """A row in a line: 变化 示例·甲项目 承诺推迟 签约：2026-10 → 2027-01."""
    values = " → ".join(filter(None, (row["old"], row["new"]))) if row["change"] == CHANGED else row["new"] or ""
    tail = "：".join(filter(None, (_label(row), values)))
    return " ".join(filter(None, (f"{WORDS[row['change']]} {row['name']}", tail)))


def _day(row: Row) -> Row:
    text = f"{row['label']} {row['name']}"
    return {"day": row["day"], "id": row["id"], "node": row["label"], "text": text, "moves": 0, "light": None}


def _entry(row: Row, number: int) -> Row:
    text = f"原来：{row['old']}" if row["old"] else ""
    return {"id": f"{row['change']}/{row['id']}/{number}", "title": _row_words(row), "text": text}
