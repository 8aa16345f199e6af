"""``hyzs lint``: compare the clauses of policies with the articles on fair competition, sentence by sentence."""

from pathlib import Path
from typing import Annotated

import typer

from hyzs.commands.options import Format, Output, complete_record
from hyzs.model.errors import BadUsage
from hyzs.session import Session


def lint(
    ctx: typer.Context,
    of: Annotated[
        str,
        typer.Argument(
            metavar="文件|记录", help="公文(docx pdf html txt)，或者记录的编号、名称", autocompletion=complete_record
        ),
    ],
    everything: Annotated[bool, typer.Option("--all", help="否定、除外和弱的也列出")] = False,
    funds: Annotated[bool, typer.Option("--fund", help="连基金的条款一起查：返投、注册地")] = False,
    format: Format = None,
    output: Output = None,
) -> None:
    """政策条款逐句对照公平竞争审查条例：哪句可能涉及哪一条；命中不等于违规，零命中不等于合规。"""
    from hyzs.reports.support.lint import lint_document, lint_record

    session: Session = ctx.obj
    if not Path(of).is_file():
        answer = lint_record(session.index, of, everything=everything, funds=funds)
    else:
        from hyzs.documents.read_document import read_document

        document = read_document(Path(of))
        if document.problem:
            raise BadUsage(f"{document.name}：{document.problem}", document.hint)
        texts = [paragraph.text for paragraph in document.paragraphs]
        answer = lint_document(session.index, document.name, texts, everything=everything, funds=funds)
    session.show(answer, format, output)
