"""``hyzs dispatch``: write one workbook for each unit that has to report this week."""

from typing import Annotated

import typer

from hyzs.commands.options import Format, Week, complete_kind, complete_unit, split_list
from hyzs.session import Session


def dispatch(
    ctx: typer.Context,
    week: Week = None,
    folder: Annotated[str, typer.Option("--output", "-o", metavar="目录", help="写到哪个文件夹")] = "填报表",
    unit: Annotated[
        list[str] | None,
        typer.Option("--unit", metavar="单位", help="只给这些单位，逗号分开", autocompletion=complete_unit),
    ] = None,
    kinds: Annotated[
        list[str] | None,
        typer.Option(
            "--kind",
            metavar="种类",
            help="这些种类的台账不论到没到期都附上，如 伙伴,科技成果；谁管见设置的 keepers",
            autocompletion=complete_kind,
        ),
    ] = None,
    format: Format = None,
) -> None:
    """发表：本期要报的单位每家一个工作簿，只有自己的项目、任务和所管的台账，填好交回来用 collect 收。"""
    from hyzs.commands.form_files import write_forms
    from hyzs.reports.dispatch import dispatch as forms_of
    from hyzs.reports.dispatch import dispatch_result

    session: Session = ctx.obj
    units, kind_names = split_list(*unit or ()), split_list(*kinds or ())
    sent = forms_of(session.index, week, session.now, units, session.about, kind_names)
    write_forms(session.root, sent.forms, folder)
    session.show(dispatch_result(sent, folder), format)
