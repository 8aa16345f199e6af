"""``hyzs check``"""

from typing import Annotated

import typer

from hyzs.commands.options import Format, Output
from hyzs.desk import Desk


def check(
    ctx: typer.Context,
    paths: Annotated[
        list[str] | None, typer.Argument(metavar="[路径]...", help="只显示这些文件的问题；整个仓库照样都查")
    ] = None,
    format: Format = None,
    output: Output = None,
) -> None:
    """数据对不对：一次列出所有问题，精确到行和列。"""
    from hyzs.reports.check import check

    desk: Desk = ctx.obj
    found = desk.findings()
    answer = check(desk.index, found, [desk.below(path) for path in paths or []])
    desk.show(answer, format, output)
    if answer.summary["errors"]:
        raise typer.Exit(1)
