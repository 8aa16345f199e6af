"""The sheets of a ledger that are taken, each with its headings, and those that are left out, each with the reason."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from hyzs.edits.cell_values import LedgerColumn
from hyzs.edits.headings import Head, Meaning, Meanings, Score, heads_in, spot_of
from hyzs.model.errors import BadUsage
from hyzs.model.folding import fold
from hyzs.model.heading import unit_in
from hyzs.model.ledger import Columns
from hyzs.model.quantity import Unit, unit_named
from hyzs.model.record import Record
from hyzs.model.shape import shapes
from hyzs.model.sheet import Sheet, Spreadsheet, letters
from hyzs.reports.models import Models
from hyzs.reports.name_book import NameBook

#: Of so many fields the labels may be named.
_LABELS = 6


@dataclass(frozen=True, slots=True)
class LedgerSheet:
    """One sheet that is taken."""

    name: str
    sheet: Sheet
    head: Head


@dataclass(slots=True)
class LedgerSheets:
    """The sheets that are taken, those that are left out, and why."""

    taken: list[LedgerSheet] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)


class SheetChooser:
    """Finds the headings of sheets, and what they mean."""

    def __init__(self, meanings: Meanings, book: NameBook, columns: Columns | None) -> None:
        self.meanings, self.book, self.columns = meanings, book, columns
        self.by_fold = {fold(heading): heading for heading in columns.fields} if columns else {}

    def sheets(self, ledger: Spreadsheet, only: str | None, *, hidden: bool) -> LedgerSheets:
        """The sheet whose headings are known best, and all whose known headings are the same.

        Raises: BadUsage where no sheet has headings, or none is called ``only``.
        """
        out = LedgerSheets()
        if only is not None and only not in ledger.sheets:
            raise BadUsage(f"没有工作表“{only}”", f"有：{'、'.join(ledger.sheets)}")
        found: list[tuple[Score, LedgerSheet]] = []
        for name, sheet in ledger.sheets.items():
            if only not in (None, name):
                out.left_out[name] = f"只收 {only}"
            elif sheet.hidden and not hidden and only is None:
                out.left_out[name] = "是隐藏的工作表；要收加 --hidden"
            elif not any(cell.text or cell.problem for row in sheet.rows for cell in row):
                out.left_out[name] = "是空的"
            else:
                head, known = heads_in(sheet, self.score)
                if head:
                    found.append((known, LedgerSheet(name, sheet, head)))
                else:
                    out.left_out[name] = "找不到认得的表头"
        if not found:
            raise self._nothing(ledger, out)
        best = max(found, key=lambda pair: pair[0])[1]
        for _, one in found:
            if self._fields(one.head) == self._fields(best.head):
                out.taken.append(one)
            else:
                out.left_out[one.name] = f"{self._difference(one.head, best)}；单独收加 --sheet {one.name}"
        return out

    def _nothing(self, ledger: Spreadsheet, out: LedgerSheets) -> BadUsage:
        reasons = "；".join(f"工作表“{name}”{why}" for name, why in out.left_out.items())
        labels = "、".join(shape.label for shape in shapes(self.meanings.kind)[:_LABELS] if shape.type == "text")
        hint = f"前十五行里要有一行写着 {labels} 等；或用 --map 写明对照"
        return BadUsage(f"{ledger.file} 里找不到表头{f'：{reasons}' if reasons else ''}", hint)

    def score(self, head: Head) -> Score:
        """How many headings are known, those of the map or else those that mean a field, and how many have units."""
        paths = [self._path(head, place) for place in range(len(head.labels))]
        known = {path for path in paths if path}
        units = sum(self._has_unit(head, place, path) for place, path in enumerate(paths) if path)
        return Score(len(known), units)

    def _path(self, head: Head, place: int) -> str:
        """The field that a column would fill, or the first of those that it may."""
        if self.columns:
            heading = self.by_fold.get(fold(head.labels[place]), "")
            return self.columns.fields.get(heading) or heading
        return next(iter(self.meaning(head, place).fields), "")

    def _has_unit(self, head: Head, place: int, path: str) -> bool:
        """Whether a unit of money is named for a column, known or not."""
        try:
            own = spot_of(self.meanings.kind, path).scalar.unit
            return own == "万元" and bool(head.unit or unit_in(head.labels[place], own))
        except BadUsage:
            return False
        except ValueError:
            return True

    def meaning(self, head: Head, place: int) -> Meaning:
        """What the heading of a column means; where upper ones say nothing of it, the lower ones alone tell it."""
        parts = head.parts[place]
        if "#" in head.labels[place]:
            return Meaning()
        for start in range(len(parts)):
            is_alone = start == len(parts) - 1 > 0
            found = self.meanings.of(" ".join(parts[start:]))
            if found.fields and not (is_alone and head.short.count(parts[start]) > 1):
                return found
        return Meaning()

    def _fields(self, head: Head) -> frozenset[Any]:
        if self.columns:
            return frozenset(fold(label) for label in head.labels) & self.by_fold.keys()
        return frozenset(self.meaning(head, n).fields for n in range(len(head.labels))) - {()}

    def _difference(self, head: Head, best: LedgerSheet) -> str:
        """Which headings the sheet has not, or has besides."""
        here, there = ({fold(label): label for label in h.labels if label} for h in (head, best.head))
        lost = [label for key, label in there.items() if key not in here]
        more = [label for key, label in here.items() if key not in there]
        parts = [f"{word} {'、'.join(names)}" for word, names in (("少了", lost), ("多了", more)) if names]
        return f"表头和“{best.name}”不一样：{'，'.join(parts)}"

    def proposal(self, sheets: LedgerSheets, own: Callable[[Sequence[str], str], str | None]) -> Columns:
        """What each heading seems to mean; the first of two that mean the same has it.

        ``own`` decides between several fields, where it can.
        """
        fields: dict[str, str | None] = {}
        undecided: dict[str, Sequence[str]] = {}
        for one in sheets.taken:
            for place, label in enumerate(one.head.labels):
                if not label or label in fields:
                    continue
                found = self.meaning(one.head, place).fields
                path = found[0] if len(found) == 1 else own(found, label)
                if path is None and found:
                    undecided[label] = found
                fields[label] = path if path not in fields.values() else None
        return Columns(fields, undecided=undecided)


def own_field(models: Models, kind: type[Record]) -> Callable[[Sequence[str], str], str | None]:
    """Of several fields, the one that our own lists head so: 属地 is ``county``, 专班·属地 is ``taskforce.local``."""
    labels = {field.name: fold(models.heading(field)) for field in models.fields(kind.kind)}

    def choose(paths: Sequence[str], label: str) -> str | None:
        return next((path for path in paths if labels.get(path) == fold(label)), None)

    return choose


def is_own_list(sheets: LedgerSheets, book: NameBook, kind: type[Record]) -> bool:
    """Whether it is a list that came from this store: its column 编号 has ids of records."""
    for one in sheets.taken:
        places = [n for n, label in enumerate(one.head.labels) if fold(label) in ("编号", "id")]
        for place in places:
            cells = (one.sheet.cell(row, place) for row in range(one.head.last + 1, len(one.sheet.rows)))
            if any(book.is_id(cell.text.strip(), kind.kind) for cell in cells if cell.text):
                return True
    return False


@dataclass(slots=True)
class ChosenColumns:
    """The columns of a sheet that are taken, and what is said of the others: (column, heading, message), bad or not."""

    taken: list[LedgerColumn] = field(default_factory=list)
    bad: list[tuple[int, str, str]] = field(default_factory=list)
    remarks: list[tuple[int, str, str]] = field(default_factory=list)
    #: How many cells of the columns that are not taken have something in them, by heading.
    left_out: dict[str, int] = field(default_factory=dict)


def chosen_columns(one: LedgerSheet, columns: Columns, kind: type[Record], *, hidden: bool) -> ChosenColumns:
    """The columns that the map takes from a sheet, each with the unit that its heading, the map or the title names."""
    out = ChosenColumns()
    by_fold = {fold(heading): path for heading, path in columns.fields.items()}
    undecided = {fold(heading): paths for heading, paths in columns.undecided.items()}
    placed: dict[str, int] = {}
    for place, label in enumerate(one.head.labels):
        key = fold(label)
        if key in undecided:
            names = "、".join(f"{path}({_label(kind, path)})" for path in undecided[key])
            out.bad.append((place, label, f"可能是几个字段，没有收；在对照表里定一个：{names}"))
        elif not label or not (path := by_fold.get(key)):
            _leave_out(out, one, place, label)
        elif one.sheet.is_hidden_column(place) and not hidden:
            out.remarks.append((place, label, "是隐藏的列，没有收；要收加 --hidden"))
        elif path in placed:
            out.bad.append((place, label, f"和 {one.head.labels[placed[path]]} 都对到 {path}，只收前一列"))
        else:
            placed[path] = place
            _take(out, one, columns, LedgerColumn(label, path, spot_of(kind, path), place))
    return out


def _leave_out(out: ChosenColumns, one: LedgerSheet, place: int, label: str) -> None:
    """Count the cells of a column that the map does not take; one without heading and content is none."""
    below = range(one.head.last + 1, len(one.sheet.rows))
    filled = sum(1 for row in below if (cell := one.sheet.cell(row, place)).text.strip() or cell.problem)
    if label or filled:
        out.left_out[label or f"{letters(place)} 列(没有表头)"] = filled


def _take(out: ChosenColumns, one: LedgerSheet, columns: Columns, column: LedgerColumn) -> None:
    """Take the column, if it is known in which unit its numbers are."""
    own = column.own_unit
    if not own:
        out.taken.append(column)
        return
    try:
        unit, told = _unit(one.head, columns, column.heading, own)
    except ValueError as error:
        out.bad.append((column.place, column.heading, str(error)))
        return
    if own == "万元":
        how = f"按{unit.text}计（单位写在{told}）" if unit else "没有写单位，按万元计"
        out.remarks.append((column.place, column.heading, how))
    out.taken.append(LedgerColumn(column.heading, column.path, column.spot, column.place, unit, told))


def _unit(head: Head, columns: Columns, heading: str, own: str) -> tuple[Unit | None, str]:
    """The unit of a column and where it stands: in its heading, in the map, or over the table."""
    if found := unit_in(heading, own):
        return found, "表头"
    if own != "万元":
        return None, ""
    for text, told in ((columns.unit, "对照表"), (head.unit, "表上方")):
        if text and (found := unit_named(text, own)):
            return found, told
    return None, ""


def _label(kind: type[Record], path: str) -> str:
    """The label of a field, after that of the part it stands in."""
    steps = path.split(".")
    labels = [spot_of(kind, ".".join(steps[: n + 1])).shape.label for n in range(len(steps))]
    return "·".join(dict.fromkeys(labels))
