"""``hyzs accept``: take drafts into force (plans, measures, units, matters), or the changed text of a measure."""

from typing import Annotated

import typer

from hyzs.commands.options import DryRun, Format, complete_record
from hyzs.session import Session


def accept(
    ctx: typer.Context,
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="记录...", help="方案（连同它的举措）、举措、单位、交办事项等草稿", autocompletion=complete_record
        ),
    ],
    dry_run: DryRun = False,
    format: Format = None,
) -> None:
    """草稿转正：方案连同举措、举措、单位、交办事项；原文动过的举措，认下新的原文。项目用 hyzs admit。"""
    from hyzs.edits.accept import accept
    from hyzs.reports.results.accept_result import accept_answer

    session: Session = ctx.obj
    changes, rows = accept(session.index, ids)
    session.show(accept_answer(session.apply(changes, dry=dry_run), rows, dry=dry_run), format)
