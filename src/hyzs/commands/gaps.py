"""``hyzs gaps``: list gaps of responsibility: duties without a unit, units without duties, tasks without a due day."""

import typer

from hyzs.commands.options import Format, Output, Plan
from hyzs.session import Session


def gaps(ctx: typer.Context, plan: Plan = None, format: Format = None, output: Output = None) -> None:
    """责任空档：没人牵头的事、没有责任的单位、没有时限的任务。"""
    from hyzs.reports.gaps import gaps

    session: Session = ctx.obj
    session.show(gaps(session.index, session.today, plan), format, output)
