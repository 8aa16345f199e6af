"""The key that seals the forms of a store: ``private/form.key``, which is in no commit."""

import contextlib
import os
import re
import secrets
from pathlib import Path

from hyzs.model.errors import CannotRead, CannotWrite, os_error_text
from hyzs.store import git
from hyzs.store.atomic_file import replace
from hyzs.store.lock import store_lock

NAME = "private/form.key"
_BYTES = 32
_WRITTEN = re.compile(rb"[0-9a-f]{64}\n?")
_ANEW = "从备份拷回；没有备份就删掉它，重新发表(以前发的表要加 --unverified 才收)"


def read_form_key(root: Path) -> bytes | None:
    """The key; None if this clone has none.

    Raises:
        CannotRead: it is a link, no key, or came with a commit, so that anybody may have it.
    """
    file = root / NAME
    if not os.path.lexists(file):
        return None
    if file.is_symlink() or file.parent.is_symlink() or not file.is_file():
        raise CannotRead(f"{NAME} 不是普通文件，不用它核对填报表", _ANEW)
    if git.repository(root) and git.run(root, "ls-files", "-z", "--", NAME).stdout:
        raise CannotRead(f"{NAME} 进了 git，谁都能照它造表", f"git rm --cached {NAME}，删掉它，重新发表")
    try:
        with file.open("rb") as opened:
            text = opened.read(2 * _BYTES + 2)
    except OSError as error:
        raise CannotRead(f"读不了 {NAME}：{os_error_text(error)}") from None
    if not _WRITTEN.fullmatch(text):
        raise CannotRead(f"{NAME} 里的钥匙坏了", _ANEW)
    return bytes.fromhex(text.decode())


def ensure_form_key(root: Path) -> bytes:
    """The key, made if there is none yet: of 32 random bytes, for nobody else to read.

    Raises:
        CannotRead: as ``read_form_key``; CannotWrite: it cannot be made, or git would take it into a commit.
    """
    if key := read_form_key(root):
        return key
    with store_lock(root):
        if key := read_form_key(root):
            return key
        key = secrets.token_bytes(_BYTES)
        _write(root / NAME, f"{key.hex()}\n".encode())
    if git.repository(root) and git.run(root, "check-ignore", "--quiet", "--", NAME).returncode == 1:
        (root / NAME).unlink()
        raise CannotWrite(f"{NAME} 会进 git，没有建", "在 .gitignore 里写一行 private/")
    return key


def _write(file: Path, data: bytes) -> None:
    staged = file.with_name(f".{file.name}.hyzs")
    try:
        if file.parent.is_symlink():
            raise CannotWrite(f"不写 {NAME}：private/ 是符号链接", "换成真实的文件夹")
        file.parent.mkdir(exist_ok=True)
        staged.unlink(missing_ok=True)
        handle = os.open(staged, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
        with os.fdopen(handle, "wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
        replace(staged, file)
    except OSError as error:
        with contextlib.suppress(OSError):
            staged.unlink(missing_ok=True)
        raise CannotWrite(f"写不了 {NAME}：{os_error_text(error)}") from None
