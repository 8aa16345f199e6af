"""Commits made by hyzs: all files of a store in one commit, by the person at this machine."""

import getpass
import os
import re
import socket
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from hyzs.model.errors import Busy, CannotWrite, NotFound, os_error_text
from hyzs.store import git, git_history
from hyzs.store.git_status import find_git_folder
from hyzs.store.local_settings import Author

#: Files and folders that a store consists of, below its root; nothing else is saved.
STORE_PATHS = ("data", "templates", "schema", ".gitignore", ".gitattributes", "README.md", ".vscode")
_BRANCH = "refs/heads/"
#: Begins the name of the tag at the last version of a year; a line of such a tag, as git lists it.
_ARCHIVE = "archive-"
_ARCHIVE_LINE = re.compile(rb"^([0-9a-f]{40,64})\s+refs/tags/(archive-[0-9]{4})$", re.MULTILINE)
#: Settings that keep signing, editors and clean-up of the repository out of our commits.
_SETTINGS = ("commit.gpgSign=false", "core.editor=false", "gc.auto=0", "maintenance.auto=false", "core.quotePath=false")
#: File and blob id, the mode before them: 100644 (a file) or 120000 (a link); None where there is none.
Entry = tuple[str, str]


def git_author(root: Path) -> Author | None:
    """The person that the user's own settings of git name; those of the repository are not asked."""
    name, email = (_global_setting(root, key) for key in ("user.name", "user.email"))
    return Author(name, email or f"{getpass.getuser()}@{socket.gethostname()}") if name else None


def named_author(name: str) -> Author:
    """A person by the name alone, with an address of this machine."""
    return Author(name, f"{getpass.getuser()}@{socket.gethostname()}")


def _global_setting(root: Path, key: str) -> str:
    return git.run(root, "config", "--global", "--get", key).stdout.decode("utf-8", "replace").strip()


def head(root: Path) -> str | None:
    """The commit that is checked out; None before the first. Raises: CannotRead: git refuses."""
    try:
        return git_history.resolve_commit(root, "HEAD")
    except NotFound:
        return None


def current_branch(root: Path) -> str:
    """The branch that is checked out. Raises: CannotWrite: none is."""
    result = git.run(root, "symbolic-ref", "--quiet", "HEAD")
    if result.returncode:
        raise CannotWrite("现在看的是一个旧版本，不在分支上，存了也没有人看得到", "git switch main 回到分支上再存")
    return result.stdout.decode().strip().removeprefix(_BRANCH)


def unsaved_paths(root: Path) -> list[str]:
    """Paths of the store, from its root, that differ from the commit, ignored ones left out.

    Raises: CannotRead: git refuses.
    """
    if git.repository(root) is None:
        return sorted(path for name in STORE_PATHS for path in _files_below(root, name))
    words = ("status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--", *_present(root))
    result = git.run(root, *words, settings=_without_filters(root))
    if result.returncode:
        raise git.refusal_error(result)
    prefix = Path(os.path.relpath(root, git.repository(root) or root)).as_posix() + "/"
    lines = result.stdout.decode("utf-8", "surrogateescape").split("\0")[:-1]
    return [line[3:].removeprefix(prefix) for line in lines]


def _files_below(root: Path, name: str) -> Iterator[str]:
    files = [root / name, *(root / name).rglob("*")]
    yield from (file.relative_to(root).as_posix() for file in files if file.is_file())


def commit_store(root: Path, message: str, author: Author) -> str:
    """Commit the store as it is; the full id of the commit. What is staged elsewhere stays staged.

    Raises: Busy: another git is writing; CannotWrite: git refuses.
    """
    settings, paths = [*_without_filters(root), *_identity(author)], list(_present(root))
    for words in (
        ("add", "--all", "--", *paths),
        ("commit", "--quiet", "--no-verify", "--message", message, "--only", "--", *paths),
    ):
        _require(git.run(root, *words, settings=settings), "没有存进 git")
    return git_history.resolve_commit(root, "HEAD")


def create_commit(root: Path, tree: str, parents: Sequence[str], message: str, author: Author) -> str:
    """A commit of the tree that no branch has yet; its full id. Raises: CannotWrite: git refuses."""
    words = ["commit-tree", tree, *(word for parent in parents for word in ("-p", parent)), "-m", message]
    return _require(git.run(root, *words, settings=_identity(author)), "建不了提交").decode().strip()


def create_repository(folder: Path, *options: str) -> None:
    """Make a repository with a branch main in an empty folder, which is made if need be.

    Raises: CannotWrite: git refuses.
    """
    if around := git.repository(folder):  # of two around a file, git takes the nearer
        raise CannotWrite(f"{folder} 在另一个仓库 {around} 里面，没有建", "换一个不在仓库里的文件夹")
    try:
        if folder.exists() and not folder.is_dir():
            raise CannotWrite(f"{folder} 是一个文件，不是文件夹", "换一个空文件夹")
        if folder.exists() and any(folder.iterdir()):
            raise CannotWrite(f"{folder} 不是空文件夹", "换一个空文件夹")
        folder.mkdir(parents=True, exist_ok=True)
        settings = ("init.defaultBranch=main", "init.templateDir=")
        result = git.run(folder, "init", "--quiet", *options, settings=settings)
    except OSError as error:
        raise CannotWrite(f"建不了 {folder}：{os_error_text(error)}", "检查文件夹的权限，先装好 git") from None
    _require(result, f"建不了 {folder}")


def move_branch(root: Path, old: str | None, new: str) -> None:
    """Let files and branch go from one commit (None: there is none yet) to the other.

    Files that differ from the old commit are never overwritten. The files go first: a run killed in between leaves
    them as changes that are not saved yet, and loses nothing.

    Raises: Busy: a file was changed meanwhile, or another git is writing; CannotWrite.
    """
    moved = git.run(root, "read-tree", "-m", "-u", *filter(None, (old, new)), settings=_without_filters(root))
    if moved.returncode and b"not uptodate" in moved.stderr:
        raise Busy("有文件刚刚改过，没有合进来", "先 hyzs save，再试一次")
    _require(moved, "写不进合并的结果")
    _require(git.run(root, "update-ref", "-m", "hyzs sync", "HEAD", new, old or "0" * 40), "合并的结果没有记下来")


def tagged_commit(root: Path, name: str) -> str | None:
    """The commit that the tag stands at; None if there is no such tag."""
    result = git.run(root, "rev-parse", "--verify", "--quiet", f"refs/tags/{name}^{{commit}}")
    return result.stdout.decode().strip() or None


def create_tag(root: Path, name: str, commit: str) -> None:
    """Put a new tag at the commit; one that is there is never moved.

    Raises: Busy: another git holds the lock; CannotWrite: git refuses.
    """
    _require(git.run(root, "update-ref", f"refs/tags/{name}", commit, "0" * 40), f"标签 {name} 没有记下来")


def archive_name(year: int) -> str:
    """The name of the tag at the last version of a year."""
    return f"{_ARCHIVE}{year}"


def archive_tags(root: Path) -> dict[str, str]:
    """The archives of years: the object at which each tag stands, by the name of the tag."""
    result = git.run(root, "for-each-ref", "--format=%(objectname) %(refname)", f"refs/tags/{_ARCHIVE}*")
    return archive_objects(result.stdout) if result.returncode == 0 else {}


def archive_objects(refs: bytes) -> dict[str, str]:
    """The same of lines of an object and a ref, as git lists them; other tags are none of ours."""
    return {name.decode(): object.decode() for object, name in _ARCHIVE_LINE.findall(refs)}


def tree_entries(root: Path, commit: str) -> dict[str, Entry]:
    """Mode and blob id of every file of a commit, by its path from the top of the repository.

    Raises: CannotRead: git refuses.
    """
    result = git.run(root, "ls-tree", "-r", "-z", "--full-tree", commit)
    if result.returncode:
        raise git.refusal_error(result)
    entries = {}
    for line in result.stdout.decode("utf-8", "surrogateescape").split("\0")[:-1]:
        about, path = line.split("\t", 1)
        mode, _, blob = about.split(" ")
        entries[path] = (mode, blob)
    return entries


def write_blob(root: Path, data: bytes) -> str:
    """The id of a blob with these bytes, which git has from now on. Raises: CannotWrite: git refuses."""
    return _require(_fed(root, data, "hash-object", "-w", "--stdin", "--no-filters"), "写不进 git").decode().strip()


def write_tree(root: Path, base: str, changes: Mapping[str, Entry | None]) -> str:
    """The id of the tree of ``base`` with these files changed (None: removed). Raises: CannotWrite: git refuses."""
    with tempfile.TemporaryDirectory() as folder:
        environ = {"GIT_INDEX_FILE": str(Path(folder) / "index")}
        _require(git.run(root, "read-tree", base, environ=environ), "读不了版本")
        lines = [
            f"{entry[0] if entry else '0'} {entry[1] if entry else '0' * 40}\t{path}" for path, entry in changes.items()
        ]
        data = "".join(f"{line}\0" for line in lines).encode("utf-8", "surrogateescape")
        _require(_fed(root, data, "update-index", "-z", "--index-info", environ=environ), "合不出结果")
        return _require(git.run(root, "write-tree", environ=environ), "合不出结果").decode().strip()


def merge_base(root: Path, ours: str, right: str) -> str | None:
    """The commit at which two lines of history parted; None if they have none in common."""
    return git.run(root, "merge-base", ours, right).stdout.decode().strip() or None


def commit_count(root: Path, old: str | None, new: str) -> int:
    """Number of commits that ``new`` has and ``old`` has not."""
    words = ["rev-list", "--count", new, *([f"^{old}"] if old else [])]
    return int(git.run(root, *words).stdout.decode().strip() or 0)


def _fed(
    root: Path, data: bytes, *words: str, environ: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[bytes]:
    child = git.start(root, *words, stdin=subprocess.PIPE, environ=environ)
    out, err = child.communicate(data)
    return subprocess.CompletedProcess(words, child.returncode, out, err)


def _require(result: subprocess.CompletedProcess[bytes], message: str) -> bytes:
    """The output of a git that succeeded. Raises: Busy, CannotWrite."""
    if result.returncode:
        reason = git.refusal_error(result)
        kind = Busy if b".lock" in result.stderr else CannotWrite
        raise kind(f"{message}：{reason.message}", reason.hint)
    return result.stdout


def _identity(author: Author) -> list[str]:
    return [*_SETTINGS, f"user.name={author.name}", f"user.email={author.email}", "user.useConfigOnly=false"]


def _present(root: Path) -> Iterable[str]:
    """The paths of the store that are there, or were in the last commit."""
    tracked = git.run(root, "ls-files", "-z", "--", *STORE_PATHS).stdout.decode("utf-8", "surrogateescape").split("\0")
    committed = {path.split("/")[0] for path in tracked}
    return [path for path in STORE_PATHS if path in committed or (root / path).exists()]


def _without_filters(root: Path) -> list[str]:
    top = git.repository(root)
    return [*git.settings_without_filters(root, find_git_folder(top)), *_SETTINGS] if top else list(_SETTINGS)
