"""Items that rows of a spreadsheet give of a record: the tasks of a measure, the posts of a person."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from hyzs.edits.spreadsheet.cell_reader import SEPARATORS
from hyzs.edits.spreadsheet.column_matching import field_position, item_list, item_lists
from hyzs.edits.spreadsheet.heading_words import HeadingWords
from hyzs.edits.spreadsheet.mapped_column import MappedColumn
from hyzs.edits.spreadsheet.rows import DataRow
from hyzs.edits.spreadsheet.sheet_record import ItemCell, SheetRecord, item_path
from hyzs.edits.spreadsheet.sheets import ChosenSheet
from hyzs.model.brackets import split_outside
from hyzs.model.folding import fold
from hyzs.model.numbered_items import numbered_items
from hyzs.model.record import Record
from hyzs.model.spreadsheet import SheetCell, Span

#: Takes the values of a cell, or of a piece of it, into a sheet record; of one item of a list, if its number is given.
Take: TypeAlias = Callable[[ChosenSheet, Span, MappedColumn, SheetRecord, SheetCell, int | None], None]
#: The number of a piece that speaks of every item of its row.
_EVERY = 0


class RowItems:
    """Reads the columns of a sheet that hold items of a record."""

    def __init__(self, kind: type[Record], words: HeadingWords, columns: Sequence[MappedColumn]) -> None:
        self.kind, self.words, self.mains = kind, words, item_lists(kind)
        self.lists: dict[str, list[MappedColumn]] = defaultdict(list)
        for column in columns:
            if key := item_list(kind, column.path):
                self.lists[key].append(column)
        self.repeated = [column for column in columns if column.path in words.repeat]
        #: The main columns of items: a row with something there has an item.
        self.places = {
            column.place for key, own in self.lists.items() for column in own if column.path == self._main(key)
        }

    def _main(self, key: str) -> str:
        return f"{key}.{self.mains[key]}"

    def read(self, page: ChosenSheet, row: DataRow, sheet_record: SheetRecord, take: Take) -> None:
        """Take the items that one row gives into the sheet record."""
        first = {key: sheet_record.items[key] for key in self.lists}
        for key, columns in self.lists.items():
            cells = {column: page.sheet.merge_origin(row.number, column.place) for column in columns}
            pieces = self._pieces(key, {column: page.sheet.cell(*place) for column, place in cells.items()})
            size = max((max(texts) or 1 for texts in pieces.values() if texts), default=0)
            for column, texts in pieces.items():
                place = cells[column]
                for number, text in texts.items():
                    cell = page.sheet.cell(*place)._replace(text=text)
                    for item in range(size) if number == _EVERY else (number - 1,):
                        take(page, place, column, sheet_record, cell, first[key] + item)
                        if item_path(column.path, first[key] + item) in sheet_record.bad:
                            break  # what is wrong with the cell is reported once
            sheet_record.items[key] += size
        self._note_repeated(page, row, sheet_record, first)

    def _note_repeated(
        self, page: ChosenSheet, row: DataRow, sheet_record: SheetRecord, first: Mapping[str, int]
    ) -> None:
        """Remember what the row says of fields that the record and its items both have."""
        for column in self.repeated:
            key = item_list(self.kind, self.words.repeat[column.path])
            place = page.sheet.merge_origin(row.number, column.place)
            cell = page.sheet.cell(*place)
            if cell.text.strip() and not cell.problem:
                items = range(first.get(key, 0), sheet_record.items[key])
                sheet_record.rows.setdefault(column.place, []).append(ItemCell(column, place, cell, items))

    def _pieces(self, key: str, cells: Mapping[MappedColumn, SheetCell]) -> dict[MappedColumn, dict[int, str]]:
        """The pieces of each cell by the number of the row's item, from 1; the main column comes first."""
        ordered = sorted(cells, key=lambda column: column.path != self._main(key))
        size = 0
        out: dict[MappedColumn, dict[int, str]] = {}
        for column in ordered:
            cell = cells[column]
            is_main = column.path == self._main(key)
            if not cell.text.strip() and not cell.problem:
                out[column] = {}
            elif cell.problem:
                out[column] = {1: cell.text}
            elif is_main:
                out[column] = self._main_pieces(column, cell.text)
                size = len(out[column])
            else:
                out[column] = _further_pieces(cell.text, size)
        return out

    def _main_pieces(self, column: MappedColumn, text: str) -> dict[int, str]:
        """The items in the cell of the main column: numbered, or a line or a name each where texts are short."""
        if column.path in self.words.lines:
            signs = SEPARATORS if column.spot.shape.name_mark else "\n"
            return dict(enumerate(split_outside(text, signs), 1))
        numbered = numbered_items(text)
        return numbered if list(numbered) == list(range(1, len(numbered) + 1)) and len(numbered) > 1 else {1: text}

    def settle(self, page: ChosenSheet, sheet_record: SheetRecord, take: Take) -> None:
        """Give items what the rows of the record say differently, and a main field by default."""
        for cells in sheet_record.rows.values():
            if len({fold(cell.cell.text) for cell in cells}) > 1:
                self._repeat(page, sheet_record, cells, take)
        for path in self.words.named:
            if sheet_record.items[item_list(self.kind, path)] == 1:
                sheet_record.put_name(self.kind, path)

    def _repeat(self, page: ChosenSheet, sheet_record: SheetRecord, cells: Sequence[ItemCell], take: Take) -> None:
        """The record has what any of its rows says, each item what its own row says."""
        twin = self.words.repeat[cells[0].column.path]
        for number, (column, place, cell, items) in enumerate(cells):
            if number and place not in [other.place for other in cells[:number]]:
                take(page, place, column, sheet_record, cell, None)
            own = replace(column, path=twin, spot=field_position(self.kind, twin))
            for item in items:
                take(page, place, own, sheet_record, cell, item)


def _further_pieces(text: str, size: int) -> dict[int, str]:
    """The pieces of a cell beside ``size`` items: by numbers, line by line, or the same for all."""
    items_by_number = numbered_items(text) if size != 1 else {}
    if items_by_number and (not size or max(items_by_number) <= size):
        return items_by_number
    lines = [line for line in text.split("\n") if line.strip()]
    if size > 1 and len(lines) == size:
        return dict(enumerate(lines, 1))
    return {_EVERY: text}
