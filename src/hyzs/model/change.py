"""Changes that an edit requests: values to set, remove and rename, each at a route of one file, and whole files."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple, TypeAlias

from hyzs.model.finding import Finding, Route


class Plain(str):
    """Text that is written bare, never quoted for its looks: a number, a date, a flag, or nothing."""

    __slots__ = ()


class YamlSource(str):
    """Source text of a value, with its quotes, escapes and folds: written back, it is the same bytes."""

    __slots__ = ()


#: A plain tree. A ``str`` is text, and quoted where some reader of YAML would take it for something else.
Value: TypeAlias = "str | int | float | Decimal | date | Mapping[str, Value] | Sequence[Value] | None"


@dataclass(frozen=True, slots=True)
class Set:
    """Set the value at a route, replacing the old one; keys that are missing on the way are created."""

    path: str
    route: Route
    value: Value


@dataclass(frozen=True, slots=True)
class Append:
    """Append a value to the list at a route; a list that is missing is created."""

    path: str
    route: Route
    value: Value


@dataclass(frozen=True, slots=True)
class Remove:
    """Remove a key with its value, or an item of a list."""

    path: str
    route: Route


@dataclass(frozen=True, slots=True)
class RenameKey:
    """Rename the last key of a route to ``key``; value, comments and position stay."""

    path: str
    route: Route
    key: str


@dataclass(frozen=True, slots=True)
class Create:
    """Create a file with this tree; an error if the file exists."""

    path: str
    tree: Value


@dataclass(frozen=True, slots=True)
class Delete:
    """Delete a whole file."""

    path: str


@dataclass(frozen=True, slots=True)
class Move:
    """Rename a file to ``to``, byte for byte; an error if that file exists."""

    path: str
    to: str


@dataclass(frozen=True, slots=True)
class FormatFile:
    """Format a file without changing its meaning."""

    path: str


@dataclass(frozen=True, slots=True)
class WriteText:
    """Write the text of an attachment (``editions/….json``), whatever was there before."""

    path: str
    text: str


#: Changes inside one file, and changes of files. Paths are relative to the store: ``data/units/all.yaml``.
ContentChange: TypeAlias = Set | Append | Remove | RenameKey
Change: TypeAlias = ContentChange | Create | Delete | Move | FormatFile | WriteText


class EditedLines(NamedTuple):
    """Replaced lines of one file: the number of the first, the old lines, the new lines."""

    path: str
    line: int
    old: tuple[str, ...]
    new: tuple[str, ...]


class AppliedEdit(NamedTuple):
    """Result of an edit: the name to undo it by (empty: nothing changed), the changed lines, and remarks."""

    undo_name: str
    lines: tuple[EditedLines, ...]
    remarks: tuple[str, ...] = ()
    #: The remarks as findings.
    findings: tuple[Finding, ...] = ()
    #: Name to redo it by, where it was an undo.
    redo_name: str = ""
