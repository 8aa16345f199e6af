"""``hyzs schema``"""

from typing import Annotated

import typer

from hyzs.commands.options import Output
from hyzs.desk import Desk
from hyzs.model.errors import BadUsage


def complete_kind(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Kinds by name."""
    desk: Desk = ctx.find_root().obj or Desk()
    return [(one.name, one.label) for one in desk.schemas().values() if one.name.startswith(incomplete)]


Kind = Annotated[
    str | None,
    typer.Argument(metavar="[种类]", help="measure、举措……；不写就列出各种", autocompletion=complete_kind),
]


def schema(
    ctx: typer.Context,
    kind: Kind = None,
    all: Annotated[bool, typer.Option("--all", help="全部种类，写进 -o 指定的目录，一种一个文件")] = False,
    output: Output = None,
) -> None:
    """记录文件的 JSON Schema：编辑器凭它补全字段、随写随查。"""
    from hyzs.reports.catalog import kinds

    desk: Desk = ctx.obj
    known = desk.schemas()
    if all:
        if not output:
            raise BadUsage("--all 要写明目录", "例：hyzs schema --all -o schema")
        desk.tell_all({f"{one.name}.json": one.text for one in known.values()}, output)
    elif kind:
        desk.tell(desk.schema(kind).text, output)
    else:
        desk.show(kinds([(one.name, one.label, one.path) for one in known.values()]), None, output)
