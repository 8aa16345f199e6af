"""One record of a spreadsheet: the values of its rows by field, each with its cell."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from hyzs.edits.cell_result import CellResult
from hyzs.edits.spreadsheet.column_matching import field_label, item_lists
from hyzs.edits.spreadsheet.comparison import canonical
from hyzs.edits.spreadsheet.mapped_column import MappedColumn
from hyzs.edits.spreadsheet.rows import DataRow
from hyzs.model.change import Value
from hyzs.model.record import Record
from hyzs.model.spreadsheet import SheetCell, Span


class ItemCell(NamedTuple):
    """A cell of a field that may be of the record or of its items, and the items of its row."""

    column: MappedColumn
    place: Span
    cell: SheetCell
    items: range


@dataclass(slots=True)
class SheetRecord:
    """One record of a spreadsheet: its row, and by field the value and what is reported of its cell."""

    sheet: str
    row: DataRow
    name: str
    name_cell: str
    id: str = ""
    id_cell: str = ""
    values: dict[str, Value] = field(default_factory=dict)
    cells: dict[str, CellResult] = field(default_factory=dict)
    #: Values for other fields than that of their column, each with what is reported of its cell.
    elsewhere: list[tuple[str, Value, CellResult]] = field(default_factory=list)
    #: Names that nobody knows yet: the field, the kind and the name.
    proposed: list[tuple[str, str, str]] = field(default_factory=list)
    #: The cell that first names each of them.
    proposal_cells: dict[tuple[str, str], str] = field(default_factory=dict)
    #: Fields whose cell cannot be taken: what the record has there is not compared.
    bad: set[str] = field(default_factory=set)
    #: The record that it is about is called otherwise.
    is_called_otherwise: bool = False
    #: The column of numbers counts its rows.
    is_counted_by_row: bool = False
    #: Number of items that each list has so far.
    items: Counter[str] = field(default_factory=Counter)
    #: Fields with an empty cell.
    blank: set[str] = field(default_factory=set)
    #: Digests of the values that its row went out with, by field; None: it did not come from us.
    base: Mapping[str, str] | None = None
    #: The cells of columns that may speak of the record or of its items, row by row.
    rows: dict[int, list[ItemCell]] = field(default_factory=dict)

    def drop(self, path: str) -> CellResult:
        """Take out a value that cannot be taken; what was to be reported of its cell."""
        del self.values[path]
        self.bad.add(path)
        return self.cells.pop(path)

    def drop_item(self, path: str, position: int) -> CellResult:
        """Take out one item of a list; what was to be reported of its cell."""
        cell, items = self.cells[path], self.values[path]
        rest = [item for n, item in enumerate(items) if n != position] if isinstance(items, list) else []
        if not rest:
            return self.drop(path)
        self.values[path], self.cells[path] = rest, replace(cell, value=canonical(rest))
        return cell

    def join(self, path: str, value: Value, cell: CellResult) -> None:
        """Add the items of a further cell to a list; an item that is there is not added again."""
        before = self.values.get(path)
        if not isinstance(before, list) or not isinstance(value, list):
            self.values.setdefault(path, value)
            self.cells.setdefault(path, cell)
            return
        self.values[path] = [*before, *(item for item in value if item not in before)]
        message = "；".join(dict.fromkeys(filter(None, (self.cells[path].message, cell.message))))
        self.cells[path] = replace(self.cells[path], value=canonical(self.values[path]), message=message)

    def incomplete_items(self, kind: type[Record]) -> list[tuple[str, str]]:
        """The values of items that lack their main field, and what is wrong with each."""
        out: list[tuple[str, str]] = []
        for key, main in item_lists(kind).items():
            for item in range(self.items[key]):
                begin = f"{key}.{item}."
                paths = [path for path in self.values if path.startswith(begin)]
                if f"{begin}{main}" not in paths:
                    label = field_label(kind, f"{begin}{main}")
                    out += [(path, f"没有{label}，不知道说的是哪一项，没有收") for path in paths]
        return out

    def contradictions(self, other: "SheetRecord") -> list[str]:
        """The fields in which two sheet records say different things."""
        both = (path for path in self.values if path in other.values)
        return [path for path in both if canonical(self.values[path]) != canonical(other.values[path])]

    def close_gaps(self, kind: type[Record]) -> None:
        """Count the items of each list anew, without those of which nothing is left."""
        for key in item_lists(kind):
            items = [item for item in range(self.items[key]) if self.paths_of(key, item)]
            self.move_items(key, {item: place for place, item in enumerate(items)})
            self.items[key] = len(items)

    def put_name(self, kind: type[Record], path: str) -> None:
        """Give the first item of a list the name of the record, where no column names it."""
        own = item_path(path, 0)
        if own not in self.values and own not in self.bad:
            about = (self.name_cell, self.name, field_label(kind, path), "没有另写，照名称写", self.name, "", self.name)
            self.values[own], self.cells[own] = self.name, CellResult("changed", *about, "", own)

    def paths_of(self, key: str, item: int) -> list[str]:
        """The fields of an item that have a value."""
        return [path for path in self.values if path.startswith(f"{key}.{item}.")]

    def move_items(self, key: str, places: Mapping[int, int]) -> None:
        """Give the items of a list other places."""
        moved = {
            path: item_path(f"{key}.{path.split('.', 2)[2]}", place)
            for item, place in places.items()
            for path in self.paths_of(key, item)
        }
        self.values = {moved.get(path, path): value for path, value in self.values.items()}
        cells = {moved.get(path, path): cell for path, cell in self.cells.items()}
        self.cells = {path: replace(cell, path=path) for path, cell in cells.items()}
        self.proposed = [(moved.get(path, path), kind, name) for path, kind, name in self.proposed]


class SharedValue(NamedTuple):
    """A value that stands once for several records: in a title, or in the row of a section."""

    path: str
    value: Value
    cell: CellResult

    def put(self, sheet_record: SheetRecord) -> None:
        """Give it to a sheet record that has no value of its own."""
        if self.path not in sheet_record.values and self.path not in sheet_record.bad:
            sheet_record.values[self.path] = self.value
            sheet_record.cells[self.path] = replace(self.cell, subject=sheet_record.name)


def item_path(path: str, item: int | None) -> str:
    """The path of a field in one item of its list, counted from 0: tasks.due → tasks.0.due."""
    if item is None:
        return path
    key, _, rest = path.partition(".")
    return f"{key}.{item}.{rest}"
