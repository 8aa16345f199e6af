"""``hyzs dispatch``"""

from typing import Annotated

import typer

from hyzs.commands.options import Format, Week, complete_unit, split_list
from hyzs.session import Session


def dispatch(
    ctx: typer.Context,
    week: Week = None,
    folder: Annotated[str, typer.Option("--output", "-o", metavar="目录", help="写到哪个文件夹")] = "填报表",
    unit: Annotated[
        list[str] | None,
        typer.Option("--unit", metavar="单位", help="只给这些单位，逗号分开", autocompletion=complete_unit),
    ] = None,
    format: Format = None,
) -> None:
    """发表：本期要报的单位每家一个工作簿，只有自己的项目和任务，填好交回来用 collect 收。"""
    from hyzs.commands.form_files import write_forms
    from hyzs.reports.dispatch import dispatch as forms_of
    from hyzs.reports.dispatch import dispatch_result

    session: Session = ctx.obj
    sent = forms_of(session.index, week, session.now, split_list(*unit or ()), session.about)
    write_forms(session.root, sent.forms, folder)
    session.show(dispatch_result(sent, folder), format)
