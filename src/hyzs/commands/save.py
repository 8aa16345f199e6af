"""``hyzs save``: check the store, show what changed and commit it."""

from typing import TYPE_CHECKING, Annotated

import typer

from hyzs.commands.changes import past_state
from hyzs.commands.options import DryRun, Format
from hyzs.model.errors import BadUsage
from hyzs.session import Session

if TYPE_CHECKING:
    from hyzs.model.answer import Answer
    from hyzs.store.local_settings import Author


def save(
    ctx: typer.Context,
    message: Annotated[str, typer.Option("--note", "-m", metavar="说明", help="为什么改；不写就写改了哪些")] = "",
    author: Annotated[str, typer.Option("--author", metavar="姓名", help="谁保存；写一次，本机记住")] = "",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="不再问，脚本里用")] = False,
    anyway: Annotated[bool, typer.Option("--anyway", help="多出了错误也保存")] = False,
    dry_run: DryRun = False,
    format: Format = None,
) -> None:
    """保存：先校验，列出改了什么，问过再存一次版本；不用懂 git，存的都在本机。"""
    from hyzs.reports.results.save_result import SaveSummary, commit_message, save_result
    from hyzs.store import git_commit
    from hyzs.writing.sync import save

    session: Session = ctx.obj
    root = session.root
    if author:
        remember_author(author)
    unsaved = git_commit.unsaved_paths(root)
    changes = unsaved_changes(session)
    status = session.index.status
    summary = SaveSummary(len(unsaved), len(status.ignored) if status else 0, None)
    if not unsaved or dry_run:
        session.show(save_result(changes, summary, dry=dry_run), format)
        return
    ensure_repository(session)
    if not anyway:
        refuse_new_errors(session)
    person = saving_author(session)
    ask(session, save_result(changes, summary, dry=True), format, yes=yes)
    session.close()
    commit = save(root, message or commit_message(changes, len(unsaved)), person)
    session.show(save_result(changes, summary._replace(commit=commit)), format)


def ensure_repository(session: Session) -> None:
    """Make a repository with our drivers where the store is in none."""
    from hyzs.gitdrivers.drivers import install
    from hyzs.output import print_notice
    from hyzs.store import git

    if git.repository(session.root) is None:
        install(session.root)
        print_notice("建了版本库：以后每次 hyzs save 存一个版本")


def unsaved_changes(session: Session) -> "Answer | None":
    """The changes since the last save, in words; None where nothing was ever saved."""
    from hyzs.store import git, git_commit

    commit = git_commit.head(session.root) if git.repository(session.root) else None
    return changes_since(session, commit) if commit else None


def changes_since(session: Session, commit: str) -> "Answer":
    """The changes from a commit to the files as they are, in words."""
    from hyzs.reports.changes import StoreState, changes
    from hyzs.store.git_revision import commit_at

    with past_state(session, commit_at(session.root, commit, session.now.year)) as old:
        return changes(old, StoreState(session.index, "", f"{session.now:%Y-%m-%dT%H:%M}"), {})


def refuse_new_errors(session: Session) -> None:
    """Refuse files with errors that the last save had not. Raises: EditRefused, with the findings."""
    from hyzs.model.finding import Severity
    from hyzs.store import git_commit
    from hyzs.writing.apply import edit_refused
    from hyzs.writing.sync import MEND_AND_SAVE

    session.close()  # there may be a repository only now
    run = session.check_run(git_commit.head(session.root))
    errors = [finding for finding in run.findings if finding.severity == Severity.error]
    if errors:
        message = f"有 {len(errors)} 个错误是上次保存时没有的，没有保存（一定要存：--anyway）"
        raise edit_refused(errors, message, MEND_AND_SAVE)


def remember_author(name: str) -> None:
    """Remember on this machine who saves. Raises: CannotWrite: the settings of this machine cannot be written."""
    from hyzs.store.git_commit import named_author
    from hyzs.store.local_settings import LocalSettings

    settings = LocalSettings()
    settings.author = named_author(name)
    settings.write()


def saving_author(session: Session) -> "Author":
    """The person who saves: as this machine remembers, or as the person's own git is told.

    Raises: BadUsage: nobody has said.
    """
    from hyzs.store.git_commit import git_author
    from hyzs.store.local_settings import LocalSettings

    person = LocalSettings().author or git_author(session.root)
    if person is None:
        raise BadUsage("不知道是谁保存", "写一次 --author 姓名，本机就记住了")
    return person


def ask(session: Session, answer: "Answer", format: str | None, *, yes: bool) -> None:
    """Show what would be done and ask. Raises: BadUsage: nobody can be asked, and nobody said yes."""
    if yes:
        return
    if not session.is_interactive:
        raise BadUsage("没有人可以问，没有保存", "看过 hyzs save --dry-run，再写 --yes")
    session.show(answer, format)
    if not typer.confirm("保存吗", default=True, err=True):
        raise typer.Exit(1)
