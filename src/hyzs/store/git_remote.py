"""The repository that an office shares: a bare one in a shared folder or on a server, fetched from and pushed to.

Every call runs in a git folder of our own that holds nothing but refs and uses the store's objects: nothing that the
settings of the store's repository name (another address, a helper, a proxy) is read.
"""

import contextlib
import os
import re
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import NamedTuple

from hyzs.model.errors import BadUsage, CannotRead, CannotWrite
from hyzs.store import git, git_commit
from hyzs.store.local_settings import LocalSettings

#: Keys of a store in the local settings: the address of its share, and the commit that the share had last.
SHARE, SYNCED = "share", "synced"
_INCOMING = "refs/heads/incoming"
#: Protocols by which a share may be reached: a folder, or a server.
_PROTOCOLS = ("file", "ssh", "https", "http")
_URL = re.compile(r"(?P<protocol>[a-z][a-z0-9+.-]*)://", re.IGNORECASE)
#: ``host:path`` of ssh; one letter before the colon is a drive.
_SSH = re.compile(r"(?:[\w.-]+@)?[\w.-]{2,}:(?!/?/)\S+")
_SETTINGS = (
    "core.sshCommand=ssh -o BatchMode=yes -o ConnectTimeout=20",
    "http.lowSpeedLimit=1",
    "http.lowSpeedTime=30",
    "gc.auto=0",
    "maintenance.auto=false",
    "transfer.bundleURI=false",
    "push.gpgSign=false",
)
#: Pattern of git's message on a share that cannot be used → reason. The first that fits.
_REASONS = (
    (
        rb"does not appear to be a git repository|not a git repository|repository .* not found|does not exist",
        "那里没有共享的仓库",
    ),
    (rb"resolve host|timed out|refused|unreachable|Network|unable to access|disconnect|reset by peer", "网络不通"),
    (
        rb"publickey|Authentication|could not read Username|terminal prompts disabled|access denied",
        "要登录，而本机没有存好凭据",
    ),
    (rb"[Pp]ermission denied|Read-only file system|insufficient permission", "没有权限"),
    (rb"No space left|Disk quota", "那边的磁盘满了"),
)
_REMOTE_LINE = re.compile(rb"^remote: (?!error:)(.*\S)", re.MULTILINE)
_NO_BRANCH = re.compile(rb"couldn't find remote ref")
_TAG_THERE = re.compile(rb"already exists")
_TOO_LATE = re.compile(rb"non-fast-forward|fetch first|stale info|cannot lock ref|failed to update ref")


class SharedRepository(NamedTuple):
    """A shared repository: its address as git takes it, and whether it is a folder."""

    address: str
    is_folder: bool


def parse_share(text: str) -> SharedRepository:
    """The share at an address as people write it: a folder, ssh, https.

    Raises: BadUsage: another protocol, or an option in place of an address.
    """
    match = _URL.match(text)
    if text.startswith("-") or "::" in text or (match and match["protocol"].lower() not in _PROTOCOLS):
        raise BadUsage(
            f"不能送到 {text}", f"写共享文件夹，或者 {'、'.join(f'{p}://' for p in _PROTOCOLS[1:])} 开头的地址"
        )
    if (match and match["protocol"].lower() != "file") or (not match and _SSH.fullmatch(text)):
        return SharedRepository(text, is_folder=False)
    path = text[len("file://") :] if match else text
    return SharedRepository(str(Path(path).resolve()), is_folder=True)


def create_share(folder: Path) -> None:
    """Make an empty shared repository, which everybody of the same group may write.

    Raises: CannotWrite: git refuses.
    """
    # Of a relative path git would take the parents for those of this folder.
    git_commit.create_repository(folder.resolve(), "--bare", "--shared=group")


def unsent_count(root: Path) -> int:
    """Number of commits that the share has not got, as far as is known without asking it.

    Raises: BadConfig: the settings of this machine cannot be read; CannotRead: git refuses.
    """
    commit = git_commit.head(root)
    synced = LocalSettings().value(root, SYNCED)
    return git_commit.commit_count(root, synced or None, commit) if commit else 0


def fetch(root: Path, share: SharedRepository, branch: str) -> str | None:
    """The commit at which the branch of the share stands, fetched with all before it; None if there is no such branch.

    Raises: CannotRead: the share cannot be reached.
    """
    with _clean_git(root, branch) as run:
        words = ("fetch", "--quiet", "--no-tags", "--no-write-fetch-head", "--no-auto-gc", "--end-of-options")
        result = run(*words, share.address, f"+refs/heads/{branch}:{_INCOMING}")
        if result.returncode and _NO_BRANCH.search(result.stderr):
            return None
        if result.returncode:
            raise CannotRead(
                f"连不上 {share.address}：{_reason(result.stderr)}", "存好的都在本机，接通以后再 hyzs sync"
            )
        return run("rev-parse", "--verify", _INCOMING).stdout.decode().strip()


def push_commit(root: Path, share: SharedRepository, branch: str, commit: str) -> bool:
    """Send the commit to the branch of the share; false if somebody else was there first.

    Raises: CannotWrite: the share cannot be written to, or refuses.
    """
    with _clean_git(root, branch) as run:
        result = run("push", *_push_words(share), share.address, f"{commit}:refs/heads/{branch}")
        if result.returncode and _TOO_LATE.search(result.stderr):
            return False
        if result.returncode:
            raise _unsent(share, result.stderr)
        return True


def push_archives(root: Path, share: SharedRepository, branch: str) -> tuple[list[str], list[str]]:
    """Send the tags at archived years; the names of those that went, and of those that stand elsewhere in the share.

    A tag that the share has is never moved. Raises: CannotRead, CannotWrite: the share cannot be reached, or refuses.
    """
    own = git_commit.archive_tags(root)
    if not own:
        return [], []
    with _clean_git(root, branch) as run:
        shared_tags = _shared_archives(run, share)
        new = [name for name in own if name not in shared_tags]
        if new:
            refs = [f"{own[name]}:refs/tags/{name}" for name in new]
            result = run("push", *_push_words(share), share.address, *refs)
            if result.returncode and _TAG_THERE.search(result.stderr):  # somebody else has sent one in the meantime
                shared_tags = _shared_archives(run, share)
            elif result.returncode:
                raise _unsent(share, result.stderr)
        sent = [name for name in new if shared_tags.get(name, own[name]) == own[name]]
        return sent, [name for name in own if shared_tags.get(name, own[name]) != own[name]]


def _shared_archives(run: Callable[..., subprocess.CompletedProcess[bytes]], share: SharedRepository) -> dict[str, str]:
    result = run("ls-remote", "--tags", "--refs", "--quiet", "--end-of-options", share.address)
    if result.returncode:
        raise CannotRead(f"连不上 {share.address}：{_reason(result.stderr)}", "存好的都在本机，接通以后再 hyzs sync")
    return git_commit.archive_objects(result.stdout)


def _push_words(share: SharedRepository) -> list[str]:
    """Options of a push. A folder's own hooks would run here, and guard nothing: its writers can remove them."""
    receiver = ["--receive-pack=git -c core.hooksPath=/dev/null receive-pack"] if share.is_folder else []
    return ["--quiet", "--no-verify", "--recurse-submodules=no", *receiver, "--end-of-options"]


def _unsent(share: SharedRepository, stderr: bytes) -> CannotWrite:
    return CannotWrite(f"送不到 {share.address}：{_reason(stderr)}", "存好的都在本机，接通以后再 hyzs sync")


def _allowed(root: Path) -> list[str]:
    """Settings of a call that leaves this machine: the protocols, and the user's own helpers for passwords."""
    listed = git.run(root, "config", "--global", "--null", "--get-all", "credential.helper").stdout
    helpers = [text for text in listed.decode("utf-8", "surrogateescape").split("\0") if text]
    return [
        *_SETTINGS,
        *(f"protocol.{protocol}.allow=always" for protocol in _PROTOCOLS),
        *(f"credential.helper={helper}" for helper in helpers),
    ]


def _reason(stderr: bytes) -> str:
    """The reason that the share gives, else git's own, in Chinese where it is known."""
    from hyzs.store.git_refusal import refusal_of

    if lines := _REMOTE_LINE.findall(stderr):
        return "；".join(line.decode("utf-8", "replace") for line in lines)
    return next((reason for words, reason in _REASONS if re.search(words, stderr)), "") or refusal_of(stderr).message


@contextlib.contextmanager
def _clean_git(root: Path, branch: str) -> Iterator[Callable[..., subprocess.CompletedProcess[bytes]]]:
    """Runs a git whose own folder is new and empty, whose objects are the store's, and which may leave this machine."""
    result = git.run(root, "rev-parse", "--git-path", "objects")
    if result.returncode:
        raise git.refusal_error(result)
    objects = (root / os.fsdecode(result.stdout.rstrip(b"\n"))).resolve()
    with tempfile.TemporaryDirectory(prefix="hyzs-git-") as folder:
        for name in ("objects", "refs"):
            (Path(folder) / name).mkdir()
        (Path(folder) / "HEAD").write_text(f"ref: refs/heads/{branch}\n", encoding="utf-8")
        (Path(folder) / "config").write_text("[core]\n\trepositoryformatversion = 0\n", encoding="utf-8")
        environ = {"GIT_DIR": folder, "GIT_OBJECT_DIRECTORY": str(objects)}
        yield partial(git.run, root, environ=environ, settings=_allowed(root))
