"""What comments of a file say to us: ``# hyzs: …``, and the line that each speaks of."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from hyzs.model.finding import Place
from hyzs.store.yaml.text import place_of

_NOTE = re.compile(r"(?<![^ \t\n])#[ \t]*hyzs[ \t]*[:：](?P<said>[^\n]*)")
_NEXT = re.compile(r"[ \t]*(?:#[^\n]*)?\r?\n")


class Note(NamedTuple):
    """What a comment says, where it stands, and the line that it is about."""

    said: str
    place: Place
    line: int


def may_note(text: str) -> bool:
    """Whether it is worth looking closely."""
    return "hyzs" in text and _NOTE.search(text) is not None


def notes(text: str, scalars: Iterable[tuple[int, int]]) -> list[Note]:
    """The notes of ``text``, where scalars stand from one position to the other: what is in a text is no comment."""
    spans = list(scalars)
    found = (one for one in _NOTE.finditer(text) if not any(start <= one.start() < end for start, end in spans))
    return [_note(text, one) for one in found]


def _note(text: str, found: re.Match[str]) -> Note:
    said = found["said"].strip()
    place = place_of(text, found.start(), found.start() + len(found[0].rstrip()))
    return Note(said, place, place.line + _lines_down(text, found))


def _lines_down(text: str, found: re.Match[str]) -> int:
    """How far below the note its line is: a note on a line of its own speaks of the next line with anything on it."""
    if text[text.rfind("\n", 0, found.start()) + 1 : found.start()].strip():
        return 0
    down, at = 1, text.find("\n", found.start()) + 1
    while at and (blank := _NEXT.match(text, at)):
        down, at = down + 1, blank.end()
    return down
