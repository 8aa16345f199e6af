"""``hyzs why``"""

from typing import Annotated

import typer

from hyzs.commands.options import Format, Output, Week, complete_record
from hyzs.session import Session


def why(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(metavar="项目", help="项目或任务，编号或名称", autocompletion=complete_record)],
    week: Week = None,
    format: Format = None,
    output: Output = None,
) -> None:
    """为什么亮这个灯：每条规则、每个事实、出处。"""
    from hyzs.reports.why import why

    session: Session = ctx.obj
    session.show(why(session.index, id, week, session.now, session.line), format, output)
