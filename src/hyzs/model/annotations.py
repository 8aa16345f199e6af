"""Marks on fields: this text names a record, this text is a name, these people may see it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from hyzs.model.flow import Flow


class Level(StrEnum):
    """Who may see a value. A field that does not say is 敏感."""

    public = "公开"
    internal = "内部"
    secret = "敏感"


@dataclass(frozen=True, slots=True)
class Ref:
    """The text names a record of one of ``kinds`` (``"unit"`` or ``"event|partner"``).

    With a ``duty`` the named one answers for the record: ``hyzs who`` lists it under that role.
    """

    kinds: str
    duty: str = ""


class Term(Ref):
    """The text is a word of a vocabulary that is kept in data, and checked just as names are."""


@dataclass(frozen=True, slots=True)
class MachineOnly:
    """The text is for programs: people are shown nothing of it."""


@dataclass(frozen=True, slots=True)
class Name:
    """People may call the record by this text; ``how`` says what sort of name it is."""

    how: Literal["id", "name", "full", "alias", "former", "number"] = "name"


@dataclass(frozen=True, slots=True)
class DateOr:
    """The text is a date as precise as it is known (2026, 2026-Q2, 2026-03, 2026-03-15), or this word."""

    word: str


@dataclass(frozen=True, slots=True)
class Folded:
    """The index keeps beside the text what it is compared by (``model.folding``), in the column ``…_folded``."""


@dataclass(frozen=True, slots=True)
class Carries:
    """The list of events is a case of this flow: one that is built in, or the name of one in ``settings.flows``.

    ``due`` names the field of the record with its own due day, if it has one.
    """

    flow: Flow | str
    due: str = ""

    @property
    def name(self) -> str:
        """The name of the flow."""
        return self.flow if isinstance(self.flow, str) else self.flow.name


#: What the duties are called; the order is the order of ``hyzs who``.
DUTIES = {
    "lead": "牵头",
    "responsible": "责任",
    "report": "填报",
    "local": "属地",
    "taskforce": "专班",
    "handle": "承办",
    "assist": "协办",
    "patron": "联系",
    "officer": "分管",
}
