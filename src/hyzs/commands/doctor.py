"""``hyzs doctor``"""

import typer

from hyzs.commands.options import Format, Output
from hyzs.model.errors import Exit
from hyzs.session import Session


def doctor(ctx: typer.Context, format: Format = None, output: Output = None) -> None:
    """体检：程序、git、字体、日历、索引、数据，哪里不对、怎么办。"""
    from hyzs.reports.doctor import doctor

    session: Session = ctx.obj
    answer = doctor(session.health())
    session.show(answer, format, output)
    if answer.summary["fail"]:
        raise typer.Exit(Exit.CONFIG)
