"""Plans of a store: the selected one, and the plan of each measure and task."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass

from hyzs.fields.index_reader import IndexReader, resolve_name
from hyzs.model.blocks import Column, PublicColumn, Row, Text
from hyzs.model.folding import fold
from hyzs.model.json_pointer import from_pointer
from hyzs.query.stored_records import StoredRecord

#: The latest first.
PLANS = "SELECT id, name, number, until, coalesce(draft, 0) AS draft FROM plan ORDER BY issued DESC, id"
#: Measures and plans that continue an older one.
CONTINUED = """
SELECT m.kind, m.record AS id, coalesce(o.name, p.name, m.text) AS name, o.number, o.plan
FROM mention m LEFT JOIN measure o ON m.kind = 'measure' AND o.id = m.target
LEFT JOIN plan p ON m.kind = 'plan' AND p.id = m.target
WHERE m.kind IN ('measure', 'plan') AND m.field = 'continues'
"""
OF = """
SELECT 'measure' AS kind, m.id, m.plan FROM measure m
UNION ALL SELECT 'task', t.id, m.plan FROM task t JOIN measure m ON m.file = t.file AND m.item = t.item
"""
#: A plan's records with what their files say: itself, and its measures by their numbers.
RECORDS = """
SELECT r.kind, r.id, r.name, r.draft, r.at, f.path, b.json, m.number FROM record r JOIN file f ON f.id = r.file
JOIN body b ON b.file = r.file AND b.item = r.item LEFT JOIN measure m ON r.kind = 'measure' AND m.id = r.id
LEFT JOIN plan p ON (r.kind = 'plan' AND p.id = r.id) OR p.name = m.plan
WHERE r.kind = :kind AND p.id = coalesce(:id, p.id) ORDER BY p.issued DESC, p.id, m.number, r.id
"""


@dataclass(frozen=True, slots=True)
class Plans:
    """Plans, the latest first, and the name of the ``selected`` one (None: all)."""

    rows: list[Row]
    selected: str | None = None

    @property
    def columns(self) -> list[Column]:
        """The plan column, where there are several plans."""
        ends = self.ends
        return (
            [PublicColumn("plan", "方案", get=lambda row: _with_end(row["plan"], ends))] if len(self.rows) > 1 else []
        )

    @property
    def ends(self) -> dict[str, str]:
        """The last day of each plan that has one, by its name."""
        return {row["name"]: row["until"] for row in self.rows if row["until"]}

    def includes(self, plan: str | None) -> bool:
        """True if the selection includes that plan."""
        return self.selected in (None, plan)


def _with_end(plan: str | None, ends: Mapping[str, str]) -> str | None:
    """The plan's name, with its last day where it has one."""
    return f"{plan}（至 {ends[plan]} 止）" if plan and plan in ends else plan


def plans(index: IndexReader, text: str | None = None) -> Plans:
    """Plans of the store; ``text`` (number, id or name) selects one.

    Raises: NotFound where there is no such plan.
    """
    return Plans(index.rows(PLANS), resolve_name(index, text, "plan")["name"] if text else None)


def selected_plans(index: IndexReader, text: str) -> list[Row]:
    """The plans that ``text`` selects: one, several with commas between them, or 全部; in the order of the text.

    Raises: NotFound where there is no such plan.
    """
    rows = index.rows(PLANS)
    if text in ("全部", "all"):
        return rows
    texts = [text] if any(text in row.values() for row in rows) else re.split("[,，]", text)
    ids = dict.fromkeys(resolve_name(index, part.strip(), "plan")["id"] for part in texts if part.strip())
    return [next(row for row in rows if row["id"] == id) for id in ids]


def continuations(index: IndexReader) -> dict[tuple[str, str], str]:
    """The older one that a measure or plan continues, in words, by kind and id: 《示例方案》第1条 组建专班."""
    return {
        (row["kind"], row["id"]): (
            f"《{row['plan']}》第{row['number']}条 {row['name']}" if row["plan"] else f"《{row['name']}》"
        )
        for row in index.rows(CONTINUED)
    }


def section_numbers(index: IndexReader) -> dict[str, str]:
    """Number of each section by its folded title, if all plans with that title give it the same number."""
    numbers: dict[str, set[str]] = {}
    for number, title in index.tuples("SELECT number, title FROM section"):
        numbers.setdefault(fold(title), set()).add(number)
    return {title: number for title, (number, *others) in numbers.items() if not others}


def drafts_note(count: int) -> list[Text]:
    """The note on the drafts of measures that a report leaves out."""
    return [Text(f"草稿 {count} 条没有列；看草稿用 hyzs list measures --where draft=是", "note")] if count else []


def plan_of(index: IndexReader) -> dict[tuple[str, str], str]:
    """Name of the plan of each measure and task, by kind and id."""
    return {(row["kind"], row["id"]): row["plan"] for row in index.rows(OF)}


def filed_plans(index: IndexReader, id: str | None = None) -> list[StoredRecord]:
    """The plans of the store with what their files say, the latest first; the one of that id, if it is given."""
    return _file_of(index, "plan", id)


def filed_measures(index: IndexReader, plan: str) -> list[StoredRecord]:
    """The measures of the plan of that id with what their files say, by number."""
    return _file_of(index, "measure", plan)


def _file_of(index: IndexReader, kind: str, id: str | None) -> list[StoredRecord]:
    rows = index.rows(RECORDS, kind=kind, id=id)
    return [
        StoredRecord(
            row["id"], row["name"], bool(row["draft"]), row["path"], from_pointer(row["at"]), json.loads(row["json"])
        )
        for row in rows
    ]
