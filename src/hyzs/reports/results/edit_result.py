"""Result of an edit: the changed lines, and the command that undoes it."""

from collections import Counter
from collections.abc import Sequence

from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, PublicColumn, Row, Table, Text
from hyzs.model.change import AppliedEdit, EditedLines

#: Files that hold records end so; others hold documents that a command made.
RECORD_SUFFIX = ".yaml"
#: Labels of the states of an edit.
_STATES = {"done": "可撤销", "undone": "已撤销，可重做"}


def edit_result(edit: AppliedEdit, *, dry: bool = False) -> Answer:
    """Changed lines, or those that would change (``dry``); the summary names the edit, for ``hyzs undo``."""
    rows = [{"path": line.path, "line": line.line, "old": list(line.old), "new": list(line.new)} for line in edit.lines]
    files = len({row["path"] for row in rows})
    blocks: list[Block] = [Text(_diff(line), "code") for line in edit.lines]
    blocks += [Text(f"提醒：{remark}", "warn") for remark in edit.remarks]
    return Answer(
        report="edit",
        params={"dry_run": dry},
        rows=rows,
        summary={
            "files": files,
            "undo": edit.undo_name or None,
            "redo": edit.redo_name or None,
            "remarks": list(edit.remarks),
        },
        blocks=[*blocks, Text(_outcome(edit, files, dry=dry), "note")],
        stamp=Stamp(sample=False),
    )


def _diff(line: EditedLines) -> str:
    """The lines before and after; of a document beside a record, which nobody reads line by line, their number."""
    place = f"{line.path}:{line.line}"
    if not line.path.endswith(RECORD_SUFFIX):
        counts = ((sign, len(lines)) for sign, lines in (("-", line.old), ("+", line.new)) if lines)
        return "\n".join([place, *(f"{sign} {count} 行" for sign, count in counts)])
    return "\n".join([place, *(f"- {old}" for old in line.old), *(f"+ {new}" for new in line.new)])


def _outcome(edit: AppliedEdit, files: int, *, dry: bool) -> str:
    if not edit.lines:
        return "已经是这样，没有要改的"
    if dry:
        return f"这样会改 {files} 个文件；什么也没有写"
    if edit.redo_name:
        return f"改回了 {files} 个文件。重做：hyzs redo {edit.redo_name}；再往前退：hyzs undo"
    if not edit.undo_name:
        return f"改了 {files} 个文件。撤销记录没有写成(磁盘满了，或 .hyzs/ 写不了)，要退回用 git"
    return f"改了 {files} 个文件。撤销：hyzs undo {edit.undo_name}"


def edit_log_answer(rows: Sequence[Row], limit: int) -> Answer:
    """Edits that can be undone, and undone ones that can be redone, each in the order in which they go."""
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
    note = f"hyzs undo 从上往下一步一步退，hyzs redo 重做；各留最近 {limit} 次，只在本机"
    return Answer(
        report="undo",
        rows=rows,
        summary={state: counts[state] for state in _STATES},
        blocks=[Table(columns, rows), Text(note, "note")] if rows else [Text("这里没有用 hyzs 作过的改动", "note")],
        title="改动",
        stamp=Stamp(sample=False),
    )
