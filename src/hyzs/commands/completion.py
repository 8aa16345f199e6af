"""``hyzs completion``: print the script by which a shell completes the words of hyzs."""

from enum import StrEnum
from typing import Annotated

import typer


class Shell(StrEnum):
    """The shells that we can complete in."""

    bash = "bash"
    zsh = "zsh"
    fish = "fish"
    powershell = "powershell"


def completion(
    shell: Annotated[Shell, typer.Argument(metavar="终端", help="bash zsh fish powershell")],
) -> None:
    """补全脚本：命令、选项、编号和单位名按 Tab 补全；例 hyzs completion bash >> ~/.bashrc。"""
    from typer.completion import get_completion_script  # type: ignore[attr-defined]

    typer.echo(get_completion_script(prog_name="hyzs", complete_var="_HYZS_COMPLETE", shell=shell.value))
