"""Matrix of measures and units: leading and responsible."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date

from hyzs.fields.index_reader import IndexReader
from hyzs.model.answer import Answer, Stamp
from hyzs.model.blocks import PublicColumn, Row, Table, Text
from hyzs.model.lateness import in_force
from hyzs.model.printed_report import PrintedReport
from hyzs.query.ownership_clause import padded_steps
from hyzs.query.plans import drafts_note, plans

MEASURES = """
SELECT m.id, m.number, m.name, m.plan, coalesce(m.draft, 0) AS draft FROM measure m ORDER BY m.plan, m.number, m.id
"""
#: Units named by measures, as files write them.
NAMED = """
SELECT m.record AS measure, m.duty AS role, coalesce(u.name, m.text) AS name, m.at
FROM mention m LEFT JOIN unit u ON u.id = m.target
WHERE m.subject_kind = 'measure' AND m.duty IN ('lead', 'responsible')
"""
MEMBERS = f"""
SELECT g.name AS unit_group, u.name, m.at FROM mention m JOIN unit u ON u.id = m.target JOIN unit g ON g.id = m.record
WHERE m.kind = 'unit' AND m.field = 'members.unit'
  AND {in_force("m")}
"""
_SIGNS = {"lead": "牵", "responsible": "责"}
_DEEPEST = 9


def matrix(index: IndexReader, day: date, expand: bool = False, plan: str | None = None) -> Answer:
    """One row per measure with the role of each unit; ``expand`` replaces groups by their members.

    ``plan``: only the measures of that plan.

    Raises: NotFound where there is no such plan.
    """
    plan_book, roles = plans(index, plan), _roles(index, day, expand)
    measures = [measure for measure in index.rows(MEASURES) if plan_book.includes(measure["plan"])]
    rows = [
        {"id": m["id"], "number": m["number"], "name": m["name"], "plan": m["plan"], "units": roles[m["id"]]}
        for m in measures
        if not m["draft"]
    ]
    units = _units(rows)
    several = len({row["plan"] for row in rows})
    of = f"{several} 个方案的" if several > 1 else ""
    summary = f"{of}举措 {len(rows)} 条，单位 {len(units)} 个；牵：牵头，责：责任"
    drafts = len(measures) - len(rows)
    return Answer(
        report="matrix",
        params={"groups": expand, "plan": plan_book.selected},
        rows=rows,
        summary={"measures": len(rows), "drafts": drafts, "units": {name: _counts(rows, name) for name in units}},
        blocks=[Text(summary), *drafts_note(drafts), _by_unit(rows, units)],
        title="责任矩阵",
        title_level="公开",
        stamp=Stamp(sample=False, filter=plan_book.selected or ""),
    )


def _roles(index: IndexReader, day: date, expand: bool) -> dict[str, dict[str, str]]:
    """Role of each unit in each measure, in the order of the file; leading goes before responsible."""
    members: dict[str, list[str]] = defaultdict(list)
    for row in _in_order(index.rows(MEMBERS, day=str(day))) if expand else ():
        members[row["unit_group"]].append(row["name"])
    roles: dict[str, dict[str, str]] = defaultdict(dict)
    for row in _in_order(index.rows(NAMED)):
        for name in _single(row["name"], members):
            roles[row["measure"]].setdefault(name, row["role"])
    return roles


def _in_order(rows: list[Row]) -> list[Row]:
    """Rows in the order of their files: a measure's leads before those responsible."""
    return sorted(rows, key=lambda row: padded_steps(row["at"]))


def _single(name: str, members: dict[str, list[str]], depth: int = 0) -> Iterator[str]:
    """Members of a group, or the unit itself; groups inside groups are expanded too."""
    if name not in members or depth > _DEEPEST:
        yield name
        return
    for member in members[name]:
        yield from _single(member, members, depth + 1)


def _units(rows: list[Row]) -> list[str]:
    """Units in the order in which the plan first names them."""
    return list(dict.fromkeys(name for row in rows for name in row["units"]))


def _counts(rows: list[Row], unit: str) -> Row:
    count = Counter(row["units"].get(unit) for row in rows)
    return {role: count[role] for role in _SIGNS}


def _by_unit(rows: list[Row], units: list[str]) -> Table:
    """The matrix with one row per unit and one column per measure: there are fewer measures than units."""
    plans = dict.fromkeys(row["plan"] for row in rows)
    labels = {row["id"]: str(row["number"]) if len(plans) == 1 else row["id"] for row in rows}
    notes = [
        (f"《{plan}》　" if len(plans) > 1 else "")
        + "　".join(f"{labels[row['id']]} {row['name']}" for row in rows if row["plan"] == plan)
        for plan in plans
    ]
    lines: list[Row] = [
        {"unit": name, **{row["id"]: _SIGNS.get(row["units"].get(name, "")) for row in rows}} for name in units
    ]
    columns = [PublicColumn("unit", "单位"), *(PublicColumn(id, label, "mark") for id, label in labels.items())]
    return Table(columns, lines, note="；".join(notes))


MATRIX = PrintedReport("matrix", "责任矩阵", "单位和举措的对照：谁牵头、谁负责", matrix, of="plan", position=130)
