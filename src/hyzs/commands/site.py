"""``hyzs site``: write the board as one HTML file that needs no network."""

from pathlib import Path
from typing import Annotated

import typer

from hyzs.commands.options import Audience, ForUnit, for_unit, print_options
from hyzs.output import AnswerWriter, print_notice
from hyzs.session import Session


def site(
    ctx: typer.Context,
    output: Annotated[str, typer.Option("--output", "-o", metavar="文件", help="写到哪个 .html 文件或文件夹")],
    audience: Audience = "full",
    unit: ForUnit = None,
) -> None:
    """一个 HTML 文件的看板：概览、项目、单位、举措，能查能排，不联网，可随邮件发送。"""
    from hyzs.reports.site import site
    from hyzs.store.user_files import write_files

    session: Session = ctx.obj
    answer = site(session.index, session.now)
    printed_as = for_unit(session, print_options(audience=audience), unit)
    if output.endswith((".html", ".htm")):
        session.show(answer, "site", output, printed_as)
    else:
        write_files(Path(output), {"index.html": AnswerWriter(session).text(answer, "site", printed_as).encode()})
        AnswerWriter(session).print_withheld(answer, printed_as)
    print_notice(f"已写入 {output}")
