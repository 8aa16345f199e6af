"""``hyzs init``"""

from pathlib import Path
from typing import Annotated

import typer

from hyzs.model.errors import BadUsage
from hyzs.output import print_notice
from hyzs.session import Session


def init(
    ctx: typer.Context,
    folder: Annotated[str, typer.Argument(metavar="[目录]", help="空文件夹；默认是当前文件夹")] = ".",
    sample: Annotated[bool, typer.Option("--sample", help="也带上示例的人员、投资方、项目和周填报")] = False,
    bare: Annotated[bool, typer.Option("--bare", help="只要设置和节假日，不带方案、举措和单位")] = False,
    demo: Annotated[
        int | None,
        typer.Option("--demo", metavar="个数", min=1, help="造一座虚构的城市：这么多个项目和八周填报，供试用和测速"),
    ] = None,
    id: Annotated[str, typer.Option("--id", metavar="编号", help="仓库的编号，如 zhuzhou：小写字母、数字和减号")] = "",
    name: Annotated[str, typer.Option("--name", metavar="名称", help="仓库的名称，印在每一页上")] = "",
    git: Annotated[
        bool, typer.Option("--git", help="让 git 用话说明记录的改动、按条目合并；已有的仓库也可以设")
    ] = False,
) -> None:
    """新建数据仓库：方案、二十条举措、单位、产业、节假日和设置。"""
    from hyzs.gitdrivers.drivers import install
    from hyzs.reports.init_result import init_result
    from hyzs.scaffold.new_store import create_store
    from hyzs.store.root import is_store

    session: Session = ctx.obj
    contents = [name for name, given in (("--sample", sample), ("--bare", bare), ("--demo", demo)) if given]
    if len(contents) > 1:
        raise BadUsage(f"{'、'.join(contents[:-1])} 和 {contents[-1]} 不能一起用")
    if git and not contents and not (id or name) and is_store(Path(folder)):
        install(Path(folder).resolve())
        print_notice("git 已设好：git diff 用话说明改动，git merge 按条目合并。.gitattributes 请提交")
        return
    create_store(Path(folder), sample=sample, bare=bare, demo=demo, id=id, name=name)
    if git:
        install(Path(folder).resolve())
    if bare and not (id and name):
        lacking = "、".join(word for word, given in (("编号", id), ("名称", name)) if not given)
        print_notice(f"{lacking}是暂定的：用 --id、--name 写，或改 data/settings.yaml 的 id、name")
    new = session.reopened(folder)
    ctx.call_on_close(new.close)
    new.show(init_result(new.index, folder))
