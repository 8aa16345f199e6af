"""``hyzs schema``: print the JSON Schema of a kind, or its fields."""

from pathlib import Path
from typing import Annotated

import typer

from hyzs.commands.options import Format, Output
from hyzs.model.errors import BadUsage
from hyzs.output import write_text
from hyzs.session import Session


def complete_kind(incomplete: str) -> list[tuple[str, str]]:
    """Kinds by name."""
    from hyzs.scaffold.json_schemas import schemas

    return [(kind.name, kind.label) for kind in schemas().values() if kind.name.startswith(incomplete)]


Kind = Annotated[
    str | None,
    typer.Argument(metavar="[种类]", help="measure、举措……；不写就列出各种", autocompletion=complete_kind),
]


def schema(
    ctx: typer.Context,
    kind: Kind = None,
    all: Annotated[bool, typer.Option("--all", help="全部种类，写进 -o 指定的目录，一种一个文件")] = False,
    fields: Annotated[
        bool, typer.Option("--fields", help="列出能筛、能列、能排的字段，推出来的(亮灯、逾期天数…)也在内")
    ] = False,
    format: Format = None,
    output: Output = None,
) -> None:
    """记录文件的 JSON Schema：编辑器凭它补全字段、随写随查；--fields 列出字段。"""
    from hyzs.reports.field_list import derived_names, field_list
    from hyzs.reports.kind_list import kind_list
    from hyzs.scaffold.json_schemas import find_schema, schemas
    from hyzs.store.user_files import write_files

    session: Session = ctx.obj
    if fields:
        if not kind or all:
            raise BadUsage("--fields 要写哪一种记录", "例：hyzs schema projects --fields")
        session.show(field_list(session.index, kind), format, output)
        return
    every_schema = schemas()
    if all:
        if not output:
            raise BadUsage("--all 要写明目录", "例：hyzs schema --all -o schema")
        write_files(Path(output), {f"{schema.name}.json": schema.text.encode() for schema in every_schema.values()})
    elif kind:
        if format not in (None, "json"):
            raise BadUsage(f"JSON Schema 没有 {format} 格式", "字段的清单写 --fields")
        write_text(find_schema(kind).text, output)
    else:
        derived = derived_names(session.index) if session.is_inside else {}
        known_kinds = [
            (known_kind.name, known_kind.label, known_kind.path, derived.get(known_kind.name, ()))
            for known_kind in every_schema.values()
        ]
        session.show(kind_list(known_kinds), format, output)
