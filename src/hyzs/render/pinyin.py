"""Readings of Chinese characters, for pages that are searched by pinyin."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path


@cache
def readings() -> Mapping[str, tuple[str, ...]]:
    """Every reading of each character, without tones, ü as v: 长 is chang and zhang. Source: pinyin.txt says it."""
    found: dict[str, list[str]] = defaultdict(list)
    for line in (Path(__file__).parent / "pinyin.txt").read_text(encoding="utf-8").splitlines():
        reading, _, characters = line.partition(" ")
        for character in characters if reading.isalpha() else ():
            found[character].append(reading)
    return {character: tuple(several) for character, several in found.items()}


def readings_in(texts: Iterable[str]) -> dict[str, str]:
    """The readings of each character that stands in the texts, with blanks between them, in code order."""
    known = readings()
    return {character: " ".join(known[character]) for character in sorted(set().union(*texts)) if character in known}
