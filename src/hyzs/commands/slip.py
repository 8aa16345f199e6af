"""``hyzs slip``: list the promises that became overdue or moved, and the projects that ceased to report."""

from typing import Annotated

import typer

from hyzs.commands.options import Format, Output, complete_person, complete_week
from hyzs.session import Session


def slip(
    ctx: typer.Context,
    since: Annotated[
        str | None,
        typer.Option(
            "--since", metavar="周", help="从哪一周开始看，写法同 --week；不写为上周", autocompletion=complete_week
        ),
    ] = None,
    patron: Annotated[
        str | None,
        typer.Option("--patron", metavar="市领导", help="只看谁联系的项目", autocompletion=complete_person),
    ] = None,
    format: Format = None,
    output: Output = None,
) -> None:
    """周一的问题：哪些承诺新逾期了、推迟了，哪些项目不报了，谁来说明。"""
    from hyzs.reports.slip import slip

    session: Session = ctx.obj
    session.show(slip(session.index, since, session.now, patron), format, output)
