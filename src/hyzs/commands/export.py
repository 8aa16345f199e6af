"""``hyzs export``: fill the columns of another platform with projects, and list the required cells that stay empty."""

from pathlib import Path
from typing import Annotated

import typer

from hyzs.commands.options import Audience, Format, ForUnit, Output, for_unit, print_options
from hyzs.model.errors import BadUsage
from hyzs.output import print_notice
from hyzs.session import Session


def export(
    ctx: typer.Context,
    target: Annotated[
        str, typer.Argument(metavar="[parquet", help="parquet：每张表导出成 Parquet，几个库可以合在一起")
    ] = "",
    folder: Annotated[str, typer.Argument(metavar="文件夹]", help="放 Parquet 的文件夹，在仓库外面")] = "",
    map_file: Annotated[
        str, typer.Option("--map", metavar="文件", help="对照表：表头 → 字段，mandatory 列出必填")
    ] = "",
    where: Annotated[str | None, typer.Option("--where", metavar="条件", help="写法同 hyzs list")] = None,
    audience: Audience = "",
    unit: ForUnit = None,
    format: Format = None,
    output: Output = None,
) -> None:
    """照别的平台的列填项目：金额换成表头写的单位，填不出的必填格逐个列出，哪个单位去补；或者导出 Parquet。"""
    session: Session = ctx.obj
    if target and unit:
        raise BadUsage("--for 不用于 parquet：每张表都要的，没有谁家的", "给一个单位的用 --map，或者 hyzs list --for")
    if target:
        _export_parquet(session, target, folder, audience or "internal", format, output, others=bool(map_file or where))
    elif map_file:
        _export_mapped(session, map_file, where, audience or "full", unit, format, output)
    else:
        raise BadUsage("没有写导出成什么样", "照别的平台的列：--map 对照表；每张表都要：hyzs export parquet 文件夹")


def _export_mapped(
    session: Session,
    map_file: str,
    where: str | None,
    audience: str,
    unit: str | None,
    format: str | None,
    output: str | None,
) -> None:
    from hyzs.model.column_mapping import ColumnMapping
    from hyzs.reports.export import export
    from hyzs.store.user_files import load_yaml

    columns = ColumnMapping.from_tree(load_yaml(Path(map_file))).require_decided()
    answer = export(session.index, columns, session.now, where, "public" if unit else audience)
    session.show(answer, format, output, for_unit(session, print_options(audience=audience), unit))
    if answer.summary["missing"]:
        print_notice(f"缺 {answer.summary['missing']} 格必填，见 -f json 的 missing")
        raise typer.Exit(1)


def _export_parquet(
    session: Session,
    target: str,
    folder: str,
    audience: str,
    format: str | None,
    output: str | None,
    *,
    others: bool,
) -> None:
    from hyzs.lake.export_answer import export_answer
    from hyzs.lake.export_parquet import export_parquet
    from hyzs.lake.table_schema import published_tables

    if target != "parquet" or not folder:
        raise BadUsage(f"看不懂 export {target} {folder}".rstrip(), "写成 hyzs export parquet 文件夹")
    if others:
        raise BadUsage("--map、--where 不和 parquet 一起写", "导出 Parquet 是每张表的每一行")
    result = export_parquet(session.index, Path(folder), session.about, session.today, audience)
    every = sum(len(table.columns) for table in published_tables(session.index))
    hidden = every - sum(len(table.schema.columns) for table in result.export.tables.values())
    session.show(export_answer(result, folder, hidden), format, output)
