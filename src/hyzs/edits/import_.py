"""A plain ledger becomes draft projects: each cell understood, told, or refused; none dropped silently."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hyzs.edits.collect import Collected, Told
from hyzs.edits.headings import Meanings, checked, found_in, headings, text_at
from hyzs.edits.new import draft_id, path_of
from hyzs.edits.words import Word, parsed, value_of
from hyzs.kinds import kinds
from hyzs.model.answer import Row
from hyzs.model.change import Create, Plain, Value
from hyzs.model.errors import HyzsError
from hyzs.model.ledger import Columns, unit_of
from hyzs.model.shape import shapes
from hyzs.model.sheet import Sheet, Spreadsheet, address
from hyzs.model.typed import amount, is_nothing, normal, number, when
from hyzs.reports.asked import Asked, named
from hyzs.reports.standing import is_called

_LIST = re.compile(r"[、,，;；\n]+")
_BARE = re.compile(r"[-+]?[0-9][0-9,]*(\.[0-9]+)?")
#: Rows that sum up or explain are no projects.
_NO_PROJECT = re.compile(r"(合计|小计|总计|共计|注[：:]|说明[：:]|备注[：:]|填报|审核|制表|联系).*")
_PRIVATE = "像是有手机号、身份证号或银行卡号，不收"


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a ledger is taken in: its columns, what every project has besides, on which day, and what is private."""

    columns: Columns
    besides: Sequence[str]
    today: date
    private: Callable[[str], bool]


def imported(index: Asked, ledger: Spreadsheet, wanted: Wanted) -> Collected:
    """The drafts that the ledger asks for, and what is told of its cells."""
    out = Collected(ledger.file, ledger.file)
    if ledger.problem:
        out.told.append(Told("bad", ledger.file, "", "", "", f"{ledger.problem}；{ledger.hint}"))
        return out
    meanings = Meanings(index)
    name, top = found_in(ledger, meanings, wanted.columns)
    _Import(index, ledger, wanted, out, name).run(ledger.sheets[name], top)
    return out


class _Import:
    """One sheet on its way in."""

    def __init__(self, index: Asked, ledger: Spreadsheet, wanted: Wanted, out: Collected, name: str) -> None:
        self.index, self.ledger, self.wanted, self.out, self.name = index, ledger, wanted, out, name
        self.fields = checked(wanted.columns)
        self.besides = [parsed("project", word) for word in wanted.besides]
        self.seen: set[str] = set()

    def run(self, sheet: Sheet, top: int) -> None:
        labels = headings(sheet, top)
        places = {field: labels.index(heading) for heading, field in self.fields.items() if heading in labels}
        self._unknown(labels)
        if "name" not in places:
            self._tell("bad", "", "", "没有哪一列是项目名称；在对照表里写 表头: name")
            return
        for row in range(top + 1, len(sheet.rows)):
            name = " ".join(text_at(sheet, row, places["name"]).split())
            first = next((normal(cell.text) for cell in sheet.rows[row] if cell.text.strip()), "")
            if name and not _NO_PROJECT.match(name) and not _NO_PROJECT.match(first):
                self._project(sheet, row, name, {field: (labels[at], at) for field, at in places.items()})

    def _unknown(self, labels: Sequence[str]) -> None:
        """Columns that nobody takes are named, once."""
        left = [label for label in labels if label and label not in self.fields]
        if left:
            self._tell("remark", "", "", f"没有收的列：{'、'.join(dict.fromkeys(left))}；要收就在对照表里写上字段")
        gone = [heading for heading in self.fields if heading not in labels]
        if gone:
            self._tell("remark", "", "", f"对照表里有、台账里没有的列：{'、'.join(gone)}")

    def _project(self, sheet: Sheet, row: int, name: str, places: Mapping[str, tuple[str, int]]) -> None:
        at = self._at(row, places["name"][1])
        if name in self.seen or is_called(self.index, name, "project"):
            self._tell("remark", at, name, "已有同名项目，没有再收")
            return
        if self.wanted.private(name):
            self._tell("bad", at, "", _PRIVATE)
            return
        self.seen.add(name)
        tree: dict[str, Any] = {"name": name, "draft": Plain("true")}
        if "示例" in name:
            tree["sample"] = Plain("true")
        for word in self.besides:
            _put(tree, word, value_of(word))
        for field, (label, column) in places.items():
            if field == "name":
                continue
            if problem := sheet.cell(row, column).problem:
                self.out.told.append(Told("bad", self.ledger.file, self._at(row, column), name, label, problem))
            elif not is_nothing(text := text_at(sheet, row, column)):
                self._cell(tree, parsed("project", f"{field}={text}"), label, self._at(row, column), name)
        if "tier" not in tree:
            self._tell("bad", at, name, "没有类别，没有收；在台账里加一列，或用 --set tier=一般 一律写上")
            return
        order = [one.key for one in shapes(kinds()["project"])]
        id = draft_id(name, self.wanted.today.year)
        path = path_of(self.index, kinds()["project"], id, self.wanted.today.year)
        self.out.changes.append(Create(path, dict(sorted(tree.items(), key=lambda pair: order.index(pair[0])))))
        self.out.told.append(Told("new", self.ledger.file, at, name, "", f"草稿 {id}", "", name))

    def _cell(self, tree: dict[str, Any], word: Word, label: str, at: str, name: str) -> None:
        """Put what the cell means, or tell why not."""
        try:
            if self.wanted.private(word.text):
                raise ValueError(_PRIVATE)
            value, how = self._understood(word, label)
        except (ValueError, HyzsError) as error:
            hint = f"；{error.hint}" if isinstance(error, HyzsError) and error.hint else ""
            shown = "" if str(error) == _PRIVATE else word.text
            self.out.told.append(Told("bad", self.ledger.file, at, name, label, f"{error}{hint}", "", shown))
            return
        _put(tree, word, value)
        if how:
            self.out.told.append(Told("changed", self.ledger.file, at, name, label, f"理解为 {how}", "", word.text))

    def _understood(self, word: Word, label: str) -> tuple[Value, str]:
        shape = word.spot.scalar
        if ref := word.spot.shape.ref or shape.ref:
            return self._named(word, ref.kinds)
        if shape.type == "number":
            unit = unit_of(label) if shape.unit == "万元" else ""
            text = f"{word.text}{unit}" if unit and _BARE.fullmatch(normal(word.text)) else word.text
            found = amount(text) if shape.unit == "万元" else number(text.removesuffix(shape.unit))
            return Plain(str(found.value)), found.how.rpartition("→")[2].strip()
        if shape.type == "date" or word.spot.shape.rooted:
            day = when(word.text)
            if not (shape.when or word.spot.shape.rooted) and len(str(day.value)) < len("2026-01-01"):
                raise ValueError(f"“{word.text}”要写到日，如 2026-03-15")
            return Plain(str(day.value)), day.how.rpartition("→")[2].strip()
        return word.text, ""

    def _named(self, word: Word, kinds: str) -> tuple[Value, str]:
        """Names as the store has them; several where the field takes several."""
        shape = word.spot.shape
        many = shape.many and not shape.rooted and not shape.key_refs
        texts = [text.strip() for text in _LIST.split(word.text) if text.strip()] if many else [word.text]
        names = [str(named(self.index, text, kinds)["name"]) for text in texts]
        return (names if many else names[0]), "" if names == texts else "、".join(names)

    def _at(self, row: int, column: int) -> str:
        return address(self.name, row, column)

    def _tell(self, state: Any, at: str, subject: str, message: str) -> None:
        self.out.told.append(Told(state, self.ledger.file, at, subject, "", message))


def _put(tree: dict[str, Any], word: Word, value: Value) -> None:
    here: Row = tree
    for step in word.route[:-1]:
        here = here.setdefault(str(step), {})
    here[str(word.route[-1])] = value
