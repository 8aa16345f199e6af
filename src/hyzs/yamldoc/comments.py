"""What comments of a file say to us: ``# hyzs: …``, and the line that each speaks of."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import NamedTuple

from hyzs.model.finding import TextSpan
from hyzs.yamldoc.decode import span_of

_NOTE = re.compile(r"(?<![^ \t\n])#[ \t]*hyzs[ \t]*[:：](?P<said>[^\n]*)")


_COMMENT = re.compile(r"(?<![^ \t\n])#[^\n]*")


class Directive(NamedTuple):
    """What a comment says, where it stands, and the line that it is about."""

    text: str
    span: TextSpan
    line: int


def may_have_directive(text: str) -> bool:
    """Whether it is worth looking closely."""
    return "hyzs" in text and _NOTE.search(text) is not None


def comments(text: str, scalars: Iterable[tuple[int, int]]) -> list[str]:
    """Every comment of ``text``, from its sign to the end of its line."""
    spans = sorted(scalars)
    found = (one for one in _COMMENT.finditer(text) if not _is_inside(one.start(), spans))
    return [one[0].rstrip() for one in found]


def directives(text: str, scalars: Iterable[tuple[int, int]]) -> list[Directive]:
    """The notes of ``text``, where scalars stand from one position to the other: what is in a text is no comment."""
    spans = sorted(scalars)
    found = [one for one in _NOTE.finditer(text) if not _is_inside(one.start(), spans)]
    subjects = _subject_lines(text) if found else []
    return [_note(text, one, subjects) for one in found]


def _is_inside(at: int, spans: Sequence[tuple[int, int]]) -> bool:
    """True where one of the sorted spans, which do not overlap, holds the position."""
    before = bisect_right(spans, at, key=itemgetter(0))
    return before > 0 and at < spans[before - 1][1]


def _note(text: str, found: re.Match[str], subjects: Sequence[int]) -> Directive:
    place = span_of(text, found.start(), found.start() + len(found[0].rstrip()))
    own_line = not text[text.rfind("\n", 0, found.start()) + 1 : found.start()].strip()
    return Directive(found["said"].strip(), place, subjects[place.line] if own_line else place.line)


def _subject_lines(text: str) -> list[int]:
    """By the number of each line the number of the next one below it with anything but blanks and a comment."""
    lines = text.split("\n")
    below = len(lines)
    out = [below] * (len(lines) + 1)
    for number in range(len(lines), 0, -1):
        out[number] = below
        if not lines[number - 1].strip(" \t\r").startswith("#") and lines[number - 1].strip(" \t\r"):
            below = number
    return out
