"""Regions of the settings: which one a place lies in, by the longest name that the place begins with."""

from collections.abc import Mapping

from hyzs.fields.index_reader import IndexReader

COVERED = """
SELECT p.text, r.name FROM region r JOIN pair p ON p.file = r.file AND p.owner = r.seq AND p.field = 'regions.covers'
"""
NAMES = "SELECT name FROM region ORDER BY pos"


class Regions:
    """The declared regions in their order, and the places that they cover."""

    def __init__(self, index: IndexReader) -> None:
        self.names = [name for (name,) in index.tuples(NAMES)]
        self._covered: Mapping[str, str] = dict(index.tuples(COVERED))

    def region_of(self, place: str | None) -> str | None:
        """The region of a place; None for one that no region covers."""
        prefixes = [text for text in self._covered if (place or "").startswith(text)]
        return self._covered[max(prefixes, key=len)] if prefixes else None
