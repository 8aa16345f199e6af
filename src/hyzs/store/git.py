"""What we ask git, without its hooks, locks, prompts or language."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from hyzs.model.errors import CannotRead, NotFound

#: What a hook or a person may have set, and would send us to another repository.
_ELSEWHERE = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_PREFIX",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_NAMESPACE",
)
_ENVIRONMENT = {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "GIT_CONFIG_NOSYSTEM": "1"}


def _run(root: Path, *words: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        ["git", "-C", str(root), *words],
        env={**{key: value for key, value in os.environ.items() if key not in _ELSEWHERE}, **_ENVIRONMENT},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


def state(root: Path) -> tuple[str | None, bool]:
    """The commit that is checked out, and whether ``data/`` differs from it; (None, False) without git."""
    try:
        done = _run(root, "status", "--porcelain=v2", "--branch", "-z", "--untracked-files=all", "--", "data")
    except OSError:
        return None, False
    if done.returncode:
        return None, False
    lines = done.stdout.decode("utf-8", "replace").split("\0")
    oid = next((line.split(" ")[2] for line in lines if line.startswith("# branch.oid ")), "(initial)")
    dirty = any(line and not line.startswith("# ") for line in lines)
    return (None if oid == "(initial)" else oid), dirty


def commit(root: Path, revision: str) -> str:
    """The full id of the commit that ``revision`` names."""
    if revision.startswith("-"):
        raise NotFound(f"没有这个版本：{revision}")
    try:
        done = _run(root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except OSError:
        raise CannotRead("没有找到 git 程序", "安装 git 后再试") from None
    if done.returncode:
        raise NotFound(f"没有这个版本：{revision}", "用 git log 看有哪些版本")
    return done.stdout.decode().strip()


def listing(root: Path, commit: str) -> Iterator[tuple[str, str, str]]:
    """Mode, blob id and path (below ``data/``) of every file of the commit."""
    done = _run(root, "ls-tree", "-r", "-z", "--full-tree", f"{commit}:./data")
    if done.returncode:
        return
    for line in done.stdout.decode("utf-8", "replace").split("\0"):
        if line:
            about, path = line.split("\t", 1)
            mode, _, blob = about.split(" ")
            yield mode, blob, path


def blob(root: Path, id: str) -> bytes:
    """The bytes of a blob."""
    done = _run(root, "cat-file", "blob", id)
    if done.returncode:
        raise CannotRead(f"git 里读不出 {id[:10]}")
    return done.stdout
