"""git as a child process: without its hooks, filters, locks and prompts, in English whatever the language is."""

import contextlib
import os
import re
import subprocess
from collections.abc import Mapping, Sequence
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
