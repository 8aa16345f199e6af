"""``hyzs resolve``: settle a field that two people changed differently."""

from typing import TYPE_CHECKING, Annotated

import typer

from hyzs.commands.options import Format
from hyzs.commands.sync import conflicts_answer
from hyzs.model.errors import BadUsage
from hyzs.session import Session

if TYPE_CHECKING:
    from hyzs.model.change import Value


def resolve(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(metavar="[编号]", help="哪条记录；不写就列出还没有定的")] = "",
    field: Annotated[str, typer.Argument(metavar="[字段]", help="哪个字段，照 hyzs sync 列的写")] = "",
    value: Annotated[str, typer.Argument(metavar="[=值]", help="两边都不用，另写一个值")] = "",
    ours: Annotated[bool, typer.Option("--ours", help="用我们的")] = False,
    theirs: Annotated[bool, typer.Option("--theirs", help="用他们的")] = False,
    format: Format = None,
) -> None:
    """两边改得不一样的地方定下来：用我们的、用他们的，或另写一个值；都定了再 hyzs sync。"""
    from hyzs.writing.pending_conflicts import decide, pending_conflicts

    session: Session = ctx.obj
    if field.startswith("="):
        field, value = "", field
    sides = [side for side, is_written in (("ours", ours), ("theirs", theirs), ("value", bool(value))) if is_written]
    if not id:
        session.show(conflicts_answer(pending_conflicts(session.root), report="resolve"), format)
        return
    if len(sides) != 1 or (value and not value.startswith("=")):
        raise BadUsage("怎么定没有写清", "写 --ours、--theirs，或 =值，三样里一样")
    pending = decide(session.root, id, field, sides[0], _parsed_value(session, id, field, value[1:]) if value else None)
    session.show(conflicts_answer(pending, report="resolve"), format)


def _parsed_value(session: Session, id: str, field: str, text: str) -> "Value":
    """The value, typed as for ``hyzs set``. Raises: BadUsage: the field cannot hold it; NotFound."""
    from hyzs.edits.assignments import assigned_value, parse_assignment
    from hyzs.writing.pending_conflicts import pending_conflicts, position

    pending = pending_conflicts(session.root)
    conflict = pending[position(pending, id, field)]
    if not (conflict.kind and conflict.field):
        raise BadUsage("整个文件两边不一样，不能另写一个值", "写 --ours 或 --theirs")
    return assigned_value(parse_assignment(conflict.kind, f"{conflict.field}={text}"))
