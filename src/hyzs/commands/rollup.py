"""``hyzs rollup``: answer one question over the exported tables of several stores."""

from pathlib import Path
from typing import Annotated

import typer

from hyzs.commands.options import Audience, Format, Money, Output, print_options
from hyzs.commands.storeless_session import StorelessSession
from hyzs.model.errors import BadUsage
from hyzs.session import Session


def rollup(
    ctx: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="文件夹... 汇总", help="hyzs export parquet 导出的文件夹，末了是汇总；不写列出有哪些"),
    ] = None,
    audience: Audience = "full",
    money: Money = "",
    format: Format = None,
    output: Output = None,
) -> None:
    """几个市合起来问：各市项目、到位率、开工率、谁担责、没有动静、逾期；同一个项目只算一次。"""
    from hyzs.lake.lake import Lake, ask_duckdb
    from hyzs.lake.question import find_question
    from hyzs.lake.rollup_answer import questions_answer, rollup_answer

    session: Session = ctx.obj
    if not words:
        StorelessSession().show(questions_answer(), format, output)
        return
    if len(words) == 1:
        raise BadUsage(f"只写了一样：{words[0]}", "写成 hyzs rollup 文件夹 汇总；不写列出有哪些汇总")
    *folders, name = words
    question = find_question(name)
    lake = Lake([Path(folder) for folder in folders])
    day = session.asked_day or lake.last_day
    answer = rollup_answer(lake, question, day, ask_duckdb(lake, question, day), audience)
    StorelessSession(day).show(answer, format, output, print_options(money=money, audience=audience))
