"""``hyzs attach``: record files as evidence of a record and copy them into the evidence folder."""

from pathlib import Path
from typing import Annotated

import typer

from hyzs.commands.evidence_intake import LEVELS, kept_evidence, use_folder
from hyzs.commands.options import (
    DryRun,
    Format,
    apply_and_show,
    complete_record,
    complete_unit,
    complete_week,
    complete_word,
    offers,
)
from hyzs.model.errors import BadUsage
from hyzs.session import Session


def complete_level(incomplete: str) -> list[tuple[str, str]]:
    """Levels of confidentiality."""
    return complete_word(incomplete, dict.fromkeys(LEVELS, ""))


def complete_fact(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Facts of the record that was named."""
    return offers(ctx, incomplete, lambda session: _facts(session, ctx.params.get("id") or ""))


def _facts(session: Session, id: str) -> dict[str, str]:
    from hyzs.edits.attach import record_facts
    from hyzs.query.record_positions import locate_record

    facts = record_facts(locate_record(session.index, id))
    return {".".join(map(str, route)): words for route, words in facts.items() if route}


def attach(
    ctx: typer.Context,
    id: Annotated[
        str | None, typer.Argument(metavar="[编号]", help="编号或名称", autocompletion=complete_record)
    ] = None,
    file: Annotated[str | None, typer.Argument(metavar="[文件]", help="扫描件、照片、表格；一次一个")] = None,
    field: Annotated[
        str | None,
        typer.Option(
            "--field", metavar="哪件事", help="如 milestones.开工、节点.开工、开工", autocompletion=complete_fact
        ),
    ] = None,
    week: Annotated[
        str | None,
        typer.Option(
            "--week", metavar="周", help="附在那一周的填报旁边：2026-W47、W47、本周", autocompletion=complete_week
        ),
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", metavar="单位", help="哪一家的填报", autocompletion=complete_unit)
    ] = None,
    level: Annotated[
        str, typer.Option("--level", metavar="密级", help="公开、内部或敏感", autocompletion=complete_level)
    ] = "敏感",
    name: Annotated[str, typer.Option("--name", metavar="名称", help="记成什么名称；不写为文件名")] = "",
    to: Annotated[str, typer.Option("--to", metavar="文件夹", help="附件放在哪个共享盘；写一次，本机记住")] = "",
    dry_run: DryRun = False,
    format: Format = None,
) -> None:
    """附上凭证：记录里写文件名和校验值，文件存进 evidence/ 或共享盘，不进 git。"""
    from hyzs.edits.attach import attach, find_fact
    from hyzs.fields.reporting_week import load_schedule, parse_week_argument

    session: Session = ctx.obj
    if to:
        use_folder(session, to)
    if not (id and file):
        if to and not id:
            return
        raise BadUsage("没有写附什么", "hyzs attach 编号 文件 [--field 哪件事]")
    number = str(parse_week_argument(week, load_schedule(session.index), session.now)) if week else None
    fact = find_fact(session.index, id, field, number, by)
    with kept_evidence(session, Path(file), name, level, dry=dry_run) as evidence:
        apply_and_show(session, attach(fact, evidence), format, dry=dry_run)
