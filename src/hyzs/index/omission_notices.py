"""Notices of what the answers from an index leave out: unreadable files, files outside of a sparse checkout."""

from collections.abc import Iterator

from hyzs.index.index import Index


def gap_notices(index: Index, *, lists_findings: bool) -> Iterator[str]:
    """Sentences on what git refuses to tell, files that are not there, files that are not read whole.

    ``lists_findings``: the answer has the last two among its findings.

    Raises:
        Busy: another process has been writing the index for longer than a query waits.
    """
    if index.refusal:
        yield f"注意：{index.refusal.message}；版本号和改动都不知道\n提示：{index.refusal.hint}"
    if lists_findings:
        return
    if absent := index.absent_paths():
        yield f"注意：git 没有取出 {len(absent)} 个数据文件（稀疏检出），下面的结果不含它们"
    if broken := index.unreadable_file_count():
        yield f"注意：有 {broken} 个文件读不全，运行 hyzs check 查看"
