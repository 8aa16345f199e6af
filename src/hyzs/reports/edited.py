"""What an edit has changed, line by line, and how to take it back."""

from hyzs.model.answer import Answer, Block, Stamp, Text
from hyzs.model.change import Edited, Line


def edited(done: Edited, *, dry: bool = False) -> Answer:
    """The lines that were changed, or would be (``dry``); the summary names the edit, for ``hyzs undo``."""
    rows = [{"path": one.path, "line": one.line, "old": list(one.old), "new": list(one.new)} for one in done.lines]
    files = len({row["path"] for row in rows})
    blocks: list[Block] = [Text(_told(one), "code") for one in done.lines]
    blocks += [Text(f"提醒：{remark}", "warn") for remark in done.remarks]
    return Answer(
        report="edit",
        params={"dry_run": dry},
        rows=rows,
        summary={"files": files, "undo": done.name or None, "remarks": list(done.remarks)},
        blocks=[*blocks, Text(_outcome(done, files, dry=dry), "note")],
        stamp=Stamp(sample=False),
    )


def _told(one: Line) -> str:
    return "\n".join([f"{one.path}:{one.line}", *(f"- {old}" for old in one.old), *(f"+ {new}" for new in one.new)])


def _outcome(done: Edited, files: int, *, dry: bool) -> str:
    if not done.lines:
        return "已经是这样，没有要改的"
    if dry:
        return f"这样会改 {files} 个文件；什么也没有写"
    if not done.name:
        return f"改了 {files} 个文件。撤销记录没有写成(磁盘满了，或 .hyzs/ 写不了)，要退回用 git"
    return f"改了 {files} 个文件。撤销：hyzs undo {done.name}"
