"""A field as SQL: where its values stand, in the row itself or in its parts, mentions, terms, holdings and pairs."""

from dataclasses import dataclass
from typing import Any

from hyzs.model.errors import BadUsage
from hyzs.query.fields.catalog import Field
from hyzs.query.fields.index_reader import IndexReader, records_by_name

#: What holds on the day.
NOW = "coalesce({v}.since, :day) <= :day AND :day <= coalesce({v}.until, :day)"
#: Of the values under one key, the last: of all wordings of a promise the one in force.
LAST = """NOT EXISTS (SELECT 1 FROM "{tbl}" w WHERE w.file = {v}.file AND w.item = {v}.item AND w.owner = {v}.owner
 AND w.field = {v}.field AND w.key = {v}.key AND w.pos > {v}.pos)"""
_CALLED = """coalesce((SELECT c.name FROM resolved_name c WHERE c.text = {v}.text AND c.kinds = {v}.kinds), {v}.text)"""

#: Many values that are no parts: what each is called, and which of them count.
VALUES = {
    "holding": ("{v}.value", (NOW,)),
    "mention": (_CALLED, ("{v}.on_key = 0",)),
    "term_value": (_CALLED, ("{v}.on_key = 0",)),
    "name": ("{v}.text", ()),
}
#: That a row stands in a field of ``{a}``: of a record its full name tells, of a part the place.
IN_RECORD = "{v}.field = '{field}'"
BELOW = "substr({v}.at, 1, length({a}.at) + {size}) = {a}.at || '{below}'"


class UnknownField(BadUsage):
    """A step of a path that names nothing; ``step`` is its position among the steps."""

    def __init__(self, step: int, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.step = step


class Parameters:
    """Values on their way into a statement, by name."""

    def __init__(self, **values: Any) -> None:
        self.values = values

    def __call__(self, value: Any) -> str:
        """The placeholder that stands for ``value``."""
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f":{name}"


@dataclass(frozen=True, slots=True)
class FieldPath:
    """A field found: ``value`` is its SQL, in the rows of ``tables`` where ``conditions`` hold, beside the row ``k``.

    ``single``: there is one value at most; ``key``: the SQL of the key under which each stands, which names ``keys``;
    ``last``: the last day of a value that is a year, a quarter or a month.
    """

    field: Field
    value: str
    name: str = ""
    label: str = ""
    level: str = "公开"
    last_day: str | None = None
    tables: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    single: bool = True
    key: str | None = None
    keys: str = ""

    def exists(self, condition: str) -> str:
        """Whether any value is so."""
        if not self.tables:
            return condition
        return f"EXISTS (SELECT 1 FROM {', '.join(self.tables)} WHERE {' AND '.join((*self.conditions, condition))})"

    def scalar(self, value: str) -> str:
        """The one value, as an expression beside ``k``."""
        if not self.tables:
            return value
        return f"(SELECT min({value}) FROM {', '.join(self.tables)} WHERE {' AND '.join(self.conditions)})"


def named(index: IndexReader, text: str, refs: str) -> list[dict[str, Any]]:
    """Everything of those kinds or vocabularies that people call ``text``: its id and what it calls itself."""
    return [{"id": row["id"], "called": row["name"], "kind": row["kind"]} for row in records_by_name(index, text, refs)]
