"""A field as SQL: its values in the row itself, or in rows of parts, mentions, terms, holdings and pairs."""

from dataclasses import dataclass
from typing import Any

from hyzs.fields.field_catalog import Field
from hyzs.model.errors import BadUsage
from hyzs.model.lateness import in_force

#: Holdings of the day.
NOW = in_force("{v}")
#: The last of the values under one key. The plus keeps SQLite from looking through the
#: rows of all files for that key: it has no figures by which it would know that the file has fewer.
LAST = """NOT EXISTS (SELECT 1 FROM "{tbl}" w WHERE w.file = {v}.file AND w.item = {v}.item AND w.owner = {v}.owner
 AND w.field = {v}.field AND +w.key = {v}.key AND w.pos > {v}.pos)"""
#: The last of the wordings under one key that was made by ``:day``, as ``lateness.promise_in_force`` has it.
IN_FORCE = f"""coalesce({{v}}."set", '') <= :day
 AND {LAST.removesuffix(")")} AND coalesce(w."set", '') <= :day)"""
#: The last of the parts of one word by ``:day``, if it holds still.
LATEST = """{v}."{word}" = {name} AND {v}."on" <= :day AND coalesce({v}.until, :day) >= :day
 AND NOT EXISTS (SELECT 1 FROM "{tbl}" w WHERE w.file = {v}.file AND w.item = {v}.item AND w.owner = {v}.owner
 AND w.field = {v}.field AND +w."{word}" = {v}."{word}" AND w."on" <= :day
 AND (w."on" > {v}."on" OR (w."on" = {v}."on" AND w.pos > {v}.pos)))"""
_CALLED = """coalesce((SELECT c.name FROM resolved_name c WHERE c.text = {v}.text AND c.kinds = {v}.kinds), {v}.text)"""

#: Tables of several values that are no parts: SQL of the value, and conditions on the rows that count.
VALUES = {
    "holding": ("{v}.value", (NOW,)),
    "mention": (_CALLED, ("{v}.on_key = 0",)),
    "term_value": (_CALLED, ("{v}.on_key = 0",)),
    "name": ("{v}.text", ()),
}
#: Condition that a row belongs to a field of ``{a}``: in a record by the name of the field, in a part by the pointer.
IN_RECORD = "{v}.field = '{field}'"
BELOW = "substr({v}.at, 1, length({a}.at) + {size}) = {a}.at || '{below}'"


class UnknownField(BadUsage):
    """A step of a path that names no field; ``step`` is its position among the steps."""

    def __init__(self, step: int, message: str, hint: str = "") -> None:
        super().__init__(message, hint)
        self.step = step


class Parameters:
    """Bound values of a statement, by name."""

    def __init__(self, **values: Any) -> None:
        self.values = values

    def __call__(self, value: Any) -> str:
        """Placeholder for ``value``."""
        name = f"v{len(self.values)}"
        self.values[name] = value
        return f":{name}"


@dataclass(frozen=True, slots=True)
class FieldPath:
    """A resolved field: ``value`` is its SQL in the rows of ``tables`` that meet ``conditions``, beside the row ``k``.

    ``single``: there is one value at most; ``key``: SQL of the key of each value, a reference to ``keys``;
    ``last_day``: SQL of the last day of a partial date.
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
        """SQL: some value meets ``condition``."""
        if not self.tables:
            return condition
        return f"EXISTS (SELECT 1 FROM {', '.join(self.tables)} WHERE {' AND '.join((*self.conditions, condition))})"

    def scalar(self, value: str, aggregate: str = "min({})") -> str:
        """SQL: the single ``value`` beside the row ``k``; of several what ``aggregate`` makes of them."""
        if not self.tables:
            return value
        return f"(SELECT {aggregate.format(value)} FROM {', '.join(self.tables)} WHERE {' AND '.join(self.conditions)})"
