"""Sheets of a spreadsheet that are taken, each with its headings; those that are left out, each with the reason."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from hyzs.edits.spreadsheet.column_matching import (
    ColumnMatch,
    ColumnMatcher,
    HeadingRows,
    HeadingScore,
    column_position,
    field_position,
    find_headings,
)
from hyzs.edits.spreadsheet.heading_words import HeadingWords
from hyzs.edits.spreadsheet.mapped_column import MappedColumn
from hyzs.fields.field_catalog import FieldCatalog
from hyzs.model.column_heading import unit_in
from hyzs.model.column_mapping import ColumnMapping
from hyzs.model.errors import BadUsage
from hyzs.model.field_shapes import shapes
from hyzs.model.folding import fold
from hyzs.model.measurement_units import MeasurementUnit, parse_unit
from hyzs.model.record import Record
from hyzs.model.spreadsheet import Spreadsheet, SpreadsheetSheet, column_letters
from hyzs.query.name_book import NameBook

#: Headings of a column in which each row names its unit of money.
_UNIT_HEADINGS = frozenset(("单位", "金额单位", "计量单位", "货币单位", "币种", "货币"))
#: Of so many fields the labels may be named.
_LABELS = 6


@dataclass(frozen=True, slots=True)
class ChosenSheet:
    """One sheet that is taken."""

    name: str
    sheet: SpreadsheetSheet
    head: HeadingRows


@dataclass(slots=True)
class ChosenSheets:
    """The sheets that are taken, and those left out with the reason."""

    pages: list[ChosenSheet] = field(default_factory=list)
    omissions: dict[str, str] = field(default_factory=dict)


class SheetChooser:
    """Finds the heading rows of sheets, and the fields that they name."""

    def __init__(self, meanings: ColumnMatcher, book: NameBook, columns: ColumnMapping | None) -> None:
        self.meanings, self.book, self.columns = meanings, book, columns
        self.by_fold = {fold(heading): heading for heading in columns.fields} if columns else {}

    def sheets(self, spreadsheet: Spreadsheet, only: str | None, *, hidden: bool) -> ChosenSheets:
        """The sheet whose headings are known best, and all whose known headings are the same.

        Raises: BadUsage where no sheet has headings, or none is called ``only``.
        """
        out = ChosenSheets()
        if only is not None and only not in spreadsheet.sheets:
            raise BadUsage(f"没有工作表“{only}”", f"有：{'、'.join(spreadsheet.sheets)}")
        candidates: list[tuple[HeadingScore, ChosenSheet]] = []
        for name, sheet in spreadsheet.sheets.items():
            if only not in (None, name):
                out.omissions[name] = f"只收 {only}"
            elif sheet.hidden and not hidden and only is None:
                out.omissions[name] = "是隐藏的工作表；要收加 --hidden"
            elif not any(cell.text or cell.problem for row in sheet.rows for cell in row):
                out.omissions[name] = "是空的"
            else:
                head, recognised = find_headings(sheet, self.score)
                if head:
                    candidates.append((recognised, ChosenSheet(name, sheet, head)))
                else:
                    out.omissions[name] = "找不到认得的表头"
        if not candidates:
            raise self._no_headings(spreadsheet, out)
        best = max(candidates, key=lambda pair: pair[0])[1]
        for _, page in candidates:
            if self._fields(page.head) == self._fields(best.head):
                out.pages.append(page)
            else:
                out.omissions[page.name] = f"{self._difference(page.head, best)}；单独收加 --sheet {page.name}"
        return out

    def _no_headings(self, spreadsheet: Spreadsheet, out: ChosenSheets) -> BadUsage:
        reasons = "；".join(f"工作表“{name}”{why}" for name, why in out.omissions.items())
        labels = "、".join(shape.label for shape in shapes(self.meanings.kind)[:_LABELS] if shape.type == "text")
        hint = f"前十五行里要有一行写着 {labels} 等；或用 --map 写明对照"
        return BadUsage(f"{spreadsheet.file} 里找不到表头{f'：{reasons}' if reasons else ''}", hint)

    def score(self, head: HeadingRows) -> HeadingScore:
        """The number of known headings, those of the map or else those that match a field, and of those with units."""
        paths = [self._path(head, place) for place in range(len(head.labels))]
        present = {path for path in paths if path}
        units = sum(self._has_unit(head, place, path) for place, path in enumerate(paths) if path)
        return HeadingScore(len(present), units)

    def _path(self, head: HeadingRows, place: int) -> str:
        """The field that a column would fill, or the first of those that it may."""
        if self.columns:
            heading = self.by_fold.get(fold(head.labels[place]), "")
            return self.columns.fields.get(heading) or heading
        return next(iter(self.meaning(head, place).fields), "")

    def _has_unit(self, head: HeadingRows, place: int, path: str) -> bool:
        """True if a unit of money is named for a column, known or not."""
        try:
            own = field_position(self.meanings.kind, path).scalar.unit
            return own == "万元" and bool(head.unit or unit_in(head.labels[place], own))
        except BadUsage:
            return False
        except ValueError:
            return True

    def meaning(self, head: HeadingRows, place: int) -> ColumnMatch:
        """The match of a column's headings; where the upper ones match nothing, that of the lower ones alone."""
        parts = head.parts[place]
        if "#" in head.labels[place]:
            return ColumnMatch()
        for start in range(len(parts)):
            is_alone = start == len(parts) - 1 > 0
            meaning = self.meanings.of(" ".join(parts[start:]))
            if meaning.fields and not (is_alone and head.short.count(parts[start]) > 1):
                return meaning
        return ColumnMatch()

    def _fields(self, head: HeadingRows) -> frozenset[Any]:
        if self.columns:
            return frozenset(fold(label) for label in head.labels) & self.by_fold.keys()
        return frozenset(self.meaning(head, n).fields for n in range(len(head.labels))) - {()}

    def _difference(self, head: HeadingRows, best: ChosenSheet) -> str:
        """Which headings the sheet has not, or has besides."""
        labels, best_labels = ({fold(label): label for label in h.labels if label} for h in (head, best.head))
        lost = [label for key, label in best_labels.items() if key not in labels]
        more = [label for key, label in labels.items() if key not in best_labels]
        parts = [f"{word} {'、'.join(names)}" for word, names in (("少了", lost), ("多了", more)) if names]
        return f"表头和“{best.name}”不一样：{'，'.join(parts)}"

    def proposal(self, sheets: ChosenSheets, own: Callable[[Sequence[str], str], str | None]) -> ColumnMapping:
        """A field for each heading; of two that match the same field the first has it.

        ``own`` decides between several fields, where it can.
        """
        fields: dict[str, str | None] = {}
        undecided: dict[str, Sequence[str]] = {}
        for page in sheets.pages:
            for place, label in enumerate(page.head.labels):
                if not label or label in fields:
                    continue
                paths = () if place == unit_column(page) else self.meaning(page.head, place).fields
                if self.meanings.words.is_private_heading(label):
                    paths = ()
                path = paths[0] if len(paths) == 1 else own(paths, label)
                if path is None and paths:
                    undecided[label] = paths
                is_free = path in self.meanings.words.join or path not in fields.values()
                fields[label] = path if is_free else None
        return ColumnMapping(fields, undecided=undecided)


def own_field(models: FieldCatalog, kind: type[Record]) -> Callable[[Sequence[str], str], str | None]:
    """Of several fields, the one that our own lists head so: 属地 is ``county``, 专班·属地 is ``taskforce.local``."""
    labels = {field.name: fold(models.heading(field)) for field in models.fields(kind.kind)}

    def choose(paths: Sequence[str], label: str) -> str | None:
        return next((path for path in paths if labels.get(path) == fold(label)), None)

    return choose


def is_own_list(sheets: ChosenSheets, book: NameBook, kind: type[Record]) -> bool:
    """True if it is a list that came from this store: its column 编号 has ids of records."""
    for page in sheets.pages:
        places = [n for n, label in enumerate(page.head.labels) if fold(label) in ("编号", "id")]
        for place in places:
            cells = (page.sheet.cell(row, place) for row in range(page.head.last + 1, len(page.sheet.rows)))
            if any(book.is_id(cell.text.strip(), kind.kind) for cell in cells if cell.text):
                return True
    return False


@dataclass(slots=True)
class SheetColumns:
    """The columns taken from a sheet, and remarks on the others: (column, heading, message), bad or not."""

    columns: list[MappedColumn] = field(default_factory=list)
    bad: list[tuple[int, str, str]] = field(default_factory=list)
    remarks: list[tuple[int, str, str]] = field(default_factory=list)
    #: Filled cells of the columns that are not taken, by heading.
    omissions: dict[str, int] = field(default_factory=dict)


def mapped_columns(
    page: ChosenSheet, columns: ColumnMapping, kind: type[Record], words: HeadingWords, *, hidden: bool
) -> SheetColumns:
    """The columns that the map takes from a sheet, each with the unit that its heading, the map or the title names.

    One for telephone numbers and the like is never taken.

    Raises: BadUsage: the map names a field that the kind lacks, or an item of a list.
    """
    out = SheetColumns()
    by_fold = {fold(heading): path for heading, path in columns.fields.items()}
    undecided = {fold(heading): paths for heading, paths in columns.undecided.items()}
    places: dict[str, int] = {}
    for place, label in enumerate(page.head.labels):
        key = fold(label)
        if words.is_private_heading(label):
            _refuse_private(out, page, place, label, is_mapped=bool(by_fold.get(key)))
        elif key in undecided:
            names = "、".join(f"{path}({_label(kind, path)})" for path in undecided[key])
            out.bad.append((place, label, f"可能是几个字段，没有收；在对照表里定一个：{names}"))
        elif not label or not (path := by_fold.get(key)):
            _count_omission(out, page, place, label)
        elif page.sheet.is_hidden_column(place) and not hidden:
            out.remarks.append((place, label, "是隐藏的列，没有收；要收加 --hidden"))
        elif path in places and path not in words.join:
            out.bad.append((place, label, f"和 {page.head.labels[places[path]]} 都对到 {path}，只收前一列"))
        else:
            places.setdefault(path, place)
            _take(out, page, columns, MappedColumn(label, path, column_position(kind, path), place))
    return out


def unit_column(page: ChosenSheet) -> int:
    """The column in which each row names the unit of its amounts (单位, 币种); -1 where there is none."""
    rows_below = range(page.head.last + 1, len(page.sheet.rows))
    for place, label in enumerate(page.head.labels):
        if fold(label) in _UNIT_HEADINGS:
            texts = [text for row in rows_below if (text := page.sheet.cell(row, place).text.strip())]
            if texts and sum(_means_unit(text) for text in texts) * 2 > len(texts):
                return place
    return -1


def _means_unit(text: str) -> bool:
    """True if it is a unit of money, or another currency."""
    try:
        return parse_unit(text, "万元", bracketed=False) is not None
    except ValueError:
        return True


def _refuse_private(out: SheetColumns, page: ChosenSheet, place: int, label: str, *, is_mapped: bool) -> None:
    """Report that the column is never taken; it is bad where the map wants it."""
    count = sum(
        1 for row in range(page.head.last + 1, len(page.sheet.rows)) if page.sheet.cell(row, place).text.strip()
    )
    message = f"联系方式和证件号码不进数据，{count} 格没有收；要留就放在 private/"
    (out.bad if is_mapped else out.remarks).append((place, label, message))


def _count_omission(out: SheetColumns, page: ChosenSheet, place: int, label: str) -> None:
    """Count the cells of a column that the map does not take; one without heading and content is none."""
    rows_below = range(page.head.last + 1, len(page.sheet.rows))
    count = sum(1 for row in rows_below if (cell := page.sheet.cell(row, place)).text.strip() or cell.problem)
    if label or count:
        out.omissions[label or f"{column_letters(place)} 列(没有表头)"] = count


def _take(out: SheetColumns, page: ChosenSheet, columns: ColumnMapping, column: MappedColumn) -> None:
    """Take the column, if it is known in which unit its numbers are."""
    own = column.own_unit
    if not own:
        out.columns.append(column)
        return
    try:
        unit, source = _unit(page.head, columns, column.heading, own)
    except ValueError as error:
        out.bad.append((column.place, column.heading, str(error)))
        return
    if own == "万元":
        by_row = "按每一行写的单位计" if unit_column(page) >= 0 else "没有写单位，按万元计"
        how = f"按{unit.text}计（单位写在{source}）" if unit else by_row
        out.remarks.append((column.place, column.heading, how))
    out.columns.append(MappedColumn(column.heading, column.path, column.spot, column.place, unit, source))


def _unit(head: HeadingRows, columns: ColumnMapping, heading: str, own: str) -> tuple[MeasurementUnit | None, str]:
    """The unit of a column and where it stands: in its heading, in the map, or over the table."""
    if unit := unit_in(heading, own):
        return unit, "表头"
    if own != "万元":
        return None, ""
    for text, source in ((columns.unit, "对照表"), (head.unit, "表上方")):
        if text and (unit := parse_unit(text, own)):
            return unit, source
    return None, ""


def _label(kind: type[Record], path: str) -> str:
    """The label of a field, after that of the part it stands in."""
    steps = path.split(".")
    labels = [field_position(kind, ".".join(steps[: n + 1])).shape.label for n in range(len(steps))]
    return "·".join(dict.fromkeys(labels))
