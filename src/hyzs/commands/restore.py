"""``hyzs restore``: restore a backup into a new folder once the digest of every file agrees."""

from pathlib import Path
from typing import Annotated

import typer

from hyzs.commands.options import Format
from hyzs.session import Session


def restore(
    ctx: typer.Context,
    folder: Annotated[str, typer.Argument(metavar="备份", help="hyzs backup 做出的那个文件夹")],
    new: Annotated[str, typer.Argument(metavar="新文件夹", help="恢复到哪里；要是空的")],
    format: Format = None,
) -> None:
    """恢复：先核对备份里每个文件的指纹，再恢复到新文件夹，然后校验；对不上的什么也不恢复。"""
    from hyzs.reports.results.backup_result import restore_result
    from hyzs.store.backup import restore

    session: Session = ctx.obj
    new_store = restore(Path(folder), Path(new))
    restored = session.reopened(str(new_store.folder))
    ctx.call_on_close(restored.close)
    findings = restored.findings()
    restored.show(restore_result(new_store._asdict() | {"folder": str(new_store.folder)}, findings), format)
