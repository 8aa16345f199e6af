"""Prefetch: git status starts before the rest of the program is loaded."""

import contextlib
import os
from collections.abc import Sequence

from hyzs.cli.argv import parse_argv

#: Commands that ask the store.
_ASKING = frozenset(("check", "who", "track", "list", "show", "matrix", "gaps", "report", "slip", "doctor"))


def start_git_status(argv: Sequence[str]) -> None:
    """Start git status in the store that these words name, if their command asks a store.

    Errors are left to the command itself, which meets them again and explains them.
    """
    line = parse_argv(argv)
    if "--at" in line.options or line.command not in _ASKING or line.asks_help:
        return
    from hyzs.store.git_status import start_status
    from hyzs.store.root import find_root

    with contextlib.suppress(Exception):
        start_status(find_root(line.options.get("--store") or os.environ.get("HYZS_STORE")))
