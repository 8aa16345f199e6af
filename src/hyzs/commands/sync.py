"""``hyzs sync``: fetch what others saved, merge it entry by entry, check it, and send one's own."""

from typing import TYPE_CHECKING, Annotated

import typer

from hyzs.commands.options import Format
from hyzs.commands.save import changes_since, ensure_repository, saving_author
from hyzs.model.errors import BadUsage
from hyzs.session import Session

if TYPE_CHECKING:
    from collections.abc import Sequence

    from hyzs.model.answer import Answer
    from hyzs.writing.pending_conflicts import PendingConflict


def sync(
    ctx: typer.Context,
    to: Annotated[
        str, typer.Option("--to", metavar="地址", help="共享文件夹里的仓库，或内网服务器的地址；写一次，本机记住")
    ] = "",
    format: Format = None,
) -> None:
    """同步：收别人保存的，按条目合并、校验，再把自己保存的送出去；两边改得不一样的列出来，什么也不丢。"""
    from hyzs.reports.results.save_result import sync_result
    from hyzs.store.git_remote import SHARE, parse_share
    from hyzs.store.local_settings import LocalSettings
    from hyzs.writing.sync import sync

    session: Session = ctx.obj
    ensure_repository(session)
    address = to or LocalSettings().value(session.root, SHARE)
    if not address:
        raise BadUsage("不知道和哪里同步", "写一次 --to 地址；还没有共享的仓库：hyzs init --shared 共享文件夹")
    share = parse_share(address)
    result = sync(session.index, session.today, share, saving_author(session))
    if result.conflicts:
        session.show(conflicts_answer(result.conflicts, result.received), format)
        raise typer.Exit(1)
    session.close()
    changes = changes_since(session, result.before) if result.received else None
    archives = (result.archives, result.other_archives)
    session.show(sync_result(changes, result.received, result.sent, share.address, *archives), format)
    if result.other_archives:
        raise typer.Exit(1)


def conflicts_answer(conflicts: "Sequence[PendingConflict]", received: int = 0, *, report: str = "sync") -> "Answer":
    """The conflicts with both values in words."""
    from hyzs.reports.results.save_result import ConflictDecision, conflicts_result

    decisions = [
        ConflictDecision(
            pending.record_id,
            pending.field,
            pending.conflict.path,
            _value(pending.conflict.ours, pending.conflict.names),
            _value(pending.conflict.theirs, pending.conflict.names),
            pending.side,
        )
        for pending in conflicts
    ]
    return conflicts_result(decisions, received, report=report)


def _value(text: str | None, names: "Sequence[str]") -> str:
    """The text of an entry without its key, in one line; 删去了 for none."""
    if not text:
        return "删去了"
    line = " ".join(text.split())
    return line.removeprefix(f"{names[-1]}:").strip() if names else f"{len(text.splitlines())} 行"
