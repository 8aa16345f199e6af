"""What an edit wants of the files: values to put, take away and move, each at a route of one file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from hyzs.model.finding import Finding, Route


class Plain(str):
    """A text that is written as it is, never quoted for its looks: a number, a date, a flag, or nothing."""

    __slots__ = ()


class YamlSource(str):
    """A value as a file writes it, with its quotes, escapes and folds: put back, it is the same bytes."""

    __slots__ = ()


#: A plain tree. A ``str`` is text, and quoted where some reader of YAML would take it for something else.
Value: TypeAlias = "str | int | float | Decimal | date | Mapping[str, Value] | Sequence[Value] | None"


@dataclass(frozen=True, slots=True)
class Set:
    """Put a value at a route: it replaces what stands there; keys that are missing on the way are made."""

    path: str
    route: Route
    value: Value


@dataclass(frozen=True, slots=True)
class Append:
    """Put a value at the end of the list at a route; a list that is missing is made."""

    path: str
    route: Route
    value: Value


@dataclass(frozen=True, slots=True)
class Remove:
    """Take away what stands at a route: a key with its value, or an item of a list."""

    path: str
    route: Route


@dataclass(frozen=True, slots=True)
class RenameKey:
    """Call the last key of a route ``key``; value, comments and position stay."""

    path: str
    route: Route
    key: str


@dataclass(frozen=True, slots=True)
class Create:
    """Make a new file with this tree. It is an error if there is one."""

    path: str
    tree: Value


@dataclass(frozen=True, slots=True)
class Delete:
    """Take away a whole file."""

    path: str


@dataclass(frozen=True, slots=True)
class Move:
    """Call a file ``to``; its bytes stay. It is an error if there is one of that name."""

    path: str
    to: str


@dataclass(frozen=True, slots=True)
class Format:
    """Make a file look as it should, without changing what it means."""

    path: str


#: What is wanted inside of one file, and what is wanted of files. Paths are the store's: ``data/units/all.yaml``.
ContentChange: TypeAlias = Set | Append | Remove | RenameKey
Change: TypeAlias = ContentChange | Create | Delete | Move | Format


class EditedLines(NamedTuple):
    """Lines of a file that an edit changed: from which line on, what stood there, what stands there now."""

    path: str
    line: int
    old: tuple[str, ...]
    new: tuple[str, ...]


class AppliedEdit(NamedTuple):
    """What an edit changed, by what name it can be undone (empty: nothing changed), and what to know of it."""

    undo_name: str
    lines: tuple[EditedLines, ...]
    remarks: tuple[str, ...] = ()
    #: What the remarks say, as findings.
    findings: tuple[Finding, ...] = ()
    #: By what name it can be made again, where it was taken back.
    redo_name: str = ""
