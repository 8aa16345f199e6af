"""Numbered items in one cell: (1)… (2)…, and a duty with the target in brackets at its end."""

import re
from typing import NamedTuple

_SIGN = r"[(（][0-9]{1,2}[)）]"
#: (1), (1)(2), (3)—(6), 1., 1、, ① at the beginning of a line.
_NUMBER = re.compile(
    rf"\s*(?:(?P<span>{_SIGN}\s*[-—–―~～至]+\s*{_SIGN})|(?P<each>{_SIGN}(?:\s*{_SIGN})*+)"
    rf"|(?P<bare>[0-9]{{1,2}}[.．、](?![0-9]))|(?P<ring>[①-⑳]))\s*"
)
_DIGITS = re.compile(r"[0-9]+")
_RING = ord("①") - 1
#: A number, a short title with no other stop in it, and what follows its stop.
_TITLED = re.compile(
    r"(?:(?P<number>[0-9]{1,3})[.．、](?![0-9])\s*+)?(?P<title>[^。；;]{2,24})(?:。\s*+(?P<rest>\S[\s\S]*))?"
)
#: At the end of a duty, in brackets: 每年20余场, 不少于3家.
_TARGET = re.compile(
    r"\s*[(（](?:每(?P<per>年|季|月|周)度?)?(?P<written>(?P<least>不少于|至少)?(?P<count>[0-9]{1,9})(?P<more>余|多)?"
    r"(?P<unit>[^\d\s()（）%％]{1,4}?)(?P<above>以上)?)[)）]$"
)


class ItemTarget(NamedTuple):
    """A number to reach per period; ``as_written``: its words, unless they are a plain 不少于."""

    least: str
    unit: str
    per: str = ""
    as_written: str = ""


def numbered_items(text: str) -> dict[int, str]:
    """Items of a text by their numbers; none unless each line begins with a number or continues the line above."""
    items: dict[int, str] = {}
    numbers: list[int] = []
    for line in text.strip().split("\n"):
        if match := _NUMBER.match(line):
            numbers = _numbers(match)
            words = line[match.end() :]
            if not numbers or set(numbers) & set(items):
                return {}
            items |= dict.fromkeys(numbers, words)
        elif numbers:
            items |= {number: f"{items[number]}\n{line}" for number in numbers}
        else:
            return {}
    return {number: words.strip() for number, words in items.items()}


def _numbers(match: re.Match[str]) -> list[int]:
    """The numbers at the beginning of a line."""
    if match["ring"]:
        return [ord(match["ring"]) - _RING]
    numbers = [int(digits) for digits in _DIGITS.findall(match[0])]
    return list(range(numbers[0], numbers[-1] + 1)) if match["span"] else numbers


def split_title(text: str) -> tuple[str, str, str]:
    """The number, the title and the rest of 1.构建招商体系。构建大招商格局……; a text without a title is one itself."""
    match = _TITLED.fullmatch(text.strip())
    return (match["number"] or "", match["title"], match["rest"] or "") if match else ("", text, "")


def split_target(text: str) -> tuple[str, ItemTarget | None]:
    """The text without the number that it has to reach, and that number; a bracket that says no such thing stays."""
    match = _TARGET.search(text)
    if not match or not (match["per"] or match["least"] or match["more"] or match["above"]):
        return text, None
    is_plain = match["least"] == "不少于" and not match["more"] and not match["above"]
    as_written = "" if is_plain else match["written"]
    return text[: match.start()], ItemTarget(match["count"], match["unit"], match["per"] or "", as_written)
