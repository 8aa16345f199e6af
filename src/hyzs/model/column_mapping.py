"""A spreadsheet that others keep: which of its columns is which field."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hyzs.model.errors import BadUsage

_FORM = "写成 columns: {表头: 字段}；不收的列字段留空"


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """Heading → field (None: not taken), in the order of the sheet; and which headings may not be empty.

    ``undecided``: headings that may mean several fields; a person writes one of them. ``unit``: that of the amounts
    whose heading names none.
    """

    fields: Mapping[str, str | None]
    mandatory: Sequence[str] = ()
    undecided: Mapping[str, Sequence[str]] = field(default_factory=dict)
    unit: str = ""

    @classmethod
    def from_tree(cls, tree: Any) -> "ColumnMapping":
        """The mapping of a map file.

        Raises:
            BadUsage: The tree is no mapping of columns.
        """
        fields = tree.get("columns") if isinstance(tree, dict) else None
        if not isinstance(fields, dict) or not all(_is_field(value) for value in fields.values()):
            raise BadUsage("对照表看不懂", _FORM)
        mandatory = tree.get("mandatory") or []
        if not isinstance(mandatory, list) or any(name not in fields for name in mandatory):
            raise BadUsage("对照表的 mandatory 里有 columns 没有的表头", "写成 mandatory: [表头, …]")
        return cls(
            {str(key): str(value) if value and isinstance(value, str) else None for key, value in fields.items()},
            [str(name) for name in mandatory],
            {str(key): [str(name) for name in value] for key, value in fields.items() if isinstance(value, list)},
            str(tree.get("unit") or ""),
        )

    @property
    def tree(self) -> dict[str, Any]:
        """The mapping as the tree of a map file."""
        columns = {heading: self.undecided.get(heading) or path for heading, path in self.fields.items()}
        return {"columns": columns, **({"unit": self.unit} if self.unit else {})}

    def require_decided(self) -> "ColumnMapping":
        """The same map.

        Raises:
            BadUsage: A heading may mean several fields, and nobody has chosen one.
        """
        for heading, paths in self.undecided.items():
            raise BadUsage(
                f"“{heading}”可能是几个字段，还没有定：{'、'.join(paths)}",
                f"在对照表里写一个，如 {heading}: {paths[0]}",
            )
        return self


def _is_field(value: Any) -> bool:
    """True for a field, none, or the fields among which a person has to choose."""
    if isinstance(value, list):
        return len(value) > 1 and all(isinstance(name, str) for name in value)
    return value is None or isinstance(value, str)
