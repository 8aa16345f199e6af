"""``hyzs matter``: record an act on a matter (sign, return, extend, finish, close), or list the open ones."""

from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from hyzs.commands.options import (
    DryRun,
    Format,
    apply_and_show,
    both_ways,
    complete_matter,
    complete_unit,
    complete_word,
    parse_day_option,
    split_list,
)
from hyzs.model.errors import BadUsage
from hyzs.session import Session

if TYPE_CHECKING:
    from hyzs.edits.matter import NewMatter


def complete_act(incomplete: str) -> list[tuple[str, str]]:
    """Acts on a matter, by their English or Chinese word."""
    from hyzs.edits.matter import ACTS

    return complete_word(incomplete, {"new": "新的事项", **both_ways(ACTS)})


class MatterOptions(NamedTuple):
    """The words of an act on a matter, and the contents of a new one."""

    by: Annotated[str | None, typer.Option("--by", metavar="谁", help="谁做的；new 写提出者")] = None
    to: Annotated[
        str | None, typer.Option("--to", metavar="单位", help="退回、改派给谁", autocompletion=complete_unit)
    ] = None
    due: Annotated[str | None, typer.Option("--due", metavar="日期", help="期限，或延到哪一天")] = None
    note: Annotated[str | None, typer.Option("--note", metavar="文字", help="说明")] = None
    on: Annotated[str | None, typer.Option("--date", metavar="日期", help="哪一天做的；不写为今天")] = None
    lead: Annotated[str, typer.Option("--lead", metavar="单位", help="new：主办单位", autocompletion=complete_unit)] = (
        ""
    )
    assist: Annotated[list[str] | None, typer.Option("--assist", metavar="单位", help="new：协办单位")] = None
    origin: Annotated[
        str | None,
        typer.Option("--origin", metavar="来源", help="企业诉求 企业投诉 外企诉求 外企投诉 领导批示 会议议定 周填报"),
    ] = None
    project: Annotated[str | None, typer.Option("--project", metavar="项目", help="new：哪个项目的事")] = None
    against: Annotated[str | None, typer.Option("--against", metavar="单位", help="new：投诉谁")] = None
    need: Annotated[
        str | None,
        typer.Option("--need", metavar="诉求", help="new：由项目的哪条诉求转来；单位、限期照它，文字相同可不写"),
    ] = None
    new_id: Annotated[str | None, typer.Option("--id", metavar="编号", help="new：不写就新编一个")] = None


def matter(
    ctx: typer.Context,
    options: MatterOptions,
    act: Annotated[
        str | None,
        typer.Argument(
            metavar="[动作]",
            help="new sign return reassign extend done rate close reopen；不写就列没有销号的",
            autocompletion=complete_act,
        ),
    ] = None,
    id: Annotated[
        str | None,
        typer.Argument(metavar="[编号]", help="哪一件：编号或内容；new 写事项的内容", autocompletion=complete_matter),
    ] = None,
    dry_run: DryRun = False,
    format: Format = None,
) -> None:
    """交办事项：交办、签收、退回、延期、办结、销号，走到哪一步由经过推出；不写动作就列没有销号的。"""
    from hyzs.edits import matter as edits
    from hyzs.reports.open_matters import open_matters

    session: Session = ctx.obj
    if act is None:
        session.show(open_matters(session.index, session.now), format)
        return
    if id is None:
        raise BadUsage("还要写哪一件", f"hyzs matter {act} 编号；有哪些：hyzs matter")
    day = parse_day_option(options.on) or session.today
    details = edits.EventDetails(day, options.by, options.to, options.due, options.note)
    if act == "new":
        changes = edits.create_matter(session.index, _new_matter(id, options), details, options.new_id)
    else:
        changes = edits.append_event(session.index, id, act, details)
    apply_and_show(session, changes, format, dry=dry_run)


def _new_matter(text: str, options: MatterOptions) -> "NewMatter":
    from hyzs.edits.matter import NewMatter

    assist = split_list(*options.assist or ())
    return NewMatter(text, options.origin, options.lead, assist, options.project, options.against, options.need)
