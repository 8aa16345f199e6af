"""``hyzs collect``"""

from typing import TYPE_CHECKING, Annotated

import typer

from hyzs.commands.options import DryRun, Format
from hyzs.desk import Desk
from hyzs.model.errors import HyzsError

if TYPE_CHECKING:
    from hyzs.edits.collect import Collected, Wanted, Weeks
    from hyzs.model.form import Returned


def collect(
    ctx: typer.Context,
    files: Annotated[list[str], typer.Argument(metavar="文件或目录...", help="交回来的工作簿，或装着它们的文件夹")],
    dry_run: DryRun = False,
    partial: Annotated[bool, typer.Option("--partial", help="有毛病的表，先收好的格子")] = False,
    format: Format = None,
) -> None:
    """收表：把交回来的工作簿收进周填报；发出去的、交回来的和现在的三方对照，没动的格子什么也不改。"""
    from hyzs.edits.collect import Wanted, Weeks
    from hyzs.reports.collected import collected
    from hyzs.reports.dispatch import sheet_columns

    desk: Desk = ctx.obj
    wanted = Wanted(sheet_columns(desk.index), str(desk.about["id"]), desk.is_private, partial)
    weeks = Weeks(desk.index, desk.now)
    forms = desk.received(files, wanted.columns)
    done = [_one(desk, weeks, form, wanted, dry=dry_run) for form in forms]
    desk.show(collected(done, dry=dry_run), format)
    if not all(one.stands for one in done):
        raise typer.Exit(1)


def _one(desk: Desk, weeks: "Weeks", form: "Returned", wanted: "Wanted", *, dry: bool) -> "Collected":
    """One file, whole or not at all; what stands in the way of it hinders no other."""
    from hyzs.edits.collect import collect, spoiled

    one = collect(weeks, form, wanted)
    if one.changes:
        try:
            desk.apply(one.changes, dry=dry)
        except HyzsError as error:
            return spoiled(one, error.message, error.hint)
        weeks.forget()
    return one
