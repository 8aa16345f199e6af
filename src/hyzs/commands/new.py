"""``hyzs new``: make a new record; on a terminal, ask for the required fields that are missing."""

from typing import Annotated

import typer

from hyzs.commands.options import DryRun, Format, apply_and_show, complete_kind
from hyzs.model.errors import BadUsage
from hyzs.session import Session


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
    from hyzs.commands.record_prompts import RecordPrompts
    from hyzs.edits.new import find_kind, needs_id, new, ungiven_fields

    session: Session = ctx.obj
    if name and id and name != id:
        raise BadUsage(f"编号写了两个：{name}、{id}", "只写一个")
    model = find_kind(session.index, kind)
    assignments = list(words or ())

    def write(words: list[str]) -> None:
        apply_and_show(session, new(session.index, model, words, session.today, name or id, file), format, dry=dry_run)

    if not session.is_interactive:
        write(assignments)
        return
    head = ["hyzs", "new", kind, *([name or id] if name or id else []), *(["--file", file] if file else [])]
    interview = RecordPrompts(session, model, [str(word) for word in head], assignments)
    with interview.keeping_answers():
        if not (name or id) and needs_id(model):
            id = interview.ask_id()
        for field in ungiven_fields(model, assignments):
            interview.ask(field.label, field.key)
        interview.write(write)
