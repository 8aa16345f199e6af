"""``hyzs undo``"""

from typing import Annotated

import typer

from hyzs.commands.options import Format
from hyzs.desk import Desk


def undo(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="[改动]", help="每次改动后显示的代号；不写为最近一次")] = None,
    format: Format = None,
) -> None:
    """撤销在本机上用 hyzs 作的一次改动，逐字节还原。"""
    from hyzs.reports.edited import edited

    desk: Desk = ctx.obj
    desk.show(edited(desk.undo(name)), format)
