"""``hyzs explain``: print what a finding means, with an example that causes it."""

from typing import Annotated

import typer

from hyzs.commands.options import Format, Output
from hyzs.session import Session


def complete_code(incomplete: str) -> list[tuple[str, str]]:
    """Codes of findings."""
    from hyzs.diagnostics.registry import rules_by_code

    return [(code, rule.summary) for code, rule in rules_by_code().items() if code.startswith(incomplete)]


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
    from hyzs.diagnostics import registry
    from hyzs.reports.explain import codes, explain

    session: Session = ctx.obj
    rules = registry.rules_by_code()
    session.show(explain(rules, code) if code else codes(rules), format, output)
