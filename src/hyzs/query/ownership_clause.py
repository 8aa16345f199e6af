"""Leading and responsible units of measures, in the order and the words of the plan's own sentence."""

from collections import defaultdict
from dataclasses import dataclass, field

from hyzs.fields.index_reader import IndexReader

#: Units that are groups: others are their members, or they are open (不穷举).
GROUPS = """
SELECT id FROM unit WHERE open = 1
UNION SELECT record FROM mention WHERE kind = 'unit' AND field = 'members.unit'
"""
#: Every unit that a measure itself names; a group has members, or is open (不穷举).
SQL = f"""
WITH unit_group AS ({GROUPS})
SELECT m.record, m.at, m.text AS text, coalesce(u.name, m.text) AS name, m.open,
       CASE WHEN unit_group.id IS NULL THEN 0 ELSE 1 END AS is_group
FROM mention m
LEFT JOIN unit u ON u.id = m.target
LEFT JOIN unit_group ON unit_group.id = u.id
WHERE m.kind = 'measure' AND m.field IN ('lead', 'responsible.named', 'responsible.of')
"""


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A unit or group: its ``text`` in the file, and its usual name."""

    text: str
    name: str
    is_group: bool


@dataclass(slots=True)
class OwnershipClause:
    """Units between two commas of the sentence; ``is_open``: the list ends in 等."""

    units: list[NamedUnit] = field(default_factory=list)
    groups: list[NamedUnit] = field(default_factory=list)
    is_open: bool = False

    def text_of(self, units: list[str], groups: list[str]) -> str:
        """市发改委、市工信局等市直相关单位, with these spellings of its units and groups."""
        return "、".join(units) + ("等" if self.is_open and units else "") + "".join(groups)

    @property
    def text(self) -> str:
        """The clause as the plan writes it."""
        return self.text_of([unit.text for unit in self.units], [group.text for group in self.groups])


@dataclass(slots=True)
class MeasureOwnership:
    """Leading units of a measure, and the clauses of those responsible for it."""

    leads: list[NamedUnit] = field(default_factory=list)
    clauses: list[OwnershipClause] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        """The clause as plans print it: (牵头单位:市发改委;责任单位:市工信局、市国资委等市直相关单位,各县市区)."""
        parts = [f"牵头单位:{'、'.join(unit.text for unit in self.leads)}"] if self.leads else []
        parts += [f"责任单位:{','.join(clause.text for clause in self.clauses)}"] if self.clauses else []
        return f"({';'.join(parts)})"


def ownerships(index: IndexReader) -> dict[str, MeasureOwnership]:
    """Ownership of every measure that names a unit, by the measure's id."""
    ownership_of: dict[str, MeasureOwnership] = defaultdict(MeasureOwnership)
    for row in sorted(index.rows(SQL), key=lambda row: (row["record"], padded_steps(row["at"]))):
        ownership, unit = ownership_of[row["record"]], NamedUnit(row["text"], row["name"], bool(row["is_group"]))
        steps = padded_steps(row["at"])
        if steps[0] == "lead":
            ownership.leads.append(unit)
            continue
        number = int(steps[1])
        ownership.clauses += [
            OwnershipClause(is_open=bool(row["open"])) for _ in range(number + 1 - len(ownership.clauses))
        ]
        clause = ownership.clauses[number]
        (clause.groups if steps[2] == "of" else clause.units).append(unit)
    return ownership_of


def group_ids(index: IndexReader) -> set[str]:
    """The ids of the units that are groups."""
    return {id for (id,) in index.tuples(GROUPS)}


def padded_steps(pointer: str) -> list[str]:
    """Steps of a pointer, padded so that they sort in the order of the file: 2 before 10."""
    return [step.zfill(4) if step.isdecimal() else step for step in pointer.split("/")[1:]]
