"""``hyzs year``: turn the store to a new year: calendar, archive, open items, yearly forms."""

from datetime import date
from typing import TYPE_CHECKING, Annotated

import typer

from hyzs.commands.options import DryRun, Format
from hyzs.model.errors import BadUsage, NotFound
from hyzs.session import Session

if TYPE_CHECKING:
    from hyzs.reports.results.year_result import Archive


def year(
    ctx: typer.Context,
    year: Annotated[str, typer.Argument(metavar="年份", help="转入哪一年，如 2027")],
    folder: Annotated[str, typer.Option("--output", "-o", metavar="目录", help="工作簿写到哪个文件夹")] = "年度计划",
    dry_run: DryRun = False,
    format: Format = None,
) -> None:
    """转入新的一年：建日历，给上一年归档，列出没有完的，各单位一个年度计划工作簿；没有一条记录因此改变。"""
    from hyzs.commands.form_files import write_forms
    from hyzs.edits.new import find_kind, new
    from hyzs.query.year_plan_sheets import plan_columns
    from hyzs.query.year_turn import year_turn
    from hyzs.reports.results.year_result import year_result, year_workbooks

    session: Session = ctx.obj
    today = session.today
    if year not in (str(today.year), str(today.year + 1)):
        raise BadUsage(f"“{year}”不是今年也不是明年", f"写 {today.year + 1}")
    turn = year_turn(session.index, int(year), session.now)
    forms = year_workbooks(turn, plan_columns(session.index), str(today), session.about)
    if not dry_run:
        write_forms(session.root, forms, folder)
    if not turn.has_calendar:
        kind = find_kind(session.index, "calendar")
        session.apply(new(session.index, kind, (), today, year), dry=dry_run)
    archive = _archive(session, int(year) - 1, dry=dry_run)
    session.show(year_result(turn, archive, forms, str(today), folder, dry=dry_run), format)


def _archive(session: Session, year: int, *, dry: bool) -> "Archive":
    """A tag at the last version of that year, once it is over; one that is there is never moved."""
    from hyzs.reports.results.year_result import MADE, NO_VERSION, NOT_OVER, THERE, Archive
    from hyzs.store import git, git_commit
    from hyzs.store.git_revision import commit_at

    name = git_commit.archive_name(year)
    if git.repository(session.root) is None:
        return Archive(name, None, NO_VERSION if session.today.year > year else NOT_OVER)
    if commit := git_commit.tagged_commit(session.root, name):
        return Archive(name, commit, THERE)
    if session.today.year <= year:
        return Archive(name, None, NOT_OVER)
    try:
        revision = commit_at(session.root, str(date(year, 12, 31)), session.now.year)
    except NotFound:
        return Archive(name, None, NO_VERSION)
    if not dry:
        git_commit.create_tag(session.root, name, revision.commit)
    return Archive(name, revision.commit, MADE)
