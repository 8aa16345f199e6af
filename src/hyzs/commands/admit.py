"""``hyzs admit``: take draft projects into tracking from a day on, and list what each still lacks."""

from typing import Annotated

import typer

from hyzs.commands.options import DryRun, Format, complete_project, parse_day_option
from hyzs.session import Session


def admit(
    ctx: typer.Context,
    ids: Annotated[
        list[str], typer.Argument(metavar="项目...", help="编号或名称，可以写几个", autocompletion=complete_project)
    ],
    since: Annotated[
        str | None, typer.Option("--since", metavar="日期", help="从哪一天起；不写为最早填报的那周或今天")
    ] = None,
    dry_run: DryRun = False,
    format: Format = None,
) -> None:
    """纳入跟踪：草稿转正，写明从哪一天起；还缺什么一并列出。要么全收，要么不收。"""
    from hyzs.edits.admit import admit
    from hyzs.reports.results.admit_result import admit_result

    session: Session = ctx.obj
    first = parse_day_option(since)
    admission = admit(session.index, ids, first, session.now)
    session.show(
        admit_result(session.apply(admission.changes, dry=dry_run), admission.rows, first, dry=dry_run), format
    )
