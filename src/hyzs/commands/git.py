"""``hyzs git``: the drivers that git calls, once ``hyzs init --git`` has set them up; the hook of a server."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from hyzs.model.errors import BadUsage
from hyzs.output import print_notice, print_text
from hyzs.session import Session

if TYPE_CHECKING:
    from hyzs.store.git_receive_hook import Push

#: Least and most arguments of each act: git adds two to a diff when a file was renamed.
_FILES = {"diff": (7, 9), "merge": (4, 4)}


def git(
    ctx: typer.Context,
    act: Annotated[
        str, typer.Argument(metavar="diff|merge|receive", help="显示改动，合并两边的改动，或查推上来的提交")
    ],
    words: Annotated[list[str] | None, typer.Argument(metavar="[文件]...", help="git 给的文件")] = None,
) -> None:
    """供 git 调用：用话说明记录的改动，按键和条目合并；服务器上查推上来的提交。由 hyzs init --git、--hooks 设好。"""
    from hyzs.gitdrivers.drivers import diff_text, merge

    words = words or []
    if act == "receive" and not words:
        _receive(ctx, Path.cwd(), os.environ)
        return
    least, most = _FILES.get(act, (0, -1))
    if not least <= len(words) <= most:
        raise BadUsage("这个命令由 git 调用", "运行 hyzs init --git 设好，再用 git diff、git merge")
    if act == "diff":
        path, old, _, _, new = words[:5]
        print_text(diff_text(path, Path(old), Path(new)))
    elif merge(*map(Path, words[:3])):
        raise typer.Exit(1)


def _receive(ctx: typer.Context, folder: Path, environ: Mapping[str, str]) -> None:
    """Check the branches that are pushed to the bare repository in ``folder``; the push is refused on any error."""
    from hyzs.store.git_receive_hook import is_bare, parse_pushes, pushing_unit

    if not is_bare(folder):
        raise BadUsage("这个命令由服务器上的 git 调用", "在服务器上 hyzs init --hooks 仓库")
    pushes = parse_pushes(sys.stdin.read())
    unit = pushing_unit(folder, environ) if pushes else ""
    refused = [push for push in pushes if not _is_accepted(ctx, folder, environ, push, unit)]
    if refused:
        raise typer.Exit(1)


def _is_accepted(ctx: typer.Context, folder: Path, environ: Mapping[str, str], push: "Push", unit: str) -> bool:
    """True if the unit may push it; a sentence says why not, and what was not checked."""
    from hyzs.checking.unauthorized_changes import has_keepers
    from hyzs.model.finding import Severity
    from hyzs.reports.check import CheckOptions, check
    from hyzs.store.git_receive_hook import base_of, received_objects

    branch, base = push.ref.removeprefix("refs/heads/"), base_of(folder, push)
    if push.new is None:
        print_notice(f"没有收：{branch} 不能整个删去")
        return False
    if base is None:
        print_notice(f"{branch} 是头一次推来，还没有谁管什么可以照，没有查归谁管")
        return True
    with received_objects(folder, environ) as root:
        session = Session(str(root), at=push.new, quiet=True)
        ctx.call_on_close(session.close)
        is_kept = has_keepers(session.index, base)
        if not is_kept:
            print_notice("设置里没有写谁管什么(keepers)，只查了数据，没有查归谁管")
        run = session.check_run(base, None, unit if is_kept else None)
        errors = [finding for finding in run.findings if finding.severity == Severity.error]
        answer = check(session.index, run._replace(findings=errors), CheckOptions(changed=base))
        if errors:
            session.show(answer, "concise")
            print_notice(f"没有收：{unit}推到 {branch} 的提交有 {len(errors)} 个错误，改好再推；归别家管的请那家改")
        session.close()
    return not errors
