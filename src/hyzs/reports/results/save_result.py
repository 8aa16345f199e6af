"""Results of saving, of a sync, and of decisions on conflicts: changes in words of the field, and counts."""

from collections.abc import Sequence
from typing import NamedTuple

from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, PublicColumn, Row, Table, Text
from hyzs.reports.changes import COLUMNS
from hyzs.reports.optional_sections import filled_table


class SaveSummary(NamedTuple):
    """Counts of a save: changed files, data files that git is told to ignore; the commit (None: nothing was saved)."""

    files: int
    ignored: int
    commit: str | None


def save_result(changes: Answer | None, summary: SaveSummary, *, dry: bool = False) -> Answer:
    """The changes that were saved, or that would be (``dry``). ``changes`` is None for the first save of a store."""
    rows = list(changes.rows) if changes else []
    blocks: list[Block] = filled_table(COLUMNS, rows)
    if summary.ignored:
        blocks.append(Text(f"{summary.ignored} 个数据文件写进了 .gitignore，没有保存", "warn", "公开"))
    return Answer(
        report="save",
        params={"dry_run": dry},
        rows=rows,
        summary={
            "files": summary.files,
            "changes": len(rows),
            "ignored": summary.ignored,
            "commit": summary.commit,
            "by_event": changes.summary["by_event"] if changes else {},
        },
        blocks=[*blocks, Text(_save_sentence(changes, summary, dry=dry), "note", "公开")],
        title="保存",
        title_level="公开",
        stamp=Stamp(sample=False),
    )


def _save_sentence(changes: Answer | None, summary: SaveSummary, *, dry: bool) -> str:
    if not summary.files:
        return "没有要保存的：和上次保存的一样"
    counted = (
        f"{len(changes.rows)} 处变化，{summary.files} 个文件" if changes else f"第一次保存，{summary.files} 个文件"
    )
    if dry:
        return f"要保存 {counted}；什么也没有写"
    return f"已保存 {counted}（{str(summary.commit)[:10]}）。送给大家：hyzs sync"


def commit_message(changes: Answer | None, files: int) -> str:
    """A message for a save that nobody has described: 数据变化 3 处：新增 2，阶段推进 1"""
    if changes is None:
        return f"第一次保存，{files} 个文件"
    first = next((block.text for block in changes.blocks if isinstance(block, Text)), "")
    return f"数据有 {first}" if changes.rows else f"改了 {files} 个文件，数据没有变化"


class ConflictDecision(NamedTuple):
    """A conflict as people see it: record, field, both values, and the side that was chosen ("": none yet)."""

    id: str
    field: str
    path: str
    ours: str
    theirs: str
    side: str


_SIDES = {"": "没有定", "ours": "用我们的", "theirs": "用他们的", "value": "另写的值"}
_CONFLICT_COLUMNS = [
    PublicColumn("id", "编号"),
    PublicColumn("field", "字段", get=lambda row: row["field"] or "整个文件"),
    PublicColumn("ours", "我们的", wide=True),
    PublicColumn("theirs", "他们的", wide=True),
    PublicColumn("side", "决定", get=lambda row: _SIDES[row["side"]]),
]


def sync_result(
    changes: Answer | None,
    received: int,
    sent: int,
    address: str,
    archives: Sequence[str] = (),
    other_archives: Sequence[str] = (),
) -> Answer:
    """The changes that came in with a sync, the numbers of commits that came and went, and the archives of years.

    ``other_archives`` stand at another version in the share, and were left alone.
    """
    rows = list(changes.rows) if changes else []
    blocks: list[Block] = filled_table(COLUMNS, rows)
    sentence = (
        f"收到 {received} 次保存，{len(rows)} 处变化；送出 {sent} 次"
        if received or sent
        else "两边一样，没有收也没有送"
    )
    sentence += f"；送出归档 {'、'.join(archives)}" if archives else ""
    tags = {"archives": list(archives), "other_archives": list(other_archives)}
    warnings = [
        Text(f"{name} 在那边是另一个版本，没有动：和管仓库的人商量，留哪一个", "warn", "公开")
        for name in other_archives
    ]
    return Answer(
        report="sync",
        params={"to": address},
        rows=rows,
        summary={"received": received, "sent": sent, "changes": len(rows), "conflicts": 0, **tags},
        blocks=[*blocks, *warnings, Text(f"{sentence}（{address}）", "note", "公开")],
        title="同步",
        title_level="公开",
        stamp=Stamp(sample=False),
    )


def conflicts_result(decisions: Sequence[ConflictDecision], received: int = 0, *, report: str = "sync") -> Answer:
    """The places that both sides changed differently; nothing was merged, nothing sent."""
    rows: list[Row] = [decision._asdict() for decision in decisions]
    undecided = [decision for decision in decisions if not decision.side]
    if undecided:
        first = undecided[0]
        how = f"hyzs resolve {first.id} {first.field}".rstrip()
        sentence = (
            f"两边改得不一样，还有 {len(undecided)} 处没有定；没有合，没有送，两边的都在。{how} --ours、--theirs 或 =值"
        )
    elif rows:
        sentence = f"{len(rows)} 处都定了：hyzs sync 合起来、送出去"
    else:
        sentence = "没有两边改得不一样、等着定的地方"
    return Answer(
        report=report,
        params={},
        rows=rows,
        summary={"received": received, "sent": 0, "conflicts": len(rows), "undecided": len(undecided)},
        blocks=[Table(_CONFLICT_COLUMNS, rows), Text(sentence, "warn" if undecided else "note", "公开")],
        title="两边改得不一样的地方",
        title_level="公开",
        stamp=Stamp(sample=False),
    )
