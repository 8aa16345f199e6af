"""A ledger that others keep: its sheets as they stand, and which of its columns is which field."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from hyzs.model.errors import BadUsage
from hyzs.model.typed import normal

#: The unit in the heading of a column of amounts.
_UNIT = re.compile(r"[(（\[]?(亿元|万元|千元|元)[)）\]]?$")
_NOTE = re.compile(r"[(（\[][^()（）\[\]]*[)）\]]")


class Sheet(NamedTuple):
    """The texts of a sheet by row and column, and its merged cells: (first, last), each (row, column)."""

    rows: Sequence[Sequence[str]]
    merged: Sequence[tuple[tuple[int, int], tuple[int, int]]] = ()

    def heading(self, row: int, column: int) -> str:
        """What stands there, or what is merged over it; two lines of a heading are one text."""
        own = self._text(row, column)
        above = [
            self._text(*first)
            for first, last in self.merged
            if first[0] <= row <= last[0] and first[1] <= column <= last[1]
        ]
        return " ".join((own or next(iter(above), "")).split())

    def _text(self, row: int, column: int) -> str:
        cells = self.rows[row] if row < len(self.rows) else ()
        return normal(cells[column]) if column < len(cells) else ""


@dataclass(slots=True)
class Ledger:
    """A file of sheets; ``problem`` says why it could not be read."""

    file: str
    sha256: str = ""
    sheets: dict[str, Sheet] = field(default_factory=dict)
    problem: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class Columns:
    """Heading → field (None: not wanted), in the order of the sheet; and which headings may not be empty."""

    fields: Mapping[str, str | None]
    mandatory: Sequence[str] = ()

    @classmethod
    def of(cls, tree: Any) -> "Columns":
        """What a map file says; BadUsage if it is none."""
        fields = tree.get("columns") if isinstance(tree, dict) else None
        if not isinstance(fields, dict) or not all(
            value is None or isinstance(value, str) for value in fields.values()
        ):
            raise BadUsage("对照表看不懂", "写成 columns: {表头: 字段}；不收的列字段留空")
        mandatory = tree.get("mandatory") or []
        if not isinstance(mandatory, list) or any(name not in fields for name in mandatory):
            raise BadUsage("对照表的 mandatory 里有 columns 没有的表头", "写成 mandatory: [表头, …]")
        return cls({str(k): str(v) if v else None for k, v in fields.items()}, [str(name) for name in mandatory])


def unit_of(heading: str) -> str:
    """The unit of money that a heading names: 总投资(亿元)."""
    found = _UNIT.search(normal(heading).rstrip())
    return found[1] if found else ""


def bare(heading: str) -> str:
    """A heading without units, notes and blanks."""
    return "".join(_NOTE.sub("", normal(heading)).split()).rstrip("*:：")


def letters(column: int) -> str:
    """The name of a column counted from 0: A, B … Z, AA."""
    out = ""
    while column >= 0:
        out = chr(65 + column % 26) + out
        column = column // 26 - 1
    return out
