"""Readings of Chinese characters, for pages that are searched by pinyin."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path


@cache
def readings() -> Mapping[str, tuple[str, ...]]:
    """Every reading of each character, without tones, ü as v: 长 is chang and zhang. Source: head of pinyin.txt."""
    lists: dict[str, list[str]] = defaultdict(list)
    for line in (Path(__file__).parent / "pinyin.txt").read_text(encoding="utf-8").splitlines():
        reading, _, characters = line.partition(" ")
        for character in characters if reading.isalpha() else ():
            lists[character].append(reading)
    return {character: tuple(known) for character, known in lists.items()}


def readings_in(texts: Iterable[str]) -> dict[str, str]:
    """The readings of each character that stands in the texts, with blanks between them, in code order."""
    table = readings()
    return {character: " ".join(table[character]) for character in sorted(set().union(*texts)) if character in table}
