"""Result of ``collect``: outcome of the returned forms, cell by cell and file by file, and outstanding units."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from hyzs.model.answer import Answer
from hyzs.model.blocks import Block, Heading, PublicColumn, Row, Text
from hyzs.model.change import Create
from hyzs.model.private_number import mask
from hyzs.model.week import Week
from hyzs.query.kept_sheets import ENDING
from hyzs.reports.optional_sections import filled_table

_STATES = {
    "bad": "不能收",
    "conflict": "两边都改了",
    "skipped": "没有读",
    "changed": "收下",
    "new": "新项目",
    "remark": "说明",
}
#: Label of a good cell in a form that is not taken.
_WAITING = "没有收"


def _label(row: Mapping[str, Any]) -> str:
    if row["state"] == "new" and row["taken"] is not False and _is_kept(row["cell"]):
        return "新记录"
    return _WAITING if row["taken"] is False else _STATES[row["state"]]


def _is_kept(cell: str | None) -> bool:
    """True if the cell is in a sheet of records that the unit keeps."""
    return f"{ENDING}!" in (cell or "")


_COLUMNS = [
    PublicColumn("state", "结果", get=_label),
    PublicColumn("cell", "单元格"),
    PublicColumn("subject", "项目或任务"),
    PublicColumn("field", "栏目"),
    PublicColumn("returned", "交来的", wide=True),
    PublicColumn("message", "说明", wide=True),
]
#: Units that one sentence names.
_NAMED = 20
#: New projects that are named one by one.
_FEW = 5


def collect_result(
    files: Sequence[Any],
    *,
    dry: bool,
    title: str = "收表",
    hint: str = "",
    outstanding: Sequence[Row] = (),
) -> Answer:
    """One row per cell that changed or cannot be taken, the worst first; one line per file; units outstanding.

    ``hint`` ends the line of a refused file; ``outstanding``: one row per week, as of the end of the run.
    """
    rows: list[Row] = []
    blocks: list[Block] = []
    abouts: list[Row] = []
    for file in files:
        cells = sorted((_row(cell, file) for cell in file.cells), key=lambda row: list(_STATES).index(row["state"]))
        rows += cells
        abouts.append(_about(file))
        blocks.append(Heading(abouts[-1]["file"], 2))
        cell_rows = [{**row, "message": _message(row)} for row in cells if row["cell"] or row["subject"]]
        blocks += filled_table(_COLUMNS, cell_rows)
        remarks = [row for row in cells if not (row["cell"] or row["subject"]) and row["state"] != "skipped"]
        blocks += [Text(row["message"], "note") for row in remarks]
        blocks.append(Text(_outcome(file, abouts[-1], hint, dry=dry), "plain" if file.is_accepted else "warn"))
    drafts = [id for file in files for id in _drafts(file)]
    summary = {
        **_summary(files, rows, abouts),
        "outstanding": sum(len(week["missing"]) for week in outstanding),
        "drafts": drafts,
    }
    blocks += [Text(_total(summary)), *(Text(_still_to_come(week)) for week in outstanding)]
    blocks += [Text(untracked_drafts(drafts, dry=dry), "warn")] if drafts else []
    if new_records := [cell.record for file in files if file.changes for cell in file.cells if _is_new_record(cell)]:
        words = f"{'要登记' if dry else '登记了'} {len(new_records)} 条草稿：{'、'.join(new_records[:_NAMED])}"
        blocks.append(Text(f"{words}；核对以后 hyzs set 编号 draft=", "warn"))
    extra = {"files": abouts, "outstanding": list(outstanding)}
    return Answer("collect", {"dry_run": dry}, rows, summary, extra, blocks=blocks, title=title)


def _is_new_record(cell: Any) -> bool:
    return cell.state == "new" and _is_kept(cell.cell)


def _drafts(file: Any) -> Iterator[str]:
    """Ids of the draft projects that a file brought."""
    for change in file.changes:
        if isinstance(change, Create) and change.path.startswith("projects/"):
            yield PurePosixPath(change.path).stem


def untracked_drafts(drafts: Sequence[str], *, dry: bool) -> str:
    """Sentence on new projects that are not tracked yet, with the command that admits them."""
    ids = " ".join(drafts) if len(drafts) <= _FEW else "编号…（hyzs list projects --where 草稿=是 列出编号）"
    count = f"{'要收' if dry else '收下'}的 {len(drafts)} 个新项目是草稿，尚未纳入跟踪：不计数，不欠报"
    return f"{count}；核对以后 hyzs admit {ids}"


def _row(cell: Any, file: Any) -> Row:
    names = ("state", "file", "cell", "subject", "field", "message", "sent", "returned", "now", "proposal")
    is_taken = bool(file.changes) if cell.state in ("changed", "new") else None
    values = {name: getattr(file if name == "file" else cell, name) for name in names}
    return {**{name: mask(value) or None for name, value in values.items()}, "taken": is_taken}


def _message(row: Row) -> str:
    """Message on a cell; of a conflict with the three values."""
    if row["state"] != "conflict":
        return row["message"] or ""
    return f"{row['message']}：发表时“{row['sent'] or ''}”，交来“{row['returned'] or ''}”，现在“{row['now'] or ''}”"


def _about(file: Any) -> Row:
    """Counts of the cells of a file by state; ``outcome``: taken, same, refused or skipped."""
    counts = Counter(cell.state for cell in file.cells)
    refused = any(cell.state in ("bad", "conflict") for cell in file.cells)
    outcome = "skipped" if file.is_skipped else "taken" if file.changes else "refused" if refused else "same"
    return {
        "file": mask(file.file),
        "unit": file.unit or None,
        "week": file.week or None,
        "outcome": outcome,
        **{state: counts[state] for state in _STATES if state != "skipped"},
        "new_records": sum(cell.state == "new" and _is_kept(cell.cell) for cell in file.cells),
        "same": file.same,
        "unread": file.unread,
        "lost_rows": len(file.lost_rows),
        "lost_columns": list(file.lost_columns),
        "known": file.is_known,
    }


def _summary(files: Sequence[Any], rows: Sequence[Row], abouts: Sequence[Row]) -> Row:
    """Files by their outcome (they add up), then cells by state."""
    outcomes = Counter(about["outcome"] for about in abouts)
    counts = Counter(row["state"] for row in rows)
    return {
        "files": len(files),
        "taken": outcomes["taken"],
        "same_files": outcomes["same"],
        "untouched": sum(not file.cells and not file.changes for file in files),
        "refused": outcomes["refused"],
        **{state: counts[state] for state in _STATES},
        **{key: sum(about[key] for about in abouts) for key in ("same", "unread", "lost_rows")},
    }


def _outcome(file: Any, about: Row, hint: str, *, dry: bool) -> str:
    """Outcome of a file, with counts of its cells."""
    bad, name = about["bad"] + about["conflict"], file.unit or about["file"]
    if about["outcome"] == "skipped":
        return f"{about['file']}：{mask(file.cells[0].message)}"
    waiting = "待收的" if about["outcome"] == "refused" else ""
    counted = [
        (about["changed"], f"{waiting}改动"),
        (about["new"] - about["new_records"], f"{waiting}新项目"),
        (about["new_records"], f"{waiting}新记录"),
        (about["same"], "相同"),
        (about["unread"], "没有读"),
    ]
    counts = "".join(f"，{label} {count}" for count, label in counted if count)
    if about["outcome"] == "taken":
        partly = f"，另有 {bad} 处没有收" if bad else ""
        return f"{name}：{'可以收下' if dry else '已收下'}{counts}{partly}"
    if about["outcome"] == "refused":
        return f"{name}：没有收，{bad} 处要改好再交{hint}{counts}"
    if about["week"] and not about["same"]:
        return f"{name}：什么也没有填，没有要收的{counts}"
    return f"{name}：和仓库里一样，没有要收的{counts}"


def _total(summary: Row) -> str:
    """Files by their outcome."""
    others = [("same_files", "没有要收的"), ("skipped", "没有读")]
    more = "".join(f"，{label} {summary[key]}" for key, label in others if summary[key])
    return f"{summary['files']} 个文件：收下 {summary['taken']}，不能收 {summary['refused']}{more}"


def _still_to_come(week: Row) -> str:
    heading = Week.parse(week["week"]).heading
    missing = week["missing"]
    if not missing:
        return f"{heading}应报 {week['due']} 家，都交了"
    more = f"等 {len(missing)} 家" if len(missing) > _NAMED else ""
    return f"{heading}应报 {week['due']} 家，还有 {len(missing)} 家什么也没有交：{'、'.join(missing[:_NAMED])}{more}"
