"""A ledger that others keep: its sheets as they stand, and which of its columns is which field."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from hyzs.model.errors import BadUsage
from hyzs.model.typed import normal

#: The unit in the heading of a column of amounts.
_UNIT = re.compile(r"[(（\[]?(亿元|万元|千元|元)[)）\]]?$")
_NOTE = re.compile(r"[(（\[][^()（）\[\]]*[)）\]]")


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
