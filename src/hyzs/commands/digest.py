"""``hyzs digest``: print a subscription: records added, changed and gone in a period, and the days ahead."""

from datetime import datetime, time
from typing import Annotated

import typer

from hyzs.commands.changes import states
from hyzs.commands.options import Format, Output, Week
from hyzs.model.errors import BadUsage
from hyzs.session import Session


def digest(
    ctx: typer.Context,
    name: Annotated[str | None, typer.Argument(metavar="[名称]", help="哪个订阅；不写就列出设置里的")] = None,
    week: Week = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="版本|日期", help="从那时起，代替 --week，直到最后一次提交")
    ] = None,
    format: Format = None,
    output: Output = None,
) -> None:
    """内容订阅：一期里新增、变化、离开的，和快到日子的；从 git 里读。-o 文件.atom、.eml、.ics 也行。"""
    from hyzs.fields.reporting_week import load_schedule, parse_week_argument
    from hyzs.reports.outreach.digest import DigestPeriod, digest, digest_list

    session: Session = ctx.obj
    if week and since:
        raise BadUsage("--week 和 --since 只写一样", "一期一期地看写 --week，从某次提交看起写 --since")
    if name is None:
        session.show(digest_list(session.index), format, output)
        return
    chosen = None if since else parse_week_argument(week, load_schedule(session.index), session.now)
    span = f"{since}..HEAD" if since else str(chosen)
    with states(session, span) as (old, new, _):
        if chosen:
            start = datetime.combine(chosen.monday, time(0))
            end = min(session.now, datetime.combine(chosen.sunday, time(23, 59)))
            label = chosen.heading
        else:
            start, end = datetime.fromisoformat(old.made), session.now
            label = f"{start:%Y-%m-%d} 至 {end:%Y-%m-%d}"
        answer = digest(DigestPeriod(old, new, start, end, label), name)
        to = new.commit
    past_session = Session(str(session.root), f"{end:%Y-%m-%d}", to, quiet=True)
    past_session.show(answer, format, output)
