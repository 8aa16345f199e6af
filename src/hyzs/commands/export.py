"""``hyzs export``"""

from pathlib import Path
from typing import Annotated

import typer

from hyzs.commands.options import Audience, Format, Output, print_options
from hyzs.output import print_notice
from hyzs.session import Session


def export(
    ctx: typer.Context,
    map_file: Annotated[str, typer.Option("--map", metavar="文件", help="对照表：表头 → 字段，mandatory 列出必填")],
    where: Annotated[str | None, typer.Option("--where", metavar="条件", help="写法同 hyzs list")] = None,
    audience: Audience = "full",
    format: Format = None,
    output: Output = None,
) -> None:
    """照别的平台的列填项目：金额换成表头写的单位，填不出的必填格逐个列出，哪个单位去补。"""
    from hyzs.model.column_mapping import ColumnMapping
    from hyzs.reports.export import export
    from hyzs.store.user_files import load_yaml

    session: Session = ctx.obj
    columns = ColumnMapping.from_tree(load_yaml(Path(map_file))).require_decided()
    answer = export(session.index, columns, session.now, where, audience)
    session.show(answer, format, output, print_options(audience=audience))
    if answer.summary["missing"]:
        print_notice(f"缺 {answer.summary['missing']} 格必填，见 -f json 的 missing")
        raise typer.Exit(1)
