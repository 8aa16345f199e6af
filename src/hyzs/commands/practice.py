"""``hyzs practice``: list the faults of the practice forms, mended or not, each with the next step."""

import typer

from hyzs.commands.options import Format
from hyzs.model.errors import NotFound
from hyzs.session import Session


def practice(ctx: typer.Context, format: Format = None) -> None:
    """练习办得怎样：交回来的表里每一处毛病办好了没有，办错了什么，接着做什么；都办好了退出码是 0。"""
    from hyzs.reports.results.practice_result import practice_result
    from hyzs.scaffold.practice import PRACTICE_ID, exercises, practice_week

    session: Session = ctx.obj
    if session.about["id"] != PRACTICE_ID:
        raise NotFound("这里不是练习仓库", "先 hyzs init --practice 文件夹，再进那个文件夹")
    answer = practice_result(session.index, practice_week(), exercises())
    session.show(answer, format)
    if answer.summary["done"] < answer.summary["exercises"]:
        raise typer.Exit(1)
