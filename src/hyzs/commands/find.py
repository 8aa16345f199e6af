"""``hyzs find``: find records by id, name, pinyin, initials or text, with a letter or two wrong."""

from typing import Annotated

import typer

from hyzs.commands.options import Audience, Format, Output, complete_kind, print_options
from hyzs.session import Session


def find(
    ctx: typer.Context,
    words: Annotated[
        list[str],
        typer.Argument(metavar="文字…", help="编号、名称、别名、曾用名、拼音、首字母，或正文里的几个字；几个词都要有"),
    ],
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="种类", help="只查哪一种记录", autocompletion=complete_kind)
    ] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="条数", min=0, help="最多列几条，0 全列")] = 20,
    all_weeks: Annotated[bool, typer.Option("--all-weeks", help="填报的正文从第一周查起，不只最近一季")] = False,
    audience: Audience = "full",
    format: Format = None,
    output: Output = None,
) -> None:
    """按几个字找记录：编号、名称、拼音、首字母、正文，写错一两个字也找得到相近的。"""
    from hyzs.reports.find import find

    session: Session = ctx.obj
    options = print_options(audience=audience)
    answer = find(session.index, words, session.today, kind, limit, every_week=all_weeks, audience=audience)
    session.show(answer, format, output, options)
