"""``hyzs git``: the drivers that git calls, once ``hyzs init --git`` has set them up."""

from pathlib import Path
from typing import Annotated

import typer

from hyzs.model.errors import BadUsage
from hyzs.output import print_text

#: How many files each act is given: git adds more to a diff when a file was renamed.
_FILES = {"diff": (7, 9), "merge": (4, 4)}


def git(
    act: Annotated[str, typer.Argument(metavar="diff|merge", help="显示改动，或合并两边的改动")],
    words: Annotated[list[str], typer.Argument(metavar="文件...", help="git 给的文件")],
) -> None:
    """供 git 调用：用话说明记录的改动，按键和条目合并。由 hyzs init --git 设好。"""
    from hyzs.gitdrivers.drivers import diff_text, merge

    least, most = _FILES.get(act, (0, -1))
    if not least <= len(words) <= most:
        raise BadUsage("这个命令由 git 调用", "运行 hyzs init --git 设好，再用 git diff、git merge")
    if act == "diff":
        path, old, _, _, new = words[:5]
        print_text(diff_text(path, Path(old), Path(new)))
    elif merge(*map(Path, words[:3])):
        raise typer.Exit(1)
