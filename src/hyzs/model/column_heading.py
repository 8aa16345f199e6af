"""Headings of columns: their words, and the notes beside them in brackets or behind a sign."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from hyzs.model.folding import fold
from hyzs.model.invisible import visible_text
from hyzs.model.measurement_units import MeasurementUnit, parse_unit, trailing_unit

_OPEN, _CLOSE = "(（[［【〔{", ")）]］】〕}"
#: Before a heading: a star for what must be filled in, a number.
_BEFORE = re.compile(r"^(?:其中\s*+[:：]?|[*＊★☆●※\s]++|[0-9]{1,2}[.、．)）](?=\D)|[(（][0-9]{1,2}[)）])++")
_AFTER = re.compile(r"[*＊★☆:：\s]+$")
_DIGIT = re.compile(r"\d")
#: Behind the words of a heading: /亿元, ：亿元, , 亿元, and what follows a blank.
_TAIL = re.compile(r"[/／:：,，;；\\\s]+")


class ColumnHeading(NamedTuple):
    """The words of a heading, folded, and the notes beside them as they were written."""

    label: str
    notes: tuple[str, ...] = ()
    #: A note stands behind the words without brackets: it can only be a unit.
    is_cut: bool = False


def heading_readings(text: str) -> Iterator[ColumnHeading]:
    """Possible readings of a heading, the most literal first: 总投资/亿元 as it stands, then 总投资 with a note."""
    plain = _AFTER.sub("", _BEFORE.sub("", visible_text(text)[0].strip()))
    yield ColumnHeading(fold(plain))
    words, notes = _outside_and_inside(plain)
    words = _AFTER.sub("", _BEFORE.sub("", words))
    yield ColumnHeading(fold(words), notes)
    for tail in _TAIL.finditer(words):
        yield ColumnHeading(fold(words[: tail.start()]), (*notes, words[tail.end() :]), True)


def _outside_and_inside(text: str) -> tuple[str, tuple[str, ...]]:
    """The text outside of all brackets, and what stands in each outermost pair."""
    words: list[str] = []
    notes: list[list[str]] = []
    depth = 0
    for char in text:
        if char in _OPEN:
            depth += 1
            if depth == 1:
                notes.append([])
                continue
        elif char in _CLOSE and depth:
            depth -= 1
            if not depth:
                continue
        (notes[-1] if depth else words).append(char)
    return "".join(words), tuple("".join(note) for note in notes)


def text_outside_brackets(text: str) -> str:
    """The text that stands outside of all brackets."""
    return _outside_and_inside(text)[0]


def notes_in(text: str) -> tuple[str, ...]:
    """Texts in the outermost brackets."""
    return _outside_and_inside(text)[1]


def unit_in(heading: str, own: str) -> MeasurementUnit | None:
    """The unit that a heading names, of a column in ``own``: 总投资(亿元), 总投资/亿元, 总投资亿元.

    Raises:
        ValueError: It names a unit that is not known, or another currency.
    """
    _, plain, *cut = heading_readings(heading)
    in_brackets = (parse_unit(note, own) for note in plain.notes)
    tails = (reading.notes[-1] for reading in cut if not _DIGIT.search(reading.notes[-1]))
    units_behind = (parse_unit(tail, own, bracketed=False) for tail in tails)
    return next(filter(None, (*in_brackets, *units_behind)), None) or trailing_unit(plain.label, own)
