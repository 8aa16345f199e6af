"""Keys that seal the forms of a store: its own ``private/form.key``, and those of other machines that were taken in.

All of them are in ``private/``, which is in no commit; a key leaves only as a file that somebody carries.
"""

import contextlib
import os
import re
import secrets
from getpass import getuser
from pathlib import Path
from socket import gethostname
from typing import NamedTuple

from hyzs.model.errors import BadUsage, CannotRead, CannotWrite, NotFound, os_error_text
from hyzs.model.workbook_form import seal_id
from hyzs.store import git
from hyzs.store.atomic_file import READ_FLAGS, replace
from hyzs.store.local_settings import LocalSettings
from hyzs.store.lock import store_lock

NAME = "private/form.key"
_BYTES = 32
_WRITTEN = re.compile(rb"[0-9a-f]{64}\n?")
#: The folder of the keys that were taken in, each a file as it was carried here.
TAKEN = "private/keys"
_CARRIED = re.compile(rb"hyzs form key 1\nstore: ([a-z0-9-]+)\nby: ([^\n]{0,400})\nkey: ([0-9a-f]{64})\n")
_MOST_BYTES = 1000
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
    if _is_committed(root, root / NAME):
        (root / NAME).unlink()
        raise CannotWrite(f"{NAME} 会进 git，没有建", "在 .gitignore 里写一行 private/")
    return key


class FormKey(NamedTuple):
    """A key: its id, which every form sealed by it names; its owner; its file."""

    id: str
    key: bytes
    by: str
    file: Path
    is_own: bool


def form_keys(root: Path) -> list[FormKey]:
    """The keys of this clone: its own first, if there is one, then those that were taken in.

    Raises: CannotRead, as ``read_form_key``; or a key that was taken in is none, or came with a commit.
    """
    own = read_form_key(root)
    keys = [FormKey(seal_id(own), own, "", root / NAME, is_own=True)] if own else []
    folder = root / TAKEN
    if not folder.is_dir():
        return keys
    if folder.is_symlink() or folder.parent.is_symlink():
        raise CannotRead(f"{TAKEN} 是符号链接，不用它核对填报表", "换成真实的文件夹")
    if git.repository(root) and git.run(root, "ls-files", "-z", "--", TAKEN).stdout:
        raise CannotRead(f"{TAKEN} 进了 git，谁都能照它造表", f"git rm -r --cached {TAKEN}，请对方换一把")
    return [*keys, *(_carried_key(file)[1] for file in sorted(folder.glob("*.key")))]


def export_form_key(root: Path, file: Path, store: str) -> FormKey:
    """Write the own key (made if there is none yet) into a file to carry, for nobody else to read.

    Raises:
        BadUsage: the file would be inside of the repository; CannotRead, CannotWrite: as ``ensure_form_key``.
    """
    _require_outside(root, file)
    key = ensure_form_key(root)
    author = LocalSettings().author
    by = " ".join((author.name if author else f"{getuser()}@{gethostname()}").split())[:100]
    _create(file, f"hyzs form key 1\nstore: {store}\nby: {by}\nkey: {key.hex()}\n".encode())
    return FormKey(seal_id(key), key, by, file, is_own=True)


def import_form_key(root: Path, file: Path, store: str) -> FormKey:
    """Take in a key that was carried here; the same one twice is one.

    Raises:
        BadUsage: the file is inside of the repository, or the key is of another store; NotFound: there is none.
        CannotRead: it is no key; CannotWrite: it cannot be kept, or git would take it into a commit.
    """
    _require_outside(root, file)
    if not os.path.lexists(file):
        raise NotFound(f"没有这个文件：{file}", "对方用 hyzs key export 文件 写出来")
    of, key = _carried_key(file)
    if of != store:
        raise BadUsage(f"这是别的仓库({of})的钥匙，这里是 {store}", "核对是不是拿错了")
    if any(own.id == key.id for own in form_keys(root)):
        return key
    place = root / TAKEN / f"{key.id}.key"
    with store_lock(root):
        _write(place, file.read_bytes())
    if _is_committed(root, place):
        place.unlink()
        raise CannotWrite(f"{TAKEN} 会进 git，没有收", "在 .gitignore 里写一行 private/")
    return key._replace(file=place)


def _require_outside(root: Path, file: Path) -> None:
    """Require a file outside of the store and of its repository. Raises: BadUsage."""
    top = git.repository(root)
    inside = {folder.resolve() for folder in (root, top) if folder}
    if any((file.parent.resolve() / file.name).is_relative_to(folder) for folder in inside):
        raise BadUsage("钥匙文件不能放在仓库里面，会进 git", "写到仓库外面，如 U 盘上；钥匙不要用邮件和群发")


def _is_committed(root: Path, file: Path) -> bool:
    """True if git would take the file into a commit."""
    path = file.relative_to(root).as_posix()
    return bool(git.repository(root)) and git.run(root, "check-ignore", "--quiet", "--", path).returncode == 1


def _carried_key(file: Path) -> tuple[str, FormKey]:
    """The store and the key of a file that was carried. Raises: CannotRead: it is none."""
    try:
        with os.fdopen(os.open(file, READ_FLAGS), "rb") as opened:
            carried = _CARRIED.fullmatch(opened.read(_MOST_BYTES).replace(b"\r\n", b"\n"))
    except OSError as error:
        raise CannotRead(f"读不了 {file}：{os_error_text(error)}") from None
    if carried is None:
        raise CannotRead(f"{file} 不是钥匙，或者坏了", "请对方重新 hyzs key export")
    key, by = bytes.fromhex(carried[3].decode()), carried[2].decode("utf-8", "replace")
    return carried[1].decode(), FormKey(seal_id(key), key, by, file, is_own=False)


def _create(file: Path, data: bytes) -> None:
    """Make the file for nobody else to read. Raises: CannotWrite: there is one already, or the system refuses."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    try:
        with os.fdopen(os.open(file, flags, 0o600), "wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
    except FileExistsError:
        raise CannotWrite(f"已经有 {file}，没有写", "换一个文件名") from None
    except OSError as error:
        raise CannotWrite(f"写不了 {file}：{os_error_text(error)}") from None


def _write(file: Path, data: bytes) -> None:
    staged = file.with_name(f".{file.name}.hyzs")
    try:
        folders = [file.parent] if file.name == Path(NAME).name else [file.parent, file.parent.parent]
        if any(folder.is_symlink() for folder in folders):
            raise CannotWrite(f"不写 private/{file.name}：文件夹是符号链接", "换成真实的文件夹")
        file.parent.mkdir(parents=True, exist_ok=True)
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
        raise CannotWrite(f"写不了 private/{file.name}：{os_error_text(error)}") from None
