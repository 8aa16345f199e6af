"""The plans of a store: which one a question is about, and to which each measure and task belongs."""

from dataclasses import dataclass

from hyzs.model.answer import Column, Row, Text
from hyzs.model.folding import fold
from hyzs.query.fields.index_reader import IndexReader, resolve_name

#: The latest first.
PLANS = "SELECT id, name, number FROM plan ORDER BY issued DESC, id"
OF = """
SELECT 'measure' AS kind, m.id, m.plan FROM measure m
UNION ALL SELECT 'task', t.id, m.plan FROM task t JOIN measure m ON m.file = t.file AND m.item = t.item
"""


@dataclass(frozen=True, slots=True)
class Plans:
    """The plans, the latest first, and the name of the one that is asked about (None: all)."""

    rows: list[Row]
    selected: str | None = None

    @property
    def columns(self) -> list[Column]:
        """The column that tells plans apart, where there are several."""
        return [Column("plan", "方案")] if len(self.rows) > 1 else []

    def includes(self, plan: str | None) -> bool:
        """True if what belongs to that plan is asked about."""
        return self.selected in (None, plan)


def plans(index: IndexReader, text: str | None = None) -> Plans:
    """The plans of the store; ``text`` is the one asked about: its number, id or name."""
    return Plans(index.rows(PLANS), resolve_name(index, text, "plan")["name"] if text else None)


def section_numbers(index: IndexReader) -> dict[str, str]:
    """The number of each section by its folded title, where all plans that have the title number it so."""
    numbers: dict[str, set[str]] = {}
    for number, title in index.tuples("SELECT number, title FROM section"):
        numbers.setdefault(fold(title), set()).add(number)
    return {title: number for title, (number, *others) in numbers.items() if not others}


def drafts_note(count: int) -> list[Text]:
    """What is said of so many drafts of measures that a report leaves out."""
    return [Text(f"草稿 {count} 条没有列；看草稿用 hyzs list measures --where draft=是", "note")] if count else []


def plan_of(index: IndexReader) -> dict[tuple[str, str], str]:
    """The name of the plan of each measure and task, by kind and id."""
    return {(row["kind"], row["id"]): row["plan"] for row in index.rows(OF)}
