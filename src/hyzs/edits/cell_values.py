"""What one cell of a ledger says of a record: values by field, how they were understood, and what cannot be taken."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from hyzs.edits.headings import spot_of
from hyzs.edits.told import PRIVATE
from hyzs.model.change import Plain, Value
from hyzs.model.errors import HyzsError, NotFound
from hyzs.model.folding import fold
from hyzs.model.marks import Term
from hyzs.model.name_list import ListedName, names_in
from hyzs.model.quantity import Unit, unit_named
from hyzs.model.record import Record
from hyzs.model.shape import Shape, Spot, shapes
from hyzs.model.sheet import SheetCell
from hyzs.model.typed import Understood, is_nothing, number, quantity, when
from hyzs.model.unseen import seen
from hyzs.reports.name_book import NameBook

_ROUNDED = "数字太长，表格软件已经把末几位变成了 0；把这一格设为文本再填一遍"
#: A number that may be October as well as January: 2026.10 is kept as 2026.1.
_OCTOBER = re.compile(r"(?:19|20)[0-9]{2}\.1")
_FRACTION = re.compile(r"[0-9]+\.[0-9]+")
_YES, _NO = frozenset(("是", "true", "√", "✓", "1", "y", "yes", "对")), frozenset(("否", "false", "×", "0", "n", "no"))
_SAID_WITH = re.compile("(?:类|型|级)?(?:项目)?$")
_SHARE = re.compile(r"[(（]\s*(?:占比|占股|持股)?\s*(?P<share>[0-9]+(?:\.[0-9]+)?)\s*[%％]\s*[)）]$")
_CJK = "\u2e80-\u9fff\uf900-\ufaff（）【】、。，；：“”·"
_BREAK_IN_WORD = re.compile(rf"(?<=[{_CJK}])\s*\n\s*(?=[{_CJK}])")


@dataclass(frozen=True, slots=True)
class LedgerColumn:
    """One column that is taken: its heading, the field it fills, and the unit that its bare numbers are in."""

    heading: str
    path: str
    spot: Spot
    place: int
    unit: Unit | None = None
    #: Where the unit comes from: 表头, 表上方; empty: nothing names one.
    unit_from: str = ""
    #: The unit that the row itself names, as it stands there.
    row_unit: str = ""

    @property
    def own_unit(self) -> str:
        """The unit of the field."""
        return self.spot.scalar.unit if self.spot.scalar.type == "number" else ""


@dataclass(slots=True)
class CellValue:
    """What a cell says: values by dotted path, how they were understood, and what of it cannot be taken.

    ``proposed``: names of records that are not known yet, each with the field and its kind.
    """

    values: dict[str, Value] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    proposed: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def is_private(self) -> bool:
        """True if nothing of the cell may be shown."""
        return PRIVATE in self.problems


class CellReader:
    """Reads the cells of one kind's ledger. ``words`` is the kind's part of the packaged table of headings.

    ``roles``: the field that takes the names a list calls 牵头 or 配合; ``propose``: kinds whose unknown names become
    drafts of their own.
    """

    def __init__(
        self, kind: type[Record], book: NameBook, words: Mapping[str, Any], is_private: Callable[[str], bool]
    ) -> None:
        self.kind, self.book, self.is_private = kind, book, is_private
        self.roles: Mapping[str, str] = words.get("roles") or {}
        self.propose: Sequence[str] = words.get("propose") or ()

    def read(self, column: LedgerColumn, cell: SheetCell, *, untyped: bool = False) -> CellValue:
        """The values in the cell; none if it is empty, or says that there is nothing."""
        out = CellValue()
        if cell.problem:
            out.problems.append(cell.problem)
            return out
        text, unseen = seen(cell.text)
        if is_nothing(text):
            return out
        try:
            if self.is_private(text):
                raise ValueError(PRIVATE)
            self._take(out, column, cell._replace(text=text), untyped=untyped)
        except (ValueError, HyzsError) as error:
            hint = f"；{error.hint}" if isinstance(error, HyzsError) and error.hint else ""
            out.problems.append(f"{error}{hint}")
        if unseen and not out.problems:
            out.remarks.append(f"去掉了看不见的字符 {'、'.join(unseen)}")
        return out

    def _take(self, out: CellValue, column: LedgerColumn, cell: SheetCell, *, untyped: bool) -> None:
        shape, scalar = column.spot.shape, column.spot.scalar
        if ref := shape.ref or scalar.ref:
            self._names(out, column, cell.text, ref.kinds)
        elif scalar.type == "number":
            self._number(out, column, cell)
        elif scalar.type == "date" or shape.rooted:
            self._date(out, column, cell, untyped=untyped)
        elif scalar.type == "flag":
            out.values[column.path] = Plain("true" if _is_yes(cell.text) else "false")
        else:
            self._text(out, column, cell)

    def _text(self, out: CellValue, column: LedgerColumn, cell: SheetCell) -> None:
        """Running text as it stands; a name is one line without blanks round it."""
        if cell.is_rounded:
            raise ValueError(_ROUNDED)
        if column.spot.shape.naming is None and column.path != "id":
            out.values[column.path] = cell.text
            return
        line = one_line(cell.text)
        if "\n" in cell.text.strip():
            out.remarks.append("名称写成一行")
        out.values[column.path] = [line] if column.spot.shape.many else line

    def _number(self, out: CellValue, column: LedgerColumn, cell: SheetCell) -> None:
        """A number in the field's own unit; a bare one is in the unit that the heading names."""
        own = column.own_unit
        if cell.kind == "date":
            raise ValueError(f"“{cell.text}”是日期，不是数；格子的格式改成常规再填")
        unit, source = column.unit, column.unit_from
        if column.row_unit.strip():
            unit, source = unit_named(column.row_unit, own), "这一行"
        amount = quantity(cell.text, own, unit) if own else number(cell.text)
        if amount.value is None:
            return
        out.values[column.path] = Plain(str(amount.value))
        is_bare = not re.search(r"[^\d.,，\s+-]", cell.text)
        if is_bare and unit and unit.worth != 1:
            out.remarks.append(f"理解为 {amount.value} {own}（按{source}的{unit.text}）")
        elif amount.how:
            out.remarks.append(_read_as(amount))

    def _date(self, out: CellValue, column: LedgerColumn, cell: SheetCell, *, untyped: bool) -> None:
        """A date as precise as the field takes it."""
        text = cell.text.strip()
        if (cell.kind == "number" or untyped) and _OCTOBER.fullmatch(text):
            raise ValueError(f"数字 {text} 分不清是 1 月还是 10 月；写成 {text[:4]}-01 或 {text[:4]}-10")
        if cell.kind == "number" and _FRACTION.fullmatch(text) and not re.fullmatch(r"[0-9]{4}\.[0-9]{1,2}", text):
            raise ValueError(f"“{text}”不是日期，写成 2026-03-15、2026-03 或 2026年3月15日")
        date = when(text.partition("T")[0] if cell.kind == "date" else text)
        if date.value is None:
            return
        is_loose = column.spot.scalar.when or column.spot.shape.rooted
        if not is_loose and len(str(date.value)) < len("2026-01-01"):
            raise ValueError(f"“{text}”要写到日，如 2026-03-15")
        out.values[column.path] = Plain(str(date.value))
        if date.how:
            out.remarks.append(_read_as(date))

    def _names(self, out: CellValue, column: LedgerColumn, text: str, kinds: str) -> None:
        """Names as the store has them; a bad one costs that one. Roles that the list gives go to their own fields."""
        names = names_in(text, lambda name: len(self.book.find(one_line(name), kinds)) == 1)
        whole = one_line(text)
        if not names.names or len(self.book.find(whole, kinds)) == 1:
            names = names._replace(names=(ListedName(whole),)) if names.names else names
        if not names.names:
            raise ValueError(f"“{whole}”没有写是哪个单位")
        values_by_path: dict[str, list[Value]] = {}
        readings: list[str] = []
        for name, role in names.names:
            path = self._path(column.path, role)
            try:
                value, called = self._named(out, path, one_line(name), kinds)
            except NotFound as error:
                out.problems.append(f"{error.message}{f'；{error.hint}' if error.hint else ''}")
                continue
            values_by_path.setdefault(path, []).append(value)
            readings += [f"{role}：{called}" if role else called] if called != name or path != column.path else []
        for path, values in values_by_path.items():
            self._put(out, path, values)
        if readings and out.values:
            out.remarks.append(f"理解为 {'、'.join(readings)}")
        if names.remarks:
            out.remarks.append(f"“{'”“'.join(names.remarks)}”没有写明是谁，没有收")

    def _path(self, path: str, role: str) -> str:
        """The field of a name in that role; a field that knows no roles takes it itself."""
        return self.roles.get(role, path) if path in self.roles.values() else path

    def _named(self, out: CellValue, path: str, name: str, kinds: str) -> tuple[Value, str]:
        """The value that names the record, with its share if the text has one; and what the record calls itself."""
        spot = spot_of(self.kind, path)
        share = _SHARE.search(name) if _has_share(spot.shape) else None
        bare = name[: share.start()].strip() if share else name
        if not self.book.find(bare, kinds) and kinds in self.propose:
            called = bare
            out.proposed.append((path, kinds, bare))
        else:
            called = self.book.name(self._word(bare, kinds, spot), kinds)
        if share:
            return {spot.scalar.key: called, "share": Plain(share["share"])}, called
        return called, called

    def _word(self, text: str, kinds: str, spot: Spot) -> str:
        """A word of a vocabulary without what is only said with it: 重大项目 is 重大, 新引进类 is 新引进."""
        if not isinstance(spot.shape.ref or spot.scalar.ref, Term) or self.book.find(text, kinds):
            return text
        shorter = _SAID_WITH.sub("", fold(text))
        return shorter if self.book.find(shorter, kinds) else text

    def _put(self, out: CellValue, path: str, values: list[Value]) -> None:
        shape = spot_of(self.kind, path).shape
        if shape.many and not shape.rooted and not shape.key_refs:
            out.values[path] = [value for n, value in enumerate(values) if value not in values[:n]]
        elif len(values) == 1:
            out.values[path] = values[0]
        else:
            out.problems.append(f"“{shape.label}”只能写一个，这里有 {len(values)} 个：{'、'.join(map(str, values))}")


def one_line(text: str) -> str:
    """A name as one line: without blanks round it, and without the line breaks of a narrow cell."""
    return " ".join(_BREAK_IN_WORD.sub("", text.strip()).split("\n")).strip()


def _is_yes(text: str) -> bool:
    folded = fold(text)
    if folded not in _YES | _NO:
        raise ValueError(f"“{text.strip()}”看不懂，写 是 或 否")
    return folded in _YES


def _has_share(shape: Shape) -> bool:
    return shape.part is not None and any(inner.key == "share" for inner in shapes(shape.part))


def _read_as(value: Understood) -> str:
    return f"理解为 {value.how.rpartition('→')[2].strip()}"
