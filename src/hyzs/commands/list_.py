"""``hyzs list``: list the records of one kind, filtered, sorted, with chosen columns."""

from typing import Annotated

import typer

from hyzs.commands.options import Audience, Format, ForUnit, Output, Plan, complete_kind, for_unit, print_options
from hyzs.output import shows_raw_rows
from hyzs.session import Session


def list_(
    ctx: typer.Context,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="种类",
            help="projects measures tasks units people returns …，或 项目 举措 任务 …",
            autocompletion=complete_kind,
        ),
    ],
    where: Annotated[
        str | None,
        typer.Option(
            "--where",
            metavar="条件",
            help="如 '项目类别=重大 and 属地 in (甲县, 乙县)'；比较：= != < <= > >= ~(含) in；连接：and or not",
        ),
    ] = None,
    sort: Annotated[
        str | None,
        typer.Option("--sort", metavar="字段", help="如 tier,-investment.total 或 亮灯,-逾期天数；前面加 - 为倒序"),
    ] = None,
    columns: Annotated[
        str | None, typer.Option("--columns", metavar="字段", help="要哪些列，逗号分开；写错了会列出有哪些字段")
    ] = None,
    plan: Plan = None,
    audience: Audience = "full",
    unit: ForUnit = None,
    format: Format = None,
    output: Output = None,
) -> None:
    """某一种记录的清单：可以筛选、排序、选列；亮灯、状态、逾期天数这些推出来的字段也可以。"""
    from hyzs.reports.list_ import list_

    session: Session = ctx.obj
    if unit:
        from hyzs.reports.visibility_guard import require_visible

        require_visible(session.index, kind, session.now, "public", condition=where, sort=sort)
    every = shows_raw_rows(format, output)
    answer = list_(session.index, kind, session.now, where, sort, columns, every=every, plan=plan, audience=audience)
    session.show(answer, format, output, for_unit(session, print_options(audience=audience), unit))
