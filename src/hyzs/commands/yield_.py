"""``hyzs yield``: count the leads, contracts, starts and money that events, partners, units or channels brought in."""

from typing import Annotated

import typer

from hyzs.commands.options import Audience, Format, Money, Output, complete_word, print_options
from hyzs.commands.report_registry import read_year
from hyzs.session import Session


def complete_by(incomplete: str) -> list[tuple[str, str]]:
    """The words of ``--by``."""
    from hyzs.query.yields import SUBJECTS

    return complete_word(incomplete, {word: subject.label for word, subject in SUBJECTS.items()})


def yield_(
    ctx: typer.Context,
    by: Annotated[
        str,
        typer.Option(
            "--by",
            metavar="按什么",
            help="event 活动、partner 伙伴、unit 单位、channel 渠道、firm 企业、industry 产业、park 园区",
            autocompletion=complete_by,
        ),
    ] = "channel",
    where: Annotated[
        str | None, typer.Option("--where", metavar="条件", help="只看哪些活动、单位……：写法同 hyzs list")
    ] = None,
    cohort: Annotated[str | None, typer.Option("--cohort", metavar="年", help="只看哪一年来的项目")] = None,
    money: Money = "",
    audience: Audience = "full",
    format: Format = None,
    output: Output = None,
) -> None:
    """招来了什么：线索、签约、开工、投产、金额，按活动、伙伴、单位、渠道……；合计里每个项目只算一次。"""
    from hyzs.query.yields import read_by
    from hyzs.reports.outreach.yield_table import yield_table

    session: Session = ctx.obj
    year = read_year(cohort, session.today) if cohort else None
    answer = yield_table(session.index, read_by(by), session.now, where, year)
    session.show(answer, format, output, print_options(money=money, audience=audience))
