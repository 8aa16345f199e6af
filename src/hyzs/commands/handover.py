"""``hyzs handover``: give every dated duty of one holder to another from a day on."""

from typing import Annotated

import typer

from hyzs.commands.options import DryRun, Format, complete_unit, parse_day_option
from hyzs.output import print_notice
from hyzs.session import Session


def handover(
    ctx: typer.Context,
    giver: Annotated[str, typer.Argument(metavar="甲", help="移交的人(或单位)", autocompletion=complete_unit)],
    taker: Annotated[str, typer.Argument(metavar="乙", help="接收的人(或单位)", autocompletion=complete_unit)],
    on: Annotated[str | None, typer.Option("--on", metavar="日期", help="从哪一天起归乙；不写为今天")] = None,
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="单位", help="只移交这个单位的", autocompletion=complete_unit)
    ] = None,
    dry_run: DryRun = False,
    format: Format = None,
) -> None:
    """甲的每一项有起止的责任，从那天起归乙，一次改完；以前的周仍是甲。先印 hyzs report handover 甲。"""
    from hyzs.edits.handover import handover
    from hyzs.reports.results.edit_result import edit_result

    session: Session = ctx.obj
    moved = handover(session.index, giver, taker, parse_day_option(on) or session.today, unit)
    edit = session.apply(moved.changes, dry=dry_run)
    session.show(edit_result(edit._replace(remarks=(*moved.notes, *edit.remarks)), dry=dry_run), format)
    verb = "要移交" if dry_run else "移交了"
    print_notice(f"{verb} {moved.moved} 项" if moved.moved else "没有要移交的：没有一项有起止、还没有交的责任")
