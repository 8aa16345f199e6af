"""``hyzs show``"""

from typing import Annotated

import typer

from hyzs.commands.options import Format, Output, complete_record
from hyzs.session import Session


def show(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(metavar="编号", help="编号或名称", autocompletion=complete_record)],
    format: Format = None,
    output: Output = None,
) -> None:
    """一条记录的全部：每个字段，和它的大事记。"""
    from hyzs.reports.show import show

    session: Session = ctx.obj
    session.show(show(session.index, id, session.now), format, output)
