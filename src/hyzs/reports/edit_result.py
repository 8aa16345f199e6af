"""What an edit has changed, line by line, and how to take it back."""

from collections import Counter
from collections.abc import Sequence

from hyzs.model.answer import Answer, Block, PublicColumn, Row, Stamp, Table, Text
from hyzs.model.change import AppliedEdit, EditedLines

#: States of an edit → what people call them.
_STATES = {"done": "可撤销", "undone": "已撤销，可重做"}


def edit_result(done: AppliedEdit, *, dry: bool = False) -> Answer:
    """The lines that were changed, or would be (``dry``); the summary names the edit, for ``hyzs undo``."""
    rows = [{"path": one.path, "line": one.line, "old": list(one.old), "new": list(one.new)} for one in done.lines]
    files = len({row["path"] for row in rows})
    blocks: list[Block] = [Text(_told(one), "code") for one in done.lines]
    blocks += [Text(f"提醒：{remark}", "warn") for remark in done.remarks]
    return Answer(
        report="edit",
        params={"dry_run": dry},
        rows=rows,
        summary={
            "files": files,
            "undo": done.undo_name or None,
            "redo": done.redo_name or None,
            "remarks": list(done.remarks),
        },
        blocks=[*blocks, Text(_outcome(done, files, dry=dry), "note")],
        stamp=Stamp(sample=False),
    )


def _told(one: EditedLines) -> str:
    return "\n".join([f"{one.path}:{one.line}", *(f"- {old}" for old in one.old), *(f"+ {new}" for new in one.new)])


def _outcome(done: AppliedEdit, files: int, *, dry: bool) -> str:
    if not done.lines:
        return "已经是这样，没有要改的"
    if dry:
        return f"这样会改 {files} 个文件；什么也没有写"
    if done.redo_name:
        return f"改回了 {files} 个文件。重做：hyzs redo {done.redo_name}；再往前退：hyzs undo"
    if not done.undo_name:
        return f"改了 {files} 个文件。撤销记录没有写成(磁盘满了，或 .hyzs/ 写不了)，要退回用 git"
    return f"改了 {files} 个文件。撤销：hyzs undo {done.undo_name}"


def edit_log(rows: Sequence[Row], kept: int) -> Answer:
    """The edits that were made here, and those that were taken back; in each the one that goes first."""
    columns = [
        PublicColumn("name", "代号"),
        PublicColumn("state", "状态", get=lambda row: _STATES[row["state"]]),
        PublicColumn("on", "日期", "date"),
        PublicColumn("files", "文件", "list"),
        PublicColumn("lines", "几处", "number"),
        PublicColumn("first", "改了什么", wide=True),
        PublicColumn("ready", "现在能否", get=lambda row: "能" if row["ready"] else "先退(重做)上面的，或文件另外改过"),
    ]
    counts = Counter(row["state"] for row in rows)
    note = f"hyzs undo 从上往下一步一步退，hyzs redo 重做；各留最近 {kept} 次，只在本机"
    return Answer(
        report="undo",
        rows=rows,
        summary={state: counts[state] for state in _STATES},
        blocks=[Table(columns, rows), Text(note, "note")] if rows else [Text("这里没有用 hyzs 作过的改动", "note")],
        title="改动",
        stamp=Stamp(sample=False),
    )
