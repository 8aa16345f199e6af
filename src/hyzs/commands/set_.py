"""``hyzs set``"""

from typing import Annotated

import typer

from hyzs.commands.options import DryRun, Format, complete_record, written
from hyzs.desk import Desk


def set_(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(metavar="编号", help="编号或名称", autocompletion=complete_record)],
    words: Annotated[list[str], typer.Argument(metavar="字段=值...", help="+= 加一项，-= 减一项，:= 写整段 YAML")],
    dry_run: DryRun = False,
    format: Format = None,
) -> None:
    """改一条记录的字段：只动那几行，会出错的写不进去。"""
    from hyzs.edits.set_ import set_

    desk: Desk = ctx.obj
    written(desk, set_(desk.index, id, words), format, dry=dry_run)
