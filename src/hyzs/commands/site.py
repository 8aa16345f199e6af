"""``hyzs site``"""

from typing import Annotated

import typer

from hyzs.commands.options import Audience, printing
from hyzs.session import Desk


def site(
    ctx: typer.Context,
    output: Annotated[str, typer.Option("--output", "-o", metavar="文件", help="写到哪个 .html 文件或文件夹")],
    audience: Audience = "full",
) -> None:
    """一个 HTML 文件的看板：概览、项目、单位、举措，能查能排，不联网，可随邮件发送。"""
    from hyzs.reports.site import site

    desk: Desk = ctx.obj
    answer, wanted = site(desk.index, desk.now), printing(audience=audience)
    if output.endswith((".html", ".htm")):
        desk.show(answer, "site", output, wanted)
    else:
        desk.tell_all({"index.html": desk.told(answer, "site", wanted)}, output)
    desk.remark(f"已写入 {output}")
