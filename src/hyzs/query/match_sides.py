"""One side of a match rule: the records it is about, the fields that its items ask, their own conditions."""

from collections.abc import Collection, Sequence
from functools import cached_property
from typing import Any, NamedTuple

from hyzs.fields.comparison_sql import ComparisonCompiler
from hyzs.fields.field_path import FieldPath
from hyzs.fields.filter_parser import compile_filter
from hyzs.fields.index_reader import IndexReader
from hyzs.fields.record_query import RecordQuery, SelectedRows
from hyzs.query.match_rules import MatchItem
from hyzs.query.match_tests import (
    BOUNDS,
    CONSTANT,
    DATE,
    INDUSTRY,
    NUMBER,
    TESTS,
    WORDS,
)

WHO = 'SELECT k.id, k."who" AS who, {about} AS about FROM "{kind}" k'
IN_SCOPE = """
SELECT k.id FROM "{kind}" k JOIN record r ON r.file = k.file AND r.item = k.item WHERE {condition}
"""
#: The field with a record's own condition on those that it is for.
OWN = "who"


class MatchSide:
    """Records of one kind that a rule is about."""

    def __init__(self, query: RecordQuery, condition: str | None, items: Sequence[MatchItem], *, is_left: bool) -> None:
        self.query, self.kind = query, query.kind.name
        self.condition, self.is_left = condition, is_left
        self.paths = [self._paths(item) for item in items]

    def _paths(self, item: MatchItem) -> list[FieldPath]:
        """The fields that an item asks of this side: two for bounds, none for a constant."""
        side, text = (TESTS[item.test].left, item.left) if self.is_left else (TESTS[item.test].right, item.right)
        return side_paths(self.query, side, text)

    def label(self, number: int) -> str:
        """The label of an item's field; of bounds that of the part that holds them."""
        paths = self.paths[number]
        if len(paths) < 2:
            return paths[0].label if paths else ""
        part = paths[0].field.name.rpartition(".")[0]
        return next(field.label for field in self.query.catalog.by_kind[self.kind] if field.name == part)

    @cached_property
    def _scope(self) -> str:
        """SQL of the records that meet the condition of the rule; drafts never do."""
        condition = compile_filter(self.condition, ComparisonCompiler(self.query)) if self.condition else "1 = 1"
        return f"r.draft = 0 AND {condition}"

    def outside(self, ids: Collection[str] | None) -> set[str]:
        """The ids outside of the rule's scope; none where all in scope are asked (None)."""
        return set() if ids is None else set(ids) - self.in_scope

    @cached_property
    def in_scope(self) -> set[str]:
        """Ids of the records that the rule is about."""
        sql = IN_SCOPE.format(kind=self.kind, condition=self._scope)
        return {id for (id,) in self.query.index.tuples(sql, **self.query.parameters.values)}

    def values(self, ids: Collection[str] | None) -> dict[str, list[Any]]:
        """The values of each item by id: of those records, or of all in scope."""
        own = self.query.path("id", "id", 0)
        paths = list(dict.fromkeys([own, *(path for paths in self.paths for path in paths)]))
        id_list = "" if ids is None else ", ".join(self.query.parameters(id) for id in ids)
        condition = self._scope if ids is None else f"k.id IN ({id_list})"
        selected = SelectedRows(self.query, paths, condition)
        return {
            str(selected.value(own, at)): [self._value(selected, paths, at) for paths in self.paths]
            for at in selected.positions
        }

    def _value(self, selected: SelectedRows, paths: Sequence[FieldPath], at: Any) -> Any:
        values = [selected.value(path, at) for path in paths]
        return values[0] if len(values) == 1 else values or None


def side_paths(query: RecordQuery, side: str, text: str) -> list[FieldPath]:
    """The fields that one side of a test asks: two for bounds, none for a constant.

    Raises: FilterSyntaxError at a step that names no field.
    """
    names = [f"{text}.min", f"{text}.max"] if side == BOUNDS else [] if side == CONSTANT else [text]
    return [query.path(name, name, 0) for name in names]


def side_problem(side: str, paths: Sequence[FieldPath]) -> str:
    """Reason why the fields do not suit that side of a test; empty if they do."""
    for path in paths:
        type_, refs = path.field.type, str(path.field.refs).split("|")
        if side in (NUMBER, BOUNDS) and (type_ != "number" or not path.single):
            return f"“{path.label}”不是一个数"
        if side == DATE and (type_ != "date" or not path.single):
            return f"“{path.label}”不是一个日期"
        if side == INDUSTRY and refs != ["industry"]:
            return f"“{path.label}”不是产业"
    return ""


def pair_problem(test: str, left: FieldPath, right: FieldPath) -> str:
    """Reason why the two fields cannot be held against each other; empty if they can."""
    is_number = [path.field.type == "number" for path in (left, right)]
    if TESTS[test].left == WORDS and is_number[0] is not is_number[1]:
        return f"“{left.label}”和“{right.label}”一个是数，一个不是"
    units = {path.field.unit for path in (left, right)}
    if TESTS[test].left == NUMBER and len(units) > 1:
        return f"“{left.label}”按{left.field.unit or '没有单位'}，“{right.label}”按{right.field.unit or '没有单位'}"
    return ""


class OwnConditions(NamedTuple):
    """Conditions that records have themselves (``who``), by id; and those that are for records of another kind."""

    texts: dict[str, str]
    elsewhere: frozenset[str]


def own_conditions(index: IndexReader, query: RecordQuery, about: RecordQuery) -> OwnConditions:
    """The conditions of the records of one kind on those of the kind ``about``."""
    field = next((field for field in query.catalog.fields(query.kind.name) if field.name == OWN), None)
    declared = field.condition if field else None
    if not declared:
        return OwnConditions({}, frozenset())
    names = (about.kind.name, about.kind.label)
    value_sql = f'k."{declared[1:]}"' if declared.startswith("=") else f"'{declared}'"
    rows = index.rows(WHO.format(kind=query.kind.name, about=value_sql))
    texts = {row["id"]: row["who"] for row in rows if row["who"] and row["about"] in names}
    return OwnConditions(texts, frozenset(row["id"] for row in rows if row["about"] not in names))
