"""What happens to a store between two runs."""

import itertools
import shutil
from collections.abc import Callable
from pathlib import Path

from bench.stores import git, hyzs, project_files, reset


def one_file(store: Path) -> Callable[[], None]:
    """Each time, one project file gets other bytes than it ever had."""
    file, numbers = project_files(store)[0], itertools.count()
    text = file.read_bytes()

    def change() -> None:
        file.write_bytes(text + b"# %d\n" % next(numbers))

    return change


def unseen(store: Path) -> Callable[[], None]:
    """Each time, the store is on a branch that its index has never seen."""
    index, copy = store / ".hyzs", store.with_name(store.name + ".index")
    reset(store)
    for folder in (index, copy):
        shutil.rmtree(folder, ignore_errors=True)
    hyzs("--store", str(store), "track")
    shutil.copytree(index, copy)

    def switch() -> None:
        reset(store)
        shutil.rmtree(index)
        shutil.copytree(copy, index)
        git(store, "switch", "-q", "other")

    return switch


def known_branch(store: Path) -> Callable[[], None]:
    """Each time, the store comes back to a branch that its index has seen."""
    reset(store)
    hyzs("--store", str(store), "track")

    def switch() -> None:
        git(store, "switch", "-q", "other")
        hyzs("--store", str(store), "track")
        git(store, "switch", "-q", "main")

    return switch
