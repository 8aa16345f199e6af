"""``hyzs new``"""

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from hyzs.commands.options import DryRun, Format, complete_kind, written
from hyzs.desk import Desk
from hyzs.model.errors import BadUsage

if TYPE_CHECKING:
    from collections.abc import Iterable

    from hyzs.model.shape import Shape


def new(
    ctx: typer.Context,
    kind: Annotated[str, typer.Argument(metavar="种类", help="如 projects", autocompletion=complete_kind)],
    name: Annotated[
        str | None, typer.Argument(metavar="[编号]", help="如 calendar 2027；项目不写就新编一个，如 p26-k7m3")
    ] = None,
    words: Annotated[list[str] | None, typer.Option("--set", metavar="字段=值", help="可以写多次")] = None,
    id: Annotated[str | None, typer.Option("--id", metavar="编号", help="同上，写在种类后面也行")] = None,
    file: Annotated[
        str | None, typer.Option("--file", metavar="文件", help="记在哪个列表文件里，如 zhengfu.yaml")
    ] = None,
    dry_run: DryRun = False,
    format: Format = None,
) -> None:
    """新建一条记录：必填的没写就问；不在终端上就用 --set 写全。"""
    from hyzs.edits.new import kind_called, missing, new

    desk: Desk = ctx.obj
    if name and id and name != id:
        raise BadUsage(f"编号写了两个：{name}、{id}", "只写一个")
    model = kind_called(desk.index, kind)
    given = list(words or ())
    if sys.stdin.isatty() and sys.stderr.isatty():
        given += _asked(desk, missing(model, given))
    written(desk, new(desk.index, model, given, desk.today, name or id, file), format, dry=dry_run)


def _asked(desk: Desk, fields: "Iterable[Shape]") -> list[str]:
    """What the person answers for each field; known words are offered."""
    out = []
    for field in fields:
        ref = field.ref
        known = [name for name, _ in desk.index.names(ref.kinds, "")] if ref and "unit" not in ref.kinds else []
        offered = f"（{'、'.join(known)}）" if known else ""
        out.append(f"{field.key}={typer.prompt(f'{field.label}{offered}', err=True)}")
    return out
