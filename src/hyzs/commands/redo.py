"""``hyzs redo``: make an edit again that was taken back."""

from functools import partial
from typing import Annotated

import typer

from hyzs.commands.options import Format, offers
from hyzs.commands.undo import names_of
from hyzs.session import Session


def complete_undone(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Edits that were taken back."""
    return offers(ctx, incomplete, lambda session: names_of(session, "undone"))


def redo(
    ctx: typer.Context,
    name: Annotated[
        str | None,
        typer.Argument(metavar="[改动]", help="撤销时显示的代号；不写为最近撤销的", autocompletion=complete_undone),
    ] = None,
    format: Format = None,
) -> None:
    """重做撤销过的改动：最近撤销的先来；照样先判后写。"""
    from hyzs.reports.results.edit_result import edit_result
    from hyzs.writing.apply import redo

    session: Session = ctx.obj
    session.show(edit_result(session.edit(partial(redo, name=name))), format)
