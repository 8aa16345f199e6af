"""Rows of a form as entries of a return: the new values, and a result for every other cell."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from hyzs.edits.cell_result import PRIVATE, CellResult
from hyzs.edits.forms.cells import LISTS, cell_value, is_same
from hyzs.edits.forms.collect_options import CollectOptions
from hyzs.edits.forms.entry_updates import Entries, EntryKey, FormEntry
from hyzs.edits.forms.result import FormResult
from hyzs.edits.log import parse_needs
from hyzs.edits.new import draft_id, new_path
from hyzs.kinds import kinds
from hyzs.model.change import Create, Plain, Value
from hyzs.model.decimals import decimal_of
from hyzs.model.errors import BadUsage
from hyzs.model.folding import fold_wording
from hyzs.model.invisible import visible_text
from hyzs.model.spreadsheet import SheetCell
from hyzs.model.typed_input import is_nothing, normalize, without_blanks
from hyzs.model.workbook_form import FormColumn, FormRow, ReturnedForm
from hyzs.query.form_columns import FIGURE_SHEET, NEED_SHEET, NIL_KEY, NIL_SHEET, PROJECTS, TASK_SHEET, YES
from hyzs.query.track_row import indicator_value

#: The part of a return that each sheet fills.
SECTIONS = {PROJECTS: "projects", NEED_SHEET: "projects", TASK_SHEET: "tasks", FIGURE_SHEET: "tasks"}
#: Sheets of which each row is one value of an entry: the field below which it stands.
_BELOW = {NEED_SHEET: "settled", FIGURE_SHEET: "figures"}
#: The cells above the table that go into the return.
_HEAD = {"填报人": "filed_by", "审核人": "approved_by"}


def read_entries(form: ReturnedForm, options: CollectOptions, entries: Entries, out: FormResult) -> None:
    """Read every cell of the form: new values go into ``entries``, every other cell gets a result."""
    _Understanding(form, options, entries, out).run()


class _Understanding:
    """One form as it is gone through."""

    def __init__(self, form: ReturnedForm, options: CollectOptions, entries: Entries, out: FormResult) -> None:
        self.form, self.options, self.entries, self.out = form, options, entries, out
        self.filing, self.columns = entries.filing, options.columns
        #: Cells in which it says that there is nothing to say.
        self.nothing: list[str] = []

    def run(self) -> None:
        self._report_form()
        for key in self.form.sent_values.get(NEED_SHEET, {}):
            project, _, need = key.partition("/")
            self.entries.asked_needs.setdefault(project, []).append(need)
        for sheet in (sheet for sheet in SECTIONS if sheet in self.columns):
            for key, cells in self.form.rows.get(sheet, {}).items():
                self._take_row(sheet, key, cells)
            for cells in self.form.added.get(sheet, []):
                self._take_added(sheet, cells)
        for subject, entry in [*self.entries.new.items()]:
            self._check_no_change(subject, entry)
            self._check_settled(subject, entry)
            if not entry.values and not entry.draft:
                del self.entries.new[subject]
        self._take_nil()
        self._take_head()
        if self.nothing:
            where, count = "、".join(self.nothing), len(self.nothing)
            self.out.add_remark(where, f"{count} 格写的是“无”“—”之类，按没有填处理")

    def _report_form(self) -> None:
        """Report what the reader saw, and whether the file, or another one for the same return, was here before."""
        out, form = self.out, self.form
        for notice in form.notices:
            add = out.refuse_cell if notice.is_error else out.add_remark
            add(notice.address, notice.message, notice.key)
            out.unread += notice.unread
        out.lost_rows, out.lost_columns = form.lost_rows, form.lost_columns
        source = (self.filing.body or {}).get("source") or {}
        if source.get("sha256") == form.sha256:
            out.is_known = True
            out.add_remark("", f"这份文件 {source.get('received')} 收过")
        if self.entries.before:
            out.add_remark("", f"这一次先收了同一单位同一周的 {'、'.join(self.entries.before)}，这一份后收")

    # rows that went out

    def _take_row(self, sheet: str, key: str, cells: FormRow) -> None:
        """Take a row whose project or task is known by its key, if its name still says the same."""
        mark = len(self.out.cells)
        subject, entry = self._read(sheet, key, cells, self.form.sent_values[sheet][key])
        why = self._misnamed(sheet, key, cells)
        if why and entry.values:
            del self.out.cells[mark:]
            self.out.unread += len(entry.values)
            self.out.refuse_cell(entry.first.address, why, key, "", entry.first.text)
        else:
            self._keep(subject, entry)

    def _misnamed(self, sheet: str, key: str, cells: FormRow) -> str:
        """The reason why the row is not that of its hidden key (empty: it is); grey cells that differ get a result."""
        sent, why = self.form.sent_values[sheet][key], ""
        for column in self.columns[sheet]:
            cell, before = cells.get(column.key), sent.get(column.key, "")
            if column.type != "fixed" or cell is None or without_blanks(cell.text) == without_blanks(before):
                continue
            if column.identifies_row and cell.text.strip():
                others = {without_blanks(row.get(column.key, "")) for row in self.form.sent_values[sheet].values()}
                noun = (
                    "像是只排了一部分列，请连同第一列一起排"
                    if without_blanks(cell.text) in others
                    else "改回原来的名称，新项目写在表尾的空行里"
                )
                why = f"隐藏的编号是“{before}”的，名称写的是“{cell.text.strip()}”，这一行没有收；{noun}"
            self.out.add_remark(cell.address, f"灰色的格子改了不收，原来是“{before}”", key, column.label, cell.text)
        return why

    # cells

    def _read(
        self, sheet: str, key: str, cells: FormRow, sent: Mapping[str, str], draft: Create | None = None
    ) -> tuple[EntryKey, FormEntry]:
        """The key of the row, and its new values: other than sent, and other than those of the store."""
        about, _, part = key.partition("/") if sheet in _BELOW else (key, "", "")
        subject = (SECTIONS[sheet], about)
        present = self.entries.present(subject)
        entry = FormEntry(next(iter(cells.values())), draft=draft)
        for column in self.columns[sheet]:
            cell, before = cells.get(column.key), sent.get(column.key, "")
            if column.type == "fixed" or cell is None:
                continue
            column_of_part = replace(column, key=f"{_BELOW[sheet]}.{part}") if sheet in _BELOW else column
            value = self._value(subject, column_of_part, cell, before, present.get(column_of_part.key, ""))
            entry.cells[column_of_part.key], entry.columns[column_of_part.key] = cell, column_of_part
            if value is not None:
                entry.values[column_of_part.key] = value
        return subject, entry

    def _keep(self, key: EntryKey, entry: FormEntry) -> None:
        """Keep what is new of a row, together with that of other rows on the same thing."""
        if key in self.entries.new:
            self.entries.new[key].join(entry)
        elif entry.values or entry.draft:
            self.entries.new[key] = entry

    def _value(self, key: EntryKey, column: FormColumn, cell: SheetCell, before: str, now: str) -> Any:
        """The value of a cell if it is to be written; what else became of the cell is reported."""
        if is_nothing(cell.text) and not cell.problem:
            return self._report_empty(key[1], column, cell, before)
        try:
            if self.options.private(cell.text):
                raise ValueError(PRIVATE)
            value, how = cell_value(column, cell)
        except (ValueError, BadUsage) as error:
            self.out.refuse_cell(cell.address, str(error), key[1], column.label, cell.text)
            return None
        if value is None:
            return self._report_empty(key[1], column, cell, before)
        if is_same(value, before, column) or is_same(value, now, column):
            self.out.same += 1
            return None
        if not _agree(before, now, column):
            _, where = self.entries.taken.get((*key, column.key), ("", ""))
            why = f"这一次先收的 {where} 写得不一样" if where else "发表以后这里又改过"
            self._report_values("conflict", key, column, cell, why, before, now)
        elif self._falls(key[1], column, value):
            why = "累计数比已报的少；确是更正，由商务部门用 hyzs log --why 写明原因"
            self.out.refuse_cell(cell.address, why, key[1], column.label, cell.text)
        elif column.key not in LISTS or self._has_news(key, column, cell, str(value), now):
            self._report_values("changed", key, column, cell, how, before, now)
            return value
        return None

    def _has_news(self, key: EntryKey, column: FormColumn, cell: SheetCell, value: str, now: str) -> bool:
        """True if any line is new or said anew; those that were only taken out are reported, for they stay."""
        lines, before = value.split("\n"), [line for line in now.split("\n") if line]
        if missing_lines := [line for line in before if line not in lines and not _is_said_anew(line, lines, column)]:
            stays = "还算没有解决" if column.key == "needs" else "要去掉用 hyzs set"
            message = f"少了 {len(missing_lines)} 条，没有删，{stays}：{'、'.join(missing_lines)}"
            self.out.add_remark(cell.address, message, key[1], column.label, cell.text)
        return any(line not in before for line in lines)

    def _report_empty(self, key: str, column: FormColumn, cell: SheetCell, before: str) -> None:
        """Report that a cell was emptied, or says that there is nothing to say."""
        if before and not is_nothing(before):
            message = "清空了，原来的内容还留着；要去掉用 hyzs set"
            self.out.cells.append(
                CellResult("remark", cell.address, key, column.label, message, cell.text, sent=before)
            )
        elif cell.text.strip():
            self.nothing.append(cell.address)

    def _falls(self, key: str, column: FormColumn, value: Any) -> bool:
        """True if a cumulative figure is less than was reported."""
        row = self.entries.rows.get(key)
        earlier = indicator_value(row, column.key.removeprefix("figures.")) if row else None
        return isinstance(value, Decimal) and earlier is not None and value < decimal_of(earlier)

    def _check_no_change(self, key: EntryKey, entry: FormEntry) -> None:
        """No change goes with a reason, and not with progress; else that word alone is not taken."""
        values = entry.values
        if "no_change" not in values:
            return
        why = ""
        if any(name in ("progress", "done") or name.startswith(("figures.", "result.")) for name in values):
            why = "选了无变化，又写了进展、数字或成果；留一样"
        elif not (values.get("reason") or self.filing.entry(*key).get("reason")):
            why = "选了无变化，要写原因"
        if why:
            del values["no_change"]
            cell = entry.cells["no_change"]
            self.out.withdraw([cell.address])
            self.out.refuse_cell(cell.address, why, key[1], "无变化原因", cell.text)

    def _check_settled(self, key: EntryKey, entry: FormEntry) -> None:
        """A need that is settled is not raised again in the same form; else the settling is not taken."""
        open_here = {fold_wording(need["text"]) for need in self.filing.entry(*key).get("needs") or ()}
        raised = {
            fold_wording(need["text"])
            for need in parse_needs(str(entry.values.get("needs", "")).split("\n") if "needs" in entry.values else [])
        }
        for name in [name for name in entry.values if name.startswith("settled.")]:
            if name.removeprefix("settled.") in raised - open_here:
                del entry.values[name]
                cell = entry.cells[name]
                self.out.withdraw([cell.address])
                why = "选了了结，又写在“需协调的问题”里；留一样"
                self.out.refuse_cell(cell.address, why, key[1], "了结", cell.text)

    def _report_values(
        self, state: Any, key: EntryKey, column: FormColumn, cell: SheetCell, why: str, before: str, now: str
    ) -> None:
        self.out.cells.append(CellResult(state, cell.address, key[1], column.label, why, cell.text, now, sent=before))

    # rows that were added

    def _take_added(self, sheet: str, cells: FormRow) -> None:
        """Take a row without a key as a new project; one that is there takes the words, if the unit reports it."""
        first = next((cell for cell in cells.values() if cell.text.strip() or cell.problem), None)
        name = visible_text(cells["name"].text)[0].strip() if "name" in cells else ""
        if first is None:
            return
        if sheet != PROJECTS:
            self._refuse_row(first, f"“{sheet}”里不能加行，这一行没有收", "", cells)
        elif not name:
            self._refuse_row(first, "新项目没有写名称，这一行没有收", "", cells)
        elif any(self.options.private(cell.text) for cell in cells.values()):
            self._refuse_row(cells["name"], f"这一行{PRIVATE}", "", cells)
        else:
            self._take_project(sheet, name, cells)

    def _take_project(self, sheet: str, name: str, cells: FormRow) -> None:
        """Take an added row as words on a project that the unit reports already, or else as a new draft."""
        cell = cells["name"]
        rows = self.entries.rows.values()
        same_name = next((row for row in rows if without_blanks(row["name"]) == without_blanks(name)), None)
        key = (
            same_name["id"]
            if same_name
            else draft_id(f"{self.filing.unit} {without_blanks(name)}", self.filing.week.year)
        )
        if (SECTIONS[sheet], key) in self.entries.new:
            self._refuse_row(cell, "同一个项目写了两行，这一行没有收", key, cells)
        elif key in self.form.sent_values.get(sheet, {}):
            self._refuse_row(cell, f"上面已有这个项目({key})，写到它那一行里", key, cells)
        elif same_name and same_name["reporter"] != self.filing.unit:
            who = same_name["reporter"] or "别的单位"
            self._refuse_row(cell, f"已有同名项目 {key}，由{who}填报；核对是不是同一个", key, cells)
        elif same_name:
            self.out.add_remark(cell.address, f"已有这个项目 {key}，内容记到它名下", key, "项目名称", name)
            self._read_added(sheet, key, cells)
        elif draft := self._draft(key, name, cells):
            self._read_added(sheet, key, cells, draft)

    def _read_added(self, sheet: str, key: str, cells: FormRow, draft: Create | None = None) -> None:
        """Read an added row; grey columns of it are known from nowhere, and not taken."""
        self._keep(*self._read(sheet, key, cells, {}, draft))
        for column in self.columns[sheet]:
            cell = cells.get(column.key)
            if column.type == "fixed" and not column.required_in_new_rows and cell and cell.text.strip():
                self.out.add_remark(cell.address, "新项目的这一栏不收，核定时再补", key, column.label, cell.text)
                self.out.unread += 1

    def _draft(self, key: str, name: str, cells: FormRow) -> Create | None:
        """The draft project that a row asks for; None if it can be none, which is reported."""
        tier = next(column for column in self.columns[PROJECTS] if column.key == "tier")
        text = cells["tier"].text if "tier" in cells else ""
        if normalize(text) not in tier.choices:
            why = f"“{text.strip()}”不在可选的里面：" if text.strip() else "新项目要选类别："
            self._refuse_row(cells.get("tier", cells["name"]), why + "、".join(tier.choices), name, cells)
            return None
        tree: dict[str, Value] = {"name": name}
        if "示例" in name:
            tree["sample"] = Plain("true")
        tree |= {"draft": Plain("true"), "tier": normalize(text), "reporter": self.filing.unit}
        message = f"新项目，作草稿 {key}；核定以前不计入汇总"
        self.out.cells.append(CellResult("new", cells["name"].address, name, "", message, name))
        return Create(new_path(self.entries.index, kinds()["project"], key, self.filing.week.year), tree)

    def _refuse_row(self, cell: SheetCell, message: str, subject: str, cells: FormRow) -> None:
        """Report at one cell that nothing of a row is taken."""
        self.out.refuse_cell(cell.address, message, subject, "", cell.text)
        self.out.unread += sum(bool(other.text.strip()) for other in cells.values())

    def _take_nil(self) -> None:
        """Keep that the unit has nothing to report (零报告), unless it reports something all the same."""
        body = self.filing.body or {}
        for cells in self.form.rows.get(NIL_SHEET, {}).values():
            self._misnamed(NIL_SHEET, NIL_KEY, cells)
            column = next(column for column in self.columns[NIL_SHEET] if column.type == "choice")
            cell, sent = cells.get(column.key), self.form.sent_values[NIL_SHEET][NIL_KEY].get(column.key, "")
            now = YES if body.get("nil") else ""
            if cell is None or self._value(("", NIL_KEY), column, cell, sent, now) is None:
                continue
            if self.entries.new or body.get("projects") or body.get("tasks"):
                self.out.withdraw([cell.address])
                self.out.refuse_cell(cell.address, "选了零报告，又报了项目或任务；留一样", "", column.label, cell.text)
            else:
                self.entries.head["nil"] = cell

    # above the table

    def _take_head(self) -> None:
        """Keep who filled in the form and who approved it, where the return does not say so yet."""
        body = self.filing.body or {}
        for label, cell in self.form.head.items():
            text = visible_text(cell.text)[0].strip()
            if label not in _HEAD or is_nothing(text) or text == body.get(_HEAD[label]):
                continue
            if self.options.private(text):
                self.out.refuse_cell(cell.address, PRIVATE, "", label)
            else:
                self.entries.head[_HEAD[label]] = cell._replace(text=text)


def _agree(before: str, now: str, column: FormColumn) -> bool:
    """True if the sent text means the present value, as the column reads it."""
    return before == now or bool(before and is_same(cell_value(column, SheetCell(before)).value, now, column))


def _is_said_anew(line: str, lines: Sequence[str], column: FormColumn) -> bool:
    """True if it is a need that stands among the lines with another unit, day or state."""
    if column.key != "needs":
        return False
    [before] = parse_needs([line])
    return fold_wording(before["text"]) in {fold_wording(need["text"]) for need in parse_needs(lines)}
