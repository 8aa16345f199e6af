"""Lexer of ``--where``: 项目类别=重大 and county in (甲县, 乙县); and errors that point into a text."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from hyzs.model.errors import BadUsage
from hyzs.model.text_width import cell_width

TokenKind = Literal["word", "quoted", "op", "open", "close", "comma", "and", "or", "not", "in", "end"]

#: Full-width signs and their narrow twins; one for one, so that positions stay the same.
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
    """A syntax error, with carets under ``length`` characters from ``position``."""

    def __init__(self, text: str, position: int, length: int, message: str, hint: str = "") -> None:
        line = "".join(char if char.isprintable() else "·" for char in text)
        caret = " " * cell_width(line[:position]) + "^" * max(1, cell_width(line[position : position + length]))
        super().__init__(f"{message}\n  {line}\n  {caret}", hint)
        self.position = position
        #: The message alone, without the line and its carets.
        self.problem = message


@dataclass(frozen=True, slots=True)
class Token:
    """One token of a text, and its position."""

    kind: TokenKind
    text: str
    position: int
    length: int


def tokenize(text: str) -> Iterator[Token]:
    """Tokens of ``text``, the last of kind ``end``.

    Raises: FilterSyntaxError at a character that begins no token.
    """
    narrow, at = text.translate(_NARROW), 0
    while at < len(text):
        match = _TOKEN.match(narrow, at)
        if match is None:
            message = "这里的引号没有配对" if text[at] in "'\"“”‘’" else f"不认识“{text[at]}”"
            raise FilterSyntaxError(text, at, 1, message, "字面的引号，用另一种引号括起来")
        kind, size = match.lastgroup, match.end() - at
        if any(0xD800 <= ord(char) <= 0xDFFF for char in text[at : at + size]):
            raise FilterSyntaxError(text, at, size, "这里不是 UTF-8 文字")
        if kind != "space":
            yield _token(str(kind), text[at : at + size], match[0], at)
        at += size
    yield Token("end", "", len(text), 1)


def _token(group: str, text: str, narrow: str, at: int) -> Token:
    if group == "quoted":
        return Token("quoted", text[1:-1], at, len(text))
    if group == "op":
        return Token("op", _OPERATORS.get(narrow, narrow), at, len(text))
    kind = _KEYWORDS.get(text.lower(), "word") if group == "word" else group
    return Token(kind, text, at, len(text))  # type: ignore[arg-type]


def items_with_positions(text: str | None) -> Iterator[tuple[str, int]]:
    """Items of a comma-separated list, each with its position."""
    for match in re.finditer(r"[^,，、\s][^,，、]*", (text or "").encode("utf-8", "replace").decode()):
        yield match[0].rstrip(), match.start()
