"""``hyzs changes``: list how the data changed between two points in time."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from hyzs.commands.options import Format, Output, complete_unit
from hyzs.session import Session

if TYPE_CHECKING:
    from hyzs.reports.changes import StoreState
    from hyzs.store.git_revision import PastCommit


def changes(
    ctx: typer.Context,
    span: Annotated[
        str,
        typer.Argument(metavar="甲..乙", help="从甲到乙：版本、日期或周；只写一个日期或周，就是那一天、那一周里的变化"),
    ],
    unit: Annotated[
        str | None, typer.Option("--unit", metavar="单位", help="只看这个单位的", autocompletion=complete_unit)
    ] = None,
    kind: Annotated[str | None, typer.Option("--kind", metavar="种类", help="只看一种记录，如 project、项目")] = None,
    format: Format = None,
    output: Output = None,
) -> None:
    """两个时候之间数据变了什么：新增、阶段推进、承诺推迟、换牵头、交办销号、数额更正，哪次提交。"""
    from hyzs.fields.field_catalog import FieldCatalog
    from hyzs.reports.changes import changes

    session: Session = ctx.obj
    chosen = FieldCatalog(session.index).kind(kind).name if kind else None
    with states(session, span) as (old, new, commits):
        answer = changes(old, new, commits, unit=unit, kind=chosen)
    session.show(answer, format, output)


@contextmanager
def past_state(session: Session, past_commit: "PastCommit") -> "Iterator[StoreState]":
    """The store as a commit has it. Its index is closed at the end: an open one keeps the next command from writing."""
    from hyzs.reports.changes import StoreState
    from hyzs.store.trees import CommitTree

    with closing(session.index.open_other(CommitTree(session.root, past_commit.commit))) as view:
        view.release_lock()  # the next one may have to write what it reads
        yield StoreState(view, past_commit.commit, f"{past_commit.committed_at:%Y-%m-%dT%H:%M}")


@contextmanager
def states(session: Session, span: str) -> "Iterator[tuple[StoreState, StoreState, dict[str, str]]]":
    """Both states of ``A..B`` (revisions, dates, weeks), and each path that was changed between with its last commit.

    Raises: NotFound: no such revision, no commit by then; BadUsage: it is written as a week and is none.
    """
    from hyzs.store.git_history import commits_between
    from hyzs.store.git_revision import commits_of

    first, last = commits_of(session.root, span, session.now.year)
    with past_state(session, first) as old, past_state(session, last) as new:
        yield old, new, commits_between(session.root, old.commit, new.commit)
