"""Exercises of a practice store: the form of a unit, what it says on the telephone, and the right outcome."""

from collections.abc import Mapping
from dataclasses import dataclass, field

#: Texts by the column of a form, or the field of an entry: {"figures.paid_in": "13500"}.
Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Copied:
    """A row that was copied, key and all, and what was typed over in the copy."""

    row: str
    typed: Cells


@dataclass(frozen=True, slots=True)
class Exercise:
    """A workbook with one fault. ``expect`` is what the return of the week says in the end, by project or task.

    A field that is expected to be None has any text. ``milestones`` are those of projects in the end, ``draft`` the
    name of a project that becomes a draft, ``absent`` the projects that are not in the return of the unit.
    """

    fault: str
    unit: str
    typed: Mapping[str, Cells]
    phone: str
    next: str
    expect: Mapping[str, Mapping[str, str | None]]
    #: Cells typed into a second file of the same form.
    second: Mapping[str, Cells] = field(default_factory=dict)
    headings: Cells = field(default_factory=dict)
    deleted: tuple[str, ...] = ()
    copied: Copied | None = None
    added: Cells = field(default_factory=dict)
    is_last_week: bool = False
    is_picture: bool = False
    milestones: Mapping[str, Cells] = field(default_factory=dict)
    draft: str = ""
    absent: tuple[str, ...] = ()
