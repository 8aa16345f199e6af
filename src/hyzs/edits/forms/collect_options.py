"""Options with which returned forms are collected."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hyzs.model.workbook_form import FormColumn


@dataclass(frozen=True, slots=True)
class CollectOptions:
    """Options of a run: the columns of forms, the id of their store, the test for private numbers.

    With ``partial`` the good cells of a form go in although others are bad; with ``dry`` nothing is written; with
    ``unverified`` also forms of which nobody can say whether their hidden part is as it went out.
    """

    columns: Mapping[str, Sequence[FormColumn]]
    store: str
    private: Callable[[str], bool]
    partial: bool = False
    dry: bool = False
    unverified: bool = False
    #: The packaged table of headings, which says how cells of records are understood.
    headings: Mapping[str, Any] = field(default_factory=dict)
