"""``hyzs push``: record grants that firms need not apply for; each paying unit gets a form to confirm them."""

from typing import Annotated

import typer

from hyzs.commands.options import DryRun, Format, complete_offer, parse_day_option, split_list
from hyzs.session import Session


def push(
    ctx: typer.Context,
    offer: Annotated[
        list[str] | None,
        typer.Option("--offer", metavar="事项", help="只推这些事项", autocompletion=complete_offer),
    ] = None,
    period: Annotated[str | None, typer.Option("--for", metavar="年份", help="算哪一年的；不写为今年")] = None,
    confirm: Annotated[str | None, typer.Option("--confirm-by", metavar="日期", help="请企业哪天以前确认")] = None,
    folder: Annotated[str, typer.Option("--output", "-o", metavar="目录", help="工作簿写到哪个文件夹")] = "免申即享",
    dry_run: DryRun = False,
    format: Format = None,
) -> None:
    """免申即享推送：符合条件的企业记一条推送，兑现单位每家一个确认单；缺数据的不推送，没有回音不是确认。"""
    from hyzs.commands.form_files import write_forms
    from hyzs.edits.push import push_grants
    from hyzs.fields.index_reader import resolve_name
    from hyzs.model.errors import BadUsage
    from hyzs.query.grants import confirm_by, push_plan
    from hyzs.reports.support.push import push_answer, push_workbooks

    session: Session = ctx.obj
    day, year = session.today, period or str(session.today.year)
    if not (year.isdecimal() and len(year) == len("2026")):
        raise BadUsage(f"“{year}”不是年份", "写成 2026")
    offers = [resolve_name(session.index, name, "offer")["id"] for name in split_list(*offer or ())]
    plan = push_plan(session.index, session.now, year, offers)
    due = [row for row in plan.rows if row["verdict"] == "due"]
    by = parse_day_option(confirm) or confirm_by(session.index, day)
    changes = push_grants(due, year, day, by, session.about["commit"])
    forms = push_workbooks(plan, year, day, session.about)
    if changes:
        session.apply(changes, dry=dry_run)
    if not dry_run:
        write_forms(session.root, forms, folder)
    session.show(push_answer(plan, year, day, [form.file for form in forms], dry=dry_run, folder=folder), format)
