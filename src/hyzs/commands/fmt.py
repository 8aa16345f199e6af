"""``hyzs fmt``: tidy the files without changing their meaning."""

from typing import Annotated

import typer

from hyzs.commands.options import Format, store_path
from hyzs.session import Session


def fmt(
    ctx: typer.Context,
    paths: Annotated[list[str] | None, typer.Argument(metavar="[路径]...", help="只整理这些文件；不写为全部")] = None,
    check: Annotated[bool, typer.Option("--check", help="只看不写；有要整理的退出码为 1")] = False,
    format: Format = None,
) -> None:
    """整理写法，不改意思：别名、旧名改为现用名，全角数字改半角，换行统一，字段按固定顺序。"""
    from hyzs.checking.autofix import autofixes
    from hyzs.edits.fmt import fmt
    from hyzs.reports.results.edit_result import edit_result

    session: Session = ctx.obj
    fixes = list(autofixes(session.index, session.today))
    changes = fmt(session.index, fixes, [store_path(session, path) for path in paths or []])
    applied = session.apply(changes, dry=check, tidy=True)
    session.show(edit_result(applied, dry=check), format)
    if check and applied.lines:
        raise typer.Exit(1)
