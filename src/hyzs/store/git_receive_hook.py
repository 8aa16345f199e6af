"""The server's side of a push: the hook that a bare repository runs before it takes commits.

Nothing of the pushed commits is checked out: the check reads them by way of an empty repository that uses the objects
of the server's, those in quarantine included.
"""

import contextlib
import os
import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from hyzs.model.errors import BadUsage, CannotWrite, os_error_text
from hyzs.store import git, git_commit

_HOOK = "hooks/pre-receive"
_NOTHING = re.compile("0{40,64}")
_BRANCH = "refs/heads/"
#: Settings of the bare repository: the variable that names who pushes, and the unit of an account.
_VARIABLE, _UNIT = "hyzs.pusher", "hyzs.{account}.unit"
_SCRIPT = """#!/bin/sh
# 由 hyzs init --hooks 写：别家管的内容(data/settings.yaml 的 keepers)推不进来。
# 谁推的：服务器上的账号；几个人共用一个账号的，git config {variable} 写上说明身份的环境变量，如 GL_USERNAME。
# 账号是哪个单位的：git config {unit} 市科技局
exec {program} git receive
"""


class Push(NamedTuple):
    """One branch as it was (None: not there yet) and as it would be (None: deleted)."""

    ref: str
    old: str | None
    new: str | None


def is_bare(folder: Path) -> bool:
    """True if the folder is a bare repository."""
    return (folder / "HEAD").is_file() and (folder / "objects").is_dir() and (folder / "refs").is_dir()


def write_hook(folder: Path, program: str) -> None:
    """Write the hook of a bare repository, which runs ``program``.

    Raises: CannotWrite: there is one that we have not written, or the folder cannot be written.
    """
    file = folder / _HOOK
    try:
        if file.exists() and "hyzs git receive" not in file.read_text("utf-8", "replace"):
            raise CannotWrite(f"{file} 已有别的钩子，没有写", f"在那个钩子里加一行：{program} git receive")
        file.parent.mkdir(exist_ok=True)
        text = _SCRIPT.format(program=program, variable=_VARIABLE, unit=_UNIT.format(account="账号"))
        file.write_bytes(text.encode())
        file.chmod(0o755)
    except OSError as error:
        raise CannotWrite(f"写不了 {file}：{os_error_text(error)}", "检查文件夹的权限") from None


def parse_pushes(text: str) -> list[Push]:
    """The pushed branches, as git tells a hook of them; tags and the like hold no data of their own."""
    words = (line.split() for line in text.splitlines())
    return [
        Push(ref, *(None if _NOTHING.fullmatch(id) else id for id in (old, new)))
        for old, new, ref in words
        if ref.startswith(_BRANCH)
    ]


def pushing_unit(folder: Path, environ: Mapping[str, str]) -> str:
    """The unit of the account that pushes, as the settings of the bare repository name both.

    Raises: BadUsage: nobody knows who pushes, or whose account it is.
    """
    variable = _setting(folder, _VARIABLE)
    account = environ.get(variable, "") if variable else _system_account()
    if not account:
        raise BadUsage("不知道是谁推的，没有收", f"服务器上没有环境变量 {variable}；改 git config {_VARIABLE}")
    key = _UNIT.format(account=account)
    if unit := _setting(folder, key):
        return unit
    raise BadUsage(f"账号 {account} 没有登记是哪个单位的，没有收", f"在服务器的仓库里 git config {key} 单位")


@contextlib.contextmanager
def received_objects(folder: Path, environ: Mapping[str, str]) -> Iterator[Path]:
    """The folder of a repository without files that has the commits of the bare one, and those that are pushed.

    Raises: CannotWrite: no repository can be made in the temporary folder.
    """
    objects = [(folder / "objects").resolve()]
    if quarantine := environ.get("GIT_OBJECT_DIRECTORY"):
        objects.append((folder / quarantine).resolve())
    with tempfile.TemporaryDirectory(prefix="hyzs-receive-") as name:
        root = Path(name) / "store"
        git_commit.create_repository(root)
        alternates = root / ".git" / "objects" / "info" / "alternates"
        alternates.parent.mkdir(exist_ok=True)
        alternates.write_bytes(b"".join(os.fsencode(path) + b"\n" for path in dict.fromkeys(objects)))
        (root / "data").mkdir()
        (root / "data" / "settings.yaml").touch()  # what makes it a store; read is the commit alone
        yield root


def base_of(folder: Path, push: Push) -> str | None:
    """The commit that a push is compared with: of a new branch the main one; None where there is none yet."""
    if push.old:
        return push.old
    head = git.run(folder, f"--git-dir={folder}", "rev-parse", "--verify", "--quiet", "HEAD^{commit}")
    return head.stdout.decode().strip() or None


def _setting(folder: Path, key: str) -> str:
    listed = git.run(folder, "config", "--file", str(folder / "config"), "--get", key)
    return listed.stdout.decode("utf-8", "replace").strip()


def _system_account() -> str:
    """The name of the account that the server runs git as."""
    try:
        import pwd

        return pwd.getpwuid(os.getuid()).pw_name
    except (ImportError, KeyError, AttributeError):
        return os.environ.get("USERNAME", "")
