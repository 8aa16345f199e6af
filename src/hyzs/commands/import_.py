"""``hyzs import``"""

from pathlib import Path
from typing import Annotated

import typer

from hyzs.commands.options import DryRun, Format
from hyzs.desk import Desk
from hyzs.model.errors import BadUsage


def import_(
    ctx: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="种类", help="projects")],
    file: Annotated[str, typer.Argument(metavar="文件", help="台账：xlsx xls ods csv")],
    map_file: Annotated[
        str | None, typer.Option("--map", metavar="文件", help="对照表：表头 → 字段；不写就先拟一份，只预览")
    ] = None,
    words: Annotated[
        list[str] | None, typer.Option("--set", metavar="字段=值", help="每个项目都写上的，如 tier=一般")
    ] = None,
    dry_run: DryRun = False,
    format: Format = None,
) -> None:
    """收别处的台账：找出表头，拟好对照，先看后收；收进来都是草稿，不计数，不欠报。"""
    from hyzs.edits.headings import Meanings, proposed
    from hyzs.edits.import_ import Wanted, imported
    from hyzs.model.ledger import Columns
    from hyzs.reports.collected import collected

    desk: Desk = ctx.obj
    if kind not in ("projects", "project", "项目"):
        raise BadUsage(f"还不能收“{kind}”", "可以写：projects")
    ledger = desk.spreadsheet(file)
    known = map_file is not None and Path(map_file).exists()
    if known:
        columns = Columns.of(desk.mapping(str(map_file)))
    elif ledger.problem:
        columns = Columns({})
    else:
        columns = proposed(ledger, Meanings(desk.index))
        map_file = map_file or f"{Path(file).stem}.map.yaml"
        desk.write_mapping(map_file, {"columns": dict(columns.fields)})
        desk.remark(f"对照表拟在 {map_file}，核对以后：hyzs import {kind} {file} --map {map_file}")
    done = imported(desk.index, ledger, Wanted(columns, words or (), desk.today, desk.is_private))
    if done.changes:
        desk.apply(done.changes, dry=dry_run or not known)
    desk.show(collected([done], dry=dry_run or not known, title="收台账", way=""), format)
    if not done.changes and not done.stands:
        raise typer.Exit(1)
