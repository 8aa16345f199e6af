"""``hyzs rename``: change the id or name of a record wherever it is written."""

from typing import Annotated

import typer

from hyzs.commands.options import DryRun, Format, apply_and_show, complete_record
from hyzs.session import Session


def rename(
    ctx: typer.Context,
    old: Annotated[
        str, typer.Argument(metavar="旧", help="编号：改编号；名称：改名称", autocompletion=complete_record)
    ],
    new: Annotated[str, typer.Argument(metavar="新", help="新的编号，或新的名称")],
    dry_run: DryRun = False,
    format: Format = None,
) -> None:
    """给一条记录改编号或名称，提到它的地方都跟着改；要么全改，要么不改。"""
    from hyzs.edits.rename import rename

    session: Session = ctx.obj
    apply_and_show(session, rename(session.index, old, new), format, dry=dry_run)
