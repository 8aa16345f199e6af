"""Rules of ``check`` and findings: a rule, and the place where a record breaks it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from enum import StrEnum
from typing import NamedTuple

#: Keys and positions that lead from the top of a file to a value.
Route = tuple[str | int, ...]
_POSITION = re.compile(r"(?<![^.])[0-9]+(?![^.])")


class Severity(StrEnum):
    """Severity of a finding: an error fails the run, a warning does not."""

    error = "error"
    warning = "warning"


class TextSpan(NamedTuple):
    """Span of a text in its file: lines and columns from 1; the end is exclusive."""

    line: int = 1
    column: int = 1
    end_line: int = 1
    end_column: int = 1


#: Start of a file: the span of findings about the whole file.
START = TextSpan()


@dataclass(frozen=True, slots=True)
class Rule:
    """Rule of ``check``: its code and the texts of ``hyzs explain``.

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
    """Breach of a rule at one place of one file.

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
    #: Route in its file, for findings that refuse an edit.
    route: Route = dataclass_field(default=(), compare=False)

    def __post_init__(self) -> None:
        from hyzs.model.private_number import mask  # most runs tell of nothing

        for name in _TEXTS:
            text = getattr(self, name)
            if (masked := mask(text)) != text:
                object.__setattr__(self, name, masked)

    @property
    def key(self) -> tuple[str, str, str]:
        """Identity independent of lines: code, record (else file), field without positions in lists."""
        return self.code, self.record or self.path, without_positions(self.field)


def without_positions(field: str) -> str:
    """Dotted field with ``*`` for the positions in its lists, which shift when an item is inserted before."""
    return _POSITION.sub("*", field)


class CheckRun(NamedTuple):
    """Result of a run of ``check``: the findings, and the numbers of those that do not count.

    ``suppressed`` by comments in the files; ``baselined`` by the baseline; ``preexisting`` in the revision compared
    with (None: no baseline, no revision). ``consequences`` only follow from other findings and are not listed.
    ``evidence`` counts the files that records name and that were looked at, ``evidence_unchecked`` those that were not,
    since their folder is not on this machine.
    """

    findings: list[Finding]
    suppressed: int = 0
    baselined: int | None = None
    preexisting: int | None = None
    consequences: Sequence[Finding] = ()
    evidence: int = 0
    evidence_unchecked: int = 0


@dataclass(frozen=True, slots=True)
class Problem:
    """Problem that a record finds in one of its values; the reader makes it a finding."""

    code: str
    route: Route
    message: str
    hint: str = ""
