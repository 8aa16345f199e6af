"""Readings of Chinese characters, and texts that are found by how they are read."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from typing import NamedTuple

from hyzs.model.folding import fold
from hyzs.model.pinyin_readings import READINGS

#: Bits of an NFA over the positions of what is typed: from each to those after it.
_Moves = Mapping[str, list[tuple[int, int]]]


@cache
def character_readings() -> Mapping[str, tuple[str, ...]]:
    """Every reading of each character, without tones, ü as v: 长 is chang and zhang."""
    lists: dict[str, list[str]] = defaultdict(list)
    for reading, characters in READINGS.items():
        for character in characters:
            lists[character].append(reading)
    return {character: tuple(its_readings) for character, its_readings in lists.items()}


def readings_in(texts: Iterable[str]) -> dict[str, str]:
    """The readings of each character that stands in the texts, with blanks between them, in code order."""
    table = character_readings()
    return {character: " ".join(table[character]) for character in sorted(set().union(*texts)) if character in table}


class Spelling(NamedTuple):
    """The part of a text that is read as typed: positions of its first character and behind its last."""

    start: int
    end: int


class PinyinQuery:
    """Letters as typed, ready to be compared with many texts: swj, leiyang, shangw, 衡n.

    Each character may be typed whole, by the first letter of any of its readings, or as itself; the last one also by
    the beginning of a reading. ``characters`` are all that stand in the texts to come.
    """

    def __init__(self, text: str, characters: Iterable[str]) -> None:
        self._text = text.replace("ü", "v")
        initials: dict[str, set[tuple[int, int]]] = defaultdict(set)
        longer: dict[str, set[tuple[int, int]]] = defaultdict(set)
        present = set(characters)
        for place, letter in enumerate(self._text):
            if letter in present:
                initials[letter].add((1 << place, 1 << place + 1))
        for reading, bearers in READINGS.items():
            if reading[0] in self._text and (own := present.intersection(bearers)):
                short, full_moves = self._moves(reading)
                for character in own:
                    initials[character].update(short)
                    longer[character].update(full_moves)
        self._initials = {character: sorted(moves) for character, moves in initials.items()}
        self._all = {
            character: sorted(initials[character] | longer[character]) for character in initials.keys() | longer.keys()
        }
        #: Characters that the typed text may begin with.
        self._first = {character for character, moves in self._all.items() if moves[0][0] == 1}

    def _moves(self, reading: str) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """Moves over the reading's first letter; moves over all of it, or at the end over more than one letter."""
        places = [place for place, letter in enumerate(self._text) if letter == reading[0]]
        end = len(self._text)
        full = [(1 << place, 1 << place + len(reading)) for place in places if self._text.startswith(reading, place)]
        begun = [
            (1 << place, 1 << end) for place in places if place < end - 1 and reading.startswith(self._text[place:])
        ]
        return [(1 << place, 1 << place + 1) for place in places], full + begun

    def by_initials(self, text: str) -> Spelling | None:
        """The first part of the text of whose characters the first letters are typed."""
        return self._spelling(text, self._initials)

    def by_reading(self, text: str) -> Spelling | None:
        """The first part of the text that is typed by whole readings, first letters, or both."""
        return self._spelling(text, self._all)

    def _spelling(self, text: str, moves: _Moves) -> Spelling | None:
        goal = 1 << len(self._text)
        for start, character in enumerate(text):
            if character in self._first:
                places, end = 1, start
                while places and not places & goal and end < len(text):
                    steps = moves.get(text[end], ())
                    places, end = _union(after for before, after in steps if before & places), end + 1
                if places & goal:
                    return Spelling(start, end)
        return None


def _union(bits: Iterator[int]) -> int:
    union = 0
    for bit in bits:
        union |= bit
    return union


def is_typed_by_sound(text: str) -> bool:
    """True if Latin letters are typed, so that readings may be meant."""
    return any("a" <= letter <= "z" for letter in fold(text))
