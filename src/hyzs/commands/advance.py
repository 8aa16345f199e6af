"""``hyzs advance``: move a project to its next stage and record the day of the milestone."""

from typing import Annotated

import typer

from hyzs.commands.options import DryRun, Format, apply_and_show, complete_record, complete_stage
from hyzs.session import Session


def advance(
    ctx: typer.Context,
    project: Annotated[str, typer.Argument(metavar="项目", help="编号或名称", autocompletion=complete_record)],
    stage: Annotated[str, typer.Argument(metavar="阶段", help="到了哪个阶段，如 开工", autocompletion=complete_stage)],
    date: Annotated[str | None, typer.Option("--date", metavar="日期", help="哪一天到的；不写为今天")] = None,
    evidence: Annotated[
        str | None, typer.Option("--evidence", metavar="凭据", help="凭什么说到了，如 施工许可证")
    ] = None,
    dry_run: DryRun = False,
    format: Format = None,
) -> None:
    """项目进到下一个阶段：记下节点日期。"""
    from hyzs.edits.advance import advance

    session: Session = ctx.obj
    apply_and_show(
        session, advance(session.index, project, stage, date or str(session.today), evidence), format, dry=dry_run
    )
