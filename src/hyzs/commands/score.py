"""``hyzs score``: compute the scores of a scheme: terms, points, ranks and grades."""

from typing import Annotated

import typer

from hyzs.commands.options import Format, Output, complete_scheme
from hyzs.session import Session


def score(
    ctx: typer.Context,
    scheme: Annotated[str, typer.Argument(metavar="办法", help="评价办法：编号或名称", autocompletion=complete_scheme)],
    period: Annotated[
        str | None, typer.Option("--period", metavar="期间", help="如 2026-Q3；不写为最近结束的一期")
    ] = None,
    group: Annotated[str | None, typer.Option("--group", metavar="组", help="只看哪一组")] = None,
    format: Format = None,
    output: Output = None,
) -> None:
    """按评价办法算分：每项的分子分母、得分、名次、等次；剔除的写明理由。"""
    from hyzs.reports.assessment.score import score

    session: Session = ctx.obj
    session.show(score(session.index, scheme, period, session.now, group), format, output)
