"""Forms that came back become lines of returns: what was sent, what came back and what stands now, cell by cell."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, Literal

from hyzs.edits.entry import Line, Said, filed
from hyzs.edits.log import needs
from hyzs.edits.new import draft_id, path_of
from hyzs.kinds import kinds
from hyzs.model.answer import Row
from hyzs.model.change import Change, Create, Plain, Set, Value
from hyzs.model.errors import BadUsage, HyzsError
from hyzs.model.form import Column, Returned
from hyzs.model.sheet import SheetCell
from hyzs.model.typed import Understood, amount, day, is_nothing, normal, number
from hyzs.model.week import Week
from hyzs.reports.asked import Asked
from hyzs.reports.dispatch import FIGURE_SHEET, PROJECTS, TASK_SHEET, entry_cells, figure_cells
from hyzs.reports.filing import Filing, every_row, filing
from hyzs.reports.ledger import Ledger
from hyzs.reports.standing import is_called

#: The part of a return that each sheet fills.
SECTIONS = {PROJECTS: "projects", TASK_SHEET: "tasks", FIGURE_SHEET: "tasks"}
#: Why a figure of this very week is corrected.
_AGAIN = "重新交表更正"
_PRIVATE = "像是有手机号、身份证号或银行卡号，不能收"
State = Literal["changed", "new", "conflict", "bad", "remark"]


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one cell: where it stands, what was sent, what came back, what stands now."""

    state: State
    file: str
    cell: str
    subject: str
    field: str
    message: str
    sent: str = ""
    returned: str = ""
    now: str = ""


@dataclass(slots=True)
class Collected:
    """One file: the changes it asks for, and what is told of its cells."""

    file: str
    unit: str = ""
    changes: list[Change] = field(default_factory=list)
    told: list[Told] = field(default_factory=list)

    @property
    def stands(self) -> bool:
        """Whether nothing is wrong with it."""
        return not any(one.state in ("bad", "conflict") for one in self.told)


class Weeks:
    """The weeks that forms are of: their ledgers and the figures reported last, asked once a week."""

    def __init__(self, index: Asked, now: datetime) -> None:
        self.index, self.now = index, now
        self._known: dict[str, tuple[Ledger, Week, dict[str, Row]]] = {}

    def of(self, text: str) -> tuple[Ledger, Week, dict[str, Row]]:
        """The ledger of the week, and each project's row."""
        if text not in self._known:
            self._known[text] = every_row(self.index, text, self.now)
        return self._known[text]

    def forget(self) -> None:
        """Something was written."""
        self._known.clear()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is asked of every form: the columns of its sheets, the store it must be of, and what is private in it.

    With ``partial`` the good cells of a form go in although others are bad.
    """

    columns: Mapping[str, Sequence[Column]]
    store: str
    private: Callable[[str], bool]
    partial: bool = False


def collect(weeks: Weeks, form: Returned, wanted: Wanted) -> Collected:
    """What one form asks for."""
    out = Collected(form.file, form.secret.get("unit", ""))
    if form.problem:
        return spoiled(out, form.problem, form.hint)
    if form.secret["store"] != wanted.store:
        return spoiled(out, f"这是别的仓库({form.secret['store']})发的表", "核对是不是交错了地方")
    out.told += [Told("remark", form.file, "", "", "", remark) for remark in form.remarks]
    try:
        book, week, rows = weeks.of(form.secret["week"])
        its = filing(weeks.index, book, week, form.secret["unit"])
    except HyzsError as error:
        return spoiled(out, error.message, error.hint)
    _Collecting(weeks, form, wanted, its, rows, out).run()
    return out


def spoiled(out: Collected, message: str, hint: str) -> Collected:
    """The same, with what is wrong with the whole of it."""
    out.changes = []
    out.told.append(Told("bad", out.file, "", "", "", f"{message}；{hint}" if hint else message))
    return out


class _Collecting:
    """One form on its way into the store."""

    def __init__(
        self, weeks: Weeks, form: Returned, wanted: Wanted, its: Filing, rows: Mapping[str, Row], out: Collected
    ) -> None:
        self.weeks, self.form, self.wanted, self.its, self.rows, self.out = weeks, form, wanted, its, rows, out

    def run(self) -> None:
        said: dict[tuple[str, str], dict[str, Any]] = {}
        for sheet, section in SECTIONS.items():
            for key, values in self._filled(sheet) if sheet in self.wanted.columns else ():
                said.setdefault((section, key), {}).update(values)
        lines = [
            Line(section, key, _said(values, self.out.unit), self.rows.get(key, {}))
            for (section, key), values in said.items()
        ]
        changes = [*self._drafts(), *self._filed(lines)]
        if self.out.stands or self.wanted.partial:
            self.out.changes = changes

    def _filled(self, sheet: str) -> Iterator[tuple[str, dict[str, Any]]]:
        """The rows in which something was filled in: what each is about, and its new values."""
        section = SECTIONS[sheet]
        for key, cells in self.form.rows.get(sheet, {}).items():
            values = self._row(sheet, key, cells)
            if "no_change" in values and not (values.get("reason") or self.its.entry(section, key).get("reason")):
                at = cells["no_change"].at
                self.out.told.append(Told("bad", self.form.file, at, key, "无变化原因", "选了无变化，要写原因"))
            elif sheet == FIGURE_SHEET and values:
                task, _, figure = key.partition("/")
                yield task, {f"figures.{figure}": values["value"]}
            elif values:
                yield key, values

    def _stands(self, sheet: str, key: str) -> dict[str, str]:
        """What stands in the store for a row, as the cells of a form say it."""
        if sheet == FIGURE_SHEET:
            task, _, figure = key.partition("/")
            return figure_cells(self.its.entry("tasks", task), figure)
        return entry_cells(self.its.entry(SECTIONS[sheet], key))

    def _row(self, sheet: str, key: str, cells: Mapping[str, SheetCell]) -> dict[str, Any]:
        """The values of the row that are new: other than sent, and other than what stands now."""
        sent = self.form.sent.get(sheet, {}).get(key, {})
        stands = self._stands(sheet, key)
        values: dict[str, Any] = {}
        for column in self.wanted.columns[sheet]:
            cell = cells.get(column.key)
            if cell is None or column.type == "fixed":
                continue
            before, present = sent.get(column.key, ""), stands.get(column.key, "")
            understood = self._cell(key, column, cell)
            value = understood.value
            if value is not None and _same(value, before, column):
                continue
            if value is None:
                self._emptied(key, column, cell, before)
            elif not _same(value, present, column):
                if not _same(_meant(before, column), present, column):
                    self._tell("conflict", key, column, cell, "发表以后这里又改过", before, present)
                elif isinstance(value, Decimal) and column.key != "done" and self._falls(key, column, value):
                    self._bad(key, column, cell, "累计数比已报的少；确是更正，由商务部门用 hyzs log --why 写明原因")
                else:
                    how = understood.how.rpartition("→")[2].strip()
                    self._tell("changed", key, column, cell, f"理解为 {how}" if how else "", before, present)
                    values[column.key] = value
        return values

    def _falls(self, key: str, column: Column, value: Decimal) -> bool:
        """Whether a cumulative figure is less than was reported."""
        known = self.rows.get(key, {}).get(column.key)
        return known is not None and value < Decimal(str(known))

    def _cell(self, key: str, column: Column, cell: SheetCell) -> Understood:
        """The value in the cell; nothing if there is none, or if it cannot be read, which is told."""
        if is_nothing(cell.text) and not cell.problem:
            return Understood(None)
        try:
            if cell.problem:
                raise ValueError(cell.problem)
            if self.wanted.private(cell.text):
                raise ValueError(_PRIVATE)
            return _understood(column, cell.text)
        except (ValueError, BadUsage) as error:
            self._bad(key, column, cell, str(error))
            return Understood(None)

    def _emptied(self, key: str, column: Column, cell: SheetCell, before: str) -> None:
        if before and self.out.told[-1:] and self.out.told[-1].cell == cell.at and self.out.told[-1].state == "bad":
            return
        if before:
            self._tell("remark", key, column, cell, "清空了，原来的内容还留着；要去掉用 hyzs set", before, "")

    def _drafts(self) -> list[Change]:
        """Rows that were added become draft projects; one of that name that is there already is left alone."""
        out: list[Change] = []
        for cells in self.form.added.get(PROJECTS, []):
            name = normal(cells["name"].text)
            first = cells["name"]
            if not name:
                self.out.told.append(Told("bad", self.form.file, first.at, "", "项目名称", "新项目没有写名称"))
            elif any(self.wanted.private(cell.text) for cell in cells.values()):
                self.out.told.append(Told("bad", self.form.file, first.at, "", "项目名称", f"这一行{_PRIVATE}"))
            elif not is_called(self.weeks.index, name, "project"):
                out += self._draft(name, cells)
        return out

    def _draft(self, name: str, cells: Mapping[str, SheetCell]) -> list[Change]:
        tier = normal(cells["tier"].text) if "tier" in cells else ""
        if not tier:
            self.out.told.append(Told("bad", self.form.file, cells["name"].at, name, "类别", "新项目要选类别"))
            return []
        week = self.its.week
        id = draft_id(f"{self.its.unit} {name}", week.year)
        tree: dict[str, Value] = {"name": name}
        if "示例" in name:
            tree["sample"] = Plain("true")
        tree |= {"draft": Plain("true"), "tier": tier}
        if "progress" in cells and (said := cells["progress"].text.strip()):
            tree["content"] = said
        tree["reporter"] = self.its.unit
        self.out.told.append(Told("new", self.form.file, cells["name"].at, name, "", f"新项目，作草稿 {id}", "", name))
        return [Create(path_of(self.weeks.index, kinds()["project"], id, week.year), tree)]

    def _filed(self, lines: Sequence[Line]) -> list[Change]:
        """The lines in the return, with who filled it in and where it came from."""
        who = {
            key: self.form.head[label].text
            for key, label in (("filed_by", "填报人"), ("approved_by", "审核人"))
            if label in self.form.head
        }
        source: dict[str, Value] = {
            "file": self.form.file,
            "sha256": self.form.sha256,
            "via": "工作簿",
            "received": Plain(self.weeks.now.isoformat(timespec="minutes")),
        }
        try:
            changes = filed(self.its, lines, self.weeks.now, {**who, "source": source})
        except HyzsError as error:
            self.out.told.append(Told("bad", self.form.file, "", self.its.unit, "", f"{error.message}；{error.hint}"))
            return []
        if changes and self.its.body is not None:
            changes.append(Set(self.its.path, ("source",), source))
        return changes

    def _bad(self, key: str, column: Column, cell: SheetCell, message: str) -> None:
        shown = "" if message == _PRIVATE else cell.text
        self.out.told.append(Told("bad", self.form.file, cell.at, key, column.label, message, "", shown))

    def _tell(self, state: State, key: str, column: Column, cell: SheetCell, message: str, sent: str, now: str) -> None:
        self.out.told.append(Told(state, self.form.file, cell.at, key, column.label, message, sent, cell.text, now))


def _understood(column: Column, text: str) -> Understood:
    """The value of a cell of that column."""
    if column.type == "number":
        return amount(text) if column.unit == "万元" else number(text)
    if column.key == "needs":
        needs(_split(text))
        return Understood("\n".join(_split(text)))
    if column.type == "date":
        return day(text)
    if column.type == "choice" and normal(text) not in column.choices:
        raise ValueError(f"“{text}”不在可选的里面：{'、'.join(column.choices)}")
    return Understood(text.strip())


def _meant(text: str, column: Column) -> Any:
    return _understood(column, text).value if text else ""


def _same(value: Any, text: str, column: Column) -> bool:
    """Whether the value is what the text of a cell says."""
    if isinstance(value, Decimal) and text:
        return value == Decimal(text)
    return str(value).strip() == text.strip()


def _split(text: str) -> list[str]:
    return [line.strip() for line in text.replace("；", "\n").split("\n") if line.strip()]


def _said(values: Mapping[str, Any], unit: str) -> Said:
    """The values of a row as what a unit says."""
    figures = {
        key.removeprefix("figures."): value
        for key, value in values.items()
        if isinstance(value, Decimal) and key != "done"
    }
    result = {key.removeprefix("result_"): value for key, value in values.items() if key.startswith("result_")}
    reason = values.get("reason") or None
    still = values.get("no_change") or not (values.get("progress") or figures or result or values.get("state"))
    return Said(
        progress=values.get("progress"),
        next=values.get("next"),
        needs=needs(_split(values.get("needs", ""))),
        figures=figures,
        done=values.get("done"),
        no_change=reason if still else None,
        reason=None if still else reason,
        why=_AGAIN,
        by=unit,
        state=values.get("state"),
        result=result,
    )
