"""A query over one kind: fields by name, and the values of all matching records in few statements."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from hyzs.fields.computed_kinds import COMPUTED_KINDS
from hyzs.fields.derived_source import derived_table, fill_derived_table
from hyzs.fields.field_catalog import Field, FieldCatalog, Kind
from hyzs.fields.field_path import FieldPath, Parameters, UnknownField
from hyzs.fields.filter_lexer import FilterSyntaxError
from hyzs.fields.index_reader import IndexReader
from hyzs.fields.name_order import route_sort_key, sort_positions
from hyzs.fields.path_resolver import resolve_field, whole_field

#: Values of the single-valued fields of each row (and last days), and the marks draft and sample of its record.
ONE = """
SELECT k.file, k.item, k.at, r.draft, r.sample{values}
FROM "{kind}" k JOIN record r ON r.file = k.file AND r.item = k.item
WHERE {condition} ORDER BY {order}
"""
#: Every value of a multi-valued field with its key and pointer, of all rows in the files ``in_values``.
MANY = """
SELECT k.file, k.item, k.at, {row}.at, {key}, {value}
FROM in_values a CROSS JOIN "{kind}" k CROSS JOIN {tables} WHERE k.file = a.value AND {there}
"""
#: Identity of a row: the file, the record in it, the pointer of a part in that.
RowPosition = tuple[int, int, str]
Cells = tuple[Any, ...]


class RecordQuery:
    """A kind, its catalogue, and the bound values of its statements."""

    def __init__(
        self,
        index: IndexReader,
        kind: str,
        now: datetime,
        earlier: "RecordQuery | None" = None,
        *,
        is_dry: bool = False,
    ) -> None:
        """``earlier`` is a query of the same moment, whose catalogue and computed fields serve this one too.

        ``is_dry``: paths are only resolved, so nothing is computed for them.
        """
        self.index, self.now, self.is_dry = index, now, is_dry
        self.catalog: FieldCatalog = earlier.catalog if earlier else FieldCatalog(index)
        self.parameters = Parameters(day=str(now.date()))
        if computed := COMPUTED_KINDS.get(kind):
            self.catalog.add_computed(computed)
        self.kind: Kind = self.catalog.kind(kind)
        #: Tables of derived fields that are worked out already.
        self._filled_tables: set[str] = earlier._filled_tables if earlier else set()

    def path(self, text: str, word: str, at: int) -> FieldPath:
        """The field that ``word`` names, which is at position ``at`` in ``text``.

        Raises: FilterSyntaxError at the step that names no field; as ``fill_derived_table`` does.
        """
        try:
            path = resolve_field(self.index, self.catalog, self.parameters, self.kind.name, word)
            return self._with_derived_table(path)
        except UnknownField as unknown:
            parts = word.split(".")
            start = at + sum(len(part) + 1 for part in parts[: unknown.step])
            raise FilterSyntaxError(text, start, len(parts[unknown.step]), unknown.message, unknown.hint) from None

    def whole_field(self, field: Field) -> FieldPath:
        """All values of a field. Raises: UnknownField: the kind has no such field; as ``fill_derived_table`` does."""
        return self._with_derived_table(whole_field(self.index, self.catalog, self.parameters, field))

    def _with_derived_table(self, path: FieldPath) -> FieldPath:
        """The path; the derived fields of its kind are computed before the first of them is used."""
        field = path.field
        if field.derived and not self.is_dry:
            table = derived_table(field.kind, field.source, field.name)
            if table not in self._filled_tables:
                self._filled_tables.add(table)
                fill_derived_table(self.index, field.kind, field.source, field.name, self.now)
        return path

    def natural_order(self) -> str:
        """ORDER BY of records: by their ``order`` or number, else by id; of parts: as in their record."""
        if self.kind.is_part:
            return "k.record, k.file, k.seq"
        numbers = {f.name for f in self.catalog.fields(self.kind.name) if f.type == "number" and not f.many}
        first = next((f'k."{name}" IS NULL, k."{name}", ' for name in ("order", "number") if name in numbers), "")
        plan = 'k."plan", ' if any(f.name == "plan" for f in self.catalog.fields(self.kind.name)) else ""
        return f"{plan}{first}k.id, k.file, k.item"


class SelectedRows:
    """Values of some fields of all records that meet a condition: one statement, one more a multi-valued field."""

    def __init__(self, query: RecordQuery, paths: Sequence[FieldPath], condition: str) -> None:
        self.query = query
        single = [path for path in paths if path.single]
        last = [path for path in single if path.last_day]
        self.columns = {path: n for n, path in enumerate(single, 5)}
        self.last_day_columns = {path: n for n, path in enumerate(last, 5 + len(single))}
        values = "".join(f", {path.scalar(path.value)}" for path in single)
        values += "".join(f", {path.scalar(str(path.last_day))}" for path in last)
        self.single_values = self._select_single(values, condition)
        files = {file for file, _, _ in self.single_values}
        self.multiple_values = {path: self._select_multiple(path, files) for path in paths if not path.single}

    @property
    def positions(self) -> list[RowPosition]:
        """Rows in their natural order."""
        return list(self.single_values)

    def draft_count(self) -> int:
        """Number of rows that belong to drafts."""
        return sum(row[3] for row in self.single_values.values())

    def has_sample(self) -> bool:
        """True if any row belongs to a sample."""
        return any(row[4] for row in self.single_values.values())

    def _select_single(self, values: str, condition: str) -> dict[RowPosition, Cells]:
        order, kind = self.query.natural_order(), self.query.kind.name
        sql = ONE.format(values=values, kind=kind, condition=condition, order=order)
        return {row[:3]: row for row in self.query.index.tuples(sql, **self.query.parameters.values)}

    def _select_multiple(self, path: FieldPath, files: Collection[int]) -> dict[RowPosition, list[tuple[Any, Any]]]:
        """Keys and values of each row."""
        row = path.tables[-1].split()[-1]
        about = {"row": row, "key": path.key or "NULL", "value": path.value, "kind": self.query.kind.name}
        is_present = " AND ".join((*path.conditions, f"{path.value} IS NOT NULL"))
        sql = MANY.format(**about, tables=" CROSS JOIN ".join(path.tables), there=is_present)
        cells_by_position: dict[RowPosition, list[Cells]] = defaultdict(list)
        for file, item, at, *cells in self.query.index.tuples(sql, files, **self.query.parameters.values):
            cells_by_position[file, item, at].append(tuple(cells))
        place = sort_positions(self.query.index, self.query.catalog, path.keys) if path.keys else {}
        for rows in cells_by_position.values():
            if len(rows) > 1:
                rows.sort(key=lambda cells: (place.get(cells[1], len(place)), route_sort_key(cells[0])))
        return {at: [(key, value) for _, key, value in rows] for at, rows in cells_by_position.items()}

    def value(self, path: FieldPath, at: RowPosition) -> Any:
        """Value of a field in a row: a single one, a list, or a mapping of keyed values."""
        if not path.single:
            rows = self.multiple_values[path].get(at, [])
            return dict(rows) if path.key else [value for _, value in rows]
        value = self.single_values[at][self.columns[path]]
        return bool(value) if path.field.type == "flag" and value is not None else value

    def rows(self, paths: Sequence[FieldPath], positions: Sequence[RowPosition]) -> list[dict[str, Any]]:
        """Values of some fields in some rows, by the names of the fields."""
        columns = [[self.value(path, at) for at in positions] for path in paths]
        names = [path.name for path in paths]
        return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]

    def sorted(self, by: Sequence[tuple[FieldPath, bool]]) -> list[RowPosition]:
        """Rows in the order of some fields, each descending if its flag is True; rows without a value come last."""
        positions = self.positions
        for path, down in reversed(by):
            order = self._sort_positions(path.field)
            keys = {at: self._sort_key(path, at, order) for at in positions}
            positions.sort(key=lambda at: keys[at], reverse=down)
            positions.sort(key=lambda at: not keys[at])
        return positions

    def _sort_positions(self, field: Field) -> dict[str, int]:
        """Sort position of each value or name that the field can hold, where there is an order."""
        if field.refs:
            return sort_positions(self.query.index, self.query.catalog, field.refs)
        return {word: place for place, word in enumerate(field.choice_labels)}

    def _sort_key(self, path: FieldPath, at: RowPosition, order: dict[str, int]) -> list[tuple[int, Any]]:
        column = self.last_day_columns.get(path)
        value = self.value(path, at) if column is None else self.single_values[at][column]
        values = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else [value]
        return [(0, order[v]) if v in order else (1, v) for v in values if v is not None]
