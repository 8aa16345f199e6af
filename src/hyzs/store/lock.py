"""The lock of a store: one writer at a time; it is free when its holder dies."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from filelock import FileLock, Timeout

from hyzs.model.errors import Busy, CannotWrite, os_error_text
from hyzs.store.state_dir import NAME, ensure_state_dir

_WAIT_SECONDS = 30.0


@contextlib.contextmanager
def store_lock(root: Path, wait: float = _WAIT_SECONDS) -> Iterator[None]:
    """Hold the lock of the store; reentrant. Waits ``wait`` seconds for another holder.

    Raises:
        Busy: another process holds it all that time; CannotWrite: there is no place for a lock.
    """
    folder = root.resolve() / NAME
    try:
        ensure_state_dir(folder)
        lock = FileLock(folder / "lock", timeout=wait, is_singleton=True)
        lock.acquire(timeout=wait)
    except Timeout:
        raise Busy(f"别的 hyzs 正在改这个仓库，等了 {wait:.0f} 秒还没有完", "稍后再试") from None
    except OSError as error:
        raise CannotWrite(
            f"锁不住仓库，不能写：{os_error_text(error)}", "检查 .hyzs/ 的权限；它不能是链接，也不能有链接"
        ) from None
    except NotImplementedError:
        raise CannotWrite("这里的文件系统不能加锁，不能写", "把仓库放在本机的磁盘上") from None
    try:
        yield
    finally:
        lock.release()
