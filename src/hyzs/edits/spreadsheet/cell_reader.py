"""Reading of one cell of a spreadsheet: values by field, remarks on how they were understood, problems."""

import re
from collections.abc import Callable, Iterable, Mapping

from hyzs.documents.clause_segments import LEAD, RESPONSIBLE
from hyzs.documents.ownership import OwnedPart, Ownership, parse_ownership
from hyzs.edits.cell_result import PRIVATE
from hyzs.edits.spreadsheet.column_matching import field_position, is_clauses
from hyzs.edits.spreadsheet.heading_words import Guesses, HeadingWords
from hyzs.edits.spreadsheet.mapped_column import CellValue, MappedColumn
from hyzs.kinds import kinds as registered_kinds
from hyzs.model.annotations import Term
from hyzs.model.brackets import split_outside
from hyzs.model.change import Plain, Value
from hyzs.model.errors import HyzsError, NotFound
from hyzs.model.field_shapes import FieldPosition, FieldShape, shapes
from hyzs.model.folding import fold
from hyzs.model.invisible import visible_text
from hyzs.model.measurement_units import parse_unit
from hyzs.model.numbered_items import split_target
from hyzs.model.record import Record
from hyzs.model.spreadsheet import SheetCell
from hyzs.model.typed_input import Parsed, is_nothing, parse_amount, parse_partial_date
from hyzs.query.name_book import NameBook

_ROUNDED = "数字太长，表格软件已经把末几位变成了 0；把这一格设为文本再填一遍"
#: A number that may be October as well as January: 2026.10 is kept as 2026.1.
_OCTOBER = re.compile(r"(?:19|20)[0-9]{2}\.1")
#: Separators between a date and a word beside it, between names that are no units, between figures.
SEPARATORS = "，,；;、\n"
#: A figure with its unit: 平均办理天数(天).
_FIGURE = re.compile(r"(?P<label>[^()（）]+)(?:[(（](?P<unit>[^()（）]+)[)）])?")
_FRACTION = re.compile(r"[0-9]+\.[0-9]+")
_YES, _NO = frozenset(("是", "true", "√", "✓", "1", "y", "yes", "对")), frozenset(("否", "false", "×", "0", "n", "no"))
_SAID_WITH = re.compile("(?:类|型|级)?(?:项目)?$")
#: 一、重塑组织体系: the words of a section are known by its number.
_NUMERAL = re.compile(r"\(?([一二三四五六七八九十百]+)(?:\)|[、.:])")
_SHARE = re.compile(r"[(（]\s*(?:占比|占股|持股)?\s*(?P<share>[0-9]+(?:\.[0-9]+)?)\s*[%％]\s*[)）]$")
#: Roles as the table of headings calls them.
_ROLE_WORDS = {LEAD: "牵头", RESPONSIBLE: "配合", "": ""}
_CJK = "\u2e80-\u9fff\uf900-\ufaff（）【】、。，；：“”·"
_BREAK_IN_WORD = re.compile(rf"(?<=[{_CJK}])\s*\n\s*(?=[{_CJK}])")


class CellReader:
    """Reads the cells of one kind's spreadsheet by ``words``, the kind's part of the packaged table.

    ``guesses``: what is proposed for unknown records of the kinds that become drafts of their own, by kind;
    ``titles``: words of vocabularies by their folded titles, by vocabulary.
    """

    def __init__(
        self,
        kind: type[Record],
        book: NameBook,
        words: HeadingWords,
        is_private: Callable[[str], bool],
        guesses: Mapping[str, Guesses],
        titles: Mapping[str, Mapping[str, str]],
    ) -> None:
        self.kind, self.book, self.words, self.is_private = kind, book, words, is_private
        self.guesses, self.titles = guesses, titles

    def read(self, column: MappedColumn, cell: SheetCell, *, untyped: bool = False) -> CellValue:
        """The values in the cell; none if it is empty, or says that there is nothing."""
        out = CellValue()
        if cell.problem:
            out.problems.append(cell.problem)
            return out
        text, unseen = visible_text(cell.text)
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

    def _take(self, out: CellValue, column: MappedColumn, cell: SheetCell, *, untyped: bool) -> None:
        shape, scalar = column.spot.shape, column.spot.scalar
        if scalar.ref and is_clauses(column.spot):
            self._clauses(out, column, cell.text, scalar.ref.kinds)
        elif ref := shape.ref or scalar.ref:
            self._names(out, column, cell.text, ref.kinds)
        elif scalar.type == "number":
            self._number(out, column, cell)
        elif scalar.type == "date" or shape.has_root_model:
            self._date(out, column, cell, untyped=untyped)
        elif shape.date_or:
            self._date_or_word(out, column, cell, untyped=untyped)
        elif shape.part and {"name", "label"} <= {inner.key for inner in shapes(shape.part)}:
            out.values[column.path] = [*self._figures(cell.text)]
        elif scalar.type == "flag":
            out.values[column.path] = Plain("true" if _is_yes(cell.text) else "false")
        else:
            self._text(out, column, cell)

    def _text(self, out: CellValue, column: MappedColumn, cell: SheetCell) -> None:
        """Running text as it stands; a name is one line without blanks round it."""
        if cell.is_rounded:
            raise ValueError(_ROUNDED)
        if column.spot.shape.many:
            out.values[column.path] = list(dict.fromkeys(map(name_on_one_line, split_outside(cell.text, SEPARATORS))))
            return
        if column.spot.shape.name_mark is None and column.path != "id":
            self._running_text(out, column.path, cell.text)
            return
        out.values[column.path] = name_on_one_line(cell.text)
        if "\n" in cell.text.strip():
            out.remarks.append("名称写成一行")

    def _running_text(self, out: CellValue, path: str, text: str) -> None:
        """A text; a number in brackets at its end that a duty has to reach goes to the field for it."""
        target = None
        if group := self.words.targets.get(path):
            text, target = split_target(text)
        out.values[path] = text
        if target:
            values = {"at_least": Plain(target.least), "unit": target.unit, "per": target.per}
            values["as_written"] = target.as_written
            out.values |= {f"{group}.{key}": value for key, value in values.items() if value}
            period = f"每{target.per}" if target.per else ""
            out.remarks.append(f"目标理解为 {period}不少于 {target.least} {target.unit}")

    def _number(self, out: CellValue, column: MappedColumn, cell: SheetCell) -> None:
        """A number in the field's own unit; a bare one is in the unit that the heading names."""
        own = column.own_unit
        if cell.kind == "date":
            raise ValueError(f"“{cell.text}”是日期，不是数；格子的格式改成常规再填")
        unit, source = column.unit, column.unit_from
        if column.row_unit.strip():
            unit, source = parse_unit(column.row_unit, own), "这一行"
        amount = parse_amount(cell.text, own, unit)
        if amount.value is None:
            return
        out.values[column.path] = Plain(str(amount.value))
        is_bare = not re.search(r"[^\d.,，\s+-]", cell.text)
        if is_bare and unit and unit.factor != 1:
            out.remarks.append(f"理解为 {amount.value} {own}（按{source}的{unit.text}）")
        elif amount.explanation:
            out.remarks.append(_read_as(amount))

    def _date(self, out: CellValue, column: MappedColumn, cell: SheetCell, *, untyped: bool) -> None:
        """A date as precise as the field takes it."""
        text = cell.text.strip()
        if (cell.kind == "number" or untyped) and _OCTOBER.fullmatch(text):
            raise ValueError(f"数字 {text} 分不清是 1 月还是 10 月；写成 {text[:4]}-01 或 {text[:4]}-10")
        if cell.kind == "number" and _FRACTION.fullmatch(text) and not re.fullmatch(r"[0-9]{4}\.[0-9]{1,2}", text):
            raise ValueError(f"“{text}”不是日期，写成 2026-03-15、2026-03 或 2026年3月15日")
        date = parse_partial_date(text.partition("T")[0] if cell.kind == "date" else text)
        if date.value is None:
            return
        is_loose = column.spot.scalar.is_partial_date or column.spot.shape.has_root_model or column.spot.shape.date_or
        if not is_loose and len(str(date.value)) < len("2026-01-01"):
            raise ValueError(f"“{text}”要写到日，如 2026-03-15")
        out.values[column.path] = Plain(str(date.value))
        if date.explanation:
            out.remarks.append(_read_as(date))

    def _date_or_word(self, out: CellValue, column: MappedColumn, cell: SheetCell, *, untyped: bool) -> None:
        """A date as precise as it is known, or a word for none; a word of how often goes to the field beside it."""
        words_beside = self.words.beside.get(column.path, "")
        mark = field_position(self.kind, words_beside).shape.ref if words_beside else None
        often = self.book.names_by_folded_text(mark.kinds) if mark else {}
        rest: list[str] = []
        for piece in split_outside(cell.text, SEPARATORS):
            if word := often.get(fold(piece)):
                out.values[words_beside] = word
                out.remarks.append(f"频次理解为 {word}")
            elif self.words.is_long_term(piece):
                out.values[column.path] = column.spot.shape.date_or
            else:
                rest.append(piece)
        if rest:
            self._date(out, column, cell._replace(text="，".join(rest)), untyped=untyped)

    def _figures(self, text: str) -> list[Value]:
        """The figures that reports of a task carry: 兑现件数(件)、平均办理天数(天)."""
        figures: list[Value] = []
        for place, piece in enumerate(split_outside(text, SEPARATORS), 1):
            match = _FIGURE.fullmatch(piece)
            if not match:
                raise ValueError(f"“{piece}”不像一个指标，写成 兑现件数(件)")
            unit = {"unit": match["unit"].strip()} if match["unit"] else {}
            figures.append({"name": f"f{place}", "label": match["label"].strip(), **unit})
        return figures

    def _clauses(self, out: CellValue, column: MappedColumn, text: str, kinds: str) -> None:
        """An ownership sentence clause by clause; names in another role go to the field of that role."""
        ownership = self._ownership(text, kinds)
        values_by_path: dict[str, list[Value]] = {}
        readings: list[str] = []
        for part in ownership.parts:
            path = self._path(column.path, part.role)
            names = self._known_names(out, path, part.named, kinds, readings)
            if not names:
                continue
            if path == column.path:
                values_by_path.setdefault(path, []).append(_clause_value(part, names, self.book, kinds))
            else:
                readings.append(f"{_ROLE_WORDS[part.role]}：{'、'.join(map(str, names))}")
                values_by_path.setdefault(path, []).extend(names)
        if not ownership.parts:
            raise ValueError(f"“{name_on_one_line(text)}”没有写是哪个单位")
        for path, values in values_by_path.items():
            self._put(out, path, values)
        self._report_names(out, readings, (*ownership.residue, *ownership.manners))

    def _ownership(self, text: str, kinds: str) -> Ownership:
        """The names of a cell with their roles, told by the names that the store knows."""
        return parse_ownership(
            text, default="", is_name=lambda name: len(self.book.find(name_on_one_line(name), kinds)) == 1
        )

    def _known_names(
        self, out: CellValue, path: str, names: Iterable[str], kinds: str, readings: list[str]
    ) -> list[Value]:
        """The values of names; a bad one costs that one."""
        values: list[Value] = []
        for name in map(name_on_one_line, names):
            try:
                value, called = self._as_named(out, path, name, kinds)
            except NotFound as error:
                out.problems.append(f"{error.message}{f'；{error.hint}' if error.hint else ''}")
                continue
            values.append(value)
            readings += [called] if called != name else []
        return values

    @staticmethod
    def _report_names(out: CellValue, readings: list[str], remarks: Iterable[str]) -> None:
        """Add to the explanation how names were read, and which texts name nobody."""
        if readings and out.values:
            out.remarks.append(f"理解为 {'、'.join(readings)}")
        if remarks := tuple(remarks):
            out.remarks.append(f"“{'”“'.join(remarks)}”没有写明是谁，没有收")

    def _names(self, out: CellValue, column: MappedColumn, text: str, kinds: str) -> None:
        """Names as the store has them; a bad one costs that one. Roles that the list gives go to their own fields."""
        ownership = self._ownership(text, kinds)
        names = [(name, part.role) for part in ownership.parts for name in part.named]
        full_text = name_on_one_line(text)
        is_word = isinstance(column.spot.shape.ref, Term) and self._word(full_text, kinds, column.spot) != full_text
        if not names:
            raise ValueError(f"“{full_text}”没有写是哪个单位")
        if is_word or len(self.book.find(full_text, kinds)) == 1:
            names = [(full_text, "")]
        values_by_path: dict[str, list[Value]] = {}
        readings: list[str] = []
        for name, role in names:
            path = self._path(column.path, role)
            called: list[str] = []
            if values := self._known_names(out, path, [name], kinds, called):
                values_by_path.setdefault(path, []).extend(values)
                word = (called or [name_on_one_line(name)])[0]
                readings += [f"{_ROLE_WORDS[role]}：{word}" if role else word] if called or path != column.path else []
        for path, values in values_by_path.items():
            self._put(out, path, values)
        self._report_names(out, readings, (*ownership.residue, *ownership.manners))

    def _path(self, path: str, role: str) -> str:
        """The field of a name in that role; a field that knows no roles takes it itself."""
        part, dot, key = path.rpartition(".")
        roles = self.words.roles
        return f"{part}{dot}{roles.get(_ROLE_WORDS[role], key)}" if key in roles.values() else path

    def _as_named(self, out: CellValue, path: str, name: str, kinds: str) -> tuple[Value, str]:
        """The value that names the record, with its share if the text has one; and what the record calls itself."""
        spot = field_position(self.kind, path)
        share = _SHARE.search(name) if _has_share(spot.shape) else None
        bare = name[: share.start()].strip() if share else name
        if not self.book.find(bare, kinds) and self._can_propose(bare, kinds):
            called = bare
            out.proposed.append((path, kinds, bare))
        else:
            called = self._known_name(self._word(bare, kinds, spot), kinds, spot)
        if share:
            return {spot.scalar.key: called, "share": Plain(share["share"])}, called
        return called, called

    def _known_name(self, text: str, kinds: str, spot: FieldPosition) -> str:
        """The record's own name; a word that several vocabularies have (the sections of plans) is one word."""
        words = {called for _, _, called in self.book.find(text, kinds)}
        is_term = isinstance(spot.shape.ref or spot.scalar.ref, Term)
        return words.pop() if is_term and len(words) == 1 else self.book.name_of(text, kinds)

    def _can_propose(self, name: str, kinds: str) -> bool:
        """True if an unknown record of that name becomes a draft: all that it must have is known or can be guessed."""
        if kinds not in self.words.propose:
            return False
        kind = registered_kinds()[kinds]
        needed = {info.alias or key for key, info in kind.model_fields.items() if info.is_required()} - {
            "id",
            kind.called_by,
        }
        return not needed or (kinds in self.guesses and needed <= self.guesses[kinds].values(name).keys())

    def _word(self, text: str, kinds: str, spot: FieldPosition) -> str:
        """A word of a vocabulary without what is only said with it: 重大项目 is 重大, 新引进类 is 新引进."""
        if not isinstance(spot.shape.ref or spot.scalar.ref, Term) or self.book.find(text, kinds):
            return text
        shorter = _SAID_WITH.sub("", fold(text))
        numeral = _NUMERAL.match(fold(text))
        titled = self.titles.get(kinds, {}).get(fold(text), "")
        words = (shorter, numeral[1] if numeral else "", titled)
        names = (word for word in words if word and self.book.find(word, kinds))
        return next(names, text)

    def _put(self, out: CellValue, path: str, values: list[Value]) -> None:
        shape = field_position(self.kind, path).shape
        if shape.many and not shape.has_root_model and not shape.key_refs:
            out.values[path] = [value for n, value in enumerate(values) if value not in values[:n]]
        elif len(values) == 1:
            out.values[path] = values[0]
        else:
            out.problems.append(f"“{shape.label}”只能写一个，这里有 {len(values)} 个：{'、'.join(map(str, values))}")


def name_on_one_line(text: str) -> str:
    """A name as one line: without blanks round it, and without the line breaks of a narrow cell."""
    return " ".join(_BREAK_IN_WORD.sub("", text.strip()).split("\n")).strip()


def _is_yes(text: str) -> bool:
    folded = fold(text)
    if folded not in _YES | _NO:
        raise ValueError(f"“{text.strip()}”看不懂，写 是 或 否")
    return folded in _YES


def _has_share(shape: FieldShape) -> bool:
    return shape.part is not None and any(inner.key == "share" for inner in shapes(shape.part))


def _clause_value(clause: OwnedPart, names: list[Value], book: NameBook, kinds: str) -> Value:
    """A clause as files write it: its names alone, or with the group that its list stands for."""
    if not (clause.of or clause.open):
        return names
    of = {"of": book.name_of(clause.of, kinds)} if clause.of else {}
    return {"named": names, **of, **({"open": Plain("true")} if clause.open else {})}


def _read_as(value: Parsed) -> str:
    return f"理解为 {value.explanation.rpartition('→')[2].strip()}"
