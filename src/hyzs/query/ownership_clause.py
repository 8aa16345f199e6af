"""Who leads and who is responsible, measure by measure, in the order and the words of the plan's own sentence."""

from collections import defaultdict
from dataclasses import dataclass, field

from hyzs.query.fields.index_reader import IndexReader

#: Every unit that a measure itself names; a crowd is a group: it has members, or is open.
SQL = """
WITH crowd AS (
  SELECT id FROM unit WHERE open = 1
  UNION
  SELECT record FROM mention WHERE kind = 'unit' AND field = 'members.unit'
)
SELECT m.record, m.at, m.text AS written, coalesce(u.name, m.text) AS name, m.open,
       CASE WHEN crowd.id IS NULL THEN 0 ELSE 1 END AS crowd
FROM mention m
LEFT JOIN unit u ON u.id = m.target
LEFT JOIN crowd ON crowd.id = u.id
WHERE m.kind = 'measure' AND m.field IN ('lead', 'responsible.named', 'responsible.of')
"""


@dataclass(frozen=True, slots=True)
class NamedUnit:
    """A unit or group: as the file writes it, and as it calls itself now."""

    text: str
    name: str
    is_group: bool


@dataclass(slots=True)
class Clause:
    """The units between two commas of the sentence; ``open``: the list ends in 等."""

    units: list[NamedUnit] = field(default_factory=list)
    groups: list[NamedUnit] = field(default_factory=list)
    is_open: bool = False

    def text_of(self, names: list[str], of: list[str]) -> str:
        """市发改委、市工信局等市直相关单位, of names as the caller wants them written."""
        return "、".join(names) + ("等" if self.is_open and names else "") + "".join(of)

    @property
    def text(self) -> str:
        """The clause as the plan has it."""
        return self.text_of([one.text for one in self.units], [one.text for one in self.groups])


@dataclass(slots=True)
class Ownership:
    """Who leads a measure, and who is responsible for it."""

    leads: list[NamedUnit] = field(default_factory=list)
    clauses: list[Clause] = field(default_factory=list)

    @property
    def sentence(self) -> str:
        """(牵头单位:市发改委、市商务局;责任单位:市工信局、市国资委等市直相关单位,各县市区、园区)"""
        parts = [f"牵头单位:{'、'.join(unit.text for unit in self.leads)}"] if self.leads else []
        parts += [f"责任单位:{','.join(clause.text for clause in self.clauses)}"] if self.clauses else []
        return f"({';'.join(parts)})"


def ownerships(index: IndexReader) -> dict[str, Ownership]:
    """The ownership of every measure that names anybody, by the measure's id."""
    found: dict[str, Ownership] = defaultdict(Ownership)
    for row in sorted(index.rows(SQL), key=lambda row: (row["record"], steps(row["at"]))):
        ownership, one = found[row["record"]], NamedUnit(row["written"], row["name"], bool(row["crowd"]))
        where = steps(row["at"])
        if where[0] == "lead":
            ownership.leads.append(one)
            continue
        number = int(where[1])
        ownership.clauses += [Clause(is_open=bool(row["open"])) for _ in range(number + 1 - len(ownership.clauses))]
        clause = ownership.clauses[number]
        (clause.groups if where[2] == "of" else clause.units).append(one)
    return found


def steps(at: str) -> list[str]:
    """The steps of a place, so padded that they sort as they stand in the file: 2 before 10."""
    return [step.zfill(4) if step.isdecimal() else step for step in at.split("/")[1:]]
