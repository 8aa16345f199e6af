"""``hyzs step``: record a step of a declared flow or of a permit."""

from typing import Annotated

import typer

from hyzs.commands.options import (
    DryRun,
    Format,
    apply_and_show,
    complete_project,
    complete_record,
    complete_unit,
    offers,
    parse_day_option,
)
from hyzs.session import Session


def complete_flow(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Flows, and permits, each of which goes its own way."""
    return offers(ctx, incomplete, _flows)


def _flows(session: Session) -> dict[str, str]:
    from hyzs.query.flows import FlowBook, words_of

    return dict.fromkeys([*FlowBook(session.index).versions, *words_of(session.index, "permit")], "")


def complete_act(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The acts that may come next."""
    return offers(ctx, incomplete, lambda session: _acts(session, ctx.params.get("id"), ctx.params.get("flow")))


def _acts(session: Session, id: str | None, flow: str | None) -> dict[str, str]:
    from hyzs.query.flows import following_acts
    from hyzs.query.record_positions import locate_record

    record = locate_record(session.index, id or "")
    return dict.fromkeys(following_acts(session.index, record.id, flow or "", session.today), "")


def step(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(metavar="编号", help="哪条记录：编号或名称", autocompletion=complete_record)],
    flow: Annotated[
        str, typer.Argument(metavar="流程", help="如 流转、交办，或哪项手续", autocompletion=complete_flow)
    ],
    act: Annotated[str, typer.Argument(metavar="动作", help="走到哪一步，如 受理、办结", autocompletion=complete_act)],
    by: Annotated[str | None, typer.Option("--by", metavar="单位", help="谁办的", autocompletion=complete_unit)] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="单位", help="转给谁", autocompletion=complete_unit)] = None,
    sender: Annotated[
        str | None, typer.Option("--from", metavar="单位", help="从哪里转出", autocompletion=complete_unit)
    ] = None,
    due: Annotated[str | None, typer.Option("--due", metavar="日期", help="延期、延长：延到哪一天")] = None,
    until: Annotated[str | None, typer.Option("--until", metavar="日期", help="评审之类不计时限的：到哪一天")] = None,
    project: Annotated[
        str | None,
        typer.Option("--project", metavar="项目", help="预留、成交给哪个项目", autocompletion=complete_project),
    ] = None,
    note: Annotated[str | None, typer.Option("--note", metavar="文字", help="说明；退回、终止必写")] = None,
    on: Annotated[str | None, typer.Option("--date", metavar="日期", help="哪一天办的；不写为今天")] = None,
    dry_run: DryRun = False,
    format: Format = None,
) -> None:
    """一件事走一步：在它的经过里记一个动作；接不上、了结以后再办的不写。"""
    from hyzs.edits.matter import EventDetails
    from hyzs.edits.step import step

    session: Session = ctx.obj
    days = (str(value) if (value := parse_day_option(text)) else None for text in (due, until))
    day = parse_day_option(on) or session.today
    details = EventDetails(day, by, to, next(days), note, sender, next(days), project)
    apply_and_show(session, step(session.index, id, flow, act, details), format, dry=dry_run)
