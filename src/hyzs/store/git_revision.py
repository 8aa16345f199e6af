"""The commit of a revision, a day or a week that people name."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import NamedTuple

from hyzs.model.errors import BadUsage, NotFound
from hyzs.model.time_zone import ZONE
from hyzs.model.week import Week
from hyzs.store import git, git_history

#: Stands for no revision: the commit at which the present state left the main branch.
MAIN = "主分支"
_BRANCHES = (
    "refs/remotes/origin/HEAD",
    "refs/remotes/origin/main",
    "refs/remotes/origin/master",
    "refs/heads/main",
    "refs/heads/master",
)
_FETCH = (
    "先取全历史：git fetch --unshallow origin '+refs/heads/*:refs/remotes/origin/*'；"
    "GitHub 的 actions/checkout 写 fetch-depth: 0，GitLab 设 GIT_DEPTH: 0"
)


class PastCommit(NamedTuple):
    """The commit of an answer about the past: its id, when it was made, and the moment that was asked for.

    ``requested_at`` is None where a revision was named and no moment; both are in the store's zone.
    """

    commit: str
    committed_at: datetime
    requested_at: datetime | None

    @property
    def sentence(self) -> str:
        """按提交 1a2b3c4d5e（2026-11-20 09:12）里的数据回答，比 2026-11-23 早 3 天."""
        text = f"按提交 {self.commit[:10]}（{self.committed_at:%Y-%m-%d %H:%M}）里的数据回答"
        days = (self.requested_at.date() - self.committed_at.date()).days if self.requested_at else 0
        return f"{text}，比 {self.requested_at:%Y-%m-%d} 早 {days} 天" if self.requested_at and days else text


def commit_at(root: Path, text: str, year: int) -> PastCommit:
    """The commit of a revision; or of a date, moment or week the last one made by its end, on the first-parent line.

    A week may be written 第46周: that of ``year``.

    Raises:
        NotFound: no such revision, no commit by then, or a shallow clone that does not reach so far.
        BadUsage: it is written as a week and is none.
    """
    text = _plain_week(text, year)
    if not git.repository(root):
        raise git.no_repository_error("没有过去的版本可以看", "git init 并提交以后再用 --at")
    if moments := _moments_of(text):
        return _last_commit_by(root, text, moments[1])
    return _past_commit(root, commit_of(root, text), None)


def commits_of(root: Path, text: str, year: int) -> tuple[PastCommit, PastCommit]:
    """The commits of ``A..B`` (B left out: HEAD); of one date or week alone those before it began and at its end.

    Raises: NotFound, BadUsage: as ``commit_at`` does.
    """
    first, dots, last = text.partition("..")
    if dots:
        return commit_at(root, first, year), commit_at(root, last or "HEAD", year)
    text = _plain_week(text, year)
    moments = _moments_of(text)
    if not moments or moments[0] == moments[1]:
        return commit_at(root, text, year), commit_at(root, "HEAD", year)
    before = f"{moments[0] - timedelta(seconds=1):%Y-%m-%dT%H:%M:%S}"
    return commit_at(root, before, year), commit_at(root, text, year)


def _plain_week(text: str, year: int) -> str:
    """第46周 as 2026-W46, of that year where it names none; other texts as they are. Raises: BadUsage."""
    if not text.endswith("周"):
        return text
    try:
        return str(Week.parse_informal(text, year))
    except ValueError:
        raise BadUsage(f"“{text}”不是周", "写 2026-W47、第47周、2026年第47周") from None


def _moments_of(text: str) -> tuple[datetime, datetime] | None:
    """The first and the last moment of a written day or week, of a moment twice the same; None if it is no time."""
    try:
        if "W" in text:
            week = Week.parse(text)
            days = (week.monday, week.sunday)
        elif len(text) == len("2026-11-23"):
            days = (date.fromisoformat(text),) * 2
        else:
            return (datetime.fromisoformat(text).replace(tzinfo=ZONE),) * 2 if "T" in text else None
    except ValueError:
        return None
    return datetime.combine(days[0], time(0), ZONE), datetime.combine(days[1], time(23, 59, 59), ZONE)


def _last_commit_by(root: Path, text: str, moment: datetime) -> PastCommit:
    """The last commit by that moment, which people call ``text``."""
    revision = git.run(root, "rev-list", "-1", "--first-parent", f"--before={moment.isoformat()}", "HEAD")
    if revision.returncode:
        raise git.refusal_error(revision)
    if commit := revision.stdout.decode().strip():
        return _past_commit(root, commit, moment)
    if _shallow_commits(root):
        raise NotFound(f"这是浅克隆，里面没有 {text} 以前的提交", _FETCH)
    raise NotFound(f"{text} 以前没有提交", "用 git log 看最早的提交是哪一天")


def _past_commit(root: Path, commit: str, requested_at: datetime | None) -> PastCommit:
    committed_at = git.run(root, "show", "--no-patch", "--format=%cI", commit).stdout.decode().strip()
    return PastCommit(commit, datetime.fromisoformat(committed_at).astimezone(ZONE), requested_at)


def commit_of(root: Path, revision: str) -> str:
    """The full id of the commit; where a shallow clone has not got it, the error says how to get it.

    Raises:
        NotFound: there is no such commit, or no repository; CannotRead: git refused.
    """
    if not git.repository(root):
        raise git.no_repository_error("没有可以比较的版本", "git init 并提交以后再用 --changed")
    if revision == MAIN:
        return _branch_point(root)
    try:
        return git_history.resolve_commit(root, revision)
    except NotFound:
        if _shallow_commits(root):
            raise NotFound(f"这是浅克隆，里面没有这个版本：{revision}", _FETCH) from None
        raise


def _branch_point(root: Path) -> str:
    """The commit at which the present one left the main branch. Raises: NotFound, CannotRead."""
    head, cuts = git_history.resolve_commit(root, "HEAD"), _shallow_commits(root)
    main = _main_branch(root)
    if main is None:
        hint = _FETCH if cuts else "写明和哪个版本比，例如 --changed HEAD~1"
        raise NotFound("没有找到主分支(origin/HEAD、main、master)", hint)
    commit = git.run(root, "merge-base", main, head)
    base = commit.stdout.decode().strip()
    if cuts and (commit.returncode or cuts & _commits_between(root, base, main, head)):
        raise NotFound("这是浅克隆，看不到是从主分支的哪一处分出来的", _FETCH)
    if commit.returncode > 1:
        raise git.refusal_error(commit)
    if commit.returncode:
        raise NotFound("和主分支没有共同的历史", "写明和哪个版本比，例如 --changed main")
    return base


def _main_branch(root: Path) -> str | None:
    """The commit of the first main branch that there is."""
    for name in _BRANCHES:
        try:
            return git_history.resolve_commit(root, name)
        except NotFound:
            continue
    return None


def _shallow_commits(root: Path) -> set[str]:
    """The commits of a shallow clone whose parents it has not got; none of a whole one."""
    path = git.run(root, "rev-parse", "--git-path", "shallow").stdout.decode().strip()
    file = root / path
    return set(file.read_text("ascii").split()) if path and file.is_file() else set()


def _commits_between(root: Path, base: str, *tips: str) -> set[str]:
    """The commits that lie between the base and the tips: with a cut among them, a nearer base may be hidden."""
    return set(git.run(root, "rev-list", *tips, f"^{base}").stdout.decode().split())
