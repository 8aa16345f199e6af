"""Names that stand where the record's usual name should: aliases, full names, and former names out of date."""

from collections.abc import Iterator
from typing import NamedTuple

from hyzs.model.finding import Route
from hyzs.model.route import from_pointer
from hyzs.query.fields.index_reader import IndexReader

#: A former name is right where the record is of a time when it was the name: only what ``check`` finds is listed.
USAGES = """
SELECT DISTINCT f.path, m.at, m.on_key, c.name FROM mention m
JOIN resolved_name c ON c.text = m.text AND c.kinds = m.kinds
JOIN name n ON n.id = c.id AND n.text = m.text
JOIN file f ON f.id = m.file
WHERE m.text <> c.name AND n.how IN ('alias', 'full') ORDER BY f.path, m.at
"""


class AliasUsage(NamedTuple):
    """A place where a record is called otherwise than it usually is, and its usual name."""

    path: str
    route: Route
    on_key: bool
    name: str


def alias_usages(index: IndexReader) -> Iterator[AliasUsage]:
    """Every such place."""
    for row in index.rows(USAGES):
        yield AliasUsage(row["path"], from_pointer(row["at"]), bool(row["on_key"]), row["name"])
