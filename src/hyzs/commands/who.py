"""``hyzs who``: list what a unit or person answers for, or who answers for a record."""

from typing import Annotated

import typer

from hyzs.commands.options import Format, Output, Plan, both_ways, complete_unit, complete_word
from hyzs.session import Session


def complete_duty(incomplete: str) -> list[tuple[str, str]]:
    """Duties by their English or their Chinese word."""
    from hyzs.model.annotations import DUTIES

    return complete_word(incomplete, both_ways(DUTIES))


def who(
    ctx: typer.Context,
    unit: Annotated[
        str,
        typer.Argument(
            metavar="单位", help="单位、群体或人员；或举措、任务、项目、事项(由谁负责)", autocompletion=complete_unit
        ),
    ],
    role: Annotated[
        str | None,
        typer.Option(
            "--role",
            metavar="责任",
            help="只看一种责任：牵头 责任 填报 专班 承办 联系 …",
            autocompletion=complete_duty,
        ),
    ] = None,
    direct: Annotated[bool, typer.Option("--direct", help="只看点名的，不看经群体的")] = False,
    plan: Plan = None,
    format: Format = None,
    output: Output = None,
) -> None:
    """某单位对什么负责：举措、任务、项目；点名的和经群体的。写举措或项目，就是由谁负责。"""
    from hyzs.query.holders import has_holders, holders, refuse_options
    from hyzs.reports.who import who

    session: Session = ctx.obj
    if has_holders(session.index, unit):
        refuse_options(direct=direct, plan=plan)
        session.show(holders(session.index, unit, session.now, role), format, output)
        return
    session.show(who(session.index, unit, session.now, role, direct, plan), format, output)
