"""Comments of a file, and directives in them: ``# hyzs: …``, each about one line."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import NamedTuple

from hyzs.model.finding import TextSpan
from hyzs.yamldoc.decoding import span_of

_DIRECTIVE = re.compile(r"(?<![^ \t\n])#[ \t]*hyzs[ \t]*[:：](?P<text>[^\n]*)")


_COMMENT = re.compile(r"(?<![^ \t\n])#[^\n]*")


class Directive(NamedTuple):
    """Directive in a comment: its text, its span, and the line that it is about."""

    text: str
    span: TextSpan
    line: int


def may_have_directive(text: str) -> bool:
    """True if the text may hold a directive; a fast test."""
    return "hyzs" in text and _DIRECTIVE.search(text) is not None


def comments(text: str, scalars: Iterable[tuple[int, int]]) -> list[str]:
    """Every comment of ``text``, from its sign to the end of its line."""
    spans = sorted(scalars)
    matches = (match for match in _COMMENT.finditer(text) if not _is_inside(match.start(), spans))
    return [match[0].rstrip() for match in matches]


def directives(text: str, scalars: Iterable[tuple[int, int]]) -> list[Directive]:
    """Directives of ``text``. ``scalars`` are the spans of its scalars: a sign inside a text is no comment."""
    spans = sorted(scalars)
    matches = [match for match in _DIRECTIVE.finditer(text) if not _is_inside(match.start(), spans)]
    subjects = _subject_lines(text) if matches else []
    return [_directive(text, match, subjects) for match in matches]


def _is_inside(index: int, spans: Sequence[tuple[int, int]]) -> bool:
    """True where one of the sorted spans, which do not overlap, holds the position."""
    before = bisect_right(spans, index, key=itemgetter(0))
    return before > 0 and index < spans[before - 1][1]


def _directive(text: str, match: re.Match[str], subjects: Sequence[int]) -> Directive:
    place = span_of(text, match.start(), match.start() + len(match[0].rstrip()))
    own_line = not text[text.rfind("\n", 0, match.start()) + 1 : match.start()].strip()
    return Directive(match["text"].strip(), place, subjects[place.line] if own_line else place.line)


def _subject_lines(text: str) -> list[int]:
    """For each line number, the number of the next line below with anything but blanks and a comment."""
    lines = text.split("\n")
    line_below = len(lines)
    out = [line_below] * (len(lines) + 1)
    for number in range(len(lines), 0, -1):
        out[number] = line_below
        if not lines[number - 1].strip(" \t\r").startswith("#") and lines[number - 1].strip(" \t\r"):
            line_below = number
    return out
