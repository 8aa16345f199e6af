"""Prefetch: git status starts before the rest of the program is loaded."""

import contextlib
import os
from collections.abc import Sequence

#: Commands that ask the store.
_ASKING = frozenset(("check", "who", "track", "list", "show", "matrix", "gaps", "report", "slip", "doctor"))
_HELP = frozenset(("-h", "--help"))
#: Options of ``hyzs`` itself, each with a value: people write them before the command, or after it.
GLOBAL = ("--store", "--today", "--at")


def start_git_status(argv: Sequence[str]) -> None:
    """Start git status in the store that these words name, if their command asks a store.

    Errors are left to the command itself, which meets them again and explains them.
    """
    is_past = any(word == "--at" or word.startswith("--at=") for word in argv)
    if is_past or _command(argv) not in _ASKING or not _HELP.isdisjoint(argv):
        return
    from hyzs.store.git_status import start_status
    from hyzs.store.root import find_root

    with contextlib.suppress(Exception):
        start_status(find_root(_told(argv)))


def _command(argv: Sequence[str]) -> str | None:
    """The command that these words give: the first that is no option, and no value of one that may stand before it."""
    before = ""
    for word in argv:
        if not word.startswith("-") and before not in GLOBAL:
            return word
        before = word
    return None


def _told(argv: Sequence[str]) -> str | None:
    """The store that the words name."""
    for word, after in zip(argv, [*argv[1:], ""], strict=True):
        if word == "--store" or word.startswith("--store="):
            return word.partition("=")[2] or after
    return os.environ.get("HYZS_STORE")
