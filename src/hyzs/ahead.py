"""What is done before the rest of the program is even loaded: git is sent to look, and an answer given again."""

import contextlib
import os
import sys
from collections.abc import Sequence

#: Commands that ask the store, and those of them whose answer comes from nothing but its records and the day.
_ASKING = frozenset(("check", "who", "track", "list", "show", "matrix", "gaps", "report", "slip", "doctor"))
_REPEATED = _ASKING - {"doctor"}


def answered(argv: Sequence[str]) -> int | None:
    """Give the answer that these words got before, if nothing has changed since: its exit code.

    None: there is none, or it could not be given. Whatever is wrong with the words or the store is told later.
    """
    if _ASKING.isdisjoint(argv) or "--help" in argv:
        return None
    from hyzs.store.looking import begin
    from hyzs.store.place import place

    with contextlib.suppress(Exception):
        root = place(_told(argv))
        begin(root)
        if not _REPEATED.isdisjoint(argv) and not (root / ".hyzs" / "journal.json").exists():
            from hyzs.store.replies import ask

            if reply := ask(root, argv):
                sys.stderr.write(reply.remark)
                sys.stdout.buffer.write(reply.text)
                sys.stdout.flush()
                return reply.code
    return None


def _told(argv: Sequence[str]) -> str | None:
    """The store that the words name."""
    for word, after in zip(argv, [*argv[1:], ""], strict=True):
        if word == "--store" or word.startswith("--store="):
            return word.partition("=")[2] or after
    return os.environ.get("HYZS_STORE")
