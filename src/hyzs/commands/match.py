"""``hyzs match``: match records by a declared rule, each pair with its reasons."""

from typing import Annotated

import typer

from hyzs.commands.options import Format, Output, complete_record, offers
from hyzs.session import Session


def complete_rule(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """The match rules of the settings."""
    return offers(ctx, incomplete, _rules)


def _rules(session: Session) -> dict[str, str]:
    from hyzs.query.match_rules import match_rules

    return {rule.name: f"{rule.of} → {rule.to}" for rule in match_rules(session.index)}


def match(
    ctx: typer.Context,
    id: Annotated[str, typer.Argument(metavar="编号", help="给谁找：编号或名称", autocompletion=complete_record)],
    other: Annotated[
        str | None,
        typer.Argument(metavar="[另一个]", help="只看和它配不配，每一项都列出", autocompletion=complete_record),
    ] = None,
    to: Annotated[str | None, typer.Option("--to", metavar="种类|编号", help="只配哪一种或哪一个，如 parcels")] = None,
    rule: Annotated[
        str | None, typer.Option("--rule", metavar="名称", help="只按哪一条规则", autocompletion=complete_rule)
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="排除的也列出，写明哪一条")] = False,
    format: Format = None,
    output: Output = None,
) -> None:
    """谁配得上、得几分、为什么：按设置里的匹配规则；不合的写明哪一条，缺数据的写待核。"""
    from hyzs.model.errors import BadUsage
    from hyzs.reports.support.match import match

    if other and to:
        raise BadUsage(f"写了两个要配的：{other}、{to}", "留一个")
    session: Session = ctx.obj
    session.show(match(session.index, session.now, id, other or to, rule=rule, every=every), format, output)
