"""The name a person most likely meant."""

from collections.abc import Sequence
from difflib import SequenceMatcher

_ENOUGH = 0.55


def nearest(text: str, names: Sequence[str]) -> str | None:
    """The name most like ``text``, or None if none is like it: 市商物局 → 市商务局, 人社局 → 市人社局."""
    best = max(((_likeness(text, name), name) for name in sorted(names)), default=(0.0, ""), key=lambda pair: pair[0])
    return best[1] if best[0] >= _ENOUGH else None


def _likeness(text: str, name: str) -> float:
    """Between 0 and 1; a text whose characters all stand in the name in their order is an abbreviation of it."""
    ratio = SequenceMatcher(None, text, name, autojunk=False).ratio()
    rest = iter(name)
    short = len(text) > 1 and all(char in rest for char in text)
    return max(ratio, 0.6 + 0.4 * len(text) / len(name)) if short else ratio
