"""Fast path: the tree of a simple file, read line by line without a parser; any other file is left to one.

Simple is what people and we write: keys and texts on one line each, lists of them, and ``[…]`` and ``{…}`` that fit
in a line, also inside each other. Whatever YAML might read in another way is not simple.
"""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from hyzs.yamldoc.nodes import ABSENT, MAX_DEPTH, NOT_KEYS, Absent, Tree
from hyzs.yamldoc.syntax_errors import may_have_fullwidth

#: No sign that means something to YAML begins a text, or stands in a key; behind a colon in a text stands a digit, a
#: letter or a slash. What does not mean anything is told by exclusion: classes of Chinese signs take long to compile.
_BEGIN = r"[^\s\-?:,\[\]{}#&*!|>'\"%@`.]"
_KEY = rf"{_BEGIN}[^\s?:,\[\]{{}}#&*!|>'\"%@`]{{0,99}}"
_PLAIN = rf"{_BEGIN}[^:#\n]*+(?::[0-9A-Za-z/][^:#\n]*+)*+"
#: Between brackets commas and brackets mean something too, and the parsers disagree on question marks.
_INNER = rf"{_BEGIN}[^:#?,\[\]{{}}\n]*+(?::[0-9A-Za-z/][^:#?,\[\]{{}}\n]*+)*+"
_ITEM = re.compile(_INNER)
_PAIR = re.compile(rf"({_KEY}): +({_INNER})")
#: A step of brackets inside brackets: a bracket or comma, a key with its colon, a text.
_TOKEN = re.compile(rf" *(?:([\[\]{{}},])|({_KEY}): +|({_INNER}))")
_QUOTED = r"\"[^\"\\\n]*\"|'[^'\n]*'"
#: A line: its indent, the dash of an item, the key, and one of a text, a quoted text, a flat list, a flat mapping,
#: brackets with brackets inside.
_LINE = re.compile(
    rf"( *)(- )?(?:({_KEY}):(?: +|(?=\n)))?"
    rf"(?:({_PLAIN})|({_QUOTED})|\[([^\[\]{{}}\n]*)\]|\{{([^\[\]{{}}\n]*)\}}|([\[{{][^#\n]*[\]}}]))?"
    r" *(?:(?<![^ \n])#[^\n]*)?\n"
)


class SimpleTree(NamedTuple):
    """Tree, with a flag if anything in it is ``Absent``."""

    tree: Tree
    has_absent: bool


class NotSimple(Exception):
    """The text holds a form that only a parser can read, or report."""


def parse_simple(text: str) -> SimpleTree | None:
    """Tree of a simple text; None for any other."""
    if not text.replace("\n", "").isprintable() or may_have_fullwidth(text):
        return None
    try:
        return _Reader().read(text if text.endswith("\n") else f"{text}\n")
    except NotSimple:
        return None


class _Reader:
    """Reads a text; ``open`` are the lists and mappings that the next line may go on, with their indents."""

    def __init__(self) -> None:
        self.open: list[tuple[int, Any]] = []
        self.root: Any = None
        #: The key that has no value yet; a list or a mapping may follow.
        self.key: str | None = None
        self.absent = False

    def read(self, text: str) -> SimpleTree:
        end = 0
        for line in iter(_LINE.scanner(text).match, None):  # type: ignore[attr-defined]
            self._line(*line.groups())
            end = line.end()
        if end < len(text) or self.root is None:
            raise NotSimple
        self._nothing_follows()
        return SimpleTree(self.root, self.absent)

    def _line(self, spaces: str, dash: str | None, key: str | None, *values: str | None) -> None:
        if dash:
            items = self._at(len(spaces), list)
            if key is None:
                items.append(self._value(*values))
                return
            entry: Any = {}
            items.append(entry)
            self.open.append((len(spaces) + 2, entry))
        elif key is not None:
            entry = self._at(len(spaces), dict)
        elif values == _NOTHING:
            return
        if key is None or key in entry or key in NOT_KEYS:
            raise NotSimple
        if values == _NOTHING:
            self.key, entry[key] = key, ""
        else:
            entry[key] = self._value(*values)

    def _at(self, indent: int, kind: type) -> Any:
        """The list or mapping that a line with that indent goes on, or begins as the value of the last key."""
        if self.root is None:
            return self._first(indent, kind)
        last, node = self.open[-1]
        if self.key is not None:
            if indent > last or (indent == last and kind is list):
                return self._begin(indent, kind)
            self._nothing_follows()
        while last > indent or (last == indent and node.__class__ is not kind):
            self.open.pop()
            if not self.open:
                raise NotSimple
            last, node = self.open[-1]
        if last < indent:
            raise NotSimple
        return node

    def _first(self, indent: int, kind: type) -> Any:
        if indent:
            raise NotSimple
        self.root = kind()
        self.open.append((0, self.root))
        return self.root

    def _begin(self, indent: int, kind: type) -> Any:
        """The list or mapping that is the value of the last key."""
        if len(self.open) >= _DEPTH:
            raise NotSimple
        self.open[-1][1][self.key] = inner = kind()
        self.key = None
        self.open.append((indent, inner))
        return inner

    def _nothing_follows(self) -> None:
        """The last key has no value at all."""
        if self.key is not None:
            self.open[-1][1][self.key], self.key, self.absent = Absent(""), None, True

    def _value(
        self, plain: str | None, quoted: str | None, items: str | None, pairs: str | None, nested: str | None
    ) -> Tree:
        if plain is not None:
            return self._text(plain)
        if quoted is not None:
            return quoted[1:-1]
        if items is not None:
            return [self._text(item[0]) for item in _parts(items, _ITEM)]
        if nested is not None:
            return self._nested(nested)
        if pairs is None:
            raise NotSimple
        out: dict[str, Tree] = {}
        for key, value in (pair.groups() for pair in _parts(pairs, _PAIR)):
            if key in out or key in NOT_KEYS:
                raise NotSimple
            out[key] = self._text(value)
        return out

    def _nested(self, text: str) -> Tree:
        """The list or mapping that brackets with brackets inside write."""
        matches = [*iter(_TOKEN.scanner(text).match, None)]  # type: ignore[attr-defined]
        if matches[-1].end() < len(text):
            raise NotSimple
        tokens = iter(matches)
        value = self._flow(tokens, next(tokens), 1)
        if next(tokens, None) is not None:
            raise NotSimple
        return value

    def _flow(self, tokens: Iterator[re.Match[str]], token: re.Match[str], depth: int) -> Tree:
        """The value that begins with ``token``."""
        bracket, _, text = token.groups()
        if text is not None:
            return self._text(text)
        if bracket not in ("[", "{") or depth > _FLOW_DEPTH:
            raise NotSimple
        return self._flow_list(tokens, depth) if bracket == "[" else self._flow_mapping(tokens, depth)

    def _flow_list(self, tokens: Iterator[re.Match[str]], depth: int) -> Tree:
        items: list[Tree] = []
        token = next(tokens, None)
        if token and token[1] == "]":
            return items
        while token:
            items.append(self._flow(tokens, token, depth + 1))
            if _is_end(tokens, "]"):
                return items
            token = next(tokens, None)
        raise NotSimple

    def _flow_mapping(self, tokens: Iterator[re.Match[str]], depth: int) -> Tree:
        pairs: dict[str, Tree] = {}
        token = next(tokens, None)
        if token and token[1] == "}":
            return pairs
        while token and (key := token[2]) is not None and (value := next(tokens, None)):
            if key in pairs or key in NOT_KEYS:
                raise NotSimple
            pairs[key] = self._flow(tokens, value, depth + 1)
            if _is_end(tokens, "}"):
                return pairs
            token = next(tokens, None)
        raise NotSimple

    def _text(self, plain: str) -> str:
        text = plain.rstrip(" ")
        if text in ABSENT:
            self.absent = True
            return Absent(text)
        return text


#: Deeper files are rare, and how deep is too deep a parser tells.
_DEPTH = MAX_DEPTH // 2
_NOTHING = (None,) * 5
#: Brackets inside brackets that are read here.
_FLOW_DEPTH = MAX_DEPTH // 4


def _is_end(tokens: Iterator[re.Match[str]], bracket: str) -> bool:
    """True if the collection closes here, False at a comma; NotSimple at anything else."""
    token = next(tokens, None)
    if token is None or token[1] not in (bracket, ","):
        raise NotSimple
    return token[1] == bracket


def _parts(text: str, form: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """Comma-separated parts of a flow collection, each a match of ``form``; NotSimple if one is not."""
    for part in text.split(",") if text else ():
        if not (match := form.fullmatch(part.lstrip(" "))):
            raise NotSimple
        yield match
