"""What ``check`` says: a rule, and where a record breaks it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from enum import StrEnum
from typing import NamedTuple

#: The way from the top of a file to a value: keys and positions.
Route = tuple[str | int, ...]
_POSITION = re.compile(r"(?<![^.])[0-9]+(?![^.])")


class Severity(StrEnum):
    """How bad it is: an error fails the run, a warning does not."""

    error = "error"
    warning = "warning"


class TextSpan(NamedTuple):
    """Where a text stands in its file, counted from 1; the end is exclusive."""

    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1


#: Where a file begins: for findings that concern the whole of it.
START = TextSpan()


@dataclass(frozen=True, slots=True)
class Rule:
    """A code and what ``hyzs explain`` says of it.

    ``example`` is a file that breaks the rule, told as ``== path`` and text, with
    »marks« round the place where the finding must stand; a test runs every one.
    """

    code: str
    severity: Severity
    summary: str
    why: str
    fix: str
    example: str = ""


_TEXTS = ("message", "path", "hint", "record", "field")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, or odd, at one place of one file.

    Private numbers are masked in all its texts, its path included: what forbids them repeats none, in no format.
    """

    code: str
    severity: Severity
    message: str
    path: str = ""
    span: TextSpan = START
    hint: str = ""
    record: str = ""
    field: str = ""
    #: The way to it in its file, where an edit that it speaks against is told of it.
    route: Route = dataclass_field(default=(), compare=False)

    def __post_init__(self) -> None:
        from hyzs.model.private_number import mask  # most runs tell of nothing

        for name in _TEXTS:
            text = getattr(self, name)
            if (masked := mask(text)) != text:
                object.__setattr__(self, name, masked)

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is known by wherever its line has gone: code, record (else file), field without positions."""
        return self.code, self.record or self.path, without_positions(self.field)


def without_positions(field: str) -> str:
    """A field without the positions in its lists, which shift when an item is put before."""
    return _POSITION.sub("*", field)


class CheckRun(NamedTuple):
    """What a run of ``check`` tells, and how many findings it sets aside.

    ``allowed`` by comments in the files; ``known`` from the baseline; ``stood`` in the revision that was compared
    with. None: there was no baseline, no revision. ``consequences`` only follow from others that are told.
    """

    findings: list[Finding]
    suppressed: int = 0
    baselined: int | None = None
    preexisting: int | None = None
    consequences: Sequence[Finding] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """What a record itself finds wrong with one of its values; the reader makes it a finding."""

    code: str
    route: Route
    message: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a record stands: its file, and the route to it inside (empty when it is the whole file)."""

    path: str
    route: Route = ()
