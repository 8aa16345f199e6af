"""The projects that are a unit's own: those that it leads, is responsible for, reports, or has on its ground."""

from datetime import date

from hyzs.fields.index_reader import IndexReader, resolve_name
from hyzs.model.lateness import in_force

OWN = f"""
SELECT DISTINCT m.subject_id FROM mention m
WHERE m.subject_kind = 'project' AND m.target = :unit AND m.duty IN ('lead', 'responsible', 'report', 'local')
  AND {in_force("m")}
"""


def own_projects(index: IndexReader, unit: str, day: date) -> tuple[str, frozenset[str]]:
    """The name of the unit and the ids of its own projects on the day. Raises: NotFound: there is no such unit."""
    record = resolve_name(index, unit, "unit")
    ids = index.tuples(OWN, unit=record["id"], day=str(day))
    return record["name"], frozenset(str(id) for (id,) in ids)
