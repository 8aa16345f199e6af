"""Measures against units: who leads what, who is responsible for what."""

from collections import Counter, defaultdict

from hyzs.model.answer import Answer, Column, Row, Table, Text
from hyzs.reports.asked import Asked

MEASURES = """
SELECT m.id, m.number, m.name, m.plan FROM measure m ORDER BY m.plan, m.number, m.id
"""
#: Who is named, in the order of the sentence; a unit named twice is listed in its first role.
NAMED = """
SELECT m.record AS measure, m.duty AS role, m.target AS unit, u.name, m.at
FROM mention m JOIN unit u ON u.id = m.target
WHERE m.subject_kind = 'measure' AND m.duty IN ('lead', 'responsible')
"""
MEMBERS = """
SELECT m.record AS "group", u.id AS unit, u.name FROM mention m JOIN unit u ON u.id = m.target
WHERE m.kind = 'unit' AND m.field = 'members.unit'
  AND coalesce(m.since, :day) <= :day AND :day <= coalesce(m.until, :day)
"""
_SIGNS = {"lead": "牵", "responsible": "责"}


def matrix(index: Asked, day: str, expand: bool = False) -> Answer:
    """One row a measure with the role of each unit; with ``expand`` the members of a group stand for it."""
    roles = _roles(index, day, expand)
    rows = [
        {"id": m["id"], "number": m["number"], "name": m["name"], "plan": m["plan"], "units": roles[m["id"]]}
        for m in index.rows(MEASURES)
    ]
    return Answer(
        report="matrix",
        params={"groups": expand},
        rows=rows,
        summary={"measures": len(rows), "units": _counts(rows)},
        blocks=[Text(f"举措 {len(rows)} 条，单位 {len(_units(rows))} 个；牵：牵头，责：责任"), _by_unit(rows)],
        title="责任矩阵",
    )


def _roles(index: Asked, day: str, expand: bool) -> dict[str, dict[str, str]]:
    members: dict[str, list[str]] = defaultdict(list)
    for row in index.rows(MEMBERS, day=day) if expand else ():
        members[row["group"]].append(row["name"])
    roles: dict[str, dict[str, str]] = defaultdict(dict)
    for row in sorted(index.rows(NAMED), key=lambda row: (row["measure"], row["role"], _steps(row["at"]))):
        for name in members.get(row["unit"]) or [row["name"]]:
            roles[row["measure"]].setdefault(name, row["role"])
    return roles


def _steps(at: str) -> list[tuple[int, str]]:
    """The place in the file, numbers as numbers."""
    return [(int(step), "") if step.isdecimal() else (-1, step) for step in at.split("/")]


def _units(rows: list[Row]) -> list[str]:
    """The units in the order in which the plan first names them."""
    return list(dict.fromkeys(name for row in rows for name in row["units"]))


def _counts(rows: list[Row]) -> dict[str, Row]:
    counts = {name: Counter(row["units"].get(name) for row in rows) for name in _units(rows)}
    return {name: {role: count[role] for role in _SIGNS} for name, count in counts.items()}


def _by_unit(rows: list[Row]) -> Table:
    """For people the other way round: twenty measures are fewer than forty units."""
    plans = dict.fromkeys(row["plan"] for row in rows)
    labels = {row["id"]: str(row["number"]) if len(plans) == 1 else row["id"] for row in rows}
    lines: list[Row] = [
        {"unit": name, **{row["id"]: _SIGNS.get(row["units"].get(name)) for row in rows}} for name in _units(rows)
    ]
    return Table([Column("unit", "单位"), *(Column(id, label) for id, label in labels.items())], lines)
