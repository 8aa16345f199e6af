"""Officers: the persons who answer for a unit, with their posts and days."""

from hyzs.fields.index_reader import IndexReader
from hyzs.model.lateness import in_force

OFFICERS = f"""
SELECT u.name AS unit, o.person FROM officer o
JOIN unit u ON u.file = o.file AND u.item = o.item JOIN file f ON f.id = o.file
WHERE {in_force("o")} ORDER BY f.path, o.item, o.pos
"""


def officers(index: IndexReader, day: str) -> dict[str, str]:
    """The first officer of each unit that has one that day, by the unit's name."""
    officer_of: dict[str, str] = {}
    for row in index.rows(OFFICERS, day=day):
        officer_of.setdefault(row["unit"], row["person"])
    return officer_of
