"""Lines of Chinese text: wide characters count two, punctuation stands where it may."""

import re
from collections.abc import Iterable, Iterator

from rich.cells import cell_len

#: Characters that may not begin a line, and those that may not end one.
_NO_START = frozenset("，。、；：？！）》〉」』】〕”’…—％℃,.;:?!)]}%")
_NO_END = frozenset("（《〈「『【〔“‘([{")
#: A word or number, a dash or ellipsis, a blank, or one character with its marks: never parted.
_TOKEN = re.compile("[!-~]+|[—…]+|\\s|.[\u0300-\u036f\u20d0-\u20ff\ufe00-\ufe0e\U000e0100-\U000e01ef]*", re.DOTALL)
#: In a list, an item with the 、 behind it.
_ITEM = re.compile("[^、]*、|[^、]+")


def wrap(text: str, width: int, by_item: bool = False) -> list[str]:
    """``text`` in lines no wider than ``width``; nothing is cut. ``by_item`` breaks after 、 first."""
    lines: list[str] = []
    for line in text.split("\n"):
        lines += [line] if cell_len(line) <= width else _fill_lines(_chunks(line, width, by_item), width)
    return lines


def pack_words(parts: Iterable[str], between: str, width: int) -> Iterator[str]:
    """Short texts side by side, as many on a line as it holds; none of them is broken."""
    line = ""
    for part in parts:
        if line and cell_len(line + between + part) > width:
            yield line
            line = ""
        line += between + part if line else part
    if line:
        yield line


def pad(text: str, width: int, right: bool = False) -> str:
    """``text`` with blanks up to ``width``, before it if it stands to the right."""
    blanks = " " * (width - cell_len(text))
    return blanks + text if right else text + blanks


def _chunks(line: str, width: int, by_item: bool) -> Iterator[str]:
    """The pieces between which a line may break."""
    for part in _ITEM.findall(line) if by_item else [line]:
        if by_item and cell_len(part) <= width:
            yield part
        else:
            yield from _unbreakable_chunks(_TOKEN.findall(part))


def _unbreakable_chunks(tokens: Iterable[str]) -> Iterator[str]:
    chunk = ""
    for token in tokens:
        if chunk and token[0] not in _NO_START and chunk[-1] not in _NO_END:
            yield chunk
            chunk = ""
        chunk += token
    if chunk:
        yield chunk


def _fill_lines(chunks: Iterable[str], width: int) -> list[str]:
    lines: list[str] = []
    line, used = "", 0
    for piece in chunks:
        chunk = piece
        if used and used + cell_len(chunk) > width:
            lines.append(line.rstrip())
            line, used, chunk = "", 0, chunk.lstrip()
        if cell_len(chunk) > width:
            *full, chunk = _cut_at_width(chunk, width)
            lines += full
        line, used = line + chunk, used + cell_len(chunk)
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def _cut_at_width(chunk: str, width: int) -> list[str]:
    """A piece too long for any line, cut where the line is full."""
    parts, used = [""], 0
    for char in chunk:
        size = cell_len(char)
        if used + size > width:
            parts.append("")
            used = 0
        parts[-1] += char
        used += size
    return parts
