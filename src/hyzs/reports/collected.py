"""What became of the forms that came back: cell by cell, and file by file."""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath
from typing import Any

from hyzs.model.answer import Answer, Block, Column, Heading, Row, Table, Text
from hyzs.model.change import Create

_STATES = {"bad": "不能收", "conflict": "两边都改了", "changed": "收下", "new": "新项目", "remark": "说明"}
_COLUMNS = [
    Column("state", "结果", get=lambda row: _STATES[row["state"]]),
    Column("cell", "单元格"),
    Column("subject", "项目或任务"),
    Column("field", "栏目"),
    Column("returned", "交来的", wide=True),
    Column("message", "说明", wide=True),
]


#: So many new projects are named one by one.
_FEW = 5


def collected(
    files: Sequence[Any], *, dry: bool, title: str = "收表", way: str = "(或加 --partial 先收好的)"
) -> Answer:
    """One row a cell that changed or cannot be taken, the worst first; one line a file."""
    rows: list[Row] = []
    blocks: list[Block] = []
    for one in files:
        its = sorted((_row(told) for told in one.told), key=lambda row: list(_STATES).index(row["state"]))
        rows += its
        blocks.append(Heading(one.file, 2))
        shown = [{**row, "message": _said(row)} for row in its]
        blocks += [Table(_COLUMNS, shown)] if shown else []
        blocks.append(Text(_outcome(one, its, way, dry=dry), "plain" if one.stands else "warn"))
    counts = Counter(row["state"] for row in rows)
    summary = {
        "files": len(files),
        "taken": sum(bool(one.changes) for one in files),
        "untouched": sum(not one.told and not one.changes for one in files),
        "refused": sum(not one.stands and not one.changes for one in files),
        **{state: counts[state] for state in _STATES},
    }
    drafts = [id for one in files for id in _drafts(one)]
    blocks += [Text(_total(summary)), *([Text(_untracked(drafts, dry=dry), "warn")] if drafts else [])]
    return Answer("collect", {"dry_run": dry}, rows, {**summary, "drafts": drafts}, blocks=blocks, title=title)


def _drafts(one: Any) -> Iterator[str]:
    """The ids of the draft projects that a file brought."""
    for change in one.changes:
        if isinstance(change, Create) and change.path.startswith("projects/"):
            yield PurePosixPath(change.path).stem


def _untracked(drafts: Sequence[str], *, dry: bool) -> str:
    """That new projects are not followed yet, and how they come to be."""
    ids = " ".join(drafts) if len(drafts) <= _FEW else "编号…（hyzs list projects --where 草稿=是 列出编号）"
    count = f"{'要收' if dry else '收下'}的 {len(drafts)} 个新项目是草稿，尚未纳入跟踪：不计数，不欠报"
    return f"{count}；核对以后 hyzs admit {ids}"


def _row(told: Any) -> Row:
    names = ("state", "file", "cell", "subject", "field", "message", "sent", "returned", "now")
    return {name: getattr(told, name) or None for name in names}


def _said(row: Row) -> str:
    """What is told of a cell; of a conflict the three values."""
    if row["state"] != "conflict":
        return row["message"] or ""
    return f"{row['message']}：发表时“{row['sent'] or ''}”，交来“{row['returned'] or ''}”，现在“{row['now'] or ''}”"


def _outcome(one: Any, rows: Sequence[Row], way: str, *, dry: bool) -> str:
    bad = sum(row["state"] in ("bad", "conflict") for row in rows)
    if one.changes:
        partly = f"，另有 {bad} 处没有收" if bad else ""
        return f"{one.unit}：{'可以收下' if dry else '已收下'}{partly}"
    if bad:
        return f"{one.unit or one.file}：没有收，{bad} 处要改好再交{way}"
    return f"{one.unit}：和仓库里一样，没有要收的"


def _total(summary: Row) -> str:
    return f"{summary['files']} 个文件：收下 {summary['taken']}，不能收 {summary['refused']}"
