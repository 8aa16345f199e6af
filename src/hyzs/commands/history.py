"""``hyzs history``: list the events of a project, or the values that one of its fields has had."""

from functools import partial
from typing import Annotated

import typer

from hyzs.commands.options import Format, Output, complete_record
from hyzs.session import Session


def history(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(metavar="编号", help="编号或名称", autocompletion=complete_record)],
    field: Annotated[
        str | None, typer.Option("--field", metavar="指标", help="只看一个指标：每周报多少、谁报的、为什么改")
    ] = None,
    format: Format = None,
    output: Output = None,
) -> None:
    """一个项目从头到尾的经过；加 --field 看一个数是怎么变过来的。"""
    from hyzs.reports.history import history
    from hyzs.store.git_history import last_commits

    session: Session = ctx.obj
    revision = session.past_commit.commit if session.past_commit else "HEAD"
    commits = partial(last_commits, session.root, revision=revision)
    session.show(history(session.index, id, field, session.now, commits), format, output)
