"""``hyzs init``: make a new store (with the plan, with samples, or for practice); ``--git`` sets up the drivers."""

from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from hyzs.model.errors import BadUsage
from hyzs.output import print_notice
from hyzs.session import Session


class InitOptions(NamedTuple):
    """The sort of new store, and its name."""

    sample: Annotated[bool, typer.Option("--sample", help="也带上示例的人员、投资方、项目和周填报")] = False
    bare: Annotated[bool, typer.Option("--bare", help="只要设置和节假日，不带方案、举措和单位")] = False
    demo: Annotated[
        int | None,
        typer.Option("--demo", metavar="个数", min=1, help="造一座虚构的城市：这么多个项目和八周填报，供试用和测速"),
    ] = None
    practice: Annotated[
        bool,
        typer.Option("--practice", help="练习用：一周的填报和交回来的表，每张有一处毛病；hyzs practice 看办得对不对"),
    ] = False
    id: Annotated[str, typer.Option("--id", metavar="编号", help="仓库的编号，如 zhuzhou：小写字母、数字和减号")] = ""
    name: Annotated[str, typer.Option("--name", metavar="名称", help="仓库的名称，印在每一页上")] = ""
    shared: Annotated[
        bool, typer.Option("--shared", help="建一个大家共享的空仓库(放在共享文件夹里)，各人用 hyzs sync --to 送到那里")
    ] = False
    source: Annotated[
        str, typer.Option("--from", metavar="地址", help="从共享的仓库拿一份到新文件夹，以后 hyzs sync 不用再写地址")
    ] = ""
    hooks: Annotated[
        bool,
        typer.Option(
            "--hooks",
            help="照设置的 keepers：在数据仓库里写 CODEOWNERS；在服务器的裸仓库里写钩子，不归自己管的推不进来",
        ),
    ] = False
    git: Annotated[bool, typer.Option("--git", help="让 git 用话说明记录的改动、按条目合并；已有的仓库也可以设")] = (
        False
    )

    @property
    def contents(self) -> list[str]:
        """The options written that say what the store holds."""
        options = {"--sample": self.sample, "--bare": self.bare, "--demo": self.demo, "--practice": self.practice}
        return [name for name, is_chosen in options.items() if is_chosen]


def init(
    ctx: typer.Context,
    options: InitOptions,
    folder: Annotated[str, typer.Argument(metavar="[目录]", help="空文件夹；默认是当前文件夹")] = ".",
) -> None:
    """新建数据仓库：方案、二十条举措、单位、产业、节假日和设置。"""
    from hyzs.gitdrivers.drivers import install
    from hyzs.store.root import is_store

    session: Session = ctx.obj
    is_named = bool(options.id or options.name)
    _refuse_combinations(options)
    if options.hooks:
        _write_hooks(session, folder)
    elif options.shared:
        _share(folder)
    elif options.source:
        _receive(ctx, folder, options.source)
    elif options.git and not options.contents and not is_named and is_store(Path(folder)):
        install(Path(folder).resolve())
        print_notice("git 已设好：git diff 用话说明改动，git merge 按条目合并。.gitattributes 请提交")
    else:
        _create(ctx, folder, options)


def _refuse_combinations(options: InitOptions) -> None:
    contents, is_named = options.contents, bool(options.id or options.name)
    is_other = bool(contents or options.git or is_named)
    if options.hooks and (is_other or options.shared or options.source):
        raise BadUsage("--hooks 不和别的选项一起用")
    if (options.shared or options.source) and (is_other or (options.shared and options.source)):
        raise BadUsage("--shared、--from 不和别的选项一起用")
    if len(contents) > 1:
        raise BadUsage(f"{'、'.join(contents[:-1])} 和 {contents[-1]} 不能一起用")
    if options.practice and is_named:
        raise BadUsage("练习仓库有自己的编号和名称", "去掉 --id、--name")


def _create(ctx: typer.Context, folder: str, options: InitOptions) -> None:
    """Create the store, and say what is provisional in it."""
    from hyzs.gitdrivers.drivers import install
    from hyzs.reports.results.init_result import init_result
    from hyzs.scaffold.new_store import create_store

    session: Session = ctx.obj
    create_store(
        Path(folder),
        sample=options.sample,
        bare=options.bare,
        demo=options.demo,
        practice=options.practice,
        id=options.id,
        name=options.name,
    )
    if options.git:
        install(Path(folder).resolve())
    if options.bare and not (options.id and options.name):
        labels = {"编号": options.id, "名称": options.name}
        lacking = "、".join(label for label, value in labels.items() if not value)
        print_notice(f"{lacking}是暂定的：用 --id、--name 写，或改 data/settings.yaml 的 id、name")
    new = session.reopened(folder)
    ctx.call_on_close(new.close)
    if options.practice:
        from hyzs.commands.practice_forms import HANDED_IN, write_practice

        count = len(write_practice(new))
        print_notice(f"练习：{count} 个文件交在 {HANDED_IN}/ 里；从 练习.md 看起，办完一处就 hyzs practice")
    new.show(init_result(new.index, folder))


def _write_hooks(session: Session, folder: str) -> None:
    """Write CODEOWNERS into a store, or the hook into a bare repository; say what they do not do."""
    from hyzs.store.git_receive_hook import is_bare, write_hook

    if is_bare(Path(folder)):
        from hyzs.gitdrivers.drivers import absolute_program

        write_hook(Path(folder), absolute_program())
        print_notice(
            f"钩子写好了：{folder}/hooks/pre-receive。登记各账号的单位：git -C {folder} config hyzs.账号.unit 单位；"
            "没有登记的推不进来。只对经服务器(ssh、https)推的有用：能直接写这个文件夹的人，谁也拦不住"
        )
        return
    from hyzs.edits.code_owners import code_owners
    from hyzs.store.user_files import write_in_store

    store = session.reopened(folder)
    try:
        write_in_store(store.root, "CODEOWNERS", code_owners(store.index, store.now).encode())
    finally:
        store.close()
    print_notice(
        "CODEOWNERS 写好了，请提交。它只是提醒：平台要求代码所有者批准才拦得住；"
        "自己的服务器，在那里的裸仓库上再运行 hyzs init --hooks"
    )


def _share(folder: str) -> None:
    """Make a shared repository, and say how a store is sent there."""
    from hyzs.store.git_remote import create_share

    create_share(Path(folder))
    print_notice(
        f"建好了。在数据仓库里：hyzs save，再 hyzs sync --to {folder}；同事：hyzs init 新文件夹 --from {folder}"
    )


def _receive(ctx: typer.Context, folder: str, source: str) -> None:
    """Make a store from a shared repository, and remember where it came from."""
    from hyzs.gitdrivers.drivers import install
    from hyzs.reports.results.init_result import init_result
    from hyzs.store.git_remote import parse_share
    from hyzs.writing.sync import receive

    session: Session = ctx.obj
    root = Path(folder).resolve()
    receive(root, parse_share(source))
    install(root)
    new = session.reopened(folder)
    ctx.call_on_close(new.close)
    new.show(init_result(new.index, folder))
