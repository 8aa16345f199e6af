"""Search for the known name that is most like a mistyped one."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import cache

from hyzs.model.folding import fold

_ENOUGH = 0.55
#: A longer text is no name that somebody has mistyped, and comparing it costs the square of its length.
_LONGEST = 200


class NearNames:
    """Index of names for look-ups by similar texts (both folded); each distinct text is searched once."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = sorted(set(names))
        self._folded = [fold(name) for name in self._names]
        #: The names that have a character so many times, as positions.
        self._with: dict[tuple[str, int], list[int]] = defaultdict(list)
        for position, name in enumerate(self._folded):
            for char in _with_occurrence(name):
                self._with[char].append(position)
        self.nearest = cache(self._nearest)

    def _nearest(self, text: str) -> str | None:
        """The name most like ``text``, or None if none is like it: 市商物局 → 市商务局, 人社局 → 市人社局."""
        if len(text) > _LONGEST:
            return None
        text, best, nearest = fold(text), _ENOUGH, -1
        for limit, position in self._candidates(text):
            if limit < best:
                break
            likeness = _likeness(text, self._folded[position])
            if likeness > best or (likeness == best and (nearest < 0 or position < nearest)):
                best, nearest = likeness, position
        return self._names[nearest] if nearest >= 0 else None

    def most_alike(self, text: str, count: int) -> list[str]:
        """The names like ``text``, at most ``count`` of them, the most alike first."""
        if len(text) > _LONGEST:
            return []
        text = fold(text)
        scores = ((-_likeness(text, self._folded[place]), place) for _, place in self._candidates(text))
        return [self._names[place] for score, place in sorted(scores)[:count] if -score >= _ENOUGH]

    def _candidates(self, text: str) -> list[tuple[float, int]]:
        """The names that share characters with the text, each with the most that its likeness can be; best first."""
        shared = Counter(position for char in _with_occurrence(text) for position in self._with.get(char, ()))
        limits = ((_limit(text, self._folded[position], count), position) for position, count in shared.items())
        return sorted(((limit, position) for limit, position in limits if limit >= _ENOUGH), reverse=True)


def _with_occurrence(text: str) -> Iterator[tuple[str, int]]:
    """Each character with the number of equal ones before it, so that repeated ones differ."""
    before: Counter[str] = Counter()
    for char in text:
        yield char, before[char]
        before[char] += 1


def _limit(text: str, name: str, shared: int) -> float:
    """Upper bound of ``_likeness`` for two texts with so many characters in common."""
    ratio = 2.0 * shared / (len(text) + len(name))
    return max(ratio, _short_likeness(text, name)) if 1 < len(text) == shared else ratio


def _likeness(text: str, name: str) -> float:
    """Between 0 and 1; a text whose characters all stand in the name in their order is an abbreviation of it."""
    ratio = SequenceMatcher(None, text, name, autojunk=False).ratio()
    rest = iter(name)
    is_short = len(text) > 1 and all(char in rest for char in text)
    return max(ratio, _short_likeness(text, name)) if is_short else ratio


def _short_likeness(text: str, name: str) -> float:
    """The likeness of an abbreviation: the more it leaves of the name, the greater."""
    return 0.6 + 0.4 * len(text) / len(name)
