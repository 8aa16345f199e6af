"""What is done before the rest of the program is even loaded: git is sent to look, and an answer given again."""

import contextlib
import os
import sys
from collections.abc import Sequence

#: Commands that ask the store, and those of them whose answer comes from nothing but its records and the day.
_ASKING = frozenset(("check", "who", "track", "list", "show", "matrix", "gaps", "report", "slip", "doctor"))
_REPEATED = _ASKING - {"doctor"}
#: Options of ``hyzs`` itself, each with a value: people write them before the command, or after it.
GLOBAL = ("--store", "--today")


def answered(argv: Sequence[str]) -> int | None:
    """Give the answer that these words got before, if nothing has changed since: its exit code.

    None: there is none, or it could not be given. Whatever is wrong with the words or the store is told later.
    """
    command = _command(argv)
    if command not in _ASKING or "--help" in argv:
        return None
    from hyzs.store.looking import begin
    from hyzs.store.place import place

    with contextlib.suppress(Exception):
        root = place(_told(argv))
        begin(root)
        if command in _REPEATED and not (root / ".hyzs" / "journal.json").exists():
            from hyzs.store.replies import ask

            if reply := ask(root, argv):
                sys.stderr.write(reply.remark)
                sys.stdout.buffer.write(reply.text)
                sys.stdout.flush()
                return reply.code
    return None


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
