"""Changes between two states of the store: a row each, counted by their sort."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from hyzs.fields.index_reader import IndexReader, resolve_name
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Column, PublicColumn, Table, Text
from hyzs.reports.state_comparison import StateComparison

#: Labels of events by their code; a change that no rule of ``change_rules`` knows is a changed field.
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
        for row in StateComparison(old.view, new.view).rows()
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
