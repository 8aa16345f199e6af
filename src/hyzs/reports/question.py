"""One kind asked about: its fields by the words of people, and the values of all its records in few statements."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from hyzs.reports.asked import Asked
from hyzs.reports.models import Kind, Models
from hyzs.reports.order import places, steps
from hyzs.reports.paths import Bound, Path, Unknown
from hyzs.reports.walk import find
from hyzs.reports.words import Misread

#: Of each row the values of the fields that have one (and its last day), and whether the record is a draft or a sample.
ONE = """
SELECT k.file, k.item, k.at, {values}
  (SELECT max(r.draft) FROM record r WHERE r.file = k.file AND r.item = k.item) AS draft,
  (SELECT max(r.sample) FROM record r WHERE r.file = k.file AND r.item = k.item) AS sample
FROM "{kind}" k WHERE {condition} ORDER BY {order}
"""
#: Every value of a field that has many, with its key and the place where it stands.
MANY = """
SELECT k.file, k.item, k.at, {row}.at AS place, {key} AS key, {value} AS value
FROM "{kind}" k, {tables} WHERE {there} AND {condition}
"""
#: Which row: the file, the record in it, the place of a part in that.
At = tuple[int, int, str]


class Question:
    """A kind, with the values that are bound to whatever is asked of it."""

    def __init__(self, index: Asked, kind: str, day: str) -> None:
        self.index, self.models, self.bound = index, Models(index), Bound(day=day)
        self.kind: Kind = self.models.kind(kind)

    def path(self, text: str, word: str, at: int) -> Path:
        """The field that the ``word`` means which stands at ``at`` in ``text``."""
        try:
            return find(self.index, self.models, self.bound, self.kind.name, word)
        except Unknown as unknown:
            parts = word.split(".")
            start = at + sum(len(part) + 1 for part in parts[: unknown.step])
            raise Misread(text, start, len(parts[unknown.step]), unknown.message, unknown.hint) from None

    def natural_order(self) -> str:
        """Records stand by their ``order`` or number, else by id; parts as they stand in their record."""
        if self.kind.is_part:
            return "k.record, k.file, k.seq"
        numbers = {f.name for f in self.models.fields(self.kind.name) if f.type == "number" and not f.many}
        first = next((f'k."{name}" IS NULL, k."{name}", ' for name in ("order", "number") if name in numbers), "")
        return f"{first}k.id, k.file, k.item"


class Gathered:
    """The values of some fields of all records that meet a condition: a statement, one more for each field of many."""

    def __init__(self, question: Question, paths: Sequence[Path], condition: str) -> None:
        self.question = question
        single = [path for path in paths if path.single]
        self.ones = self._ones(single, condition)
        self.numbers = {path: n for n, path in enumerate(single)}
        self.many = {path: self._many(path, condition) for path in paths if not path.single}

    def _ones(self, paths: Sequence[Path], condition: str) -> dict[At, dict[str, Any]]:
        values = "".join(f"{path.one(path.value)} AS c{n}, " for n, path in enumerate(paths))
        values += "".join(f"{path.one(path.last)} AS l{n}, " for n, path in enumerate(paths) if path.last)
        order, kind = self.question.natural_order(), self.question.kind.name
        sql = ONE.format(values=values, kind=kind, condition=condition, order=order)
        rows = self.question.index.rows(sql, **self.question.bound.values)
        return {(row["file"], row["item"], row["at"]): row for row in rows}

    def _many(self, path: Path, condition: str) -> dict[At, list[dict[str, Any]]]:
        row = path.tables[-1].split()[-1]
        about = {"row": row, "key": path.key or "NULL", "value": path.value, "kind": self.question.kind.name}
        there = " AND ".join((*path.conditions, f"{path.value} IS NOT NULL"))
        sql = MANY.format(**about, tables=", ".join(path.tables), there=there, condition=condition)
        found: dict[At, list[dict[str, Any]]] = defaultdict(list)
        for one in self.question.index.rows(sql, **self.question.bound.values):
            found[one["file"], one["item"], one["at"]].append(one)
        place = places(self.question.index, self.question.models, path.keys) if path.keys else {}
        for rows in found.values():
            rows.sort(key=lambda one: (place.get(one["key"], len(place)), steps(one["place"])))
        return found

    def value(self, path: Path, at: At) -> Any:
        """The value of a field in a row: one, a list of them, or a mapping where they stand under keys."""
        if not path.single:
            rows = self.many[path].get(at, [])
            return {row["key"]: row["value"] for row in rows} if path.key else [row["value"] for row in rows]
        value = self.ones[at][f"c{self.numbers[path]}"]
        return bool(value) if path.field.type == "flag" and value is not None else value

    def sorted(self, by: Sequence[tuple[Path, bool]]) -> list[At]:
        """The rows in the order of some fields, from the last one to the first if so told; without a value last."""
        found = list(self.ones)
        for path, down in reversed(by):
            order = places(self.question.index, self.question.models, path.field.refs) if path.field.refs else {}
            keys = {at: self._key(path, at, order) for at in found}
            found.sort(key=lambda at: keys[at], reverse=down)
            found.sort(key=lambda at: not keys[at])
        return found

    def _key(self, path: Path, at: At, order: dict[str, int]) -> list[tuple[int, Any]]:
        value = self.ones[at][f"l{self.numbers[path]}"] if path.single and path.last else self.value(path, at)
        values = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else [value]
        return [(0, order[v]) if v in order else (1, v) for v in values if v is not None]
