"""A condition as words: 项目类别=重大 and county in (甲县, 乙县); and errors that point into a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from hyzs.model.errors import BadUsage
from hyzs.model.text_width import cell_width

TokenKind = Literal["word", "quoted", "op", "open", "close", "comma", "and", "or", "not", "in", "end"]

#: Full width signs count as their narrow twins; one for one, so that places stay the same.
_NARROW = str.maketrans("（）＝！＜＞～，、　", "()=!<>~,, ")
_TOKEN = re.compile(
    r"""(?P<space>\s+) | (?P<op>!=|<>|==|<=|>=|[=<>~≠≤≥]) | (?P<open>\() | (?P<close>\)) | (?P<comma>,)
    | (?P<quoted>'[^']*'|"[^"]*"|“[^”]*”|‘[^’]*’) | (?P<word>(?:[^\s=<>~≠≤≥(),'"“”‘’!]|!(?!=))+)""",
    re.VERBOSE,
)
_OPERATORS = {"==": "=", "<>": "!=", "≠": "!=", "≤": "<=", "≥": ">="}
_KEYWORDS: dict[str, TokenKind] = {
    "and": "and",
    "且": "and",
    "or": "or",
    "或": "or",
    "not": "not",
    "非": "not",
    "in": "in",
}


class FilterSyntaxError(BadUsage):
    """A text that cannot be understood, with a caret under the place (``position``, counted in characters)."""

    def __init__(self, text: str, position: int, length: int, message: str, hint: str = "") -> None:
        line = "".join(char if char.isprintable() else "·" for char in text)
        caret = " " * cell_width(line[:position]) + "^" * max(1, cell_width(line[position : position + length]))
        super().__init__(f"{message}\n  {line}\n  {caret}", hint)
        self.position = position


@dataclass(frozen=True, slots=True)
class Token:
    """One word or sign of a text, and where it stands."""

    kind: TokenKind
    text: str
    position: int
    length: int


def tokenize(text: str) -> Iterator[Token]:
    """The words of ``text``, and one that says it ends."""
    narrow, at = text.translate(_NARROW), 0
    while at < len(text):
        found = _TOKEN.match(narrow, at)
        if found is None:
            message = "这里的引号没有配对" if text[at] in "'\"“”‘’" else f"不认识“{text[at]}”"
            raise FilterSyntaxError(text, at, 1, message, "字面的引号，用另一种引号括起来")
        sort, size = found.lastgroup, found.end() - at
        if any(0xD800 <= ord(char) <= 0xDFFF for char in text[at : at + size]):
            raise FilterSyntaxError(text, at, size, "这里不是 UTF-8 文字")
        if sort != "space":
            yield _word(str(sort), text[at : at + size], found[0], at)
        at += size
    yield Token("end", "", len(text), 1)


def _word(sort: str, written: str, narrow: str, at: int) -> Token:
    if sort == "quoted":
        return Token("quoted", written[1:-1], at, len(written))
    if sort == "op":
        return Token("op", _OPERATORS.get(narrow, narrow), at, len(written))
    kind = _KEYWORDS.get(written.lower(), "word") if sort == "word" else sort
    return Token(kind, written, at, len(written))  # type: ignore[arg-type]


def items_with_positions(text: str | None) -> Iterator[tuple[str, int]]:
    """The items of a list written with commas, and where each stands."""
    for found in re.finditer(r"[^,，、\s][^,，、]*", (text or "").encode("utf-8", "replace").decode()):
        yield found[0].rstrip(), found.start()
