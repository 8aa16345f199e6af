"""``hyzs site``"""

from typing import Annotated

import typer

from hyzs.commands.options import Audience, printing
from hyzs.session import Session


def site(
    ctx: typer.Context,
    output: Annotated[str, typer.Option("--output", "-o", metavar="文件", help="写到哪个 .html 文件或文件夹")],
    audience: Audience = "full",
) -> None:
    """一个 HTML 文件的看板：概览、项目、单位、举措，能查能排，不联网，可随邮件发送。"""
    from hyzs.reports.site import site

    session: Session = ctx.obj
    answer, wanted = site(session.index, session.now), printing(audience=audience)
    if output.endswith((".html", ".htm")):
        session.show(answer, "site", output, wanted)
    else:
        session.write_texts({"index.html": session.rendered(answer, "site", wanted)}, output)
    session.notice(f"已写入 {output}")
