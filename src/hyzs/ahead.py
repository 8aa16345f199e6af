"""What is begun before the rest of the program is even loaded: git's look at the store takes as long as that."""

import contextlib
import os
from collections.abc import Sequence

#: Commands that ask the store.
_ASKING = frozenset(("check", "who", "track", "list", "show", "matrix", "gaps", "report", "doctor"))


def begin(argv: Sequence[str]) -> None:
    """Send git to look, if these words will ask the store; whatever is wrong with them is told later."""
    if _ASKING.isdisjoint(argv) or "--help" in argv:
        return
    from hyzs.store.looking import begin
    from hyzs.store.place import place

    with contextlib.suppress(Exception):
        begin(place(_told(argv)))


def _told(argv: Sequence[str]) -> str | None:
    """The store that the words name."""
    for word, after in zip(argv, [*argv[1:], ""], strict=True):
        if word == "--store" or word.startswith("--store="):
            return word.partition("=")[2] or after
    return os.environ.get("HYZS_STORE")
