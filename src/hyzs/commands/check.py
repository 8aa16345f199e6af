"""``hyzs check``"""

from typing import Annotated

import typer

from hyzs.commands.options import Output
from hyzs.desk import Desk
from hyzs.model.errors import BadUsage

_FORMATS = "text concise json jsonl github gitlab sarif junit csv tsv md html"
#: Forms of a summary → the format that makes each.
_SUMMARIES = {"md": "summary"}


def check(
    ctx: typer.Context,
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[路径]...", help="只显示这些文件的问题；整个仓库照样都查")
    ] = None,
    summary: Annotated[
        str | None, typer.Option("--summary", metavar="md", help="只要小结：个数、表格和链接，供作业摘要和合并请求评论")
    ] = None,
    format: Annotated[str | None, typer.Option("--format", "-f", metavar="格式", help=_FORMATS)] = None,
    output: Output = None,
) -> None:
    """数据对不对：一次列出所有问题，精确到行和列。"""
    from hyzs.reports.check import check

    desk: Desk = ctx.obj
    if summary:
        format = _summary(summary, format)
    found = desk.findings()
    answer = check(desk.index, found, [desk.below(path) for path in paths or []])
    desk.show(answer, format, output)
    if answer.summary["errors"]:
        raise typer.Exit(1)


def _summary(form: str, format: str | None) -> str:
    """The format of a summary of that form."""
    if format:
        raise BadUsage("--summary 和 -f 不能一起用")
    if form not in _SUMMARIES:
        raise BadUsage(f"没有“{form}”这种小结", f"可以用：{'、'.join(_SUMMARIES)}")
    return _SUMMARIES[form]
