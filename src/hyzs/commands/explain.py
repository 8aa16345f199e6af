"""``hyzs explain``"""

from typing import Annotated

import typer

from hyzs.commands.options import Format, Output
from hyzs.session import Desk


def complete_code(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Codes of findings."""
    desk: Desk = ctx.find_root().obj or Desk()
    return [(code, rule.what) for code, rule in desk.codes().items() if code.startswith(incomplete)]


def explain(
    ctx: typer.Context,
    code: Annotated[
        str | None,
        typer.Argument(metavar="[代码]", help="check 报出的代码；不写就列出所有代码", autocompletion=complete_code),
    ] = None,
    format: Format = None,
    output: Output = None,
) -> None:
    """校验代码的意思：错在哪里、为什么算错、怎么改，附一个例子。"""
    from hyzs.reports.explain import codes, explain

    desk: Desk = ctx.obj
    desk.show(explain(desk.codes(), code) if code else codes(desk.codes()), format, output)
