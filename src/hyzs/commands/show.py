"""``hyzs show``: print all fields of one record, its evidence and its events."""

from typing import TYPE_CHECKING, Annotated, Any

import typer

from hyzs.commands.options import Audience, Format, ForUnit, Output, complete_record, for_unit, print_options
from hyzs.model.errors import BadUsage, NotFound
from hyzs.output import print_notice
from hyzs.session import Session

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


def show(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(metavar="编号", help="编号或名称", autocompletion=complete_record)],
    open: Annotated[int | None, typer.Option("--open", metavar="序号", min=1, help="打开第几份附件")] = None,
    audience: Audience = "full",
    unit: ForUnit = None,
    format: Format = None,
    output: Output = None,
) -> None:
    """一条记录的全部：每个字段，它的附件在哪里，和它的大事记。"""
    from hyzs.reports.show import show

    session: Session = ctx.obj
    answer = show(session.index, id, session.now, lambda: _places(session))
    if open is None:
        printed_as = for_unit(session, print_options(audience=audience), unit)
        session.show(answer, format, output, printed_as)
    elif unit or audience != "full":
        raise BadUsage("--open 打开的是原件，不分给谁看", "去掉 --for、--audience")
    else:
        _open(answer.extra.get("evidence", []), open, _places(session))


def _places(session: Session) -> "Mapping[str, Path]":
    from hyzs.store.evidence import evidence_folder, stored_files

    return stored_files(evidence_folder(session.root))


def _open(files: "Sequence[Mapping[str, Any]]", number: int, places: "Mapping[str, Path]") -> None:
    """Open the file with that number in the program that the system has for it.

    Raises: NotFound: there is no such file, or its bytes are not on this machine; CannotRead: they are others by now.
    """
    from hyzs.store.evidence import openable_file

    if number > len(files):
        raise NotFound(f"它有 {len(files)} 份附件，没有第 {number} 份", "不写 --open 列出附件")
    file = openable_file(places, files[number - 1]["sha256"], files[number - 1]["name"])
    print_notice(f"打开 {file}")
    typer.launch(str(file))
