"""Results of ``backup`` and ``restore``: the folder, files, versions, and all that is not in it."""

from collections import Counter
from collections.abc import Sequence

from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import Block, Row, Text
from hyzs.model.finding import Finding, Severity


def backup_result(backup: Row, unsaved: int) -> Answer:
    """One row: {folder, files, private, commits, left_out}; ``unsaved`` files are in it as they stand."""
    blocks: list[Block] = [Text(f"备份在 {backup['folder']}"), Text(_counts(backup))]
    if unsaved:
        blocks.append(
            Text(f"有 {unsaved} 个文件改了还没有保存：备份里有它们现在的样子，版本里没有；先 hyzs save", "warn")
        )
    if backup["private_versions"]:
        blocks.append(
            Text("private/ 的文件存进过版本，所以版本(history.bundle)也放在备份的 private/ 里，不随数据给别人", "warn")
        )
    if backup["private"]:
        blocks.append(Text("private/ 是内部资料：备份交给别人以前先拿走这个文件夹，不影响恢复", "note"))
    if backup["left_out"]:
        blocks.append(Text(f"没有备份的文件夹、链接，找不到的佐证文件夹：{'、'.join(backup['left_out'])}", "note"))
    return Answer("backup", rows=[{**backup, "unsaved": unsaved}], blocks=blocks, title="备份", stamp=Stamp())


def restore_result(backup: Row, findings: Sequence[Finding]) -> Answer:
    """One row: {folder, files, private, commits, left_out}, with the errors and warnings of the restored store."""
    counts = Counter(finding.severity for finding in findings)
    errors, warnings = counts[Severity.error], counts[Severity.warning]
    words = f"校验：{errors} 个错误，{warnings} 个警告；看哪些用 hyzs check" if errors or warnings else "校验：没有问题"
    blocks: list[Block] = [
        Text(f"恢复到 {backup['folder']}，每个文件都和备份时一样"),
        Text(_counts(backup)),
        Text(words),
    ]
    if backup["left_out"]:
        missing = len(backup["left_out"])
        blocks.append(Text(f"备份里没有 private/：内部资料 {missing} 个文件没有恢复；有的话照原样拷回去", "warn"))
        if backup["private_versions"]:
            blocks.append(Text("版本和 private/ 放在一起，也没有恢复", "warn"))
    row = {**backup, "errors": errors, "warnings": warnings}
    return Answer("restore", rows=[row], blocks=blocks, title="恢复", stamp=Stamp())


def _counts(backup: Row) -> str:
    return f"数据和佐证 {backup['files']} 个文件，内部资料 {backup['private']} 个文件，版本 {backup['commits']} 个"
