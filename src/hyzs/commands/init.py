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
) -> None:
    """新建数据仓库：方案、二十条举措、单位、产业、节假日和设置。"""
    from hyzs.reports.started import started

    desk: Desk = ctx.obj
    if sample and bare:
        raise BadUsage("--sample 和 --bare 不能一起用")
    new = desk.begin(folder, sample=sample, bare=bare)
    new.show(started(new.index, folder))
