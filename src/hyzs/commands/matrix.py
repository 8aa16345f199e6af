"""``hyzs matrix``: print which unit leads and which are responsible, measure by measure."""

from typing import Annotated

import typer

from hyzs.commands.options import Format, Output, Plan
from hyzs.session import Session


def matrix(
    ctx: typer.Context,
    groups: Annotated[bool, typer.Option("--groups", help="群体展开成它的成员")] = False,
    plan: Plan = None,
    format: Format = None,
    output: Output = None,
) -> None:
    """责任矩阵：哪条举措谁牵头、谁负责，一张表看全。"""
    from hyzs.reports.matrix import matrix

    session: Session = ctx.obj
    session.show(matrix(session.index, session.today, groups, plan), format, output)
