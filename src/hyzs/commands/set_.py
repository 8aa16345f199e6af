"""``hyzs set``: change fields of a record."""

from typing import Annotated

import typer

from hyzs.commands.options import DryRun, Format, apply_and_show, both_ways, complete_record, offers
from hyzs.session import Session


def complete_field(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Fields of the record that was named, by name or label, each with its sign."""
    return offers(ctx, incomplete, lambda session: _fields(session, ctx.params.get("id") or ""))


def _fields(session: Session, id: str) -> dict[str, str]:
    from hyzs.fields.field_catalog import FieldCatalog
    from hyzs.fields.index_reader import resolve_name

    models = FieldCatalog(session.index)
    record = resolve_name(session.index, id, "|".join(kind.name for kind in models.kinds))
    fields = [field for field in models.fields(record["kind"]) if field.col or field.tbl]  # others stand in no file
    return both_ways({f"{field.name}=": f"{field.label}=" for field in fields})


def set_(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(metavar="编号", help="编号或名称", autocompletion=complete_record)],
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="字段=值...", help="+= 加一项，-= 减一项，:= 写整段 YAML", autocompletion=complete_field
        ),
    ],
    dry_run: DryRun = False,
    format: Format = None,
) -> None:
    """改一条记录的字段：只动那几行，会出错的写不进去。"""
    from hyzs.edits.set_ import set_

    session: Session = ctx.obj
    apply_and_show(session, set_(session.index, id, words), format, dry=dry_run)
