"""Replies that were given before, word for word: given again while nothing has changed that they came from.

A reply comes from the records (the index's ``turn``), the commit, the question with all that surrounds it (the words,
the folder, the terminal, the environment, the program), and the clock. Where all of these are the same it is the same.
"""

import contextlib
import marshal
import os
import re
import time
from binascii import crc32
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from hyzs.store.database import looks
from hyzs.store.index import Index

if TYPE_CHECKING:
    from datetime import datetime

#: So many replies are kept to the records as they stand, with so many bytes in all.
_KEPT, _ROOM = 64, 64_000_000
#: What the program looks at besides its words.
_ENVIRONMENT = ("HYZS_", "GITHUB_", "CI", "NO_COLOR", "TERM", "COLUMNS", "LINES")
#: What makes answers and shows them; of the other rooms the index knows.
_ROOMS = ("", "commands", "reports", "render")
_TIMES = 'SELECT "week.opens", "week.due", "week.closes" FROM settings'
_SUM_BYTES = 4
_END = "\0"
#: What a reply's file is called, and one that is being written; nothing else is ever taken away.
_OURS = re.compile(r"[0-9a-f]{16}-[0-9a-f]{8}(\.[0-9]+)?")


class Reply(NamedTuple):
    """What a command printed, what it said beside it, and its exit code."""

    code: int
    remark: str
    text: bytes


class Question:
    """What is asked of a store, with all that the reply depends on."""

    def __init__(self, root: Path, argv: Sequence[str]) -> None:
        self.index = Index(root)
        self._words = _END.join([str(Path.cwd()), *argv, "", *_surroundings(root)])
        self._turn: str | None = None
        self._noted: tuple[str, float, float] | None = None

    def reply(self) -> Reply | None:
        """The reply that it got before, if it would get it now."""
        if self.index.in_memory or not self.index.is_current():
            return None
        key = self._key()
        with contextlib.suppress(OSError, ValueError, EOFError, TypeError):
            data = self._file(key).read_bytes()
            if crc32(data[_SUM_BYTES:]) == int.from_bytes(data[:_SUM_BYTES], "big"):
                its, since, until, *reply = marshal.loads(data[_SUM_BYTES:])  # noqa: S302 — the sum says it is ours
                if its == key and since <= time.time() < until:
                    return Reply(*reply)
        return None

    def begin(self) -> None:
        """From here on the index is asked for the answer."""
        self._turn = self.index.turn

    def note(self, now: "datetime | None") -> None:
        """Note what the answer comes from that the index has given; ``now`` is the clock, if it was asked.

        Nothing is noted if another process has put something else into view meanwhile.
        """
        if self.index.turn == self._turn:
            since, until = (now.timestamp(), self._until(now)) if now else (0, float("inf"))
            self._noted = (self._key(), since, until)

    def keep(self, reply: Reply) -> None:
        """Give this reply again, as long as all that was noted stays so."""
        if self._noted is None or self.index.in_memory:
            return
        data = marshal.dumps((*self._noted, *reply))
        file = self._file(self._noted[0])
        staged = file.with_suffix(f".{os.getpid()}")
        with contextlib.suppress(OSError):
            file.parent.mkdir(exist_ok=True)
            _make_room(file, len(data))
            staged.write_bytes(crc32(data).to_bytes(_SUM_BYTES, "big") + data)
            staged.replace(file)

    def _until(self, now: "datetime") -> float:
        """When the clock next says something else: at midnight, and when a duty of the week begins or ends."""
        row = next(iter(self.index.tuples(_TIMES)), ())
        minutes = [int(hour) * 60 + int(minute) for hour, minute in (str(text)[-5:].split(":") for text in row if text)]
        passed = now - now.replace(hour=0, minute=0, second=0, microsecond=0)
        ahead = (minute * 60 - passed.total_seconds() for minute in (*minutes, 24 * 60))
        return now.timestamp() + min(seconds for seconds in ahead if seconds >= 0)

    def _key(self) -> str:
        status = self.index.status
        commit = f"{status.commit} {bool(status.changed)}" if status else ""
        return _END.join([self.index.turn, commit, self._words])

    def _file(self, key: str) -> Path:
        # A folder or a word may be no text at all.
        number = crc32(key.encode("utf-8", "backslashreplace"))
        return self.index.root / ".hyzs" / "replies" / f"{key.partition(_END)[0]}-{number:08x}"


_begun: dict[Path, Question] = {}


def ask(root: Path, argv: Sequence[str]) -> Reply | None:
    """The reply that these words got before; without one, ``begun`` is the question on its way."""
    question = Question(root, argv)
    if (reply := question.reply()) is None:
        _begun[root] = question
    return reply


def begun(root: Path) -> Question | None:
    """The question on its way to that store."""
    return _begun.pop(root, None)


def _make_room(file: Path, size: int) -> None:
    """Take away what was replied to other records, and the oldest of what is too much beside the new one."""
    turn, room = file.name.partition("-")[0], _ROOM - size
    others = [(entry.stat(), entry.name) for entry in os.scandir(file.parent) if _OURS.fullmatch(entry.name)]
    others.sort(key=lambda one: -one[0].st_mtime_ns)
    kept = 1
    for info, name in others:
        room -= info.st_size
        if name.startswith(f"{turn}-") and kept < _KEPT and room >= 0:
            kept += 1
        else:
            file.with_name(name).unlink(missing_ok=True)


def _surroundings(root: Path) -> Iterator[str]:
    """What a reply depends on besides its words and the records."""
    yield f"{os.get_terminal_size(1)}" if os.isatty(1) else ""
    yield from (f"{name}={text}" for name, text in sorted(os.environ.items()) if name.startswith(_ENVIRONMENT))
    package = Path(__file__).parents[1]
    for folder in (*(package / room for room in _ROOMS), package / "templates", package.parents[1] / "templates"):
        if folder.is_dir():
            yield from looks(folder)
    yield str((root / "templates").is_dir())
