"""``hyzs confirm``: confirm a task that its unit reported as finished; another unit does so."""

from typing import Annotated

import typer

from hyzs.commands.options import DryRun, Format, apply_and_show, complete_record, complete_unit, parse_day_option
from hyzs.session import Session


def confirm(
    ctx: typer.Context,
    task: Annotated[str, typer.Argument(metavar="任务", help="报了完成的任务", autocompletion=complete_record)],
    by: Annotated[
        str, typer.Option("--by", metavar="单位", help="谁确认；不能是填报单位", autocompletion=complete_unit)
    ],
    on: Annotated[str | None, typer.Option("--on", metavar="日期", help="哪一天确认的；不写为今天")] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="文字", help="说明")] = None,
    reject: Annotated[str | None, typer.Option("--reject", metavar="原因", help="不认可，退回继续推进，为什么")] = None,
    dry_run: DryRun = False,
    format: Format = None,
) -> None:
    """确认任务完成：填报单位报了完成，由别的单位核定；在此之前是待核。"""
    from hyzs.edits.confirm import confirm
    from hyzs.query.return_file import load_started_week

    session: Session = ctx.obj
    book, _ = load_started_week(session.index, None, session.now)
    apply_and_show(
        session,
        confirm(session.index, book, task, by, parse_day_option(on) or session.today, note, reject),
        format,
        dry=dry_run,
    )
