"""The packaged table of what spreadsheets call the fields of a kind, and of how their cells are to be understood."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from hyzs.model.annotations import Term
from hyzs.model.change import Plain, Value
from hyzs.model.column_heading import text_outside_brackets
from hyzs.model.field_shapes import shapes
from hyzs.model.folding import fold
from hyzs.model.record import Record
from hyzs.query.name_book import NameBook


@dataclass(frozen=True, slots=True)
class Guess:
    """Values that a new record whose name looks so is proposed with."""

    name: re.Pattern[str]
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class HeadingWords:
    """The part of the table that speaks of one kind; the keys are explained at its head. Fields are dotted paths."""

    fields: Mapping[str, Sequence[str]] = field(default_factory=dict)
    patterns: Mapping[str, str] = field(default_factory=dict)
    ask: Mapping[str, Sequence[str]] = field(default_factory=dict)
    unless: str = ""
    roles: Mapping[str, str] = field(default_factory=dict)
    propose: Sequence[str] = ()
    lines: Sequence[str] = ()
    join: Sequence[str] = ()
    repeat: Mapping[str, str] = field(default_factory=dict)
    named: Sequence[str] = ()
    beside: Mapping[str, str] = field(default_factory=dict)
    targets: Mapping[str, str] = field(default_factory=dict)
    sections: str = ""
    titled: Sequence[str] = ()
    count: str = ""
    rest: str = ""
    within: str = ""
    compose: Sequence[str] = ()
    guess: Sequence[Mapping[str, Any]] = ()
    #: Headings of columns that are never taken.
    private: str = ""
    #: Folded words for a duty without an end.
    long_term: frozenset[str] = frozenset()

    @classmethod
    def of(cls, table: Mapping[str, Any], kind: str) -> "HeadingWords":
        """The part of the table for one kind."""
        own = (table.get("kinds") or {}).get(kind) or {}
        names = {item.name for item in fields(cls)} & own.keys()
        return cls(
            **{name: own[name] for name in names},
            private=str(table.get("private") or ""),
            long_term=frozenset(map(fold, table.get("long_term") or ())),
        )

    def is_private_heading(self, heading: str) -> bool:
        """True if a column with that heading holds numbers that no record may have."""
        return bool(self.private and re.search(self.private, fold(heading)))

    def is_long_term(self, text: str) -> bool:
        """True if a duty so due has no end."""
        return fold(text) in self.long_term


class Guesses:
    """Values proposed for new records of a kind of which a spreadsheet gives nothing but the name."""

    def __init__(self, words: HeadingWords, kind: type[Record], book: NameBook) -> None:
        self.guesses = [Guess(re.compile(str(item["name"])), item["values"]) for item in words.guess]
        self.marks = {shape.key: shape.ref for shape in shapes(kind)}
        self.book = book

    def values(self, name: str) -> dict[str, Value]:
        """The values that the name suggests and the store's vocabularies have; none if it suggests none."""
        names = {fold(name), fold(text_outside_brackets(name))}
        for guess in self.guesses:
            if any(map(guess.name.fullmatch, names)) and all(map(self._is_known, guess.values, guess.values.values())):
                return {key: _value(value) for key, value in guess.values.items()}
        return {}

    def _is_known(self, key: str, value: Any) -> bool:
        """True if the vocabulary of the field, where it has one, has the word."""
        mark = self.marks.get(key)
        return not isinstance(mark, Term) or bool(self.book.find(str(value), mark.kinds))


def _value(value: Any) -> Value:
    if isinstance(value, bool) or value in ("true", "false"):
        return Plain(str(value).lower())
    return str(value)
