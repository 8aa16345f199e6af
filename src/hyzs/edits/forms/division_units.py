"""The units of a row of a returned division: leads, and clauses of responsible units."""

from collections.abc import Collection, Mapping, Sequence

from hyzs.edits.cell_result import CellResult
from hyzs.edits.forms.division_cells import clause_tree, responsible_clauses, same_text, unit_names
from hyzs.edits.forms.division_context import DivisionContext
from hyzs.edits.forms.division_rows import DivisionRow, cell_content
from hyzs.edits.forms.unit_list_merge import (
    COLUMNS,
    UnitConflict,
    UnitLists,
    is_lead_contested,
    merged_lists,
    printed_lists,
    stored_lists,
)
from hyzs.model.change import Remove, Set
from hyzs.model.spreadsheet import SheetCell
from hyzs.query.division_rows import HEADINGS


class UnitReader:
    """Reads the units of rows; where they were changed here too, they are merged unit by unit."""

    def __init__(self, context: DivisionContext) -> None:
        self.context = context

    def read(self, row: DivisionRow, id: str) -> None:
        """Take the units of the row into its measure."""
        if self._are_units_changed_here(id):
            self._merge_units(row, id)
        else:
            self._read_units(row, id)

    def _are_units_changed_here(self, id: str) -> bool:
        now, sent = self.context.now.get(id, {}), self.context.sent[id]
        return any(not same_text(now.get(column, ""), sent.get(column, "")) for column in COLUMNS)

    def _read_units(self, row: DivisionRow, id: str) -> None:
        if self.context.is_changed(row, id, "lead"):
            self._read_lead(row, id)
        changed = [column for column in ("responsible", "groups") if self.context.is_changed(row, id, column)]
        if changed:
            self._read_responsible(row, id, changed)

    def _merge_units(self, row: DivisionRow, id: str) -> None:
        """Merge the units unit by unit, where they changed here since they were printed."""
        now, sent = self.context.now.get(id, {}), self.context.sent[id]
        cells = {column: row.cells[column] for column in COLUMNS if column in row.cells}
        texts = {column: row.text(column) if column in cells else sent.get(column, "") for column in COLUMNS}
        changed = [column for column in cells if not same_text(texts[column], sent.get(column, ""))]
        if not changed or all(same_text(texts[column], now.get(column, "")) for column in changed):
            self.context.out.same += len(changed)
            return
        problems = {column: why for column in changed if (why := self.context.problem(cells[column]))}
        for column, why in problems.items():
            self.context.refuse(cells[column], id, column, why)
        stored = stored_lists(self.context.book, self.context.measures[id].body, self.context.groups)
        printed = printed_lists(self.context.book, {column: sent.get(column, "") for column in COLUMNS}, stored)
        returned = printed_lists(self.context.book, texts, stored)
        for column in changed:
            strange = [name for name in returned.strange[column] if name not in printed.strange[column]]
            if strange and column not in problems:
                problems[column] = self.context.unknown_units(strange)
                self.context.refuse(cells[column], id, column, problems[column])
        if not problems:
            self._take_merged(id, {column: cells[column] for column in changed}, printed, returned, stored)

    def _take_merged(
        self, id: str, cells: Mapping[str, SheetCell], printed: UnitLists, returned: UnitLists, stored: UnitLists
    ) -> None:
        """Take what merges of these cells; each unit that both sides treat differently is a conflict."""
        first, path = next(iter(cells)), self.context.measures[id].path
        merged, conflicts = merged_lists(printed, returned, stored)
        self._remark_residue(returned.residue, cells[first], id, first)
        if not merged.lead:
            self.context.refuse(cells[first], id, first, "合并以后没有牵头单位；先说由谁牵头")
            return
        for conflict in conflicts:
            self._report_conflict(id, cells, conflict)
        for column, cell in cells.items():
            if column == "lead" and is_lead_contested(printed, returned, stored):
                self.context.report_both(cell, id, id, column, cell.text)
            else:
                self._report_merged(id, column, cell, stored, merged)
        if merged.lead != stored.lead:
            self.context.changes.append(Set(path, ("lead",), list(merged.lead)))
        if merged.clauses != stored.clauses:
            trees = [clause_tree(clause) for clause in merged.clauses]
            self.context.changes.append(Set(path, ("responsible",), trees) if trees else Remove(path, ("responsible",)))

    def _remark_residue(self, residue: Sequence[str], cell: SheetCell, id: str, column: str) -> None:
        for words in residue:
            self.context.out.add_remark(
                cell.address, f"没有认作单位，没有收：{words}", self.context.subject(id), HEADINGS[column]
            )

    def _report_conflict(self, id: str, cells: Mapping[str, SheetCell], conflict: UnitConflict) -> None:
        column = next((column for column in cells if column in conflict.returned | conflict.sent), next(iter(cells)))
        message = f"{conflict.name}：印出去以后库里也改了，改得不一样，这个单位没有动"
        values = {"returned": conflict.returned, "now": conflict.now, "sent": conflict.sent}
        texts = {key: _headings(columns) for key, columns in values.items()}
        about = (cells[column].address, self.context.subject(id), HEADINGS[column], message)
        self.context.out.cells.append(CellResult("conflict", *about, record=id, path=column, **texts))

    def _report_merged(self, id: str, column: str, cell: SheetCell, here: UnitLists, merged: UnitLists) -> None:
        before, after = here.column(column), merged.column(column)
        more = [name for name in after if name not in before]
        fewer = [name for name in before if name not in after]
        sentences = [f"加上{'、'.join(more)}"] * bool(more) + [f"去掉{'、'.join(fewer)}"] * bool(fewer)
        is_other = before != after or (column == "responsible" and here.clauses != merged.clauses)
        if not (sentences or is_other):
            self.context.out.same += 1
            return
        message = f"两边都改了，逐个单位合并：{'，'.join(sentences) or '改了先后或“等”'}；这边改的留着"
        values = {"now": "、".join(before), "value": "、".join(after), "sent": self.context.sent[id].get(column, "")}
        about = (cell.address, self.context.subject(id), HEADINGS[column], message, cell_content(cell.text))
        self.context.out.cells.append(CellResult("changed", *about, record=id, path=column, **values))

    def _read_lead(self, row: DivisionRow, id: str) -> None:
        measure, cell = self.context.measures[id], row.cells["lead"]
        names, strange = unit_names(self.context.book, row.text("lead"), measure.body.get("lead") or ())
        if strange or not names:
            self.context.refuse(
                cell, id, "lead", self.context.unknown_units(strange) if strange else "没有牵头单位；要空着先说由谁牵头"
            )
        else:
            self.context.set(row, id, "lead", Set(measure.path, ("lead",), list(names)))

    def _read_responsible(self, row: DivisionRow, id: str, changed: Sequence[str]) -> None:
        measure = self.context.measures[id]
        both = {
            column: row.text(column) if column in row.cells else self.context.sent[id].get(column, "")
            for column in ("responsible", "groups")
        }
        clauses, strange, residue = responsible_clauses(
            self.context.book,
            self.context.groups,
            both["responsible"],
            both["groups"],
            measure.body.get("responsible") or (),
        )
        cell = row.cells[changed[0]]
        self._remark_residue(residue, cell, id, changed[0])
        if strange:
            self.context.refuse(cell, id, changed[0], self.context.unknown_units(strange))
            return
        for column in changed:
            self.context.take(row.cells[column], id, column, self.context.sent[id].get(column, ""))
        route = ("responsible",)
        if clauses:
            self.context.changes.append(Set(measure.path, route, clauses))
        elif measure.body.get("responsible"):
            self.context.changes.append(Remove(measure.path, route))


def _headings(columns: Collection[str]) -> str:
    """The headings of these cells; 没有 for none."""
    return "、".join(HEADINGS[column] for column in COLUMNS if column in columns) or "没有"
