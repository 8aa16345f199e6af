"""The result of an import: of each cell, of the rows, of the records."""

from collections import Counter
from dataclasses import dataclass, field

from hyzs.edits.cell_result import CellResult, CellState
from hyzs.edits.spreadsheet.sheet_record import SheetRecord
from hyzs.model.change import Change


@dataclass(slots=True)
class ImportResult:
    """One spreadsheet: its changes, the results of its cells, and its rows by what they are."""

    file: str
    label: str
    changes: list[Change] = field(default_factory=list)
    cells: list[CellResult] = field(default_factory=list)
    #: Rows by what they are: record, section, total, hidden …
    rows: Counter[str] = field(default_factory=Counter)
    #: The drafts that it makes, by kind: their ids.
    drafts: dict[str, list[str]] = field(default_factory=dict)
    #: Records by what became of them: new, updated, same, differs, refused.
    records: Counter[str] = field(default_factory=Counter)
    sheets: list[str] = field(default_factory=list)
    #: Word for a new record of the import.
    new_word: str = "新草稿"
    sheets_left_out: dict[str, str] = field(default_factory=dict)
    _known_results: set[CellResult] = field(default_factory=set, repr=False)

    @property
    def is_whole(self) -> bool:
        """True if everything in it was taken, or stood in the store already."""
        return not any(cell.state in ("bad", "conflict", "differs") for cell in self.cells)

    def refuse(self, sheet_record: SheetRecord, message: str) -> None:
        """Report that nothing of a row can be taken."""
        self.add_result("bad", sheet_record.name_cell, message, sheet_record.name)
        self.records["refused"] += 1

    def add_result(
        self, state: CellState, cell: str, message: str, subject: str = "", field: str = "", returned: str = ""
    ) -> None:
        """Add a result of a row, a heading or the whole; the same is added once."""
        result = CellResult(state, cell, subject, field, message, returned)
        if result not in self._known_results:
            self._known_results.add(result)
            self.cells.append(result)
