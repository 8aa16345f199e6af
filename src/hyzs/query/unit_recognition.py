"""Units that a running text mentions: 请市自然资源局牵头 → 市自然资源和规划局."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from hyzs.fields.index_reader import IndexReader

UNITS = "SELECT DISTINCT text, called FROM name WHERE kind = 'unit' AND how <> 'id'"
_CITY = "市"
#: Characters before a name that mean a unit of another level: 省自然资源厅, 县发改局.
_OTHER_LEVELS = frozenset("国省州县区镇乡")
_SHORTEST, _LONGEST = 3, 16


class UnitMention(NamedTuple):
    """Words of a text, and the unit that they most likely mean."""

    words: str
    unit: str


class UnitNames:
    """Names of the units of a store, to find them in texts."""

    def __init__(self, index: IndexReader) -> None:
        self._units: dict[str, set[str]] = {}
        for row in index.rows(UNITS):
            for text in self._spellings(row["text"]):
                self._units.setdefault(text, set()).add(row["called"])
        self._endings = {text[-1] for text in self._units if len(text) >= _SHORTEST}

    def mentions(self, text: str) -> list[UnitMention]:
        """Units that the text mentions: by a name, without its 市, or by an abbreviation that fits one unit only."""
        mentions: list[UnitMention] = []
        start = 0
        while start < len(text):
            words = next((words for words in self._windows(text, start) if self._named_unit(words)), "")
            if words:
                mentions.append(UnitMention(words, self._named_unit(words)))
            start += len(words) or 1
        return list({mention.unit: mention for mention in reversed(mentions)}.values())[::-1]

    def _windows(self, text: str, start: int) -> Iterator[str]:
        """Pieces from ``start`` that end like the name of a unit, the longest first."""
        if start and text[start - 1] in _OTHER_LEVELS:
            return
        for length in range(min(_LONGEST, len(text) - start), _SHORTEST - 1, -1):
            if text[start + length - 1] in self._endings:
                yield text[start : start + length]

    def _named_unit(self, words: str) -> str:
        """The one unit with that name, else the one that the words abbreviate; empty if none or several."""
        units = self._units.get(words) or {
            unit for name, units in self._units.items() if _abbreviates(words, name) for unit in units
        }
        return next(iter(units)) if len(units) == 1 else ""

    @staticmethod
    def _spellings(name: str) -> Sequence[str]:
        short = name.removeprefix(_CITY)
        return [name, short] if short != name and len(short) >= _SHORTEST else [name]


def _abbreviates(words: str, name: str) -> bool:
    """True if the words leave out characters inside of the name; first and last stay."""
    if words[0] != name[0] or words[-1] != name[-1] or len(words) >= len(name):
        return False
    rest: Iterable[str] = iter(name)
    return all(char in rest for char in words)
