"""``hyzs backup``: copy the commits, the files, the evidence and the private folder of a store into a new folder."""

from pathlib import Path
from typing import Annotated

import typer

from hyzs.commands.options import Format
from hyzs.session import Session


def backup(
    ctx: typer.Context,
    folder: Annotated[str, typer.Argument(metavar="文件夹", help="放备份的文件夹，在别的盘上；每次一个新的子文件夹")],
    format: Format = None,
) -> None:
    """备份：保存过的版本、现在的数据、佐证和内部资料，写进一个新文件夹，每个文件记下指纹；以前的备份不动。"""
    from hyzs.reports.results.backup_result import backup_result
    from hyzs.store.backup import back_up
    from hyzs.store.git_commit import unsaved_paths

    session: Session = ctx.obj
    unsaved = len(unsaved_paths(session.root))
    backup = back_up(session.root, Path(folder), str(session.about["id"]), session.now)
    session.show(backup_result(backup._asdict() | {"folder": str(backup.folder)}, unsaved), format)
