"""``hyzs templates``: list the templates of reports, and copy one into the store to be changed."""

from typing import Annotated

import typer

from hyzs.commands.options import Format
from hyzs.output import print_notice
from hyzs.session import Session


def templates(
    ctx: typer.Context,
    act: Annotated[
        str, typer.Argument(metavar="动作", help="list 列出；eject 取一个到自己的 templates/ 里改")
    ] = "list",
    name: Annotated[str | None, typer.Argument(metavar="[模板]", help="eject：哪一个")] = None,
    format: Format = None,
) -> None:
    """报表的模板：有哪些，哪些已换成自己的；取一个出来改。"""
    from hyzs.model.errors import BadUsage
    from hyzs.output import templates as own_templates
    from hyzs.reports.template_list import choose_template, template_list
    from hyzs.store.user_files import write_in_store

    session: Session = ctx.obj
    own = own_templates(session.root)
    if act == "eject":
        template = choose_template(own, name)
        write_in_store(session.root, f"templates/{template['name']}", template["text"].encode())
        print_notice(f"已写入 templates/{template['name']}，改它就行；删去它又用自带的")
    elif act == "list":
        session.show(template_list(own), format)
    else:
        raise BadUsage(f"没有“{act}”这个动作", "可以写：list eject")
