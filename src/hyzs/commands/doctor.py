"""``hyzs doctor``: list the state of program, git, fonts, calendar, index and data, each with what to do."""

from typing import Any

import typer

from hyzs.commands.options import Format, Output
from hyzs.model.errors import Exit
from hyzs.session import Session


def doctor(ctx: typer.Context, format: Format = None, output: Output = None) -> None:
    """体检：程序、git、字体、日历、索引、数据，哪里不对、怎么办。"""
    from hyzs.reports.doctor import doctor

    session: Session = ctx.obj
    answer = doctor(health(session))
    session.show(answer, format, output)
    if answer.summary["fail"]:
        raise typer.Exit(Exit.CONFIG)


def health(session: Session) -> list[dict[str, Any]]:
    """The machine and the store, looked at one by one: {check, status, detail, hint}."""
    from hyzs.doctor import Sign, machine_signs, store_signs

    signs = list(machine_signs())
    if session.is_inside:
        findings = session.findings()
        signs += store_signs(session.root, session.index, findings, session.today)
    else:
        signs.append(Sign("仓库", "warn", "这里不是数据仓库", "进入数据仓库，或用 hyzs init 建一个"))
    return [sign._asdict() for sign in signs]
