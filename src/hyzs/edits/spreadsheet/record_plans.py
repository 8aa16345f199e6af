"""Planned changes of an import, record by record: new drafts, updated drafts, and records that are left as they are."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple

from hyzs.edits.cell_result import CellResult, CellState
from hyzs.edits.draft_placement import Drafts, draft_tree
from hyzs.edits.spreadsheet.column_matching import field_label, item_lists
from hyzs.edits.spreadsheet.comparison import (
    FieldComparison,
    canonical,
    complete_items,
    field_changes,
    put_value,
    value_digest,
)
from hyzs.edits.spreadsheet.heading_words import Guesses
from hyzs.edits.spreadsheet.import_result import ImportResult
from hyzs.edits.spreadsheet.sheet_record import SheetRecord
from hyzs.fields.index_reader import IndexReader
from hyzs.kinds import kinds
from hyzs.model.change import Change, Plain, Value
from hyzs.model.column_heading import text_outside_brackets
from hyzs.model.field_shapes import origin_key
from hyzs.model.finding import Finding
from hyzs.model.record import Record
from hyzs.query.stored_records import StoredRecord


class DraftProposal(NamedTuple):
    """A record of another kind that a sheet record names and nobody knows: a draft beside it."""

    kind: str
    id: str
    name: str
    #: The known name that is most like it.
    near: str


@dataclass(slots=True)
class RecordPlan:
    """One sheet record and the record that it is about (None: a new one), by its id; ``found`` compares the two."""

    sheet_record: SheetRecord
    id: str
    record: StoredRecord | None = None
    comparisons: list[FieldComparison] = field(default_factory=list)
    #: Reason for leaving a record that differs as it is.
    reason: str = ""
    #: Values that every new record has, by path.
    besides: Mapping[str, Value] = field(default_factory=dict)


class RecordPlans:
    """The plans of one spreadsheet: the changes that they make together, and the results of each."""

    def __init__(
        self,
        index: IndexReader,
        kind: type[Record],
        drafts: Drafts,
        guesses: Mapping[str, Guesses],
        file: str,
        received: str,
    ) -> None:
        self.index, self.kind, self.drafts, self.guesses = index, kind, drafts, guesses
        self.file, self.received = file, received
        self.plans: list[RecordPlan] = []
        self.proposals: dict[tuple[str, str], DraftProposal] = {}

    def propose(self, kind: str, name: str) -> None:
        """Make room for a draft of another kind, the same for all sheet records that name it."""
        if (kind, name) not in self.proposals:
            near = (
                self.index.closest_name(name, kind) or self.index.closest_name(text_outside_brackets(name), kind) or ""
            )
            self.proposals[kind, name] = DraftProposal(kind, self.drafts.id(kinds()[kind], name), name, near)

    def changes(self) -> list[Change]:
        """All changes: proposed records first, since the others name them."""
        self.drafts.begin()
        out = [
            self.drafts.creation(
                kinds()[item.kind],
                item.id,
                {**draft_tree(kinds()[item.kind], item.name), **self._guessed(item.kind, item.name)},
            )
            for item in self._proposals_in_use()
        ]
        for plan in self.plans:
            if plan.record is None:
                out.append(self.drafts.creation(self.kind, plan.id, self.tree(plan)))
            else:
                received = self.received if plan.sheet_record.base is None else ""
                out += field_changes(self.kind, plan.record, plan.comparisons, received)
        return out

    def _guessed(self, kind: str, name: str) -> Mapping[str, Value]:
        """The values that the name of a new record suggests."""
        return self.guesses[kind].values(name) if kind in self.guesses else {}

    def tree(self, plan: RecordPlan) -> dict[str, Value]:
        """The record that a new sheet record becomes."""
        tree: dict[str, Any] = draft_tree(self.kind, plan.sheet_record.name)
        for path, value in {**plan.besides, **plan.sheet_record.values}.items():
            put_value(self.kind, tree, path, value)
        for key in item_lists(self.kind):
            if key in tree:
                tree[key] = complete_items(self.kind, key, tree[key], plan.id)
        if origin := origin_key(self.kind):
            tree[origin] = self._origin(plan.sheet_record)
        return self.kind.completed(tree)

    def _origin(self, sheet_record: SheetRecord) -> dict[str, Value]:
        digests: dict[str, Value] = {
            path: value_digest(canonical(sheet_record.values[path])) for path in sheet_record.cells
        }
        return {
            "file": self.file,
            "sheet": sheet_record.sheet,
            "row": sheet_record.name,
            "received": Plain(self.received),
            **({"digests": digests} if digests else {}),
        }

    def _proposals_in_use(self) -> Iterator[DraftProposal]:
        """The proposals that some plan still makes use of."""
        used = {
            (kind, name)
            for plan in self.plans
            for path, kind, name in plan.sheet_record.proposed
            if path in _stored_texts(plan)
        }
        yield from (proposal for key, proposal in self.proposals.items() if key in used)

    # what the store has against it

    def withdraw(self, finding: Finding, out: ImportResult) -> bool:
        """Take back what a finding of the store speaks against, reported at its cell; True if its cell is known."""
        plan = self._plan_of(finding)
        if plan is None:
            return False
        message = f"{finding.message}；{finding.hint}" if finding.hint else finding.message
        if not self._is_about(finding, plan):
            message = f"{finding.path} 里会多一个错误：{message}"
        path, item = self._place_of(finding, plan)
        if path and path not in self._needed():
            cell = plan.sheet_record.drop(path) if item is None else plan.sheet_record.drop_item(path, item)
            plan.comparisons = _compared_again(plan, path)
            out.add_result("bad", cell.cell, message, plan.sheet_record.name, cell.field, cell.returned)
        else:
            self.plans.remove(plan)
            out.records["refused"] += 1
            at = plan.sheet_record.cells[path].cell if path else plan.sheet_record.name_cell
            out.add_result("bad", at, f"{message}；这一行没有收", plan.sheet_record.name)
        return True

    def _plan_of(self, finding: Finding) -> RecordPlan | None:
        """The plan whose record a finding is about, or the first that proposes it or clashes with it."""
        for plan in self.plans:
            if finding.record == plan.id and (plan.record is None or _stored_texts(plan)):
                return plan
        proposed = {(item.kind, item.name) for item in self.proposals.values() if item.id == finding.record}
        users = (p for p in self.plans if any((kind, name) in proposed for _, kind, name in p.sheet_record.proposed))
        clashes = (p for p in self.plans if p.id and p.id in finding.message and (p.record is None or _stored_texts(p)))
        return next(users, None) or next(clashes, None)

    def _is_about(self, finding: Finding, plan: RecordPlan) -> bool:
        """True if the finding is about the record of the plan, or one that it proposes; not about another record."""
        return finding.record in (plan.id, *(item.id for item in self.proposals.values()))

    def _place_of(self, finding: Finding, plan: RecordPlan) -> tuple[str, int | None]:
        """The field that a finding is about, empty if it is about the whole sheet record; and the item of a list."""
        if not self._is_about(finding, plan):
            return (finding.field if finding.field in plan.sheet_record.cells else ""), None
        if finding.record != plan.id:
            return next(
                (path for path, _, _ in plan.sheet_record.proposed if path in plan.sheet_record.cells), ""
            ), None
        steps = [str(step) for step in finding.route]
        for path in plan.sheet_record.cells:
            own = path.split(".")
            start = next((n for n in range(2) if steps[n : n + len(own)] == own), None)
            if start is not None:
                rest = steps[start + len(own) :]
                return path, int(rest[0]) if rest and rest[0].isdecimal() else None
            if finding.field == path:
                return path, None
        return "", None

    def _needed(self) -> set[str]:
        """The fields that a record must have."""
        return {info.alias or name for name, info in self.kind.model_fields.items() if info.is_required()}

    # what is reported

    def report_results(self, out: ImportResult) -> None:
        """Report of each plan what becomes of its record and of its cells."""
        for proposal in self._proposals_in_use():
            out.drafts.setdefault(proposal.kind, []).append(proposal.id)
            self._report_proposal(proposal, out)
        for plan in self.plans:
            if plan.record is None:
                self._report_new(plan, out)
            else:
                self._report_compared(plan, plan.record, out)

    def _report_proposal(self, proposal: DraftProposal, out: ImportResult) -> None:
        label = kinds()[proposal.kind].label
        like = f"；和“{proposal.near}”相近，是同一家就改成它" if proposal.near else ""
        cell = next(
            plan.sheet_record.proposal_cells[kind, name]
            for plan in self.plans
            for path, kind, name in plan.sheet_record.proposed
            if (kind, name) == (proposal.kind, proposal.name) and path in plan.sheet_record.cells
        )
        guessed = guess_words(kinds()[proposal.kind], self._guessed(proposal.kind, proposal.name))
        message = f"没有登记过的{label}，作草稿登记 {proposal.id}{guessed}{like}"
        out.cells.append(
            CellResult("new", cell, proposal.name, label, message, value=proposal.name, record=proposal.id)
        )

    def _report_new(self, plan: RecordPlan, out: ImportResult) -> None:
        sheet_record = plan.sheet_record
        out.drafts.setdefault(self.kind.kind, []).append(plan.id)
        out.records["new"] += 1
        about = (
            sheet_record.name_cell,
            sheet_record.name,
            "",
            f"草稿 {plan.id}",
            sheet_record.name,
            "",
            sheet_record.name,
            plan.id,
        )
        out.cells.append(CellResult("new", *about))
        for cell in sheet_record.cells.values():
            out.cells.append(_cell_result(cell, "changed", plan.id))

    def _report_compared(self, plan: RecordPlan, record: StoredRecord, out: ImportResult) -> None:
        differences = [item for item in plan.comparisons if item.state != "same"]
        for item in differences:
            reason = plan.reason if item.state == "differs" else item.reason
            if item.state == "conflict" and plan.sheet_record.base is not None:
                reason = reason or "发表以后这里又改过"
            result = _cell_result(plan.sheet_record.cells[item.path], item.state, record.id, item.now, reason)
            out.cells.append(replace(result, message=f"清空；{result.message}") if item.value is None else result)
        is_updated = any(item.state == "changed" for item in differences)
        outcome = (
            "updated" if is_updated else "differs" if differences or plan.sheet_record.is_called_otherwise else "same"
        )
        out.records[outcome] += 1
        if outcome == "same":
            count = len(plan.comparisons)
            message = f"和库里的 {record.id} 一样" + (f"（比了 {count} 项）" if count else "，没有别的可比")
            out.cells.append(
                CellResult("same", plan.sheet_record.name_cell, plan.sheet_record.name, "", message, record=record.id)
            )

    def lacking(self, plan: RecordPlan) -> list[tuple[str, str]]:
        """The fields that a new record must have, and that this one has not: key and label."""
        given_keys = {path.partition(".")[0] for path in {**plan.besides, **plan.sheet_record.values}}
        given_keys |= {"id", *([self.kind.called_by] if plan.sheet_record.name else [])}
        return [(key, field_label(self.kind, key)) for key in self._needed() - given_keys]


def guess_words(kind: type[Record], values: Mapping[str, Value]) -> str:
    """Sentence on values guessed by the name of a new record: ，类型按名称拟为 政府部门.

    Raises: BadUsage: the kind has no such field.
    """
    words = "、".join(f"{field_label(kind, key)}按名称拟为 {value}" for key, value in values.items() if value != "true")
    return f"，{words}" if words else ""


def _compared_again(plan: RecordPlan, path: str) -> list[FieldComparison]:
    """The comparisons after the sheet record has another value of a field, or none."""
    value = plan.sheet_record.values.get(path)
    rest = [item for item in plan.comparisons if item.path != path]
    return [
        *rest,
        *(item._replace(value=value) for item in plan.comparisons if item.path == path and value is not None),
    ]


def _stored_texts(plan: RecordPlan) -> Sequence[str]:
    """The fields that a plan writes."""
    if plan.record is None:
        return list(plan.sheet_record.values)
    return [item.path for item in plan.comparisons if item.state == "changed"]


def _cell_result(cell: CellResult, state: CellState, record: str, now: str = "", reason: str = "") -> CellResult:
    """The result of a cell that was understood."""
    other = f"{reason}，现在是“{now}”" if reason else f"收进来以后这里改成了“{now}”"
    words = {
        "conflict": f"台账里是“{cell.value}”，{other}；没有动，定下来用 hyzs set {record}",
        "differs": f"库里是“{now}”{reason}",
    }.get(state, f"原来是“{now}”" if now else "")
    message = "；".join(part for part in (words, cell.message) if part)
    about = (state, cell.cell, cell.subject, cell.field, message, cell.returned, now, cell.value, record, cell.path)
    return CellResult(*about)
