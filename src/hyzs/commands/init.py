"""``hyzs init``"""

from typing import Annotated

import typer

from hyzs.desk import Desk
from hyzs.model.errors import BadUsage


def init(
    ctx: typer.Context,
    folder: Annotated[str, typer.Argument(metavar="[目录]", help="空文件夹；默认是当前文件夹")] = ".",
    sample: Annotated[bool, typer.Option("--sample", help="也带上示例的人员、投资方、项目和周填报")] = False,
    bare: Annotated[bool, typer.Option("--bare", help="只要设置和节假日，不带方案、举措和单位")] = False,
    demo: Annotated[
        int | None,
        typer.Option("--demo", metavar="个数", min=1, help="造一座虚构的城市：这么多个项目和八周填报，供试用和测速"),
    ] = None,
    git: Annotated[
        bool, typer.Option("--git", help="让 git 用话说明记录的改动、按条目合并；已有的仓库也可以设")
    ] = False,
) -> None:
    """新建数据仓库：方案、二十条举措、单位、产业、节假日和设置。"""
    from hyzs.reports.started import started

    desk: Desk = ctx.obj
    told = [name for name, given in (("--sample", sample), ("--bare", bare), ("--demo", demo)) if given]
    if len(told) > 1:
        raise BadUsage(f"{'、'.join(told[:-1])} 和 {told[-1]} 不能一起用")
    if git and not told and desk.is_store(folder):
        desk.begin_git(folder)
        desk.remark("git 已设好：git diff 用话说明改动，git merge 按条目合并。.gitattributes 请提交")
        return
    new = desk.begin(folder, sample=sample, bare=bare, demo=demo)
    if git:
        desk.begin_git(folder)
    new.show(started(new.index, folder))
