"""``hyzs why``"""

from functools import partial
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
    from hyzs.store.source_lines import line_of

    session: Session = ctx.obj
    lines = partial(line_of, session.index.tree)
    session.show(why(session.index, id, week, session.now, lines), format, output)
