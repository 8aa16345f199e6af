"""The tree of industries, in the order of their records."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from hyzs.fields.index_reader import IndexReader
from hyzs.model.blocks import Row

INDUSTRIES = """
SELECT i.id, i.name, i.parent, i.position, i."order", i."group" FROM industry i
WHERE coalesce(i.draft, 0) = 0 ORDER BY coalesce(i."order", 9999), i.id
"""


class IndustryTree:
    """Industries by name, with their parents; a tree that goes in a circle ends where it began."""

    def __init__(self, index: IndexReader) -> None:
        self.rows: dict[str, Row] = {row["name"]: row for row in index.rows(INDUSTRIES)}
        self._children: dict[str, list[str]] = defaultdict(list)
        for name, row in self.rows.items():
            if row["parent"]:
                self._children[row["parent"]].append(name)

    def path(self, name: str) -> list[str]:
        """The industry and those above it, the nearest first; a name that is none stands alone."""
        out = [name]
        while (parent := (self.rows.get(out[-1]) or {}).get("parent")) and parent not in out:
            out.append(parent)
        return out

    def descendants(self, name: str) -> list[str]:
        """The industries below ``name`` at any depth, each before those below it; itself not among them."""
        out: list[str] = []
        stack = self._children[name][::-1]
        while stack:
            child = stack.pop()
            if child not in out and child != name:
                out.append(child)
                stack += self._children[child][::-1]
        return out

    def is_under(self, name: str | None, tops: Iterable[str]) -> bool:
        """True if the industry is one of ``tops``, or stands below one."""
        return name is not None and not set(self.path(name)).isdisjoint(tops)

    def tops(self) -> Iterator[str]:
        """The industries that stand below none."""
        return (name for name, row in self.rows.items() if not row["parent"])
