"""Which commit is meant by a revision that people name, or by none."""

from pathlib import Path

from hyzs.model.errors import NotFound
from hyzs.store import git

#: What stands for no revision: where the present state left the main branch.
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


def commit_of(root: Path, revision: str) -> str:
    """The full id of the commit; where a shallow clone has not got it, the error says how to get it."""
    if not git.repository(root):
        raise git.no_repository("没有可以比较的版本", "git init 并提交以后再用 --changed")
    if revision == MAIN:
        return _parting(root)
    try:
        return git.commit(root, revision)
    except NotFound:
        if _cuts(root):
            raise NotFound(f"这是浅克隆，里面没有这个版本：{revision}", _FETCH) from None
        raise


def _parting(root: Path) -> str:
    """Where the present commit left the main branch."""
    head, cuts = git.commit(root, "HEAD"), _cuts(root)
    main = _main(root)
    if main is None:
        hint = _FETCH if cuts else "写明和哪个版本比，例如 --changed HEAD~1"
        raise NotFound("没有找到主分支(origin/HEAD、main、master)", hint)
    found = git.run(root, "merge-base", main, head)
    base = found.stdout.decode().strip()
    if cuts and (found.returncode or cuts & _between(root, base, main, head)):
        raise NotFound("这是浅克隆，看不到是从主分支的哪一处分出来的", _FETCH)
    if found.returncode > 1:
        raise git.refused(found)
    if found.returncode:
        raise NotFound("和主分支没有共同的历史", "写明和哪个版本比，例如 --changed main")
    return base


def _main(root: Path) -> str | None:
    """The commit of the first main branch that there is."""
    for name in _BRANCHES:
        try:
            return git.commit(root, name)
        except NotFound:
            continue
    return None


def _cuts(root: Path) -> set[str]:
    """The commits of a shallow clone whose parents it has not got; none of a whole one."""
    path = git.run(root, "rev-parse", "--git-path", "shallow").stdout.decode().strip()
    file = root / path
    return set(file.read_text("ascii").split()) if path and file.is_file() else set()


def _between(root: Path, base: str, *tips: str) -> set[str]:
    """The commits that lie between the base and the tips: with a cut among them, a nearer base may be hidden."""
    return set(git.run(root, "rev-list", *tips, f"^{base}").stdout.decode().split())
