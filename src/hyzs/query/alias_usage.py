"""Mentions by an alias or a full name, for which the usual name should be written."""

from collections.abc import Iterator
from typing import NamedTuple

from hyzs.fields.index_reader import IndexReader
from hyzs.model.finding import Route
from hyzs.model.json_pointer import from_pointer

#: Former names are left to ``check``: in a record of the time when it was the name, one is right.
USAGES = """
SELECT DISTINCT f.path, m.at, m.on_key, c.name FROM mention m
JOIN resolved_name c ON c.text = m.text AND c.kinds = m.kinds
JOIN name n ON n.id = c.id AND n.text = m.text
JOIN file f ON f.id = m.file
WHERE m.text <> c.name AND n.how IN ('alias', 'full') ORDER BY f.path, m.at
"""


class AliasUsage(NamedTuple):
    """A mention that uses an alias or full name, with the usual name of the record."""

    path: str
    route: Route
    on_key: bool
    name: str


def alias_usages(index: IndexReader) -> Iterator[AliasUsage]:
    """Every such mention, in the order of files."""
    for row in index.rows(USAGES):
        yield AliasUsage(row["path"], from_pointer(row["at"]), bool(row["on_key"]), row["name"])
