"""``hyzs undo``: take back the last edit."""

from functools import partial
from typing import Annotated

import typer

from hyzs.commands.options import Format, offers
from hyzs.model.errors import BadUsage
from hyzs.model.time_zone import ZONE
from hyzs.session import Session


def complete_done(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Edits that can be taken back."""
    return offers(ctx, incomplete, lambda session: names_of(session, "done"))


def names_of(session: Session, state: str) -> dict[str, str]:
    """The names of the edits in that state, with what each changed first."""
    from hyzs.writing.undo_list import edit_log

    return {row["name"]: row["first"] or "" for row in edit_log(session.root, ZONE) if row["state"] == state}


def undo(
    ctx: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(
            metavar="[改动]",
            help="每次改动后显示的代号；不写为最近一次，再来一次就再往前退",
            autocompletion=complete_done,
        ),
    ] = None,
    listed: Annotated[bool, typer.Option("--list", help="只列出有哪些改动，撤销过的也列")] = False,
    format: Format = None,
) -> None:
    """撤销在本机上用 hyzs 作的改动，逐字节还原；一次退一步，--list 看有哪些。"""
    from hyzs.reports.results import edit_result
    from hyzs.writing.apply import undo
    from hyzs.writing.undo_list import edit_log
    from hyzs.writing.undo_log import MOST_EDITS

    session: Session = ctx.obj
    if listed:
        if name:
            raise BadUsage("--list 列出全部改动，不用写代号")
        session.show(edit_result.edit_log_answer(edit_log(session.root, ZONE), MOST_EDITS), format)
        return
    session.show(edit_result.edit_result(session.edit(partial(undo, name=name))), format)
