"""The tree of an ordinary file, fast: no places are kept, and what needs a second look is left to the builder."""

import re
from typing import NamedTuple

from hyzs.store.yaml.events import Event, Source, source
from hyzs.store.yaml.spots import ABSENT, BLOCK, MAX_DEPTH, NOT_KEYS, Absent, Tree
from hyzs.store.yaml.syntax import may_slip

_HEADER = re.compile(r"[|>][-+0-9]*#")


class Quick(NamedTuple):
    """A tree, and whether anything in it is ``Absent``."""

    tree: Tree
    absent: bool


class _Odd(Exception):
    """Something that only the builder can read, or tell of."""


def quick(text: str, *, pure: bool) -> Quick | None:
    """The tree of a text with nothing odd in it; None for any other."""
    if "&" in text or "!" in text or (("|" in text or ">" in text) and _HEADER.search(text)) or may_slip(text):
        return None
    parser = source(text, pure=pure)
    try:
        return _Reader(parser).document(len(text))
    except _Odd:
        return None
    except parser.errors:
        return None
    finally:
        parser.close()


class _Reader:
    """Reads a list or a mapping from the events after its first; as deep as ``MAX_DEPTH`` and no deeper."""

    __slots__ = ("absent", "next", "of")

    def __init__(self, parser: Source) -> None:
        self.next, self.of, self.absent = parser.next, parser.classes, False

    def document(self, length: int) -> Quick:
        """The one document, which ends where the text does."""
        self.next()
        start = self.next()
        if start.__class__ is not self.of.DocumentStartEvent:
            raise _Odd
        tree = self._collection(self.next(), 1)
        if self.next().end_mark.index != length:
            raise _Odd
        return Quick(tree, self.absent)

    def _collection(self, event: Event, depth: int) -> Tree:
        if depth > MAX_DEPTH:
            raise _Odd
        if event.__class__ is self.of.MappingStartEvent:
            return self._mapping(depth + 1)
        if event.__class__ is self.of.SequenceStartEvent:
            return self._sequence(depth + 1)
        raise _Odd

    def _mapping(self, depth: int) -> Tree:
        following, scalar, out = self.next, self.of.ScalarEvent, dict[str, Tree]()
        while (event := following()).__class__ is scalar:
            key = event.value
            if key in out or key in NOT_KEYS or event.style in BLOCK:
                raise _Odd
            event = following()
            if event.__class__ is scalar:
                value = event.value
                out[key] = value if value not in ABSENT or event.style else self._nothing(value)
            else:
                out[key] = self._collection(event, depth)
        if event.__class__ is not self.of.MappingEndEvent:
            raise _Odd
        return out

    def _sequence(self, depth: int) -> Tree:
        following, of, out = self.next, self.of, list[Tree]()
        while (event := following()).__class__ is not of.SequenceEndEvent:
            if event.__class__ is of.ScalarEvent:
                value = event.value
                out.append(value if value not in ABSENT or event.style else self._nothing(value))
            else:
                out.append(self._collection(event, depth))
        return out

    def _nothing(self, value: str) -> Absent:
        self.absent = True
        return Absent(value)
