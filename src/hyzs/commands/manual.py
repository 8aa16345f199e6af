"""``hyzs manual``: print a chapter of the manual for one of its four readers."""

from typing import Annotated

import typer

from hyzs.commands.options import Format, Output, complete_word
from hyzs.model.errors import NotFound
from hyzs.session import Session


def _complete_page(incomplete: str) -> list[tuple[str, str]]:
    from hyzs.scaffold.manual import manual_pages

    return complete_word(
        incomplete, {name: text.partition("\n")[0].lstrip("# ") for name, text in manual_pages().items()}
    )


def manual(
    ctx: typer.Context,
    page: Annotated[
        str, typer.Argument(metavar="[谁]", help="填报人 分析员 督查室 管理员", autocompletion=_complete_page)
    ] = "",
    format: Format = None,
    output: Output = None,
) -> None:
    """手册：填报人、分析员、督查室、管理员各一份，照着一步一步做；填报人的那一页也印在发出去的工作簿里。"""
    from hyzs.reports.results.manual_result import manual_list, manual_page
    from hyzs.scaffold.manual import manual_pages

    session: Session = ctx.obj
    pages = manual_pages()
    if page and page not in pages:
        raise NotFound(f"手册里没有“{page}”", f"有：{'、'.join(pages)}")
    session.show(manual_page(page, pages[page]) if page else manual_list(pages), format, output)
