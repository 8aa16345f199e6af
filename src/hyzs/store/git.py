"""git as a child process: without its hooks, filters, locks and prompts, in English whatever the language is."""

import contextlib
import os
import re
import subprocess
import weakref
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

from hyzs.model.errors import CannotRead, NotFound, os_error_text
from hyzs.store.atomic_file import READ_FLAGS

#: Variables of git's that it is started with; all others (``GIT_DIR``, ``GIT_ATTR_SOURCE``, ``GIT_ICASE_PATHSPECS`` …)
#: would send it to another repository, or make it read this one otherwise.
_KEPT = re.compile(
    "GIT_(CONFIG_.*|CEILING_DIRECTORIES|DISCOVERY_ACROSS_FILESYSTEM|EXEC_PATH|TRACE.*|TEST_ASSUME_DIFFERENT_OWNER)"
)
_ENVIRONMENT = {
    "LC_ALL": "C",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_NO_LAZY_FETCH": "1",
}


#: Settings under which git could take a changed file for an unchanged one, made strict.
_STRICT = (
    "core.trustctime=true",
    "core.checkStat=default",
    "core.autocrlf=false",
    "core.ignoreCase=false",
    "core.untrackedCache=false",
    "attr.tree=",
    f"core.attributesFile={os.devnull}",
)
#: A store may come with a repository of a stranger's: nothing that its settings name is run, nothing is fetched, and a
#: folder that only looks like a bare repository is none.
_HARMLESS = (
    "safe.bareRepository=explicit",
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    "core.sshCommand=false",
    "credential.helper=",
    "diff.external=",
    f"diff.orderFile={os.devnull}",
    "log.showSignature=false",
    "log.mailmap=false",
    "protocol.allow=never",
)
_FILTER = re.compile(r"filter\.(?P<name>.+)\.(?:clean|process|smudge|required)", re.DOTALL | re.IGNORECASE)


_COMMIT = re.compile("[0-9a-f]{40,64}")


def start(
    root: Path,
    *words: str,
    stdin: int = subprocess.DEVNULL,
    stderr: int = subprocess.PIPE,
    environ: Mapping[str, str] | None = None,
    settings: Sequence[str] = (),
) -> subprocess.Popen[bytes]:
    """Start git; ``environ`` and ``settings`` are added to those that every git gets."""
    settings = (*_STRICT, *_HARMLESS, *settings, *(f"safe.directory={folder}" for folder in _trusted))
    top = repository(root)
    place = ["-C", str(root), *([f"--work-tree={top}"] if top else [])]  # whatever core.worktree says
    return subprocess.Popen(
        ["git", *place, *(word for setting in settings for word in ("-c", setting)), *words],
        env={**_own_environment(), **_ENVIRONMENT, **(environ or {})},
        stdin=stdin,
        stdout=subprocess.PIPE,
        stderr=stderr,
    )


def run(
    root: Path, *words: str, environ: Mapping[str, str] | None = None, settings: Sequence[str] = ()
) -> subprocess.CompletedProcess[bytes]:
    """Run git to its end: exit code, stdout, stderr; once more where it refused for want of trust and now has it."""
    while True:
        child = start(root, *words, environ=environ, settings=settings)
        out, err = child.communicate()
        if not (child.returncode and learn_trusted_folders(err)):
            return subprocess.CompletedProcess(words, child.returncode, out, err)


def settings_without_filters(root: Path, git_dir: Path) -> list[str]:
    """Settings that turn off every filter that the repository names: ``git status`` would run them on changed files."""
    files = [git_dir / "config", git_dir / "config.worktree", git_dir / "commondir"]
    texts = [file.read_bytes().lower() for file in files if file.is_file()]
    if files[-1].is_file() or any(word in text for text in texts for word in (b"filter", b"include")):
        listed = run(root, "config", "--includes", "--name-only", "--null", "--list").stdout
        matches = map(_FILTER.fullmatch, listed.decode("utf-8", "surrogateescape").split("\0"))
        names = dict.fromkeys(match["name"] for match in matches if match)
        return [f"filter.{name}.{key}" for name in names for key in ("clean=", "process=", "smudge=", "required=false")]
    return []


def _own_environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.startswith("GIT_") or _KEPT.fullmatch(key)}


#: Folders that the user and the system trust, read once git has refused for the sake of ownership; passed to it
#: explicitly, since all other settings of the system are kept from it.
_trusted: list[str] = []


_OWNERSHIP = re.compile(rb"dubious ownership|unsafe repository")


def learn_trusted_folders(stderr: bytes) -> bool:
    """Read the trusted folders once git refused for the sake of ownership; true if another try may succeed."""
    if _trusted or _OWNERSHIP.search(stderr) is None:
        return False
    _trusted.extend(_safe_directories())
    return bool(_trusted)


@cache
def _safe_directories() -> tuple[str, ...]:
    """The values of ``safe.directory``, the system's before the person's; an empty one takes back those before it."""
    values: list[str] = []
    for scope in ("--system", "--global"):
        command = ["git", "config", scope, "--null", "--get-all", "safe.directory"]
        process = subprocess.run(command, env=_own_environment(), capture_output=True, check=False, cwd=os.sep)
        for value in process.stdout.decode("utf-8", "surrogateescape").split("\0")[:-1]:
            values = [*values, value] if value else []
    return tuple(values)


def repository(root: Path) -> Path | None:
    """The top folder of the repository that the store is in, as git finds it: a ``.git`` that is none is skipped.

    Where all are none, the nearest, on which git then fails with its reason. No higher
    than ``GIT_CEILING_DIRECTORIES`` allows.
    """
    ceilings = os.environ.get("GIT_CEILING_DIRECTORIES", "").split(os.pathsep)
    nearest: Path | None = None
    for folder in (root, *root.parents):
        if folder != root and str(folder) in ceilings:
            break
        if (folder / ".git").exists():
            if _is_repository(folder / ".git"):
                return folder
            nearest = nearest or folder
    return nearest


#: Content of the HEAD of a repository; git skips a ``.git`` folder with any other, or without the rest of it.
_HEAD_TEXT = re.compile(rb"(ref:\s*refs/.*|[0-9a-f]{40,64}\s*)", re.DOTALL)
_HEAD_BYTES = 4096


def _is_repository(folder: Path) -> bool:
    """True for a ``.git`` that git takes for one: a file that names another folder, or a folder with all it needs."""
    if not folder.is_dir():
        return True
    if not ((folder / "commondir").exists() or ((folder / "objects").is_dir() and (folder / "refs").is_dir())):
        return False
    head = folder / "HEAD"
    if head.is_symlink():
        return str(head.readlink()).startswith("refs/")
    with contextlib.suppress(OSError):
        handle = os.open(head, READ_FLAGS)
        try:
            return bool(_HEAD_TEXT.fullmatch(os.read(handle, _HEAD_BYTES)))
        finally:
            os.close(handle)
    return False


def no_repository_error(message: str, hint: str) -> NotFound:
    """The error of a store that is in no repository, as far as git looks for one in the folders above."""
    git_dir_note = "；GIT_DIR 指的仓库不算，只认这里和上级文件夹里的 .git" if os.environ.get("GIT_DIR") else ""
    return NotFound(f"仓库不在 git 里{git_dir_note}，{message}", hint)


def start_error(error: OSError) -> CannotRead:
    """The error of a git that could not be started."""
    if isinstance(error, FileNotFoundError):
        return CannotRead("没有找到 git 程序", "安装 git 后再试")
    return CannotRead(f"git 用不了：{os_error_text(error)}（{error.filename or '.git'}）", "检查它和 .git 文件夹的权限")


def refusal_error(result: subprocess.CompletedProcess[bytes]) -> CannotRead:
    """The error for people that the stderr of git means."""
    from hyzs.store.git_refusal import refusal_of

    return CannotRead(*refusal_of(result.stderr))


def changed_between(root: Path, old: str, new: str) -> set[str] | None:
    """The paths below ``data/`` that differ between two commits; None if one of them is gone."""
    process = run(root, "diff-tree", "-r", "-z", "--no-renames", "--name-only", "--relative", old, new, "--", "data")
    if process.returncode:
        return None
    return {path[5:] for path in process.stdout.decode("utf-8", "surrogateescape").split("\0") if path}


#: Folders in which a new file is one of the store's before git knows it.
_OF_STORE = ("data", "templates")


def changed_paths(root: Path, old: str, new: str = "", *, is_staged: bool = False) -> list[str]:
    """The paths of the store that differ from the commit ``old``: in ``new``, in what is staged, or in the files.

    Of files that git does not know yet those in the folders of a store count, if it does not ignore them.

    Raises: CannotRead: git refused.
    """
    compared = (old, new) if new else ("--cached", old) if is_staged else (old,)
    commands = [("diff", "--no-ext-diff", "--no-renames", "--name-only", "--relative", "-z", *compared, "--", ".")]
    if not (new or is_staged):
        commands.append(("ls-files", "--others", "--exclude-standard", "-z", "--", *_OF_STORE))
    paths: set[str] = set()
    for words in commands:
        if (process := run(root, *words)).returncode:
            raise refusal_error(process)
        paths.update(path for path in process.stdout.decode("utf-8", "surrogateescape").split("\0") if path)
    return sorted(paths)


def last_commits(root: Path, paths: Sequence[str], revision: str = "HEAD") -> dict[str, str]:
    """The last commit up to ``revision`` that changed each of the paths (below ``root``); one walk for all of them.

    Raises: CannotRead: git refuses.
    """
    if not paths or repository(root) is None:
        return {}
    try:
        commits = _last_changes(root, revision, sorted(set(paths)))
    except OSError:
        return {}
    return {path: commits[path] for path in paths if path in commits}


def commits_between(root: Path, old: str, new: str) -> dict[str, str]:
    """The last of the commits after ``old`` up to ``new`` that changed each path below ``data/``.

    Raises: CannotRead: git refuses.
    """
    return _last_changes(root, f"{old}..{new}", ["data"])


def _last_changes(root: Path, revisions: str, paths: Sequence[str]) -> dict[str, str]:
    """The newest commit of the revisions that changed each file at or below the paths (below ``root``)."""
    process = run(
        root, "log", "--format=%H", "--name-only", "--no-renames", "-z", "--relative", revisions, "--", *paths
    )
    if process.returncode and b"does not have any commits" not in process.stderr:
        raise refusal_error(process)
    commits: dict[str, str] = {}
    commit = ""
    for text in process.stdout.decode("utf-8", "surrogateescape").split("\0"):
        word = text.lstrip("\n")
        if _COMMIT.fullmatch(word):
            commit = word
        elif word:
            commits.setdefault(word, commit)
    return commits


def resolve_commit(root: Path, revision: str) -> str:
    """The full id of the commit that ``revision`` names.

    Raises:
        NotFound: there is no such commit; CannotRead: git refused.
    """
    if revision.startswith("-"):
        raise NotFound(f"没有这个版本：{revision}")
    try:
        process = run(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except OSError as error:
        raise start_error(error) from None
    if process.returncode:
        if _DAMAGED.search(process.stderr):
            raise refusal_error(process)
        if (check := run(root, "rev-parse", "--git-dir")).returncode:
            raise refusal_error(check)
        raise NotFound(f"没有这个版本：{revision}", "用 git log 看有哪些版本")
    return process.stdout.decode().strip()


#: Words of git on a commit that exists and cannot be read.
_DAMAGED = re.compile(rb"corrupt|is empty|unable to|promisor|could not fetch")
#: Bytes read at a time.
_PIECE = 65_536


def list_commit(root: Path, commit: str, paths: Iterable[str] | None = None) -> Iterator[tuple[str, str, str]]:
    """Mode, blob id and path (below ``data/``) of every file of the commit, or of these.

    Raises: CannotRead: git refuses.
    """
    words = ("ls-tree", "-r", "-z", "--full-tree", f"{commit}:./data", *(paths or ()))
    with start(root, *words, stderr=subprocess.DEVNULL) as child:
        for line in _split_at_nul(child):
            about, path = line.decode("utf-8", "replace").split("\t", 1)
            mode, _, blob = about.split(" ")
            yield mode, blob, path
    if child.returncode and (process := run(root, *words)).returncode and not _NO_FOLDER.search(process.stderr):
        raise refusal_error(process)


def list_staged(root: Path, environ: Mapping[str, str]) -> Iterator[tuple[str, str, str, str]]:
    """Mode, blob id, stage (0, or the side of a conflict) and path (below ``data/``) of every file in the index.

    Raises: CannotRead: git refuses.
    """
    process = run(root, "ls-files", "--stage", "-z", "--", "data", environ=environ)
    if process.returncode:
        raise refusal_error(process)
    for line in process.stdout.decode("utf-8", "replace").split("\0")[:-1]:
        about, path = line.split("\t", 1)
        mode, blob, stage = about.split(" ")
        yield mode, blob, stage, path.removeprefix("data/")


#: Words of git on a commit without that folder: it has no files.
_NO_FOLDER = re.compile(rb"[Nn]ot a valid object name|does not exist in")


def _split_at_nul(child: subprocess.Popen[bytes]) -> Iterator[bytes]:
    """Its output, split at every NUL."""
    assert child.stdout
    rest = b""
    while piece := child.stdout.read(_PIECE):
        *lines, rest = (rest + piece).split(b"\0")
        yield from lines


class BlobReader:
    """Reads blobs from one ``git cat-file --batch``, which ends with the last reference to the reader."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._child: subprocess.Popen[bytes] | None = None

    def read(self, id: str) -> bytes:
        """The bytes of a blob. Raises: CannotRead: the repository lacks it."""
        if self._child is None:
            stdin, stderr = subprocess.PIPE, subprocess.DEVNULL
            self._child = start(self.root, "cat-file", "--batch", stdin=stdin, stderr=stderr)
            weakref.finalize(self, self._child.communicate)
        stdin_pipe, answer = self._child.stdin, self._child.stdout
        assert stdin_pipe and answer
        with contextlib.suppress(BrokenPipeError):
            stdin_pipe.write(f"{id}\n".encode())
            stdin_pipe.flush()
        head = answer.readline().split()
        if len(head) != _HEAD or head[1] != b"blob":
            raise self._missing(id)
        data = answer.read(int(head[2]) + 1)
        return data[:-1]

    def _missing(self, id: str) -> CannotRead:
        """The error of a blob that cannot be read: git has not got it, or refuses everything."""
        process = run(self.root, "cat-file", "blob", id)
        if process.returncode and not _NO_BLOB.search(process.stderr):
            return refusal_error(process)
        return CannotRead(f"git 里读不出 {id[:10]}", "仓库里缺内容：运行 git fsck 查看；从远端重新克隆最稳妥")


#: Words of git on a blob that it has not got.
_NO_BLOB = re.compile(rb"Not a valid object name|bad file")
#: Words before the bytes of a blob: its id, its type, its size.
_HEAD = 3
