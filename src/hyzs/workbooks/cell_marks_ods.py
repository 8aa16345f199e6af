"""Marks of an ods: read from its XML, as those of an xlsx are."""

import zipfile

from hyzs.model.spreadsheet import Span
from hyzs.workbooks.cell_marks import Handler, Marks, comment_text, is_picture, read_xml

_CONTENT = "content.xml"
_HIDDEN = frozenset(("collapse", "filter"))
_CELLS = frozenset(("table-cell", "covered-table-cell"))


def marks(file: str) -> dict[str, Marks]:
    """The marks of every sheet, by its name."""
    tables = _Tables()
    with zipfile.ZipFile(file) as packed, packed.open(_CONTENT) as stream:
        read_xml(stream, tables)
    return tables.marks


class _Tables(Handler):
    """The rows and cells of all sheets; rows and cells may stand for many that are alike."""

    def __init__(self) -> None:
        self.marks: dict[str, Marks] = {}
        self.sheet = Marks()
        self.row, self.column, self.rows, self.columns = 0, 0, 1, 0
        self.cell: dict[str, str] | None = None
        self.words: list[str] = []
        #: Depth of nested tables; true while a remark on a cell is read.
        self.depth, self.annotated = 0, 0
        self.remark: list[str] = []
        self.in_remark = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "table":
            self.depth += 1
            if self.depth == 1:
                self.sheet = self.marks.setdefault(attributes.get("table:name", ""), Marks())
                self.row = self.columns = 0
        elif name == "annotation":
            self.annotated += 1
            self.remark = []
        elif name == "p" and self.annotated:
            self.in_remark = True
            self.remark.append("\n" if self.remark else "")
        elif name == "table-column":
            self._column(attributes)
        elif name == "table-row":
            self.column, self.rows = 0, _count(attributes, "table:number-rows-repeated")
            if attributes.get("table:visibility") in _HIDDEN:
                self.sheet.hidden_rows.append((self.row, self.row + self.rows - 1))
        elif name in _CELLS:
            self.cell, self.words = attributes, []
        elif name == "frame" and self.cell is not None:
            self.sheet.pictures.append((self.row, self.column))

    def text(self, text: str) -> None:
        if self.in_remark:
            self.remark.append(text)
        elif self.cell is not None and not self.annotated:
            self.words.append(text)

    def end(self, name: str) -> None:
        if name in _CELLS and self.cell is not None:
            self._close(self.cell)
        elif name == "table-row":
            self.row += self.rows
        elif name == "table":
            self.depth -= 1
        elif name == "p":
            self.in_remark = False
        elif name == "annotation":
            self.annotated -= 1
            if words := comment_text("".join(self.remark)):
                self.sheet.comments[self.row, self.column] = words

    def _column(self, attributes: dict[str, str]) -> None:
        count = _count(attributes, "table:number-columns-repeated")
        if attributes.get("table:visibility") in _HIDDEN:
            self.sheet.hidden_columns.append((self.columns, self.columns + count - 1))
        self.columns += count

    def _close(self, cell: dict[str, str]) -> None:
        """Mark the cell; one that stands for many is empty, or has the same value in all of them."""
        count, kind = _count(cell, "table:number-columns-repeated"), self._kind(cell)
        if kind:
            self.sheet.kinds |= dict.fromkeys(self._places(count), kind)
        if kind == "error" or cell.get("office:value-type") == "percentage":
            self.sheet.texts |= dict.fromkeys(self._places(count), "".join(self.words).strip())
        wide, high = _count(cell, "table:number-columns-spanned"), _count(cell, "table:number-rows-spanned")
        if wide > 1 or high > 1:
            last = (self.row + high - 1, self.column + wide - 1)
            self.sheet.merged.append(((self.row, self.column), last))
        self.column += count
        self.cell = None

    def _places(self, count: int) -> list[Span]:
        return [(self.row + down, self.column + right) for down in range(self.rows) for right in range(count)]

    def _kind(self, cell: dict[str, str]) -> str:
        formula = cell.get("table:formula", "")
        if is_picture(formula):
            return "picture"
        if cell.get("calcext:value-type") == "error":
            return "error"
        has_value = "office:value-type" in cell or "".join(self.words).strip()
        return "formula" if formula and not has_value else ""


def _count(attributes: dict[str, str], name: str) -> int:
    text = attributes.get(name, "1")
    return int(text) if text.isdecimal() else 1
