"""``hyzs why``: list the rules and facts behind a light or a score."""

from functools import partial
from typing import Annotated

import typer

from hyzs.commands.options import Format, Output, Week, complete_record, complete_unit
from hyzs.model.errors import BadUsage
from hyzs.session import Session


def why(
    ctx: typer.Context,
    id: Annotated[
        str, typer.Argument(metavar="项目", help="项目、任务或评价办法，编号或名称", autocompletion=complete_record)
    ],
    unit: Annotated[
        str | None, typer.Argument(metavar="[单位]", help="评价办法：谁的分", autocompletion=complete_unit)
    ] = None,
    item: Annotated[str | None, typer.Argument(metavar="[指标]", help="评价办法：哪一项；不写则每项一行")] = None,
    week: Week = None,
    period: Annotated[str | None, typer.Option("--period", metavar="期间", help="评价办法：哪一期，如 2026-Q3")] = None,
    format: Format = None,
    output: Output = None,
) -> None:
    """为什么亮这个灯、得这些分：每条规则、每个事实、出处。"""
    from hyzs.reports.assessment.score_why import score_why
    from hyzs.reports.why import why
    from hyzs.store.source_lines import line_of

    session: Session = ctx.obj
    lines = partial(line_of, session.index.tree)
    if unit:
        session.show(score_why(session.index, id, unit, item, period, session.now, lines), format, output)
        return
    if period:
        raise BadUsage("--period 和评价办法、单位一起写", "hyzs why 办法 单位 指标 --period 2026-Q3")
    session.show(why(session.index, id, week, session.now, lines), format, output)
