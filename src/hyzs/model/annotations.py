"""Marks in ``Annotated[…]`` on fields: a reference to a record, a name of one, a level of confidentiality."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal

from hyzs.model.flow import Flow


class Level(StrEnum):
    """Level of confidentiality of a value; a field without one is 敏感."""

    public = "公开"
    internal = "内部"
    secret = "敏感"


@dataclass(frozen=True, slots=True)
class Ref:
    """Reference: the text names a record of one of ``kinds`` (``"unit"`` or ``"event|partner"``).

    With a ``duty`` the named one answers for the record: ``hyzs who`` lists it under that role.
    """

    kinds: str
    duty: str = ""


class Term(Ref):
    """Word of a vocabulary that is kept in data (``settings.yaml``); checked just as names of records are."""


@dataclass(frozen=True, slots=True)
class MachineOnly:
    """Value for programs: no report shows it among the other fields of its record."""


@dataclass(frozen=True, slots=True)
class Name:
    """Name of the record; ``how`` is the sort of name (short name, full name, former name …)."""

    how: Literal["id", "name", "full", "alias", "former", "number"] = "name"


@dataclass(frozen=True, slots=True)
class DateOr:
    """Partial date as text (2026, 2026-Q2, 2026-03, 2026-03-15), or this word."""

    word: str


@dataclass(frozen=True, slots=True)
class Folded:
    """Text that the index also stores folded (``model.folding``), in the column ``…_folded``, for comparisons."""


@dataclass(frozen=True, slots=True)
class Where:
    """Condition in the language of ``hyzs list --where`` on records of ``kind``, or of the kind named beside it.

    ``kind_in`` is the field of the same part that names the kind (``count|sum``: the first that is filled; ``^of``: of
    the part around it). ``check`` reads every such text as commands do, so that a condition that nobody understands is
    found before it is asked.
    """

    kind: str = ""
    kind_in: str = ""

    @property
    def target(self) -> str:
        """The kind, or = and the fields that may name it."""
        return self.kind or f"={self.kind_in}"


@dataclass(frozen=True, slots=True)
class Linted:
    """Text that is linted by the articles about texts of that sort (``model.lint``)."""

    of: Literal["policy", "fund"]


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


#: Duty → its Chinese word, in the order of ``hyzs who``.
DUTIES = {
    "lead": "牵头",
    "responsible": "责任",
    "report": "填报",
    "local": "属地",
    "taskforce": "专班",
    "handle": "承办",
    "assist": "协办",
    "patron": "联系",
    "chief": "链长",
    "court": "招引",
    "coordinate": "统筹",
    "officer": "分管",
}
