"""Backups of a store: its versions as a git bundle, its files as they stand, and a manifest that proves them.

A backup is made beside the older ones under a name of its own and moved into its place when it is whole: whatever
stops it in between leaves the older ones as they are.
"""

import contextlib
import errno
import hashlib
import itertools
import json
import os
import shutil
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, NamedTuple

from hyzs.model.errors import BadUsage, CannotRead, CannotWrite, HyzsError, NotFound, os_error_text
from hyzs.store import git, git_commit
from hyzs.store.atomic_file import flush_folder
from hyzs.store.evidence import FOLDER, evidence_folder, is_available
from hyzs.store.local_settings import LocalSettings

#: Key of a store in the local settings: the day of its last backup.
BACKED_UP = "backed_up"
MANIFEST, BUNDLE = "manifest.json", "history.bundle"
#: Folders of a backup: the store's files, and those that are for nobody else.
_FILES, _PRIVATE = "store", "private"
_STAGED, _SUFFIX = ".hyzs-", ".tmp"
#: Files and folders of a store that are copied as they stand; what git has besides is in the bundle.
_COPIED = (*git_commit.STORE_PATHS, FOLDER, _PRIVATE)
#: Folders left out: git's own, and what hyzs makes anew.
_MADE = frozenset((".git", ".hyzs"))
_BLOCK = 1 << 20
_DAY = 86_400


class Backup(NamedTuple):
    """One backup: its folder, its files, saved versions, and what is not in it: folders, links, absent evidence.

    ``private_versions``: somebody once saved files of ``private/``, so that the versions are kept with them.
    """

    folder: Path
    files: int
    private: int
    commits: int
    left_out: tuple[str, ...] = ()
    private_versions: bool = False


def back_up(root: Path, folder: Path, name: str, now: datetime) -> Backup:
    """Back the store up into a new folder below ``folder``.

    Raises:
        BadUsage: the folder is inside of the store; CannotWrite: it cannot be written; CannotRead: git refuses.
    """
    if folder.resolve().is_relative_to(root.resolve()):
        raise BadUsage("备份不能放在仓库里面", "放到别的盘或移动硬盘")
    folder = folder.resolve()
    name = f"{name}-{now:%Y%m%d-%H%M%S}"
    staged = folder / f"{_STAGED}{name}-{os.getpid()}{_SUFFIX}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        _remove_abandoned(folder)
        staged.mkdir()
        backup = _fill(root, staged)
        place = _put_in_place(staged, name)
    except OSError as error:
        raise CannotWrite(f"备份没有做成：{os_error_text(error)}", "以前的备份没有动；腾出地方再来") from None
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    _note_day(root, now)
    return backup._replace(folder=place)


def _put_in_place(staged: Path, name: str) -> Path:
    """Rename a finished backup to its name, or the next free one: two may run in one second."""
    for folder, _, _ in os.walk(staged):
        flush_folder(Path(folder))
    for number in itertools.count(1):
        place = staged.with_name(name if number == 1 else f"{name}-{number}")
        if place.exists():
            continue
        try:
            staged.rename(place)
        except FileExistsError:
            continue
        except OSError as error:
            if error.errno != errno.ENOTEMPTY:
                raise
            continue
        flush_folder(place.parent)
        return place
    raise AssertionError("a count never ends")


def _note_day(root: Path, now: datetime) -> None:
    """Remember on this machine when the store was backed up last; the backup is made even if that cannot be kept."""
    with contextlib.suppress(HyzsError):
        settings = LocalSettings()
        settings.set_value(root, BACKED_UP, str(now.date()))
        settings.write()


def _remove_abandoned(folder: Path) -> None:
    """Remove halves that a run which was killed left behind more than a day ago by the clock of their disk."""
    for half in folder.glob(f"{_STAGED}*{_SUFFIX}"):
        if half.is_dir() and not half.is_symlink() and half.stat().st_mtime < time.time() - _DAY:
            shutil.rmtree(half, ignore_errors=True)


def _fill(root: Path, staged: Path) -> Backup:
    hashes: dict[str, str] = {}
    for file, path in _store_files(root):
        target = path if _is_private(path) else f"{_FILES}/{path}"
        hashes[target] = _copy(file, staged / target)
    is_private = _has_private_versions(root)
    bundle = f"{_PRIVATE}/{BUNDLE}" if is_private else BUNDLE
    (staged / bundle).parent.mkdir(exist_ok=True)
    commits, prefix, branch = _bundle(root, staged / bundle)
    if commits:
        hashes[bundle] = _sha256(staged / bundle)
    manifest = {
        **{"format": 1, "prefix": prefix, "branch": branch, "commits": commits, "files": hashes},
        **({"bundle": bundle} if is_private else {}),
    }
    _write(staged / MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1).encode("utf-8", "surrogateescape"))
    private = sum(_is_private(path) and path != bundle for path in hashes)
    files = sum(not _is_private(path) and path != bundle for path in hashes)
    return Backup(staged, files, private, commits, tuple(_left_out(root)), is_private)


def _has_private_versions(root: Path) -> bool:
    """True if any version has a file of ``private/``, which git should never have seen."""
    if git.repository(root) is None or git_commit.head(root) is None:
        return False
    return bool(git.run(root, "rev-list", "--max-count=1", "--all", "--", _PRIVATE).stdout.strip())


def _store_files(root: Path) -> Iterator[tuple[Path, str]]:
    """The regular files that are copied, each with its path in the store; links are none.

    Evidence is copied from where this machine keeps it, which may be a shared drive.
    """
    for file in sorted(root.iterdir()):
        if file.is_file() and not file.is_symlink():
            yield file, file.name
    for name in _COPIED:
        top = _place_of(root, name)
        for folder, names, files in os.walk(top):  # of a file it gives nothing
            names.sort()
            for file in sorted(Path(folder) / item for item in files):
                if file.is_file() and not file.is_symlink():
                    yield file, f"{name}/{file.relative_to(top).as_posix()}"


def _place_of(root: Path, name: str) -> Path:
    return evidence_folder(root) if name == FOLDER else root / name


def _left_out(root: Path) -> list[str]:
    """Folders that are neither copied nor in git, links among what is copied, and evidence that is out of reach."""
    folders = [path.name for path in sorted(root.iterdir()) if path.is_dir() and path.name not in (*_COPIED, *_MADE)]
    if git.repository(root) is not None:
        folders = [name for name in folders if not git.run(root, "ls-files", "-z", "--", name).stdout]
    elsewhere = evidence_folder(root)
    absent = [str(elsewhere)] if elsewhere != root / FOLDER and not is_available(elsewhere) else []
    return [*folders, *_links(root), *absent]


def _links(root: Path) -> Iterator[str]:
    """Symbolic links among the copied files and folders: they may lead anywhere, and are not followed."""
    yield from (path.name for path in sorted(root.iterdir()) if path.is_symlink())
    for name in _COPIED:
        top = _place_of(root, name)
        for folder, names, files in os.walk(top):
            paths = (Path(folder) / item for item in sorted((*names, *files)))
            yield from (f"{name}/{path.relative_to(top).as_posix()}" for path in paths if path.is_symlink())


def _bundle(root: Path, file: Path) -> tuple[int, str, str]:
    """Write all saved versions into a bundle: how many, the store's path in the repository, and the branch."""
    top = git.repository(root)
    if top is None or git_commit.head(root) is None:
        return 0, "", ""
    result = git.run(root, "bundle", "create", "--quiet", str(file.resolve()), "--branches", "--tags", "HEAD")
    if result.returncode:
        raise CannotWrite(f"版本没有备份成：{git.refusal_error(result).message}", "以前的备份没有动；腾出地方再来")
    count = int(git.run(root, "rev-list", "--count", "HEAD").stdout or b"0")
    prefix = root.resolve().relative_to(top.resolve()).as_posix()
    return count, "" if prefix == "." else prefix, git_commit.current_branch(root)


def restore(folder: Path, new: Path) -> Backup:
    """Restore a backup into a new folder, once every file of it is proved to be what was written: whole or not at all.

    Raises:
        NotFound: that is no backup; CannotRead: a file is missing or changed; CannotWrite: the folder is not empty.
    """
    manifest, new = _manifest(folder), new.resolve()
    has_private, bundle = (folder / _PRIVATE).is_dir(), manifest.get("bundle", BUNDLE)
    hashes = {path: sha for path, sha in manifest["files"].items() if has_private or not _is_private(path)}
    damaged = [path for path, sha in hashes.items() if _sha256(folder / path) != sha]
    if damaged:
        raise CannotRead(
            f"备份里 {len(damaged)} 个文件缺了或变了：{'、'.join(damaged[:5])}", "换另一次备份；什么也没有恢复"
        )
    if new.exists() and (not new.is_dir() or any(new.iterdir())):
        raise CannotWrite(f"{new} 不是空文件夹", "写一个新的文件夹")
    commits = manifest["commits"] if bundle in hashes else 0
    staged = new.with_name(f"{_STAGED}{new.name}-{os.getpid()}{_SUFFIX}")
    try:
        staged.mkdir(parents=True)
        if commits:
            _unbundle(folder / bundle, staged, manifest["branch"])
        root = staged / manifest["prefix"]
        for path in hashes:
            if path != bundle:
                _copy(folder / path, root / (path if _is_private(path) else path.removeprefix(f"{_FILES}/")))
        if new.exists():
            new.rmdir()
        staged.rename(new)
    except OSError as error:
        raise CannotWrite(f"没有恢复成：{os_error_text(error)}", "什么也没有恢复；腾出地方再来") from None
    finally:
        shutil.rmtree(staged, ignore_errors=True)
    private = sum(_is_private(path) and path != bundle for path in hashes)
    files = sum(not _is_private(path) and path != bundle for path in hashes)
    left_out = tuple(path for path in manifest["files"] if path not in hashes)
    return Backup(new / manifest["prefix"], files, private, commits, left_out, _is_private(bundle))


def _manifest(folder: Path) -> dict[str, Any]:
    """The manifest. Raises: NotFound: there is none; CannotRead: it is broken, or names files outside of the backup."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_bytes())
        paths = [*manifest["files"], manifest["prefix"] or ".", manifest.get("bundle", BUNDLE)]
        is_good = manifest["format"] == 1 and isinstance(manifest["commits"], int) and all(map(_is_inside, paths))
    except OSError:
        raise NotFound(f"{folder} 不是备份：里面没有 {MANIFEST}", "写 hyzs backup 做出的那个文件夹") from None
    except (ValueError, KeyError, TypeError):
        is_good = False
    if not is_good:
        raise CannotRead(f"{folder / MANIFEST} 坏了，不能照它恢复", "换另一次备份")
    return manifest


def _is_inside(path: str) -> bool:
    steps = PurePosixPath(path).parts
    return not path.startswith("/") and ".." not in steps and ".git" not in steps and "\\" not in path


def _is_private(path: str) -> bool:
    return path.startswith(f"{_PRIVATE}/")


def _unbundle(bundle: Path, new: Path, branch: str) -> None:
    git_commit.create_repository(new)
    words = ("fetch", "--quiet", "--no-write-fetch-head", "--update-head-ok", str(bundle.resolve()), "+refs/*:refs/*")
    result = git.run(new, *words, settings=["protocol.file.allow=always"])
    if result.returncode:
        raise CannotRead(f"备份里的版本读不出来：{git.refusal_error(result).message}", "换另一次备份；什么也没有恢复")
    for step in (("symbolic-ref", "HEAD", f"refs/heads/{branch}"), ("reset", "--quiet", "--hard")):
        result = git.run(new, *step)
        if result.returncode:
            raise git.refusal_error(result)


def _copy(source: Path, target: Path) -> str:
    """Copy a file, flushed to the disk; the sha256 of its bytes."""
    digest = hashlib.sha256()
    target.parent.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as read, target.open("wb") as target_file:
        while block := read.read(_BLOCK):
            digest.update(block)
            target_file.write(block)
        target_file.flush()
        os.fsync(target_file.fileno())
    shutil.copymode(source, target)
    return digest.hexdigest()


def _write(file: Path, data: bytes) -> None:
    with file.open("wb") as output:
        output.write(data)
        output.flush()
        os.fsync(output.fileno())


def _sha256(file: Path) -> str:
    """The sha256 of a file; empty if it cannot be read."""
    digest = hashlib.sha256()
    with contextlib.suppress(OSError), file.open("rb") as read:
        while block := read.read(_BLOCK):
            digest.update(block)
        return digest.hexdigest()
    return ""
